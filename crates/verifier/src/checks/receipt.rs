//! `veche-verify receipt`: does what was acknowledged stand in the log?

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ledger::{Hash, check_inclusion, inclusion};
use tlog_tiles::tile::TileHashReader;
use tlog_tiles::tlog::{HashReader, stored_hash_index};

use super::checkpoint::latest;
use crate::args::Receipt;
use crate::report::{Report, Trouble};
use crate::source::{Source, Tiles};

pub(crate) fn run(asked: &Receipt, report: &mut Report) -> Result<(), Trouble> {
    let leaf = hash(&asked.leaf).ok_or_else(|| Trouble::input("--leaf", "this is no hash"))?;
    let Some(index) = asked.position.checked_sub(1) else {
        return Err(Trouble::input("--position", "positions begin with 1"));
    };
    let source = Source::of(&asked.log.log);
    let (_, tree) = latest(&source, &asked.log.trust.policy()?, report)?;
    if index >= tree.size {
        return Err(Trouble::at(
            asked.position,
            "what was acknowledged does not stand in the log; a minute after the receipt it has to",
            leaf,
            format!("the end of a log of {} entries", tree.size),
        ));
    }
    let tiles = Tiles::of(&source);
    let path = inclusion(&tiles, &tree, index).map_err(|error| tiles.trouble(error))?;
    if check_inclusion(&path, &tree, index, leaf).is_err() {
        let reader = TileHashReader::new(tree.size, tree.root, &tiles);
        let stands = reader.read_hashes(&[stored_hash_index(0, index)]);
        let stands = stands.map_err(|error| tiles.trouble(error))?[0];
        return Err(Trouble::at(
            asked.position,
            "something else stands where the receipt says",
            leaf,
            stands,
        ));
    }
    report.held(format!("what was acknowledged stands at position {}", asked.position));
    report.fact("position", asked.position);
    Ok(())
}

/// A hash in either form.
fn hash(text: &str) -> Option<Hash> {
    let bytes = match text.len() {
        64 => (0..64).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect(),
        _ => STANDARD.decode(text).ok(),
    };
    bytes.and_then(|bytes: Vec<u8>| bytes.try_into().ok()).map(Hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_read_in_both_forms() {
        let hex = "ab".repeat(32);
        assert_eq!(hash(&hex), Some(Hash([0xab; 32])));
        assert_eq!(hash(&Hash([0xab; 32]).to_string()), Some(Hash([0xab; 32])));
        assert_eq!(hash("ab"), None);
        assert_eq!(hash(&"zz".repeat(32)), None);
    }
}
