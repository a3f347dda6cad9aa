use aggregates::authority::AuthorityEvent;
use aggregates::level::Level;
use aggregates::official::OfficialEvent;
use aggregates::official::role::Role;
use aggregates::territory::TerritoryEvent;
use aggregates::territory::kind::TerritoryKind;
use calendar::UtcOffset;
use jiff::civil::date;

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
