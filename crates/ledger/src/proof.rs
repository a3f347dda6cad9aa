//! Inclusion and consistency: RFC 6962, section 2.1; in the text form of C2SP tlog-proof.

use std::fmt;

use tlog_tiles::tile::{TileHashReader, TileReader};
use tlog_tiles::tlog::{
    HashReader, check_record, check_tree, prove_record, prove_tree, stored_hash_index, tree_hash,
};

use crate::checkpoint::CheckpointError;
use crate::{Checkpoint, Hash, Policy, SignedCheckpoint};

const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";

/// That an entry stands in a log, verifiable without asking anybody: a `.tlog-proof`.
#[derive(Clone, Debug, PartialEq)]
pub struct Inclusion {
    /// The leaf, from 0: the event's position less one.
    pub index: u64,
    /// From the leaf's sibling up to the root's child.
    pub path: Vec<Hash>,
    /// The tree that it stands in.
    pub checkpoint: SignedCheckpoint,
}

/// Why something is not proven.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ProofError {
    /// It is not written as a proof.
    #[error("this is not written as a proof")]
    Malformed,
    /// The checkpoint in it is not believed.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The hashes do not lead from the entry to the root.
    #[error("the proof does not lead from the entry at index {index} to the root of {size} entries")]
    NotIncluded {
        /// The leaf.
        index: u64,
        /// The tree.
        size: u64,
    },
    /// The smaller tree is no beginning of the larger one.
    #[error("the log of {new} entries does not begin with that of {old}")]
    Inconsistent {
        /// The smaller tree.
        old: u64,
        /// The larger tree.
        new: u64,
    },
    /// A tile is not there, or is not what the root says.
    #[error("a tile that the proof needs is missing or differs from the root")]
    Tiles,
}

// `TileHashReader` 0.2 does not compare every tile with its parent: where several subtrees
// of the root lie in one tile, as many tiles further on go unchecked. What it gives is
// therefore checked against the root like a stranger's proof before it leaves here.

/// Proves from tiles that the leaf `index` stands in a tree. The tiles are believed as far
/// as they hash to its root.
///
/// # Errors
///
/// [`ProofError::Tiles`], also where the tree is smaller.
pub fn inclusion(tiles: &impl TileReader, tree: &Checkpoint, index: u64) -> Result<Vec<Hash>, ProofError> {
    if index >= tree.size {
        return Err(ProofError::NotIncluded { index, size: tree.size });
    }
    let reader = TileHashReader::new(tree.size, tree.root, tiles);
    let leaf = reader.read_hashes(&[stored_hash_index(0, index)]).map_err(|_| ProofError::Tiles)?;
    let path = prove_record(tree.size, index, &reader).map_err(|_| ProofError::Tiles)?;
    check_record(&path, tree.size, tree.root, index, leaf[0]).map_err(|_| ProofError::Tiles)?;
    Ok(path)
}

/// Proves from tiles that a tree begins with one of `old` leaves.
///
/// # Errors
///
/// [`ProofError::Tiles`], also where the tree is smaller.
pub fn consistency(tiles: &impl TileReader, tree: &Checkpoint, old: u64) -> Result<Vec<Hash>, ProofError> {
    if old == 0 {
        return Ok(Vec::new());
    }
    if old > tree.size {
        return Err(ProofError::Inconsistent { old, new: tree.size });
    }
    let reader = TileHashReader::new(tree.size, tree.root, tiles);
    let root = tree_hash(old, &reader).map_err(|_| ProofError::Tiles)?;
    let proof = prove_tree(tree.size, old, &reader).map_err(|_| ProofError::Tiles)?;
    if old < tree.size {
        check_tree(&proof, tree.size, tree.root, old, root).map_err(|_| ProofError::Tiles)?;
    }
    Ok(proof)
}

/// Checks that `leaf` stands at `index` in a tree.
///
/// # Errors
///
/// [`ProofError::NotIncluded`].
pub fn check_inclusion(path: &[Hash], tree: &Checkpoint, index: u64, leaf: Hash) -> Result<(), ProofError> {
    let failed = ProofError::NotIncluded { index, size: tree.size };
    if index >= tree.size {
        return Err(failed);
    }
    check_record(&path.to_vec(), tree.size, tree.root, index, leaf).map_err(|_| failed)
}

/// Checks that the tree `new` begins with the tree `old`.
///
/// # Errors
///
/// [`ProofError::Inconsistent`].
pub fn check_consistency(proof: &[Hash], old: &Checkpoint, new: &Checkpoint) -> Result<(), ProofError> {
    let failed = ProofError::Inconsistent { old: old.size, new: new.size };
    let holds = match old.size {
        0 => proof.is_empty(),
        size if size > new.size => false,
        size if size == new.size => proof.is_empty() && old.root == new.root,
        size => check_tree(&proof.to_vec(), new.size, new.root, size, old.root).is_ok(),
    };
    if holds { Ok(()) } else { Err(failed) }
}

impl Inclusion {
    /// Checks the signatures, and that `leaf` stands where it says. Gives the tree.
    ///
    /// # Errors
    ///
    /// [`ProofError`].
    pub fn verify(&self, policy: &Policy, leaf: Hash) -> Result<Checkpoint, ProofError> {
        let tree = self.checkpoint.verify(policy)?;
        check_inclusion(&self.path, &tree, self.index, leaf)?;
        Ok(tree)
    }

    /// Reads a `.tlog-proof`. Extra data is skipped: nothing vouches for it.
    ///
    /// # Errors
    ///
    /// [`ProofError::Malformed`].
    pub fn parse(text: &str) -> Result<Self, ProofError> {
        let malformed = ProofError::Malformed;
        let (head, checkpoint) = text.split_once("\n\n").ok_or(malformed.clone())?;
        let mut lines = head.split('\n');
        if lines.next() != Some(FIRST_LINE) {
            return Err(malformed);
        }
        let mut line = lines.next().ok_or(malformed.clone())?;
        if line.starts_with("extra ") {
            line = lines.next().ok_or(malformed.clone())?;
        }
        let number = line.strip_prefix("index ").ok_or(malformed.clone())?;
        let index: u64 = number.parse().map_err(|_| malformed.clone())?;
        if index.to_string() != number {
            return Err(malformed);
        }
        let path = lines.map(Hash::parse_hash).collect::<Result<_, _>>().map_err(|_| malformed.clone())?;
        let checkpoint = SignedCheckpoint::parse(checkpoint.as_bytes()).map_err(|_| malformed)?;
        Ok(Self { index, path, checkpoint })
    }
}

impl fmt::Display for Inclusion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{FIRST_LINE}\nindex {}", self.index)?;
        for hash in &self.path {
            writeln!(f, "{hash}")?;
        }
        write!(f, "\n{}", self.checkpoint)
    }
}
