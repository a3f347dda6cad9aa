//! Two engines on one journal.

use serde_json::json;

use super::world::{SURGUT, World, at, clerk, head, resident, support};

super::in_a_world!(
    what_is_due_happens_once_on_two_nodes
    a_refusal_by_an_old_copy_is_looked_at_again
    a_guard_that_moved_is_decided_again
    another_node_sees_what_was_recorded
);

async fn what_is_due_happens_once_on_two_nodes(world: World) {
    let mut initiatives = Vec::new();
    for author in 1..=5 {
        initiatives.push(world.submitted(author).await);
    }
    let other = world.another_node().await;
    world.clock.set(at("2027-02-26T06:00:00Z"));
    let now = world.engine.now();
    let (one, two) = tokio::join!(world.engine.tick(now), other.tick(now));
    let (one, two) = (one.expect("it ticks"), two.expect("it ticks"));
    assert_eq!(one.misses + two.misses, 10, "{one:?} {two:?}");
    assert_eq!(one.escalations + two.escalations, 5, "{one:?} {two:?}");
    for initiative in initiatives {
        let events = world.events(initiative).await;
        let missed = events.iter().filter(|event| *event == "DeadlineMissed").count();
        assert_eq!(missed, 2, "registration and review: {events:?}");
        assert_eq!(events.iter().filter(|event| *event == "EscalatedToRegion").count(), 1, "{events:?}");
    }
}

async fn a_refusal_by_an_old_copy_is_looked_at_again(world: World) {
    let initiative = world.submitted(1).await;
    let other = world.another_node().await;
    // This node has now seen it unpublished.
    let early = other.execute(super::world::request(resident(2), support(initiative))).await;
    assert_eq!(early.expect_err("it is not published").code(), "not_published");
    world.acts(clerk(SURGUT), initiative, json!({"register": {"theme": "roads"}})).await;
    world.acts(clerk(SURGUT), initiative, json!({"publish": {}})).await;
    let later = other.execute(super::world::request(resident(2), support(initiative))).await;
    later.expect("it was published elsewhere");
}

async fn a_guard_that_moved_is_decided_again(world: World) {
    let initiative = world.published(1).await;
    let other = world.another_node().await;
    other.execute(super::world::request(resident(2), support(initiative))).await.expect("it is open");
    world.clock.set(at("2027-01-25T06:00:00Z"));
    world.acts(head(SURGUT), initiative, json!({"offer_revision": {"what": "A wider one."}})).await;
    // The other node's copy says that supports are open; the guard knows better.
    let late = other.execute(super::world::request(resident(3), support(initiative))).await;
    assert_eq!(late.expect_err("it is being revised").code(), "support_closed");
}

async fn another_node_sees_what_was_recorded(world: World) {
    let initiative = world.published(1).await;
    let receipt = world.when(resident(2), support(initiative)).await.expect("it is open");
    let other = world.another_node().await;
    let enough = std::time::Duration::from_secs(30);
    other.views().wait_for(receipt.last, enough).await.expect("the views come that far");
    let id = aggregates::ids::InitiativeId(initiative);
    let total =
        other.views().read("supports", move |view| projections::supports::total(view, id, None)).await;
    assert_eq!(total.expect("the view answers"), 1);
}
