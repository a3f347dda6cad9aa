//! How the program ends: exit codes, and the sentence that says why.

use std::error::Error;
use std::process::ExitCode;

use engine::{EngineError, ViewError};
use journal::JournalError;
use serde::Serialize;
use vault::{MasterKeyError, VaultError};

use crate::output::Output;

/// The exit codes. Scripts rely on them; `veche --help` and `docs/cli.md` list them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done, and everything that was checked holds.
    Done = 0,
    /// A check failed, a rule refused the command, or no line of an import could be used.
    No = 1,
    /// The command line, the settings or an input file cannot be used; of an audit, it could
    /// not be checked, whatever the reason.
    BadInput = 2,
    /// The store cannot be reached or is busy; the same command may work later.
    StoreAway = 3,
    /// The store holds something this program cannot work with.
    StoreUnfit = 4,
    /// The machine failed: a file or the output cannot be read or written.
    Machine = 5,
}

/// What `--help` says about [`Exit`].
pub(crate) const EXIT_CODES: &str = "\
Exit codes:
  0  done; everything that was checked holds
  1  a check failed, a rule refused the command, or no line of an import could be used
  2  the command line, the settings or an input file cannot be used; `audit` could not check
  3  the store cannot be reached or is busy; try again later
  4  the store holds something this program cannot work with:
     no journal, a newer format, another kind of clock, a damaged record, missing keys
  5  the machine failed: a file or the output cannot be read or written";

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a command did not end as it should.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Whoever read our output has gone: a normal end, as for `head`.
    PipeClosed,
    /// Something to tell.
    Told(Box<Told>),
}

/// One clear sentence, with a stable word for programs.
#[derive(Debug)]
pub(crate) struct Told {
    exit: Exit,
    code: &'static str,
    sentence: String,
    hint: Option<String>,
}

impl Failure {
    /// A failure with its exit code, its word for programs and its sentence.
    pub(crate) fn new(exit: Exit, code: &'static str, sentence: impl Into<String>) -> Self {
        Self::Told(Box::new(Told { exit, code, sentence: sentence.into(), hint: None }))
    }

    /// What was given cannot be used.
    pub(crate) fn input(code: &'static str, sentence: impl Into<String>) -> Self {
        Self::new(Exit::BadInput, code, sentence)
    }

    /// A rule says no.
    pub(crate) fn refused(code: &'static str, sentence: impl Into<String>) -> Self {
        Self::new(Exit::No, code, sentence)
    }

    /// A file that cannot be read: what it was for, and which.
    pub(crate) fn unreadable(what: &str, path: &std::path::Path, error: &std::io::Error) -> Self {
        Self::input("file_unreadable", format!("{what} {} cannot be read: {error}", path.display()))
    }

    /// With what the person can do about it.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        if let Self::Told(told) = &mut self {
            told.hint = Some(hint.into());
        }
        self
    }

    /// Of a check: whatever the reason, it could not be made.
    pub(crate) fn unchecked(mut self) -> Self {
        if let Self::Told(told) = &mut self {
            told.exit = Exit::BadInput;
        }
        self
    }

    /// Why, in a sentence.
    pub(crate) fn sentence(&self) -> &str {
        match self {
            Self::PipeClosed => "nobody reads on",
            Self::Told(told) => &told.sentence,
        }
    }

    /// Tells it: on standard error, with `--json` as an object on standard output.
    pub(crate) fn report(self, output: &mut Output) -> Exit {
        #[derive(Serialize)]
        struct Report<'a> {
            error: Message<'a>,
        }
        #[derive(Serialize)]
        struct Message<'a> {
            code: &'a str,
            message: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            hint: Option<&'a str>,
        }
        let Self::Told(told) = self else { return Exit::Done };
        let Told { exit, code, sentence, hint } = *told;
        // Neither can fail in a way that somebody is left to hear of.
        if output.is_json() {
            let error = Message { code, message: &sentence, hint: hint.as_deref() };
            let _ = output.json(&Report { error }).and_then(|()| output.flush());
        } else {
            let _ = output.flush();
            output.complain(&format!("error[{code}]: {sentence}"));
            if let Some(hint) = hint {
                output.complain(&format!("  hint: {hint}"));
            }
        }
        exit
    }
}

/// An error and its causes as one sentence.
pub(crate) fn chain(error: &dyn Error) -> String {
    let mut sentence = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let text = error.to_string();
        if !sentence.ends_with(&text) {
            sentence.push_str(": ");
            sentence.push_str(&text);
        }
        cause = error.source();
    }
    sentence
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            return Self::PipeClosed;
        }
        Self::new(Exit::Machine, "io_failed", chain(&error))
    }
}

