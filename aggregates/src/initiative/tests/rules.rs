//! Single rules: what is refused, and what a term does.

use jiff::civil::date;

use super::world::{NEFTEYUGANSK, SURGUT, YUGRA};
use super::*;
use crate::initiative::event::ReturnCause;
use crate::initiative::fields::Basis;
use crate::initiative::obligation::Standing;

#[test]
fn the_worked_example_of_new_year_in_surgut() {
    let mut case = given();
    case.today = date(2027, 1, 1);
    // The office opens again on Monday the eleventh, and registers at once.
    let case = case.submitted();
    assert_eq!(case.due(TermKind::Register), date(2027, 1, 11));
    let case = case.on(date(2027, 1, 11)).registered();
    assert_eq!(case.due(TermKind::Publish), date(2027, 1, 14));
    let case = case.on(date(2027, 1, 14)).published();
    assert_eq!(case.due(TermKind::Comments), date(2027, 1, 21));
    let review = case.state.running(TermKind::ReviewMunicipality).unwrap();
    assert_eq!(review.term.due.date, date(2027, 2, 10));
    assert_eq!(review.term.missed_from.to_string(), "2027-02-10T19:00:00Z");
    let case = case.on(date(2027, 2, 11));
    assert_eq!(case.due(TermKind::Grace), date(2027, 2, 17));
    let grace = case.state.running(TermKind::Grace).unwrap();
    assert_eq!(grace.term.missed_from.to_string(), "2027-02-17T19:00:00Z");
    case.on(date(2027, 2, 18)).then_with(YUGRA);
}

#[test]
fn a_lawful_extension_of_thirty_days_rolls_back_to_the_last_working_day() {
    let mut case = given();
    case.today = date(2027, 1, 1);
    let case = case.submitted().on(date(2027, 1, 11)).registered().on(date(2027, 1, 14)).published();
    let reason = case.world.text();
    let case = case.head(Action::Extend { days: 30, reason: reason.clone() });
    assert_eq!(case.due(TermKind::ReviewMunicipality), date(2027, 3, 12));
    case.then_refused(case.world.head_at(SURGUT), Action::Extend { days: 1, reason }, "used_up");
}

#[test]
fn only_the_authority_that_holds_it_can_review() {
    let case = given().under_review();
    let review = Action::PassUp { opinion: case.world.text() };
    case.then_refused(case.world.head_at(NEFTEYUGANSK), review, "held_by_another");
}

#[test]
fn a_clerk_registers_but_does_not_decide() {
    let case = given().under_review();
    let review = Action::PassUp { opinion: case.world.text() };
    case.then_refused(case.world.clerk_at(SURGUT), review, "wrong_role");
}

#[test]
fn nobody_decides_his_own_initiative() {
    let mut case = given().under_review();
    case.world.author_is_head = true;
    let review = Action::PassUp { opinion: case.world.text() };
    case.then_refused(case.world.head_at(SURGUT), review, "own_initiative");
}

#[test]
fn deciding_while_comments_are_open_is_refused() {
    let case = given().submitted().registered().published().days_later(2);
    let refuse = Action::Refuse { ground: ground("M5"), reasons: case.world.long_text(), link: None };
    case.then_refused(case.world.head_at(SURGUT), refuse, "comments_open");
}

#[test]
fn publication_before_registration_is_refused() {
    let case = given().submitted();
    case.then_refused(case.world.clerk_at(SURGUT), Action::Publish { fields: None }, "wrong_stage");
}

#[test]
fn refusal_on_the_merits_needs_two_hundred_characters() {
    let case = given().under_review();
    let refuse = Action::Refuse { ground: ground("M5"), reasons: case.world.text(), link: None };
    case.then_refused(case.world.head_at(SURGUT), refuse, "reasons_too_short");
}

#[test]
fn a_better_solution_is_a_ground_only_after_a_declined_revision() {
    let case = given().under_review();
    let refuse = Action::Refuse { ground: ground("M3"), reasons: case.world.long_text(), link: None };
    case.then_refused(case.world.head_at(SURGUT), refuse.clone(), "ground_too_early");
    let what = case.world.text();
    case.head(Action::OfferRevision { what }).author(Action::DeclineRevision).head(refuse);
}

