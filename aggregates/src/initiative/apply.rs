//! The state of an initiative, and how an event changes it. Nothing here refuses.

use std::collections::{BTreeMap, BTreeSet};

use calendar::UtcOffset;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::event::{AppealOutcome, Fact, FederalOutcome, InitiativeEvent, Review};
use super::fields::{Consents, Kind, ProcedureRef, Threshold};
use super::obligation::{Obligation, Standing, TermChange};
use super::stage::{Awaited, Custody, CustodyRule, Stage, SupportWindow};
use crate::actor::Actor;
use crate::ids::{
    AuthorityId, GroundId, InitiativeId, NationalProjectId, OfficialId, ParticipantId, TerritoryId, TextId,
    ThemeId,
};
use crate::level::Level;
use crate::procedure::TermKind;

/// One proposal, as its events left it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Initiative {
    pub(super) id: Option<InitiativeId>,
    pub(super) procedure: Option<ProcedureRef>,
    /// Whether its procedure is one that the public may know of.
    pub(super) public: bool,
    pub(super) kind: Option<Kind>,
    pub(super) path: Vec<TerritoryId>,
    /// Nobody after the author stepped down, until a co-initiator takes his place.
    pub(super) author: Option<ParticipantId>,
    pub(super) co_initiators: BTreeSet<ParticipantId>,
    pub(super) consents: Consents,
    pub(super) theme: Option<ThemeId>,
    pub(super) national_project: Option<NationalProjectId>,
    pub(super) assigned: Option<OfficialId>,
    pub(super) stage: Stage,
    /// The date in the world on which it was closed.
    #[serde(default)]
    pub(super) closed_on: Option<Date>,
    pub(super) custody: Option<Custody>,
    /// All obligations there ever were; `nth` is the index plus one.
    pub(super) obligations: Vec<Obligation>,
    /// Which fields the current text has, by name.
    pub(super) filled: BTreeSet<String>,
    /// 0 until published.
    pub(super) text_version: u32,
    pub(super) window: SupportWindow,
    pub(super) thresholds: Vec<Threshold>,
    pub(super) reached: BTreeSet<Level>,
    /// The latest date in the world of a step; the next one cannot be before it.
    pub(super) last_done_on: Date,
    /// Numbers given, by authority: year, ordinal and the number as written.
    pub(super) numbers: BTreeMap<AuthorityId, (i16, u32, String)>,
    pub(super) been_with: BTreeSet<AuthorityId>,
    /// Who had it last at each level, to decide it.
    pub(super) last_at: BTreeMap<Level, AuthorityId>,
    pub(super) used: Used,
    /// The refusal that stands, if one does.
    pub(super) refusal: Option<StandingRefusal>,
    /// Texts whose keys were destroyed.
    pub(super) redacted: BTreeSet<TextId>,
    /// Whether the case has noted that its author was erased.
    pub(super) author_erased: bool,
    /// Authorities that decided something here.
    pub(super) decided_by: BTreeSet<AuthorityId>,
    /// Grounds that an appeal barred, by the authority that used them.
    pub(super) barred: BTreeSet<(AuthorityId, GroundId)>,
    /// Opinions asked for: whether they agree, once given.
    pub(super) opinions: BTreeMap<AuthorityId, Option<bool>>,
    /// The initiative it may be merged into, while its author is asked.
    pub(super) merge_into: Option<InitiativeId>,
}

/// What may happen only so often, and has.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Used {
    pub(super) clarified_at: BTreeMap<Level, u8>,
    pub(super) extended_at: BTreeMap<Level, u8>,
    pub(super) returned_from: BTreeMap<Level, u8>,
    pub(super) forwardings: u8,
    pub(super) revisions: u8,
    pub(super) revision_declined: bool,
}

/// A refusal, as long as it can still change something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct StandingRefusal {
    pub(super) authority: AuthorityId,
    pub(super) custody: Custody,
    pub(super) ground: GroundId,
    /// The dispatch obligation whose answer starts the term to appeal.
    pub(super) dispatch: Option<u32>,
    pub(super) dispatched: bool,
    /// Appeals lodged against it.
    pub(super) appeals: u8,
}

