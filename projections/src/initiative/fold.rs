//! How a page follows from the events.

use aggregates::ids::InitiativeId;
use aggregates::initiative::event::{AppealOutcome, Fact};
use aggregates::initiative::fields::Fields;
use aggregates::initiative::obligation::{Obligation, Standing, TermChange};
use aggregates::initiative::stage::{Moved, Stage, SupportWindow};
use aggregates::kept::Open;
use aggregates::level::Level;
use rusqlite::Connection;

use super::entry::{Decision, Entry, Explained, Hearing, Held, Number, Opinion, Outcome, TextVersion};
use super::event::{Kept, text_of};
use super::page::Page;
use crate::news::{self, News, news};
use crate::payload;
use crate::stored::unwritable;
use crate::texts::{self, Readable};

/// A page in the making.
pub(super) struct Fold<'a> {
    connection: &'a Connection,
    page: Page,
}

impl<'a> Fold<'a> {
    /// Begins with the submission; with any other event there is nothing to show.
    pub(super) fn begin(
        connection: &'a Connection,
        id: InitiativeId,
        kept: &Kept,
    ) -> rusqlite::Result<Option<Self>> {
        let Fact::Submitted {
            id: _,
            procedure,
            public,
            kind,
            home,
            path,
            also_concerns,
            author,
            fields: _,
            consents,
            channel,
            received_on,
            origin,
            linked_from,
            letter: _,
            attachments,
        } = &kept.event.fact
        else {
            return Ok(None);
        };
        let page = Page {
            id,
            position: kept.position,
            sequence: kept.sequence,
            procedure: procedure.clone(),
            public: *public,
            home: home.clone(),
            path: path.clone(),
            also_concerns: also_concerns.clone(),
            channel: *channel,
            received_on: *received_on,
            submitted_at: kept.at,
            consents: *consents,
            origin: origin.clone(),
            linked_from: *linked_from,
            linked: None,
            merged_into: None,
            attachments: attachments.clone(),
            kind: *kind,
            theme: None,
            national_project: None,
            author: Some(*author),
            co_initiators: Vec::new(),
            assigned: None,
            stage: Stage::Unknown,
            closed: None,
            custody: None,
            window: SupportWindow::NotOpened,
            thresholds: Vec::new(),
            title: Readable::default(),
            texts: Vec::new(),
            numbers: Vec::new(),
            custody_history: Vec::new(),
            obligations: Vec::new(),
            decisions: Vec::new(),
            hearings: Vec::new(),
            opinions: Vec::new(),
            timeline: Vec::new(),
        };
        let mut fold = Self { connection, page };
        fold.step(kept)?;
        Ok(Some(fold))
    }

    /// One more event.
    pub(super) fn step(&mut self, kept: &Kept) -> rusqlite::Result<()> {
        self.page.position = kept.position;
        self.page.sequence = kept.sequence;
        self.enter(kept)?;
        self.note_text(kept)?;
        self.note_fact(kept)?;
        for change in &kept.event.terms {
            self.note_term(kept, change);
        }
        if let Some(moved) = &kept.event.moved {
            self.note_move(kept, moved);
        }
        if let Some(window) = kept.event.supports {
            self.page.window = window;
        }
        Ok(())
    }

    pub(super) fn finish(self) -> Page {
        self.page
    }

    fn read(&self, open: &Open) -> rusqlite::Result<Readable> {
        texts::read(self.connection, open.key)
    }

    fn enter(&mut self, kept: &Kept) -> rusqlite::Result<()> {
        let fact = serde_json::to_value(&kept.event.fact).map_err(unwritable)?;
        let mut details = payload::facts(fact);
        payload::fill(self.connection, &mut details)?;
        let moved = kept.event.moved.as_ref();
        self.page.timeline.push(Entry {
            position: kept.position,
            sequence: kept.sequence,
            at: kept.at,
            done_on: kept.event.done_on,
            event: kept.event.fact.name(),
            by: kept.event.by.clone(),
            details,
            stage: moved.map(|moved| moved.stage),
            custody: moved.and_then(|moved| moved.custody.clone()),
        });
        Ok(())
    }

