//! `veche-verify replay`: every entry, hashed up to the root, and what follows from them.

use std::collections::{BTreeMap, BTreeSet};
use std::thread;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use ledger::{Checkpoint, EMPTY_HASH, Entry, Hash, Path, Policy, SignedCheckpoint, leaf_hash, unbundle};
use serde_json::{Value, json};
use tlog_tiles::tlog::{HASH_SIZE, node_hash};

use super::checkpoint::latest;
use super::consistency::saved;
use crate::args::Replay;
use crate::dates::Dates;
use crate::report::{Report, Trouble};
use crate::source::{Source, Table};
use crate::story::{Initiative, Story};

/// Entries in a bundle.
const WIDTH: u64 = 256;
/// Bundles that a thread takes at once.
const AT_ONCE: u64 = 16;
/// Within this time whatever was acknowledged is in a checkpoint.
const PROMISED: Duration = Duration::from_secs(60);
/// How long a checkpoint is waited for before it is read again.
const AGAIN: Duration = Duration::from_millis(500);

pub(crate) fn run(asked: &Replay, report: &mut Report) -> Result<(), Trouble> {
    let source = Source::of(&asked.log.log);
    let policy = asked.log.trust.policy()?;
    // The table comes first: what it counts is in the log then, or a minute later.
    let published = asked.published.as_deref().map(Table::read).transpose()?;
    let as_of = published.as_ref().and_then(|table| table.position);
    wait_for(&source, &policy, as_of)?;
    let (note, tree) = latest(&source, &policy, report)?;
    let mut dates = Dates::default();
    bound(&mut dates, &note, &tree, &policy)?;
    let mut kept = Vec::new();
    for file in &asked.since {
        let (note, seen) = saved(file, &policy)?;
        bound(&mut dates, &note, &seen, &policy)?;
        kept.push(seen);
    }
    kept.sort_unstable_by_key(|seen| seen.size);
    let mut story = Story::default();
    let mut then = None;
    let mut found = Vec::new();
    let root = replay(&source, &tree, &kept, asked.threads.max(1), |position, entry| {
        dates.tell(position, entry)?;
        if let Some(wanted) = &asked.find
            && entry.stream().is_some_and(|(_, id)| id == wanted)
        {
            found.push(json!({ "position": position, "type": entry.event_type, "at": entry.at }));
        }
        story.tell(position, &tree.origin, entry)?;
        if Some(position) == as_of {
            then = Some(story.initiatives.clone());
        }
        Ok(())
    })?;
    if root != tree.root {
        return Err(divergence(&source, &tree, root));
    }
    report.held(format!("{} entries hash to the signed root, and none is dated back", tree.size));
    if !kept.is_empty() {
        report.held(format!("the log goes on from {} checkpoints saved earlier", kept.len()));
        report.fact("since", json!(kept.iter().map(|seen| seen.size).collect::<Vec<_>>()));
    }
    report.held(format!(
        "they tell of {} initiatives and {} supports that stand",
        story.initiatives.len(),
        story.supports()
    ));
    if story.opaque > 0 {
        report.held(format!("{} entries are of another program and count nowhere", story.opaque));
    }
    report.fact("initiatives", story.initiatives.len());
    report.fact("supports", story.supports());
    report.fact("opaque", story.opaque);
    report.fact("stages", json!(story.stages()));
    if let Some(wanted) = &asked.find {
        if found.is_empty() {
            return Err(Trouble::failed(format!("the log holds nothing about {wanted}")));
        }
        for event in &found {
            report.held(format!(
                "{} at position {}, {}",
                text(event, "type"),
                event["position"],
                text(event, "at")
            ));
        }
        report.fact("found", found);
    }
    match &published {
        Some(table) => compare(then.as_ref().unwrap_or(&story.initiatives), table, report),
        None => Ok(()),
    }
}

/// Waits until a position is signed for, as long as the log promises.
fn wait_for(source: &Source, policy: &Policy, position: Option<u64>) -> Result<(), Trouble> {
    let until = Instant::now() + PROMISED;
    while let Some(position) = position.filter(|position| *position > 0) {
        let (_, tree) = source.checkpoint(policy)?;
        if tree.size >= position {
            break;
        }
        if Instant::now() >= until {
            let what = "what was published stands in no checkpoint within a minute";
            return Err(Trouble::at(position, what, format!("{position} entries"), tree.size));
        }
        thread::sleep(AGAIN);
    }
    Ok(())
}

