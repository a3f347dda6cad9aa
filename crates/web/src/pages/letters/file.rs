//! Everything that a letter is written from: the record as it stood at the step, and the
//! directory of that day.

use std::sync::Arc;

use aggregates::ids::{AuthorityId, InitiativeId, OfficialId};
use aggregates::initiative::obligation::Term;
use aggregates::procedure::{Procedure, TermKind};
use jiff::civil::Date;
use projections::directory::{self, Authority, Official, Participant};
use projections::initiative::{self, Entry, Outcome, Page};
use projections::register;
use projections::texts::Readable;
use serde_json::Value;

use super::kind::{Dispatch, Kind, Writing, fact};
use super::reference::Cited;
use crate::app::App;
use crate::problem::Problem;

/// The papers on the desk of whoever writes the letter.
pub(super) struct CaseFile {
    pub(super) writing: Writing,
    /// The initiative right after the step and what was recorded with it.
    pub(super) page: Page,
    /// The initiative before the step.
    pub(super) before: Option<Page>,
    pub(super) procedure: Arc<Procedure>,
    /// Whose letter it is, with its letterhead of that day.
    pub(super) sender: Authority,
    /// Everybody who acts or acted for it.
    pub(super) officials: Vec<Official>,
    /// The authority that the letter points at: where it went, or who carries it out.
    pub(super) named: Option<Authority>,
    /// Who decides on an appeal against the sender.
    pub(super) above: Option<Authority>,
    /// The author, without what is sealed; nobody after he stepped down.
    pub(super) author: Option<Participant>,
    /// The initiative that this one would be merged into.
    pub(super) other: Option<register::Listed>,
    /// What was put right in it since: as it stood, and as it should be.
    pub(super) corrections: Vec<(Readable, Readable)>,
    /// Until when the author may appeal, once the letter went out.
    pub(super) appeal_until: Option<Date>,
}

impl CaseFile {
    /// Gathers what a letter about `now` needs.
    ///
    /// # Errors
    ///
    /// If a view cannot be read, or the sender is not in the directory.
    pub(super) async fn gather(app: &App, now: &Page, writing: Writing) -> Result<Self, Problem> {
        let (id, position, last) = (now.id, writing.position, last_of(now, &writing));
        let (page, before) = app
            .engine()
            .views()
            .read("initiative", move |view| {
                let before = initiative::page(view, id, Some(position - 1))?;
                Ok((initiative::page(view, id, Some(last))?, before))
            })
            .await?;
        let page = page.ok_or_else(Problem::not_found)?;
        let procedure = app.engine().procedure(&page.procedure).await?;
        let step = step(&page, position);
        let named = named(&page, &writing, step);
        let into: Option<InitiativeId> = step.and_then(|step| fact(&step.details, "into").parse().ok());
        let (sender, author) = (writing.authority.clone(), page.author);
        let (home, on) = (page.home.clone(), writing.done_on);
        let at = Some(last);
        let (sender, officials, named, above, author) = app
            .engine()
            .views()
            .read("directory", move |view| {
                let sender = directory::authority(view, &sender, at)?;
                let officials = match &sender {
                    Some(sender) => directory::officials_of(view, &sender.id, None)?,
                    None => Vec::new(),
                };
                let named = named.map(|id| directory::authority(view, &id, at)).transpose()?.flatten();
                let above = sender.as_ref().and_then(|sender| sender.level.above());
                let above = directory::custodians(view, &home, on, at)?
                    .into_iter()
                    .find(|custodian| Some(custodian.level) == above);
                let above = above.map(|it| directory::authority(view, &it.authority, at)).transpose()?;
                let author = author.map(|id| directory::participant(view, id, None)).transpose()?.flatten();
                Ok((sender, officials, named, above.flatten(), author))
            })
            .await?;
        let other = match into {
            Some(id) => {
                app.engine().views().read("register", move |view| register::find(view, id, None)).await?
            }
            None => None,
        };
        Ok(Self {
            appeal_until: appeal_until(now, &writing),
            corrections: corrections(now, &writing),
            sender: sender.ok_or_else(Problem::not_found)?,
            writing,
            page,
            before,
            procedure,
            officials,
            named,
            above,
            author,
            other,
        })
    }

    /// The step that the letter tells of.
    pub(super) fn step(&self) -> Option<&Entry> {
        step(&self.page, self.writing.position)
    }

    /// What else was recorded with it, of that name.
    pub(super) fn companion(&self, event: &str) -> Option<&Entry> {
        let after = |entry: &&Entry| entry.position > self.writing.position && entry.event == event;
        self.page.timeline.iter().find(after)
    }