#[test]
fn already_planned_needs_a_link() {
    let case = given().under_review();
    let refuse = Action::Refuse { ground: ground("M4"), reasons: case.world.long_text(), link: None };
    case.then_refused(case.world.head_at(SURGUT), refuse, "link_required");
}

#[test]
fn a_ground_of_another_level_is_unknown_here() {
    let case = given().under_review();
    let refuse = Action::Refuse { ground: ground("R2"), reasons: case.world.long_text(), link: None };
    case.then_refused(case.world.head_at(SURGUT), refuse, "unknown_ground");
}

#[test]
fn forwarding_is_possible_for_seven_days_after_registration() {
    let forward = |case: &Case| Action::Forward { to: NEFTEYUGANSK.parse().unwrap(), why: case.world.text() };
    let case = given().submitted().registered().days_later(7);
    let action = forward(&case);
    let case = case
        .head(action)
        .then_with(NEFTEYUGANSK)
        .then_stage(Stage::AwaitingRegistration { level: Level::Municipality });
    assert!(case.state.running(TermKind::ReviewMunicipality).is_none());
    let late = given().submitted().registered().days_later(8);
    late.then_refused(late.world.head_at(SURGUT), forward(&late), "too_late_to_forward");
}

#[test]
fn it_is_not_forwarded_back_to_an_authority_that_had_it() {
    let why = given().world.text();
    let forward = |to: &str| Action::Forward { to: to.parse().unwrap(), why: why.clone() };
    let case = given().submitted().registered().head(forward(NEFTEYUGANSK)).registered();
    case.then_refused(case.world.head_at(NEFTEYUGANSK), forward(SURGUT), "been_there");
}

#[test]
fn a_clarification_stops_the_clock_and_its_days_are_added() {
    let case = given().submitted().registered();
    let due = case.due(TermKind::ReviewMunicipality);
    let (questions, answer) = (case.world.text(), case.world.text());
    let case = case.clerk(Action::ReturnForClarification { questions: questions.clone() });
    assert!(case.state.running(TermKind::ReviewMunicipality).is_none());
    case.then_refused(case.world.clerk_at(SURGUT), Action::Publish { fields: None }, "author_awaited");
    let case = case.days_later(7).author(Action::Clarify { answer, fields: None });
    let later = case.due(TermKind::ReviewMunicipality);
    assert_eq!((later - due).get_days(), 7);
    case.then_refused(case.world.clerk_at(SURGUT), Action::ReturnForClarification { questions }, "used_up");
}

#[test]
fn an_unanswered_clarification_lapses_and_the_term_goes_on_from_there() {
    let case = given().submitted().registered();
    let questions = case.world.text();
    let case = case.clerk(Action::ReturnForClarification { questions }).days_later(20);
    assert_eq!(case.count("ClarificationLapsed"), 1);
    assert!(case.state.running(TermKind::ReviewMunicipality).is_some());
}

#[test]
fn unreadable_is_a_ground_only_after_one_clarification() {
    let case = given().submitted().registered();
    let not_admit = Action::NotAdmit { ground: ground("N2"), reasons: case.world.text(), linked: None };
    case.then_refused(case.world.head_at(SURGUT), not_admit, "ground_too_early");
}

#[test]
fn a_personal_matter_is_redirected_with_a_linked_case() {
    let case = given().submitted().registered();
    let linked = Some(InitiativeIdOf::linked());
    let without = Action::NotAdmit { ground: ground("N5"), reasons: case.world.text(), linked: None };
    case.then_refused(case.world.head_at(SURGUT), without, "not_available");
    let reasons = case.world.text();
    case.head(Action::NotAdmit { ground: ground("N5"), reasons, linked })
        .then_stage(Stage::Closed { how: crate::initiative::event::Closing::Redirected });
}

struct InitiativeIdOf;

impl InitiativeIdOf {
    fn linked() -> crate::ids::InitiativeId {
        crate::ids::InitiativeId(uuid::Uuid::from_u128(99))
    }
}

