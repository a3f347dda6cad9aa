//! Whether what is recorded still opens: for audits, which show nobody what they read.

use std::collections::{BTreeSet, HashMap};

use aggregates::ids::AttachmentId;
use aggregates::kept::{OPEN, Open, SEALED, Sealed};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::key::{DataKey, Stored};
use crate::open::{Expected, read};
use crate::{Context, KeyId, StoredAttachment, Vault, VaultError};

/// A text, a private value or a file of an event, and whether it opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The key that it is sealed under.
    pub key: KeyId,
    /// Where in the payload it stands: `fact.Submitted.fields.title`.
    pub path: String,
    /// What became of it.
    pub state: Sealing,
}

/// What became of something sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sealing {
    /// It opens, and is what was committed to.
    Opens,
    /// Its key is destroyed.
    Destroyed,
    /// The vault does not know its key.
    Missing,
    /// The key is there, and it does not open, or is not what was committed to.
    Broken,
}

impl Vault {
    /// Everything sealed in each of these events, in the order of their fields.
    ///
    /// # Errors
    ///
    /// If the store cannot be read.
    pub async fn check_many(&self, events: &[(&Context, &Value)]) -> Result<Vec<Vec<Checked>>, VaultError> {
        let mut found = Vec::new();
        for (event, (_, payload)) in events.iter().enumerate() {
            collect(event, "", String::new(), payload, &mut found);
        }
        let keys: BTreeSet<KeyId> = found.iter().map(|it| it.key).collect();
        let keys: Vec<KeyId> = keys.into_iter().collect();
        let stored = self.backend().load(&keys).await?;
        let mut checked = vec![Vec::new(); events.len()];
        for it in found {
            let state = match stored.get(&it.key) {
                None => Sealing::Missing,
                Some(Stored::Destroyed) => Sealing::Destroyed,
                Some(Stored::Live(wrapped)) => match DataKey::unwrap(&self.keys().master, it.key, wrapped) {
                    Ok(key) => self.opened(&key, events[it.event].0, &it).await?,
                    Err(_) => Sealing::Broken,
                },
            };
            checked[it.event].push(Checked { key: it.key, path: it.path, state });
        }
        Ok(checked)
    }

    /// Whether a file opens that an event names by its id alone, and was put for the event's stream.
    ///
    /// # Errors
    ///
    /// If the store cannot be read.
    pub async fn check_file(&self, place: &Context, id: AttachmentId) -> Result<Sealing, VaultError> {
        let key = KeyId::Attachment(id);
        Ok(match self.backend().load(&[key]).await?.get(&key) {
            None => Sealing::Missing,
            Some(Stored::Destroyed) => Sealing::Destroyed,
            Some(Stored::Live(_)) => match self.attachment(id).await {
                Ok(Some(StoredAttachment { context, .. }))
                    if (&context.stream_kind, &context.stream_id)
                        == (&place.stream_kind, &place.stream_id) =>
                {
                    Sealing::Opens
                }
                // Since its key was looked for.
                Ok(None) => Sealing::Destroyed,
                Ok(Some(_)) | Err(VaultError::Damaged { .. } | VaultError::KeyMissing { .. }) => {
                    Sealing::Broken
                }
                Err(error) => return Err(error),
            },
        })
    }

    /// Of these keys those that still open something.
    ///
    /// # Errors
    ///
    /// If the store cannot be read.
    pub async fn living(&self, keys: &[KeyId]) -> Result<BTreeSet<KeyId>, VaultError> {
        let stored: HashMap<KeyId, Stored> = self.backend().load(keys).await?;
        let lives = |(key, stored)| matches!(stored, Stored::Live(_)).then_some(key);
        Ok(stored.into_iter().filter_map(lives).collect())
    }

    async fn opened(
        &self,
        key: &DataKey,
        context: &Context,
        found: &Found<'_>,
    ) -> Result<Sealing, VaultError> {
        let opens = match &found.what {
            What::Text(open) => read(key, context, found.field, open).is_ok(),
            What::Private(sealed) => {
                let context = context.bytes(found.field, Some(sealed.subject));
                let expected = Expected {
                    id: found.key,
                    field: found.field,
                    opening: key.opening_in(&context),
                    context,
                    commitment: &sealed.commitment,
                    ciphertext: &sealed.ciphertext,
                };
                expected.decrypt(key).is_ok()
            }
            What::File { id, commitment } => match self.attachment(*id).await {
                Ok(Some(file)) => file.about.commitment == *commitment,
                // Since its key was looked for.
                Ok(None) => return Ok(Sealing::Destroyed),
                Err(VaultError::Damaged { .. } | VaultError::KeyMissing { .. }) => false,
                Err(error) => return Err(error),
            },
        };
        Ok(if opens { Sealing::Opens } else { Sealing::Broken })
    }
}

/// Something sealed, the event it stands in, and the field nearest above it.
struct Found<'a> {
    event: usize,
    field: &'a str,
    path: String,
    key: KeyId,
    what: What,
}

enum What {
    Text(Open<Value>),
    Private(Sealed<Value>),
    File { id: AttachmentId, commitment: String },
}

fn collect<'a>(event: usize, field: &'a str, path: String, value: &'a Value, found: &mut Vec<Found<'a>>) {
    match value {
        Value::Object(object) => match sealed(value, object) {
            Some((key, what)) => found.push(Found { event, field, path, key, what }),
            None => {
                for (field, value) in object {
                    collect(event, field, under(&path, field), value, found);
                }
            }
        },
        Value::Array(values) => {
            for (at, value) in values.iter().enumerate() {
                collect(event, field, under(&path, &at.to_string()), value, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn sealed(value: &Value, object: &Map<String, Value>) -> Option<(KeyId, What)> {
    if object.contains_key(OPEN) {
        let open = Open::deserialize(value).ok()?;
        return Some((KeyId::Text(open.key), What::Text(open)));
    }
    if object.contains_key(SEALED) {
        let sealed = Sealed::deserialize(value).ok()?;
        return Some((KeyId::Subject(sealed.subject), What::Private(sealed)));
    }
    if object.contains_key("media_type") {
        let id: AttachmentId = object.get("id")?.as_str()?.parse().ok()?;
        let commitment = object.get("commitment")?.as_str()?.to_owned();
        return Some((KeyId::Attachment(id), What::File { id, commitment }));
    }
    None
}

fn under(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}
