//! The ledger keeper: the public log of this node follows the journal, and what was
//! signed for it is published.
//!
//! Tiles are a function of the journal; every node has its own. Only the checkpoint is
//! signed: by whichever node with a key is first to replace the last one in the desk.
//! Each node remembers, in a file of its own, the largest checkpoint that it has shown
//! anybody, and neither signs nor shows one that contradicts it: a journal that was
//! restored from a backup, or lost its tail, must not make us sign a fork.
//!
//! | a crash between | leaves |
//! | --- | --- |
//! | entries and tiles | the tree is read again from its last full tile |
//! | signing and the desk | nothing: the signature was shown to nobody |
//! | the desk and the memory | the next start finds it in the desk, checks and shows it |
//! | the memory and showing it | the same |

mod error;
mod keys;
mod memory;
mod serving;

use std::path::PathBuf;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use aggregates::installation::Action;
use desk::{Desk, KeptCheckpoint};
use jiff::Timestamp;
use ledger::{Checkpoint, Policy, SignedCheckpoint, Tree};
use tokio::sync::watch;

use crate::{Caller, Engine, Intent, Request};

pub use error::KeeperError;
use memory::Memory;

/// Entries that the tree takes at once.
const BATCH: usize = 5_000;
/// How often the journal and the desk are asked for news.
const PAUSE: Duration = Duration::from_millis(500);
/// At least this long between two signatures.
const BETWEEN_SIGNATURES: Duration = Duration::from_secs(4);

/// A checkpoint that may be shown to everybody.
#[derive(Clone, Debug, PartialEq)]
pub struct Published {
    /// What it says.
    pub checkpoint: Checkpoint,
    /// As it was signed.
    pub note: SignedCheckpoint,
    /// When it was signed.
    pub signed_at: Timestamp,
}

/// Keeps the public log of this node. Cheap to clone.
#[derive(Clone)]
pub struct Keeper {
    kept: Arc<Kept>,
}

struct Kept {
    engine: Engine,
    desk: Desk,
    /// What verifies checkpoints: the keys that the journal names.
    policy: RwLock<Option<Policy>>,
    /// The size of the tree up to which the journal was asked for keys.
    keys_known: AtomicU64,
    folder: PathBuf,
    tree: RwLock<Tree>,
    memory: Mutex<Memory>,
    published: watch::Sender<Option<Arc<Published>>>,
}

impl Keeper {
    /// Opens the log in this node's directory, as far as it was kept before.
    ///
    /// # Errors
    ///
    /// If a file or the journal cannot be read, or a key is none.
    pub async fn open(engine: &Engine, desk: Desk) -> Result<Self, KeeperError> {
        let inner = engine.inner();
        let folder = inner.data.join("log");
        let tree = Tree::open(&folder, &inner.origin)?;
        let memory = Memory::open(&folder)?;
        let policy = keys::named(engine).await?;
        let kept = Kept {
            engine: engine.clone(),
            desk,
            policy: RwLock::new(policy),
            keys_known: AtomicU64::new(0),
            folder,
            tree: RwLock::new(tree),
            memory: Mutex::new(memory),
            published: watch::Sender::new(None),
        };
        Ok(Self { kept: Arc::new(kept) })
    }

