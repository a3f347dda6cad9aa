//! The tree against a second implementation, and what must not be believed.

use std::collections::BTreeMap;

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use proptest::prelude::*;
use serde_json::json;

use crate::*;

const ORIGIN: &str = "veche.example/log";

/// The same tree as somebody else builds it.
type Reference = MemoryBackedTree<sha2_for_ct_merkle::Sha256, Vec<u8>>;

fn leaf(index: u64) -> Vec<u8> {
    format!("leaf {index}").into_bytes()
}

fn grown(folder: &std::path::Path, size: u64) -> Tree {
    let mut tree = Tree::open(folder, ORIGIN).expect("a folder");
    tree.append((tree.size()..size).map(leaf).collect()).expect("it is written");
    tree
}

fn reference(size: u64) -> Reference {
    let mut tree = Reference::new();
    (0..size).map(leaf).for_each(|leaf| tree.push(leaf));
    tree
}

fn root(tree: &Reference) -> Hash {
    Hash(tree.root().as_bytes().as_slice().try_into().expect("32 bytes"))
}

fn hashes(bytes: &[u8]) -> Vec<Hash> {
    bytes.chunks_exact(32).map(|hash| Hash(hash.try_into().expect("32 bytes"))).collect()
}

fn checkpoint(tree: &Tree) -> Checkpoint {
    Checkpoint { origin: ORIGIN.to_owned(), size: tree.size(), root: tree.root() }
}

fn key() -> SigningKey {
    SigningKey::from_seed(ORIGIN, [7; 32]).expect("a name")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_root_does_not_depend_on_how_the_leaves_came(splits in prop::collection::vec(0_u64..700, 1..8)) {
        let folder = tempfile::tempdir().expect("a folder");
        let mut tree = Tree::open(folder.path(), ORIGIN).expect("a folder");
        for (number, split) in splits.into_iter().enumerate() {
            let from = tree.size();
            tree.append((from..from + split).map(leaf).collect()).expect("it is written");
            if number % 2 == 1 {
                // Whoever opens it again goes on after the last full tile.
                let size = tree.size();
                tree = grown(folder.path(), size);
            }
        }
        prop_assert_eq!(tree.root(), root(&reference(tree.size())));
    }
}

#[test]
fn all_proofs_up_to_300_are_those_of_the_other_implementation() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut tree = Tree::open(folder.path(), ORIGIN).expect("a folder");
    let mut trees = vec![checkpoint(&tree)];
    for size in 1..=300 {
        tree.append(vec![leaf(size - 1)]).expect("it is written");
        let (now, other) = (checkpoint(&tree), reference(size));
        assert_eq!(now.root, root(&other), "the root of {size}");
        for index in 0..size {
            let path = inclusion(&tree, &now, index).expect("it is there");
            assert_eq!(path, hashes(other.prove_inclusion(index as usize).as_bytes()), "{index} in {size}");
            check_inclusion(&path, &now, index, leaf_hash(&leaf(index))).expect("it holds");
        }
        for old in 1..size {
            let proof = consistency(&tree, &now, old).expect("it is there");
            let theirs = other.prove_consistency((size - old) as usize);
            assert_eq!(proof, hashes(theirs.as_bytes()), "{old} in {size}");
            check_consistency(&proof, &trees[old as usize], &now).expect("it holds");
        }
        trees.push(now);
    }
}

#[test]
fn a_proof_with_any_bit_flipped_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let tree = grown(folder.path(), 300);
    let now = checkpoint(&tree);
    let path = inclusion(&tree, &now, 77).expect("it is there");
    let old = Checkpoint { size: 100, root: tree.root_at(100).expect("a root"), ..now.clone() };
    let proof = consistency(&tree, &now, 100).expect("it is there");
    check_consistency(&proof, &old, &now).expect("it holds");
    for (hashes, checks) in [(path, true), (proof, false)] {
        for at in 0..hashes.len() * 256 {
            let mut forged = hashes.clone();
            forged[at / 256].0[at % 256 / 8] ^= 1 << (at % 8);
            let holds = if checks {
                check_inclusion(&forged, &now, 77, leaf_hash(&leaf(77))).is_ok()
            } else {
                check_consistency(&forged, &old, &now).is_ok()
            };
            assert!(!holds, "bit {at}");
        }
        for cut in 0..hashes.len() {
            assert!(!checks || check_inclusion(&hashes[..cut], &now, 77, leaf_hash(&leaf(77))).is_err());
            assert!(checks || check_consistency(&hashes[..cut], &old, &now).is_err());
        }
    }
    assert!(check_inclusion(&[], &now, 300, leaf_hash(&leaf(300))).is_err());
    assert!(check_consistency(&[], &now, &old).is_err());
    let other_root = Checkpoint { root: old.root, ..now.clone() };
    assert!(check_consistency(&[], &now, &other_root).is_err());
}