impl From<JournalError> for Failure {
    fn from(error: JournalError) -> Self {
        let exit = match &error {
            JournalError::Busy
            | JournalError::Locked
            | JournalError::Full
            | JournalError::Stopped
            | JournalError::Unavailable(_) => Exit::StoreAway,
            JournalError::WrongClock { .. }
            | JournalError::NewerFormat { .. }
            | JournalError::OlderFormat { .. }
            | JournalError::NotMigrated { .. }
            | JournalError::Corrupt { .. } => Exit::StoreUnfit,
            JournalError::ClockSkew { .. } => Exit::No,
            JournalError::Malformed { .. } | JournalError::NotEmpty | JournalError::OtherJournal => {
                Exit::BadInput
            }
        };
        Self::new(exit, error.code(), chain(&error))
    }
}

impl From<desk::DeskError> for Failure {
    fn from(error: desk::DeskError) -> Self {
        let exit = match &error {
            desk::DeskError::Full | desk::DeskError::Unavailable(_) => Exit::StoreAway,
            desk::DeskError::Newer { .. } | desk::DeskError::Damaged { .. } => Exit::StoreUnfit,
            desk::DeskError::LoginTaken => Exit::No,
        };
        Self::new(exit, error.code(), chain(&error))
    }
}

impl From<engine::KeeperError> for Failure {
    fn from(error: engine::KeeperError) -> Self {
        use engine::KeeperError;
        let exit = match error {
            KeeperError::Engine(error) => return error.into(),
            KeeperError::Journal(error) => return error.into(),
            KeeperError::Desk(error) => return error.into(),
            KeeperError::NothingLost => Exit::No,
            KeeperError::File { .. } | KeeperError::Tiles(_) => Exit::Machine,
            KeeperError::Rewound { .. }
            | KeeperError::Forked { .. }
            | KeeperError::Proof(_)
            | KeeperError::Checkpoint(_)
            | KeeperError::Key(_) => Exit::StoreUnfit,
        };
        Self::new(exit, error.code(), chain(&error))
    }
}

impl From<EngineError> for Failure {
    fn from(error: EngineError) -> Self {
        let exit = match &error {
            EngineError::Refused(_)
            | EngineError::Stale { .. }
            | EngineError::IdReused
            | EngineError::ClockJumped { .. } => Exit::No,
            EngineError::BadRequest { .. } | EngineError::NotFound { .. } => Exit::BadInput,
            EngineError::Busy => Exit::StoreAway,
            EngineError::Misfounded { .. }
            | EngineError::Damaged { .. }
            | EngineError::VaultMissing { .. } => Exit::StoreUnfit,
            EngineError::File { .. } => Exit::Machine,
            EngineError::Journal(error) => return error.clone().into(),
            EngineError::Vault(error) => return error.clone().into(),
            EngineError::View(error) => return error.clone().into(),
        };
        Self::new(exit, error.code(), chain(&error))
    }
}

impl From<VaultError> for Failure {
    fn from(error: VaultError) -> Self {
        let exit = match &error {
            VaultError::Locked
            | VaultError::Full
            | VaultError::Stopped
            | VaultError::NotYetErased
            | VaultError::Unavailable(_) => Exit::StoreAway,
            VaultError::WrongKeys
            | VaultError::Rewrapping
            | VaultError::IndexKeysDiffer
            | VaultError::NewerFormat { .. }
            | VaultError::KeyMissing { .. }
            | VaultError::KeyExists
            | VaultError::Tampered { .. }
            | VaultError::Damaged { .. } => Exit::StoreUnfit,
            VaultError::Erased { .. } => Exit::No,
            VaultError::Malformed { .. }
            | VaultError::NoSubject { .. }
            | VaultError::EmptyTerm
            | VaultError::Attachment(_) => Exit::BadInput,
        };
        let failure = Self::new(exit, error.code(), chain(&error));
        match error {
            VaultError::KeyExists => {
                failure.hint("a simulation that was stopped half-way goes on under another seed, or anew in an empty store")
            }
            _ => failure,
        }
    }
}

impl From<MasterKeyError> for Failure {
    fn from(error: MasterKeyError) -> Self {
        Self::new(Exit::StoreUnfit, error.code(), chain(&error))
    }
}

impl From<ViewError> for Failure {
    fn from(error: ViewError) -> Self {
        let exit = match &error {
            ViewError::Behind { .. } | ViewError::NotTheWriter => Exit::StoreAway,
            ViewError::Unknown(_) | ViewError::NothingToSetAside { .. } => Exit::BadInput,
            ViewError::Unreadable { .. } | ViewError::Stopped { .. } => Exit::StoreUnfit,
            ViewError::Query { .. } | ViewError::Asides { .. } => Exit::Machine,
            ViewError::Journal(error) => return error.clone().into(),
            ViewError::Vault(error) => return Self::from(VaultError::clone(error)),
        };
        Self::new(exit, error.code(), chain(&error))
    }
}