    /// Follows the journal, signs and publishes, until it is dropped.
    pub async fn run(&self) {
        let mut told: Option<&'static str> = None;
        let mut signed: Option<tokio::time::Instant> = None;
        loop {
            let due = signed.is_none_or(|at| at.elapsed() >= BETWEEN_SIGNATURES);
            match self.step(due).await {
                Ok(was_signed) => {
                    told = None;
                    if was_signed {
                        signed = Some(tokio::time::Instant::now());
                    }
                }
                Err(error) => {
                    if told.replace(error.code()) != Some(error.code()) {
                        tracing::error!(error = &error as &dyn std::error::Error, "the public log stands");
                    }
                }
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// One round: what is new goes into the tree; a checkpoint is signed, if this node can
    /// and `sign` is set and something changed; what was signed last is published. Says
    /// whether this node signed.
    ///
    /// # Errors
    ///
    /// [`KeeperError::Rewound`] and [`KeeperError::Forked`] until somebody has looked.
    pub async fn step(&self, sign: bool) -> Result<bool, KeeperError> {
        self.follow().await?;
        self.look_for_keys().await?;
        let origin = self.kept.engine.origin();
        let last = self.kept.desk.checkpoint(origin).await?;
        let known = last.as_ref().map(|last| self.read(last)).transpose()?;
        for known in known.iter().map(|known| &known.checkpoint).chain(self.remembered().as_ref()) {
            self.check_against(known).await?;
        }
        if let Some(known) = &known {
            self.publish(known.clone())?;
        }
        if sign && let Some(new) = self.sign(known.as_ref())? {
            let kept = KeptCheckpoint {
                size: new.checkpoint.size,
                note: new.note.to_string(),
                signed_at: new.signed_at,
            };
            if self.kept.desk.replace_checkpoint(origin, last.as_ref(), &kept).await? {
                self.publish(new)?;
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Takes the entries of the journal that the tree lacks.
    async fn follow(&self) -> Result<(), KeeperError> {
        let journal = self.kept.engine.journal();
        let size = self.kept.read().size();
        if size > 0
            && journal.entries(size - 1, 1).await?.first() != self.kept.read().entry(size - 1)?.as_ref()
        {
            // The journal is not the one that the tree was made of. What was published of it
            // is remembered elsewhere.
            self.begin_anew()?;
        }
        loop {
            let size = self.kept.read().size();
            let entries = journal.entries(size, BATCH).await?;
            let last = entries.len() < BATCH;
            if !entries.is_empty() {
                let kept = Arc::clone(&self.kept);
                let grown = tokio::task::spawn_blocking(move || kept.write().append(entries)).await;
                if let Err(error) =
                    grown.unwrap_or_else(|panic| std::panic::resume_unwind(panic.into_panic()))
                {
                    self.begin_anew()?;
                    return Err(error.into());
                }
            }
            if last {
                return Ok(());
            }
        }
    }

    fn begin_anew(&self) -> Result<(), KeeperError> {
        // The state goes first: without it the tiles are nobody's.
        let state = self.kept.folder.join("state");
        match std::fs::remove_file(&state) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(KeeperError::File { path: state, source: error });
            }
            Ok(()) | Err(_) => {}
        }
        *self.kept.write() = Tree::open(&self.kept.folder, self.kept.engine.origin())?;
        Ok(())
    }

    /// Whether the tree goes on from what was signed or shown.
    async fn check_against(&self, known: &Checkpoint) -> Result<(), KeeperError> {
        let size = self.kept.read().size();
        if size < known.size {
            return Err(KeeperError::Rewound { journal: size, signed: known.size });
        }
        if self.kept.read().root_at(known.size)? == known.root {
            return Ok(());
        }
        Err(KeeperError::Forked { size: known.size })
    }

    /// A new checkpoint, where this node has a key and there is something new.
    fn sign(&self, last: Option<&Published>) -> Result<Option<Published>, KeeperError> {
        let engine = &self.kept.engine;
        if engine.inner().log_keys.is_empty() {
            return Ok(None);
        }
        let tree = self.kept.read();
        let size = tree.size();
        if size == 0 || last.is_some_and(|last| last.checkpoint.size >= size) {
            return Ok(None);
        }
        let checkpoint = Checkpoint { origin: engine.origin().to_owned(), size, root: tree.root() };
        let note = checkpoint.sign_with(&self.signers()?);
        Ok(Some(Published { checkpoint, note, signed_at: engine.now() }))
    }

    /// Remembers a checkpoint, then shows it.
    fn publish(&self, new: Published) -> Result<(), KeeperError> {
        let mut memory = self.kept.memory.lock().unwrap_or_else(PoisonError::into_inner);
        let shown = self.published();
        if shown.is_some_and(|shown| *shown == new) {
            return Ok(());
        }
        match memory.largest() {
            Some(largest) if largest.size > new.checkpoint.size => {
                return Err(KeeperError::Rewound { journal: new.checkpoint.size, signed: largest.size });
            }
            Some(largest) if largest.size == new.checkpoint.size && largest.root != new.checkpoint.root => {
                return Err(KeeperError::Forked { size: largest.size });
            }
            Some(_) | None => {
                let (before, size) =
                    (memory.largest().map_or(0, |largest| largest.size), new.checkpoint.size);
                self.kept.read().complete(size)?;
                memory.remember(&new)?;
                // Nothing when it only got cosignatures.
                if before < size {
                    self.kept.read().keep_only([before, size]);
                }
            }
        }
        self.kept.published.send_replace(Some(Arc::new(new)));
        Ok(())
    }

    fn remembered(&self) -> Option<Checkpoint> {
        self.kept.memory.lock().unwrap_or_else(PoisonError::into_inner).largest().cloned()
    }

    fn read(&self, kept: &KeptCheckpoint) -> Result<Published, KeeperError> {
        let note = SignedCheckpoint::parse(kept.note.as_bytes())?;
        let checkpoint = match self.policy() {
            // A journal that was restored may not name yet what it was signed with since.
            Some(policy) => note.verify(&self.with_own_keys(policy))?,
            None => note.unverified()?,
        };
        Ok(Published { checkpoint, note, signed_at: kept.signed_at })
    }

    /// What is shown to everybody now; nothing before the first checkpoint.
    pub fn published(&self) -> Option<Arc<Published>> {
        self.kept.published.borrow().clone()
    }

    /// Waits until an event stands in a published checkpoint.
    pub async fn wait_for(&self, position: u64) -> Arc<Published> {
        let mut published = self.kept.published.subscribe();
        loop {
            let now = published.borrow_and_update().clone();
            if let Some(now) = now.filter(|now| now.checkpoint.size >= position) {
                return now;
            }
            // The sender lives as long as this keeper.
            let _ = published.changed().await;
        }
    }

    /// Adds cosignatures to what is published, for everybody: by compare-and-set, as a
    /// signature is. Nothing happens where something newer was signed meanwhile.
    ///
    /// # Errors
    ///
    /// If the desk or the memory cannot be written.
    pub async fn cosigned(&self, note: SignedCheckpoint) -> Result<(), KeeperError> {
        let origin = self.kept.engine.origin();
        let Some(last) = self.kept.desk.checkpoint(origin).await? else { return Ok(()) };
        let new = KeptCheckpoint { note: note.to_string(), ..last.clone() };
        let read = self.read(&new)?;
        if read.checkpoint.size == last.size
            && new != last
            && self.kept.desk.replace_checkpoint(origin, Some(&last), &new).await?
        {
            self.publish(read)?;
        }
        Ok(())
    }

    /// Goes on after a restore that lost what was signed: records publicly that it was, and
    /// forgets it. Whoever remembers the earlier checkpoint will see that it is gone; that
    /// cannot be otherwise.
    ///
    /// # Errors
    ///
    /// [`KeeperError::NothingLost`] where the journal goes on from all that was signed.
    pub async fn admit_loss(&self) -> Result<(), KeeperError> {
        self.follow().await?;
        let origin = self.kept.engine.origin();
        let signed = self.kept.desk.checkpoint(origin).await?;
        let signed = signed.as_ref().map(|signed| self.read(signed)).transpose()?;
        let mut lost: Option<Checkpoint> = None;
        for known in signed.map(|signed| signed.checkpoint).into_iter().chain(self.remembered()) {
            match self.check_against(&known).await {
                Err(KeeperError::Rewound { .. } | KeeperError::Forked { .. }) => {
                    lost = lost.filter(|lost| lost.size > known.size).or(Some(known));
                }
                checked => checked?,
            }
        }
        let Some(lost) = lost else { return Err(KeeperError::NothingLost) };
        let root = hex::encode(lost.root.0);
        let kept = self.kept.read().size();
        let action = Action::AdmitLoss { kept, signed: lost.size, root };
        self.kept.engine.execute(Request::new(Caller::Installation, Intent::Installation { action })).await?;
        self.kept.memory.lock().unwrap_or_else(PoisonError::into_inner).forget()?;
        self.kept.desk.forget_checkpoint(origin).await?;
        self.kept.published.send_replace(None);
        Ok(())
    }
}

impl Kept {
    fn read(&self) -> std::sync::RwLockReadGuard<'_, Tree> {
        self.tree.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> std::sync::RwLockWriteGuard<'_, Tree> {
        self.tree.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Keeper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keeper({})", self.kept.engine.origin())
    }
}
