//! A sample of texts, files and sealed values, opened and compared with what was
//! committed to: is what people read what was published then?
//!
//! Which ones is decided by a seed that nobody can choose, the root of the tree, so that
//! whoever repeats it opens the same. Nothing that is opened leaves here.

use std::collections::BTreeMap;

use aggregates::ids::AttachmentId;
use aggregates::kept::{OPEN, SEALED};
use journal::JournalError;
use ledger::Entry;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use vault::{Context, Text, VaultError};

use crate::audit::Divergence;
use crate::sealing::command_of;
use crate::{Engine, EngineError};

const PAGE: usize = 2_000;

/// What a sample of openings came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Openings {
    /// Commitments in the journal, of which the sample is taken.
    pub committed: u64,
    /// Readable texts that were opened and are what was committed to.
    pub texts: u64,
    /// Files of which the same holds.
    pub files: u64,
    /// Sealed values of which the same holds.
    pub sealed: u64,
    /// Of the sample, what nobody can open any more: its key was destroyed.
    pub destroyed: u64,
    /// The first that is not what was committed to.
    pub divergence: Option<Divergence>,
}

/// Something that was committed to.
struct Committed {
    position: u64,
    /// Its path in the event.
    path: String,
    /// The name nearest above it.
    field: String,
    value: Value,
    place: Context,
    /// As the entry says it; nothing where it does not.
    commitment: Option<String>,
}

enum Opened {
    Text,
    File,
    Sealed,
    Destroyed,
}

impl Engine {
    /// Opens `count` of everything that was committed to, as `seed` decides, and compares
    /// it with the commitments in the entries. `progress` is told the position reached.
    ///
    /// # Errors
    ///
    /// If journal or vault cannot be read: then nothing is known.
    pub async fn sample_openings(
        &self,
        seed: &[u8],
        count: usize,
        mut progress: impl FnMut(u64),
    ) -> Result<Openings, EngineError> {
        let (committed, sample) = self.sample(seed, count, &mut progress).await?;
        let mut openings =
            Openings { committed, texts: 0, files: 0, sealed: 0, destroyed: 0, divergence: None };
        for chosen in sample {
            match self.open_committed(&chosen).await? {
                Ok(Opened::Text) => openings.texts += 1,
                Ok(Opened::File) => openings.files += 1,
                Ok(Opened::Sealed) => openings.sealed += 1,
                Ok(Opened::Destroyed) => openings.destroyed += 1,
                Err(found) => {
                    openings.divergence = Some(Divergence {
                        position: chosen.position,
                        what: format!("{} is not what was committed to", chosen.path),
                        expected: chosen
                            .commitment
                            .unwrap_or_else(|| "no commitment in the entry".to_owned()),
                        found,
                    });
                    break;
                }
            }
        }
        Ok(openings)
    }

    /// How many commitments there are, and the sample in order of position.
    async fn sample(
        &self,
        seed: &[u8],
        count: usize,
        progress: &mut impl FnMut(u64),
    ) -> Result<(u64, Vec<Committed>), EngineError> {
        let journal = self.journal();
        let mut committed = 0;
        // Those with the smallest hashes: any order of reading gives the same sample.
        let mut chosen: BTreeMap<[u8; 32], Committed> = BTreeMap::new();
        let mut after = 0;
        loop {
            let rows = journal.read(after, PAGE).await?;
            let Some(last) = rows.last() else { break };
            let entries = journal.entries(after, rows.len()).await?;
            after = last.position;
            for (row, entry) in rows.iter().zip(&entries) {
                let Ok(payload) = serde_json::from_str::<Value>(&row.payload) else {
                    let what = format!("the payload at position {} is not JSON", row.position);
                    return Err(JournalError::Corrupt { what }.into());
                };
                let mut found = Vec::new();
                find("", "", &payload, &mut found);
                if found.is_empty() {
                    continue;
                }
                let told = Entry::parse(entry).ok().and_then(|entry| entry.commitments).unwrap_or_default();
                for (path, field, value) in found {
                    committed += 1;
                    let score = score(seed, row.position, &path);
                    let full = chosen.len() >= count;
                    if count == 0 || full && chosen.last_key_value().is_some_and(|(last, _)| *last <= score) {
                        continue;
                    }
                    if full {
                        chosen.pop_last();
                    }
                    let commitment = told.get(&path).cloned();
                    let place = self.inner().place(&row.stream, command_of(row));
                    let (field, value) = (field.to_owned(), value.clone());
                    let position = row.position;
                    chosen.insert(score, Committed { position, path, field, value, place, commitment });
                }
            }
            progress(after);
        }
        let mut sample: Vec<_> = chosen.into_values().collect();
        sample.sort_by(|one, other| (one.position, &one.path).cmp(&(other.position, &other.path)));
        Ok((committed, sample))
    }

    /// Opens one; what was found instead, where it is not what the entry commits to.
    async fn open_committed(&self, chosen: &Committed) -> Result<Result<Opened, String>, EngineError> {
        let Committed { field, value, place, .. } = chosen;
        let vault = self.vault();
        let opened = if value.get(OPEN).is_some() {
            // As it stands in the event: the field decides what it was sealed for.
            let texts = vault.open_texts(place, &json!({ field.as_str(): value })).await;
            texts.map(|texts| match texts.into_values().next() {
                Some(Text::Readable(_)) => Some((Opened::Text, committed_in(value))),
                Some(Text::Destroyed) | None => None,
            })
        } else if value.get(SEALED).is_some() {
            let opened = vault.open_sealed(place, field, value).await;
            opened.map(|_| Some((Opened::Sealed, committed_in(value))))
        } else {
            let id = value.get("id").and_then(Value::as_str).and_then(|id| id.parse().ok());
            let Some(id) = id.map(AttachmentId) else { return Ok(Err("a file without an id".to_owned())) };
            let file = vault.attachment(id).await;
            file.map(|file| file.map(|file| (Opened::File, Some(file.about.commitment))))
        };
        match opened {
            Ok(None) | Err(VaultError::Erased { .. }) => Ok(Ok(Opened::Destroyed)),
            Ok(Some((opened, found))) if found == chosen.commitment => Ok(Ok(opened)),
            Ok(Some((_, found))) => Ok(Err(found.unwrap_or_else(|| "no commitment in the event".to_owned()))),
            Err(
                error @ (VaultError::Tampered { .. }
                | VaultError::Malformed { .. }
                | VaultError::KeyMissing { .. }
                | VaultError::Damaged { .. }),
            ) => Ok(Err(error.to_string())),
            Err(error) => Err(error.into()),
        }
    }
}

fn committed_in(value: &Value) -> Option<String> {
    value.get("commitment").and_then(Value::as_str).map(str::to_owned)
}

/// What a payload commits to: the path, the name nearest above, and what stands there.
pub(crate) fn find<'v>(
    path: &str,
    field: &'v str,
    value: &'v Value,
    found: &mut Vec<(String, &'v str, &'v Value)>,
) {
    let under = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match value {
        Value::Object(fields) => {
            let kept = [OPEN, SEALED, "media_type"].iter().any(|name| fields.contains_key(*name));
            if kept && fields.contains_key("commitment") {
                found.push((path.to_owned(), field, value));
                return;
            }
            for (name, value) in fields {
                find(&under(name), name, value, found);
            }
        }
        Value::Array(values) => {
            for (at, value) in values.iter().enumerate() {
                find(&under(&at.to_string()), field, value, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn score(seed: &[u8], position: u64, path: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"veche sample 1 ");
    hash.update(seed);
    hash.update(position.to_be_bytes());
    hash.update(path.as_bytes());
    hash.finalize().into()
}
