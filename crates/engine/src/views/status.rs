//! How far a view is, for people and programs.

use serde::Serialize;

/// One view of this node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ViewStatus {
    /// Its name.
    pub name: &'static str,
    /// The version of its projection.
    pub version: u32,
    /// The last position that its readers see.
    pub position: u64,
    /// The journal's last position.
    pub head: u64,
    /// How far the file is that is being built beside it.
    pub building: Option<u64>,
    /// Why it stands still, if it does.
    pub stopped: Option<String>,
    /// The same for everybody: a code, and the position where an event is to blame. The whole may
    /// quote what nobody is to read.
    pub stopped_by: Option<String>,
    /// Whether this process writes it.
    pub written_here: bool,
}
