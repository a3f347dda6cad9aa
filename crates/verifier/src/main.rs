//! `veche-verify`: is this log what it says it is?
//!
//! It sees published bytes only: a log served over HTTP or copied into a folder, an
//! evidence bundle, a checkpoint saved earlier. It knows neither the engine nor its
//! journal, and trusts nothing but the key that it is given.
//!
//! | file | what stands there |
//! | --- | --- |
//! | `args` | the command line |
//! | `source` | where published bytes come from |
//! | `checks/` | one file a check |
//! | `story` | what entries say of initiatives: stages, supports |
//! | `dates` | when entries were recorded, bounded by cosignatures |
//! | `report` | what held, what did not, and the exit status |

mod args;
mod checks;
mod dates;
mod report;
mod source;
mod story;
mod walk;

use std::process::ExitCode;

use clap::Parser;

use args::{Check, Cli};
use report::Report;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(told) => {
            // Nobody is left to hear that the help could not be written.
            let _ = told.print();
            return if told.use_stderr() { ExitCode::from(report::COULD_NOT) } else { ExitCode::SUCCESS };
        }
    };
    let mut report = Report::default();
    let outcome = match &cli.check {
        Check::Checkpoint(asked) => checks::checkpoint::run(asked, &mut report),
        Check::Consistency(asked) => checks::consistency::run(asked, &mut report),
        Check::Replay(asked) => checks::replay::run(asked, &mut report),
        Check::Evidence(asked) => checks::evidence::run(asked, &mut report),
        Check::Receipt(asked) => checks::receipt::run(asked, &mut report),
    };
    report.end(outcome, cli.json)
}
