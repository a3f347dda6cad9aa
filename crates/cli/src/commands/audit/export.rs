//! `veche audit export`.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use ::journal::Recorded;
use clap::Args;
use engine::Keeper;
use ledger::{SignedCheckpoint, Tree};
use serde::Serialize;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::commands::serve::open_desk;
use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::progress::Progress;
use crate::settings::Settings;
use crate::store::{self, Opening};
use crate::words::counted;

const PAGE: usize = 2_000;

/// Where to.
#[derive(Debug, Args)]
#[command(
    after_help = "In the folder:\n  rows.ndjson    every row as it is stored, with its entry as it was signed\n  log/           checkpoint and tiles, under the names that they are served by\n  key.txt        the log's verification key: compare it with one published elsewhere\n  manifest.json  how many of what, and the SHA-256 of each of these files\n\n\
Example:\n  veche audit export ./for-the-auditor && veche-verify replay --log ./for-the-auditor/log --key \"$(cat ./for-the-auditor/key.txt)\""
)]
pub(crate) struct Export {
    /// A folder that is not there yet
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
}

/// One line. The order of the fields is the order on the line.
#[derive(Serialize)]
struct Line<'a> {
    position: u64,
    stream: String,
    sequence: u64,
    #[serde(rename = "type")]
    event_type: &'a str,
    version: &'a str,
    at: jiff::Timestamp,
    /// As it is stored, as a text: its hash is over these bytes.
    payload: &'a str,
    metadata: &'a str,
    entry: &'a str,
}

impl Export {
    pub(super) async fn run(self, settings: &Settings, output: &mut Output) -> Result<Exit, Failure> {
        let engine = store::engine(settings, &Opening::to_read()).await?;
        let keeper = Keeper::open(&engine, open_desk(settings).await?).await?;
        let (Some(note), Some(policy)) = (keeper.shown()?, keeper.policy()) else {
            return Err(Failure::new(Exit::No, "not_signed", "nothing was ever published")
                .hint("sign what there is with `veche ledger sign`"));
        };
        let checkpoint = note
            .verify(&policy)
            .map_err(|error| Failure::new(Exit::No, "log_checkpoint", error.to_string()))?;
        std::fs::create_dir(&self.folder)?;
        let log = self.folder.join("log");
        let mut tree = Tree::open(&log, engine.origin()).map_err(tiles)?;
        let mut rows = Hashed::create(&self.folder.join("rows.ndjson"))?;
        let mut progress = Progress::start("exporting", Some(checkpoint.size), output);
        let journal = engine.journal();
        while tree.size() < checkpoint.size {
            let left = usize::try_from(checkpoint.size - tree.size()).unwrap_or(PAGE).min(PAGE);
            let page = journal.read(tree.size(), left).await?;
            let entries = journal.entries(tree.size(), left).await?;
            if page.is_empty() || page.len() != entries.len() {
                break;
            }
            for (row, entry) in page.iter().zip(&entries) {
                rows.line(row, entry)?;
            }
            tree.append(entries).map_err(tiles)?;
            progress.at(tree.size());
        }
        drop(progress);
        if tree.size() != checkpoint.size || tree.root() != checkpoint.root {
            return Err(Failure::new(
                Exit::No,
                "log_forked",
                "the entries of the journal are not those that were signed; what was written so far is not complete",
            )
            .hint("`veche audit verify` names the position"));
        }
        self.finish(&tree, &note, &policy.log.to_string(), rows.end()?, output)
    }

    fn finish(
        &self,
        tree: &Tree,
        note: &SignedCheckpoint,
        key: &str,
        rows: String,
        output: &mut Output,
    ) -> Result<Exit, Failure> {
        let log = self.folder.join("log");
        tree.complete(tree.size()).map_err(tiles)?;
        // It is for whoever goes on with the tree.
        match std::fs::remove_file(log.join("state")) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            Ok(()) | Err(_) => {}
        }
        std::fs::write(log.join("checkpoint"), note.as_bytes())?;
        std::fs::write(self.folder.join("key.txt"), format!("{key}\n"))?;
        let checkpoint = sha256(note.as_bytes());
        let manifest = json!({
            "origin": tree.origin(),
            "key": key,
            "events": tree.size(),
            "root": tree.root().to_string(),
            "sha256": { "rows.ndjson": rows, "log/checkpoint": checkpoint, "key.txt": sha256(format!("{key}\n").as_bytes()) },
        });
        let text = format!("{manifest:#}\n");
        std::fs::write(self.folder.join("manifest.json"), &text)?;
        if output.is_json() {
            output.json(&manifest)?;
        } else {
            let folder = self.folder.display();
            output.line(format!("{} in {folder}", counted(tree.size(), "event")))?;
            output.line(format!("SHA-256 of manifest.json: {}", sha256(text.as_bytes())))?;
            output.line(format!("verify with: veche-verify replay --log {folder}/log --key '{key}'"))?;
        }
        Ok(Exit::Done)
    }
}

/// A file, and the hash of what was written.
struct Hashed {
    file: BufWriter<File>,
    hash: Sha256,
}

impl Hashed {
    fn create(path: &Path) -> Result<Self, Failure> {
        Ok(Self { file: BufWriter::with_capacity(1 << 16, File::create_new(path)?), hash: Sha256::new() })
    }

    fn line(&mut self, row: &Recorded, entry: &[u8]) -> Result<(), Failure> {
        let line = Line {
            position: row.position,
            stream: row.stream.to_string(),
            sequence: row.sequence,
            event_type: &row.event_type,
            version: &row.event_version,
            at: row.at,
            payload: &row.payload,
            metadata: &row.metadata,
            entry: &String::from_utf8_lossy(entry),
        };
        let mut line = serde_json::to_vec(&line).map_err(std::io::Error::from)?;
        line.push(b'\n');
        self.hash.update(&line);
        Ok(self.file.write_all(&line)?)
    }

    fn end(self) -> Result<String, Failure> {
        self.file.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
        Ok(hex::encode(self.hash.finalize()))
    }
}

fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

fn tiles(error: ledger::TreeError) -> Failure {
    engine::KeeperError::from(error).into()
}