impl Initiative {
    /// Whether anything was submitted.
    pub fn exists(&self) -> bool {
        self.id.is_some()
    }

    /// Its id, once submitted.
    pub fn id(&self) -> Option<InitiativeId> {
        self.id
    }

    /// Where it stands.
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// Whether an authority has it or had it.
    pub fn was_with(&self, authority: &AuthorityId) -> bool {
        self.been_with.contains(authority)
    }

    /// The date in the world on which it was closed, if it is.
    pub fn closed_on(&self) -> Option<Date> {
        self.closed_on
    }

    /// Who has it.
    pub fn custody(&self) -> Option<&Custody> {
        self.custody.as_ref()
    }

    /// The procedure pinned to it.
    pub fn procedure(&self) -> Option<&ProcedureRef> {
        self.procedure.as_ref()
    }

    /// Its author, unless he stepped down.
    pub fn author(&self) -> Option<ParticipantId> {
        self.author
    }

    /// The home territory and its ancestors.
    pub fn path(&self) -> &[TerritoryId] {
        &self.path
    }

    /// What is asked for.
    pub fn kind(&self) -> Option<Kind> {
        self.kind
    }

    /// The theme, once registered.
    pub fn theme(&self) -> Option<&ThemeId> {
        self.theme.as_ref()
    }

    /// The national project, where it belongs to one.
    pub fn national_project(&self) -> Option<&NationalProjectId> {
        self.national_project.as_ref()
    }

    /// Who works on it.
    pub fn assigned(&self) -> Option<OfficialId> {
        self.assigned
    }

    /// All obligations there ever were, oldest first.
    pub fn obligations(&self) -> &[Obligation] {
        &self.obligations
    }

    /// The support window.
    pub fn window(&self) -> SupportWindow {
        self.window
    }

    /// Supports needed, per level, frozen at publication.
    pub fn thresholds(&self) -> &[Threshold] {
        &self.thresholds
    }

    /// Levels whose threshold is reached now.
    pub fn reached(&self) -> &BTreeSet<Level> {
        &self.reached
    }

    /// 0 until published, then the version the public reads.
    pub fn text_version(&self) -> u32 {
        self.text_version
    }

    /// Whether its procedure is one that the public may know of.
    pub fn is_public(&self) -> bool {
        self.public
    }

    /// Whether the public can read it.
    pub fn is_published(&self) -> bool {
        self.text_version > 0
    }

    /// The opinion of an authority that was asked, once it gave one.
    pub fn opinion_of(&self, authority: &AuthorityId) -> Option<bool> {
        self.opinions.get(authority).copied().flatten()
    }

    /// Who had it last at a level, to decide it.
    pub fn last_at(&self, level: Level) -> Option<&AuthorityId> {
        self.last_at.get(&level)
    }

    /// The number an authority gave it: year, ordinal, and as written.
    pub fn number_at(&self, authority: &AuthorityId) -> Option<&(i16, u32, String)> {
        self.numbers.get(authority)
    }

    /// The initiative whose author-to-be-merged is asked about, if any.
    pub fn merge_into(&self) -> Option<InitiativeId> {
        self.merge_into
    }

    /// The offset of whoever has it; the federation's once nobody does.
    pub fn home_offset(&self) -> UtcOffset {
        self.custody.as_ref().map_or_else(UtcOffset::moscow, |custody| custody.offset)
    }

    /// The text version that a support given now would count for, if one may be given.
    pub fn supports_version(&self, at: Timestamp) -> Option<u32> {
        let stage_allows = match self.stage {
            Stage::AwaitingRegistration { level } => level > Level::Municipality,
            Stage::UnderReview { .. }
            | Stage::UnderAppeal { admitted: true, .. }
            | Stage::Refused { admitted: true, .. } => true,
            Stage::Unknown
            | Stage::AwaitingPublication { .. }
            | Stage::RevisionOffered
            | Stage::RevisionDrafting
            | Stage::Refused { admitted: false, .. }
            | Stage::UnderAppeal { admitted: false, .. }
            | Stage::InExecution
            | Stage::Completed
            | Stage::Reported
            | Stage::Closed { .. } => false,
        };
        match self.window {
            SupportWindow::Open { version } if stage_allows && self.window_runs(at) => Some(version),
            SupportWindow::Open { .. }
            | SupportWindow::NotOpened
            | SupportWindow::Suspended { .. }
            | SupportWindow::Closed => None,
        }
    }

