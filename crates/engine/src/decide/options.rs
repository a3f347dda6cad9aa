//! Deciding without recording: each action with values that could be right.

use aggregates::actor::{By, Order};
use aggregates::ids::{AuthorityId, GroundId, InitiativeId, OfficialId, TextId};
use aggregates::initiative::event::{AppealOutcome, ReturnCause};
use aggregates::initiative::fields::{Basis, Channel, CorrectedField, Fields, Kind, Labour, Money};
use aggregates::initiative::obligation::Obligation;
use aggregates::initiative::{Action, Command, Initiative, Refusal, Rules, Verb};
use aggregates::kept::Open;
use aggregates::procedure::{Ground, themes};
use aggregates::seen::Seen;
use jiff::civil::Date;
use jiff::{Span, Timestamp};
use uuid::Uuid;

use crate::options::{Options, Possible};
use crate::session::Session;
use crate::{Caller, EngineError};

/// A text as long as any rule asks for.
const CHARS: u32 = 10_000;

/// An action with values filled in, and what is learnt if it can be taken.
struct Trial {
    action: Action,
    possible: Possible,
}

impl Session<'_> {
    /// What somebody may do to an initiative.
    pub(crate) async fn options(&mut self, by: Caller, id: InitiativeId) -> Result<Options, EngineError> {
        let missing = || EngineError::NotFound { what: "initiative", id: id.to_string() };
        let seen = self.see::<Initiative>(&id.to_string()).await?;
        let rules = self.engine.rules_pinned(seen.procedure().ok_or_else(missing)?).await?;
        let by = self.by(by).await?;
        let mut actions = Vec::with_capacity(Verb::ALL.len());
        for verb in Verb::ALL {
            let mut verdict = None;
            for trial in trials(*verb, id, &seen, &rules, self.at) {
                let tried = self.tried(id, &seen, &rules, &by, trial).await?;
                verdict = Some(kinder(verdict, tried));
            }
            actions.extend(verdict.map(|verdict| (*verb, verdict)));
        }
        Ok(Options { sequence: seen.sequence, actions })
    }

    /// Tries an action dated today and, if it is too late for that, dated as early as
    /// a document may be.
    async fn tried(
        &mut self,
        id: InitiativeId,
        seen: &Seen<Initiative>,
        rules: &Rules,
        by: &By,
        Trial { action, possible }: Trial,
    ) -> Result<Result<Possible, Refusal>, EngineError> {
        let refusal = match self.considered(id, seen, rules, by, None, &action).await? {
            Ok(()) => return Ok(Ok(possible)),
            Err(refusal) if refusal.is_about_what_was_filled_in() => return Ok(Ok(possible)),
            Err(refusal) => refusal,
        };
        let mut dated = Date::MIN;
        while refusal.may_have_been_possible_before() {
            match self.considered(id, seen, rules, by, Some(dated), &action).await? {
                // A date that does not do is refused with the earliest that would.
                Err(
                    Refusal::DoneBeforePreceding { preceding: day, .. }
                    | Refusal::DoneTooLongAgo { earliest: day, .. },
                ) if day > dated => dated = day,
                Err(still) if !still.is_about_what_was_filled_in() => break,
                Ok(()) | Err(_) => return Ok(Ok(Possible { dated: Some(dated), ..possible })),
            }
        }
        Ok(Err(refusal))
    }

    async fn considered(
        &mut self,
        id: InitiativeId,
        seen: &Seen<Initiative>,
        rules: &Rules,
        by: &By,
        done_on: Option<Date>,
        action: &Action,
    ) -> Result<Result<(), Refusal>, EngineError> {
        let around = self.around(id, seen, by, done_on, action).await?;
        let order = Order { at: self.at, by: by.clone(), action: action.clone() };
        let command = Command { order, done_on, around, findings: Vec::new(), confirmed: Vec::new() };
        Ok(seen.state.decide(rules, &command).map(drop))
    }
}

/// Of two tries at one action, what both say together.
fn kinder(
    before: Option<Result<Possible, Refusal>>,
    now: Result<Possible, Refusal>,
) -> Result<Possible, Refusal> {
    match (before, now) {
        (None | Some(Err(Refusal::NotYourDebt { .. })), now) => now,
        (Some(Ok(mut one)), Ok(other)) => {
            one.grounds.extend(other.grounds);
            one.obligations.extend(other.obligations);
            one.dated = one.dated.and(other.dated);
            Ok(one)
        }
        (Some(Err(_)), Ok(possible)) | (Some(Ok(possible)), Err(_)) => Ok(possible),
        (Some(Err(before)), Err(_)) => Err(before),
    }
}

