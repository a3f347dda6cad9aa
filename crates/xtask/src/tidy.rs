//! `cargo xtask tidy`: what has to hold and no compiler checks.

mod arms;
mod bans;
mod direction;
mod feeds;
mod links;
mod sources;

use std::path::{Path, PathBuf};

use crate::metadata::Metadata;

/// One sentence that begins with the place: `path:line: what is wrong`.
type Finding = String;

/// Runs all checks and prints everything they found.
pub(crate) fn run(root: &Path) -> Result<(), String> {
    let metadata = Metadata::read(root)?;
    let rust = files(root, "rs")?;
    let documents = files(root, "md")?;

    let mut findings = direction::check(&metadata);
    findings.extend(bans::check(&metadata, &read(root, Path::new("deny.toml"))?)?);
    findings.extend(sources::check_exceptions(&rust));
    for path in &rust {
        let text = read(root, path)?;
        findings.extend(sources::check(path, &text));
        findings.extend(arms::check(path, &text));
        findings.extend(feeds::check(path, &text));
    }
    findings.extend(links::check(root, &documents)?);

    for finding in &findings {
        println!("{finding}");
    }
    if !findings.is_empty() {
        return Err(format!("{} findings", findings.len()));
    }
    println!(
        "tidy: {} crates, {} source files, {} documents",
        metadata.packages.len(),
        rust.len(),
        documents.len()
    );
    Ok(())
}

fn read(root: &Path, path: &Path) -> Result<String, String> {
    std::fs::read_to_string(root.join(path)).map_err(|error| format!("{}: {error}", path.display()))
}

/// The project's own files with this extension, relative to `root`, sorted.
fn files(root: &Path, extension: &str) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        for entry in entries {
            let entry = entry.map_err(|error| format!("{}: {error}", folder.display()))?;
            let name = entry.file_name();
            let kind = entry.file_type().map_err(|error| format!("{}: {error}", entry.path().display()))?;
            if kind.is_dir() && !is_foreign(&name.to_string_lossy()) {
                folders.push(entry.path());
            } else if kind.is_file() && entry.path().extension().is_some_and(|is| is == extension) {
                found.push(entry.path().strip_prefix(root).expect("it was found under the root").to_owned());
            }
        }
    }
    found.sort();
    Ok(found)
}

/// What builds and runs leave behind.
fn is_foreign(folder: &str) -> bool {
    folder.starts_with('.') || ["target", "veche-data", "node_modules"].contains(&folder)
}