#[test]
fn a_damaged_tile_proves_nothing_and_an_unfit_state_begins_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let now = checkpoint(&grown(folder.path(), 1000));
    let name = folder.path().join("tile/0/001");
    let sound = std::fs::read(&name).expect("it is there");
    let mut forged = sound.clone();
    forged[40] ^= 1;
    std::fs::write(&name, &forged).expect("it is written");
    let mut tree = Tree::open(folder.path(), ORIGIN).expect("it opens");
    assert_eq!(tree.size(), 0, "what does not hash to the root it had is thrown away");
    tree.append((0..1000).map(leaf).collect()).expect("it is written");
    assert_eq!(checkpoint(&tree), now);

    // Behind the back of an open one.
    std::fs::write(&name, &forged).expect("it is written");
    assert_eq!(inclusion(&tree, &now, 300), Err(ProofError::Tiles));
    std::fs::write(&name, &sound[1..]).expect("it is written");
    assert!(matches!(tree.get(Path::tile(0, 1, 256)), Err(TreeError::Damaged { .. })));
    std::fs::write(&name, &sound).expect("it is written");
    inclusion(&tree, &now, 300).expect("it holds again");

    assert_eq!(Tree::open(folder.path(), "other.example/log").expect("it opens").size(), 0);
    std::fs::write(folder.path().join("state"), "nonsense").expect("it is written");
    assert_eq!(Tree::open(folder.path(), ORIGIN).expect("it opens").size(), 0);
}

#[test]
fn tiles_and_bundles_are_served_as_wide_as_a_signed_size_asks() {
    let folder = tempfile::tempdir().expect("a folder");
    let tree = grown(folder.path(), 700);
    let get = |path: Path| tree.get(path).expect("it is read");
    assert_eq!(get(Path::tile(0, 0, 256)).map(|tile| tile.len()), Some(8192));
    assert_eq!(get(Path::tile(0, 2, 188)).map(|tile| tile.len()), Some(188 * 32));
    assert_eq!(get(Path::tile(0, 2, 189)), None);
    assert_eq!(get(Path::tile(1, 0, 2)).map(|tile| tile.len()), Some(64));
    assert_eq!(get(Path::tile(1, 0, 3)), None);
    assert_eq!(get(Path::tile(9, 0, 1)), None);
    // A narrow one stays when the full one is there.
    assert_eq!(get(Path::tile(0, 1, 3)), get(Path::tile(0, 1, 256)).map(|tile| tile[..96].to_vec()));
    for (path, from) in [(Path::entries(0, 256), 0), (Path::entries(0, 2), 0), (Path::entries(2, 188), 512)] {
        let bytes = get(path).expect("it is there");
        let entries = unbundle(&bytes).expect("a bundle");
        assert_eq!(entries.len(), path.width as usize);
        for (index, entry) in (from..).zip(entries) {
            assert_eq!(entry, leaf(index));
        }
    }
    for index in [0, 255, 256, 699] {
        assert_eq!(tree.entry(index).expect("it is read"), Some(leaf(index)));
    }
    assert_eq!(tree.entry(700).expect("it is read"), None);
}

#[test]
fn a_completed_folder_holds_the_whole_published_log() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut tree = grown(folder.path(), 600);
    tree.complete(600).expect("it is written");
    let mut shown = (600, tree.root());
    for size in [603, 604, 768, 1000, 1001, 1002] {
        tree.append((tree.size()..size).map(leaf).collect()).expect("it is written");
        tree.complete(size).expect("it is written");
        let before = stored_leaves(folder.path(), shown.0, shown.1).expect("it is read");
        assert!(before.is_some(), "what {} shows is gone before {size} is shown", shown.0);
        tree.keep_only([shown.0, size]);
        let before = stored_leaves(folder.path(), shown.0, shown.1).expect("it is read");
        assert!(before.is_some(), "what {} shows is gone for those who are reading it", shown.0);
        let (tile, width) = (shown.0 / 256, shown.0 % 256);
        shown = (size, tree.root());
        let (root, leaves) = (tree.root(), (0..size).map(|index| leaf_hash(&leaf(index))).collect());
        let stored = |root| stored_leaves(folder.path(), size, root).expect("it is read");
        assert_eq!(stored(root), Some(leaves), "{size}");
        assert_eq!(stored(EMPTY_HASH), None);
        let partial = folder.path().join(Path::tile(0, size / 256, 255).to_string());
        let files = std::fs::read_dir(partial.parent().expect("a folder")).map(Iterator::count);
        let before = usize::from(tile == size / 256 && width > 0);
        assert_eq!(files.unwrap_or(0), usize::from(size % 256 > 0) + before, "{size}");
    }
}

