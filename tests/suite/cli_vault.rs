//! `veche vault` as the operator uses it.

use tests::program::Desk;

const TABLE: &str = "\
code,parent,level,name,kind,iso,federal_district,population,lat,lon,utc_offset
RU,,federation,Российская Федерация,,RU,,132223381,,,+3
71800000,RU,region,Ханты-Мансийский автономный округ — Югра,АО,RU-KHM,Уральский,1759386,,,+5
";

#[test]
fn after_a_change_of_the_master_key_the_old_one_is_refused_and_the_new_one_opens() {
    let desk = Desk::new();
    desk.write("table.csv", TABLE);
    desk.veche(&["import", "territories", "table.csv"]).done();
    let rewrap = ["vault", "rewrap", "--new-keys", "new.toml", "--json"];
    let report = desk.veche(&rewrap).done().json();
    assert!(report["keys"].as_u64().is_some_and(|keys| keys >= 2), "{report}");
    // Given again, as after a crash at the very end, it changes nothing.
    assert_eq!(desk.veche(&rewrap).done().json()["keys"], 0);
    let (status, code) = desk.veche(&["authorities", "Югра", "--json"]).failure();
    assert_eq!((status, code.as_str()), (4, "wrong_master_keys"));
    let found = desk.veche(&["--keys", "new.toml", "authorities", "Югра"]).done().stdout;
    assert!(found.contains("Югра"), "{found}");
}

#[test]
fn the_index_and_tag_keys_stay_as_they_are() {
    let desk = Desk::new();
    desk.write("table.csv", TABLE);
    desk.veche(&["import", "territories", "table.csv"]).done();
    let other = Desk::new();
    other.write("table.csv", TABLE);
    other.veche(&["import", "territories", "table.csv"]).done();
    let foreign = other.path("veche-data/keys.toml").display().to_string();
    let (_, code) = desk.veche(&["vault", "rewrap", "--new-keys", &foreign, "--json"]).failure();
    assert_eq!(code, "index_keys_differ");
}
