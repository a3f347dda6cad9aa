use jiff::civil::date;

use super::*;
use crate::actor::By;
use crate::cast::{
    FEDERATION, SURGUT, TODAY, YUGRA, administrator, clerk, code, given, offset, open, order, resident,
    territories, territory,
};
use crate::golden;

const NOVOSIBIRSK: &str = "50000000";

fn created(kind: TerritoryKind, parent: Option<&str>) -> Action {
    Action::Create {
        kind,
        parent: parent.map(code),
        name: open(20),
        type_code: None,
        iso: None,
        federal_district: None,
        population: Some(100),
        location: None,
        utc_offset: offset(5),
    }
}

fn decide(
    state: &Territory,
    by: &By,
    action: Action,
    named: Option<Seen<Territory>>,
) -> Result<Vec<TerritoryEvent>, Refusal> {
    state.decide(Command { id: code(SURGUT), order: order(by, action), named })
}

fn surgut() -> Territory {
    territories()[0].clone().into_state()
}

#[test]
fn a_municipality_is_created_inside_a_region() {
    let region = territory(YUGRA, Some(FEDERATION), TerritoryKind::Region);
    let events = decide(
        &Territory::default(),
        &administrator(),
        created(TerritoryKind::Municipality, Some(YUGRA)),
        Some(region),
    )
    .expect("it fits");
    let state: Territory = given(events);
    assert_eq!(state.parent(), Some(&code(YUGRA)));
    assert_eq!(state.kind(), Some(TerritoryKind::Municipality));
    assert_eq!(state.population(), Some(100));
    assert_eq!(state.utc_offset(), offset(5));
}

#[test]
fn a_municipality_cannot_be_created_inside_the_federation() {
    let federation = territory(FEDERATION, None, TerritoryKind::Federation);
    let action = created(TerritoryKind::Municipality, Some(FEDERATION));
    let refused = decide(&Territory::default(), &administrator(), action, Some(federation));
    assert_eq!(refused, Err(Refusal::WrongParent { kind: TerritoryKind::Municipality }));
}

#[test]
fn only_the_federation_has_no_parent() {
    let refused = decide(&Territory::default(), &administrator(), created(TerritoryKind::Region, None), None);
    assert_eq!(refused, Err(Refusal::WrongParent { kind: TerritoryKind::Region }));
    assert!(
        decide(&Territory::default(), &administrator(), created(TerritoryKind::Federation, None), None)
            .is_ok()
    );
}

#[test]
fn a_parent_that_ended_takes_no_children() {
    let mut region = territory(YUGRA, Some(FEDERATION), TerritoryKind::Region);
    region.state_mut().apply(TerritoryEvent::TerritoryAbolished { on: TODAY });
    let action = created(TerritoryKind::Municipality, Some(YUGRA));
    assert_eq!(
        decide(&Territory::default(), &administrator(), action, Some(region)),
        Err(Refusal::NoSuchTerritory(code(YUGRA)))
    );
}

#[test]
fn nobody_but_an_administrator_changes_a_territory() {
    for by in [clerk(), resident(), By::Engine] {
        let refused = decide(&surgut(), &by, Action::Rename { name: open(20) }, None);
        assert_eq!(refused, Err(Refusal::NotAdministrator));
    }
    assert!(decide(&surgut(), &By::Installation, Action::Rename { name: open(20) }, None).is_ok());
}

#[test]
fn a_code_is_given_once() {
    let region = territory(YUGRA, Some(FEDERATION), TerritoryKind::Region);
    let refused =
        decide(&surgut(), &administrator(), created(TerritoryKind::Municipality, Some(YUGRA)), Some(region));
    assert_eq!(refused, Err(Refusal::AlreadyExists(code(SURGUT))));
}

#[test]
fn only_a_region_belongs_to_a_federal_district() {
    let region = territory(YUGRA, Some(FEDERATION), TerritoryKind::Region);
    let Action::Create { name, utc_offset, .. } = created(TerritoryKind::Municipality, None) else {
        unreachable!()
    };
    let action = Action::Create {
        kind: TerritoryKind::Municipality,
        parent: Some(code(YUGRA)),
        name,
        type_code: None,
        iso: None,
        federal_district: Some(FederalDistrict::Ural),
        population: None,
        location: None,
        utc_offset,
    };
    assert_eq!(
        decide(&Territory::default(), &administrator(), action, Some(region)),
        Err(Refusal::DistrictOfNonRegion)
    );
}