    fn note_text(&mut self, kept: &Kept) -> rusqlite::Result<()> {
        let (version, published) = match news(&kept.event.fact) {
            News::Submitted | News::Rewritten { .. } => (0, false),
            News::Published { version, .. } | News::Revised { version, .. } => (version, true),
            News::Registered { .. }
            | News::Reclassified { .. }
            | News::Author(_)
            | News::Assigned(_)
            | News::Decided { .. }
            | News::Threshold { .. }
            | News::Redacted { .. }
            | News::Other => return Ok(()),
        };
        let brought = match text_of(&kept.event.fact) {
            Some(fields) => {
                let fields = self.readable(fields)?;
                Some((fields, kept.text_hash.clone().unwrap_or_default()))
            }
            // Published as it was submitted.
            None => self.page.texts.last().map(|last| (last.fields.clone(), last.hash.clone())),
        };
        if let Some((fields, hash)) = brought {
            self.page.title = fields.title.clone();
            let redacted = fields.texts().any(|(_, text)| text.redacted);
            self.page.texts.push(TextVersion {
                version,
                position: kept.position,
                done_on: kept.event.done_on,
                published,
                redacted,
                hash,
                fields,
            });
        }
        Ok(())
    }

    fn readable(&self, fields: &Fields) -> rusqlite::Result<Fields<Readable>> {
        let optional = |open: &Option<Open>| open.as_ref().map(|open| self.read(open)).transpose();
        Ok(Fields {
            title: self.read(&fields.title)?,
            problem: optional(&fields.problem)?,
            proposal: optional(&fields.proposal)?,
            expected_result: optional(&fields.expected_result)?,
            cost_rubles: fields.cost_rubles,
            own_contribution: optional(&fields.own_contribution)?,
            draft_wording: optional(&fields.draft_wording)?,
        })
    }

    fn note_term(&mut self, kept: &Kept, change: &TermChange) {
        if let TermChange::Started(term) = change {
            self.page.obligations.push(Explained {
                why: format!("{} ({}: {})", term.due, term.rule, term.reference),
                obligation: Obligation {
                    term: term.clone(),
                    standing: Standing::Running,
                    extended: false,
                    annotated: None,
                },
                started_position: kept.position,
                started_by: kept.event.fact.name(),
                started_at: kept.at,
                first_due: None,
                missed_position: None,
            });
            return;
        }
        let nth = change.nth();
        let found = self.page.obligations.iter_mut().find(|explained| explained.obligation.term.nth == nth);
        if let Some(explained) = found {
            let before = explained.obligation.term.due.date;
            explained.obligation.apply(change, kept.event.done_on);
            if explained.obligation.term.due.date != before {
                explained.first_due.get_or_insert(before);
            }
            if explained.obligation.standing == Standing::Missed {
                explained.missed_position.get_or_insert(kept.position);
            }
        }
    }

    fn note_move(&mut self, kept: &Kept, moved: &Moved) {
        let holder = |custody: Option<&aggregates::initiative::stage::Custody>| {
            custody.map(|custody| custody.authority.clone())
        };
        if holder(self.page.custody.as_ref()) != holder(moved.custody.as_ref()) {
            self.page.assigned = None;
            if let Some(last) = self.page.custody_history.last_mut().filter(|held| held.to_position.is_none())
            {
                last.to_position = Some(kept.position);
                last.until = Some(kept.at);
            }
            self.page.custody_history.extend(moved.custody.clone().map(|custody| Held {
                custody,
                from_position: kept.position,
                to_position: None,
                until: None,
            }));
        }
        self.page.stage = moved.stage;
        self.page.custody.clone_from(&moved.custody);
        if let Stage::Closed { how } = moved.stage {
            self.page.closed = Some(how);
        }
    }

