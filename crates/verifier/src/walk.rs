//! Every entry of a log in order: read, hashed and looked into by several threads, told by one.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use indicatif::{ProgressBar, ProgressStyle};
use ledger::{Checkpoint, EMPTY_HASH, EntryRef, Hash, Path, Told, leaf_hash, unbundle};
use tlog_tiles::tlog::{HASH_SIZE, node_hash};

use crate::dates::At;
use crate::report::Trouble;
use crate::source::Source;
use crate::story::Turn;

/// Entries in a bundle.
const WIDTH: u64 = 256;
/// Bundles that a thread may be ahead.
const AHEAD: usize = 16;

/// What an entry says, as far as it matters here.
#[derive(Debug)]
pub(crate) struct Step {
    /// When it was recorded; of another program's row nobody says.
    pub(crate) at: Option<At>,
    /// What it means for the story.
    pub(crate) turn: Turn,
    /// The event's name, where its stream is the one that is looked for.
    pub(crate) found: Option<String>,
}

/// What a thread made of a bundle.
struct Bundle {
    steps: Vec<Step>,
    leaves: Vec<Hash>,
    /// The root of its subtree, where it is full.
    root: Option<Hash>,
}

/// What is walked, and what is looked for.
#[derive(Clone, Copy)]
pub(crate) struct Walk<'a> {
    pub(crate) source: &'a Source,
    pub(crate) tree: &'a Checkpoint,
    /// Checkpoints saved earlier, the smallest first.
    pub(crate) kept: &'a [Checkpoint],
    /// The id of a stream.
    pub(crate) find: Option<&'a str>,
}

