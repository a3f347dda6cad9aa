//! What happened to the installation.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::event::event_names;
use crate::ids::{OfficialId, ProcedureId};

/// An event of the installation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum InstallationEvent {
    /// The first event of every journal.
    InstallationFounded {
        /// The journal's id.
        id: Uuid,
        /// Whose time it keeps, for ever.
        clock: ClockKind,
        /// On which date.
        on: Date,
    },
    /// A procedure file was used for the first time.
    ProcedureAdopted {
        /// Which procedure.
        id: ProcedureId,
        /// Its version, as the file says.
        version: u32,
        /// SHA-256 of the text, hexadecimal.
        sha256: String,
        /// The file.
        text: String,
    },
    /// A calendar file was used for the first time.
    CalendarAdopted {
        /// Its version, as the file says.
        version: String,
        /// SHA-256 of the text, hexadecimal.
        sha256: String,
        /// The file.
        text: String,
    },
    /// Somebody runs this installation.
    AdministratorNamed {
        /// Who.
        official: OfficialId,
    },
}

event_names!(InstallationEvent {
    InstallationFounded,
    ProcedureAdopted,
    CalendarAdopted,
    AdministratorNamed
});

/// Whose time a journal keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockKind {
    /// The wall's.
    Real,
    /// A made-up one.
    Simulated,
}