    fn decide(
        &mut self,
        kept: &Kept,
        level: Option<Level>,
        outcome: Outcome,
        reasons: Option<&Open>,
    ) -> rusqlite::Result<&mut Decision> {
        let reasons = reasons.map(|reasons| self.read(reasons)).transpose()?;
        self.page.decisions.push(Decision {
            position: kept.position,
            done_on: kept.event.done_on,
            by: kept.event.by.clone(),
            level,
            outcome,
            ground: None,
            reasons,
            link: None,
        });
        let last = self.page.decisions.len() - 1;
        Ok(&mut self.page.decisions[last])
    }

    fn note_decision(&mut self, kept: &Kept) -> rusqlite::Result<()> {
        let News::Decided { level, decision } = news(&kept.event.fact) else { return Ok(()) };
        let level = Some(level);
        match decision {
            news::Decision::NotAdmitted { ground, reasons } => {
                self.decide(kept, level, Outcome::NotAdmitted, Some(reasons))?.ground = Some(ground.clone());
            }
            news::Decision::Refused { ground, reasons, link } => {
                let link = link.map(|link| self.read(link)).transpose()?;
                let decision = self.decide(kept, level, Outcome::Refused, Some(reasons))?;
                decision.ground = Some(ground.clone());
                decision.link = link;
            }
            news::Decision::Adopted { reasons } => {
                self.decide(kept, level, Outcome::Adopted, Some(reasons))?;
            }
            news::Decision::RevisionOffered { what } => {
                self.decide(kept, level, Outcome::RevisionOffered, Some(what))?;
            }
            news::Decision::PassedUp { opinion } => {
                self.decide(kept, level, Outcome::PassedUp, Some(opinion))?;
            }
            news::Decision::Endorsed { opinion } => {
                self.decide(kept, level, Outcome::Endorsed, Some(opinion))?;
            }
            news::Decision::Returned { reasons } => {
                self.decide(kept, level, Outcome::Returned, Some(reasons))?;
            }
        }
        Ok(())
    }

