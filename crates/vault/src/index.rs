//! The blind index: who is this, and which case is it, by keyed hashes that tell
//! nothing to anybody without the key.
//!
//! Namesakes born on one day have the same name in every register. A clerk tells
//! them apart, and the second of them gets an identity key of his own by the
//! number `namesake`; the number has to be told again when he comes back after
//! an erasure, or he counts as the first.

use std::fmt;

use aggregates::ids::{InitiativeId, InvitationCode, ParticipantId, SupportId};
use aggregates::participant::Identity;
use subtle::ConstantTimeEq;
use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;

use crate::backend::StoredTerm;
use crate::cipher::hmac;
use crate::context::push_text;
use crate::{Vault, VaultError};

/// A person, as a keyed hash of name and birth date. Not to be shown: whoever
/// has it together with the tag key finds all supports of a person.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct IdentityKey(pub [u8; 32]);

impl fmt::Debug for IdentityKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("IdentityKey(…)")
    }
}

/// By what a clerk searches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TermKind {
    /// A surname.
    Surname,
    /// A phone number, in any spelling.
    Phone,
    /// The number of an incoming letter.
    IncomingNumber,
}

impl TermKind {
    /// `surname`, `phone` or `incoming_number`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Surname => "surname",
            Self::Phone => "phone",
            Self::IncomingNumber => "incoming_number",
        }
    }

    fn normal(self, value: &str) -> String {
        match self {
            Self::Surname => name(value),
            Self::Phone => phone(value),
            Self::IncomingNumber => {
                value.nfc().flat_map(char::to_lowercase).filter(|c| !c.is_whitespace()).collect()
            }
        }
    }
}

/// What a search finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// A case.
    Initiative(InitiativeId),
    /// A person or organisation.
    Participant(ParticipantId),
}

impl Target {
    pub(crate) const fn kind(self) -> &'static str {
        match self {
            Self::Initiative(_) => "initiative",
            Self::Participant(_) => "participant",
        }
    }

    pub(crate) const fn uuid(self) -> Uuid {
        match self {
            Self::Initiative(InitiativeId(id)) | Self::Participant(ParticipantId(id)) => id,
        }
    }

    pub(crate) fn stored(kind: &str, id: Uuid) -> Result<Self, VaultError> {
        match kind {
            "initiative" => Ok(Self::Initiative(InitiativeId(id))),
            "participant" => Ok(Self::Participant(ParticipantId(id))),
            _ => Err(VaultError::Damaged { what: format!("a search term of the unknown kind {kind:?}") }),
        }
    }
}

/// Something by which a case or a person is to be found.
#[derive(Clone)]
pub struct IndexTerm {
    /// What the value is.
    pub kind: TermKind,
    /// The value as it was written; only its keyed hash is kept.
    pub value: String,
    /// What it leads to.
    pub target: Target,
    /// Whose data the value is: it goes when he is erased. For a target that is
    /// a participant it is always that one.
    pub subject: Option<ParticipantId>,
}

impl Vault {
    /// The key of a person. Spellings that differ in case, ё, hyphens, spaces or
    /// Unicode form give the same. `namesake` is 0, but for somebody whom a clerk
    /// found to be another person of the same name and birth date.
    pub fn identity_key(&self, identity: &Identity, namesake: u16) -> IdentityKey {
        let mut person = b"veche identity 1 ".to_vec();
        push_text(&mut person, &name(&identity.surname));
        push_text(&mut person, &name(&identity.given_names));
        push_text(&mut person, &name(identity.patronymic.as_deref().unwrap_or_default()));
        push_text(&mut person, &identity.birth_date.to_string());
        person.extend_from_slice(&namesake.to_be_bytes());
        IdentityKey(hmac(&self.keys().index, &[&person]))
    }

    /// The stream id of a person's support of an initiative: the same on paper
    /// and on the web, and after an erasure.
    pub fn support_tag(&self, initiative: InitiativeId, person: IdentityKey) -> SupportId {
        self.tag(&[initiative.0.as_bytes(), &person.0])
    }

    /// The stream id of a person's assessment of what became of an initiative. It
    /// cannot be linked to the tag of his support.
    pub fn assessment_tag(&self, initiative: InitiativeId, person: IdentityKey) -> SupportId {
        self.tag(&[b"assessment", initiative.0.as_bytes(), &person.0])
    }

    /// The code by which the author of an initiative invites co-initiators: the same as
    /// long as the vault lives, and guessed by nobody without its key.
    pub fn invitation(&self, initiative: InitiativeId) -> InvitationCode {
        let code = hmac(&self.keys().tag, &[b"invitation", initiative.0.as_bytes()]);
        hex::encode(code).parse().expect("64 hexadecimal digits are a code")
    }

    /// Whether `code` is the invitation to an initiative, found in the same time whatever
    /// the code is.
    pub fn is_invitation(&self, initiative: InitiativeId, code: &InvitationCode) -> bool {
        let (right, given) = (self.invitation(initiative), code.as_str());
        bool::from(right.as_str().as_bytes().ct_eq(given.as_bytes()))
    }