    /// A term of that kind that the step started.
    pub(super) fn started(&self, kind: TermKind) -> Option<&Term> {
        let terms = self.page.obligations.iter().filter(|it| it.started_position >= self.writing.position);
        terms.map(|explained| &explained.obligation.term).find(|term| term.kind == kind)
    }

    /// The term within which it is decided now, if the step started it.
    pub(super) fn review(&self) -> Option<&Term> {
        [
            TermKind::ReviewMunicipality,
            TermKind::ReviewRegion,
            TermKind::ReviewFederation,
            TermKind::ReviewAgain,
        ]
        .into_iter()
        .find_map(|kind| self.started(kind))
    }

    /// What the author brought: an appeal under the law on appeals, or an initiative.
    pub(super) const fn matter(&self) -> &'static str {
        if self.page.public { "initiative" } else { "appeal" }
    }

    /// What a legal reference in the letter depends on.
    pub(super) fn cited(&self) -> Cited<'_> {
        Cited { procedure: &self.procedure.names().ru, kind: self.page.kind, on: self.writing.done_on }
    }

    /// The day of the author's complaint that the letter answers.
    pub(super) fn appealed_on(&self) -> Option<Date> {
        let before = self.page.timeline.iter().rev().filter(|it| it.position < self.writing.position);
        before.filter(|entry| entry.event == "Appealed").map(|entry| entry.done_on).next()
    }

    /// The day of the refusal that was complained of.
    pub(super) fn refused_on(&self) -> Option<Date> {
        let before = self.page.decisions.iter().rev().filter(|it| it.position < self.writing.position);
        before
            .filter(|it| matches!(it.outcome, Outcome::Refused | Outcome::NotAdmitted))
            .map(|it| it.done_on)
            .next()
    }

    pub(super) fn official(&self, id: OfficialId) -> Option<&Official> {
        self.officials.iter().find(|official| official.id == id)
    }
}

fn step(page: &Page, position: u64) -> Option<&Entry> {
    page.timeline.iter().find(|entry| entry.position == position)
}

/// The position of the last event that was recorded with the step.
fn last_of(now: &Page, writing: &Writing) -> u64 {
    let at = step(now, writing.position).map(|step| step.at);
    let with = now.timeline.iter().filter(|entry| {
        entry.position > writing.position
            && Some(entry.at) == at
            && writing.kind.companions().contains(&entry.event)
    });
    with.map(|entry| entry.position).next().unwrap_or(writing.position)
}

/// The authority that the letter points at.
fn named(page: &Page, writing: &Writing, step: Option<&Entry>) -> Option<AuthorityId> {
    let holder = || page.custody.as_ref().map(|custody| custody.authority.clone());
    match writing.kind {
        Kind::Forwarding => step.and_then(|step| fact(&step.details, "to").parse().ok()),
        Kind::Adoption => page
            .timeline
            .iter()
            .find(|entry| entry.position > writing.position && entry.event == "ExecutorAssigned")
            .and_then(|entry| fact(&entry.details, "executor").parse().ok()),
        Kind::PassingUp | Kind::Endorsement | Kind::Return | Kind::AppealAnswer => holder(),
        Kind::Receipt
        | Kind::Clarification
        | Kind::Extension
        | Kind::NotAdmitted
        | Kind::Refusal
        | Kind::Revision
        | Kind::Merger
        | Kind::Abandonment
        | Kind::Answer
        | Kind::NoAnswer
        | Kind::CorrespondenceEnded => None,
    }
}

/// The term to appeal starts when the letter goes out.
fn appeal_until(now: &Page, writing: &Writing) -> Option<Date> {
    let Dispatch::Sent { position, .. } = &writing.dispatch else { return None };
    let started = now.obligations.iter().find(|explained| {
        explained.started_position == *position && explained.obligation.term.kind == TermKind::AppealLodge
    });
    started.map(|explained| explained.obligation.term.due.date)
}

/// Slips of the pen that were put right between this decision and the next.
fn corrections(now: &Page, writing: &Writing) -> Vec<(Readable, Readable)> {
    let next = now.decisions.iter().map(|decision| decision.position).find(|it| *it > writing.position);
    let readable = |entry: &Entry, name| {
        let text = entry.details.get(name);
        Readable {
            text: text.and_then(|it| it.get("text")).and_then(Value::as_str).map(str::to_owned),
            redacted: text.and_then(|it| it.get("redacted")).and_then(Value::as_bool).unwrap_or_default(),
        }
    };
    now.timeline
        .iter()
        .filter(|entry| entry.event == "DecisionCorrected" && entry.position > writing.position)
        .filter(|entry| next.is_none_or(|next| entry.position < next))
        .map(|entry| (readable(entry, "old"), readable(entry, "new")))
        .collect()
}
