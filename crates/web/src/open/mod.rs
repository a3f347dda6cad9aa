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
mod openings;
pub(crate) mod reading;

use aggregates::ids::ParticipantId;
pub use engine::pseudonym;
use uuid::Uuid;

pub(crate) use event::{OpenActor, OpenEvent};
pub use hearing::OpenHearing;
pub use initiative::{OpenComment, OpenInitiative};
pub use listed::OpenListed;
pub use miss::OpenMiss;
pub(crate) use openings::{OpenText, openings, openings_of};

/// Whether this id is nobody's: no person is called so.
pub fn is_pseudonym(person: ParticipantId) -> bool {
    Uuid::get_version_num(&person.0) == 8
}
