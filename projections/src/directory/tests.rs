use aggregates::authority::AuthorityEvent;
use aggregates::level::Level;
use aggregates::official::OfficialEvent;
use aggregates::official::role::Role;
use aggregates::territory::TerritoryEvent;
use aggregates::territory::kind::TerritoryKind;
use calendar::UtcOffset;
use jiff::civil::date;

use aggregates::ids::OfficialId;
use uuid::Uuid;

use super::*;
use crate::story::{CLERK, Kept, Story, authority as code, territory as place};

fn country() -> Story {
    let mut story = Story::new();
    story.country();
    story
}

fn ids(custodians: &[Custodian]) -> Vec<(Level, &str)> {
    custodians.iter().map(|custodian| (custodian.level, custodian.authority.as_str())).collect()
}

#[test]
fn an_initiative_comes_to_the_nearest_receiving_authority_and_can_go_up_from_there() {
    let mut story = country();
    let name = story.text("Poykovsky");
    let event = TerritoryEvent::TerritoryCreated {
        id: place("71826157"),
        kind: TerritoryKind::Settlement,
        parent: Some(place("71826000")),
        name,
        type_code: None,
        iso: None,
        federal_district: None,
        population: None,
        location: None,
        utc_offset: UtcOffset::moscow(),
    };
    story.tell("territory", "71826157", "TerritoryCreated", Event::Territory(event));
    let kept = Kept::of(&Directory, &story);
    let found = custodians(&kept.read(), &place("71826157"), date(2027, 1, 11), None).expect("it answers");
    assert_eq!(ids(&found), [(Level::Municipality, "m"), (Level::Region, "r"), (Level::Federation, "f")]);
}

#[test]
fn an_authority_that_accepts_no_more_receives_nothing_from_that_day_on() {
    let mut story = country();
    let on = date(2027, 2, 1);
    story.tell("authority", "m", "AcceptanceEnded", Event::Authority(AuthorityEvent::AcceptanceEnded { on }));
    let kept = Kept::of(&Directory, &story);
    let on_day = |date| custodians(&kept.read(), &place("71826000"), date, None).expect("it answers");
    assert_eq!(ids(&on_day(date(2027, 1, 31)))[0], (Level::Municipality, "m"));
    assert_eq!(ids(&on_day(date(2027, 2, 1)))[0], (Level::Region, "r"));
}

#[test]
fn the_path_of_a_territory_begins_with_itself_and_ends_with_the_federation() {
    let kept = Kept::of(&Directory, &country());
    let path = path(&kept.read(), &place("71826000"), None).expect("it answers");
    let codes: Vec<_> = path.iter().map(|territory| territory.id.as_str()).collect();
    assert_eq!(codes, ["71826000", "71800000", "RU"]);
    assert_eq!(path[0].name.as_deref(), Some("Surgut district"));
}

#[test]
fn a_dismissal_ends_every_role_on_that_day_and_lengthens_none() {
    let mut story = country();
    let until = Some(date(2027, 1, 20));
    let event = OfficialEvent::RoleGranted { role: Role::Head, from: date(2027, 1, 1), until, acting: true };
    story.tell("official", CLERK, "RoleGranted", Event::Official(event));
    let event = OfficialEvent::Dismissed { on: date(2027, 3, 1) };
    story.tell("official", CLERK, "Dismissed", Event::Official(event));
    let kept = Kept::of(&Directory, &story);
    let found = officials_of(&kept.read(), &code("m"), None).expect("it answers");
    let ends: Vec<_> = found[0].roles.iter().map(|held| held.until).collect();
    assert_eq!(ends, [Some(date(2027, 3, 1)), until]);
    assert!(found[0].may_act_as(Role::Clerk, date(2027, 3, 1)));
    assert!(!found[0].may_act_as(Role::Clerk, date(2027, 3, 2)));
}

#[test]
fn an_event_about_an_unknown_authority_stops_the_view() {
    let mut story = country();
    let event = AuthorityEvent::AcceptanceEnded { on: date(2027, 2, 1) };
    story.tell("authority", "nobody", "AcceptanceEnded", Event::Authority(event));
    let mut kept = Kept::empty(&Directory);
    let error = kept.view.apply(&story.records).expect_err("nobody knows it");
    assert_eq!(error.code(), "view_event_not_applicable");
    assert_eq!(kept.view.position(), 0);
}

