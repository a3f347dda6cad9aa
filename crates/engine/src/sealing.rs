//! What a human typed, on its way to the journal, and keys that go.

use std::sync::Arc;

use aggregates::ids::{InitiativeId, ParticipantId};
use aggregates::initiative::fields::Finding;
use aggregates::kept::TYPED;
use aggregates::participant::{Identity, Participant, ParticipantEvent};
use aggregates::support;
use cqrs_es::Aggregate;
use journal::{Recorded, StreamId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;
use vault::{Context, IdentityKey, KeyId, VaultError};

use crate::EngineError;
use crate::cold::event;
use crate::engine::Inner;
use crate::hot::Kept as _;

/// Something to be sealed: for which place, on whose behalf, and the command.
pub(crate) type Sheet = (Context, Option<ParticipantId>, Value);

impl Inner {
    /// The place of a command's texts.
    pub(crate) fn place(&self, stream: &StreamId, command: Uuid) -> Context {
        Context {
            log: self.journal.identity().id,
            stream_kind: stream.kind.to_string(),
            stream_id: stream.id.to_string(),
            command_id: command,
        }
    }

    /// Seals many, their keys in one transaction; if one cannot be sealed, each for itself.
    pub(crate) async fn seal(&self, sheets: Vec<Sheet>) -> Vec<Result<Value, VaultError>> {
        if sheets.len() > 1
            && let Ok(sealed) = self.vault.seal_many(&self.entropy, sheets.clone()).await
        {
            return sealed.into_iter().map(Ok).collect();
        }
        let mut sealed = Vec::with_capacity(sheets.len());
        for (context, subject, value) in sheets {
            sealed.push(self.vault.seal(&self.entropy, &context, subject, value).await);
        }
        sealed
    }

    /// The key of a person, in memory after the first time. Nothing for somebody
    /// who was not verified as a person, or is erased.
    pub(crate) async fn identity_key(
        &self,
        person: ParticipantId,
    ) -> Result<Option<IdentityKey>, EngineError> {
        if let Some((key, _)) = self.identities.get(&person.to_string()) {
            return Ok(Some(*key));
        }
        let stream = StreamId::new(Participant::TYPE, person.to_string());
        let recorded = self.journal.load(&stream, 0).await?;
        let (mut state, mut verified) = (Participant::default(), Vec::new());
        for recorded in &recorded {
            let event = event::<Participant>(recorded)?;
            state.apply(event.clone());
            if let ParticipantEvent::ParticipantVerified { identity: Some(identity), .. } = event {
                verified.push((recorded, identity));
            }
        }
        // Who supports is looked at next: he is not loaded a second time.
        if let Some(last) = recorded.last() {
            Participant::copies(&self.hot).put(stream.id.clone(), Arc::new(state), last.sequence);
        }
        let Some((recorded, identity)) = verified.pop() else { return Ok(None) };
        let key = match (&*verified, &*self.vault.identities_of(person).await?) {
            // He was verified once, and holds what was claimed then: nothing needs to be opened.
            ([], [key]) => *key,
            _ => {
                let place = self.place(&stream, command_of(recorded));
                let opened = match self.vault.open_sealed(&place, "identity", &json(&identity)).await {
                    Err(VaultError::Erased { .. }) => return Ok(None),
                    opened => opened?,
                };
                self.key_held_by(&typed(opened)?, person).await?
            }
        };
        self.know(person, key);
        Ok(Some(key))
    }

    /// Of namesakes born on one day each holds a key of his own.
    async fn key_held_by(
        &self,
        identity: &Identity,
        person: ParticipantId,
    ) -> Result<IdentityKey, EngineError> {
        let mut namesake = 0;
        loop {
            let key = self.vault.identity_key(identity, namesake);
            match self.vault.participant_by_identity(key).await? {
                Some(holder) if holder != person => namesake += 1,
                Some(_) | None => return Ok(key),
            }
        }
    }

    /// Keeps a person's key in memory.
    pub(crate) fn know(&self, person: ParticipantId, key: IdentityKey) {
        self.identities.put(person.to_string().into(), key.into(), 1);
    }

    /// Destroys keys whose end is recorded. A second time changes nothing.
    pub(crate) async fn destroy(&self, keys: &[KeyId]) -> Result<(), EngineError> {
        for key in keys {
            if let KeyId::Subject(person) = key {
                self.identities.forget(&person.to_string());
            }
            destroy(&self.vault, *key).await?;
        }
        Ok(())
    }

    /// The tag of somebody's support of an initiative.
    pub(crate) async fn support_tag(
        &self,
        initiative: InitiativeId,
        person: Option<ParticipantId>,
    ) -> Result<String, EngineError> {
        let person = person.ok_or(support::Refusal::NotAPerson)?;
        let key = self.identity_key(person).await?.ok_or(support::Refusal::NotVerified)?;
        Ok(self.vault.support_tag(initiative, key).to_string())
    }

    /// The tag of somebody's assessment of an initiative.
    pub(crate) async fn assessment_tag(
        &self,
        initiative: InitiativeId,
        person: Option<ParticipantId>,
    ) -> Result<String, EngineError> {
        let person = person.ok_or(aggregates::assessment::Refusal::NotVerified)?;
        let key = self.identity_key(person).await?.ok_or(aggregates::assessment::Refusal::NotVerified)?;
        Ok(self.vault.assessment_tag(initiative, key).to_string())
    }
}

/// Destroys a key, whose bytes may then still be on a disk that somebody reads:
/// whoever reads the event next tries again.
pub(crate) async fn destroy(vault: &vault::Vault, key: KeyId) -> Result<(), VaultError> {
    match vault.destroy(key).await {
        Err(error @ VaultError::NotYetErased) => {
            tracing::warn!(%key, error = &error as &dyn std::error::Error, "a key is not wiped yet");
            Ok(())
        }
        done => done,
    }
}

/// The command whose event this is; the nil id for an event of another program.
pub(crate) fn command_of(recorded: &Recorded) -> Uuid {
    #[derive(serde::Deserialize)]
    struct Metadata {
        command_id: Uuid,
    }
    serde_json::from_str(&recorded.metadata).map_or(Uuid::nil(), |metadata: Metadata| metadata.command_id)
}

/// Personal data in a text, under the name of its field.
pub(crate) fn detect<'a>(field: &'a str, text: &str) -> impl Iterator<Item = Finding> + use<'a> {
    vault::detector::find(text).into_iter().map(move |found| Finding {
        field: field.to_owned(),
        kind: found.kind.code().to_owned(),
        start: u32::try_from(found.start).unwrap_or(u32::MAX),
        end: u32::try_from(found.end).unwrap_or(u32::MAX),
    })
}

