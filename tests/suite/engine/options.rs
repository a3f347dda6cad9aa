//! What somebody is told he may do is what he may do.

use aggregates::ids::InitiativeId;
use aggregates::initiative::Verb;
use engine::{Caller, Request};
use serde_json::{Value, json};
use uuid::Uuid;

use super::world::{RUSSIA, SURGUT, World, YUGRA, at, clerk, head, request, resident};

super::in_a_world!(
    what_is_said_to_be_possible_is_done_and_the_rest_is_refused_for_the_reason_told
    what_is_too_late_today_is_possible_with_an_earlier_document
    asking_records_nothing
);

/// A way through the stages: who, what.
type Way = Vec<(Value, Value)>;

fn surgut() -> String {
    format!("{SURGUT}.main")
}

fn ways() -> Vec<Way> {
    let (clerk, head, author) = (|| clerk(SURGUT), || head(SURGUT), || resident(1));
    let intake = || {
        vec![
            (clerk(), json!({"register": {"theme": "roads"}})),
            (clerk(), json!({"return_for_clarification": {"questions": "Which street?"}})),
            (author(), json!({"clarify": {"answer": "Lesnaya."}})),
            (clerk(), json!({"publish": {}})),
        ]
    };
    let then = |rest: Way| intake().into_iter().chain(rest).collect::<Way>();
    vec![
        then(vec![
            (head(), json!({"extend": {"days": 30, "reason": "An estimate is awaited."}})),
            (clerk(), json!({"request_opinion": {"authority": format!("{YUGRA}.main"), "question": "?"}})),
            (super::world::clerk(YUGRA), json!({"give_opinion": {"agrees": true, "opinion": "Yes."}})),
            (head(), json!({"adopt": {"reasons": "Needed.", "executor": surgut(), "until": "2028-09-01"}})),
            (clerk(), json!({"dispatch_answer": {"outgoing_number": "1", "channel": "paper"}})),
            (head(), json!({"report_progress": {"works": "Piles are in."}})),
            (head(), json!({"move_execution_term": {"until": "2028-10-01", "why": "Ice."}})),
            (head(), json!("complete")),
            (head(), json!({"publish_report": {"report": "Built.", "money": {}, "labour": {}}})),
        ]),
        then(vec![
            (head(), json!({"refuse": {"ground": "M2", "reasons": "No means this year."}})),
            (head(), json!({"correct_decision": {"field": "reasons", "old": "a", "new": "b", "why": "c"}})),
            (clerk(), json!({"dispatch_answer": {"outgoing_number": "2", "channel": "paper"}})),
            (author(), json!({"appeal": {"reasons": "There are means."}})),
            (
                super::world::head(YUGRA),
                json!({"decide_appeal": {"outcome": "reconsider", "reasons": "Look again."}}),
            ),
            (head(), json!({"pass_up": {"opinion": "It is the region's road."}})),
            (super::world::clerk(YUGRA), json!({"register": {}})),
            (super::world::head(YUGRA), json!({"endorse": {"opinion": "A federal road."}})),
            (super::world::clerk(RUSSIA), json!({"register": {}})),
            (
                super::world::head(RUSSIA),
                json!({"return": {"cause": "within_its_powers", "reasons": "Yours."}}),
            ),
        ]),
        vec![
            (clerk(), json!({"register": {"theme": "roads"}})),
            (head(), json!({"not_admit": {"ground": "N5", "reasons": "A personal matter."}})),
        ],
        then(vec![
            (head(), json!({"offer_revision": {"what": "Name the street."}})),
            (author(), json!("accept_revision")),
            (
                clerk(),
                json!({"announce_hearing": {"on": "2028-01-20", "starts_at": 1080, "place": "The hall."}}),
            ),
        ]),
    ]
}

