//! The log on disk: full tiles and entry bundles as files under the names that they are
//! served by, and what is not full yet in memory.
//!
//! ```text
//! FOLDER/state            origin, leaves in full tiles, their root
//! FOLDER/tile/0/x001/234  256 hashes
//! FOLDER/tile/entries/…   256 entries
//! FOLDER/tile/0/x001/235.p/17  what of a tile was not full when a checkpoint was published
//! ```
//!
//! With the checkpoint beside it the folder is the whole published log: it may be copied,
//! served by any web server, or verified as it is.
//!
//! All of it is a function of the entries. A crash may lose any of it: the state is
//! compared with the tiles when it is opened, and where they differ the tree is empty and
//! is filled again.

use std::collections::VecDeque;
use std::io;
use std::path::{Path as FilePath, PathBuf};

use tlog_tiles::tile::{Tile, TileReader};
use tlog_tiles::tlog::{self, HashReader, record_hash, split_stored_hash_index, tree_hash};

use crate::path::{HEIGHT, WIDTH};
use crate::{EMPTY_HASH, Hash, Path};

const FULL: usize = WIDTH as usize;

/// The growing log of one node. One process writes a folder.
#[derive(Debug)]
pub struct Tree {
    folder: PathBuf,
    origin: String,
    size: u64,
    /// Of each level, the hashes of the tile that is not full yet.
    edge: Vec<Vec<Hash>>,
    /// The entries of the bundle that is not full yet.
    pending: Vec<Vec<u8>>,
}

/// The folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TreeError {
    /// A file cannot be read or written.
    #[error("cannot use {}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A file is not what was written.
    #[error("{} is damaged; delete the folder, it is made anew", path.display())]
    Damaged {
        /// Which.
        path: PathBuf,
    },
    /// An entry is longer than a bundle can say.
    #[error("an entry of {length} bytes is too long")]
    TooLong {
        /// Its length.
        length: usize,
    },
}

/// The hash of a leaf: SHA-256 of a zero byte and the entry. RFC 6962, section 2.1.
pub fn leaf_hash(entry: &[u8]) -> Hash {
    record_hash(entry)
}

/// Entries, each after its length in two bytes, big-endian.
///
/// # Errors
///
/// [`TreeError::TooLong`].
pub fn bundle<'a>(entries: impl IntoIterator<Item = &'a [u8]>) -> Result<Vec<u8>, TreeError> {
    let mut bytes = Vec::new();
    for entry in entries {
        let length = u16::try_from(entry.len()).map_err(|_| TreeError::TooLong { length: entry.len() })?;
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(entry);
    }
    Ok(bytes)
}

