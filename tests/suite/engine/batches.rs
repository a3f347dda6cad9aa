//! Many commands at once.

use engine::Request;
use serde_json::json;

use super::world::{SURGUT, World, clerk, id, keyed, request, resident, submission, support};

super::in_a_world!(
    a_batch_is_done_in_order_and_one_refusal_stops_no_other
    a_repeated_batch_adds_nothing
    commands_of_one_batch_see_each_other
);

async fn a_batch_is_done_in_order_and_one_refusal_stops_no_other(world: World) {
    let initiative = world.published(1).await;
    let mut requests: Vec<Request> =
        (2..=20).map(|number| request(resident(number), support(initiative))).collect();
    requests.insert(5, request(resident(999), support(initiative)));
    let answers = world.engine.execute_all(requests).await;
    let positions: Vec<u64> = answers.iter().flatten().map(|receipt| receipt.first).collect();
    assert_eq!(positions.len(), 19);
    assert!(positions.windows(2).all(|pair| pair[0] + 1 == pair[1]), "{positions:?}");
    assert_eq!(answers[5].as_ref().expect_err("nobody is 999").code(), "not_verified");
}

async fn a_repeated_batch_adds_nothing(world: World) {
    let initiative = world.published(1).await;
    let batch = || {
        let submitted = keyed(Some(id(9100)), resident(1), submission());
        let mut requests = vec![submitted];
        requests.extend((2..=9).map(|number| keyed(Some(id(9100)), resident(number), support(initiative))));
        requests
    };
    for receipt in world.engine.execute_all(batch()).await {
        assert!(!receipt.expect("it is done").repeated);
    }
    let head = world.engine.journal().head().await.expect("it reads");
    for receipt in world.engine.execute_all(batch()).await {
        assert!(receipt.expect("it was done").repeated);
    }
    assert_eq!(world.engine.journal().head().await.expect("it reads"), head);
}

async fn commands_of_one_batch_see_each_other(world: World) {
    let initiative = id(9200);
    let mut submitted = submission();
    submitted["initiative"]["id"] = json!(initiative);
    let acts = |action| json!({"initiative": {"id": initiative, "action": action}});
    let answers = world
        .engine
        .execute_all(vec![
            request(resident(1), submitted),
            request(clerk(SURGUT), acts(json!({"register": {"theme": "roads"}}))),
            request(clerk(SURGUT), acts(json!({"publish": {}}))),
            request(resident(2), support(initiative)),
        ])
        .await;
    for answer in answers {
        answer.expect("each follows on the one before");
    }
    assert_eq!(world.events(initiative).await, ["Submitted", "Registered", "Published"]);
}
