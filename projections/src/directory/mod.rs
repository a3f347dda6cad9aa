//! Who and where: territories, authorities, officials, participants, and what the
//! installation has adopted. No person's name is here except an official's.

mod authority;
mod installation;
mod names;
mod official;
mod participant;
mod territory;

#[cfg(test)]
mod tests;

pub use authority::{Authority, Custodian, authorities, authorities_of, authority, custodians};
pub use installation::{Adopted, Installation, adopted, installation};
pub use names::{FoundTerritory, find_authorities, find_territories};
pub use official::{HeldRole, Official, administrators, official, officials, officials_of};
pub use participant::{Participant, participant, represented_by};
pub use territory::{Territory, children, path, territories, territory};

use crate::batch::Batch;
use crate::record::{Event, Record};
use crate::{ApplyError, Projection, texts};

/// The directory.
pub struct Directory;

impl Projection for Directory {
    fn name(&self) -> &'static str {
        "directory"
    }

    fn version(&self) -> u32 {
        3
    }

    fn schema(&self) -> String {
        [
            texts::SCHEMA,
            territory::SCHEMA,
            authority::SCHEMA,
            official::SCHEMA,
            participant::SCHEMA,
            installation::SCHEMA,
            names::SCHEMA,
        ]
        .concat()
    }

    fn apply(&self, tx: &Batch<'_>, record: &Record) -> Result<(), ApplyError> {
        match &record.event {
            Event::Territory(event) => territory::apply(tx, record, event),
            Event::Authority(event) => authority::apply(tx, record, event),
            Event::Official(event) => official::apply(tx, record, event),
            Event::Participant(event) => participant::apply(tx, record, event),
            Event::Installation(event) => installation::apply(tx, record, event),
            Event::Initiative(_)
            | Event::Support(_)
            | Event::Register(_)
            | Event::Comment(_)
            | Event::Assessment(_)
            | Event::Foreign => Ok(()),
        }
    }
}