#[test]
fn a_checkpoint_is_believed_only_with_the_signatures_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let now = checkpoint(&grown(folder.path(), 10));
    let signed = now.sign(&key());
    assert_eq!(signed, now.sign(&key()), "Ed25519 signs the same in the same way");
    let policy = Policy::log_alone(key().verifying());
    assert_eq!(signed.verify(&policy), Ok(now.clone()));

    let impostor = SigningKey::from_seed(ORIGIN, [8; 32]).expect("a name");
    assert_eq!(now.sign(&impostor).verify(&policy), Err(CheckpointError::NotSigned));
    let other = SigningKey::from_seed("other.example/log", [7; 32]).expect("a name");
    assert!(matches!(
        signed.verify(&Policy::log_alone(other.verifying())),
        Err(CheckpointError::OtherLog { .. })
    ));

    let witness = |seed| CosignatureKey::from_seed("witness.example/w", [seed; 32]).expect("a name");
    let asked = Policy { witnesses: vec![witness(1).verifying()], quorum: 1, ..policy };
    assert_eq!(signed.verify(&asked), Err(CheckpointError::NoQuorum { found: 0, needed: 1 }));
    let lines = [witness(2).cosign(&now.body(), 5), witness(1).cosign(&now.body(), 5)].concat();
    let cosigned = signed.with_cosignatures(&lines, &asked.witnesses).expect("a checkpoint");
    assert_eq!(cosigned.verify(&asked), Ok(now.clone()));
    assert_eq!(cosigned.to_string().matches("witness.example").count(), 1, "the stranger's is left out");
    assert_eq!(cosigned.with_cosignatures(&lines, &asked.witnesses).expect("a checkpoint"), cosigned);
    let late = witness(1).cosign(b"another body\n", 5);
    assert_eq!(signed.with_cosignatures(&late, &asked.witnesses).expect("a checkpoint"), signed);

    for at in 0..cosigned.as_bytes().len() {
        let mut forged = cosigned.as_bytes().to_vec();
        forged[at] ^= 1;
        let believed = SignedCheckpoint::parse(&forged).and_then(|forged| forged.verify(&asked));
        assert!(believed.is_err(), "byte {at}");
    }
}

#[test]
fn keys_are_read_as_they_are_written_and_any_other_way_refused() {
    let secret = key().to_secret_text();
    assert_eq!(SigningKey::parse(&secret).expect("a key").verifying(), key().verifying());
    assert_eq!(SigningKey::parse(&secret.replace("veche", "vecha")).err(), Some(KeyError::OtherHash));
    assert_eq!(SigningKey::parse(&secret[1..]).err(), Some(KeyError::Malformed));
    assert_eq!(SigningKey::from_seed("a b", [0; 32]).err(), Some(KeyError::BadName));
    let public = key().verifying().to_string();
    assert_eq!(VerifyingKey::parse(&public), Ok(key().verifying()));
    assert_eq!(VerifyingKey::parse(&secret), Err(KeyError::Malformed));
    let witness = CosignatureKey::from_seed("w.example", [1; 32]).expect("a name").verifying();
    assert_eq!(WitnessKey::parse(&witness.to_string()).expect("a key").to_string(), witness.to_string());
    assert!(WitnessKey::parse(&public).is_err(), "a log's key is no witness's");
    assert!(!format!("{:?}", key()).contains(&secret[20..]));
}