/// The entries of a bundle; nothing where the bytes are none.
pub fn unbundle(mut bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let mut entries = Vec::with_capacity(FULL);
    while !bytes.is_empty() {
        let (length, rest) = bytes.split_first_chunk::<2>()?;
        let (entry, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
        entries.push(entry);
        bytes = rest;
    }
    Some(entries)
}

impl Tree {
    /// Opens the log of `origin` in a folder: as far as full tiles reach, or empty where
    /// there are none, or they are another log's, or damaged.
    ///
    /// # Errors
    ///
    /// If the folder cannot be made or read.
    pub fn open(folder: &FilePath, origin: &str) -> Result<Self, TreeError> {
        std::fs::create_dir_all(folder).map_err(|source| file(folder, source))?;
        let mut tree = Self::empty(folder, origin);
        let state = folder.join("state");
        let text = match std::fs::read_to_string(&state) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(tree),
            Err(source) => return Err(file(&state, source)),
        };
        if tree.resume(&text).is_none() {
            tree = Self::empty(folder, origin);
        }
        Ok(tree)
    }

    fn empty(folder: &FilePath, origin: &str) -> Self {
        let (folder, origin) = (folder.to_path_buf(), origin.to_owned());
        Self { folder, origin, size: 0, edge: Vec::new(), pending: Vec::new() }
    }

    /// Takes up what the state says, if the tiles say the same.
    fn resume(&mut self, state: &str) -> Option<()> {
        let mut lines = state.lines();
        if lines.next()? != self.origin {
            return None;
        }
        let size: u64 = lines.next()?.parse().ok()?;
        let root = Hash::parse_hash(lines.next()?).ok()?;
        if !size.is_multiple_of(WIDTH) {
            return None;
        }
        self.size = size;
        let mut hashes = size / WIDTH;
        self.edge.push(Vec::new());
        for level in 0..u8::MAX {
            if hashes == 0 {
                break;
            }
            let mut edge = Vec::with_capacity(FULL);
            for index in hashes - hashes % WIDTH..hashes {
                let tile = self.read(Path::tile(level, index, FULL as u32)).ok()?;
                edge.push(Tile::subtree_hash(&tile));
            }
            self.edge.push(edge);
            hashes /= WIDTH;
        }
        (self.root() == root).then_some(())
    }

    /// Leaves in it.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Whose log it is.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The root of all its leaves.
    pub fn root(&self) -> Hash {
        self.root_at(self.size).expect("all hashes that the root is made of are in memory")
    }

    /// The root of its first `size` leaves.
    ///
    /// # Errors
    ///
    /// If a tile cannot be read.
    pub fn root_at(&self, size: u64) -> Result<Hash, TreeError> {
        if size == 0 {
            return Ok(EMPTY_HASH);
        }
        tree_hash(size, self).map_err(|_| TreeError::Damaged { path: self.folder.join("tile") })
    }

    /// Adds leaves. Full tiles and bundles are on disk when it returns.
    ///
    /// # Errors
    ///
    /// If a file cannot be written; open it again then.
    pub fn append(&mut self, entries: Vec<Vec<u8>>) -> Result<(), TreeError> {
        let mut written = false;
        let mut entries = VecDeque::from(entries);
        while let Some(entry) = entries.pop_front() {
            let leaf = leaf_hash(&entry);
            self.pending.push(entry);
            self.size += 1;
            written |= self.push(0, leaf)?;
        }
        if written { self.remember() } else { Ok(()) }
    }

    /// Adds a hash to a level; whether that filled a tile.
    fn push(&mut self, level: usize, hash: Hash) -> Result<bool, TreeError> {
        if self.edge.len() == level {
            self.edge.push(Vec::with_capacity(FULL));
        }
        self.edge[level].push(hash);
        if self.edge[level].len() < FULL {
            return Ok(false);
        }
        let index = (self.size >> (usize::from(HEIGHT) * (level + 1))) - 1;
        let data: Vec<u8> = self.edge[level].iter().flat_map(|hash| hash.0).collect();
        let number = u8::try_from(level).expect("64 bits have 8 levels of 8");
        self.write(Path::tile(number, index, FULL as u32), &data)?;
        if level == 0 {
            let entries = bundle(self.pending.iter().map(Vec::as_slice))?;
            self.write(Path::entries(index, FULL as u32), &entries)?;
            self.pending.clear();
        }
        self.edge[level].clear();
        self.push(level + 1, Tile::subtree_hash(&data))?;
        Ok(true)
    }

    fn remember(&self) -> Result<(), TreeError> {
        let full = self.size - self.size % WIDTH;
        let text = format!("{}\n{full}\n{}\n", self.origin, self.root_at(full)?);
        replace(&self.folder.join("state"), text.as_bytes())
    }

    /// The bytes of a tile or bundle, if the tree is that wide there.
    ///
    /// # Errors
    ///
    /// If the file that holds it cannot be read or is damaged.
    pub fn get(&self, path: Path) -> Result<Option<Vec<u8>>, TreeError> {
        let there = path.width_in(self.size);
        if path.width > there {
            return Ok(None);
        }
        let width = path.width as usize;
        let bytes = match path.level {
            Some(level) if u64::from(there) < WIDTH => {
                self.edge[usize::from(level)][..width].iter().flat_map(|hash| hash.0).collect()
            }
            Some(_) => {
                let mut tile = self.read(path.full())?;
                tile.truncate(width * tlog::HASH_SIZE);
                tile
            }
            None if u64::from(there) < WIDTH => bundle(self.pending[..width].iter().map(Vec::as_slice))?,
            None => {
                let full = self.read(path.full())?;
                let entries = unbundle(&full).expect("it was looked through when it was read");
                bundle(entries.into_iter().take(width))?
            }
        };
        Ok(Some(bytes))
    }

    /// The entry at an index, if there is one.
    ///
    /// # Errors
    ///
    /// As [`Self::get`].
    pub fn entry(&self, index: u64) -> Result<Option<Vec<u8>>, TreeError> {
        let width = u32::try_from(index % WIDTH).unwrap_or(0) + 1;
        let bundle = self.get(Path::entries(index / WIDTH, width))?;
        Ok(bundle.and_then(|bundle| unbundle(&bundle)?.pop().map(<[u8]>::to_vec)))
    }

    /// Writes what is not full in a tree of `size` leaves, so that the folder holds all of it;
    /// what a smaller tree is read with stays beside it, see [`Self::keep_only`].
    ///
    /// # Errors
    ///
    /// If a file cannot be written.
    pub fn complete(&self, size: u64) -> Result<(), TreeError> {
        for path in unfinished(size) {
            let Some(bytes) = self.get(path)? else { continue };
            self.write(path, &bytes)?;
        }
        Ok(())
    }

    /// Removes the unfinished tiles of all trees but these, beside those that the last of them is
    /// read with. To be called once the folder shows its checkpoint; the one before is kept for
    /// those who are reading it.
    pub fn keep_only(&self, sizes: [u64; 2]) {
        let names = |size| unfinished(size).map(|path| self.folder.join(path.to_string()));
        let kept: Vec<PathBuf> = sizes.into_iter().flat_map(names).collect();
        for name in names(sizes[1]) {
            let others = name.parent().and_then(|folder| std::fs::read_dir(folder).ok());
            for other in others.into_iter().flatten().flatten().map(|other| other.path()) {
                if !kept.contains(&other) {
                    // One that stays is only a waste.
                    let _ = std::fs::remove_file(other);
                }
            }
        }
    }

    fn read(&self, path: Path) -> Result<Vec<u8>, TreeError> {
        let name = self.folder.join(path.to_string());
        let bytes = std::fs::read(&name).map_err(|source| file(&name, source))?;
        let sound = match path.level {
            Some(_) => bytes.len() == FULL * tlog::HASH_SIZE,
            None => unbundle(&bytes).is_some_and(|entries| entries.len() == FULL),
        };
        if sound { Ok(bytes) } else { Err(TreeError::Damaged { path: name }) }
    }

    fn write(&self, path: Path, bytes: &[u8]) -> Result<(), TreeError> {
        let name = self.folder.join(path.to_string());
        let parent = name.parent().expect("a tile lies in a folder");
        std::fs::create_dir_all(parent).map_err(|source| file(parent, source))?;
        replace(&name, bytes)?;
        if path == path.full() {
            let mut partial = name.into_os_string();
            partial.push(".p");
            // There may have been none.
            let _ = std::fs::remove_dir_all(partial);
        }
        Ok(())
    }
}

