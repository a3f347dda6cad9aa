//! A proposal on its way: to the executor, and up for silence.

use aggregates::initiative::{Initiative, Stage};
use aggregates::level::Level;
use serde_json::json;

use super::world::{SURGUT, World, at, clerk, head, resident, support};

super::in_a_world!(a_proposal_is_adopted_by_its_municipality numbers_of_a_register_are_gapless silence_moves_it_up_to_the_federation);

async fn a_proposal_is_adopted_by_its_municipality(world: World) {
    let initiative = world.published(1).await;
    for number in 2..=6 {
        world.when(resident(number), support(initiative)).await.expect("it can be supported");
    }
    world.clock.set(at("2027-01-25T06:00:00Z"));
    let adopt = json!({"adopt": {"reasons": "It is needed.", "executor": format!("{SURGUT}.main"), "until": "2027-09-01"}});
    world.acts(head(SURGUT), initiative, adopt).await;

    let (state, _) = world.engine.load::<Initiative>(&initiative.to_string()).await.expect("it loads");
    assert_eq!(state.stage(), Stage::InExecution);
    world.engine.views().catch_up().await.expect("the views catch up");
    let id = aggregates::ids::InitiativeId(initiative);
    let total =
        world.engine.views().read("supports", move |view| projections::supports::total(view, id, None)).await;
    assert_eq!(total.expect("the view answers"), 5);
}

async fn numbers_of_a_register_are_gapless(world: World) {
    let mut numbers = Vec::new();
    for author in 1..=3 {
        let initiative = world.submitted(author).await;
        world.acts(clerk(SURGUT), initiative, json!({"register": {"theme": "roads"}})).await;
        let (state, _) = world.engine.load::<Initiative>(&initiative.to_string()).await.expect("it loads");
        let authority = format!("{SURGUT}.main").parse().expect("a code");
        numbers.push(state.number_at(&authority).map(|(_, ordinal, _)| *ordinal));
    }
    assert_eq!(numbers, [Some(1), Some(2), Some(3)]);
}

async fn silence_moves_it_up_to_the_federation(world: World) {
    let initiative = world.submitted(1).await;
    let mut seen = Vec::new();
    for day in ["2027-01-15", "2027-02-25", "2027-03-20", "2027-04-20", "2027-06-20", "2027-09-20"] {
        world.clock.set(at(&format!("{day}T06:00:00Z")));
        world.engine.tick(world.engine.now()).await.expect("the clock ticks");
        let (state, _) = world.engine.load::<Initiative>(&initiative.to_string()).await.expect("it loads");
        seen.push(state.custody().map(|custody| custody.level));
    }
    assert_eq!(seen.first(), Some(&Some(Level::Municipality)));
    assert_eq!(seen.last(), Some(&Some(Level::Federation)));
    let events = world.events(initiative).await;
    assert_eq!(events.iter().filter(|event| *event == "EscalatedToRegion").count(), 1);
    assert_eq!(events.iter().filter(|event| *event == "EscalatedFederally").count(), 1);
}
