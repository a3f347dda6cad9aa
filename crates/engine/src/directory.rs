//! What the engine itself asks of the views.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;

use aggregates::ids::{AuthorityId, InitiativeId, ParticipantId, TerritoryId};
use aggregates::initiative::Initiative;
use aggregates::participant::Retention;
use cqrs_es::Aggregate;
use projections::directory::authorities_of;

use crate::EngineError;
use crate::engine::Inner;
use crate::session::Decision;

impl Inner {
    /// The default receivers of a territory, of whatever level, by code. The
    /// authorities themselves are then loaded and guarded; this only names them.
    pub(crate) async fn receivers(&self, territory: &TerritoryId) -> Result<Vec<AuthorityId>, EngineError> {
        if self.views.reached() < self.places_changed.load(Ordering::Acquire) {
            self.views.catch_up().await?;
        }
        let authorities = self.views.read_now("directory", |view| authorities_of(view, territory, None))?;
        Ok(authorities.into_iter().filter(|it| it.default_receiver).map(|it| it.id).collect())
    }

    /// Remembers that an authority changed, so that the directory is caught up
    /// before it is asked again.
    pub(crate) fn note_places(&self, decision: &Decision, last: u64) {
        if decision.changes_places {
            self.places_changed.fetch_max(last, Ordering::AcqRel);
        }
    }

    /// People who stand behind it, whatever the version, at the head of the journal.
    pub(crate) async fn supports_now(&self, id: InitiativeId) -> Result<u64, EngineError> {
        self.views.catch_up().await?;
        let found = self.views.read_now("register", |view| projections::register::find(view, id, None))?;
        Ok(found.map_or(0, |listed| listed.supports))
    }

    /// The cases of an author, and how long those that are closed are kept. Erasures are rare: the journal is read through.
    pub(crate) async fn retention(&self, author: ParticipantId) -> Result<Retention, EngineError> {
        let name = format!("\"{author}\"");
        let mut cases = BTreeSet::new();
        let mut after = 0;
        loop {
            let events = self.journal.read(after, 2000).await?;
            let Some(last) = events.last() else { break };
            after = last.position;
            let names = events.iter().filter(|event| {
                let may_name = matches!(event.event_type.as_str(), "Submitted" | "AuthorReplaced");
                &*event.stream.kind == Initiative::TYPE && may_name && event.payload.contains(&name)
            });
            cases.extend(names.map(|event| event.stream.clone()));
        }
        let mut retention = Retention::default();
        for case in cases {
            let (case, _) = self.cold.load::<Initiative>(&case).await?;
            let Some(pinned) = case.procedure() else { continue };
            let rules = self.rules_pinned(pinned).await?;
            let kept = rules.procedure.retention();
            match case.closed_on() {
                // Whoever stepped down from an open case is no longer its author.
                None if case.author() != Some(author) => {}
                None => {
                    retention.open_cases += 1;
                    retention.then_years = retention.then_years.max(kept.years);
                }
                Some(closed_on) => {
                    retention.retained_until = retention.retained_until.max(Some(kept.until(closed_on)));
                }
            }
        }
        Ok(retention)
    }
}
