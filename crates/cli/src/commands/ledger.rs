//! `veche ledger`: the key that signs the public log, and what was signed.

use clap::{Args, Subcommand};
use engine::{Entropy, Keeper};
use ledger::SigningKey;
use serde_json::json;

use super::serve::open_desk;
use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::settings::Settings;
use crate::store::{self, Opening};

/// What about it.
#[derive(Debug, Subcommand)]
pub(crate) enum Ledger {
    /// Make a key that signs the public log
    ///
    /// Writes it to the log key file, readable by nobody else, and prints the
    /// verification key: publish that one where people can compare it.
    Keygen(Keygen),
    /// Give the public log another key
    ///
    /// The key that `veche ledger keygen --next` made signs from now on, and the one before
    /// signs beside it as long as its file is there. The change is an event, and so an entry
    /// that everybody finds who verifies with the key that he knows. Give every node the new
    /// file first.
    ChangeKey(ChangeKey),
    /// Follow the journal, sign what is new, and show what is published
    Sign(Sign),
    /// After a restore that lost signed events: say so publicly, and go on
    ///
    /// Without it nothing is signed after a restore from an older backup. The loss is
    /// recorded as an event; whoever kept an earlier checkpoint will find that the log
    /// does not continue it, and this event says why.
    AdmitLoss(AdmitLoss),
}

/// `keygen`
#[derive(Debug, Args)]
pub(crate) struct Keygen {
    /// The log's name: an address without https://, for instance veche.example.org/log
    #[arg(long, value_name = "ORIGIN", required_unless_present = "next")]
    origin: Option<String>,
    /// Make the key that the log is to get next, in a file of its own beside the one it has
    #[arg(long, conflicts_with = "origin")]
    next: bool,
}

/// `change-key`
#[derive(Debug, Args)]
pub(crate) struct ChangeKey {
    /// Confirm: this cannot be taken back
    #[arg(long)]
    yes: bool,
}

/// `sign`
#[derive(Debug, Args)]
pub(crate) struct Sign {}

/// `admit-loss`
#[derive(Debug, Args)]
pub(crate) struct AdmitLoss {
    /// Confirm: this cannot be taken back
    #[arg(long)]
    yes: bool,
}

impl Ledger {
    pub(crate) async fn run(self, settings: &Settings, output: &mut Output) -> Result<Exit, Failure> {
        match self {
            Self::Keygen(keygen) => keygen.run(settings, output),
            Self::ChangeKey(change) => change.run(settings, output).await,
            Self::Sign(_) => sign(settings, output).await,
            Self::AdmitLoss(admit) => admit.run(settings, output).await,
        }
    }
}

impl Keygen {
    fn run(self, settings: &Settings, output: &mut Output) -> Result<Exit, Failure> {
        let (origin, path) = match self.origin {
            Some(origin) => (origin, settings.log_key.clone()),
            None => {
                let key = store::log_key("VECHE_LOG_KEY", &settings.log_key)?;
                let key = key.ok_or_else(|| Failure::input("no_log_key", "there is no key to come after"))?;
                (key.name().to_owned(), settings.next_log_key())
            }
        };
        let key = SigningKey::from_seed(&origin, Entropy::system().bytes())
            .map_err(|error| Failure::input("bad_origin", format!("{origin:?}: {error}")))?;
        store::write_log_key(&path, &key)?;
        let (path, public) = (path.display().to_string(), key.verifying().to_string());
        if output.is_json() {
            output.json(&json!({ "file": path, "key": public }))?;
        } else {
            output.line(format!("the key is in {path}; verify with"))?;
            output.line(public)?;
        }
        Ok(Exit::Done)
    }
}

impl ChangeKey {
    async fn run(self, settings: &Settings, output: &mut Output) -> Result<Exit, Failure> {
        let keeper = keeper(settings).await?;
        if !self.yes {
            return Err(Failure::input("not_confirmed", "this says publicly that the log has another key")
                .hint("once every node has the new key, say it again with --yes"));
        }
        let before = keeper.verifying_key().map(|key| key.to_string());
        let key = keeper.change_key().await?.to_string();
        if output.is_json() {
            output.json(&json!({ "before": before, "key": key }))?;
        } else {
            output.line("the log has another key; verify with")?;
            output.line(key)?;
            output.line(format!(
                "publish it where people can compare it. When they know it, put {} in the place of {}",
                settings.next_log_key().display(),
                settings.log_key.display()
            ))?;
        }
        Ok(Exit::Done)
    }
}

async fn keeper(settings: &Settings) -> Result<Keeper, Failure> {
    let engine = store::engine(settings, &Opening::to_go_on(None)).await?;
    Ok(Keeper::open(&engine, open_desk(settings).await?).await?)
}

async fn sign(settings: &Settings, output: &mut Output) -> Result<Exit, Failure> {
    let keeper = keeper(settings).await?;
    let signed = keeper.step(true).await?;
    let Some(published) = keeper.published() else {
        return Err(Failure::new(
            Exit::No,
            "not_signed",
            "nothing was ever signed, and there is no key to sign with",
        )
        .hint("make one with `veche ledger keygen`, or name it with --log-key"));
    };
    if output.is_json() {
        let checkpoint = &published.checkpoint;
        let (size, root) = (checkpoint.size, checkpoint.root.to_string());
        output.json(&json!({ "signed": signed, "origin": checkpoint.origin, "size": size, "root": root }))?;
    } else {
        output.line(published.note.to_string().trim_end())?;
    }
    Ok(Exit::Done)
}

impl AdmitLoss {
    async fn run(self, settings: &Settings, output: &mut Output) -> Result<Exit, Failure> {
        let keeper = keeper(settings).await?;
        if !self.yes {
            return Err(Failure::input("not_confirmed", "this says publicly that signed events are lost")
                .hint("if that is so, say it again with --yes"));
        }
        keeper.admit_loss().await?;
        keeper.step(true).await?;
        output.line("the loss is recorded in the log, which goes on from here")?;
        Ok(Exit::Done)
    }
}
