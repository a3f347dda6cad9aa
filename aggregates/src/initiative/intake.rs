//! From submission to publication: rows 1 to 10.

use std::cmp::min;

use super::apply::{Initiative, times};
use super::command::{Command, Submission};
use super::decide::Rules;
use super::event::{Closing, Fact, InitiativeEvent};
use super::fields::{Channel, Fields, ProcedureRef, Threshold};
use super::obligation::Obliged;
use super::permission::actor;
use super::refusal::Refusal;
use super::stage::{Awaited, CustodyRule, Stage, SupportWindow};
use super::turn::{REVIEWS, Turn, authority_id};
use crate::actor::{By, local_date};
use crate::ids::{AuthorityId, GroundId, InitiativeId, NationalProjectId, ThemeId};
use crate::kept::Open;
use crate::level::Level;
use crate::official::Role;
use crate::participant::{Participant, ParticipantKind};
use crate::procedure::{StageName, Step, TermKind, themes};
use crate::seen::Seen;

type Decided = Result<Vec<InitiativeEvent>, Refusal>;

impl Initiative {
    /// Row 1. Custody goes to the nearest authority that receives.
    pub(super) fn submit(&self, rules: &Rules, command: &Command, submission: &Submission) -> Decided {
        if self.exists() {
            return Err(Refusal::AlreadySubmitted);
        }
        let id = command.around.id.ok_or(Refusal::NotAvailable { what: "initiative id" })?;
        let receivers = &command.around.receivers;
        let custodian = receivers.values().next().ok_or(Refusal::NoCustodian)?;
        let today = local_date(command.order.at, custodian.utc_offset());
        if !custodian.accepts_on(today) {
            return Err(Refusal::NoCustodian);
        }
        let path = command
            .around
            .territories
            .iter()
            .map(|territory| territory.id.parse().map_err(|_| Refusal::NotAvailable { what: "territory" }))
            .collect::<Result<Vec<_>, _>>()?;
        if path.first() != Some(&submission.home) {
            return Err(Refusal::NotAvailable { what: "territory" });
        }
        let author = self.submitting(command, submission, custodian)?;
        check_author(author, today, submission.channel)?;
        check_fields(rules, submission)?;
        check_consents(rules, submission)?;

        let received_on = submission.received_on.unwrap_or(today);
        let earliest = rules.calendar.add_working_days(today, -i32::from(rules.procedure.done_on_back()));
        if received_on > today || received_on < earliest {
            return Err(Refusal::DateOutOfRange { field: "received_on", date: received_on });
        }
        let mut turn = Turn::new(self, rules, command.order.at, actor(command)?, received_on);
        let custody = turn.custody_of(custodian, CustodyRule::Submitted)?;
        turn.state.kind = Some(submission.kind);
        let stage = Stage::AwaitingRegistration { level: custody.level };
        let fact = Fact::Submitted {
            id,
            procedure: ProcedureRef { id: rules.procedure.id().clone(), version: rules.procedure.version() },
            public: rules.procedure.is_public(),
            kind: submission.kind,
            home: submission.home.clone(),
            path,
            also_concerns: submission.also_concerns.clone(),
            author: author.id.parse().map_err(|_| Refusal::NotAvailable { what: "author" })?,
            fields: submission.fields.clone(),
            consents: submission.consents,
            channel: submission.channel,
            received_on,
            origin: submission.origin.clone(),
            linked_from: submission.linked_from,
            letter: submission.letter.clone(),
            attachments: submission.attachments.clone(),
        };
        turn.draft(fact).passes_to(stage, custody).starts(TermKind::Register, received_on)?.record();
        Ok(turn.into_events())
    }

