//! Whole outputs, compared with the files in `tests/snapshots`.
//!
//! `VECHE_BLESS=1` writes them anew; the difference is then read in the commit.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// One folder of `tests/snapshots`.
#[derive(Debug)]
pub struct Snapshots {
    folder: PathBuf,
    seen: BTreeSet<String>,
    different: Vec<String>,
}

impl Snapshots {
    /// The folder of that name.
    pub fn of(folder: &str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots").join(folder);
        Self { folder, seen: BTreeSet::new(), different: Vec::new() }
    }

    /// Compares one output with its file.
    ///
    /// # Panics
    /// When a file cannot be written that is to be written anew.
    pub fn compare(&mut self, name: &str, output: &str) {
        let path = self.folder.join(name);
        self.seen.insert(name.to_owned());
        if std::env::var_os("VECHE_BLESS").is_some() {
            std::fs::create_dir_all(&self.folder).expect("the folder of snapshots");
            std::fs::write(&path, output).expect("the snapshot is written");
        }
        let known = std::fs::read_to_string(&path).unwrap_or_default();
        if known != output {
            self.different.push(format!("{name} differs. It is now:\n{output}"));
        }
    }

    /// Fails for every output that differs and every file that nothing wrote.
    ///
    /// # Panics
    /// In these cases.
    pub fn finish(self) {
        let files = std::fs::read_dir(&self.folder).expect("the folder of snapshots");
        let names = files.map(|file| file.expect("a file").file_name().to_string_lossy().into_owned());
        let orphans: Vec<String> = names.filter(|name| !self.seen.contains(name)).collect();
        assert!(orphans.is_empty(), "nothing writes these snapshots any more: {orphans:?}");
        assert!(self.different.is_empty(), "{}\n(VECHE_BLESS=1 writes them anew)", self.different.join("\n"));
    }
}