#[test]
fn a_date_on_the_document_is_neither_in_the_future_nor_before_the_preceding_step_nor_too_old() {
    let case = given().submitted().days_later(2);
    let register = || Action::Register { theme: Some("roads".parse().unwrap()), national_project: None };
    let clerk = || case.world.clerk_at(SURGUT);
    let code = |day| case.decided(clerk(), Some(day), register()).map(|_| ()).map_err(|it| it.code());
    assert_eq!(code(date(2026, 9, 11)), Err("done_in_future"));
    assert_eq!(code(date(2026, 9, 4)), Err("done_before_preceding"));
    assert_eq!(code(START), Ok(()));
    let later = given().submitted().days_later(14);
    let too_old = later.decided(later.world.clerk_at(SURGUT), Some(date(2026, 9, 8)), register());
    assert_eq!(too_old.map(|_| ()).map_err(|it| it.code()), Err("done_too_long_ago"));
}

#[test]
fn late_registration_buys_no_time() {
    let case = given().submitted().days_later(9).registered();
    let review = case.state.running(TermKind::ReviewMunicipality).unwrap();
    assert_eq!(review.term.due.trigger, date(2026, 9, 10), "the day registration was due");
    assert_eq!(case.state.obligations()[0].standing, Standing::MetLate { on: date(2026, 9, 16) });
}

#[test]
fn personal_data_in_reasons_must_be_answered() {
    let mut case = given().under_review();
    case.findings =
        vec![Finding { field: "reasons".to_owned(), kind: "phone".to_owned(), start: 3, end: 15 }];
    let refuse = Action::Refuse { ground: ground("M2"), reasons: case.world.text(), link: None };
    case.then_refused(case.world.head_at(SURGUT), refuse, "personal_data_found");
}

#[test]
fn a_rule_needs_a_draft_wording() {
    let case = given();
    let mut submission = case.world.submission(Kind::Rule);
    submission.fields.draft_wording = None;
    case.then_refused(case.world.author(), Action::Submit(Box::new(submission)), "field_required");
}

#[test]
fn consents_to_publish_and_to_pass_up_are_both_needed() {
    let case = given();
    let mut submission = case.world.submission(Kind::Work);
    submission.consents.pass_up = false;
    case.then_refused(case.world.author(), Action::Submit(Box::new(submission)), "consent_missing");
}

#[test]
fn a_rule_is_reviewed_in_three_months() {
    let case = given();
    let submission = case.world.submission(Kind::Rule);
    let case = case.author(Action::Submit(Box::new(submission))).registered();
    assert_eq!(case.due(TermKind::ReviewMunicipality), date(2026, 12, 7));
}

#[test]
fn a_region_returns_only_once() {
    let case = given().under_review().passed_up().registered();
    let reasons = case.world.text();
    let case = case
        .head(Action::Return { cause: ReturnCause::OpinionMissing, reasons: reasons.clone() })
        .then_with(SURGUT)
        .passed_up()
        .registered();
    assert_eq!(case.count("Registered"), 3);
    let back = Action::Return { cause: ReturnCause::OpinionMissing, reasons };
    case.then_refused(case.world.head_at(YUGRA), back, "used_up");
}

#[test]
fn an_authority_that_registers_again_keeps_its_number_and_gets_the_shorter_review() {
    let case = given().under_review().passed_up().registered();
    let reasons = case.world.text();
    let case =
        case.head(Action::Return { cause: ReturnCause::WithinItsPowers, reasons }).passed_up().registered();
    let again = case.events.iter().rev().find_map(|event| match &event.fact {
        Fact::Registered { again, .. } => Some(*again),
        _ => None,
    });
    assert_eq!(again, Some(true));
    assert!(case.state.running(TermKind::ReviewAgain).is_some());
}

#[test]
fn one_appeal_against_one_decision() {
    let case =
        given().under_review().refused("M2").dispatched().appealed().appeal_decided(AppealOutcome::Dismissed);
    let reasons = case.world.text();
    case.then_refused(case.world.author(), Action::Appeal { reasons }, "used_up");
}

#[test]
fn a_missed_debt_is_paid_late_by_filing_the_position() {
    let case = given().submitted().registered().published().on(date(2026, 11, 1)).then_with(YUGRA);
    let nth = case.state.obligations().iter().find(|it| it.standing == Standing::Missed).unwrap().term.nth;
    let position = case.world.text();
    let by = case.world.clerk_at(SURGUT);
    let case = case.does(by, Action::FilePosition { nth, position: position.clone() });
    assert!(matches!(case.state.obligation(nth).unwrap().standing, Standing::MetLate { .. }));
    case.then_refused(case.world.clerk_at(YUGRA), Action::FilePosition { nth, position }, "not_your_debt");
}

