//! The command line: what can be said before and after every subcommand.

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand};

use crate::commands::{
    accounts, act, audit, authorities, demo, funnel, import, journal, ledger, officials, procedures, replay,
    serve, show, simulate, tick, vault, views, webhooks, work,
};
use crate::exit::EXIT_CODES;

const ABOUT: &str = "\
Veche turns the pyramid over: an initiative starts with the people of a settlement, \
their municipality reviews it, their region endorses it, and it goes on to the federation \
when neither has the power to decide. Every step is an event that is stored once, in order, \
and never changed; everything shown here is computed from those events.";

const AFTER: &str = "\
Begin here:
  veche demo
  veche simulate --initiatives 200 --people 5000 --days 120 --seed 1
  veche funnel
  veche work 71826000.administration
  veche show NUMBER

Settings: veche.toml in the working directory (or --config FILE), then the environment,
then flags; the later is the stronger. veche.toml knows store, data, vault, keys, log_key, log, listen, base_url, behind_proxy, [openid] and [webhooks].";

/// See [`ABOUT`].
#[derive(Debug, Parser)]
#[command(name = "veche", version, about = "Citizens' initiatives, from the settlement to the federation", long_about = ABOUT)]
#[command(after_help = format!("{AFTER}\n\n{EXIT_CODES}"), max_term_width = 100, subcommand_required = true, arg_required_else_help = true)]
pub(crate) struct Cli {
    /// Everything that is not about one subcommand.
    #[command(flatten)]
    pub(crate) global: Global,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options of every subcommand, before or after it.
#[derive(Debug, Args)]
#[command(next_help_heading = "Options of every command")]
pub(crate) struct Global {
    /// Where the journal is: sqlite:PATH (a directory) or postgres://USER@HOST/DATABASE [default: sqlite:./veche-data]
    #[arg(long, global = true, env = "VECHE_STORE", hide_env_values = true, value_name = "STORE")]
    pub(crate) store: Option<String>,
    /// Where this node keeps views and keys [default: the PATH of a sqlite store, else ./veche-data]
    #[arg(long, global = true, env = "VECHE_DATA", hide_env_values = true, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Where the wrapped keys of texts and people are: sqlite:PATH or postgres://…, best apart from the journal [default: the --store]
    #[arg(long, global = true, env = "VECHE_VAULT", hide_env_values = true, value_name = "STORE")]
    pub(crate) vault: Option<String>,
    /// The file with the master keys, if VECHE_MASTER_KEY is not set [default: keys.toml in the data directory, made on first use]
    #[arg(long, global = true, env = "VECHE_KEYS", hide_env_values = true, value_name = "FILE")]
    pub(crate) keys: Option<PathBuf>,
    /// The file with the key that signs the public log, if VECHE_LOG_KEY is not set [default: log.key in the data directory, made with a new journal]
    #[arg(long, global = true, env = "VECHE_LOG_KEY_FILE", hide_env_values = true, value_name = "FILE")]
    pub(crate) log_key: Option<PathBuf>,
    /// Settings file [default: ./veche.toml, if there is one]
    #[arg(long, global = true, env = "VECHE_CONFIG", hide_env_values = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Write results and errors as JSON on standard output, and no progress
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Log more on standard error: -v info, -vv debug, -vvv trace
    #[arg(short, long, global = true, action = ArgAction::Count, conflicts_with = "log")]
    pub(crate) verbose: u8,
    /// Log filter, for instance engine=debug,warn [env: VECHE_LOG=] [default: warn]
    #[arg(long, global = true, value_name = "FILTER")]
    pub(crate) log: Option<String>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make the journal in the store, or bring it to this program's format
    ///
    /// Commands that write to an embedded store do this by themselves; a PostgreSQL
    /// store is only ever migrated by this command.
    Migrate(crate::commands::migrate::Migrate),
    /// Bring in territories with their authorities, or initiatives of other systems
    #[command(subcommand)]
    Import(import::Import),
    /// Check procedure files, or show what a procedure says
    #[command(subcommand)]
    Procedures(procedures::Procedures),
    /// Let a made-up country work for some days
    Simulate(simulate::Simulate),
    /// Show how many initiatives stand where: the inverted pyramid
    Funnel(funnel::Funnel),
    /// Show what an authority has to do, by due date
    Work(work::Work),
    /// Show one initiative: texts, timeline, custody and due dates explained
    Show(show::Show),
    /// Give one command, as an official, a participant or the installation
    Act(act::Act),
    /// Show the state of everything, or of one initiative, at any date, from the journal alone
    Replay(replay::Replay),
    /// Rebuild the views, or show how far they are
    #[command(subcommand)]
    Views(views::Views),
    /// Verify, count, export or copy the journal
    #[command(subcommand)]
    Journal(journal::Journal),
    /// Check that the journal is the one that was signed and published
    #[command(subcommand)]
    Audit(audit::Audit),
    /// The public log: its key, what is signed, and going on after a loss
    #[command(subcommand)]
    Ledger(ledger::Ledger),
    /// The vault: another master key
    #[command(subcommand)]
    Vault(vault::Vault),
    /// Run the deadline clock once: misses, escalations, thresholds, lapses
    Tick(tick::Tick),
    /// Find authorities by name or code
    Authorities(authorities::Authorities),
    /// List the officials of an authority, with their roles
    Officials(officials::Officials),
    /// Ways to sign in
    #[command(subcommand)]
    Accounts(accounts::Accounts),
    /// Who is sent public events: receivers of webhooks
    #[command(subcommand)]
    Webhooks(webhooks::Webhooks),
    /// A made-up country to look at, in one command
    Demo(demo::Demo),
    /// Pages, API and feeds, until told to stop
    Serve(serve::Serve),
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_store_is_named_before_or_after_the_subcommand() {
        let store = |arguments: &[&str]| Cli::try_parse_from(arguments).unwrap().global.store;
        let expected = Some("sqlite:/x".to_owned());
        assert_eq!(store(&["veche", "--store", "sqlite:/x", "journal", "stats"]), expected);
        assert_eq!(store(&["veche", "journal", "stats", "--store", "sqlite:/x"]), expected);
        assert_eq!(store(&["veche", "journal", "--store", "sqlite:/x", "stats"]), expected);
    }
}