    fn tag(&self, parts: &[&[u8]]) -> SupportId {
        hex::encode(hmac(&self.keys().tag, parts)).parse().expect("64 hexadecimal digits are a tag")
    }

    /// Makes `participant` the holder of an identity, unless somebody is: gives
    /// whoever holds it then. Two registrations at once give the same answer.
    pub async fn claim_identity(
        &self,
        person: IdentityKey,
        participant: ParticipantId,
    ) -> Result<ParticipantId, VaultError> {
        self.backend().claim(person, participant).await
    }

    /// Who holds an identity: the same person, registered before.
    pub async fn participant_by_identity(
        &self,
        person: IdentityKey,
    ) -> Result<Option<ParticipantId>, VaultError> {
        self.backend().holder(person).await
    }

    /// The identities that a participant holds: more than one after a change of name.
    pub async fn identities_of(&self, participant: ParticipantId) -> Result<Vec<IdentityKey>, VaultError> {
        self.backend().identities_of(participant).await
    }

    /// Makes targets findable, in one transaction. What is known already stays.
    pub async fn remember(&self, terms: Vec<IndexTerm>) -> Result<(), VaultError> {
        let terms = terms
            .into_iter()
            .map(|IndexTerm { kind, value, target, subject }| {
                let subject = match target {
                    Target::Participant(participant) => Some(participant),
                    Target::Initiative(_) => subject,
                };
                let term = self.term(kind, &value).ok_or(VaultError::EmptyTerm)?;
                Ok(StoredTerm { kind, term, target, subject })
            })
            .collect::<Result<Vec<_>, VaultError>>()?;
        self.backend().remember(terms).await
    }

    /// What was remembered by this value, cases first.
    pub async fn find(&self, kind: TermKind, value: &str) -> Result<Vec<Target>, VaultError> {
        match self.term(kind, value) {
            Some(term) => self.backend().find(kind, term).await,
            None => Ok(Vec::new()),
        }
    }

    /// Drops what somebody is found by of one kind, when it has changed. All of
    /// it goes with his key, see [`destroy`](Self::destroy).
    pub async fn forget(&self, subject: ParticipantId, kind: TermKind) -> Result<(), VaultError> {
        self.backend().forget(subject, kind).await
    }

    fn term(&self, kind: TermKind, value: &str) -> Option<[u8; 32]> {
        let value = kind.normal(value);
        let mut term = b"veche term 1 ".to_vec();
        push_text(&mut term, kind.as_str());
        push_text(&mut term, &value);
        value.contains(char::is_alphanumeric).then(|| hmac(&self.keys().index, &[&term]))
    }
}

/// A name as it is compared.
fn name(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    for c in text.nfc().flat_map(char::to_lowercase) {
        let c = match c {
            'ё' => 'е',
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            '\u{2018}' | '\u{2019}' | '\u{02bc}' | '`' => '\'',
            c if c.is_whitespace() => ' ',
            c => c,
        };
        match c {
            ' ' if normal.is_empty() || normal.ends_with([' ', '-']) => {}
            '-' => {
                normal.truncate(normal.trim_end_matches([' ', '-']).len());
                normal.push('-');
            }
            c => normal.push(c),
        }
    }
    normal.trim_matches([' ', '-']).to_owned()
}

/// A phone number as it is compared: its digits, Russian ones with their 7.
fn phone(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    match (digits.len(), digits.as_bytes().first()) {
        (11, Some(b'8')) if !text.contains('+') => format!("7{}", &digits[1..]),
        (10, _) if !text.contains('+') => format!("7{digits}"),
        _ => digits,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_are_one_name() {
        for spelling in
            ["Семёнова-Тян", " семенова - тян ", "СЕМЕНОВА\u{2013}ТЯН", "Семе\u{308}нова-\u{a0}Тян"]
        {
            assert_eq!(name(spelling), "семенова-тян", "{spelling}");
        }
        assert_eq!(name("Анна  Мария"), name("анна\u{a0}мария"));
        assert_eq!(name("Синии\u{306}"), "синий");
        assert_ne!(name("Анна Мария"), name("Аннамария"));
        assert_eq!(name(" - "), "");
    }

    #[test]
    fn spellings_of_one_phone_are_one_phone() {
        for spelling in ["+7 (912) 345-67-89", "8 912 345 67 89", "9123456789", "7.912.345.67.89"] {
            assert_eq!(phone(spelling), "79123456789", "{spelling}");
        }
        assert_eq!(phone("+8 61 234 567 89"), "86123456789");
        assert_eq!(phone("22-33-44"), "223344");
    }

    #[test]
    fn an_incoming_number_is_found_however_it_is_spaced() {
        assert_eq!(TermKind::IncomingNumber.normal("А-12/ 34"), TermKind::IncomingNumber.normal("а-12/34"));
    }
}