/// The tiles and the bundle that are not full in a tree of `size` leaves.
fn unfinished(size: u64) -> impl Iterator<Item = Path> {
    let levels = (0..8).map(move |level| Path::tile(level, (size >> (8 * u32::from(level))) / WIDTH, 256));
    let all = levels.chain([Path::entries(size / WIDTH, 256)]);
    all.map(move |path| Path { width: path.width_in(size), ..path })
        .filter(|path| path.width != 0 && u64::from(path.width) != WIDTH)
}

/// The hashes that tiles and edge give, as they stand there.
impl HashReader for Tree {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, tlog::Error> {
        let hash = |&index| {
            let (level, n) = split_stored_hash_index(index);
            let (tile_level, within) = (level / HEIGHT, level % HEIGHT);
            let first = n << within;
            let path = Path::tile(tile_level, first / WIDTH, 1);
            let width = path.width_in(self.size);
            let data = self.get(Path { width, ..path }).ok().flatten().ok_or(tlog::Error::InvalidTile)?;
            let start = (first % WIDTH) as usize * tlog::HASH_SIZE;
            let end = start + (1 << within) * tlog::HASH_SIZE;
            data.get(start..end).map(Tile::subtree_hash).ok_or(tlog::Error::IndexesNotInTree)
        };
        indexes.iter().map(hash).collect()
    }
}

