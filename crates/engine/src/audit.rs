//! Rows against entries, entries against what was published: is the journal the one that
//! was signed?
//!
//! Whoever can write the database can make row and entry agree; he cannot make the entry
//! agree with a tree that was signed before. Both are checked, and the first position at
//! which one shows is named. So are the dates: what was signed without an event bounds
//! when it was recorded.

use std::collections::HashMap;

use aggregates::initiative::Initiative;
use cqrs_es::Aggregate;
use jiff::{SignedDuration, Timestamp};
use journal::{EntryTime, Recorded, Verification};
use ledger::{Checkpoint, Entry, Hash, SignedCheckpoint, leaf_hash, roots, stored_leaves};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::audited::Seen;
use crate::entry::{Place, public, row, stream_name, time_told};
use crate::{Keeper, KeeperError};

const PAGE: usize = 2_000;
/// By how much the clocks of who records and of who signs may differ: the minute that the
/// journal lets pass, for either.
const CLOCKS: SignedDuration = SignedDuration::from_secs(120);

/// What an audit of the journal found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Audit {
    /// All that was checked holds.
    Holds {
        /// Rows compared with their entries.
        rows: u64,
        /// Of these, rows of another program, which have opaque entries.
        opaque: u64,
        /// Entries compared with the published tree; 0 where nothing was ever published.
        published: u64,
        /// Earlier checkpoints that the log goes on from.
        continues: u64,
    },
    /// Something does not.
    Diverges {
        /// The first position at which it shows.
        position: u64,
        /// What is wrong there, in a sentence.
        what: String,
        /// What ought to stand there.
        expected: String,
        /// What stands there.
        found: String,
    },
}

/// Where something diverges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Divergence {
    /// The first position at which it shows.
    pub position: u64,
    /// What is wrong there, in a sentence.
    pub what: String,
    /// What ought to stand there.
    pub expected: String,
    /// What stands there.
    pub found: String,
}

/// What is read of a row's metadata.
#[derive(Default, Deserialize)]
struct Metadata {
    #[serde(default)]
    salt: String,
    #[serde(default)]
    asked_at: Option<String>,
}

/// What differs.
struct Difference {
    what: &'static str,
    expected: String,
    found: String,
}

impl Keeper {
    /// Reads the whole journal and checks every row against its entry, every entry
    /// against the last published checkpoint, and the dates against when that and what
    /// earlier audits saw was signed. `progress` is told the position reached.
    ///
    /// # Errors
    ///
    /// If journal, desk or files cannot be read: then nothing is known.
    pub async fn audit(&self, mut progress: impl FnMut(u64)) -> Result<Audit, KeeperError> {
        let journal = self.engine().journal();
        let published = self.last_published()?;
        let leaves = match &published {
            None => Vec::new(),
            Some(tree) => match stored_leaves(self.folder(), tree.size, tree.root)? {
                Some(leaves) => leaves,
                None => {
                    let expected = format!("tiles that hash to {}", tree.root);
                    let what = "the tiles of this node are not those of the signed checkpoint".to_owned();
                    return Ok(Audit::Diverges {
                        position: 1,
                        what,
                        expected,
                        found: "other tiles".to_owned(),
                    });
                }
            },
        };
        let mut seen = self.last_audit()?.map(|audited| audited.remembered).unwrap_or_default();
        if let Some(diverges) = forgotten(&leaves, &seen) {
            return Ok(diverges);
        }
        let continues = seen.len() as u64;
        seen.extend(self.last_seen().await?);
        seen.retain(|seen| seen.signed_at.is_some());
        seen.sort_by_key(|seen| seen.size);
        let mut walk = Walk {
            keeper: self,
            leaves: &leaves,
            seen: &seen,
            confidential: HashMap::new(),
            before: Timestamp::MIN,
        };
        let (mut position, mut opaque) = (0, 0);
        loop {
            let rows = journal.read(position, PAGE).await?;
            if rows.is_empty() {
                break;
            }
            let dense = (position + 1..).zip(&rows).take_while(|(due, row)| *due == row.position).count();
            let entries = journal.entries(position, dense).await?;
            for (row, entry) in rows.iter().zip(&entries) {
                match walk.step(row, entry) {
                    Ok(is_opaque) => opaque += u64::from(is_opaque),
                    Err(Difference { what, expected, found }) => {
                        let (position, what) = (row.position, what.to_owned());
                        return Ok(Audit::Diverges { position, what, expected, found });
                    }
                }
            }
            position += dense as u64;
            progress(position);
            if let Some(next) = rows.get(dense) {
                let what = "an event is missing".to_owned();
                let expected = format!("position {}", position + 1);
                let found = format!("position {}", next.position);
                return Ok(Audit::Diverges { position: position + 1, what, expected, found });
            }
        }
        if let Some(leaf) = leaves.get(usize::try_from(position).unwrap_or(usize::MAX)) {
            let what = "an event that was published is gone".to_owned();
            let (expected, found) = (leaf.to_string(), "the end of the journal".to_owned());
            return Ok(Audit::Diverges { position: position + 1, what, expected, found });
        }
        // What the rows say of each other: sequences, times, commands, the head.
        if let Verification::Diverges { position, what } = journal.verify(&mut progress).await? {
            let (expected, found) = ("a sound journal".to_owned(), what.clone());
            return Ok(Audit::Diverges { position, what, expected, found });
        }
        Ok(Audit::Holds { rows: position, opaque, published: leaves.len() as u64, continues })
    }

