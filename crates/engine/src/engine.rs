//! The engine as the rest of the program holds it.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use aggregates::assessment::Assessment;
use aggregates::ids::{InitiativeId, InvitationCode, ParticipantId};
use aggregates::initiative::Initiative;
use aggregates::procedure::{Procedure, Procedures};
use aggregates::support::{Standing, Support};
use cqrs_es::Aggregate;
use jiff::Timestamp;
use jiff::civil::Date;
use journal::{Journal, Store, StreamId};
use ledger::SigningKey;
use vault::{Entropy, IdentityKey, MasterKeys, Vault};

use crate::cold::Cold;
use crate::heartbeat::Reference;
use crate::hot::{Copies, Hot, Kept};
use crate::rulebook::Rulebook;
use crate::secrets::Secrets;
use crate::{Clock, EngineError, Receipt, Request, TickReport, Views};

/// What an engine is opened with.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the journal is.
    pub store: Store,
    /// Where the vault is: a directory, with `vault.sqlite` in it, or a database,
    /// best one of its own, with its own backup.
    pub vault: Store,
    /// The directory of this node's own files: views, heartbeat.
    pub data: PathBuf,
    /// The keys that no database holds.
    pub keys: MasterKeys,
    /// Whose time is recorded. If not said: the journal's own kind, and the wall's
    /// for a new one; a simulated clock then stands where the journal ends.
    pub clock: Option<Clock>,
    /// Where ids, keys and salts come from.
    pub entropy: Entropy,
    /// This node's name, recorded with what it appends; may be left out.
    pub node: Option<String>,
    /// Make and found the journal if there is none.
    pub create: bool,
    /// The procedures that submissions may choose.
    pub procedures: Procedures,
    /// What signs the public log's checkpoints: of several, the one that the journal names
    /// last, and those it named before beside it. Without one this node serves what others
    /// signed. A new journal's log takes the name of the first for origin.
    pub log_keys: Vec<SigningKey>,
}

impl Config {
    /// An engine that keeps everything in and beside `store`, with the shipped
    /// procedures, the system's entropy and the journal's own clock. On PostgreSQL
    /// the vault is in the same database and this node's files are in `data`.
    pub fn new(store: Store, data: PathBuf, keys: MasterKeys) -> Self {
        Self {
            vault: store.clone(),
            store,
            data,
            keys,
            clock: None,
            entropy: Entropy::system(),
            node: None,
            create: false,
            procedures: Procedures::shipped(),
            log_keys: Vec::new(),
        }
    }
}

/// What a person did about an initiative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stand {
    /// Whether he supports it, and which version of its text.
    pub support: Standing,
    /// Whether he has assessed its result.
    pub assessed: bool,
}

/// Executes commands and keeps the views of this node. Cheap to clone.
#[derive(Clone)]
pub struct Engine {
    inner: Arc<Inner>,
}

/// What all clones share.
pub(crate) struct Inner {
    pub(crate) journal: Journal,
    pub(crate) vault: Vault,
    pub(crate) views: Views,
    pub(crate) clock: Clock,
    pub(crate) entropy: Entropy,
    pub(crate) secrets: Secrets,
    pub(crate) node: Option<String>,
    pub(crate) data: PathBuf,
    pub(crate) hot: Hot,
    /// How often the journal had connected when the copies in `hot` were taken.
    pub(crate) hot_since: AtomicU64,
    /// Keys of people, by participant: opened once, not for each support.
    pub(crate) identities: Arc<Copies<IdentityKey>>,
    pub(crate) cold: Cold,
    pub(crate) rulebook: Rulebook,
    /// The public log's name, as every entry says it.
    pub(crate) origin: String,
    pub(crate) log_keys: Vec<SigningKey>,
    /// The position of the last change of an authority that this node knows of: the
    /// directory has to be that far before it is asked.
    pub(crate) places_changed: AtomicU64,
    /// Whether the deadline clock stood at its last tick, because the wall's had jumped.
    pub(crate) clock_jumped: AtomicBool,
    /// By which a jump of the wall's clock is noticed.
    pub(crate) reference: Mutex<Option<Reference>>,
}

