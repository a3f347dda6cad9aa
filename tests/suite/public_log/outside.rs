//! What whoever runs the log can do with its key, and how it is found from outside: by
//! whoever kept a checkpoint, a receipt, or looks at every byte.

use std::path::{Path, PathBuf};

use ledger::{
    Checkpoint, CosignatureKey, Inclusion, Policy, SignedCheckpoint, Tree, inclusion, leaf_hash,
    stored_leaves,
};
use serde_json::Value;
use tests::program::{Run, verify};

use super::world::{Log, ORIGIN, key};

/// A log as whoever holds the key can show it: whole, and rightly signed.
struct Shown {
    folder: PathBuf,
    checkpoint: Checkpoint,
}

fn shown(folder: PathBuf, entries: &[Vec<u8>]) -> Shown {
    let mut tree = Tree::open(&folder, ORIGIN).expect("a folder");
    tree.append(entries.to_vec()).expect("it is written");
    tree.complete(tree.size()).expect("it is written");
    let checkpoint = Checkpoint { origin: ORIGIN.to_owned(), size: tree.size(), root: tree.root() };
    std::fs::write(folder.join("checkpoint"), checkpoint.sign(&key()).as_bytes()).expect("it is written");
    Shown { folder, checkpoint }
}

impl Shown {
    fn asked(&self, check: &str, more: &[&str]) -> Run {
        let (folder, key) = (self.folder.display().to_string(), key().verifying().to_string());
        let mut arguments = vec!["--json", check, "--log", &folder, "--key", &key];
        arguments.extend(more);
        verify(&arguments)
    }

    /// Keeps the checkpoint, as somebody outside does.
    fn kept(&self, file: &Path) -> String {
        let file = file.display().to_string();
        self.asked("checkpoint", &["--save", &file]).done();
        file
    }
}

/// Asserts that a check failed, and gives what it says.
fn failed(run: &Run) -> Value {
    assert_eq!(run.code, 1, "{run:?}");
    run.json()["failure"].clone()
}

async fn entries() -> (tempfile::TempDir, Vec<Vec<u8>>) {
    let log = Log::sqlite().await;
    log.some_history().await;
    let entries = log.world.engine.journal().entries(0, 10_000).await.expect("it reads");
    (tempfile::tempdir().expect("a folder"), entries)
}

