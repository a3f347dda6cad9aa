//! From what people typed to what may be recorded.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use aggregates::ids::{ParticipantId, TextId};
use aggregates::kept::{Open, PRIVATE, Sealed, TYPED};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use crate::cipher::commitment;
use crate::key::{DataKey, NewKey, Stored};
use crate::{Context, Entropy, KeyId, Vault, VaultError};

impl Vault {
    /// Replaces every `{"$typed": …}` in a command by an `Open` and every
    /// `{"$private": …}` by a `Sealed` of `subject`. All keys are durable when
    /// this returns. Random numbers are drawn in the order of the document, and
    /// the same whatever the vault holds already.
    ///
    /// Refuses a private value without a subject, and one of a subject that is erased.
    pub async fn seal(
        &self,
        entropy: &Entropy,
        context: &Context,
        subject: Option<ParticipantId>,
        value: Value,
    ) -> Result<Value, VaultError> {
        let sealed = self.seal_many(entropy, vec![(context.clone(), subject, value)]).await?;
        Ok(sealed.into_iter().next().expect("one value gives one value"))
    }

    /// [`seal`](Self::seal) for many, with one transaction for all keys.
    pub async fn seal_many(
        &self,
        entropy: &Entropy,
        values: Vec<(Context, Option<ParticipantId>, Value)>,
    ) -> Result<Vec<Value>, VaultError> {
        let mut subjects: Vec<_> = values
            .iter()
            .filter(|(_, _, value)| holds_private(value))
            .filter_map(|(_, subject, _)| subject.map(KeyId::Subject))
            .collect();
        subjects.sort_unstable();
        subjects.dedup();
        let mut known = self.subject_keys(&subjects).await?;
        loop {
            let asked = self.cache().asking();
            let mut sealing = Sealing::new(self, entropy, known.clone());
            let sealed = values
                .iter()
                .map(|(context, subject, value)| {
                    sealing.drawn = false;
                    sealing.value(Place { context, subject: *subject, field: "" }, value)
                })
                .collect::<Result<Vec<_>, _>>()?;
            if sealing.fresh.is_empty() {
                return Ok(sealed);
            }
            match self.backend().insert(self.fingerprint(), sealing.fresh, None).await {
                Ok(()) => {
                    self.cache().put(asked, sealing.texts);
                    return Ok(sealed);
                }
                Err(VaultError::KeyExists) => {
                    // Another node may have been first with the key of a subject.
                    let now = self.subject_keys(&subjects).await?;
                    if now.len() == known.len() {
                        return Err(VaultError::KeyExists);
                    }
                    known = now;
                }
                Err(error) => return Err(error),
            }
        }
    }

    async fn subject_keys(&self, subjects: &[KeyId]) -> Result<HashMap<KeyId, DataKey>, VaultError> {
        self.backend()
            .load(subjects)
            .await?
            .into_iter()
            .map(|(key, stored)| match stored {
                Stored::Destroyed => Err(VaultError::Erased { key }),
                Stored::Live(wrapped) => Ok((key, DataKey::unwrap(&self.keys().master, key, &wrapped)?)),
            })
            .collect()
    }
}

fn holds_private(value: &Value) -> bool {
    match value {
        Value::Object(object) => {
            object.contains_key(PRIVATE)
                || (!object.contains_key(TYPED) && object.values().any(holds_private))
        }
        Value::Array(values) => values.iter().any(holds_private),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

#[derive(Clone, Copy)]
struct Place<'a> {
    context: &'a Context,
    subject: Option<ParticipantId>,
    field: &'a str,
}

struct Sealing<'a> {
    master: &'a [u8; 32],
    entropy: &'a Entropy,
    subjects: HashMap<KeyId, DataKey>,
    /// Whether this value has drawn a key for its subject, needed or not.
    drawn: bool,
    texts: Vec<(TextId, DataKey)>,
    fresh: Vec<NewKey>,
}

impl<'a> Sealing<'a> {
    fn new(vault: &'a Vault, entropy: &'a Entropy, subjects: HashMap<KeyId, DataKey>) -> Self {
        Self {
            master: &vault.keys().master,
            entropy,
            subjects,
            drawn: false,
            texts: Vec::new(),
            fresh: Vec::new(),
        }
    }

    fn value(&mut self, place: Place<'_>, value: &Value) -> Result<Value, VaultError> {
        match value {
            Value::Object(object) => {
                if let Some(typed) = alone(place.field, object, TYPED)? {
                    return Ok(self.typed(place, typed));
                }
                if let Some(private) = alone(place.field, object, PRIVATE)? {
                    return self.private(place, private);
                }
                let mut sealed = Map::new();
                for (field, value) in object {
                    sealed.insert(field.clone(), self.value(Place { field, ..place }, value)?);
                }
                Ok(Value::Object(sealed))
            }
            Value::Array(values) => values.iter().map(|value| self.value(place, value)).collect(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(value.clone()),
        }
    }

    fn typed(&mut self, place: Place<'_>, typed: &Value) -> Value {
        let text = TextId(self.entropy.uuid_v4());
        let (key, fresh) = self.generate(KeyId::Text(text), place.subject);
        self.fresh.push(fresh);
        self.texts.push((text, key));
        let context = place.context.bytes(place.field, None);
        let plaintext = typed.to_string();
        let ciphertext = key.encrypt(self.entropy, &context, plaintext.as_bytes());
        let commitment = commitment(&key.opening(), &context, plaintext.as_bytes());
        json(Open::<Value>::new(text, chars(typed), commitment, STANDARD.encode(ciphertext)))
    }

    fn private(&mut self, place: Place<'_>, private: &Value) -> Result<Value, VaultError> {
        let Some(subject) = place.subject else {
            return Err(VaultError::NoSubject { field: place.field.into() });
        };
        let id = KeyId::Subject(subject);
        let key = self.subject_key(id);
        let context = place.context.bytes(place.field, Some(subject));
        let plaintext = private.to_string();
        let ciphertext = key.encrypt(self.entropy, &context, plaintext.as_bytes());
        let commitment = commitment(&key.opening_in(&context), &context, plaintext.as_bytes());
        Ok(json(Sealed::<Value>::new(subject, commitment, STANDARD.encode(ciphertext))))
    }

    fn subject_key(&mut self, id: KeyId) -> DataKey {
        if !std::mem::replace(&mut self.drawn, true) {
            let (key, fresh) = self.generate(id, None);
            if let Entry::Vacant(lacking) = self.subjects.entry(id) {
                lacking.insert(key);
                self.fresh.push(fresh);
            }
        }
        self.subjects[&id]
    }

    fn generate(&self, id: KeyId, subject: Option<ParticipantId>) -> (DataKey, NewKey) {
        let key = DataKey::generate(self.entropy);
        (key, NewKey { id, subject, wrapped: key.wrap(self.master, id, self.entropy) })
    }
}

/// The value under `mark`, where the object is a marked value.
fn alone<'a>(
    field: &str,
    object: &'a Map<String, Value>,
    mark: &str,
) -> Result<Option<&'a Value>, VaultError> {
    match object.get(mark) {
        Some(_) if object.len() > 1 => {
            Err(VaultError::Malformed { field: field.into(), what: format!("{mark} must stand alone") })
        }
        found => Ok(found),
    }
}

/// The length of a text in characters; of a structure, of its JSON.
pub(crate) fn chars(value: &Value) -> u32 {
    let count = match value {
        Value::String(text) => text.chars().count(),
        other => other.to_string().chars().count(),
    };
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn json(value: impl serde::Serialize) -> Value {
    serde_json::to_value(value).expect("ids and texts are JSON")
}
