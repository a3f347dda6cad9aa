//! Opening an engine, and the first event of a journal.

use std::sync::atomic::{AtomicBool, AtomicU64};
use std::sync::{Arc, Mutex};

use aggregates::actor::{By, Order, local_date};
use aggregates::installation::{self, Action, Installation, LogOpened};
use calendar::UtcOffset;
use journal::{ClockKind, Journal, JournalError, Store, StreamId, Verdict};
use ledger::SigningKey;
use vault::Vault;

use crate::aside::Asides;
use crate::cold::Cold;
use crate::engine::{Config, Inner};
use crate::hot::{Copies, Hot};
use crate::records::Records;
use crate::rulebook::{ATTEMPTS, Rulebook};
use crate::secrets::Secrets;
use crate::session::{Labels, Session};
use crate::{Caller, Clock, EngineError, Views};

pub(crate) async fn open(config: Config) -> Result<Inner, EngineError> {
    let Config { store, vault, data, keys, clock, entropy, node, create, procedures, log_keys } = config;
    std::fs::create_dir_all(&data)
        .map_err(|source| EngineError::File { path: data.display().to_string(), source })?;
    let secrets = Secrets::of(&keys);
    let journal = match Journal::open(&store, clock.as_ref().map(Clock::kind)).await {
        Err(JournalError::NotMigrated { .. }) if create => {
            let kind = clock.as_ref().map_or(ClockKind::Real, Clock::kind);
            Journal::create_or_open(&store, kind, entropy.uuid_v4()).await?
        }
        opened => opened?,
    };
    let head = journal.head().await?;
    let clock = match (clock, journal.identity().clock) {
        (Some(clock), _) => clock,
        (None, ClockKind::Real) => Clock::Real,
        (None, ClockKind::Simulated) => Clock::simulated(head.at.unwrap_or(jiff::Timestamp::UNIX_EPOCH)),
    };
    let vault = match &vault {
        // An empty vault beside a full journal would read nothing and say nothing.
        Store::Sqlite(directory) if head.position > 0 && !directory.join("vault.sqlite").exists() => {
            return Err(EngineError::VaultMissing {
                path: directory.join("vault.sqlite").display().to_string(),
            });
        }
        Store::Sqlite(directory) => Vault::open_sqlite(&directory.join("vault.sqlite"), keys).await?,
        Store::Postgres(url) => Vault::open_postgres(url, keys).await?,
    };
    let brought_back = crate::erasures::replay(&journal, &vault).await?;
    if brought_back > 0 {
        tracing::warn!(
            keys = brought_back,
            "the vault held keys that the journal says are destroyed; they are now"
        );
    }
    let identities = Arc::new(Copies::default());
    let records = Records::new(vault.clone(), journal.clone(), Arc::clone(&identities), Asides::of(&data));
    let views = Views::open(&journal, records, &data).await?;
    let cold = Cold::of(&journal);
    let origin = origin(&cold, &journal, &log_keys).await?;
    let inner = Inner {
        cold,
        origin,
        log_keys,
        places_changed: AtomicU64::new(head.position),
        clock_jumped: AtomicBool::new(false),
        reference: Mutex::default(),
        journal,
        vault,
        views,
        clock,
        entropy,
        secrets,
        node,
        data,
        hot: Hot::default(),
        hot_since: AtomicU64::new(0),
        identities,
        rulebook: Rulebook::new(procedures),
    };
    if head.position == 0 && create {
        inner.found().await?;
    }
    inner.check_founded().await?;
    Ok(inner)
}

/// The log's name: as its first entry says; of a new one, its key's, or one that nobody
/// can take for an address.
async fn origin(cold: &Cold, journal: &Journal, keys: &[SigningKey]) -> Result<String, EngineError> {
    let stream = StreamId::new("installation", installation::STREAM);
    let (installation, sequence) = cold.load::<Installation>(&stream).await?;
    let origin = match (installation.log(), keys.first()) {
        (Some(log), _) => log.origin.clone(),
        (None, Some(key)) if sequence == 0 => key.name().to_owned(),
        (None, _) => return Ok(format!("{}.invalid/log", journal.identity().id)),
    };
    match keys.iter().find(|key| key.name() != origin) {
        Some(key) => {
            let what = format!("its log is {origin}, and the key signs for {}", key.name());
            Err(EngineError::Misfounded { what })
        }
        None => Ok(origin),
    }
}

impl Inner {
    /// Records the first event, unless another node was faster.
    async fn found(&self) -> Result<(), EngineError> {
        let at = self.clock.now();
        let on = local_date(at, UtcOffset::moscow());
        let key = self.log_keys.first().map(|key| key.verifying().to_string());
        let log = LogOpened { origin: self.origin.clone(), format: ledger::FORMAT, key };
        let (id, clock) = (self.journal.identity().id, self.recorded_kind());
        let action = Action::Found { id, clock, on, log: Some(log) };
        let labels =
            Labels { id: self.entropy.uuid_v7(at), digest: [0; 32], actor: Caller::Installation.label() };
        for _ in 0..ATTEMPTS {
            let mut session = Session::new(self, at, &[], None);
            let seen = session.see::<Installation>(installation::STREAM).await?;
            if seen.exists() {
                return Ok(());
            }
            session.decide(seen, Order { at, by: By::Installation, action: action.clone() }, &()).await?;
            let Some((item, _)) = session.into_decision(&labels) else { return Ok(()) };
            if let Verdict::Committed { .. } = self.journal.append(item).await? {
                return Ok(());
            }
        }
        Err(EngineError::Busy)
    }

    /// The first event says which journal this is and whose time it keeps. A journal
    /// that is still empty was not founded, and says nothing yet.
    async fn check_founded(&self) -> Result<(), EngineError> {
        let stream = StreamId::new("installation", installation::STREAM);
        let (installation, _) = self.cold.load::<Installation>(&stream).await?;
        match (installation.id(), installation.clock()) {
            (None, _) if self.journal.head().await?.position == 0 => Ok(()),
            (Some(id), _) if id != self.journal.identity().id => {
                Err(EngineError::Misfounded { what: format!("it was founded as {id}") })
            }
            (Some(_), Some(clock)) if clock == self.recorded_kind() => Ok(()),
            (Some(_), Some(_)) => {
                Err(EngineError::Misfounded { what: "it keeps the other kind of time".to_owned() })
            }
            (_, None) | (None, _) => Err(EngineError::Misfounded { what: "nobody founded it".to_owned() }),
        }
    }

    fn recorded_kind(&self) -> installation::ClockKind {
        match self.clock {
            Clock::Real => installation::ClockKind::Real,
            Clock::Simulated(_) => installation::ClockKind::Simulated,
        }
    }
}