/// An action with values that would do wherever the action is possible at all.
fn any(verb: Verb, initiative: Uuid) -> Option<Value> {
    let (text, nobody) = ("A text that is long enough.", Uuid::nil());
    let id = InitiativeId(initiative);
    let fields = json!({"title": text, "problem": text, "proposal": text, "expected_result": text, "draft_wording": text});
    Some(match verb {
        Verb::Submit | Verb::Expire | Verb::NoteSupports | Verb::Redact => return None,
        Verb::Register => json!({"register": {"theme": "roads"}}),
        Verb::NotAdmit => json!({"not_admit": {"ground": "N1", "reasons": text}}),
        Verb::LeaveWithoutAnswer => json!({"leave_without_answer": {"ground": "N1", "reasons": text}}),
        Verb::Publish => json!({"publish": {}}),
        Verb::Forward => json!({"forward": {"to": surgut(), "why": text}}),
        Verb::Adopt => json!({"adopt": {"reasons": text, "executor": surgut(), "until": "2029-01-01"}}),
        Verb::Refuse => json!({"refuse": {"ground": "M2", "reasons": text}}),
        Verb::Revise => json!({"revise": {"fields": fields}}),
        Verb::Return => json!({"return": {"cause": "within_its_powers", "reasons": text}}),
        Verb::DecideAppeal => json!({"decide_appeal": {"outcome": "dismissed", "reasons": text}}),
        Verb::ReportProgress => json!({"report_progress": {"works": text}}),
        Verb::PublishReport => json!({"publish_report": {"report": text, "money": {}, "labour": {}}}),
        Verb::MoveExecutionTerm => json!({"move_execution_term": {"until": "2029-02-01", "why": text}}),
        Verb::ProposeMerge => json!({"propose_merge": {"into": id}}),
        Verb::Assign => json!({"assign": {"official": nobody}}),
        Verb::Reclassify => json!({"reclassify": {"theme": "roads", "kind": "work"}}),
        Verb::Extend => json!({"extend": {"days": 1, "reason": text}}),
        Verb::RequestOpinion => json!({"request_opinion": {"authority": surgut(), "question": text}}),
        Verb::GiveOpinion => json!({"give_opinion": {"agrees": true, "opinion": text}}),
        Verb::AnnounceHearing => {
            json!({"announce_hearing": {"on": "2029-01-01", "starts_at": 0, "place": text}})
        }
        Verb::RecordHearing => json!({"record_hearing": {
            "held_on": "2027-01-01", "protocol": text, "present": 0, "votes_for": 0, "votes_against": 0,
        }}),
        Verb::DispatchAnswer => json!({"dispatch_answer": {"outgoing_number": "1", "channel": "paper"}}),
        Verb::CorrectDecision => {
            json!({"correct_decision": {"field": "reasons", "old": text, "new": text, "why": text}})
        }
        Verb::PassCustody => json!({"pass_custody": {"to": surgut()}}),
        Verb::ErasePersonalData => json!({"erase_personal_data": {"basis": "court_order"}}),
        Verb::FilePosition => json!({"file_position": {"nth": 1, "position": text}}),
        Verb::AnnotateMiss => json!({"annotate_miss": {"nth": 1, "done_on": "2027-01-11", "document": text}}),
        Verb::ReturnForClarification => json!({"return_for_clarification": {"questions": text}}),
        Verb::Clarify => json!({"clarify": {"answer": text}}),
        Verb::OfferRevision => json!({"offer_revision": {"what": text}}),
        Verb::PassUp => json!({"pass_up": {"opinion": text}}),
        Verb::Endorse => json!({"endorse": {"opinion": text}}),
        Verb::Appeal => json!({"appeal": {"reasons": text}}),
        Verb::AbandonExecution => json!({"abandon_execution": {"why": text}}),
        Verb::Answer => json!({"answer": {"answer": text}}),
        Verb::EndCorrespondence => json!({"end_correspondence": {"reasons": text}}),
        Verb::JoinAsCoInitiator => json!({"join_as_co_initiator": {}}),
        Verb::AcceptRevision
        | Verb::DeclineRevision
        | Verb::Complete
        | Verb::Withdraw
        | Verb::StepDown
        | Verb::ReplaceAuthor
        | Verb::AcceptMerge
        | Verb::DeclineMerge => json!(verb.as_str()),
    })
}

