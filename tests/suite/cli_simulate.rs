//! `veche simulate`, as whoever shows the program to others runs it.

use tests::postgres::cluster;
use tests::program::Desk;

const SMALL: &[&str] = &[
    "simulate",
    "--initiatives",
    "4",
    "--people",
    "30",
    "--days",
    "12",
    "--seed",
    "7",
    "--from",
    "2027-01-11",
];

fn simulate(desk: &Desk, more: &[&str]) -> serde_json::Value {
    let arguments: Vec<&str> = SMALL.iter().chain(more).chain(&["--json"]).copied().collect();
    desk.veche(&arguments).done().json()
}

#[test]
fn the_same_seed_gives_the_same_export_on_both_stores() {
    let (here, there) = (Desk::new(), Desk::new());
    let url = cluster().database();
    let report = simulate(&here, &[]);
    assert_eq!(report, simulate(&there, &["--store", &url]));
    assert!(report["accepted"].as_u64().is_some_and(|accepted| accepted > 0), "{report}");
    let export = here.veche(&["journal", "export"]).done().stdout;
    assert!(
        export == there.veche(&["journal", "export", "--store", &url]).done().stdout,
        "the exports differ"
    );
    assert_eq!(report["head"], export.lines().count());
    for (desk, store) in [(&here, "sqlite:./veche-data"), (&there, url.as_str())] {
        desk.veche(&["journal", "verify", "--store", store]).done();
        assert_eq!(
            here.veche(&["replay", "--as-of", "2027-01-20"]).done(),
            desk.veche(&["replay", "--as-of", "2027-01-20", "--store", store]).done()
        );
        let funnel = desk.veche(&["funnel", "--store", store]).done().stdout;
        assert!(funnel.contains("4 initiatives"), "{funnel}");
    }
}

#[test]
fn a_simulation_goes_on_only_forward() {
    let desk = Desk::new();
    simulate(&desk, &[]);
    let back = desk.veche(SMALL);
    assert_eq!(back.failure(), (2, "before_the_end".to_owned()));
}

#[test]
fn a_journal_that_keeps_real_time_is_refused_and_left_alone() {
    let desk = Desk::new();
    desk.veche(&["migrate"]).done();
    assert_eq!(desk.veche(SMALL).failure(), (4, "not_simulated".to_owned()));
    assert_eq!(desk.veche(&["journal", "stats", "--json"]).done().json()["head"], 0);
}