#[test]
fn execution_moves_publicly_and_a_missed_term_stays_missed() {
    let case = given().under_review().adopted_by(SURGUT);
    let why = case.world.text();
    let until = case.due(TermKind::Execution).checked_add(jiff::Span::new().days(30)).unwrap();
    let by = case.world.head_at(SURGUT);
    let case = case.does(by, Action::MoveExecutionTerm { until, why });
    assert_eq!(case.due(TermKind::Execution), until);
    let case = case.on(until).days_later(1);
    assert!(case.debts_of(SURGUT).contains(&TermKind::Execution));
}

#[test]
fn supports_open_with_publication_and_close_after_twelve_months() {
    let case = given().submitted().registered();
    assert_eq!(case.state.supports_version(case.now()), None);
    let case = case.published();
    assert_eq!(case.state.supports_version(case.now()), Some(1));
    assert_eq!(case.due(TermKind::Support), date(2027, 9, 7));
    let case = case.on(date(2027, 9, 9));
    assert_eq!(case.state.supports_version(case.now()), None);
    assert_eq!(case.count("SupportClosed"), 1);
}

#[test]
fn falling_below_a_threshold_is_a_fact_and_moves_nothing_back() {
    let case =
        given().under_review().supported(Level::Municipality, 6_500).supported(Level::Municipality, 6_400);
    assert_eq!(case.count("ThresholdUnreached"), 1);
    case.then_with(SURGUT);
}

#[test]
fn thresholds_are_frozen_at_publication() {
    let case = given().under_review();
    let needed: Vec<_> = case.state.thresholds().iter().map(|it| (it.level, it.needed)).collect();
    assert_eq!(
        needed,
        [
            (Level::Municipality, Some(6_500)),
            (Level::Region, Some(87_970)),
            (Level::Federation, Some(100_000))
        ]
    );
}

#[test]
fn nothing_happens_to_what_was_never_submitted() {
    let case = given();
    case.then_refused(case.world.clerk_at(SURGUT), Action::Complete, "no_such_initiative");
}

#[test]
fn a_return_to_a_municipality_that_never_registered_waits_for_its_registration() {
    let case =
        given().submitted().on(date(2026, 10, 17)).then_with(YUGRA).registered().published().comments_over();
    let reasons = case.world.text();
    let case = case.head(Action::Return { cause: ReturnCause::OpinionMissing, reasons }).then_with(SURGUT);
    let case = case.then_stage(Stage::AwaitingRegistration { level: Level::Municipality }).registered();
    let reviews =
        case.state.obligations().iter().filter(|it| it.is_running() && it.term.kind == TermKind::ReviewAgain);
    assert_eq!(reviews.count(), 1, "the term of the return goes on");
    case.then_stage(Stage::UnderReview { level: Level::Municipality });
}

#[test]
fn the_next_level_does_not_inherit_the_lateness_of_the_one_below() {
    let case = given().submitted().on(date(2026, 10, 17)).then_with(YUGRA).registered();
    let review = case.state.running(TermKind::ReviewRegion).unwrap();
    assert_eq!(review.term.due.trigger, date(2026, 10, 17));
}

#[test]
fn only_the_authority_that_decided_corrects_its_decision() {
    let case = given().under_review().refused("M5").dispatched();
    let texts = || (case.world.text(), case.world.text(), case.world.text());
    let (old, new, why) = texts();
    let action =
        Action::CorrectDecision { field: crate::initiative::fields::CorrectedField::Reasons, old, new, why };
    case.then_refused(case.world.head_at(NEFTEYUGANSK), action.clone(), "not_your_decision");
    case.then_refused(case.world.clerk_at(SURGUT), action.clone(), "wrong_role");
    let case = case.head(action);
    assert_eq!(case.count("DecisionCorrected"), 1);
}

#[test]
fn the_comment_period_ends_with_the_decision() {
    let case = given().under_review().passed_up();
    assert!(case.state.running(TermKind::Comments).is_none());
}

#[test]
fn a_case_notes_an_erasure_only_after_the_person_was_erased() {
    let case = given().submitted();
    let erase = Action::ErasePersonalData { basis: crate::initiative::fields::Basis::CourtOrder };
    case.then_refused(case.world.administrator(), erase, "author_not_erased");
}