    /// The checkpoint that this node showed last, with the time at which it was signed.
    ///
    /// # Errors
    ///
    /// If desk or files cannot be read.
    pub async fn last_seen(&self) -> Result<Option<Seen>, KeeperError> {
        let Some(Checkpoint { size, root, .. }) = self.last_published()? else { return Ok(None) };
        let signed = self.desk().checkpoint(self.engine().origin()).await?;
        let signed_at = signed.filter(|signed| signed.size == size).map(|signed| signed.signed_at);
        Ok(Some(Seen { size, root: root.to_string(), signed_at }))
    }

    /// The checkpoint that this node showed last, as it was signed.
    ///
    /// # Errors
    ///
    /// If its file cannot be read, or is none.
    pub fn shown(&self) -> Result<Option<SignedCheckpoint>, KeeperError> {
        let name = self.folder().join("checkpoint");
        match std::fs::read(&name) {
            Ok(bytes) => Ok(Some(SignedCheckpoint::parse(&bytes)?)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(KeeperError::File { path: name, source }),
        }
    }

    /// What it says.
    fn last_published(&self) -> Result<Option<Checkpoint>, KeeperError> {
        let Some(note) = self.shown()? else { return Ok(None) };
        Ok(Some(match self.policy() {
            Some(policy) => note.verify(&policy)?,
            None => note.unverified()?,
        }))
    }
}

/// The first of the checkpoints that earlier audits saw that these leaves do not continue.
fn forgotten(leaves: &[Hash], remembered: &[Seen]) -> Option<Audit> {
    let sizes: Vec<u64> = remembered.iter().map(|seen| seen.size).collect();
    let roots = roots(leaves, &sizes);
    let now = |at: usize| roots.get(at).map(ToString::to_string);
    let lost = (0..remembered.len()).find(|at| now(*at).as_ref() != Some(&remembered[*at].root))?;
    let Seen { size, root, .. } = &remembered[lost];
    let found = now(lost).map_or_else(
        || format!("{} entries", leaves.len()),
        |root| format!("{size} entries that begin the log, root {root}"),
    );
    Some(Audit::Diverges {
        // What stood before the one that still holds was not changed.
        position: lost.checked_sub(1).map_or(1, |before| remembered[before].size + 1),
        what: "what is published does not begin with what an earlier audit saw".to_owned(),
        expected: format!("{size} entries, root {root}"),
        found,
    })
}

struct Walk<'a> {
    keeper: &'a Keeper,
    leaves: &'a [Hash],
    /// Checkpoints of which is known when they were signed, the smallest first.
    seen: &'a [Seen],
    /// Of each initiative, whether nobody may know of it.
    confidential: HashMap<String, bool>,
    /// When the row before was recorded.
    before: Timestamp,
}