    /// The author, and whether this actor may submit for him.
    fn submitting<'c>(
        &self,
        command: &'c Command,
        submission: &Submission,
        custodian: &Seen<crate::authority::Authority>,
    ) -> Result<&'c Seen<Participant>, Refusal> {
        let named = command.around.author.as_ref();
        match &command.order.by {
            By::Participant(participant) => {
                let for_himself = submission.author.is_none_or(|author| author.to_string() == participant.id);
                if for_himself {
                    return Ok(participant);
                }
                let himself =
                    participant.id.parse().map_err(|_| Refusal::NotAvailable { what: "participant" })?;
                named.filter(|author| author.is_represented_by(himself)).ok_or(Refusal::NotTheAuthor)
            }
            By::Official { official, authority } => {
                if authority.id != custodian.id {
                    return Err(Refusal::HeldByAnother { authority: authority_id(custodian)? });
                }
                if !official.may_act_as(Role::Clerk, local_date(command.order.at, authority.utc_offset())) {
                    return Err(Refusal::WrongRole { needed: "a clerk of the authority that receives it" });
                }
                if submission.channel == Channel::Web && submission.linked_from.is_none() {
                    return Err(Refusal::NotTheAuthor);
                }
                named.ok_or(Refusal::NotAvailable { what: "author" })
            }
            By::Installation => named.ok_or(Refusal::NotAvailable { what: "author" }),
            By::Engine => Err(Refusal::NotTheAuthor),
        }
    }

    /// Rows 2 and 3.
    pub(super) fn register(
        &self,
        rules: &Rules,
        command: &Command,
        theme: &Option<ThemeId>,
        national_project: &Option<NationalProjectId>,
    ) -> Decided {
        let mut turn = self.turn(Step::Registered, rules, command)?;
        let custody = turn.custody()?;
        if theme.is_none() && self.theme.is_none() && rules.procedure.is_public() {
            return Err(Refusal::FieldRequired { field: "theme".to_owned() });
        }
        check_theme(theme.as_ref())?;
        let before = self.numbers.get(&custody.authority);
        let again = before.is_some();
        let (year, ordinal, number) = match before {
            Some(number) => number.clone(),
            None => {
                let register =
                    command.around.register.as_ref().ok_or(Refusal::NotAvailable { what: "register" })?;
                let (_, authority) =
                    command.order.by.official().ok_or(Refusal::NotAvailable { what: "authority" })?;
                let ordinal = register.last() + 1;
                let year = turn.done_on.year();
                (year, ordinal, authority.format_number(ordinal, year))
            }
        };
        // Late registration buys no time.
        let trigger = match self.owed(TermKind::Register, &custody.authority).last() {
            Some(obligation) => min(turn.done_on, obligation.term.due.date),
            None => turn.done_on,
        };
        let level = custody.level;
        let to_publication =
            !self.is_published() && rules.procedure.allows(Step::Published, StageName::AwaitingPublication);
        let stage =
            if to_publication { Stage::AwaitingPublication { level } } else { Stage::UnderReview { level } };
        let review = if again { TermKind::ReviewAgain } else { TermKind::review(level) };
        // A review that started when the registration was missed, or with a return, goes on.
        let reviewing = self
            .obligations
            .iter()
            .filter(|it| REVIEWS.contains(&it.term.kind))
            .filter(|it| it.is_running() || it.is_open() && it.term.due.trigger == trigger)
            .any(|it| it.term.obliged.authority() == Some(&custody.authority));
        let fact = Fact::Registered {
            level,
            authority: custody.authority.clone(),
            year,
            ordinal,
            number,
            again,
            theme: theme.clone(),
            national_project: national_project.clone(),
        };
        let mut draft = turn.draft(fact).stage(stage).meets(&[TermKind::Register]);
        if to_publication {
            draft = draft.starts(TermKind::Publish, trigger)?;
        }
        if (level != Level::Federation || !self.is_published())
            && rules.term(TermKind::Forward, self.kind, trigger).is_some()
            && self.running(TermKind::Forward).is_none()
        {
            draft = draft.starts_for(
                TermKind::Forward,
                Obliged::Authority { authority: custody.authority.clone(), offset: custody.offset },
                trigger,
            )?;
        }
        if !reviewing {
            draft = draft.starts(review, trigger)?;
        }
        draft.record();
        Ok(turn.into_events())
    }

    /// Rows 4 and 9.
    pub(super) fn not_admit(
        &self,
        rules: &Rules,
        command: &Command,
        ground: &GroundId,
        reasons: &Open,
        linked: Option<InitiativeId>,
    ) -> Decided {
        let mut turn = self.turn(Step::NotAdmitted, rules, command)?;
        let custody = turn.custody()?;
        let rule = rules
            .procedure
            .ground_not_admitted(ground)
            .ok_or(Refusal::UnknownGround { ground: ground.clone() })?;
        self.check_barred(&custody.authority, ground)?;
        if rule.after_clarification && times(&self.used.clarified_at, custody.level) == 0 {
            return Err(Refusal::GroundTooEarly { ground: ground.clone(), after: "after one clarification" });
        }
        if rule.after_clarification {
            self.check_author_answered()?;
        }
        let linked = linked.filter(|_| rule.opens_linked.is_some());
        if rule.opens_linked.is_some() && linked.is_none() {
            return Err(Refusal::NotAvailable { what: "linked case" });
        }
        let done_on = turn.done_on;
        let fact = Fact::NotAdmitted {
            level: custody.level,
            ground: ground.clone(),
            reasons: reasons.clone(),
            linked,
        };
        let draft = turn.draft(fact);
        if linked.is_some() {
            let how = Closing::Redirected;
            draft
                .starts_dispatch(done_on)?
                .closes(Stage::Closed { how })
                .cancels(&[TermKind::Publish, TermKind::Clarify, TermKind::Forward])
                .cancels(&REVIEWS)
                .record();
        } else {
            draft
                .meets(&[TermKind::Publish])
                .meets(&REVIEWS)
                .cancels(&[TermKind::Forward, TermKind::Clarify])
                .stage(Stage::Refused { level: custody.level, admitted: false })
                .starts_dispatch(done_on)?
                .record();
        }
        Ok(turn.into_events())
    }

    /// Row 5.
    pub(super) fn return_for_clarification(
        &self,
        rules: &Rules,
        command: &Command,
        questions: &Open,
    ) -> Decided {
        let mut turn = self.turn(Step::ReturnedForClarification, rules, command)?;
        let level = turn.custody()?.level;
        if times(&self.used.clarified_at, level) >= rules.procedure.limits().clarifications {
            return Err(Refusal::UsedUp { what: "a clarification", times: "so often at each level" });
        }
        let done_on = turn.done_on;
        turn.draft(Fact::ReturnedForClarification { level, questions: questions.clone() })
            .awaits(Awaited::Author)
            .pauses(&[TermKind::Publish])
            .pauses(&[TermKind::ReviewMunicipality, TermKind::ReviewRegion, TermKind::ReviewFederation])
            .starts_for(TermKind::Clarify, Obliged::Author, done_on)?
            .record();
        Ok(turn.into_events())
    }

    /// Row 6.
    pub(super) fn clarify(
        &self,
        rules: &Rules,
        command: &Command,
        answer: &Open,
        fields: Option<&Fields>,
    ) -> Decided {
        let mut turn = self.turn(Step::Clarified, rules, command)?;
        let asked = self.running(TermKind::Clarify).ok_or(Refusal::NoRunningTerm)?;
        if turn.done_on > asked.term.due.date {
            return Err(Refusal::NoRunningTerm);
        }
        if fields.is_some() && self.is_published() {
            return Err(Refusal::FieldOutOfRange { field: "fields" });
        }
        let done_on = turn.done_on;
        turn.draft(Fact::Clarified { answer: answer.clone(), fields: fields.cloned() })
            .meets(&[TermKind::Clarify])
            .awaits(Awaited::Authority)
            .resumes(done_on)?
            .record();
        Ok(turn.into_events())
    }

    /// Row 8. The thresholds are frozen here, from the population of the day.
    pub(super) fn publish(&self, rules: &Rules, command: &Command, fields: Option<&Fields>) -> Decided {
        let mut turn = self.turn(Step::Published, rules, command)?;
        self.check_author_answered()?;
        if !self.consents.publish_text {
            return Err(Refusal::ConsentMissing { consent: "the publication of the text" });
        }
        let thresholds = self.thresholds_of_the_day(rules, command)?;
        let done_on = turn.done_on;
        let level = turn.custody()?.level;
        let fact = Fact::Published { version: 1, fields: fields.cloned(), confirmed: Vec::new(), thresholds };
        let draft = turn
            .draft(fact)
            .stage(Stage::UnderReview { level })
            .supports(SupportWindow::Open { version: 1 })
            .meets(&[TermKind::Publish])
            .starts(TermKind::Comments, done_on)?
            .starts_for(TermKind::Support, Obliged::Nobody, done_on)?;
        draft.record();
        Ok(turn.into_events())
    }

    fn thresholds_of_the_day(&self, rules: &Rules, command: &Command) -> Result<Vec<Threshold>, Refusal> {
        let around = &command.around;
        Level::ALL
            .into_iter()
            .filter_map(|level| around.receivers.get(&level).map(|authority| (level, authority)))
            .map(|(level, authority)| {
                let territory =
                    authority.territory().ok_or(Refusal::NotAvailable { what: "territory" })?.clone();
                let population = around
                    .territories
                    .iter()
                    .find(|seen| seen.id == territory.as_str())
                    .and_then(|seen| seen.population());
                let needed = rules.procedure.threshold(level, population);
                Ok(Threshold { level, territory, population, needed })
            })
            .collect()
    }

    /// Row 10.
    pub(super) fn forward(&self, rules: &Rules, command: &Command, to: &AuthorityId, why: &Open) -> Decided {
        let mut turn = self.turn(Step::ForwardedByCompetence, rules, command)?;
        self.check_author_answered()?;
        let from = turn.custody()?;
        let term = self.running(TermKind::Forward).ok_or(Refusal::NoRunningTerm)?;
        if turn.done_on > term.term.due.date {
            return Err(Refusal::TooLateToForward { until: term.term.due.date });
        }
        if self.used.forwardings >= rules.procedure.forwardings_at_most() {
            return Err(Refusal::UsedUp { what: "forwarding", times: "so often in an initiative's life" });
        }
        let named = command.around.named.as_ref().filter(|named| named.id == to.as_str());
        let named = named.ok_or(Refusal::NotAvailable { what: "authority" })?;
        if self.been_with.contains(to) {
            return Err(Refusal::BeenThere { authority: to.clone() });
        }
        let level = named.level();
        let in_reach = level == from.level
            || Some(level) == from.level.above()
            || rules.procedure.conduct().forward_to_any_level;
        if !named.accepts_on(turn.done_on) || !in_reach {
            return Err(Refusal::CannotReceive { authority: to.clone() });
        }
        let custody = turn.custody_of(named, CustodyRule::Forwarded)?;
        let done_on = turn.done_on;
        turn.draft(Fact::ForwardedByCompetence { from: from.authority, to: to.clone(), why: why.clone() })
            .meets(&[TermKind::Publish])
            .starts_dispatch(done_on)?
            .passes_to(Stage::AwaitingRegistration { level }, custody)
            .starts(TermKind::Register, done_on)?
            .record();
        Ok(turn.into_events())
    }

    /// A step of the authority waits while the author is asked.
    pub(super) fn check_author_answered(&self) -> Result<(), Refusal> {
        match self.running(TermKind::Clarify) {
            Some(asked) if self.author_awaited() => {
                Err(Refusal::AuthorAwaited { until: asked.term.due.date })
            }
            Some(_) | None => Ok(()),
        }
    }

    pub(super) fn check_barred(&self, authority: &AuthorityId, ground: &GroundId) -> Result<(), Refusal> {
        if self.barred.contains(&(authority.clone(), ground.clone())) {
            Err(Refusal::GroundBarred { ground: ground.clone() })
        } else {
            Ok(())
        }
    }
}

