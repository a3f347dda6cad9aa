//! What a decision about an initiative has to see of other streams.

use std::collections::BTreeMap;

use aggregates::actor::{By, local_date};
use aggregates::authority::Authority;
use aggregates::ids::{AuthorityId, InitiativeId, RegisterId, TerritoryId};
use aggregates::initiative::{Action, Around, Initiative};
use aggregates::level::Level;
use aggregates::seen::Seen;
use jiff::civil::Date;

use crate::EngineError;
use crate::session::Session;

/// What an action asks for, beside who acts.
#[derive(Default)]
struct Needs<'a> {
    /// The path of territories, from where.
    path: Option<&'a TerritoryId>,
    /// Who receives at each level.
    receivers: bool,
    named: Option<&'a AuthorityId>,
    other: Option<InitiativeId>,
    supports: bool,
    register: bool,
}

fn needs<'a>(action: &'a Action, state: &'a Initiative) -> Needs<'a> {
    let receivers = Needs { receivers: true, ..Needs::default() };
    match action {
        Action::Submit(submission) => Needs { path: Some(&submission.home), ..receivers },
        Action::Publish { .. } => Needs { path: state.path().first(), ..receivers },
        Action::Register { .. } => Needs { register: true, ..Needs::default() },
        Action::Forward { to, .. } | Action::PassCustody { to } => {
            Needs { named: Some(to), ..Needs::default() }
        }
        Action::Adopt { executor, .. } => Needs { named: Some(executor), ..Needs::default() },
        Action::RequestOpinion { authority, .. } => Needs { named: Some(authority), ..Needs::default() },
        Action::PassUp { .. }
        | Action::Endorse { .. }
        | Action::Expire { .. }
        | Action::NoteSupports { .. }
        | Action::Appeal { .. }
        | Action::DecideAppeal { .. } => receivers,
        Action::Return { .. } => {
            let below = state.custody().and_then(|custody| custody.level.below());
            Needs { named: below.and_then(|below| state.last_at(below)), ..receivers }
        }
        Action::Withdraw | Action::StepDown => Needs { supports: true, ..Needs::default() },
        Action::ProposeMerge { into } => Needs { other: Some(*into), ..Needs::default() },
        Action::AcceptMerge => Needs { other: state.merge_into(), ..Needs::default() },
        Action::NotAdmit { .. }
        | Action::ReturnForClarification { .. }
        | Action::Clarify { .. }
        | Action::Refuse { .. }
        | Action::OfferRevision { .. }
        | Action::AcceptRevision
        | Action::DeclineRevision
        | Action::Revise { .. }
        | Action::ReportProgress { .. }
        | Action::MoveExecutionTerm { .. }
        | Action::Complete
        | Action::AbandonExecution { .. }
        | Action::PublishReport { .. }
        | Action::ReplaceAuthor
        | Action::JoinAsCoInitiator { .. }
        | Action::DeclineMerge
        | Action::Assign { .. }
        | Action::Reclassify { .. }
        | Action::Extend { .. }
        | Action::GiveOpinion { .. }
        | Action::AnnounceHearing { .. }
        | Action::RecordHearing { .. }
        | Action::DispatchAnswer { .. }
        | Action::CorrectDecision { .. }
        | Action::Redact { .. }
        | Action::ErasePersonalData { .. }
        | Action::FilePosition { .. }
        | Action::AnnotateMiss { .. }
        | Action::Answer { .. }
        | Action::LeaveWithoutAnswer { .. }
        | Action::EndCorrespondence { .. } => Needs::default(),
    }
}

impl Session<'_> {
    /// Everything that the decision may look at, seen and guarded.
    pub(super) async fn around(
        &mut self,
        id: InitiativeId,
        state: &Initiative,
        by: &By,
        done_on: Option<Date>,
        action: &Action,
    ) -> Result<Around, EngineError> {
        let needs = needs(action, state);
        let mut around = Around { id: Some(id), ..Around::default() };
        if let Some(home) = needs.path {
            around.territories = self.path(home).await?;
        }
        if needs.receivers {
            let path: Vec<TerritoryId> = match needs.path {
                Some(_) => around.territories.iter().filter_map(|seen| seen.state.id().cloned()).collect(),
                None => state.path().to_vec(),
            };
            around.receivers = self.receivers_along(&path).await?;
        }
        if let Some(named) = needs.named {
            around.named = Some(self.see(named.as_str()).await?);
        }
        if let Some(other) = needs.other {
            around.other = Some(self.see(&other.to_string()).await?);
        }
        if needs.register {
            around.register = self.register_of(state, by, done_on).await?;
        }
        if needs.supports {
            around.supports = self.engine.supports_now(id).await?;
        }
        if let Action::JoinAsCoInitiator { invitation: Some(invitation) } = action {
            around.invited = self.engine.vault.is_invitation(id, invitation);
        }
        around.author = self.author_of(state, by, action).await?;
        Ok(around)
    }

    /// The author, where somebody else acts.
    async fn author_of(
        &mut self,
        state: &Initiative,
        by: &By,
        action: &Action,
    ) -> Result<Option<Seen<aggregates::participant::Participant>>, EngineError> {
        let author = match action {
            Action::Submit(submission) => submission.author,
            Action::ErasePersonalData { .. } => state.author(),
            _ => state.author().filter(|_| by.participant().is_some()),
        };
        match author.map(|author| author.to_string()) {
            Some(author) if by.participant().is_none_or(|acting| acting.id != author) => {
                Ok(Some(self.see(&author).await?))
            }
            Some(_) | None => Ok(None),
        }
    }

    /// The nearest default receiver of each level along a path of territories.
    pub(super) async fn receivers_along(
        &mut self,
        path: &[TerritoryId],
    ) -> Result<BTreeMap<Level, Seen<Authority>>, EngineError> {
        let mut receivers = BTreeMap::new();
        let mut found = Vec::new();
        for territory in path {
            found.extend(self.engine.receivers(territory).await?);
        }
        for id in found {
            let authority = self.see::<Authority>(id.as_str()).await?;
            if authority.accepts_on(local_date(self.at, authority.utc_offset())) {
                receivers.entry(authority.level()).or_insert(authority);
            }
        }
        Ok(receivers)
    }

    /// The acting authority's register of the year, unless it gave a number before.
    async fn register_of(
        &mut self,
        state: &Initiative,
        by: &By,
        done_on: Option<Date>,
    ) -> Result<Option<Seen<aggregates::register::Register>>, EngineError> {
        let Some((_, authority)) = by.official() else { return Ok(None) };
        let Some(id) = authority.state.id().filter(|id| state.number_at(id).is_none()) else {
            return Ok(None);
        };
        let year = done_on.unwrap_or_else(|| local_date(self.at, authority.utc_offset())).year();
        let register = RegisterId { authority: id.clone(), year };
        Ok(Some(self.see(&register.to_string()).await?))
    }
}