impl Walk<'_> {
    /// Reads and hashes all entries, tells of each in order, and gives the root.
    pub(crate) fn run(
        self,
        threads: usize,
        mut tell: impl FnMut(u64, Step) -> Result<(), Trouble>,
    ) -> Result<Hash, Trouble> {
        let tree = self.tree;
        let bar = ProgressBar::new(tree.size);
        let style = ProgressStyle::with_template("{bar:40} {pos}/{len} entries, {per_sec}, {eta} left");
        bar.set_style(style.expect("the template is fixed"));
        let bundles = tree.size.div_ceil(WIDTH);
        let root = thread::scope(|scope| {
            let queues: Vec<Receiver<_>> = (0..threads)
                .map(|thread| {
                    let (sender, queue) = sync_channel(AHEAD);
                    let own = (thread as u64..bundles).step_by(threads);
                    scope.spawn(move || self.hand_over(own, &sender));
                    queue
                })
                .collect();
            let (mut root, mut position) = (Root::default(), 0);
            let mut kept = self.kept.iter().filter(|kept| kept.size > 0).peekable();
            for queue in (0..bundles).zip(queues.iter().cycle()).map(|(_, queue)| queue) {
                let bundle = queue.recv().expect("a thread hands over each of its bundles")?;
                for step in bundle.steps {
                    position += 1;
                    tell(position, step)?;
                }
                let end = root.size + bundle.leaves.len() as u64;
                match bundle.root {
                    Some(subtree) if kept.peek().is_none_or(|kept| kept.size >= end) => {
                        root.push_subtree(subtree, WIDTH);
                    }
                    Some(_) | None => {
                        for leaf in bundle.leaves {
                            root.push_subtree(leaf, 1);
                            while let Some(seen) = kept.next_if(|seen| seen.size == root.size) {
                                goes_on_from(seen, root.now())?;
                            }
                        }
                    }
                }
                while let Some(seen) = kept.next_if(|seen| seen.size == root.size) {
                    goes_on_from(seen, root.now())?;
                }
                bar.set_position(position);
            }
            match kept.next() {
                None => Ok(root.now()),
                Some(seen) => Err(Trouble::at(
                    tree.size + 1,
                    "entries that were published are gone",
                    format!("{} entries, root {}", seen.size, seen.root),
                    format!("{} entries, root {}", tree.size, tree.root),
                )),
            }
        });
        bar.finish_and_clear();
        root
    }

    /// Reads bundles, until one cannot be read or nobody wants them any more.
    fn hand_over(self, bundles: impl Iterator<Item = u64>, queue: &SyncSender<Result<Bundle, Trouble>>) {
        for index in bundles {
            let bundle = self.read(index);
            let failed = bundle.is_err();
            if queue.send(bundle).is_err() || failed {
                return;
            }
        }
    }

    fn read(self, index: u64) -> Result<Bundle, Trouble> {
        let Self { source, tree, find, .. } = self;
        let first = index * WIDTH + 1;
        let path = Path::entries(index, 256);
        let path = Path { width: path.width_in(tree.size), ..path };
        let bytes = source.tile(path)?;
        let entries = unbundle(&bytes).ok_or_else(|| {
            Trouble::at(first, format!("{path} is damaged"), "entries after their lengths", "other bytes")
        })?;
        let width = path.width as usize;
        if entries.len() < width {
            let position = first + entries.len() as u64;
            return Err(Trouble::at(position, "an entry is missing", "an entry", "the end of the bundle"));
        }
        let mut bundle =
            Bundle { steps: Vec::with_capacity(width), leaves: Vec::with_capacity(width), root: None };
        for (position, bytes) in (first..).zip(&entries[..width]) {
            bundle.leaves.push(leaf_hash(bytes));
            let entry = EntryRef::parse(bytes).map_err(|error| {
                // The hash says whether it was signed so.
                Trouble::at(position, error, "an entry", String::from_utf8_lossy(bytes))
            })?;
            let told = entry.told.as_ref();
            let at =
                told.map(|told| At::of(&told.at).ok_or_else(|| dated(position, &told.at))).transpose()?;
            let is_wanted =
                |told: &&Told<'_>| find.is_some() && told.stream.split_once('/').map(|(_, id)| id) == find;
            let found = told.filter(is_wanted).map(|told| told.event_type.clone().into_owned());
            bundle.steps.push(Step { at, turn: Turn::of(&entry, &tree.origin), found });
        }
        if bundle.leaves.len() as u64 == WIDTH {
            let mut root = Root::default();
            bundle.leaves.iter().for_each(|leaf| root.push_subtree(*leaf, 1));
            bundle.root = Some(root.now());
        }
        Ok(bundle)
    }

    /// The first entry that is not the one that the log's own tiles name.
    pub(crate) fn divergence(self, root: Hash) -> Trouble {
        let Self { source, tree, .. } = self;
        for index in 0..tree.size.div_ceil(WIDTH) {
            let width = Path::tile(0, index, 256).width_in(tree.size);
            let (Ok(tile), Ok(bundle)) = (source.tile(Path::tile(0, index, width)), self.read(index)) else {
                continue;
            };
            let named = tile.chunks_exact(HASH_SIZE).map(|hash| Hash(hash.try_into().expect("32 bytes")));
            for (position, (named, leaf)) in (index * WIDTH + 1..).zip(named.zip(bundle.leaves)) {
                if named != leaf {
                    let what = "an entry is not the one that the log's tiles name";
                    return Trouble::at(position, what, named, leaf);
                }
            }
        }
        Trouble::Failed {
            what: "the entries do not hash to the signed root, and the tiles agree with the entries"
                .to_owned(),
            position: None,
            expected: Some(tree.root.to_string()),
            found: Some(root.to_string()),
        }
    }
}

fn dated(position: u64, at: &str) -> Trouble {
    Trouble::at(position, "an entry has no date", "a time or a day", at)
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

/// The root of subtrees that come one by one: RFC 6962, section 2.1.
#[derive(Default)]
struct Root {
    size: u64,
    /// Roots of full subtrees, the largest first.
    subtrees: Vec<Hash>,
}

impl Root {
    /// Takes up the next full subtree of `width` leaves: a power of two that divides the size so far.
    fn push_subtree(&mut self, mut hash: Hash, width: u64) {
        let mut size = self.size / width;
        while size & 1 == 1 {
            let left = self.subtrees.pop().expect("each set bit of the size is a subtree");
            hash = node_hash(left, hash);
            size >>= 1;
        }
        self.subtrees.push(hash);
        self.size += width;
    }

    /// The root of those that came so far.
    fn now(&self) -> Hash {
        self.subtrees.iter().rev().copied().reduce(|right, left| node_hash(left, right)).unwrap_or(EMPTY_HASH)
    }
}
