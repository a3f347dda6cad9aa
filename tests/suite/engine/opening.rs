//! What is sealed is opened by those who have the case, for a reason, and on record.

use std::collections::BTreeSet;

use aggregates::ids::{InitiativeId, OfficialId};
use aggregates::official::{OpeningReason, SealedField};
use engine::{EngineError, Opened};
use journal::StreamId;
use serde_json::{Value, json};
use uuid::Uuid;

use super::world::{World, id, resident};

super::in_a_world!(
    an_opening_is_recorded_once_a_day_and_names_the_fields
    whoever_does_not_have_the_case_opens_nothing
    an_opening_after_an_erasure_shows_nothing
);

/// The clerk of Surgut, and the one of the region.
const CLERK: u128 = 101;
const ANOTHER: u128 = 102;

async fn opens(
    world: &World,
    official: u128,
    initiative: Uuid,
    fields: &[SealedField],
) -> Result<Opened, EngineError> {
    let fields: BTreeSet<_> = fields.iter().copied().collect();
    let (official, initiative) = (OfficialId(id(official)), InitiativeId(initiative));
    world.engine.open_sealed(official, initiative, fields, OpeningReason::Contact).await
}

async fn openings(world: &World, official: u128) -> Vec<Value> {
    let stream = StreamId::new("official", id(official).to_string());
    let events = world.engine.journal().load(&stream, 0).await.expect("the journal reads");
    let opened = events.into_iter().filter(|event| event.event_type == "SealedOpened");
    opened.map(|event| serde_json::from_str(&event.payload).expect("JSON")).collect()
}

async fn an_opening_is_recorded_once_a_day_and_names_the_fields(world: World) {
    let contact = json!({"set_contact": {"phone": "+7 912 000-00-01"}});
    let contact = json!({"participant": {"id": id(1004), "action": contact}});
    world.when(resident(4), contact).await.expect("he says how to reach him");
    let initiative = world.submitted(4).await;
    let case = StreamId::new("initiative", initiative.to_string());
    let before = world.engine.journal().load(&case, 0).await.expect("the journal reads").len();
    let fields = [SealedField::Identity, SealedField::Contacts];
    for _ in 0..2 {
        let opened = opens(&world, CLERK, initiative, &fields).await.expect("he has the case");
        assert_eq!(opened.identity.expect("he is verified").surname, "Surname4");
        assert_eq!(opened.phone.as_deref(), Some("+7 912 000-00-01"));
        assert!(opened.email.is_none() && opened.letter.is_none() && !opened.erased);
    }
    let opening = json!({"SealedOpened": {
        "initiative": initiative, "fields": ["identity", "contacts"], "reason": "contact", "on": "2027-01-11",
    }});
    assert_eq!(openings(&world, CLERK).await, [opening]);
    let after = world.engine.journal().load(&case, 0).await.expect("the journal reads").len();
    assert_eq!(before, after, "the case is where its clerks saw it");
    world.engine.views().catch_up().await.expect("the views catch up");
}

async fn whoever_does_not_have_the_case_opens_nothing(world: World) {
    let initiative = world.submitted(4).await;
    let error = opens(&world, ANOTHER, initiative, &[SealedField::Identity]).await.expect_err("not his");
    assert_eq!(error.code(), "not_your_case");
    assert!(openings(&world, ANOTHER).await.is_empty());
}

async fn an_opening_after_an_erasure_shows_nothing(world: World) {
    let initiative = world.submitted(4).await;
    let erase = json!({"erase_personal_data": {"basis": "court_order", "on": "2027-01-11"}});
    let erase = json!({"participant": {"id": id(1004), "action": erase}});
    world.when(json!("installation"), erase).await.expect("the court has ordered it");
    let opened = opens(&world, CLERK, initiative, &[SealedField::Identity]).await.expect("he has the case");
    assert!(opened.erased && opened.identity.is_none());
}