    fn note_fact(&mut self, kept: &Kept) -> rusqlite::Result<()> {
        let done_on = kept.event.done_on;
        match &kept.event.fact {
            Fact::Registered {
                level,
                authority,
                year,
                ordinal,
                number,
                again: _,
                theme,
                national_project,
            } => {
                if let Some(theme) = theme {
                    self.page.theme = Some(theme.clone());
                    self.page.national_project.clone_from(national_project);
                }
                self.page.assigned = None;
                if self.page.numbers.iter().all(|known| known.authority != *authority) {
                    self.page.numbers.push(Number {
                        authority: authority.clone(),
                        level: *level,
                        year: *year,
                        ordinal: *ordinal,
                        number: number.clone(),
                        registered_on: done_on,
                    });
                }
            }
            Fact::NotAdmitted { linked, .. } => {
                self.page.linked = *linked;
                self.note_decision(kept)?;
            }
            Fact::ReviewedByMunicipality { .. }
            | Fact::EndorsedByRegion { .. }
            | Fact::AdoptedByRegion { .. }
            | Fact::RefusedByRegion { .. }
            | Fact::ReturnedToMunicipality { .. }
            | Fact::DecidedFederally { .. } => self.note_decision(kept)?,
            Fact::AppealDecided { outcome, reasons } => {
                let outcome = match outcome {
                    AppealOutcome::Dismissed => Outcome::AppealDismissed,
                    AppealOutcome::Reconsider => Outcome::AppealGranted,
                    AppealOutcome::TakenOver => Outcome::TakenOver,
                };
                let level = self.page.custody.as_ref().map(|custody| custody.level);
                self.decide(kept, level, outcome, reasons.as_ref())?;
            }
            Fact::Answered { answer } => {
                self.decide(kept, None, Outcome::Answered, Some(answer))?;
            }
            Fact::LeftWithoutAnswer { ground, reasons } => {
                self.decide(kept, None, Outcome::LeftWithoutAnswer, Some(reasons))?.ground =
                    Some(ground.clone());
            }
            Fact::CorrespondenceEnded { reasons } => {
                self.decide(kept, None, Outcome::CorrespondenceEnded, Some(reasons))?;
            }
            Fact::Published { thresholds, .. } => self.page.thresholds.clone_from(thresholds),
            Fact::AuthorSteppedDown => self.page.author = None,
            Fact::AuthorReplaced { by } => {
                self.page.author = Some(*by);
                self.page.co_initiators.retain(|other| other != by);
            }
            Fact::CoInitiatorJoined { participant } => self.page.co_initiators.push(*participant),
            Fact::MergedInto { into } => self.page.merged_into = Some(*into),
            Fact::Assigned { official } => self.page.assigned = Some(*official),
            Fact::Reclassified { theme, national_project, kind } => {
                self.page.theme = Some(theme.clone());
                self.page.national_project.clone_from(national_project);
                self.page.kind = *kind;
            }
            Fact::OpinionRequested { authority, question } => {
                let question = self.read(question)?;
                self.page.opinions.push(Opinion {
                    authority: authority.clone(),
                    requested_on: done_on,
                    question,
                    given_on: None,
                    agrees: None,
                    opinion: None,
                });
            }
            Fact::OpinionGiven { authority, agrees, opinion } => {
                let given = self.read(opinion)?;
                let asked = self.page.opinions.iter_mut().rev().find(|asked| asked.authority == *authority);
                if let Some(asked) = asked {
                    asked.given_on = Some(done_on);
                    asked.agrees = Some(*agrees);
                    asked.opinion = Some(given);
                }
            }
            Fact::HearingAnnounced { on, starts_at, place } => {
                let place = self.read(place)?;
                let (position, on, starts_at) = (kept.position, *on, *starts_at);
                self.page.hearings.push(Hearing::Announced { position, on, starts_at, place });
            }
            Fact::HearingRecorded { held_on, protocol, present, votes_for, votes_against } => {
                let protocol = self.read(protocol)?;
                self.page.hearings.push(Hearing::Recorded {
                    position: kept.position,
                    held_on: *held_on,
                    protocol,
                    present: *present,
                    votes_for: *votes_for,
                    votes_against: *votes_against,
                });
            }
            Fact::Submitted { .. }
            | Fact::ReturnedForClarification { .. }
            | Fact::Clarified { .. }
            | Fact::ClarificationLapsed
            | Fact::ForwardedByCompetence { .. }
            | Fact::ExecutorAssigned { .. }
            | Fact::RevisionAccepted
            | Fact::RevisionDeclined { .. }
            | Fact::Revised { .. }
            | Fact::RevisionLapsed
            | Fact::EscalatedToRegion { .. }
            | Fact::EscalatedFederally { .. }
            | Fact::ReturnedToRegion { .. }
            | Fact::DeadlineMissed { .. }
            | Fact::Appealed { .. }
            | Fact::AppealLapsed
            | Fact::SupportClosed
            | Fact::Closed { .. }
            | Fact::ProgressReported { .. }
            | Fact::ExecutionTermMoved { .. }
            | Fact::Completed { .. }
            | Fact::ExecutionAbandoned { .. }
            | Fact::ReportPublished { .. }
            | Fact::Withdrawn
            | Fact::MergeProposed { .. }
            | Fact::MergeDeclined { .. }
            | Fact::DeadlineExtended { .. }
            | Fact::AnswerDispatched { .. }
            | Fact::DecisionCorrected { .. }
            | Fact::Redacted { .. }
            | Fact::CustodyPassed { .. }
            | Fact::PersonalDataErased { .. }
            | Fact::ThresholdReached { .. }
            | Fact::ThresholdUnreached { .. }
            | Fact::PositionFiled { .. }
            | Fact::MissAnnotated { .. } => {}
        }
        Ok(())
    }
}
