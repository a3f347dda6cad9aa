//! One command: done once, refused in words, never half.

use aggregates::gate::{Confirmation, Publishable};
use aggregates::initiative::Initiative;
use engine::{EngineError, Request};
use serde_json::json;

use super::world::{SURGUT, World, clerk, id, keyed, request, resident, submission, support};

super::in_a_world!(
    a_repeated_command_is_done_once
    a_command_id_with_another_body_is_refused
    the_same_key_of_another_sender_is_another_command
    a_stale_expectation_is_refused
    a_refusal_records_nothing_and_is_not_remembered
    a_person_supports_once
    nothing_typed_stands_in_the_journal
    personal_data_in_a_text_has_to_be_confirmed
    nobody_redacts_the_text_of_another_initiative
    a_file_that_was_put_for_another_case_is_not_named
    a_number_that_no_view_can_keep_is_refused
);

async fn head_of(world: &World) -> u64 {
    world.engine.journal().head().await.expect("the journal reads").position
}

async fn a_repeated_command_is_done_once(world: World) {
    let key = Some(id(9001));
    let first = world.engine.execute(keyed(key, resident(1), submission())).await.expect("it is submitted");
    let head = head_of(&world).await;
    let again = world.engine.execute(keyed(key, resident(1), submission())).await.expect("it was submitted");
    assert!(again.repeated && !first.repeated);
    assert_eq!((again.stream, again.first, again.last), (first.stream, first.first, first.last));
    assert_eq!(head_of(&world).await, head);
}

async fn a_command_id_with_another_body_is_refused(world: World) {
    let initiative = world.published(1).await;
    let key = Some(id(9002));
    world.engine.execute(keyed(key, resident(2), submission())).await.expect("it is submitted");
    let error =
        world.engine.execute(keyed(key, resident(2), support(initiative))).await.expect_err("another body");
    assert_eq!(error.code(), "id_reused");
}

async fn the_same_key_of_another_sender_is_another_command(world: World) {
    let key = Some(id(9003));
    let one = world.engine.execute(keyed(key, resident(1), submission())).await.expect("it is submitted");
    let other = world.engine.execute(keyed(key, resident(2), submission())).await.expect("it is submitted");
    assert_ne!(one.stream, other.stream);
}

async fn a_stale_expectation_is_refused(world: World) {
    let initiative = world.submitted(1).await;
    let register = |expected| {
        let what = json!({"initiative": {"id": initiative, "action": {"register": {"theme": "roads"}}}});
        Request { expected: Some(expected), ..request(clerk(SURGUT), what) }
    };
    let error = world.engine.execute(register(7)).await.expect_err("it is at 1");
    assert!(matches!(error, EngineError::Stale { expected: 7, found: 1 }), "{error}");
    let receipt = world.engine.execute(register(1)).await.expect("it is at 1");
    assert_eq!(receipt.sequence, 2);
}

async fn a_refusal_records_nothing_and_is_not_remembered(world: World) {
    let initiative = world.submitted(1).await;
    let key = Some(id(9004));
    let head = head_of(&world).await;
    let refused =
        world.engine.execute(keyed(key, resident(2), support(initiative))).await.expect_err("unpublished");
    assert_eq!(refused.code(), "not_published");
    assert_eq!(head_of(&world).await, head);
    world.acts(clerk(SURGUT), initiative, json!({"register": {"theme": "roads"}})).await;
    world.acts(clerk(SURGUT), initiative, json!({"publish": {}})).await;
    let given =
        world.engine.execute(keyed(key, resident(2), support(initiative))).await.expect("it is published");
    assert!(!given.repeated);
}

async fn a_person_supports_once(world: World) {
    let initiative = world.published(1).await;
    world.when(resident(2), support(initiative)).await.expect("it can be supported");
    let error = world.when(resident(2), support(initiative)).await.expect_err("he has");
    assert_eq!(error.code(), "already_supported");
    // From paper too, and on a node that has nothing in memory.
    let paper = json!({"support": {
        "initiative": initiative, "supporter": id(1002), "action": {"give": {"channel": "paper"}},
    }});
    let other = world.another_node().await;
    let error = other.execute(request(clerk(SURGUT), paper)).await.expect_err("he has");
    assert_eq!(error.code(), "already_supported");
}

async fn nothing_typed_stands_in_the_journal(world: World) {
    world.published(1).await;
    let mut after = 0;
    loop {
        let events = world.engine.journal().read(after, 500).await.expect("the journal reads");
        let Some(last) = events.last() else { break };
        after = last.position;
        for event in &events {
            for typed in ["footbridge", "Surname1", "The clerk of", "Authority of", "Territory RU"] {
                assert!(!event.payload.contains(typed), "{typed} stands in {}", event.event_type);
                assert!(!event.metadata.contains(typed), "{typed} stands in {}", event.event_type);
            }
        }
    }
}

