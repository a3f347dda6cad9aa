//! Rows against entries, entries against what was published: is the journal the one that
//! was signed?
//!
//! Whoever can write the database can make row and entry agree; he cannot make the entry
//! agree with a tree that was signed before. Both are checked, and the first position at
//! which one shows is named.

use std::collections::HashMap;

use aggregates::initiative::Initiative;
use cqrs_es::Aggregate;
use jiff::Timestamp;
use journal::{EntryTime, Recorded, Verification};
use ledger::{Checkpoint, Entry, Hash, Policy, SignedCheckpoint, leaf_hash, stored_leaves};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::entry::{Place, public, row, stream_name, time_told};
use crate::{Keeper, KeeperError};

const PAGE: usize = 2_000;

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
    /// Reads the whole journal and checks every row against its entry, and every entry
    /// against the last published checkpoint. `progress` is told the position reached.
    ///
    /// # Errors
    ///
    /// If journal, desk or files cannot be read: then nothing is known.
    pub async fn audit(&self, mut progress: impl FnMut(u64)) -> Result<Audit, KeeperError> {
        let journal = self.engine().journal();
        let published = self.last_published().await?;
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
        let mut walk =
            Walk { keeper: self, leaves: &leaves, confidential: HashMap::new(), before: Timestamp::MIN };
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
        Ok(Audit::Holds { rows: position, opaque, published: leaves.len() as u64 })
    }

    /// The largest checkpoint that this node has shown.
    async fn last_published(&self) -> Result<Option<Checkpoint>, KeeperError> {
        let name = self.folder().join("checkpoint");
        let bytes = match std::fs::read(&name) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(KeeperError::File { path: name, source }),
        };
        let note = SignedCheckpoint::parse(&bytes)?;
        Ok(Some(match self.verifying_key() {
            Some(key) => note.verify(&Policy::log_alone(key.clone()))?,
            None => note.unverified()?,
        }))
    }
}

struct Walk<'a> {
    keeper: &'a Keeper,
    leaves: &'a [Hash],
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
            let hash = hex(&row.hash());
            same("the row is not the one that its opaque entry names", &entry.row, &hash)?;
        } else {
            self.facts(row, &entry)?;
        }
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

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
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