#[test]
fn a_proof_is_read_as_it_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let tree = grown(folder.path(), 300);
    let now = checkpoint(&tree);
    let proof = Inclusion {
        index: 5,
        path: inclusion(&tree, &now, 5).expect("a path"),
        checkpoint: now.sign(&key()),
    };
    let text = proof.to_string();
    assert!(text.starts_with("c2sp.org/tlog-proof@v1\nindex 5\n"), "{text}");
    assert_eq!(Inclusion::parse(&text), Ok(proof.clone()));
    let extra = text.replacen("index", "extra YWJj\nindex", 1);
    assert_eq!(Inclusion::parse(&extra), Ok(proof.clone()));
    let policy = Policy::log_alone(key().verifying());
    assert_eq!(proof.verify(&policy, leaf_hash(&leaf(5))), Ok(now));
    assert!(proof.verify(&policy, leaf_hash(&leaf(6))).is_err());
    for wrong in [text.replace("index 5", "index 05"), text.replace("@v1", "@v2"), text.replace("\n\n", "\n")]
    {
        assert_eq!(Inclusion::parse(&wrong), Err(ProofError::Malformed), "{wrong}");
    }
}

#[test]
fn what_a_witness_is_sent_and_answers() {
    let folder = tempfile::tempdir().expect("a folder");
    let tree = grown(folder.path(), 20);
    let now = checkpoint(&tree);
    let proof = consistency(&tree, &now, 8).expect("a proof");
    let body = String::from_utf8(add_checkpoint(8, &proof, &now.sign(&key()))).expect("text");
    let (head, note) = body.split_once("\n\n").expect("an empty line");
    assert_eq!(head.lines().count(), 1 + proof.len());
    assert!(head.starts_with("old 8\n"), "{head}");
    assert!(note.starts_with(ORIGIN), "{note}");
    assert_eq!(Refusal::of(409, "12\n"), Refusal::Moved { size: 12 });
    assert_eq!(Refusal::of(422, ""), Refusal::Inconsistent);
    assert_eq!(Refusal::of(500, "no"), Refusal::Other { status: 500 });
}

fn entry(public: serde_json::Value) -> Vec<u8> {
    let commitments = BTreeMap::from([("fact.Refused.reasons".to_owned(), "ab".repeat(32))]);
    let row = "0".repeat(64);
    let facts = Facts {
        log: ORIGIN,
        stream: "initiative/1",
        sequence: 2,
        event_type: "Refused",
        version: "1.0",
        public: &public,
        commitments: &commitments,
        row: &row,
    };
    let (before, after) = facts.around_time();
    format!("{before}2026-11-26T07:00:00.000000Z{after}").into_bytes()
}

#[test]
fn an_entry_is_read_as_it_is_written_and_in_no_other_way() {
    let bytes = entry(json!({ "ground": "G3", "count": 7 }));
    let read = Entry::parse(&bytes).expect("an entry");
    assert_eq!(read.stream(), Some(("initiative", "1")));
    assert_eq!(read.public, Some(json!({ "ground": "G3", "count": 7 })));
    assert!(Entry::parse(&opaque(&"1".repeat(64))).expect("an entry").is_opaque());

    let text = String::from_utf8(bytes).expect("text");
    for wrong in [
        text.replace(r#""v":1,"#, ""),
        text.replace(r#""v":1"#, r#""v":2"#),
        text.replace(r#""v":1,"#, r#""v":1, "#),
        text.replace(r#""sequence":2,"type":"Refused""#, r#""type":"Refused","sequence":2"#),
        text.replace(r#""row""#, r#""more":1,"row""#),
        text.replace("0000", "000G"),
        text.replace("Refused\",\"version", "opaque\",\"version"),
        format!("{text} "),
    ] {
        assert_ne!(wrong, text);
        assert!(Entry::parse(wrong.as_bytes()).is_err(), "{wrong}");
    }
}

#[test]
fn an_entry_holds_no_words_and_no_number_that_a_reader_could_bend() {
    for public in [
        json!({ "why": "because of my neighbour" }),
        json!({ "deep": [{ "tab": "a\tb" }] }),
        json!({ "long": "x".repeat(161) }),
        json!({ "big": 9_007_199_254_740_992_u64 }),
        json!({ "small": -9_007_199_254_740_992_i64 }),
        json!({ "half": 0.5 }),
        json!({ "much": vec!["0123456789"; 400] }),
    ] {
        assert!(Entry::parse(&entry(public.clone())).is_err(), "{public}");
    }
    Entry::parse(&entry(json!({ "number": "01-15/123", "big": 9_007_199_254_740_991_u64 }))).expect("codes");
}
