//! What cargo knows about the workspace and everything it is built from.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;

/// The answer of `cargo metadata`, as far as tidy asks.
#[derive(Debug, Deserialize)]
pub(crate) struct Metadata {
    /// The workspace's own and all that they are built from, on any platform.
    pub(crate) packages: Vec<Package>,
    /// The ids of the workspace's own.
    workspace_members: BTreeSet<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Package {
    id: String,
    pub(crate) name: String,
    pub(crate) version: semver::Version,
    /// An SPDX expression; older crates write `/` for `OR`.
    pub(crate) license: Option<String>,
    /// Where it comes from; `None` for a path on this machine.
    pub(crate) source: Option<String>,
    /// What its manifest asks for, all kinds and platforms.
    pub(crate) dependencies: Vec<Dependency>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Dependency {
    pub(crate) name: String,
}

impl Metadata {
    /// Asks cargo; fails where `Cargo.lock` would have to change.
    pub(crate) fn read(root: &Path) -> Result<Self, String> {
        let answer = Command::new(cargo())
            .args(["metadata", "--format-version", "1", "--locked"])
            .current_dir(root)
            .output()
            .map_err(|error| format!("cannot run cargo: {error}"))?;
        if !answer.status.success() {
            return Err(format!("cargo metadata: {}", String::from_utf8_lossy(&answer.stderr).trim()));
        }
        serde_json::from_slice(&answer.stdout).map_err(|error| format!("cargo metadata: {error}"))
    }

    /// The workspace's own packages.
    pub(crate) fn members(&self) -> impl Iterator<Item = &Package> {
        self.packages.iter().filter(|package| self.workspace_members.contains(&package.id))
    }
}

/// The cargo that runs this task.
pub(crate) fn cargo() -> String {
    std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned())
}