#[test]
fn a_position_does_not_replace_what_the_holder_still_has_to_do() {
    let case = given().submitted().days_later(5);
    let nth = case.state.obligations()[0].term.nth;
    let file = Action::FilePosition { nth, position: case.world.text() };
    case.then_refused(case.world.clerk_at(SURGUT), file, "still_to_be_done");
}

#[test]
fn a_successor_inherits_what_the_author_may_still_do() {
    let case = given().under_review();
    let what = case.world.text();
    let case = case.head(Action::OfferRevision { what });
    let administrator = case.world.administrator();
    let case = case.does(administrator, Action::PassCustody { to: NEFTEYUGANSK.parse().unwrap() });
    case.author(Action::AcceptRevision).then_stage(Stage::RevisionDrafting);
}

#[test]
fn grounds_barred_to_an_authority_are_barred_to_its_successor() {
    let case = given().under_review().refused("M5").dispatched().appealed();
    let case = case.appeal_decided(AppealOutcome::Reconsider).then_with(SURGUT);
    let administrator = case.world.administrator();
    let case = case.does(administrator, Action::PassCustody { to: NEFTEYUGANSK.parse().unwrap() });
    let again = Action::Refuse { ground: ground("M5"), reasons: case.world.long_text(), link: None };
    case.then_refused(case.world.head_at(NEFTEYUGANSK), again, "ground_barred");
}

#[test]
fn an_executor_is_never_of_a_higher_level() {
    let case = given().under_review();
    let reasons = case.world.text();
    let adopt = Action::Adopt { reasons, executor: YUGRA.parse().unwrap(), until: date(2027, 6, 1) };
    case.then_refused(case.world.head_at(SURGUT), adopt, "cannot_receive");
}

#[test]
fn an_offered_revision_does_not_shorten_the_comment_period() {
    let case = given().submitted().registered().published();
    let what = case.world.text();
    let case = case.head(Action::OfferRevision { what }).author(Action::DeclineRevision);
    let refuse = Action::Refuse { ground: ground("M5"), reasons: case.world.long_text(), link: None };
    case.then_refused(case.world.head_at(SURGUT), refuse, "comments_open");
}

#[test]
fn a_theme_is_one_of_the_list() {
    let case = given().submitted();
    let register = Action::Register { theme: Some("nope".parse().unwrap()), national_project: None };
    case.then_refused(case.world.clerk_at(SURGUT), register, "unknown_theme");
}

#[test]
fn a_return_goes_to_the_authority_that_had_it_not_to_the_default_receiver() {
    let why = given().world.text();
    let forward = Action::Forward { to: NEFTEYUGANSK.parse().unwrap(), why };
    let case = given().submitted().registered().head(forward).registered().published().comments_over();
    let case = case.passed_up().registered();
    let reasons = case.world.text();
    case.head(Action::Return { cause: ReturnCause::WithinItsPowers, reasons }).then_with(NEFTEYUGANSK);
}

fn redact(text: &crate::kept::Open, basis: Basis) -> Action {
    Action::Redact { text: text.key, masked: None, spans: Vec::new(), basis }
}

#[test]
fn a_text_of_an_open_case_goes_by_a_court_or_as_unlawfully_processed_alone() {
    for basis in [Basis::RetentionOver, Basis::ConsentWithdrawn] {
        let case = given().under_review();
        let action = redact(&case.world.text(), basis);
        case.then_refused(case.world.clerk_at(SURGUT), action, "case_open");
    }
    for basis in [Basis::CourtOrder, Basis::UnlawfulProcessing] {
        let case = given().under_review();
        let action = redact(&case.world.text(), basis);
        assert_eq!(case.clerk(action).names().last(), Some(&"Redacted"));
    }
}

#[test]
fn a_text_of_a_closed_case_is_kept_to_the_end_of_the_fifth_year_after() {
    let case = given().submitted();
    let closed_on = case.today;
    let case = case.author(Action::Withdraw);
    assert_eq!(case.state.closed_on(), Some(closed_on));
    let action = redact(&case.world.text(), Basis::RetentionOver);
    let until = date(closed_on.year() + 5, 12, 31);
    let case = case.on(until);
    case.then_refused(case.world.administrator(), action.clone(), "retained");
    let by = case.world.administrator();
    assert!(case.on(until.tomorrow().unwrap()).try_on(by, None, action).is_ok());
}