/// An action as often as it has to be tried: for each ground and each obligation that
/// it could name. What the engine itself does, and what begins an initiative, is not tried.
fn trials(verb: Verb, id: InitiativeId, state: &Initiative, rules: &Rules, at: Timestamp) -> Vec<Trial> {
    let grounds = |fits: &dyn Fn(&Ground) -> bool, action: &dyn Fn(GroundId) -> Action| {
        let fitting = rules.procedure.grounds().iter().filter(|ground| fits(ground));
        let ids: Vec<GroundId> = fitting.map(|ground| ground.id.clone()).collect();
        let named = |ground: GroundId| Trial {
            action: action(ground.clone()),
            possible: Possible { grounds: vec![ground], ..Possible::default() },
        };
        match ids.is_empty() {
            // The stage or the role may still have something to say.
            true => "none".parse().map(|ground| Trial::of(action(ground))).into_iter().collect(),
            false => ids.into_iter().map(named).collect::<Vec<_>>(),
        }
    };
    let obligations = |action: &dyn Fn(&Obligation) -> Action| {
        let each = state.obligations().iter();
        let named = |obligation: &Obligation| Trial {
            action: action(obligation),
            possible: Possible { obligations: vec![obligation.term.nth], ..Possible::default() },
        };
        each.map(named).collect::<Vec<_>>()
    };
    let not_admitted = |ground: &Ground| rules.procedure.ground_not_admitted(&ground.id).is_some();
    let refused = |ground: &Ground| {
        state.custody().is_some_and(|it| rules.procedure.ground_refused(it.level, &ground.id).is_some())
    };
    match verb {
        Verb::NotAdmit => grounds(&not_admitted, &|ground| Action::NotAdmit {
            ground,
            reasons: text(),
            linked: Some(InitiativeId(Uuid::nil())),
        }),
        Verb::Refuse => {
            grounds(&refused, &|ground| Action::Refuse { ground, reasons: text(), link: Some(text()) })
        }
        Verb::LeaveWithoutAnswer => {
            grounds(&not_admitted, &|ground| Action::LeaveWithoutAnswer { ground, reasons: text() })
        }
        Verb::FilePosition => {
            obligations(&|obligation| Action::FilePosition { nth: obligation.term.nth, position: text() })
        }
        Verb::AnnotateMiss => obligations(&|obligation| Action::AnnotateMiss {
            nth: obligation.term.nth,
            done_on: obligation.term.due.trigger,
            document: text(),
        }),
        other => filled_in(other, id, state, at).map(Trial::of).into_iter().collect(),
    }
}

impl Trial {
    fn of(action: Action) -> Self {
        Self { action, possible: Possible::default() }
    }
}

