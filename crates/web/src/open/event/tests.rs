use projections::events::Line;
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use aggregates::ids::ParticipantId;

const INITIATIVE: InitiativeId = InitiativeId(Uuid::from_u128(0x11));
const PERSON: ParticipantId = ParticipantId(Uuid::from_u128(0xa07));
const TEXT: Uuid = Uuid::from_u128(0x7e87);
const CANARY: &str = "canary-9d1f";

fn line(kind: &str, name: &str, details: Value) -> Line {
    Line {
        position: 7,
        at: "2027-01-11T06:00:00Z".parse().unwrap(),
        stream_kind: kind.to_owned(),
        stream_id: "stream".to_owned(),
        sequence: 2,
        event_type: name.to_owned(),
        by: Some(Who::Participant { participant: PERSON }),
        initiative: Some(INITIATIVE),
        title: Some(CANARY.to_owned()),
        home: Some("71826000".parse().unwrap()),
        custody: Some("71826000.administration".parse().unwrap()),
        public_procedure: true,
        published_by_then: false,
        published_now: false,
        text_readable_by_public: false,
        done_on: None,
        recorded_late: false,
        details,
        follows: Some(json!({ "moved": { "stage": "in_execution" }, "supports": null, "terms": [] })),
        published: None,
        redacts: None,
    }
}

fn typed(text: &str) -> Value {
    json!({ "text": text, "redacted": false, "key": TEXT })
}

/// Everything about an event that leaves the house: the line, and the title of its entry.
fn told(line: Line) -> String {
    let event = OpenEvent::of(line);
    format!("{} {}", event.to_json(), event.title().unwrap_or_default())
}

#[test]
fn nothing_that_was_typed_is_told_before_it_is_published() {
    let fields = json!({ "fields": { "title": typed(CANARY), "problem": typed(CANARY) } });
    for name in ["Submitted", "ReturnedForClarification", "Clarified", "NotAdmitted", "Assigned"] {
        assert!(!told(line("initiative", name, fields.clone())).contains(CANARY), "{name}");
    }
}

#[test]
fn what_passed_no_gate_is_not_told_after_it_is_published_either() {
    for name in NOT_LOOKED_THROUGH {
        let details = json!({ "answer": typed(CANARY), "letter": { "sealed": true } });
        let line = Line { published_by_then: true, title: None, ..line("initiative", name, details) };
        assert!(!told(line).contains(CANARY), "{name}");
    }
}

#[test]
fn a_publication_carries_the_text_that_was_published() {
    let published = Line {
        published_by_then: true,
        published: Some(json!({ "title": typed("Light"), "problem": typed("Dark") })),
        ..line("initiative", "Published", json!({ "version": 1, "confirmed": [CANARY] }))
    };
    let event: Value = serde_json::from_str(&OpenEvent::of(published).to_json()).unwrap();
    assert_eq!(event["published"]["problem"]["text"], "Dark");
    assert_eq!(event["details"], json!({ "version": 1 }));
}

#[test]
fn a_redacted_text_is_a_tombstone() {
    let gone = json!({ "text": null, "redacted": true, "key": TEXT });
    let line = Line {
        published_by_then: true,
        ..line("initiative", "RefusedByRegion", json!({ "ground": "R1", "reasons": gone }))
    };
    let event: Value = serde_json::from_str(&OpenEvent::of(line).to_json()).unwrap();
    let tombstone = json!({ "redacted": true, "key": TEXT });
    assert_eq!(event["details"], json!({ "ground": "R1", "reasons": tombstone }));
}

#[test]
fn the_redaction_of_a_text_that_never_was_public_tells_nothing_of_it() {
    let details = json!({
        "text": TEXT, "masked": typed(CANARY), "spans": [[3, 9]], "basis": "court_order",
    });
    let hidden = Line { published_by_then: true, title: None, ..line("initiative", "Redacted", details) };
    let event: Value = serde_json::from_str(&OpenEvent::of(hidden.clone()).to_json()).unwrap();
    assert_eq!(event["details"], json!({ "basis": "court_order" }));
    let public = Line { redacts: Some(3), ..hidden };
    let event: Value = serde_json::from_str(&OpenEvent::of(public).to_json()).unwrap();
    assert_eq!((&event["redacts"], &event["details"]["masked"]["text"]), (&json!(3), &json!(CANARY)));
}