async fn personal_data_in_a_text_has_to_be_confirmed(world: World) {
    let mut what = submission();
    what["initiative"]["action"]["submit"]["fields"]["problem"] =
        json!("Call me: +7 912 345-67-89, any time.");
    let receipt = world.when(resident(1), what).await.expect("it is submitted");
    let initiative = receipt.stream.id.parse().expect("an id");
    world.acts(clerk(SURGUT), initiative, json!({"register": {"theme": "roads"}})).await;
    let publish = json!({"initiative": {"id": initiative, "action": {"publish": {}}}});
    let error = world.when(clerk(SURGUT), publish.clone()).await.expect_err("a phone stands in it");
    let EngineError::Refused(refusal) = error else { panic!("{error}") };
    assert_eq!(refusal.findings.len(), 1);
    assert_eq!(refusal.findings[0].field, "problem");
    let mut confirmed = vec![Confirmation::of(&refusal.findings[0], Publishable::OfficeContact)];
    let confirms = |confirmed| Request { confirmed, ..request(clerk(SURGUT), publish.clone()) };
    confirmed[0].because = None;
    let error = world.engine.execute(confirms(confirmed.clone())).await.expect_err("no reason is given");
    assert_eq!(error.code(), "personal_data_found");
    confirmed[0].because = Some(Publishable::OfficeContact);
    let receipt = world.engine.execute(confirms(confirmed)).await.expect("a person has looked at it");
    let published =
        &world.engine.journal().load(&receipt.stream, receipt.sequence - 1).await.expect("it reads")[0];
    assert!(published.payload.contains("\"because\":\"office_contact\""), "{}", published.payload);
}

async fn nobody_redacts_the_text_of_another_initiative(world: World) {
    let (mine, other) = (world.published(1).await, world.published(2).await);
    let stream = journal::StreamId::new("initiative", other.to_string());
    let submitted = &world.engine.journal().load(&stream, 0).await.expect("the journal reads")[0];
    let payload: serde_json::Value = serde_json::from_str(&submitted.payload).expect("JSON");
    let text = &payload["fact"]["Submitted"]["fields"]["title"]["$open"];
    let redact = json!({"redact": {"text": text, "basis": "court_order"}});
    let error = world.when(clerk(SURGUT), json!({"initiative": {"id": mine, "action": redact}})).await;
    assert_eq!(error.expect_err("it is another's").code(), "not_found");
    let (state, _) = world.engine.load::<Initiative>(&mine.to_string()).await.expect("it loads");
    assert!(state.is_published());
}

async fn a_file_that_was_put_for_another_case_is_not_named(world: World) {
    let (mine, other) = (id(7101), id(7102));
    let context = |case: uuid::Uuid| vault::Context {
        log: world.engine.journal().identity().id,
        stream_kind: "initiative".to_owned(),
        stream_id: case.to_string(),
        command_id: id(7103),
    };
    let (vault, entropy) = (world.engine.vault(), world.engine.entropy());
    let mut put = Vec::new();
    for case in [mine, other] {
        let kept = vault.put_attachment(entropy, &context(case), None, "text/plain", b"A protocol").await;
        put.push(kept.expect("it is kept"));
    }
    let submit = |file: serde_json::Value| {
        let mut what = submission();
        what["initiative"]["id"] = json!(mine);
        what["initiative"]["action"]["submit"]["attachments"] = json!([file]);
        what
    };
    let head = head_of(&world).await;
    let mut changed = json!(put[0]);
    changed["size"] = json!(1);
    for file in [json!(put[1]), changed] {
        let error =
            world.when(resident(1), submit(file)).await.expect_err("it is not this file of this case");
        assert_eq!(error.code(), "attachment_elsewhere");
    }
    assert_eq!(head_of(&world).await, head);
    world.when(resident(1), submit(json!(put[0]))).await.expect("its own file");
}

async fn a_number_that_no_view_can_keep_is_refused(world: World) {
    let most = u64::try_from(i64::MAX).expect("it is positive");
    let counted = |population: u64| {
        let action = json!({"set_population": {"population": population, "as_of": "2026-01-01"}});
        json!({"territory": {"id": SURGUT, "action": action}})
    };
    let error = world.when(json!("installation"), counted(most + 1)).await.expect_err("it is too large");
    assert_eq!(error.code(), "bad_request");
    assert!(error.to_string().contains("population"), "{error}");
    let mut what = submission();
    what["initiative"]["action"]["submit"]["fields"]["cost_rubles"] = json!(u64::MAX);
    assert_eq!(world.when(resident(1), what).await.expect_err("too dear").code(), "bad_request");
    world.when(json!("installation"), counted(most)).await.expect("that much can be kept");
    world.engine.views().catch_up().await.expect("no view stops at it");
}