/// An action with values that could be right; those that name somebody or something
/// name what is surely there.
fn filled_in(verb: Verb, id: InitiativeId, state: &Initiative, at: Timestamp) -> Option<Action> {
    let day = calendar::local_date(at, state.home_offset());
    let later = |days: i64| day.saturating_add(Span::new().days(days));
    let holder: Option<AuthorityId> = state.custody().map(|custody| custody.authority.clone());
    let holder = || holder.clone().or_else(|| "none".parse().ok());
    let theme = || state.theme().or_else(|| themes().iter().next().map(|theme| &theme.id)).cloned();
    Some(match verb {
        Verb::Submit
        | Verb::Expire
        | Verb::NoteSupports
        | Verb::NotAdmit
        | Verb::Refuse
        | Verb::LeaveWithoutAnswer
        | Verb::FilePosition
        | Verb::AnnotateMiss => return None,
        Verb::Register => Action::Register { theme: theme(), national_project: None },
        Verb::ReturnForClarification => Action::ReturnForClarification { questions: text() },
        Verb::Clarify => Action::Clarify { answer: text(), fields: None },
        Verb::Publish => Action::Publish { fields: None },
        Verb::Forward => Action::Forward { to: holder()?, why: text() },
        Verb::Adopt => Action::Adopt { reasons: text(), executor: holder()?, until: later(30) },
        Verb::OfferRevision => Action::OfferRevision { what: text() },
        Verb::PassUp => Action::PassUp { opinion: text() },
        Verb::AcceptRevision => Action::AcceptRevision,
        Verb::DeclineRevision => Action::DeclineRevision,
        Verb::Revise => Action::Revise { fields: fields() },
        Verb::Endorse => Action::Endorse { opinion: text() },
        Verb::Return => Action::Return { cause: ReturnCause::WithinItsPowers, reasons: text() },
        Verb::Appeal => Action::Appeal { reasons: text() },
        Verb::DecideAppeal => Action::DecideAppeal { outcome: AppealOutcome::Dismissed, reasons: text() },
        Verb::ReportProgress => {
            Action::ReportProgress { works: text(), money: Money::default(), labour: Labour::default() }
        }
        Verb::MoveExecutionTerm => Action::MoveExecutionTerm { until: later(3650), why: text() },
        Verb::Complete => Action::Complete,
        Verb::AbandonExecution => Action::AbandonExecution { why: text() },
        Verb::PublishReport => {
            Action::PublishReport { report: text(), money: Money::default(), labour: Labour::default() }
        }
        Verb::Withdraw => Action::Withdraw,
        Verb::StepDown => Action::StepDown,
        Verb::ReplaceAuthor => Action::ReplaceAuthor,
        // The form says whether an invitation is needed: who has one sees the form by it.
        Verb::JoinAsCoInitiator => Action::JoinAsCoInitiator { invitation: None },
        Verb::ProposeMerge => Action::ProposeMerge { into: id },
        Verb::AcceptMerge => Action::AcceptMerge,
        Verb::DeclineMerge => Action::DeclineMerge,
        Verb::Assign => Action::Assign { official: OfficialId(Uuid::nil()) },
        Verb::Reclassify => Action::Reclassify {
            theme: theme()?,
            national_project: None,
            kind: state.kind().unwrap_or(Kind::Work),
        },
        Verb::Extend => Action::Extend { days: 1, reason: text() },
        Verb::RequestOpinion => Action::RequestOpinion { authority: holder()?, question: text() },
        Verb::GiveOpinion => Action::GiveOpinion { agrees: true, opinion: text() },
        Verb::AnnounceHearing => Action::AnnounceHearing { on: later(7), starts_at: 0, place: text() },
        Verb::RecordHearing => Action::RecordHearing {
            held_on: later(-7),
            protocol: text(),
            present: 0,
            votes_for: 0,
            votes_against: 0,
        },
        Verb::DispatchAnswer => Action::DispatchAnswer {
            nth: None,
            outgoing_number: "1".to_owned(),
            channel: Channel::Paper,
            letter: None,
        },
        Verb::CorrectDecision => {
            Action::CorrectDecision { field: CorrectedField::Reasons, old: text(), new: text(), why: text() }
        }
        Verb::Redact => Action::Redact {
            text: TextId(Uuid::nil()),
            masked: None,
            spans: Vec::new(),
            basis: Basis::CourtOrder,
        },
        Verb::PassCustody => Action::PassCustody { to: holder()? },
        Verb::ErasePersonalData => Action::ErasePersonalData { basis: Basis::CourtOrder },
        Verb::Answer => Action::Answer { answer: text() },
        Verb::EndCorrespondence => Action::EndCorrespondence { reasons: text() },
    })
}

fn text() -> Open {
    Open::new(TextId(Uuid::nil()), CHARS, String::new(), String::new())
}

fn fields() -> Fields {
    Fields {
        title: text(),
        problem: Some(text()),
        proposal: Some(text()),
        expected_result: Some(text()),
        cost_rubles: None,
        own_contribution: None,
        draft_wording: Some(text()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_trial_is_of_the_action_it_is_called_after() {
        let state = Initiative::default();
        for verb in Verb::ALL {
            let Some(action) = filled_in(*verb, InitiativeId(Uuid::nil()), &state, Timestamp::UNIX_EPOCH)
            else {
                continue;
            };
            let json = serde_json::to_value(&action).expect("an action is JSON");
            let name = json.as_str().or_else(|| json.as_object()?.keys().next().map(String::as_str));
            assert_eq!((action.verb(), name), (*verb, Some(verb.as_str())));
        }
    }
}
