//! What the public may see.
//!
//! The views know more than the public may: texts before they are published, who wrote
//! them, appeals that are nobody else's business. Here is the one place where that is
//! taken away. Feeds, open data and the API take only these types; pages take them
//! for everybody who is not concerned with the case by his office.

mod details;
mod event;
mod hearing;
mod initiative;
mod listed;
mod miss;
pub(crate) mod reading;

use aggregates::ids::{InitiativeId, ParticipantId};
use sha2::{Digest, Sha256};
use uuid::Uuid;

pub(crate) use event::{OpenActor, OpenEvent};
pub use hearing::OpenHearing;
pub use initiative::{OpenComment, OpenInitiative};
pub use listed::OpenListed;
pub use miss::OpenMiss;

/// Another name for a person, the same within one initiative and nowhere else: one can
/// see that two comments are of one person, and not what else he did.
pub fn pseudonym(initiative: InitiativeId, person: ParticipantId) -> ParticipantId {
    let mut hash = Sha256::new();
    hash.update(b"veche pseudonym 1 ");
    hash.update(initiative.0.as_bytes());
    hash.update(person.0.as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.finalize()[..16]);
    ParticipantId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// Whether this id is nobody's: no person is called so.
pub fn is_pseudonym(person: ParticipantId) -> bool {
    Uuid::get_version_num(&person.0) == 8
}
