//! What is sealed of a case, for an official who said why he has to read it.
//!
//! The event is recorded before anything is opened: a crash between the two leaves an
//! opening that nobody saw, never one that nobody recorded.

use std::collections::{BTreeMap, BTreeSet};

use aggregates::ids::{InitiativeId, OfficialId, ParticipantId};
use aggregates::initiative::fields::Attachment;
use aggregates::initiative::{Fact, Initiative};
use aggregates::official::{self, Official, OpeningReason, SealedField};
use aggregates::participant::{Identity, Participant, ParticipantEvent};
use cqrs_es::Aggregate;
use jiff::civil::Date;
use journal::{Recorded, StreamId};
use serde::de::DeserializeOwned;
use vault::VaultError;

use crate::cold::event;
use crate::engine::Inner;
use crate::sealing::{command_of, json, typed};
use crate::{Caller, Engine, EngineError, Intent, Request};

/// What was opened. What is not there was never given, not asked for, or is erased.
#[derive(Clone, Debug, Default)]
pub struct Opened {
    /// Who the author is.
    pub identity: Option<Identity>,
    /// His phone.
    pub phone: Option<String>,
    /// His e-mail.
    pub email: Option<String>,
    /// The letter as it came on paper.
    pub letter: Option<String>,
    /// The files that he sent.
    pub attachments: Vec<Attachment>,
    /// Whether some of it is erased.
    pub erased: bool,
    /// Where the event stands that holds it, for each of the fields: what was changed since is
    /// neither shown nor proven.
    pub positions: BTreeMap<SealedField, u64>,
}

impl Engine {
    /// What an official opened of a case today, once more.
    ///
    /// # Errors
    ///
    /// If journal or vault cannot be read.
    pub async fn opened_today(
        &self,
        official: OfficialId,
        initiative: InitiativeId,
        today: Date,
    ) -> Result<Opened, EngineError> {
        let (official, _) = self.load::<Official>(&official.to_string()).await?;
        let opened = |field: &SealedField| official.has_opened(initiative, *field, today);
        self.inner().opened(initiative, &SealedField::ALL.iter().copied().filter(opened).collect()).await
    }

    /// Records that an official opens sealed fields of a case, and gives them. The same
    /// fields on the same day are recorded once.
    ///
    /// # Errors
    ///
    /// [`EngineError::Refused`] with `not_your_case` for whoever may not, before anything is
    /// opened.
    pub async fn open_sealed(
        &self,
        official: OfficialId,
        initiative: InitiativeId,
        fields: BTreeSet<SealedField>,
        reason: OpeningReason,
    ) -> Result<Opened, EngineError> {
        let action = official::Action::OpenSealed { initiative, fields: fields.clone(), reason };
        let request = Request {
            command_id: None,
            by: Caller::Official(official),
            expected: None,
            done_on: None,
            confirmed: Vec::new(),
            what: Intent::Official { id: Some(official), action },
        };
        self.execute(request).await?;
        self.inner().opened(initiative, &fields).await
    }
}

impl Inner {
    async fn opened(
        &self,
        initiative: InitiativeId,
        fields: &BTreeSet<SealedField>,
    ) -> Result<Opened, EngineError> {
        let mut opened = Opened::default();
        let stream = StreamId::new(Initiative::TYPE, initiative.to_string());
        let mut author = None;
        for row in self.journal.load(&stream, 0).await? {
            match event::<Initiative>(&row)?.fact {
                Fact::Submitted { author: first, letter, attachments, .. } => {
                    author = Some(first);
                    if let (Some(letter), true) = (letter, fields.contains(&SealedField::Letter)) {
                        opened.letter =
                            self.unsealed(&row, SealedField::Letter, "letter", &letter, &mut opened).await?;
                    }
                    if fields.contains(&SealedField::Attachments) {
                        opened.attachments = attachments;
                    }
                }
                Fact::AuthorReplaced { by } => author = Some(by),
                _ => {}
            }
        }
        if let Some(author) = author {
            self.person(author, fields, &mut opened).await?;
        }
        Ok(opened)
    }

    async fn person(
        &self,
        author: ParticipantId,
        fields: &BTreeSet<SealedField>,
        opened: &mut Opened,
    ) -> Result<(), EngineError> {
        let stream = StreamId::new(Participant::TYPE, author.to_string());
        for row in self.journal.load(&stream, 0).await? {
            match event::<Participant>(&row)? {
                ParticipantEvent::ParticipantVerified { identity: Some(identity), .. }
                    if fields.contains(&SealedField::Identity) =>
                {
                    opened.identity =
                        self.unsealed(&row, SealedField::Identity, "identity", &identity, opened).await?;
                }
                ParticipantEvent::ContactSet { phone, email } if fields.contains(&SealedField::Contacts) => {
                    (opened.phone, opened.email) = (None, None);
                    opened.positions.remove(&SealedField::Contacts);
                    if let Some(phone) = phone {
                        opened.phone =
                            self.unsealed(&row, SealedField::Contacts, "phone", &phone, opened).await?;
                    }
                    if let Some(email) = email {
                        opened.email =
                            self.unsealed(&row, SealedField::Contacts, "email", &email, opened).await?;
                    }
                }
                ParticipantEvent::ParticipantRegistered { .. }
                | ParticipantEvent::ParticipantVerified { .. }
                | ParticipantEvent::ResidenceChanged { .. }
                | ParticipantEvent::ContactSet { .. }
                | ParticipantEvent::RepresentativeAdded { .. }
                | ParticipantEvent::RepresentativeRemoved { .. }
                | ParticipantEvent::PersonalDataErased { .. } => {}
            }
        }
        Ok(())
    }

    async fn unsealed<T: DeserializeOwned>(
        &self,
        row: &Recorded,
        kind: SealedField,
        field: &str,
        sealed: &aggregates::kept::Sealed<T>,
        opened: &mut Opened,
    ) -> Result<Option<T>, EngineError> {
        let place = self.place(&row.stream, command_of(row));
        match self.vault.open_sealed(&place, field, &json(sealed)).await {
            Ok(value) => {
                opened.positions.insert(kind, row.position);
                typed(value).map(Some)
            }
            Err(VaultError::Erased { .. }) => {
                opened.erased = true;
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }
}