    /// Whether a support can still be withdrawn.
    pub fn withdrawal_open(&self, at: Timestamp) -> bool {
        match self.window {
            SupportWindow::Open { .. } | SupportWindow::Suspended { .. } => self.window_runs(at),
            SupportWindow::NotOpened | SupportWindow::Closed => false,
        }
    }

    /// Whether comments are accepted: while it is published and under review.
    pub fn comments_open(&self, _at: Timestamp) -> bool {
        self.is_published() && matches!(self.stage, Stage::UnderReview { .. })
    }

    /// Whether residents can assess the result.
    pub fn assessment_open(&self, at: Timestamp) -> bool {
        matches!(self.stage, Stage::Reported)
            && self.running(TermKind::Assess).is_some_and(|obligation| at < obligation.term.missed_from)
    }

    fn window_runs(&self, at: Timestamp) -> bool {
        self.running(TermKind::Support).is_some_and(|obligation| at < obligation.term.missed_from)
    }

    /// The running obligation of that kind, if there is one.
    pub fn running(&self, kind: TermKind) -> Option<&Obligation> {
        self.obligations
            .iter()
            .rev()
            .find(|obligation| obligation.term.kind == kind && obligation.is_running())
    }

    pub(super) fn obligation(&self, nth: u32) -> Option<&Obligation> {
        self.obligations.get((nth as usize).checked_sub(1)?)
    }

    pub(super) fn open_of_kind(&self, kind: TermKind) -> impl Iterator<Item = &Obligation> {
        self.obligations.iter().filter(move |obligation| obligation.term.kind == kind && obligation.is_open())
    }

    pub(super) fn author_awaited(&self) -> bool {
        self.custody.as_ref().is_some_and(|custody| custody.awaited == Awaited::Author)
    }

    pub(super) fn fold(&mut self, event: &InitiativeEvent) {
        for change in &event.terms {
            self.fold_term(change, event.done_on);
        }
        self.fold_fact(event);
        if let Some(moved) = &event.moved {
            self.stage = moved.stage;
            self.closed_on = self.stage.is_closed().then_some(event.done_on);
            self.custody.clone_from(&moved.custody);
            if let Some(custody) = &moved.custody {
                self.been_with.insert(custody.authority.clone());
                if custody.rule != CustodyRule::Executor {
                    self.last_at.insert(custody.level, custody.authority.clone());
                }
            }
        }
        if let Some(window) = event.supports {
            self.window = window;
        }
        // Steps bind the dates of later ones; what people and the clock add beside them does not.
        let dated = event.moved.is_some() || matches!(event.by, Actor::Official { .. });
        if dated {
            self.last_done_on = self.last_done_on.max(event.done_on);
        }
    }

    fn fold_term(&mut self, change: &TermChange, done_on: Date) {
        if let TermChange::Started(term) = change {
            self.obligations.push(Obligation {
                term: term.clone(),
                standing: Standing::Running,
                extended: false,
                annotated: None,
            });
        } else if let Some(obligation) =
            (change.nth() as usize).checked_sub(1).and_then(|index| self.obligations.get_mut(index))
        {
            obligation.apply(change, done_on);
        }
    }