/// When witnesses cosigned it bounds the dates of entries.
fn bound(
    dates: &mut Dates,
    note: &SignedCheckpoint,
    seen: &Checkpoint,
    policy: &Policy,
) -> Result<(), Trouble> {
    for time in note.cosigned_at(&policy.witnesses).map_err(Trouble::failed)? {
        dates.bound(seen.size, time);
    }
    Ok(())
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

/// What a thread made of a bundle.
struct Bundle {
    entries: Vec<Entry>,
    leaves: Vec<Hash>,
}

/// Reads and hashes all entries, tells of each in order, and gives the root.
fn replay(
    source: &Source,
    tree: &Checkpoint,
    kept: &[Checkpoint],
    threads: usize,
    mut tell: impl FnMut(u64, &Entry) -> Result<(), Trouble>,
) -> Result<Hash, Trouble> {
    let bar = ProgressBar::new(tree.size);
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} entries, {per_sec}, {eta} left");
    bar.set_style(style.expect("the template is fixed"));
    let bundles = tree.size.div_ceil(WIDTH);
    let (mut root, mut position) = (Root::default(), 0);
    let mut kept = kept.iter().peekable();
    let mut first = 0;
    while first < bundles {
        let last = (first + AT_ONCE * threads as u64).min(bundles);
        let read = thread::scope(|scope| {
            let work = move |thread: u64| {
                let own = (first..last).filter(|index| (index - first) % threads as u64 == thread);
                own.map(|index| (index, read(source, tree, index))).collect::<Vec<_>>()
            };
            let handles: Vec<_> =
                (0..threads as u64).map(|thread| scope.spawn(move || work(thread))).collect();
            handles
                .into_iter()
                .flat_map(|handle| handle.join().expect("it does not panic"))
                .collect::<Vec<_>>()
        });
        let mut read = read;
        read.sort_unstable_by_key(|(index, _)| *index);
        for (_, bundle) in read {
            let bundle = bundle?;
            for entry in &bundle.entries {
                position += 1;
                tell(position, entry)?;
            }
            for leaf in bundle.leaves {
                root.push(leaf);
                while let Some(seen) = kept.next_if(|seen| seen.size == root.size) {
                    goes_on_from(seen, root.now())?;
                }
            }
            bar.set_position(position);
        }
        first = last;
    }
    bar.finish_and_clear();
    if let Some(seen) = kept.find(|seen| seen.size > 0) {
        return Err(Trouble::at(
            tree.size + 1,
            "entries that were published are gone",
            format!("{} entries, root {}", seen.size, seen.root),
            format!("{} entries, root {}", tree.size, tree.root),
        ));
    }
    Ok(root.now())
}

fn goes_on_from(seen: &Checkpoint, root: Hash) -> Result<(), Trouble> {
    if root == seen.root {
        return Ok(());
    }
    Err(Trouble::Failed {
        what: format!("the first {} entries are not those of the checkpoint saved earlier", seen.size),
        position: None,
        expected: Some(format!("root {}", seen.root)),
        found: Some(format!("root {root}")),
    })
}

fn read(source: &Source, tree: &Checkpoint, index: u64) -> Result<Bundle, Trouble> {
    let start = index * WIDTH;
    let path = Path::entries(index, 256);
    let path = Path { width: path.width_in(tree.size), ..path };
    let bytes = source.tile(path)?;
    let first = start + 1;
    let entries = unbundle(&bytes).ok_or_else(|| {
        Trouble::at(first, format!("{path} is damaged"), "entries after their lengths", "other bytes")
    })?;
    let width = path.width as usize;
    if entries.len() < width {
        let position = first + entries.len() as u64;
        return Err(Trouble::at(position, "an entry is missing", "an entry", "the end of the bundle"));
    }
    let mut bundle = Bundle { entries: Vec::with_capacity(width), leaves: Vec::with_capacity(width) };
    for (position, bytes) in (first..).zip(&entries[..width]) {
        bundle.leaves.push(leaf_hash(bytes));
        let entry = Entry::parse(bytes);
        let entry = entry.map_err(|error| {
            // The hash says whether it was signed so.
            Trouble::at(position, error, "an entry", String::from_utf8_lossy(bytes))
        })?;
        bundle.entries.push(entry);
    }
    Ok(bundle)
}

