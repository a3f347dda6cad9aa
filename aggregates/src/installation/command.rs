//! What can be asked of the installation, and why it may be turned down.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{ClockKind, Command, Installation, InstallationEvent, LogOpened};
use crate::actor::{By, Order};
use crate::ids::{OfficialId, ProcedureId};
use crate::official::Role;

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Action {
    /// Opens the journal; by the installation itself.
    Found {
        /// The journal's id.
        id: Uuid,
        /// Whose time it keeps.
        clock: ClockKind,
        /// On which date.
        on: Date,
        /// The public log that its entries will stand in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        log: Option<LogOpened>,
    },
    /// Records a procedure file: by the installation, an administrator or the
    /// engine. The same file again changes nothing.
    AdoptProcedure {
        /// Which procedure.
        id: ProcedureId,
        /// Its version, as the file says.
        version: u32,
        /// The file.
        text: String,
    },
    /// Records a calendar file; likewise.
    AdoptCalendar {
        /// Its version, as the file says.
        version: String,
        /// The file.
        text: String,
    },
    /// Names somebody who runs this installation: by the installation or an administrator.
    NameAdministrator {
        /// Who.
        official: OfficialId,
    },
    /// Says that what was signed is lost: by the installation itself.
    AdmitLoss {
        /// Events that are left.
        kept: u64,
        /// Events that a checkpoint had been signed for.
        signed: u64,
        /// The root of that checkpoint, hexadecimal.
        root: String,
    },
    /// Names another key for the public log: by the installation itself.
    ChangeLogKey {
        /// The key that is named now; nothing if none is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<String>,
        /// What verifies checkpoints from now on, in the form of C2SP signed-note.
        key: String,
    },
}

/// Why a command was turned down. The text is shown to the person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Somebody without the right.
    #[error("only whoever runs this installation may do this")]
    NotAllowed,
    /// Founded before.
    #[error("this journal is founded already")]
    AlreadyFounded,
    /// Not founded.
    #[error("this journal is not founded yet")]
    NotFounded,
    /// A known version with another text.
    #[error("{what} is known here with another text; give the changed file a new version")]
    FileChanged {
        /// Which file and version.
        what: String,
    },
    /// Signed with a key that was named before, or no longer is.
    #[error("the log names {} now, and each key only once", .named.as_deref().map_or("no key".to_owned(), |key| format!("the key {key}")))]
    OtherLogKey {
        /// The key that is named now, if there is one.
        named: Option<String>,
    },
    /// Named before.
    #[error("this official is an administrator of the installation already")]
    AlreadyNamed,
}

impl Refusal {
    /// The stable name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAllowed => "not_allowed",
            Self::AlreadyFounded => "already_founded",
            Self::NotFounded => "not_founded",
            Self::FileChanged { .. } => "file_changed",
            Self::OtherLogKey { .. } => "other_log_key",
            Self::AlreadyNamed => "already_named",
        }
    }
}

impl Installation {
    /// Turns a command into events, or says why not.
    pub fn decide(&self, command: Command) -> Result<Vec<InstallationEvent>, Refusal> {
        let Order { at, by, action } = command;
        if !may(&by, at, &action) {
            return Err(Refusal::NotAllowed);
        }
        if self.exists() && matches!(action, Action::Found { .. }) {
            return Err(Refusal::AlreadyFounded);
        }
        if !self.exists() && !matches!(action, Action::Found { .. }) {
            return Err(Refusal::NotFounded);
        }
        match action {
            Action::Found { id, clock, on, log } => {
                Ok(vec![InstallationEvent::InstallationFounded { id, clock, on, log }])
            }
            Action::AdoptProcedure { id, version, text } => {
                let sha256 = hash(&text);
                match self.adopted(&id, version) {
                    Some(known) if known.sha256 == sha256 => Ok(Vec::new()),
                    Some(_) => {
                        Err(Refusal::FileChanged { what: format!("procedure {id} version {version}") })
                    }
                    None => Ok(vec![InstallationEvent::ProcedureAdopted { id, version, sha256, text }]),
                }
            }
            Action::AdoptCalendar { version, text } => {
                let sha256 = hash(&text);
                match self.adopted_calendar(&version) {
                    Some(known) if known.sha256 == sha256 => Ok(Vec::new()),
                    Some(_) => Err(Refusal::FileChanged { what: format!("calendar version {version}") }),
                    None => Ok(vec![InstallationEvent::CalendarAdopted { version, sha256, text }]),
                }
            }
            Action::NameAdministrator { official } => {
                if self.administrators.contains(&official) {
                    return Err(Refusal::AlreadyNamed);
                }
                Ok(vec![InstallationEvent::AdministratorNamed { official }])
            }
            Action::AdmitLoss { kept, signed, root } => {
                Ok(vec![InstallationEvent::TailLost { kept, signed, root }])
            }
            Action::ChangeLogKey { before, key } => {
                let named = self.log.as_ref().and_then(|log| log.key.clone());
                if named != before || named.as_ref() == Some(&key) || self.earlier_log_keys.contains(&key) {
                    return Err(Refusal::OtherLogKey { named });
                }
                Ok(vec![InstallationEvent::LogKeyChanged { before, key }])
            }
        }
    }
}

fn may(by: &By, at: Timestamp, action: &Action) -> bool {
    match action {
        Action::Found { .. } | Action::AdmitLoss { .. } | Action::ChangeLogKey { .. } => {
            matches!(by, By::Installation)
        }
        Action::AdoptProcedure { .. } | Action::AdoptCalendar { .. } => {
            matches!(by, By::Engine) || by.holds(Role::Administrator, at)
        }
        Action::NameAdministrator { .. } => by.holds(Role::Administrator, at),
    }
}

fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
