//! The subcommands, one file each: its arguments, what it does, what it prints.

pub(crate) mod accounts;
pub(crate) mod act;
pub(crate) mod audit;
pub(crate) mod authorities;
pub(crate) mod demo;
pub(crate) mod funnel;
pub(crate) mod import;
pub(crate) mod journal;
pub(crate) mod ledger;
pub(crate) mod migrate;
pub(crate) mod officials;
pub(crate) mod procedures;
pub(crate) mod replay;
pub(crate) mod serve;
pub(crate) mod show;
pub(crate) mod simulate;
pub(crate) mod tick;
pub(crate) mod vault;
pub(crate) mod views;
pub(crate) mod webhooks;
pub(crate) mod work;

use aggregates::ids::AuthorityId;

use crate::args::Command;
use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::settings::Settings;

/// Does what the command line asked for.
pub(crate) async fn run(command: Command, settings: &Settings, output: &mut Output) -> Result<Exit, Failure> {
    match command {
        Command::Migrate(command) => command.run(settings, output).await,
        Command::Import(command) => command.run(settings, output).await,
        Command::Procedures(command) => command.run(output),
        Command::Simulate(command) => command.run(settings, output).await,
        Command::Funnel(command) => command.run(settings, output).await,
        Command::Work(command) => command.run(settings, output).await,
        Command::Show(command) => command.run(settings, output).await,
        Command::Act(command) => command.run(settings, output).await,
        Command::Replay(command) => command.run(settings, output).await,
        Command::Views(command) => command.run(settings, output).await,
        Command::Journal(command) => command.run(settings, output).await,
        Command::Audit(command) => command.run(settings, output).await,
        Command::Ledger(command) => command.run(settings, output).await,
        Command::Vault(command) => command.run(settings, output).await,
        Command::Tick(command) => command.run(settings, output).await,
        Command::Authorities(command) => command.run(settings, output).await,
        Command::Officials(command) => command.run(settings, output).await,
        Command::Accounts(command) => command.run(settings, output).await,
        Command::Webhooks(command) => command.run(settings, output).await,
        Command::Demo(command) => command.run(settings, output).await,
        Command::Serve(command) => command.run(settings, output).await,
    }
}

fn unknown_authority(id: &AuthorityId) -> Failure {
    Failure::input("not_found", format!("there is no authority {id}"))
        .hint("find its code with `veche authorities NAME`")
}
