use uuid::Uuid;

use super::*;
use crate::actor::{Actor, By};
use crate::cast::{
    SURGUT, TODAY, administrator, authority_id, clerk, given, initiative, initiative_id, official,
    official_id, open, order, participant_id, published, registered, reported, resident, submitted,
    under_review,
};
use crate::golden;
use crate::initiative::Initiative;
use crate::initiative::fields::{Basis, Finding};
use crate::official::Role;
use crate::participant::{Participant, ParticipantKind};
use crate::seen::Seen;

fn id() -> CommentId {
    CommentId(Uuid::from_u128(77))
}

fn received() -> CommentEvent {
    CommentEvent::CommentReceived {
        id: id(),
        initiative: initiative_id(),
        author: participant_id(1),
        text: open(50),
        day: TODAY,
        confirmed: Vec::new(),
    }
}

fn withheld() -> CommentEvent {
    CommentEvent::CommentWithheld {
        text: open(50).key,
        basis: Basis::UnlawfulProcessing,
        by: Actor::Official { official: official_id(1), authority: authority_id(SURGUT) },
        day: TODAY,
    }
}

fn receive(chars: u32) -> Action {
    Action::Receive { text: open(chars) }
}

const WITHHOLD: Action = Action::Withhold { basis: Basis::UnlawfulProcessing };

fn decide(
    state: &Comment,
    by: &By,
    action: Action,
    initiative: Seen<Initiative>,
) -> Result<Vec<CommentEvent>, Refusal> {
    state.decide(Command {
        id: id(),
        order: order(by, action),
        initiative,
        findings: Vec::new(),
        confirmed: Vec::new(),
    })
}

#[test]
fn a_comment_with_personal_data_is_not_received_whoever_wrote_it() {
    let found = || vec![Finding { field: "text".into(), kind: "phone".into(), start: 3, end: 15 }];
    let command = Command {
        id: id(),
        order: order(&resident(), receive(50)),
        initiative: under_review(),
        findings: found(),
        confirmed: Vec::new(),
    };
    assert_eq!(Comment::default().decide(command), Err(Refusal::PersonalDataFound { findings: found() }));
}

#[test]
fn a_verified_participant_comments_on_what_is_under_review() {
    assert_eq!(decide(&Comment::default(), &resident(), receive(50), under_review()), Ok(vec![received()]));
}

#[test]
fn nothing_is_commented_on_before_publication_or_after_the_review() {
    for events in [vec![submitted()], vec![submitted(), published(), reported()]] {
        let refused = decide(&Comment::default(), &resident(), receive(50), initiative(events));
        assert_eq!(refused, Err(Refusal::CommentsClosed));
    }
    let refused = decide(&Comment::default(), &resident(), receive(50), initiative([]));
    assert_eq!(refused, Err(Refusal::NoSuchInitiative));
}

#[test]
fn who_is_not_verified_does_not_comment() {
    let newcomer =
        Seen::new(given::<Participant>([registered(1, ParticipantKind::Person)]), "participant", 1);
    for by in [By::Participant(Box::new(newcomer)), clerk(), By::Engine] {
        assert_eq!(decide(&Comment::default(), &by, receive(50), under_review()), Err(Refusal::NotVerified));
    }
}

#[test]
fn a_comment_is_neither_empty_nor_endless() {
    assert!(decide(&Comment::default(), &resident(), receive(4000), under_review()).is_ok());
    for chars in [0, 4001] {
        assert_eq!(
            decide(&Comment::default(), &resident(), receive(chars), under_review()),
            Err(Refusal::BadLength)
        );
    }
}

#[test]
fn a_comment_is_received_once() {
    assert_eq!(
        decide(&given([received()]), &resident(), receive(50), under_review()),
        Err(Refusal::AlreadyReceived)
    );
}

#[test]
fn the_holders_clerk_or_an_administrator_withholds_a_comment_once() {
    let state: Comment = given([received()]);
    assert_eq!(decide(&state, &clerk(), WITHHOLD, under_review()), Ok(vec![withheld()]));
    assert!(decide(&state, &administrator(), WITHHOLD, under_review()).is_ok());
    for by in [official(Role::Clerk, "71818000"), resident(), By::Engine] {
        assert_eq!(decide(&state, &by, WITHHOLD, under_review()), Err(Refusal::NotAllowed));
    }
    let state: Comment = given([received(), withheld()]);
    assert!(state.is_withheld());
    assert_eq!(decide(&state, &clerk(), WITHHOLD, under_review()), Err(Refusal::AlreadyWithheld));
}

#[test]
fn there_is_nothing_to_withhold_before_a_comment() {
    assert_eq!(decide(&Comment::default(), &clerk(), WITHHOLD, under_review()), Err(Refusal::NoSuchComment));
}

#[test]
fn stored_events_keep_their_shape() {
    golden::check(Comment::TYPE, vec![received(), withheld()]);
}