    fn fold_fact(&mut self, event: &InitiativeEvent) {
        if event.fact.decides()
            && let Actor::Official { authority, .. } = &event.by
        {
            self.decided_by.insert(authority.clone());
        }
        match &event.fact {
            Fact::Submitted { id, procedure, public, kind, path, author, fields, consents, .. } => {
                self.id = Some(*id);
                self.public = *public;
                self.procedure = Some(procedure.clone());
                self.kind = Some(*kind);
                self.path.clone_from(path);
                self.author = Some(*author);
                self.consents = *consents;
                self.filled = filled(fields);
                self.last_done_on = event.done_on;
            }
            Fact::Registered { authority, year, ordinal, number, theme, national_project, .. } => {
                self.numbers.insert(authority.clone(), (*year, *ordinal, number.clone()));
                if theme.is_some() {
                    self.theme.clone_from(theme);
                    self.national_project.clone_from(national_project);
                }
                self.assigned = None;
            }
            Fact::NotAdmitted { ground, .. } => self.note_refusal(ground, event),
            Fact::ReturnedForClarification { level, .. } => {
                once_more(&mut self.used.clarified_at, *level);
            }
            Fact::Clarified { fields, .. } => {
                if let Some(fields) = fields {
                    self.filled = filled(fields);
                }
            }
            Fact::Published { version, fields, thresholds, .. } => {
                self.text_version = *version;
                self.thresholds.clone_from(thresholds);
                if let Some(fields) = fields {
                    self.filled = filled(fields);
                }
            }
            Fact::Revised { version, fields } => {
                self.text_version = *version;
                self.filled = filled(fields);
                self.reached.clear();
            }
            Fact::ForwardedByCompetence { .. } => {
                self.used.forwardings += 1;
                self.assigned = None;
            }
            Fact::ReviewedByMunicipality { outcome } => match outcome {
                Review::Refused { ground, .. } => self.note_refusal(ground, event),
                Review::RevisionOffered { .. } => self.used.revisions += 1,
                Review::Adopted { .. } | Review::PassedUp { .. } => self.refusal = None,
            },
            Fact::RefusedByRegion { ground, .. } => self.note_refusal(ground, event),
            Fact::DecidedFederally { outcome } => match outcome {
                FederalOutcome::Refused { ground, .. } => self.note_refusal(ground, event),
                FederalOutcome::Adopted { .. } | FederalOutcome::Returned { .. } => self.refusal = None,
            },
            Fact::RevisionDeclined { .. } => self.used.revision_declined = true,
            Fact::ReturnedToMunicipality { .. } => {
                once_more(&mut self.used.returned_from, Level::Region);
                self.assigned = None;
            }
            Fact::ReturnedToRegion { .. } => {
                once_more(&mut self.used.returned_from, Level::Federation);
                self.assigned = None;
            }
            Fact::EscalatedToRegion { .. } | Fact::EscalatedFederally { .. } => {
                self.refusal = None;
                self.assigned = None;
            }
            Fact::DeadlineExtended { .. } => {
                if let Some(level) = self.stage.level() {
                    once_more(&mut self.used.extended_at, level);
                }
            }
            Fact::Appealed { .. } => {
                if let Some(refusal) = &mut self.refusal {
                    refusal.appeals += 1;
                }
            }
            Fact::AppealDecided { outcome, .. } => match outcome {
                AppealOutcome::Dismissed => {}
                AppealOutcome::Reconsider => {
                    if let Some(refusal) = self.refusal.take() {
                        self.barred.insert((refusal.authority, refusal.ground));
                    }
                }
                AppealOutcome::TakenOver => self.refusal = None,
            },
            Fact::AnswerDispatched { nth, .. } => {
                if let Some(refusal) = &mut self.refusal {
                    refusal.dispatched |= refusal.dispatch == Some(*nth);
                }
            }
            Fact::AuthorSteppedDown => self.author = None,
            Fact::AuthorReplaced { by } => {
                self.author = Some(*by);
                self.co_initiators.remove(by);
            }
            Fact::CoInitiatorJoined { participant } => {
                self.co_initiators.insert(*participant);
            }
            Fact::MergeProposed { into } => self.merge_into = Some(*into),
            Fact::MergeDeclined { .. } | Fact::MergedInto { .. } => self.merge_into = None,
            Fact::Assigned { official } => self.assigned = Some(*official),
            Fact::Reclassified { theme, national_project, kind } => {
                self.theme = Some(theme.clone());
                self.national_project.clone_from(national_project);
                self.kind = Some(*kind);
            }
            Fact::OpinionRequested { authority, .. } => {
                self.opinions.insert(authority.clone(), None);
            }
            Fact::OpinionGiven { authority, agrees, .. } => {
                self.opinions.insert(authority.clone(), Some(*agrees));
            }
            Fact::ThresholdReached { level, .. } => {
                self.reached.insert(*level);
            }
            Fact::ThresholdUnreached { level, .. } => {
                self.reached.remove(level);
            }
            Fact::AdoptedByRegion { .. } => self.refusal = None,
            Fact::Redacted { text, .. } => {
                self.redacted.insert(*text);
            }
            Fact::PersonalDataErased { .. } => self.author_erased = true,
            Fact::CustodyPassed { from, to } => self.succeed(from, to, event),
            Fact::ClarificationLapsed
            | Fact::ExecutorAssigned { .. }
            | Fact::RevisionAccepted
            | Fact::RevisionLapsed
            | Fact::EndorsedByRegion { .. }
            | Fact::DeadlineMissed { .. }
            | Fact::AppealLapsed
            | Fact::SupportClosed
            | Fact::Closed { .. }
            | Fact::ProgressReported { .. }
            | Fact::ExecutionTermMoved { .. }
            | Fact::Completed { .. }
            | Fact::ExecutionAbandoned { .. }
            | Fact::ReportPublished { .. }
            | Fact::Withdrawn
            | Fact::HearingAnnounced { .. }
            | Fact::HearingRecorded { .. }
            | Fact::DecisionCorrected { .. }
            | Fact::PositionFiled { .. }
            | Fact::MissAnnotated { .. }
            | Fact::Answered { .. }
            | Fact::LeftWithoutAnswer { .. }
            | Fact::CorrespondenceEnded { .. } => {}
        }
    }

