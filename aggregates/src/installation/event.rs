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
        /// The public log that its entries stand in, since there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        log: Option<LogOpened>,
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
    /// After a restore, the journal ends before what was signed: whoever runs the
    /// installation said so, and the log goes on from there.
    TailLost {
        /// Events that are left.
        kept: u64,
        /// Events that a checkpoint had been signed for.
        signed: u64,
        /// The root of that checkpoint, hexadecimal.
        root: String,
    },
    /// From here on another key signs the public log.
    LogKeyChanged {
        /// What verified its checkpoints until now, in the form of C2SP signed-note; nothing if
        /// no key was named before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<String>,
        /// What verifies them from now on.
        key: String,
    },
}

/// What the first entry of a log says of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogOpened {
    /// Its origin, as checkpoints name it.
    pub origin: String,
    /// The number of the entries' format.
    pub format: u64,
    /// What verifies its checkpoints, in the form of C2SP signed-note; nothing if no
    /// node had a key yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

event_names!(InstallationEvent {
    InstallationFounded,
    ProcedureAdopted,
    CalendarAdopted,
    AdministratorNamed,
    TailLost,
    LogKeyChanged,
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
