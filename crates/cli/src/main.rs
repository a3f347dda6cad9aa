//! The program `veche`: the composition root, and what a person sees of the engine.
//!
//! | file | what stands there |
//! | --- | --- |
//! | `args` | the command line: global options and the list of subcommands |
//! | `settings` | `veche.toml`, environment and flags, weakest first |
//! | `store` | opening the engine or only the journal |
//! | `exit` | exit codes, and why something did not work |
//! | `output`, `table`, `progress`, `words` | what is printed, and where |
//! | `moment` | points in time as people write them |
//! | `commands/` | one file a subcommand |

mod args;
mod commands;
mod exit;
mod moment;
mod output;
mod progress;
mod settings;
mod store;
mod table;
mod words;

use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;
use tracing_subscriber::EnvFilter;

use args::Cli;
use exit::{Exit, Failure};
use output::Output;
use settings::Settings;

/// A request allocates some thousand times, on several threads: a fifth more of them are answered in
/// the same time than with the allocator of the C library.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return not_understood(&error),
    };
    let mut output = Output::stdout(cli.global.json);
    let ended = run(cli, &mut output).and_then(|exit| output.flush().map(|()| exit).map_err(Failure::from));
    match ended {
        Ok(exit) => exit.into(),
        Err(failure) => failure.report(&mut output).into(),
    }
}

fn run(cli: Cli, output: &mut Output) -> Result<Exit, Failure> {
    let settings = Settings::read(&cli.global)?;
    listen(&settings)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(commands::run(cli.command, &settings, output))
}

/// Logs go to standard error, results to standard output.
fn listen(settings: &Settings) -> Result<(), Failure> {
    let filter = EnvFilter::builder().parse(&settings.log).map_err(|error| {
        Failure::input("bad_log_filter", format!("{:?} is no log filter: {error}", settings.log))
            .hint("write for instance `info` or `engine=debug,warn`")
    })?;
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    Ok(())
}

/// What clap has to say: help and version on standard output, mistakes on standard error.
fn not_understood(error: &clap::Error) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        // Nobody is left to hear that the help could not be written.
        let _ = error.print();
        return Exit::Done.into();
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let _ = error.print();
        return Exit::BadInput.into();
    }
    let json = std::env::args_os().any(|argument| argument == "--json");
    let text = error.render().to_string();
    let text = text.strip_prefix("error: ").unwrap_or(&text).trim_end();
    Failure::input("usage", text).report(&mut Output::stdout(json)).into()
}