/// A theme of `data/themes.toml`, where one is given.
pub(super) fn check_theme(theme: Option<&ThemeId>) -> Result<(), Refusal> {
    match theme.filter(|theme| themes().theme(theme).is_none()) {
        Some(theme) => Err(Refusal::UnknownTheme { theme: theme.clone() }),
        None => Ok(()),
    }
}

fn check_author(
    author: &Seen<Participant>,
    today: jiff::civil::Date,
    channel: Channel,
) -> Result<(), Refusal> {
    if author.is_erased() {
        return Err(Refusal::NotAvailable { what: "author" });
    }
    match channel {
        // A letter or an imported record is registered whoever sent it; ground N1 is for that.
        Channel::Paper | Channel::Hearing | Channel::Import => Ok(()),
        Channel::Web if !author.is_verified() => Err(Refusal::NotVerified),
        Channel::Web => match author.kind() {
            Some(ParticipantKind::Person) if !author.is_sixteen_on(today) => Err(Refusal::UnderAge),
            Some(_) | None => Ok(()),
        },
    }
}

fn check_fields(rules: &Rules, submission: &Submission) -> Result<(), Refusal> {
    // A title alone stands for an imported proposal.
    if submission.channel == Channel::Import {
        return Ok(());
    }
    let wording = rules.procedure.draft_wording_for(submission.kind).then_some("draft_wording");
    rules
        .procedure
        .required_fields()
        .iter()
        .map(String::as_str)
        .chain(wording)
        .find(|name| !submission.fields.has(name))
        .map_or(Ok(()), |field| Err(Refusal::FieldRequired { field: field.to_owned() }))
}

fn check_consents(rules: &Rules, submission: &Submission) -> Result<(), Refusal> {
    // A letter may come without them; then it is not admitted on the ground for that.
    if submission.channel == Channel::Paper || !rules.procedure.is_public() {
        return Ok(());
    }
    if !submission.consents.publish_text {
        return Err(Refusal::ConsentMissing { consent: "the publication of the text" });
    }
    if !submission.consents.pass_up {
        return Err(Refusal::ConsentMissing { consent: "passing it up to the level that can decide" });
    }
    Ok(())
}
