//! From what is recorded back to what may be read.

use std::collections::{BTreeMap, HashMap};

use aggregates::ids::TextId;
use aggregates::kept::{OPEN, Open, Sealed};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::Value;

use crate::cipher::commitment;
use crate::key::{DataKey, Stored};
use crate::seal::chars;
use crate::{Context, KeyId, Vault, VaultError};

/// How many texts are opened with one question to the database.
const CHUNK: usize = 4096;

/// What became of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// The text; of a structured value, its JSON.
    Readable(String),
    /// Its key is destroyed: nobody will ever read it.
    Destroyed,
}

impl Text {
    /// The text, while it can be read.
    pub fn readable(&self) -> Option<&str> {
        match self {
            Self::Readable(text) => Some(text),
            Self::Destroyed => None,
        }
    }
}

/// With what anybody checks that a text is the one that was committed to:
/// `commitment` = HMAC-SHA-256 under `opening` of `context` and `plaintext`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// The 256 bits under which the commitment was made; of this one text alone.
    pub opening: [u8; 32],
    /// See [`Context::bytes`].
    pub context: Vec<u8>,
    /// The text as it was sealed: compact JSON.
    pub plaintext: Vec<u8>,
    /// What the event committed to, in hexadecimal.
    pub commitment: String,
}

impl Vault {
    /// A readable text with what proves it, which stands under `field` (the key of the JSON
    /// object nearest above it); nothing where its key is destroyed.
    pub async fn proven(
        &self,
        context: &Context,
        field: &str,
        open: &Open<Value>,
    ) -> Result<Option<Opening>, VaultError> {
        let Some(key) = self.live(KeyId::Text(open.key)).await? else { return Ok(None) };
        let (opening, context) = (key.opening(), context.bytes(field, None));
        let id = KeyId::Text(open.key);
        let (commitment, ciphertext) = (&open.commitment, &open.ciphertext);
        let expected = Expected { id, field, opening, context, commitment, ciphertext };
        let plaintext = expected.plaintext(&key)?;
        let Expected { context, .. } = expected;
        Ok(Some(Opening { opening, context, plaintext, commitment: open.commitment.clone() }))
    }

    /// All readable texts of one event; `context` is what the event says of
    /// itself. See [`open_many`](Self::open_many).
    pub async fn open_texts(
        &self,
        context: &Context,
        payload: &Value,
    ) -> Result<BTreeMap<TextId, Text>, VaultError> {
        let opened = self.open_many(&[(context, payload)]).await?;
        Ok(opened.into_iter().next().expect("one event gives one map"))
    }

    /// The texts of many events, a map for each. A text whose commitment, length
    /// or place is not the one it was sealed with is an error, and so is a key
    /// that is missing without having been destroyed.
    pub async fn open_many(
        &self,
        events: &[(&Context, &Value)],
    ) -> Result<Vec<BTreeMap<TextId, Text>>, VaultError> {
        let mut found = Vec::new();
        for (event, (_, payload)) in events.iter().enumerate() {
            collect(event, "", payload, &mut found)?;
        }
        let mut opened = vec![BTreeMap::new(); events.len()];
        for chunk in found.chunks(CHUNK) {
            let keys = self.text_keys(chunk).await?;
            for Found { event, field, open } in chunk {
                let text = match keys.get(&open.key) {
                    None => return Err(VaultError::KeyMissing { key: KeyId::Text(open.key) }),
                    Some(None) => Text::Destroyed,
                    Some(Some(key)) => Text::Readable(read(key, events[*event].0, field, open)?),
                };
                opened[*event].insert(open.key, text);
            }
        }
        Ok(opened)
    }

    /// A private value. `field` is the key of the JSON object nearest above it.
    /// Recording who opens it, and why, is the caller's duty, and comes first.
    pub async fn open_sealed(
        &self,
        context: &Context,
        field: &str,
        sealed: &Value,
    ) -> Result<Value, VaultError> {
        let opening = self.proven_sealed(context, field, sealed).await?;
        serde_json::from_slice(&opening.plaintext).map_err(|error| malformed(field, error))
    }

