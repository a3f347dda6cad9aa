//! What somebody is told of what he did, and with what anybody checks the texts he reads.

use aggregates::ids::ParticipantId;
use ledger::{Entry, leaf_hash};
use reqwest::Method;
use serde_json::{Value, json};
use tests::web::{Client, Served};

use super::world::{Log, on_both};
use crate::engine::world::{SURGUT, clerk, id};

on_both!(
    a_support_is_answered_with_its_place_and_hash_in_the_log,
    a_supporter_at_his_browser_finds_the_proof_of_it,
    texts_that_everybody_reads_are_opened_and_no_others,
    after_a_redaction_every_proof_is_the_same_and_the_opening_is_gone,
);

async fn bytes(client: &Client, path: &str) -> Vec<u8> {
    let answer = client.request(Method::GET, path).send().await.expect("an answer");
    assert_eq!(answer.status(), 200, "{path}");
    answer.bytes().await.expect("bytes").to_vec()
}

async fn proven(served: &Served, position: u64) -> Vec<u8> {
    served.app().keeper().wait_for(position).await;
    bytes(&served.visitor(), &format!("/log/entry/{position}")).await
}

async fn a_support_is_answered_with_its_place_and_hash_in_the_log(log: Log) {
    let initiative = log.world.published(1).await;
    let served = log.served().await;
    let account = served.account_of_participant("resident-2", ParticipantId(id(1002))).await;
    let token = served.token(account).await;
    let visitor = served.visitor();
    let request = visitor.request(Method::POST, &format!("/api/v1/initiatives/{initiative}/support"));
    let answer = request.bearer_auth(token).json(&json!({"channel": "web"})).send().await.expect("an answer");
    assert_eq!(answer.status(), 200);
    let receipt: Value = answer.json().await.expect("JSON");
    let receipts = receipt["receipts"].as_array().expect("a list");
    let position = receipt["first"].as_u64().expect("a position");
    assert_eq!(receipts.len(), 1);
    assert_eq!(receipts[0]["position"], position);
    let entry = proven(&served, position).await;
    assert_eq!(receipts[0]["leaf_hash"], leaf_hash(&entry).to_string());
    assert_eq!(Entry::parse(&entry).expect("an entry").event_type, "SupportGiven");
}

async fn a_supporter_at_his_browser_finds_the_proof_of_it(log: Log) {
    let initiative = log.world.published(1).await;
    let served = log.served().await;
    served.engine().views().catch_up().await.expect("the views catch up");
    served.account_of_participant("resident-2", ParticipantId(id(1002))).await;
    let browser = served.signed_in("resident-2").await;
    let page = browser.get(&format!("/ru/initiatives/{initiative}")).await;
    let done = browser.send(page.form("/support")).await;
    let link = done.links().into_iter().find(|link| link.starts_with("/ru/events/"));
    let page = browser.get(&link.expect("the receipt leads to the proof")).await;
    let position = served.engine().journal().head().await.expect("it reads").position;
    let entry = proven(&served, position).await;
    assert!(page.text().contains(&leaf_hash(&entry).to_string()), "{}", page.text());
    assert!(page.text().contains("SupportGiven"));
    assert!(!page.text().contains(&id(1002).to_string()), "it names nobody");
    assert_eq!(served.visitor().get("/ru/events/999999").await.status, 404);
    assert_eq!(served.visitor().get("/ru/events/0").await.status, 404);
}

/// The openings of an event, each checked against its entry.
async fn openings(served: &Served, position: u64) -> Vec<Value> {
    served.engine().views().catch_up().await.expect("the views catch up");
    let entry = Entry::parse(&proven(served, position).await).expect("an entry");
    let commitments = entry.commitments.expect("commitments");
    let answer: Value =
        serde_json::from_slice(&bytes(&served.visitor(), &format!("/log/openings/{position}")).await)
            .expect("JSON");
    let openings = answer["openings"].as_array().expect("a list").clone();
    for open in &openings {
        let text = |name: &str| open[name].as_str().expect("a text").to_owned();
        let key: [u8; 32] = hex::decode(text("opening")).expect("hexadecimal").try_into().expect("256 bits");
        let made = vault::commitment(
            &key,
            &hex::decode(text("context")).expect("hexadecimal"),
            text("plaintext").as_bytes(),
        );
        assert_eq!(made, commitments[&text("path")], "{open}");
    }
    openings
}

/// The position of the first event of an initiative that is called so.
async fn place(served: &Served, name: &str) -> u64 {
    let rows = served.engine().journal().read(0, 10_000).await.expect("it reads");
    rows.iter().rfind(|row| row.event_type == name).expect("it happened").position
}

async fn texts_that_everybody_reads_are_opened_and_no_others(log: Log) {
    let initiative = log.world.submitted(1).await;
    let served = log.served().await;
    let submitted = place(&served, "Submitted").await;
    assert_eq!(openings(&served, submitted).await, Vec::<Value>::new(), "nobody may read it yet");
    log.world.acts(clerk(SURGUT), initiative, json!({"register": {"theme": "roads"}})).await;
    log.world.acts(clerk(SURGUT), initiative, json!({"publish": {}})).await;
    let opened = openings(&served, submitted).await;
    let title = opened.iter().find(|open| open["path"] == "fact.Submitted.fields.title");
    assert!(title.expect("the title")["text"].as_str().is_some_and(|text| text.contains("footbridge")));
    // The name of the authority's clerk is everybody's; what a participant is called is not.
    let appointed = openings(&served, place(&served, "OfficialAppointed").await).await;
    assert_eq!(appointed.len(), 1);
    let registered = openings(&served, place(&served, "ParticipantRegistered").await).await;
    assert_eq!(registered, Vec::<Value>::new());
}

async fn after_a_redaction_every_proof_is_the_same_and_the_opening_is_gone(log: Log) {
    let initiative = log.world.published(1).await;
    let served = log.served().await;
    let submitted = place(&served, "Submitted").await;
    let before = openings(&served, submitted).await;
    let keeper = served.app().keeper();
    let published = keeper.published().expect("it was signed");
    let proofs = async || {
        let mut proofs = Vec::new();
        for position in 1..=published.checkpoint.size {
            let path =
                keeper.inclusion_in(&published, position).await.expect("tiles").expect("it stands there");
            let entry = keeper.entry(position).await.expect("tiles").expect("it stands there");
            proofs.push((path.to_string(), entry));
        }
        proofs
    };
    let proven_before = proofs().await;
    let rows = served.engine().journal().read(submitted - 1, 1).await.expect("it reads");
    let payload: Value = serde_json::from_str(&rows[0].payload).expect("JSON");
    let key = &payload["fact"]["Submitted"]["fields"]["title"]["$open"];
    let redact = json!({"redact": {"text": key, "masked": "A bridge", "basis": "court_order"}});
    log.world.acts(clerk(SURGUT), initiative, redact).await;
    let after = openings(&served, submitted).await;
    assert_eq!(after.len(), before.len() - 1, "{after:?}");
    assert!(after.iter().all(|open| open["path"] != "fact.Submitted.fields.title"));
    assert!(proofs().await == proven_before, "a proof changed");
}