impl TileReader for Tree {
    fn height(&self) -> u8 {
        HEIGHT
    }

    fn read_tiles(&self, tiles: &[Tile]) -> Result<Vec<Vec<u8>>, tlog::Error> {
        let tile = |tile| self.get(Path::of(tile)).ok().flatten().ok_or(tlog::Error::InvalidTile);
        tiles.iter().map(tile).collect()
    }

    fn save_tiles(&self, _: &[Tile], _: &[Vec<u8>]) {}
}

/// The leaf hashes of a published log in a folder, believed as far as they hash to `root`;
/// nothing where they do not.
///
/// # Errors
///
/// If a tile cannot be read.
pub fn stored_leaves(folder: &FilePath, size: u64, root: Hash) -> Result<Option<Vec<Hash>>, TreeError> {
    let mut leaves = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    for index in 0..size.div_ceil(WIDTH) {
        let path = Path::tile(0, index, 256);
        let path = Path { width: path.width_in(size), ..path };
        let (own, full) = (folder.join(path.to_string()), folder.join(path.full().to_string()));
        let bytes = match std::fs::read(&own) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => std::fs::read(&full),
            read => read,
        };
        let bytes = bytes.map_err(|source| file(&own, source))?;
        let width = path.width as usize;
        let hashes = bytes.chunks_exact(tlog::HASH_SIZE).take(width);
        leaves.extend(hashes.map(|hash| Hash(hash.try_into().expect("chunks are that long"))));
        if leaves.len() as u64 != (index * WIDTH + u64::from(path.width)) {
            return Ok(None);
        }
    }
    Ok((roots(&leaves, &[size]) == [root]).then_some(leaves))
}

/// The roots of the trees of the first so many leaves, for sizes in ascending order; of
/// sizes that there are no leaves for, none.
pub fn roots(leaves: &[Hash], sizes: &[u64]) -> Vec<Hash> {
    let mut subtrees: Vec<Hash> = Vec::new();
    let mut taken = 0;
    let mut roots = Vec::with_capacity(sizes.len());
    for size in sizes {
        let Some(size) = usize::try_from(*size).ok().filter(|size| *size <= leaves.len()) else { break };
        while taken < size {
            let (mut hash, mut rest) = (leaves[taken], taken);
            while rest & 1 == 1 {
                let left = subtrees.pop().expect("each set bit of the size is a subtree");
                hash = tlog::node_hash(left, hash);
                rest >>= 1;
            }
            subtrees.push(hash);
            taken += 1;
        }
        let root = subtrees.iter().rev().copied().reduce(|right, left| tlog::node_hash(left, right));
        roots.push(root.unwrap_or(EMPTY_HASH));
    }
    roots
}

/// Writes a file so that a crash leaves the old one or the new one.
fn replace(name: &FilePath, bytes: &[u8]) -> Result<(), TreeError> {
    let mut new = name.as_os_str().to_owned();
    new.push(".new");
    let new = PathBuf::from(new);
    std::fs::write(&new, bytes)
        .and_then(|()| std::fs::rename(&new, name))
        .map_err(|source| file(name, source))
}

fn file(path: &FilePath, source: io::Error) -> TreeError {
    TreeError::File { path: path.to_path_buf(), source }
}