impl Walk<'_> {
    /// Checks the next row; whether it is another program's.
    fn step(&mut self, row: &Recorded, bytes: &[u8]) -> Result<bool, Difference> {
        let entry =
            Entry::parse(bytes).map_err(|error| differs("the entry is none", "an entry", error.what))?;
        if entry.is_opaque() {
            let hash = hex::encode(row.hash());
            same("the row is not the one that its opaque entry names", &entry.row, &hash)?;
        } else {
            self.facts(row, &entry)?;
        }
        self.dates(row)?;
        self.before = row.at;
        let index = usize::try_from(row.position - 1).unwrap_or(usize::MAX);
        if let Some(leaf) = self.leaves.get(index) {
            let found = leaf_hash(bytes);
            if found != *leaf {
                return Err(differs("the entry is not the one that was published", leaf, found));
            }
        }
        Ok(entry.is_opaque())
    }

    /// An event stands in what was signed after it, and not in what was signed before.
    fn dates(&self, row: &Recorded) -> Result<(), Difference> {
        let next = self.seen.partition_point(|seen| seen.size < row.position);
        let signed = |at: Option<usize>| self.seen.get(at?)?.signed_at;
        if let Some(before) = signed(next.checked_sub(1))
            && row.at < before - CLOCKS
        {
            let what = "the event is dated before a checkpoint that was signed without it";
            return Err(differs(what, format!("{before} or later"), row.at));
        }
        if let Some(after) = signed(Some(next))
            && row.at > after + CLOCKS
        {
            let what = "the event is dated after a checkpoint in which it stands";
            return Err(differs(what, format!("{after} or earlier"), row.at));
        }
        Ok(())
    }

    fn facts(&mut self, row: &Recorded, entry: &Entry) -> Result<(), Difference> {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        same("the entry is of another log", self.keeper.engine().origin(), &text(&entry.log))?;
        same(
            "the row stands in another stream than its entry says",
            &text(&entry.stream),
            &stream_name(&row.stream),
        )?;
        let sequence = entry.sequence.unwrap_or_default().to_string();
        same("the row has another sequence than its entry says", &sequence, &row.sequence.to_string())?;
        same("the row has another type than its entry says", &entry.event_type, &row.event_type)?;
        same("the row has another version than its entry says", &text(&entry.version), &row.event_version)?;
        let told = time_told(&row.stream);
        same("the row has another time than its entry says", &text(&entry.at), &told.of(row.at))?;
        let metadata: Metadata = serde_json::from_str(&row.metadata).unwrap_or_default();
        let mut salt = [0; 16];
        let salted = decode(&metadata.salt, &mut salt);
        let digest = self::row(&salt, &row.payload, &row.metadata);
        if !salted || digest != entry.row {
            return Err(differs(
                "the row was changed: its hash is not the one in its entry",
                &entry.row,
                digest,
            ));
        }
        if told == EntryTime::Day {
            let asked = metadata.asked_at.and_then(|micros| micros.parse().ok());
            let asked = asked.and_then(|micros| Timestamp::from_microsecond(micros).ok());
            let due = asked.map_or(row.at, |asked| asked.max(self.before));
            same("the row has another time than its command", &due.to_string(), &row.at.to_string())?;
        }
        self.public(row, entry)
    }

    fn public(&mut self, row: &Recorded, entry: &Entry) -> Result<(), Difference> {
        let place = |confidential| Place { stream: &row.stream, sequence: row.sequence, confidential };
        let confidential = self.is_confidential(row);
        let (facts, commitments) = public(place(confidential.unwrap_or(false)), &row.payload);
        if Some(&commitments) != entry.commitments.as_ref() {
            let found = json!(entry.commitments).to_string();
            return Err(differs("the entry commits to other texts than the row", json!(commitments), found));
        }
        let found = entry.public.clone().unwrap_or_default();
        // What was written together with a confidential case says as little as the case.
        let silent = confidential.is_none() && found == public(place(true), &row.payload).0;
        if found == facts || silent {
            return Ok(());
        }
        Err(differs("the entry tells other facts than the row", facts, found))
    }

    /// Whether the case that a row belongs to is confidential; nothing where the row is not
    /// of a case itself.
    fn is_confidential(&mut self, row: &Recorded) -> Option<bool> {
        if &*row.stream.kind != Initiative::TYPE {
            return None;
        }
        if row.event_type == "Submitted" {
            let payload: Value = serde_json::from_str(&row.payload).unwrap_or_default();
            let public = payload.pointer("/fact/Submitted/public").and_then(Value::as_bool);
            self.confidential.insert(row.stream.id.to_string(), !public.unwrap_or(true));
        }
        Some(self.confidential.get(&*row.stream.id).copied().unwrap_or(false))
    }
}

fn same(what: &'static str, expected: &str, found: &str) -> Result<(), Difference> {
    if expected == found { Ok(()) } else { Err(differs(what, expected, found)) }
}

fn differs(what: &'static str, expected: impl ToString, found: impl ToString) -> Difference {
    Difference { what, expected: expected.to_string(), found: found.to_string() }
}

/// Reads 32 hexadecimal digits; whether they are.
fn decode(text: &str, into: &mut [u8; 16]) -> bool {
    match uuid::Uuid::try_parse(text) {
        Ok(number) if text.len() == 32 => {
            *into = *number.as_bytes();
            true
        }
        Ok(_) | Err(_) => false,
    }
}