#[test]
fn a_case_of_a_private_procedure_is_authority_date_and_outcome() {
    let details = json!({ "answer": typed(CANARY), "author": PERSON });
    let official = Who::Official {
        official: OfficialId(Uuid::from_u128(0xc1e)),
        authority: Some("71826000.administration".parse().unwrap()),
    };
    let private = Line {
        public_procedure: false,
        published_by_then: true,
        by: Some(official),
        done_on: Some(jiff::civil::date(2027, 1, 11)),
        ..line("initiative", "Answered", details)
    };
    let event: Value = serde_json::from_str(told(private).trim()).unwrap();
    let expected = json!({
        "position": 7, "at": "2027-01-11T06:00:00Z", "type": "Answered", "initiative": INITIATIVE,
        "by": { "kind": "official", "authority": "71826000.administration" },
        "custody": "71826000.administration", "done_on": "2027-01-11",
        "follows": { "moved": { "stage": "in_execution" } },
    });
    assert_eq!(event, expected);
}

#[test]
fn of_a_participant_only_that_something_happened_and_when() {
    for name in ["ParticipantRegistered", "ParticipantVerified", "ContactSet", "PersonalDataErased"] {
        let details = json!({ "name": typed(CANARY), "id": PERSON, "residence": "71826000" });
        let line = Line { initiative: None, home: None, ..line("participant", name, details) };
        let event: Value = serde_json::from_str(told(line).trim()).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(event, json!({ "position": 7, "at": "2027-01-11T06:00:00Z", "type": name }));
    }
}

#[test]
fn of_an_event_of_another_program_only_that_it_is_there() {
    let foreign = Line { by: None, initiative: None, ..line(CANARY, CANARY, json!({ "x": CANARY })) };
    let event: Value = serde_json::from_str(told(foreign).trim()).unwrap();
    assert_eq!(event, json!({ "position": 7, "at": "2027-01-11T06:00:00Z" }));
}

/// Every event type that can be stored, as its golden file has it.
fn golden() -> Vec<(String, String, Value)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../aggregates/golden");
    let mut found = Vec::new();
    for aggregate in std::fs::read_dir(folder).unwrap() {
        let aggregate = aggregate.unwrap();
        for file in std::fs::read_dir(aggregate.path()).unwrap() {
            let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
            let event: Value = serde_json::from_str(&text).unwrap();
            let kind = aggregate.file_name().into_string().unwrap();
            // An initiative's event holds its fact beside who did it.
            let fact = event.get("fact").unwrap_or(&event);
            let (name, details) = match fact {
                Value::Object(fields) => {
                    let (name, details) = fields.iter().next().unwrap();
                    (name.clone(), details.clone())
                }
                other => (other.as_str().unwrap().to_owned(), json!({})),
            };
            found.push((kind, name, details));
        }
    }
    found
}

/// The ids of people in the golden files of initiatives, comments and participants.
fn people(details: &Value, found: &mut Vec<String>) {
    if let Value::Object(fields) = details {
        for (name, value) in fields {
            match details::person(name, value) {
                Some(person) => found.push(person.to_string()),
                None => people(value, found),
            }
        }
    }
}

/// Texts as the view shows them, each with the canary.
fn filled(details: &Value) -> Value {
    match details {
        Value::Object(fields) if fields.contains_key("$open") => typed(CANARY),
        Value::Object(fields) if fields.contains_key("$sealed") => json!({ "sealed": true }),
        Value::Object(fields) => {
            Value::Object(fields.iter().map(|(name, value)| (name.clone(), filled(value))).collect())
        }
        Value::Array(items) => items.iter().map(filled).collect(),
        other => other.clone(),
    }
}

#[test]
fn no_event_type_tells_who_a_person_is_or_what_is_unpublished() {
    let golden = golden();
    assert!(golden.len() > 100, "{}", golden.len());
    for (kind, name, details) in golden {
        let mut hidden = Vec::new();
        people(&details, &mut hidden);
        let about_case = ["initiative", "support", "comment", "assessment"].contains(&kind.as_str());
        let mut line = line(&kind, &name, filled(&details));
        if !about_case {
            line.initiative = None;
        }
        for (public, published) in [(true, false), (true, true), (false, true)] {
            let line = Line { public_procedure: public, published_by_then: published, ..line.clone() };
            let said = told(line);
            for person in &hidden {
                assert!(!said.contains(person.as_str()), "{kind} {name}: {said}");
            }
            if about_case && !(public && published) || kind == "participant" {
                assert!(!said.contains(CANARY), "{kind} {name}: {said}");
            }
        }
    }
}
