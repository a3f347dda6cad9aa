//! `veche vault`: the keys of texts and people.

use std::io::ErrorKind;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use engine::Entropy;
use journal::Store;
use serde_json::json;
use vault::{MasterKeyError, MasterKeys, Rewrapping};

use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::progress::Progress;
use crate::settings::Settings;
use crate::store;

/// What about it.
#[derive(Debug, Subcommand)]
pub(crate) enum Vault {
    /// Put all keys under another master key
    ///
    /// Stop every node first. Stopped half-way, the command goes on where it was when it is
    /// given again with the same files; until it is through, the vault opens with neither
    /// key. Afterwards the old master key opens nothing here: start the nodes with the new
    /// file. Backups from before still need the old one.
    Rewrap(Rewrap),
}

/// `rewrap`
#[derive(Debug, Args)]
pub(crate) struct Rewrap {
    /// The key file with the new master key; made if it is not there
    #[arg(long, value_name = "FILE")]
    new_keys: PathBuf,
}

impl Vault {
    pub(crate) async fn run(self, settings: &Settings, output: &mut Output) -> Result<Exit, Failure> {
        match self {
            Self::Rewrap(rewrap) => rewrap.run(settings, output).await,
        }
    }
}

impl Rewrap {
    async fn run(self, settings: &Settings, output: &mut Output) -> Result<Exit, Failure> {
        let entropy = Entropy::system();
        let old = store::keys(settings, false, &entropy)?;
        // Durable before the first key is under it.
        let new = self.new_keys(&old, &entropy)?;
        if old == new {
            return Err(Failure::input("same_master_key", "the new keys are the old ones")
                .hint("name a file that is not there yet: it is made"));
        }
        let rewrapping = match &settings.vault {
            Store::Sqlite(directory) => {
                Rewrapping::sqlite(&directory.join("vault.sqlite"), &entropy, old, new).await?
            }
            Store::Postgres(url) => Rewrapping::postgres(url, &entropy, old, new).await?,
        };
        let mut progress = Progress::start("keys", None, output);
        let mut keys = 0;
        while let Some(count) = rewrapping.step().await? {
            keys += count;
            progress.at(keys);
        }
        drop(progress);
        let file = self.new_keys.display().to_string();
        if output.is_json() {
            output.json(&json!({ "keys": keys, "file": file }))?;
        } else {
            output
                .line(format!("{keys} keys are under the master key in {file}; use that file from now on"))?;
        }
        Ok(Exit::Done)
    }

    fn new_keys(&self, old: &MasterKeys, entropy: &Entropy) -> Result<MasterKeys, Failure> {
        match MasterKeys::read(&self.new_keys) {
            Err(MasterKeyError::File { source, .. }) if source.kind() == ErrorKind::NotFound => {
                let new = MasterKeys { master: entropy.bytes(), ..old.clone() };
                new.write_new(&self.new_keys)?;
                Ok(new)
            }
            read => Ok(read?),
        }
    }
}
