//! What must not be read by anybody: put in by every command that takes it, looked for
//! in every public byte and in the files of the views.

use serde_json::json;

use super::case::Case;
use super::public::{everything_public, read_all};
use super::world::{Party, Town, proposal};
use crate::engine::world::SURGUT;

super::on_both_stores!(personal_data_and_unpublished_texts_are_in_no_public_byte);

/// Sealed for its person: in no public byte, and in no file of a view.
const PRIVATE: [&str; 6] = [
    "Kanareykina-Snegireva",
    "Svirestelevna",
    "1931-03-07",
    "+79120001122",
    "kanareyka@example.org",
    "Letter-of-the-old-Canary",
];

/// Read by offices: in no public byte.
const UNPUBLISHED: [&str; 7] = [
    "Title-of-a-Bullfinch",
    "Problem-of-a-Bullfinch",
    "Question-to-a-Bullfinch",
    "Answer-of-a-Bullfinch",
    "Reasons-against-a-Bullfinch",
    "Comment-of-a-Magpie",
    "Withheld-word-of-a-Rook",
];

async fn personal_data_and_unpublished_texts_are_in_no_public_byte(town: &Town) {
    let person = known_person(town).await;
    let on_paper = from_paper(town, &person).await;
    let spoken_of = spoken_of(town).await;

    for (path, body) in everything_public(town, &[on_paper, spoken_of], 160).await {
        for secret in PRIVATE.iter().chain(&UNPUBLISHED) {
            assert!(!body.contains(secret), "{secret} stands at {path}");
        }
        assert!(!body.contains(&person), "the author's own id stands at {path}");
    }
    town.world.engine.views().catch_up().await.expect("the views catch up");
    let mut files = Vec::new();
    read_all(&town.world.config.data.join("views"), &mut files);
    assert!(files.len() > 5);
    for (name, bytes) in files {
        for secret in PRIVATE {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{secret} stands in {name}");
        }
    }
}

/// A clerk has seen the document of somebody, who gives a phone and an address too.
async fn known_person(town: &Town) -> String {
    let clerk = Party::Clerk(SURGUT);
    let receipt = town.does(clerk, "/api/v1/participants", json!({"kind": "person"})).await.json();
    let person = receipt["stream"]["id"].as_str().expect("he has an id").to_owned();
    let path = format!("/api/v1/participants/{person}");
    let [surname, patronymic, birth_date, phone, email, _] = PRIVATE;
    let seen = json!({
        "method": "document_seen_by_clerk", "on": "2027-01-11", "residence": SURGUT,
        "identity": {
            "surname": surname, "given_names": "Maria", "patronymic": patronymic, "birth_date": birth_date,
        },
    });
    town.does(clerk, &format!("{path}/verify"), seen).await;
    town.does(clerk, &format!("{path}/set-contact"), json!({"phone": phone, "email": email})).await;
    person
}

/// A letter of hers becomes a case, which is not admitted: nothing of it is published.
async fn from_paper<'a>(town: &'a Town, person: &str) -> Case<'a> {
    let [title, problem, question, answer, reasons, ..] = UNPUBLISHED;
    let mut letter = proposal(SURGUT);
    letter["channel"] = json!("paper");
    letter["author"] = json!(person);
    letter["letter"] = json!(PRIVATE[5]);
    letter["fields"]["title"] = json!(title);
    letter["fields"]["problem"] = json!(problem);
    let case = town.submits(Party::Clerk(SURGUT), letter).await;
    case.registered(SURGUT).await;
    case.does(Party::Clerk(SURGUT), "return-for-clarification", json!({"questions": question})).await;
    case.does(Party::Clerk(SURGUT), "clarify", json!({"answer": answer})).await;
    case.does(Party::Head(SURGUT), "not-admit", json!({"ground": "N2", "reasons": reasons})).await;
    case
}

/// A published case with a comment that the gate stops, one that is withheld, and
/// supporters, who are nobody's business.
async fn spoken_of(town: &Town) -> Case<'_> {
    let case = town.published(1).await;
    let [.., stopped, withheld] = UNPUBLISHED;
    let with_phone = json!({"text": format!("{stopped}: call me on +7 912 000-33-44")});
    case.refused(Party::Resident(4), "comments", with_phone, "personal_data_found").await;
    case.does(Party::Resident(4), "comments", json!({"text": "A good thing."})).await;
    let said = case.does(Party::Resident(5), "comments", json!({"text": withheld})).await.json();
    let comment = said["stream"]["id"].as_str().expect("a comment has an id");
    let verb = format!("comments/{comment}/withhold");
    case.does(Party::Clerk(SURGUT), &verb, json!({"basis": "unlawful_processing"})).await;
    case.supported_by(6).await;
    case
}