fn settled(story: &mut Story, code: &str, name: &str, population: u64) {
    let name = story.text(name);
    let event = TerritoryEvent::TerritoryCreated {
        id: place(code),
        kind: TerritoryKind::Settlement,
        parent: Some(place("71826000")),
        name,
        type_code: None,
        iso: None,
        federal_district: None,
        population: Some(population),
        location: None,
        utc_offset: UtcOffset::moscow(),
    };
    story.tell("territory", code, "TerritoryCreated", Event::Territory(event));
}

fn villages() -> Story {
    let mut story = country();
    settled(&mut story, "1", "Сельское поселение Солнечный", 9000);
    settled(&mut story, "2", "Солнечный", 500);
    settled(&mut story, "3", "Тёплый Солнечный Яр", 30_000);
    story
}

fn called(story: &Story, query: &str) -> Vec<String> {
    let found = find_territories(&Kept::of(&Directory, story).read(), query, 10).expect("it answers");
    found.into_iter().map(|found| found.territory.id.to_string()).collect()
}

#[test]
fn a_territory_is_found_by_the_beginning_of_any_word_whatever_the_case() {
    let story = villages();
    assert_eq!(called(&story, "СОЛНЕЧ"), ["3", "1", "2"], "more residents first");
    assert_eq!(called(&story, "солнечный"), ["2", "3", "1"], "exactly that name before all");
    assert_eq!(called(&story, "яр теплый"), ["3"], "each word has to be there; ё is е");
    assert_eq!(called(&story, "нечный"), [""; 0], "the middle of a word is no beginning");
    for empty in ["", " ", "%", "«»"] {
        assert_eq!(called(&story, empty), [""; 0]);
    }
    let found = find_territories(&Kept::of(&Directory, &story).read(), "яр", 1).expect("it answers");
    assert_eq!(found[0].parent_name.as_deref(), Some("Surgut district"));
}

#[test]
fn a_territory_is_found_by_its_present_name_and_last_if_it_is_no_more() {
    let mut story = villages();
    let name = story.text("Лесной");
    let event = TerritoryEvent::TerritoryRenamed { name };
    story.tell("territory", "1", "TerritoryRenamed", Event::Territory(event));
    let event = TerritoryEvent::TerritoryAbolished { on: date(2027, 2, 1) };
    story.tell("territory", "3", "TerritoryAbolished", Event::Territory(event));
    assert_eq!(called(&story, "солн"), ["2", "3"]);
    assert_eq!(called(&story, "лесн"), ["1"]);
}

#[test]
fn authorities_are_found_by_name_and_listed_by_level() {
    let kept = Kept::of(&Directory, &country());
    let view = kept.read();
    let codes = |found: Vec<Authority>| found.into_iter().map(|one| one.id.to_string()).collect::<Vec<_>>();
    assert_eq!(codes(find_authorities(&view, "admin r", 10).expect("it answers")), ["r"]);
    assert_eq!(codes(find_authorities(&view, "admin", 10).expect("it answers")), ["f", "m", "r"]);
    let all = |level, after: Option<&str>, limit| {
        let after = after.map(code);
        codes(authorities(&view, level, after.as_ref(), limit, None).expect("it answers"))
    };
    assert_eq!(all(None, None, 2), ["f", "m"]);
    assert_eq!(all(None, Some("m"), 2), ["r"]);
    assert_eq!(all(Some(Level::Municipality), None, 10), ["m"]);
}

#[test]
fn officials_of_all_authorities_are_listed_page_by_page_and_administrators_by_role() {
    let mut story = country();
    let named = OfficialId(Uuid::from_u128(0xad));
    let name = story.text("Petrova");
    let event = OfficialEvent::OfficialAppointed {
        id: named,
        authority: code("r"),
        role: Role::Administrator,
        from: date(2027, 1, 1),
        until: None,
        acting: false,
        name,
        participant: None,
    };
    let before = story.records.len() as u64;
    story.tell("official", named, "OfficialAppointed", Event::Official(event));
    let kept = Kept::of(&Directory, &story);
    let view = kept.read();
    let ids = |found: Vec<Official>| found.into_iter().map(|one| one.id).collect::<Vec<_>>();
    let first = ids(officials(&view, None, 1, None).expect("it answers"));
    assert_eq!(first, [named]);
    assert_eq!(ids(officials(&view, Some(named), 1, None).expect("it answers")), [CLERK]);
    assert_eq!(ids(administrators(&view, None).expect("it answers")), [named]);
    assert_eq!(ids(administrators(&view, Some(before)).expect("it answers")), []);
}