/// Personal data in every text of a command.
pub(crate) fn found_in(command: &Value) -> Vec<Finding> {
    let mut findings = Vec::new();
    walk("", command, &mut findings);
    findings
}

/// The first value of a command that nobody could have meant: a text that is blank or has a
/// control character that would move a reader's cursor, or a number that no view can keep.
/// Its field, and why.
pub(crate) fn unfit(field: &str, value: &Value) -> Option<(String, &'static str)> {
    match value {
        Value::Object(object) => match object.get(TYPED) {
            Some(Value::String(text)) if text.trim().is_empty() => {
                Some((field.to_owned(), "the text is blank"))
            }
            Some(Value::String(text)) if text.chars().any(|c| c.is_control() && !"\n\r\t".contains(c)) => {
                Some((field.to_owned(), "the text holds a control character"))
            }
            Some(_) => None,
            None => object.iter().find_map(|(field, value)| unfit(field, value)),
        },
        Value::Array(values) => values.iter().find_map(|value| unfit(field, value)),
        Value::Number(number) if number.as_u64().is_some_and(|number| i64::try_from(number).is_err()) => {
            Some((field.to_owned(), "the number is too large"))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

fn walk(field: &str, value: &Value, findings: &mut Vec<Finding>) {
    match value {
        Value::Object(object) => match object.get(TYPED) {
            Some(Value::String(text)) => findings.extend(detect(field, text)),
            Some(_) | None => object.iter().for_each(|(field, value)| walk(field, value, findings)),
        },
        Value::Array(values) => values.iter().for_each(|value| walk(field, value, findings)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// As JSON, for the vault.
pub(crate) fn json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).expect("commands and sealed values are made of what JSON can say")
}

/// Back from JSON.
pub(crate) fn typed<T: DeserializeOwned>(value: Value) -> Result<T, EngineError> {
    serde_path_to_error::deserialize(value).map_err(|error| EngineError::BadRequest {
        path: error.path().to_string(),
        what: error.inner().to_string(),
    })
}