#[test]
fn an_iso_code_and_coordinates_are_checked() {
    let federation = || {
        let Action::Create { name, utc_offset, .. } = created(TerritoryKind::Federation, None) else {
            unreachable!()
        };
        (name, utc_offset)
    };
    let with = |iso: Option<&str>, location| {
        let (name, utc_offset) = federation();
        let action = Action::Create {
            kind: TerritoryKind::Federation,
            parent: None,
            name,
            type_code: None,
            iso: iso.map(str::to_owned),
            federal_district: None,
            population: None,
            location,
            utc_offset,
        };
        decide(&Territory::default(), &administrator(), action, None)
    };
    assert!(with(Some("RU-KHM"), Some(Location { lat: 61_250_000, lon: 73_416_667 })).is_ok());
    assert!(with(Some("RU"), None).is_ok());
    assert_eq!(with(Some("ru khm"), None), Err(Refusal::BadIsoCode("ru khm".to_owned())));
    assert_eq!(with(None, Some(Location { lat: 90_000_001, lon: 0 })), Err(Refusal::OffTheGlobe));
}

#[test]
fn an_older_count_does_not_replace_a_newer_one() {
    let counted = |population, as_of| TerritoryEvent::PopulationSet { population, as_of };
    let mut state = surgut();
    state.apply(counted(500, date(2026, 1, 1)));
    let older = Action::SetPopulation { population: 400, as_of: date(2025, 1, 1) };
    assert_eq!(
        decide(&state, &administrator(), older, None),
        Err(Refusal::OlderCount { counted_on: date(2026, 1, 1) })
    );
    let newer = Action::SetPopulation { population: 600, as_of: date(2027, 1, 1) };
    assert_eq!(decide(&state, &administrator(), newer, None), Ok(vec![counted(600, date(2027, 1, 1))]));
}

#[test]
fn a_merged_territory_exists_until_the_day_before() {
    let other = territory("71818000", Some(YUGRA), TerritoryKind::Municipality);
    let action = Action::Merge { into: code("71818000"), on: TODAY };
    let events = decide(&surgut(), &administrator(), action, Some(other)).expect("both are municipalities");
    let mut state = surgut();
    events.into_iter().for_each(|event| state.apply(event));
    assert!(state.exists_on(TODAY.yesterday().expect("there is one")));
    assert!(!state.exists_on(TODAY));
    assert_eq!(state.merged_into(), Some(&code("71818000")));
    assert_eq!(
        decide(&state, &administrator(), Action::Rename { name: open(20) }, None),
        Err(Refusal::Ended { on: TODAY })
    );
}

#[test]
fn a_municipality_is_not_merged_into_a_region() {
    let region = territory(YUGRA, Some(FEDERATION), TerritoryKind::Region);
    let action = Action::Merge { into: code(YUGRA), on: TODAY };
    assert_eq!(decide(&surgut(), &administrator(), action, Some(region)), Err(Refusal::NotMergeable));
}

#[test]
fn a_path_leads_to_the_federation_without_a_gap() {
    let whole = territories();
    let codes: Vec<_> = path(&whole, TODAY).expect("it is whole").iter().map(ToString::to_string).collect();
    assert_eq!(codes, [SURGUT, YUGRA, FEDERATION]);
    assert_eq!(path(&whole[..2], TODAY), None);
    assert_eq!(path(&[whole[0].clone(), whole[2].clone()], TODAY), None);
    assert_eq!(path(&[], TODAY), None);
}

#[test]
fn a_path_through_an_ended_territory_leads_nowhere() {
    let mut gone = territories();
    gone[1].state_mut().apply(TerritoryEvent::TerritoryAbolished { on: TODAY });
    assert_eq!(path(&gone, TODAY), None);
    assert!(path(&gone, TODAY.yesterday().expect("there is one")).is_some());
}

#[test]
fn every_federal_district_reads_by_its_russian_name() {
    for district in FederalDistrict::ALL {
        assert_eq!(district.russian().parse(), Ok(district));
        assert_eq!(district.as_str().parse(), Ok(district));
    }
    assert!("Уральский федеральный".parse::<FederalDistrict>().is_err());
}

#[test]
fn stored_events_keep_their_shape() {
    golden::check(
        Territory::TYPE,
        vec![
            TerritoryEvent::TerritoryCreated {
                id: code(NOVOSIBIRSK),
                kind: TerritoryKind::Region,
                parent: Some(code(FEDERATION)),
                name: open(20),
                type_code: Some(TerritoryType::Oblast),
                iso: Some("RU-NVS".to_owned()),
                federal_district: Some(FederalDistrict::Siberian),
                population: Some(2_797_176),
                location: Some(Location { lat: 55_030_199, lon: 82_920_430 }),
                utc_offset: offset(7),
            },
            TerritoryEvent::TerritoryRenamed { name: open(20) },
            TerritoryEvent::PopulationSet { population: 2_797_176, as_of: date(2026, 1, 1) },
            TerritoryEvent::TerritoryMerged { into: code(SURGUT), on: TODAY },
            TerritoryEvent::TerritoryAbolished { on: TODAY },
        ],
    );
}
