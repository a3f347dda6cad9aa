//! From the journal to tiles on disk, and the replay of these against bare SHA-256.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use journal::{ClockKind, Journal, Store};
use ledger::{Checkpoint, SigningKey, Tree};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::item::ORIGIN;
use crate::Failure;
use crate::table::Table;

/// Leaves that are taken at once, as the keeper takes them.
const BATCH: usize = 5_000;
const ROUNDS: usize = 3;

/// Builds the tree of the journal as a keeper does, then verifies it as a stranger does.
pub(crate) async fn measure(
    table: &mut Table,
    name: &str,
    store: &Store,
    directory: &Path,
    programs: &Path,
) -> Result<(), Failure> {
    let journal = Journal::create_or_open(store, ClockKind::Simulated, Uuid::from_u128(1)).await?;
    let mut rates = Vec::new();
    let folder = directory.join(format!("log-{name}"));
    for _ in 0..ROUNDS {
        let _ = std::fs::remove_dir_all(&folder);
        let started = Instant::now();
        let mut tree = Tree::open(&folder, ORIGIN)?;
        loop {
            let entries = journal.entries(tree.size(), BATCH).await?;
            if entries.is_empty() {
                break;
            }
            // Bare entries count as leaves, and a replay would refuse them.
            tree.append(entries)?;
        }
        rates.push(tree.size() as f64 / started.elapsed().as_secs_f64());
    }
    table.alone(&format!("{name}: journal to tiles, batches of {BATCH}"), "leaves/s", rates);
    if matches!(store, Store::Sqlite(_)) {
        replay(table, &journal, directory, programs).await?;
    }
    Ok(())
}

/// `veche-verify replay` from disk, whole process, against SHA-256 over the same bytes.
async fn replay(
    table: &mut Table,
    journal: &Journal,
    directory: &Path,
    programs: &Path,
) -> Result<(), Failure> {
    let folder = directory.join("log-replayed");
    let mut tree = Tree::open(&folder, ORIGIN)?;
    let mut after = 0;
    let mut bytes = 0;
    loop {
        let entries = journal.entries(after, BATCH).await?;
        if entries.is_empty() {
            break;
        }
        after += entries.len() as u64;
        let whole: Vec<_> = entries.into_iter().filter(|entry| ledger::Entry::parse(entry).is_ok()).collect();
        bytes += whole.iter().map(Vec::len).sum::<usize>();
        tree.append(whole)?;
    }
    tree.complete(tree.size())?;
    let key = SigningKey::from_seed(ORIGIN, [9; 32])?;
    let checkpoint = Checkpoint { origin: ORIGIN.to_owned(), size: tree.size(), root: tree.root() };
    std::fs::write(folder.join("checkpoint"), checkpoint.sign(&key).as_bytes())?;
    let (log, public) = (folder.display().to_string(), key.verifying().to_string());
    let data = vec![0x5a_u8; bytes];
    let (mut replayed, mut bare) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let started = Instant::now();
        let mut verify = Command::new(programs.join("veche-verify"));
        verify.args(["replay", "--log", &log, "--key", &public]).stdout(Stdio::null()).stderr(Stdio::null());
        if !verify.status()?.success() {
            return Err("the replay did not hold".into());
        }
        replayed.push(bytes as f64 / 1e6 / started.elapsed().as_secs_f64());
        let started = Instant::now();
        let digest = Sha256::digest(&data);
        bare.push(bytes as f64 / 1e6 / started.elapsed().as_secs_f64());
        assert_ne!(digest[..4], [0; 4], "it is computed");
    }
    let what = format!("veche-verify replay of {} entries from disk", tree.size());
    table.compare(&what, "MB/s", replayed, "bare SHA-256, one core", bare, "at least 0.25");
    Ok(())
}
