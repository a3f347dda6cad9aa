//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use ledger::{Policy, VerifyingKey, WitnessKey};

use crate::report::Trouble;

/// Checks a public log of citizens' initiatives, without trusting who runs it
#[derive(Debug, Parser)]
#[command(
    name = "veche-verify",
    version,
    after_help = "Exit status: 0 everything held, 1 a check failed, 2 it could not be checked.\n\nExample:\n  \
                  veche-verify replay --log https://veche.example.org/log --key veche.example.org/log+1a2b3c4d+AZ…"
)]
pub(crate) struct Cli {
    /// Print one JSON object instead of sentences
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) check: Check,
}

/// What is to be checked.
#[derive(Debug, Subcommand)]
pub(crate) enum Check {
    /// The signatures on the latest checkpoint
    Checkpoint(Latest),
    /// That the log still begins with what a checkpoint saved earlier saw
    Consistency(Since),
    /// Every entry up to the root, and the counts and stages that follow from them
    Replay(Replay),
    /// An evidence bundle, without asking anybody
    Evidence(Evidence),
    /// That what a receipt was given for stands in the log
    Receipt(Receipt),
}

/// Whose signatures are asked for.
#[derive(Debug, Args)]
pub(crate) struct Trust {
    /// The log's verification key: NAME+HASH+KEY; of a log whose key was changed, the earlier
    /// ones may be given too
    #[arg(
        long = "key",
        value_name = "KEY",
        env = "VECHE_VERIFY_KEY",
        value_delimiter = ' ',
        required = true
    )]
    keys: Vec<String>,
    /// A witness whose cosignature counts: NAME+HASH+KEY; may be given several times
    #[arg(long = "witness", value_name = "KEY")]
    witnesses: Vec<String>,
    /// How many of the witnesses must have cosigned [default: all that are given]
    #[arg(long, value_name = "N")]
    quorum: Option<usize>,
}

/// Where the log is.
#[derive(Debug, Args)]
pub(crate) struct Log {
    /// The log: an address, as https://veche.example.org/log, or a folder with a copy
    #[arg(long, value_name = "URL|FOLDER", env = "VECHE_VERIFY_LOG")]
    pub(crate) log: String,
    #[command(flatten)]
    pub(crate) trust: Trust,
}

/// `checkpoint`
#[derive(Debug, Args)]
pub(crate) struct Latest {
    #[command(flatten)]
    pub(crate) log: Log,
    /// Save the checkpoint, to compare with it another day
    #[arg(long, value_name = "FILE")]
    pub(crate) save: Option<PathBuf>,
}

/// `consistency`
#[derive(Debug, Args)]
pub(crate) struct Since {
    #[command(flatten)]
    pub(crate) log: Log,
    /// The checkpoint saved earlier
    #[arg(long, value_name = "FILE")]
    pub(crate) since: PathBuf,
    /// Save the latest checkpoint in its place, if all held
    #[arg(long)]
    pub(crate) update: bool,
}

/// `replay`
#[derive(Debug, Args)]
pub(crate) struct Replay {
    #[command(flatten)]
    pub(crate) log: Log,
    /// Compare counts and stages with a published register: the address or file of initiatives.ndjson
    #[arg(long, value_name = "URL|FILE")]
    pub(crate) published: Option<String>,
    /// Name the events of this initiative or support tag: how a citizen finds his own
    #[arg(long, value_name = "ID")]
    pub(crate) find: Option<String>,
    /// A checkpoint saved earlier: the log has to go on from it, and no event may be dated
    /// before its cosignatures that it was cosigned without; may be given several times
    #[arg(long, value_name = "FILE")]
    pub(crate) since: Vec<PathBuf>,
    /// Threads that hash
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub(crate) threads: usize,
}

/// `evidence`
#[derive(Debug, Args)]
pub(crate) struct Evidence {
    /// The bundle
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) trust: Trust,
}

/// `receipt`
#[derive(Debug, Args)]
pub(crate) struct Receipt {
    #[command(flatten)]
    pub(crate) log: Log,
    /// The position on the receipt
    #[arg(long, value_name = "N")]
    pub(crate) position: u64,
    /// The leaf hash on the receipt, in base64 or in 64 hexadecimal digits
    #[arg(long, value_name = "HASH")]
    pub(crate) leaf: String,
}

impl Trust {
    /// As the ledger asks for it.
    pub(crate) fn policy(&self) -> Result<Policy, Trouble> {
        let keys = self.keys.iter().map(|key| VerifyingKey::parse(key));
        let keys: Vec<_> = keys.collect::<Result<_, _>>().map_err(|error| Trouble::input("--key", error))?;
        let Some((log, earlier)) = keys.split_first() else {
            return Err(Trouble::input("--key", "it is not given"));
        };
        if let Some(other) = earlier.iter().find(|key| key.name() != log.name()) {
            let why = format!("{} and {} are two logs", log.name(), other.name());
            return Err(Trouble::input("--key", why));
        }
        let witnesses = self.witnesses.iter().map(|witness| WitnessKey::parse(witness));
        let witnesses: Vec<_> =
            witnesses.collect::<Result<_, _>>().map_err(|error| Trouble::input("--witness", error))?;
        let quorum = self.quorum.unwrap_or(witnesses.len());
        if quorum > witnesses.len() {
            return Err(Trouble::input("--quorum", "it asks for more witnesses than are given"));
        }
        Ok(Policy { log: log.clone(), earlier: earlier.to_vec(), witnesses, quorum })
    }
}