    /// A successor stands where the old authority stood: its refusal can be appealed,
    /// its barred grounds stay barred, its decisions can be corrected.
    fn succeed(&mut self, from: &AuthorityId, to: &AuthorityId, event: &InitiativeEvent) {
        let custody = event.moved.as_ref().and_then(|moved| moved.custody.as_ref());
        if let (Some(refusal), Some(custody)) = (&mut self.refusal, custody)
            && refusal.authority == *from
        {
            refusal.authority = to.clone();
            refusal.custody = custody.clone();
        }
        let barred: Vec<_> = self
            .barred
            .iter()
            .filter(|(authority, _)| authority == from)
            .map(|(_, ground)| (to.clone(), ground.clone()))
            .collect();
        self.barred.extend(barred);
        if self.decided_by.contains(from) {
            self.decided_by.insert(to.clone());
        }
    }

    fn note_refusal(&mut self, ground: &GroundId, event: &InitiativeEvent) {
        let Some(custody) = self.custody.clone() else { return };
        let dispatch = event.terms.iter().find_map(|change| match change {
            TermChange::Started(term) if term.kind == TermKind::Dispatch => Some(term.nth),
            TermChange::Started(_)
            | TermChange::Paused { .. }
            | TermChange::Resumed { .. }
            | TermChange::Moved { .. }
            | TermChange::Met { .. }
            | TermChange::Missed { .. }
            | TermChange::Cancelled { .. }
            | TermChange::Elapsed { .. }
            | TermChange::PassedOn { .. }
            | TermChange::Annotated { .. } => None,
        });
        self.refusal = Some(StandingRefusal {
            authority: custody.authority.clone(),
            custody,
            ground: ground.clone(),
            dispatch,
            dispatched: false,
            appeals: 0,
        });
    }
}

/// How often something happened at a level.
pub(super) fn times(counts: &BTreeMap<Level, u8>, level: Level) -> u8 {
    counts.get(&level).copied().unwrap_or(0)
}

fn once_more(counts: &mut BTreeMap<Level, u8>, level: Level) {
    *counts.entry(level).or_default() += 1;
}

fn filled(fields: &super::fields::Fields) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = fields.texts().map(|(name, _)| name.to_owned()).collect();
    if fields.cost_rubles.is_some() {
        names.insert("cost_rubles".to_owned());
    }
    names
}
