//! `veche procedures`: what an initiative is worked by.

mod check;
mod show;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::exit::{Exit, Failure};
use crate::output::Output;

/// Check procedure files, or show what a procedure says.
#[derive(Debug, Subcommand)]
pub(crate) enum Procedures {
    /// Load and check procedure files; every mistake is named with file, line and rule
    ///
    /// Ends with 1 if a file has a mistake.
    Check(Check),
    /// Show the shipped procedures, or one with its terms, grounds and steps
    Show(Show),
}

/// Which files.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Procedure files (TOML)
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// Which procedure.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// A procedure, for instance inverted-pyramid; all if left out
    #[arg(value_name = "ID")]
    id: Option<String>,
}

impl Procedures {
    /// Needs no store.
    pub(crate) fn run(self, output: &mut Output) -> Result<Exit, Failure> {
        match self {
            Self::Check(Check { files }) => check::run(&files, output),
            Self::Show(Show { id }) => show::run(id.as_deref(), output),
        }
    }
}