    /// A private value with what proves it; the same duties as of [`open_sealed`](Self::open_sealed).
    pub async fn proven_sealed(
        &self,
        context: &Context,
        field: &str,
        sealed: &Value,
    ) -> Result<Opening, VaultError> {
        let sealed = Sealed::<Value>::deserialize(sealed).map_err(|error| malformed(field, error))?;
        let id = KeyId::Subject(sealed.subject);
        let key = self.live(id).await?.ok_or(VaultError::Erased { key: id })?;
        let context = context.bytes(field, Some(sealed.subject));
        let opening = key.opening_in(&context);
        let (commitment, ciphertext) = (&sealed.commitment, &sealed.ciphertext);
        let expected = Expected { id, field, opening, context, commitment, ciphertext };
        let plaintext = expected.plaintext(&key)?;
        let Expected { context, .. } = expected;
        Ok(Opening { opening, context, plaintext, commitment: sealed.commitment })
    }

    /// `None` for a key that is destroyed; one that is unknown is left out.
    async fn text_keys(&self, chunk: &[Found<'_>]) -> Result<HashMap<TextId, Option<DataKey>>, VaultError> {
        let mut keys = HashMap::with_capacity(chunk.len());
        let mut lacking = Vec::new();
        let asked = {
            let mut cache = self.cache();
            for Found { open, .. } in chunk {
                match cache.get(open.key) {
                    Some(key) => drop(keys.insert(open.key, Some(key))),
                    None => lacking.push(KeyId::Text(open.key)),
                }
            }
            cache.asking()
        };
        let mut fresh = Vec::with_capacity(lacking.len());
        for (id, stored) in self.backend().load(&lacking).await? {
            let text = TextId(id.uuid());
            let key = match stored {
                Stored::Destroyed => None,
                Stored::Live(wrapped) => Some(DataKey::unwrap(&self.keys().master, id, &wrapped)?),
            };
            fresh.extend(key.map(|key| (text, key)));
            keys.insert(text, key);
        }
        self.cache().put(asked, fresh);
        Ok(keys)
    }
}

/// A sealed text, the event it stands in, and the field.
struct Found<'a> {
    event: usize,
    field: &'a str,
    open: Open<Value>,
}

fn collect<'a>(
    event: usize,
    field: &'a str,
    value: &'a Value,
    found: &mut Vec<Found<'a>>,
) -> Result<(), VaultError> {
    match value {
        Value::Object(object) if object.contains_key(OPEN) => {
            let open = Open::deserialize(value).map_err(|error| malformed(field, error))?;
            found.push(Found { event, field, open });
            Ok(())
        }
        Value::Object(object) => {
            object.iter().try_for_each(|(field, value)| collect(event, field, value, found))
        }
        Value::Array(values) => values.iter().try_for_each(|value| collect(event, field, value, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(()),
    }
}

pub(crate) fn read(
    key: &DataKey,
    context: &Context,
    field: &str,
    open: &Open<Value>,
) -> Result<String, VaultError> {
    let id = KeyId::Text(open.key);
    let expected = Expected {
        id,
        field,
        opening: key.opening(),
        context: context.bytes(field, None),
        commitment: &open.commitment,
        ciphertext: &open.ciphertext,
    };
    let value = expected.decrypt(key)?;
    if chars(&value) != open.chars {
        return Err(VaultError::Tampered { key: id, field: field.into() });
    }
    Ok(match value {
        Value::String(text) => text,
        other => other.to_string(),
    })
}

/// What a sealed value must agree with.
pub(crate) struct Expected<'a> {
    pub(crate) id: KeyId,
    pub(crate) field: &'a str,
    pub(crate) opening: [u8; 32],
    pub(crate) context: Vec<u8>,
    pub(crate) commitment: &'a str,
    pub(crate) ciphertext: &'a str,
}

impl Expected<'_> {
    pub(crate) fn decrypt(&self, key: &DataKey) -> Result<Value, VaultError> {
        serde_json::from_slice(&self.plaintext(key)?).map_err(|_| self.tampered())
    }

    fn plaintext(&self, key: &DataKey) -> Result<Vec<u8>, VaultError> {
        let ciphertext = STANDARD.decode(self.ciphertext).map_err(|_| self.tampered())?;
        let plaintext = key.decrypt(&self.context, &ciphertext).ok_or_else(|| self.tampered())?;
        if commitment(&self.opening, &self.context, &plaintext) != self.commitment {
            return Err(self.tampered());
        }
        Ok(plaintext)
    }

    fn tampered(&self) -> VaultError {
        VaultError::Tampered { key: self.id, field: self.field.into() }
    }
}

fn malformed(field: &str, error: serde_json::Error) -> VaultError {
    VaultError::Malformed { field: field.into(), what: error.to_string() }
}