fn caller(by: &Value) -> Caller {
    serde_json::from_value(by.clone()).expect("somebody who acts")
}

async fn what_is_said_to_be_possible_is_done_and_the_rest_is_refused_for_the_reason_told(world: World) {
    let mut done = 0;
    for way in ways() {
        let initiative = world.submitted(1).await;
        let id = InitiativeId(initiative);
        for (place, (by, action)) in way.iter().cloned().enumerate() {
            for actor in [clerk(SURGUT), head(SURGUT), head(YUGRA), resident(1), resident(2)] {
                let options = world.engine.options(caller(&actor), id).await.expect("it can be asked");
                for (verb, verdict) in &options.actions {
                    let (Err(told), Some(action)) = (verdict, any(*verb, initiative)) else { continue };
                    let what = json!({"initiative": {"id": initiative, "action": action}});
                    let refused = world.when(actor.clone(), what).await;
                    let code = refused.map_or_else(|error| error.code(), |_| "done");
                    assert_eq!(code, told.code(), "{verb} by {actor}");
                }
            }
            let verb = action.as_str().or_else(|| action.as_object()?.keys().next().map(String::as_str));
            let verb: Verb = verb.expect("a verb").parse().expect("a verb");
            let options = world.engine.options(caller(&by), id).await.expect("it can be asked");
            assert!(options.possible(verb).is_some(), "{verb} by {by}: {:?}", options.of(verb));
            world.acts(by, initiative, action).await;
            done += 1;
            advance(&world, verb, way.get(place + 1).map(|(_, action)| action));
        }
    }
    assert_eq!(done, 36);
}

/// After the publication comments are accepted for five working days.
fn advance(world: &World, verb: Verb, next: Option<&Value>) {
    let decides = next.is_some_and(|next| next.get("adopt").or_else(|| next.get("refuse")).is_some());
    if decides && verb != Verb::DecideAppeal {
        world.clock.set(world.engine.now() + jiff::ToSpan::hours(24 * 12));
    }
}

async fn what_is_too_late_today_is_possible_with_an_earlier_document(world: World) {
    let initiative = world.submitted(1).await;
    world.acts(clerk(SURGUT), initiative, json!({"register": {"theme": "roads"}})).await;
    world.clock.set(at("2027-01-20T06:00:00Z"));
    let by = caller(&head(SURGUT));
    let options = world.engine.options(by, InitiativeId(initiative)).await.expect("it can be asked");
    let dated = options.possible(Verb::Forward).expect("it was possible").dated.expect("only then");
    let to = format!("{YUGRA}.main");
    let forward = json!({"forward": {"to": to, "why": "The region's road."}});
    let what = json!({"initiative": {"id": initiative, "action": forward}});
    let today = request(head(SURGUT), what);
    let error = world.engine.execute(today.clone()).await.expect_err("today it is too late");
    assert_eq!(error.code(), "too_late_to_forward");
    world.engine.execute(Request { done_on: Some(dated), ..today }).await.expect("then it was possible");
}

async fn asking_records_nothing(world: World) {
    let initiative = world.published(1).await;
    let before = world.engine.journal().head().await.expect("the journal reads");
    for actor in [clerk(SURGUT), head(SURGUT), head(RUSSIA), resident(1)] {
        world.engine.options(caller(&actor), InitiativeId(initiative)).await.expect("it can be asked");
    }
    let nobody = world.engine.options(caller(&clerk(SURGUT)), InitiativeId(Uuid::nil())).await;
    assert_eq!(nobody.expect_err("there is no such initiative").code(), "not_found");
    assert_eq!(world.engine.journal().head().await.expect("the journal reads").position, before.position);
}