/// The same entry, said to be of another time.
fn dated(entry: &[u8], at: &str) -> Vec<u8> {
    let text = String::from_utf8(entry.to_vec()).expect("text");
    let (before, rest) = text.split_once(r#""at":""#).expect("a time");
    let (_, after) = rest.split_once('"').expect("its end");
    format!(r#"{before}"at":"{at}"{after}"#).into_bytes()
}

fn at(entry: &[u8]) -> String {
    ledger::Entry::parse(entry).expect("an entry").at.expect("a time")
}

#[tokio::test]
async fn two_branches_shown_to_two_audiences_are_found_when_they_compare_checkpoints() {
    let (directory, entries) = entries().await;
    let size = entries.len();
    let one = shown(directory.path().join("one"), &entries);
    // The other audience is not shown the last but one.
    let other = shown(directory.path().join("other"), &[&entries[..size - 2], &entries[size - 1..]].concat());
    for branch in [&one, &other] {
        branch.asked("replay", &[]).done();
    }
    let kept = one.kept(&directory.path().join("of-one"));
    failed(&other.asked("consistency", &["--since", &kept]));
    let kept = other.kept(&directory.path().join("of-other"));
    failed(&one.asked("consistency", &["--since", &kept]));
    failed(&one.asked("replay", &["--since", &kept]));
    one.asked("consistency", &["--since", &directory.path().join("of-one").display().to_string()]).done();
}

#[tokio::test]
async fn a_tail_cut_off_after_publication_is_found_by_whoever_kept_a_checkpoint() {
    let (directory, entries) = entries().await;
    let whole = shown(directory.path().join("whole"), &entries);
    let kept = whole.kept(&directory.path().join("kept"));
    let cut = shown(directory.path().join("cut"), &entries[..entries.len() - 2]);
    cut.asked("replay", &[]).done();
    for check in ["consistency", "replay"] {
        let failure = failed(&cut.asked(check, &["--since", &kept]));
        assert_eq!(failure["position"], entries.len() - 1, "{check}: {failure}");
    }
    // What was cut off, and something else in its place.
    let again = [&entries[..entries.len() - 2], &entries[..2]].concat();
    let again = shown(directory.path().join("again"), &again);
    failed(&again.asked("consistency", &["--since", &kept]));
}

#[tokio::test]
async fn an_event_dated_before_the_one_before_is_found_by_a_replay() {
    let (directory, mut entries) = entries().await;
    entries.push(dated(&entries[0], "2020-01-01T00:00:00.000000Z"));
    let log = shown(directory.path().join("log"), &entries);
    let failure = failed(&log.asked("replay", &[]));
    assert_eq!(failure["position"], entries.len());
    assert_eq!(failure["found"], "2020-01-01T00:00:00.000000Z");
    assert!(failure["expected"].as_str().is_some_and(|expected| expected.contains(" or later")), "{failure}");
}

#[tokio::test]
async fn an_event_dated_before_a_cosignature_that_it_was_made_without_is_found() {
    let (directory, mut entries) = entries().await;
    let witness = CosignatureKey::from_seed("witness.example/w", [1; 32]).expect("a name");
    let known = [witness.verifying()];
    let before = shown(directory.path().join("before"), &entries);
    // A month after the last event a witness sees the log as it is.
    let last: jiff::Timestamp = at(&entries[0]).parse().expect("a time");
    let month = last + jiff::SignedDuration::from_hours(24 * 30);
    let time = u64::try_from(month.as_second()).expect("a time");
    let note = before.checkpoint.sign(&key());
    let line = witness.cosign(&before.checkpoint.body(), time);
    let note = note.with_cosignatures(&line, &known).expect("a checkpoint");
    let kept = directory.path().join("kept").display().to_string();
    std::fs::write(&kept, note.as_bytes()).expect("it is kept");

    // Then an event is made that is said to be of a week after it.
    let week = last + jiff::SignedDuration::from_hours(24 * 7);
    entries.push(dated(&entries[0], &week.strftime("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()));
    let log = shown(directory.path().join("log"), &entries);
    log.asked("replay", &["--since", &kept]).done();
    let trusted = known[0].to_string();
    let witnessed = ["--since", &kept, "--witness", &trusted, "--quorum", "0"];
    let failure = failed(&log.asked("replay", &witnessed));
    assert_eq!(failure["position"], entries.len(), "{failure}");
    assert!(failure["what"].as_str().is_some_and(|what| what.contains("cosigned without it")), "{failure}");
    // One that says when it was made is not refused.
    entries.pop();
    entries.push(dated(&entries[0], &month.strftime("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()));
    shown(directory.path().join("honest"), &entries).asked("replay", &witnessed).done();
}

#[tokio::test]
async fn an_acknowledged_event_that_never_appears_is_found_by_its_receipt() {
    let (directory, entries) = entries().await;
    let position = entries.len().to_string();
    let leaf = leaf_hash(entries.last().expect("an entry"));
    let hex: String = leaf.0.iter().map(|byte| format!("{byte:02x}")).collect();
    let honest = shown(directory.path().join("honest"), &entries);
    for form in [leaf.to_string(), hex] {
        honest.asked("receipt", &["--position", &position, "--leaf", &form]).done();
    }
    let receipt = ["--position", &position, "--leaf", &leaf.to_string()].map(str::to_owned);
    let receipt: Vec<&str> = receipt.iter().map(String::as_str).collect();
    // Dropped before it was signed for; or another event in its place.
    let dropped = shown(directory.path().join("dropped"), &entries[..entries.len() - 1]);
    let failure = failed(&dropped.asked("receipt", &receipt));
    assert_eq!(
        (&failure["position"], &failure["expected"]),
        (&entries.len().into(), &leaf.to_string().into())
    );
    let other = [&entries[..entries.len() - 1], &entries[..3]].concat();
    let other = shown(directory.path().join("other"), &other);
    let failure = failed(&other.asked("receipt", &receipt));
    assert_eq!(failure["found"], leaf_hash(&entries[0]).to_string());
}

#[tokio::test]
async fn every_flipped_byte_of_tile_entry_proof_and_note_is_refused() {
    let (directory, entries) = entries().await;
    let log = shown(directory.path().join("log"), &entries);
    let tree = &log.checkpoint;
    let policy = Policy::log_alone(key().verifying());
    let flipped = |bytes: &[u8], each: &dyn Fn(&[u8], usize)| {
        let mut forged = bytes.to_vec();
        for at in 0..bytes.len() {
            for bit in 0..8 {
                forged[at] ^= 1 << bit;
                each(&forged, at);
                forged[at] ^= 1 << bit;
            }
        }
    };

    let note = std::fs::read(log.folder.join("checkpoint")).expect("a checkpoint");
    flipped(&note, &|forged, at| {
        let believed = SignedCheckpoint::parse(forged).and_then(|note| note.verify(&policy));
        assert!(believed.is_err(), "byte {at} of the note");
    });

    let mut grown = Tree::open(&directory.path().join("grown"), ORIGIN).expect("a folder");
    grown.append(entries.clone()).expect("it is written");
    let path = inclusion(&grown, tree, 5).expect("a path");
    let proof = Inclusion { index: 5, path, checkpoint: SignedCheckpoint::parse(&note).expect("a note") };
    let leaf = leaf_hash(&entries[5]);
    assert_eq!(proof.verify(&policy, leaf).as_ref(), Ok(tree));
    flipped(proof.to_string().as_bytes(), &|forged, at| {
        let read = std::str::from_utf8(forged).ok().and_then(|text| Inclusion::parse(text).ok());
        let believed = read.is_some_and(|proof| proof.verify(&policy, leaf).is_ok());
        assert!(!believed, "byte {at} of the proof");
    });
    flipped(&entries[5], &|forged, at| {
        assert!(proof.verify(&policy, leaf_hash(forged)).is_err(), "byte {at} of the entry");
    });

    let size = entries.len();
    let name = log.folder.join(format!("tile/0/000.p/{size}"));
    let tile = std::fs::read(&name).expect("a tile");
    let leaves = || stored_leaves(&log.folder, tree.size, tree.root).expect("it reads");
    assert_eq!(leaves().map(|leaves| leaves.len()), Some(size));
    let mut forged = tile.clone();
    for at in 0..tile.len() {
        forged[at] ^= 1;
        std::fs::write(&name, &forged).expect("it is forged");
        assert_eq!(leaves(), None, "byte {at} of the tile");
        forged[at] ^= 1;
    }
    // And so says the program, of each sort.
    forged[7] ^= 1;
    std::fs::write(&name, &forged).expect("it is forged");
    let position = ["--position", "6", "--leaf", &leaf.to_string()].map(str::to_owned);
    let position: Vec<&str> = position.iter().map(String::as_str).collect();
    failed(&log.asked("receipt", &position));
    std::fs::write(&name, &tile).expect("as it was");
    log.asked("receipt", &position).done();
    let name = log.folder.join(format!("tile/entries/000.p/{size}"));
    let bundle = std::fs::read(&name).expect("a bundle");
    for at in (0..bundle.len()).step_by(bundle.len() / 40) {
        let mut forged = bundle.clone();
        forged[at] ^= 1;
        std::fs::write(&name, &forged).expect("it is forged");
        failed(&log.asked("replay", &[]));
    }
    std::fs::write(&name, &bundle).expect("as it was");
    log.asked("replay", &[]).done();
}