/// The root of leaves that come one by one: RFC 6962, section 2.1.
#[derive(Default)]
struct Root {
    size: u64,
    /// Roots of full subtrees, the largest first.
    subtrees: Vec<Hash>,
}

impl Root {
    fn push(&mut self, leaf: Hash) {
        let mut hash = leaf;
        let mut size = self.size;
        while size & 1 == 1 {
            let left = self.subtrees.pop().expect("each set bit of the size is a subtree");
            hash = node_hash(left, hash);
            size >>= 1;
        }
        self.subtrees.push(hash);
        self.size += 1;
    }

    /// The root of those that came so far.
    fn now(&self) -> Hash {
        self.subtrees.iter().rev().copied().reduce(|right, left| node_hash(left, right)).unwrap_or(EMPTY_HASH)
    }
}

/// The first entry that is not the one that the log's own tiles name.
fn divergence(source: &Source, tree: &Checkpoint, root: Hash) -> Trouble {
    for index in 0..tree.size.div_ceil(WIDTH) {
        let width = Path::tile(0, index, 256).width_in(tree.size);
        let (Ok(tile), Ok(bundle)) = (source.tile(Path::tile(0, index, width)), read(source, tree, index))
        else {
            continue;
        };
        let named = tile.chunks_exact(HASH_SIZE).map(|hash| Hash(hash.try_into().expect("32 bytes")));
        for (position, (named, leaf)) in (index * WIDTH + 1..).zip(named.zip(bundle.leaves)) {
            if named != leaf {
                return Trouble::at(
                    position,
                    "an entry is not the one that the log's tiles name",
                    named,
                    leaf,
                );
            }
        }
    }
    Trouble::Failed {
        what: "the entries do not hash to the signed root, and the tiles agree with the entries".to_owned(),
        position: None,
        expected: Some(tree.root.to_string()),
        found: Some(root.to_string()),
    }
}

/// Compares with a published register, line by line: all that it says, and all that it ought
/// to say.
fn compare(known: &BTreeMap<String, Initiative>, table: &Table, report: &mut Report) -> Result<(), Trouble> {
    let mut missing: BTreeSet<&str> =
        known.iter().filter(|(_, initiative)| initiative.public).map(|(id, _)| id.as_str()).collect();
    let (mut lines, mut later) = (0_u64, 0_u64);
    for line in table.bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let row: Value = serde_json::from_slice(line)
            .map_err(|error| Trouble::unchecked(format!("what was published is no register: {error}")))?;
        let id = text(&row, "id");
        let Some(told) = known.get(id) else {
            if table.position.is_some() {
                return Err(differs(id, "nothing of it", "it is there"));
            }
            later += 1;
            continue;
        };
        missing.remove(id);
        lines += 1;
        let told = (told.stage.as_deref().unwrap_or_default(), told.supports);
        let published = (text(&row, "stage"), row["supports"].as_u64().unwrap_or_default());
        if told != published {
            let said = |(stage, supports): (&str, u64)| format!("{stage}, {supports} supports");
            return Err(differs(id, &said(told), &said(published)));
        }
    }
    if let (Some(id), Some(_)) = (missing.first(), table.position) {
        return Err(differs(id, "it was submitted", "nothing of it"));
    }
    report.held(format!("stages and counts of {lines} published initiatives are those that the log tells"));
    if later > 0 {
        report.held(format!("{later} came after the checkpoint and were not compared"));
    }
    report.fact("compared", lines);
    Ok(())
}

fn differs(id: &str, expected: &str, found: &str) -> Trouble {
    Trouble::Failed {
        what: format!("the register says something else of initiative {id} than the log"),
        position: None,
        expected: Some(expected.to_owned()),
        found: Some(found.to_owned()),
    }
}