impl Engine {
    /// Opens journal, vault and views; an empty journal is founded.
    ///
    /// # Errors
    ///
    /// If a store cannot be used, the keys are another vault's, or the journal keeps
    /// the other kind of time.
    pub async fn open(config: Config) -> Result<Self, EngineError> {
        let inner = crate::founding::open(config).await?;
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Does what is asked, once, and says where it stands.
    ///
    /// # Errors
    ///
    /// [`EngineError::Refused`] when a rule says no; nothing is recorded then.
    pub async fn execute(&self, request: Request) -> Result<Receipt, EngineError> {
        let now = self.now();
        self.inner.check_wall(now)?;
        self.inner.execute_at(request, now).await
    }

    /// Does many things in order, in few transactions. One that is refused stops no
    /// other. The same requests and entropy give the same journal, on any store.
    pub async fn execute_all(&self, requests: Vec<Request>) -> Vec<Result<Receipt, EngineError>> {
        let now = self.now();
        if let Err(EngineError::ClockJumped { last, now }) = self.inner.check_wall(now) {
            return requests.iter().map(|_| Err(EngineError::ClockJumped { last, now })).collect();
        }
        self.inner.execute_all_at(requests, now).await
    }

    /// Does what is due by `at`: misses, escalations, lapses, thresholds. To be
    /// called as often as one likes, on any number of nodes.
    ///
    /// # Errors
    ///
    /// [`EngineError::ClockJumped`] on a real clock, until [`Self::confirm_clock`].
    pub async fn tick(&self, at: Timestamp) -> Result<TickReport, EngineError> {
        self.inner.tick(at).await
    }

    /// Takes the operator's word that the clock is right after a jump.
    ///
    /// # Errors
    ///
    /// If the heartbeat cannot be written.
    pub fn confirm_clock(&self) -> Result<(), EngineError> {
        self.inner.beat(self.now())
    }

    /// The code of why the deadline clock stands, as of its last tick; nothing while it goes.
    pub fn clock_trouble(&self) -> Option<&'static str> {
        self.inner.clock_jumped.load(Ordering::Relaxed).then_some("clock_jumped")
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.inner
    }

    /// What the clock shows.
    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// The source of ids and keys.
    pub fn entropy(&self) -> &Entropy {
        &self.inner.entropy
    }

    /// The journal.
    pub fn journal(&self) -> &Journal {
        &self.inner.journal
    }

    /// The origin of the public log.
    pub fn origin(&self) -> &str {
        &self.inner.origin
    }

    /// The vault.
    pub fn vault(&self) -> &Vault {
        &self.inner.vault
    }

    /// The views of this node.
    pub fn views(&self) -> &Views {
        &self.inner.views
    }

    /// An aggregate as the journal has it now, with the sequence of its last event;
    /// the default and 0 where there is none.
    ///
    /// # Errors
    ///
    /// If the journal cannot be read, or one of its events.
    pub async fn load<A: Aggregate>(&self, id: &str) -> Result<(A, u64), EngineError> {
        self.inner.cold.load(&StreamId::new(A::TYPE, id)).await
    }

    /// The procedures that can be chosen for a submission on a day, the default first.
    pub fn procedures_in_force(&self, on: Date) -> Vec<Arc<Procedure>> {
        self.inner.rulebook.in_force(on)
    }

    /// The code of the link by which the author of an initiative invites co-initiators. For
    /// him to give on: by it anybody verified joins, and reads what is not published.
    pub fn invitation(&self, id: InitiativeId) -> InvitationCode {
        self.inner.vault.invitation(id)
    }

    /// Whether `code` is the invitation to an initiative.
    pub fn is_invitation(&self, id: InitiativeId, code: &InvitationCode) -> bool {
        self.inner.vault.is_invitation(id, code)
    }

    /// How somebody stands to an initiative: whether his support of it counts, and
    /// whether he has assessed its result. For him alone to see: nobody else may learn
    /// which initiatives a person supports.
    ///
    /// # Errors
    ///
    /// If the store or the vault cannot be read.
    pub async fn stand_of(&self, person: ParticipantId, id: InitiativeId) -> Result<Stand, EngineError> {
        let Some(key) = self.inner.identity_key(person).await? else { return Ok(Stand::default()) };
        let vault = &self.inner.vault;
        let (support, _) = self.load::<Support>(vault.support_tag(id, key).as_str()).await?;
        let (assessment, _) = self.load::<Assessment>(vault.assessment_tag(id, key).as_str()).await?;
        Ok(Stand { support: support.standing(), assessed: assessment.exists() })
    }

    /// An initiative as this node last knew it: from memory where a copy is there, else
    /// from the store. Nothing if it was never submitted.
    ///
    /// # Errors
    ///
    /// If the store cannot be read.
    pub async fn initiative(&self, id: InitiativeId) -> Result<Option<Arc<Initiative>>, EngineError> {
        let id: Arc<str> = id.to_string().into();
        if let Some((state, _)) = Initiative::copies(&self.inner.hot).get(&id) {
            return Ok(Some(state).filter(|state| state.exists()));
        }
        let (state, sequence) = self.load::<Initiative>(&id).await?;
        let state = Arc::new(state);
        if sequence > 0 {
            Initiative::copies(&self.inner.hot).put(id, state.clone(), sequence);
        }
        Ok(Some(state).filter(|state| state.exists()))
    }
}
