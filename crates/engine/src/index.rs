//! What the blind index learns of a person.

use aggregates::ids::ParticipantId;
use aggregates::kept::{Private, Typed};
use aggregates::participant::{Action, Identity, Method};
use vault::{IdentityKey, IndexTerm, Target, TermKind, VaultError};

use crate::EngineError;
use crate::command::Terms;
use crate::engine::Inner;
use crate::error::Refusal;

/// What is to be indexed once a command about a participant is decided.
#[derive(Clone)]
pub(crate) struct Indexing {
    person: ParticipantId,
    /// Who he is, with whether somebody vouches for it.
    identity: Option<(IdentityKey, bool)>,
    /// What he was found by so far and is no more.
    outdated: Option<TermKind>,
    terms: Vec<IndexTerm>,
}

impl std::fmt::Debug for Indexing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Indexing({})", self.person)
    }
}

impl Inner {
    /// What an action tells of a person, taken before it is sealed.
    pub(crate) fn indexing(
        &self,
        person: ParticipantId,
        namesake: u16,
        action: &Action<Typed, Private, Private<Identity>>,
    ) -> Option<Indexing> {
        let term = |kind, value: &str| IndexTerm {
            kind,
            value: value.to_owned(),
            target: Target::Participant(person),
            subject: Some(person),
        };
        match action {
            Action::Verify { method, identity: Some(Private(identity)), .. } => {
                let vouched = match method {
                    Method::Oidc | Method::DocumentSeenByClerk => true,
                    Method::Imported => false,
                };
                let key = self.vault.identity_key(identity, namesake);
                let terms = vec![term(TermKind::Surname, &identity.surname)];
                Some(Indexing { person, identity: Some((key, vouched)), outdated: None, terms })
            }
            Action::SetContact { phone, .. } => {
                // "Ask my son" is kept, and nobody is found by it.
                let numbers = phone.iter().filter(|phone| phone.0.contains(|c: char| c.is_ascii_digit()));
                let terms = numbers.map(|phone| term(TermKind::Phone, &phone.0)).collect();
                Some(Indexing { person, identity: None, outdated: Some(TermKind::Phone), terms })
            }
            Action::Verify { identity: None, .. }
            | Action::Register { .. }
            | Action::ChangeResidence { .. }
            | Action::AddRepresentative { .. }
            | Action::RemoveRepresentative { .. }
            | Action::ErasePersonalData { .. } => None,
        }
    }

    /// Claims the identity for a person whom somebody vouches for. To be called once
    /// it is decided that he is verified, and before that is recorded.
    pub(crate) async fn claim(&self, command: &Terms) -> Result<(), EngineError> {
        let Some(Indexing { person, identity: Some((key, true)), .. }) = &command.indexing else {
            return Ok(());
        };
        let holder = self.vault.claim_identity(*key, *person).await?;
        if holder == *person {
            return Ok(());
        }
        Err(EngineError::Refused(Refusal {
            code: "known_as_another",
            sentence: format!(
                "somebody of this name and birth date is registered as {holder}; \
                 if this is another person, give him a namesake's number"
            ),
            findings: Vec::new(),
            values: Box::default(),
        }))
    }

    /// Makes people findable, in one transaction, before the events are recorded
    /// that name them: what is found too much is seen, what is not found is not.
    pub(crate) async fn index<'a>(
        &self,
        commands: impl Iterator<Item = &'a Terms>,
    ) -> Result<(), VaultError> {
        let mut terms = Vec::new();
        for Indexing { person, identity, outdated, terms: new } in
            commands.filter_map(|terms| terms.indexing.as_ref())
        {
            if let Some(kind) = outdated {
                self.vault.forget(*person, *kind).await?;
            }
            if let Some((key, _)) = identity {
                self.know(*person, *key);
            }
            terms.extend(new.iter().filter(|term| term.value.contains(char::is_alphanumeric)).cloned());
        }
        if terms.is_empty() { Ok(()) } else { self.vault.remember(terms).await }
    }
}
