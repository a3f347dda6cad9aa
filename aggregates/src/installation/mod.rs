//! The installation: the one stream `installation`, which opens every journal and
//! holds the normative texts it was worked by.
//!
//! A procedure or calendar file is recorded when it is first used, so an auditor
//! can decide every command again without the files. A file that changed under a
//! known version is refused.

pub mod command;
pub mod event;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use command::{Action, Refusal};
pub use event::{ClockKind, InstallationEvent, LogOpened};

use crate::actor::Order;
use crate::ids::{OfficialId, ProcedureId};

/// The id of the only stream of this type.
pub const STREAM: &str = "installation";

/// A command: nothing else is looked at.
pub type Command = Order<Action>;

/// The installation, as its events left it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Installation {
    founded: Option<(Uuid, ClockKind)>,
    log: Option<LogOpened>,
    earlier_log_keys: Vec<String>,
    procedures: Vec<Adopted<(ProcedureId, u32)>>,
    calendars: Vec<Adopted<String>>,
    administrators: BTreeSet<OfficialId>,
}

/// A normative text as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adopted<K> {
    /// What it is, with its version.
    pub key: K,
    /// SHA-256 of the text, hexadecimal.
    pub sha256: String,
    /// The file.
    pub text: String,
}

impl Installation {
    /// Whether the journal was founded.
    pub fn exists(&self) -> bool {
        self.founded.is_some()
    }

    /// The journal's id, once founded.
    pub fn id(&self) -> Option<Uuid> {
        self.founded.map(|(id, _)| id)
    }

    /// Whose time the journal keeps, once founded.
    pub fn clock(&self) -> Option<ClockKind> {
        self.founded.map(|(_, clock)| clock)
    }

    /// The public log, with the key that was named last.
    pub fn log(&self) -> Option<&LogOpened> {
        self.log.as_ref()
    }

    /// What verified checkpoints of the log before its key was changed, the first first.
    pub fn earlier_log_keys(&self) -> &[String] {
        &self.earlier_log_keys
    }

    /// A procedure at a version, if it was used here.
    pub fn adopted(&self, id: &ProcedureId, version: u32) -> Option<&Adopted<(ProcedureId, u32)>> {
        self.procedures.iter().find(|adopted| adopted.key.0 == *id && adopted.key.1 == version)
    }

    /// A calendar at a version, if it was used here.
    pub fn adopted_calendar(&self, version: &str) -> Option<&Adopted<String>> {
        self.calendars.iter().find(|adopted| adopted.key == version)
    }

    /// Every procedure used here, oldest first.
    pub fn procedures(&self) -> &[Adopted<(ProcedureId, u32)>] {
        &self.procedures
    }

    /// Every calendar used here, oldest first.
    pub fn calendars(&self) -> &[Adopted<String>] {
        &self.calendars
    }

    /// Who runs this installation.
    pub fn administrators(&self) -> &BTreeSet<OfficialId> {
        &self.administrators
    }
}

impl Aggregate for Installation {
    const TYPE: &'static str = "installation";
    type Command = Command;
    type Event = InstallationEvent;
    type Error = Refusal;
    type Services = ();

    async fn handle(&mut self, command: Command, (): &(), sink: &EventSink<Self>) -> Result<(), Refusal> {
        for event in self.decide(command)? {
            sink.write(event, self).await;
        }
        Ok(())
    }

    fn apply(&mut self, event: InstallationEvent) {
        match event {
            InstallationEvent::InstallationFounded { id, clock, on: _, log } => {
                self.founded = Some((id, clock));
                self.log = log;
            }
            InstallationEvent::ProcedureAdopted { id, version, sha256, text } => {
                self.procedures.push(Adopted { key: (id, version), sha256, text });
            }
            InstallationEvent::CalendarAdopted { version, sha256, text } => {
                self.calendars.push(Adopted { key: version, sha256, text });
            }
            InstallationEvent::AdministratorNamed { official } => {
                self.administrators.insert(official);
            }
            // It is the log that goes on differently, not the installation.
            InstallationEvent::TailLost { kept: _, signed: _, root: _ } => {}
            InstallationEvent::LogKeyChanged { before, key } => {
                self.earlier_log_keys.extend(before);
                if let Some(log) = &mut self.log {
                    log.key = Some(key);
                }
            }
        }
    }
}
