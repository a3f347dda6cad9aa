//! One initiative while it is told.

use aggregates::ids::{CommentId, InitiativeId, ParticipantId, TerritoryId};
use aggregates::initiative::fields::{Channel, Consents, Fields};
use aggregates::initiative::{Action, Submission};
use aggregates::kept::{Private, Typed};
use engine::{Caller, Intent, Request};
use jiff::civil::Date;

use super::book::Initiative;
use super::days::Days;
use super::error::DemoError;
use super::offices::Offices;
use super::people::People;
use super::story::Step;
use crate::initiatives::command_id;

/// How far an initiative has come.
pub(super) struct Tale<'b> {
    pub(super) told: &'b Initiative,
    pub(super) id: InitiativeId,
    pub(super) author: ParticipantId,
    submitted_on: Date,
    pub(super) submitted: bool,
    /// The next of its steps.
    next: usize,
    /// When the step before was taken.
    last: Date,
    /// Neighbours first: who supports it, in this order, and comments, from the end.
    pub(super) around: Vec<ParticipantId>,
    /// How many of them have supported it.
    pub(super) supporters: usize,
    pub(super) comment: Option<CommentId>,
    /// Counts what neighbours do beside supporting it.
    pub(super) voices: usize,
    /// The position of its first event in the journal, once it is there.
    pub(super) first: Option<u64>,
}

impl<'b> Tale<'b> {
    pub(super) fn new(
        told: &'b Initiative,
        number: usize,
        people: &People,
        days: &Days,
    ) -> Result<Self, DemoError> {
        let mut around = people.around(&told.home, number * 5);
        let author = match &told.author {
            Some(login) => people
                .called(login)
                .ok_or_else(|| DemoError::Unknown { initiative: told.key.clone(), name: login.clone() })?,
            // The last of the neighbours supports only what everybody supports.
            None => around.remove(0),
        };
        let start = told.start.or_else(|| told.overdue_review.map(|late| days.start_of_overdue_review(late)));
        let submitted_on = days.ago(start.unwrap_or(1));
        Ok(Self {
            told,
            id: initiative_id(&told.key),
            author,
            submitted_on,
            submitted: false,
            next: 0,
            last: submitted_on,
            around,
            supporters: 0,
            comment: None,
            voices: 0,
            first: None,
        })
    }

    /// Whether it comes in on that day.
    pub(super) fn arrives(&self, day: Date) -> bool {
        !self.submitted && self.submitted_on <= day
    }

    /// The next step, if enough days have passed.
    pub(super) fn step(&self, day: Date, days: &Days) -> Option<&'b Step> {
        let step = self.pending()?;
        let waited = days.worked_between(self.last, day);
        (self.submitted && waited >= i32::try_from(step.wait).unwrap_or(i32::MAX)).then_some(step)
    }

    /// What is still to be told.
    pub(super) fn pending(&self) -> Option<&'b Step> {
        self.told.steps.get(self.next)
    }

    /// Its next step by number and name, for errors.
    pub(super) fn step_name(&self) -> String {
        match self.pending() {
            Some(step) if self.submitted => format!("{} {}", self.next + 1, step.act.name()),
            Some(_) | None => "0 Submit".to_owned(),
        }
    }

    /// The step was taken.
    pub(super) fn advance(&mut self, day: Date) {
        if self.submitted {
            self.next += 1;
        } else {
            self.submitted = true;
        }
        self.last = day;
    }

    /// Another neighbour than the time before: of those who speak up, not of the first
    /// supporters.
    pub(super) fn voice(&mut self) -> ParticipantId {
        let voice = (self.voices * 3 + 1) % self.around.len();
        self.voices += 1;
        self.around[voice]
    }

    /// The proposal as it comes in, by its author or on paper through a clerk.
    pub(super) fn submission(&self, offices: &Offices) -> Result<Request, DemoError> {
        let told = self.told;
        let consents = Consents { publish_text: !told.no_consent, pass_up: true, publish_name: true };
        let submission = Submission {
            kind: told.kind,
            home: told.home.clone(),
            also_concerns: told.also_concerns.clone(),
            author: Some(self.author),
            fields: self.fields(),
            consents,
            channel: told.channel,
            received_on: None,
            origin: None,
            linked_from: None,
            letter: None,
            attachments: Vec::new(),
        };
        let by = if told.channel == Channel::Web {
            Caller::Participant(self.author)
        } else {
            Caller::Official(offices.nearest(&told.home).ok_or_else(|| self.nobody(&told.home))?.clerk)
        };
        let procedure = told.procedure.as_ref().and_then(|id| id.parse().ok());
        let action = Box::new(Action::Submit(Box::new(submission)));
        Ok(Request::new(by, Intent::Initiative { id: Some(self.id), procedure, action }))
    }

    fn nobody(&self, home: &TerritoryId) -> DemoError {
        DemoError::Unknown { initiative: self.told.key.clone(), name: format!("an authority of {home}") }
    }

    /// The texts as they were written.
    pub(super) fn fields(&self) -> Fields<Typed> {
        let told = self.told;
        let typed = |text: &Option<String>| text.clone().map(Typed);
        Fields {
            title: Typed(told.title.clone()),
            problem: typed(&told.problem),
            proposal: Some(Typed(told.proposal.clone())),
            expected_result: typed(&told.expected_result),
            cost_rubles: told.cost,
            own_contribution: typed(&told.own_contribution),
            draft_wording: typed(&told.draft_wording),
        }
    }

    /// The texts as they are published, where something has to be masked.
    pub(super) fn masked(&self) -> Option<Fields<Typed>> {
        let problem = self.told.masked_problem.clone()?;
        Some(Fields { problem: Some(Typed(problem)), ..self.fields() })
    }

    /// A request about it.
    pub(super) fn request(&self, by: Caller, action: Action<Typed, Private>) -> Request {
        Request::new(by, Intent::Initiative { id: Some(self.id), procedure: None, action: Box::new(action) })
    }
}

/// The initiative of that key.
pub(super) fn initiative_id(key: &str) -> InitiativeId {
    InitiativeId(command_id(&["demo", "initiative", key]))
}
