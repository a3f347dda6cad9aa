//! Where published bytes come from: an address, or a folder with the same names.

use std::cell::RefCell;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::time::Duration;

use ledger::{Checkpoint, Path, Policy, SignedCheckpoint};
use tlog_tiles::tile::{Tile, TileReader};
use tlog_tiles::tlog;

use crate::report::Trouble;

/// Bytes that no file of a log exceeds.
const LARGEST: u64 = 4 << 20;
/// Bytes that a published register may have.
const LARGEST_TABLE: u64 = 4 << 30;

/// A log, or another published file.
#[derive(Debug)]
pub(crate) enum Source {
    Folder(PathBuf),
    Web { agent: ureq::Agent, base: String },
}

impl Source {
    /// An address begins with `http`; everything else is a folder.
    pub(crate) fn of(text: &str) -> Self {
        if text.starts_with("http://") || text.starts_with("https://") {
            let config = ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(60)));
            let agent = config.http_status_as_error(true).build().into();
            Self::Web { agent, base: text.trim_end_matches('/').to_owned() }
        } else {
            Self::Folder(text.into())
        }
    }

    /// A file of the log; nothing where there is none.
    pub(crate) fn find(&self, name: &str) -> Result<Option<Vec<u8>>, Trouble> {
        match self {
            Self::Folder(folder) => match std::fs::read(folder.join(name)) {
                Ok(bytes) => Ok(Some(bytes)),
                Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
                Err(error) => Err(Trouble::unchecked(format!("{}: {error}", folder.join(name).display()))),
            },
            Self::Web { agent, base } => {
                Ok(fetch(agent, &format!("{base}/{name}"), LARGEST)?.map(|file| file.bytes))
            }
        }
    }

    /// As [`Self::find`], of what has to be there.
    pub(crate) fn get(&self, name: &str) -> Result<Vec<u8>, Trouble> {
        self.find(name)?.ok_or_else(|| Trouble::unchecked(format!("the log has no {name}")))
    }

    /// The latest checkpoint, with its signatures verified.
    pub(crate) fn checkpoint(&self, policy: &Policy) -> Result<(SignedCheckpoint, Checkpoint), Trouble> {
        let bytes = self.get("checkpoint")?;
        let note = SignedCheckpoint::parse(&bytes).map_err(Trouble::failed)?;
        let checkpoint = note.verify(policy).map_err(Trouble::failed)?;
        Ok((note, checkpoint))
    }

    /// A tile or bundle; where a partial one is gone, the beginning of the full one.
    pub(crate) fn tile(&self, path: Path) -> Result<Vec<u8>, Trouble> {
        if let Some(bytes) = self.find(&path.to_string())? {
            return Ok(bytes);
        }
        self.get(&path.full().to_string())
    }
}

/// A published table.
#[derive(Debug)]
pub(crate) struct Table {
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
    /// The position up to which it is complete, as its header says; a file says none.
    pub(crate) position: Option<u64>,
}

impl Table {
    /// Reads one, wherever it is.
    pub(crate) fn read(place: &str) -> Result<Self, Trouble> {
        match Source::of(place) {
            Source::Folder(path) => {
                let bytes = std::fs::read(&path);
                let bytes =
                    bytes.map_err(|error| Trouble::unchecked(format!("{}: {error}", path.display())))?;
                Ok(Self { bytes, position: None })
            }
            Source::Web { agent, base } => fetch(&agent, &base, LARGEST_TABLE)?
                .ok_or_else(|| Trouble::unchecked(format!("there is nothing at {base}"))),
        }
    }
}

fn fetch(agent: &ureq::Agent, url: &str, limit: u64) -> Result<Option<Table>, Trouble> {
    match agent.get(url).call() {
        Ok(mut answer) => {
            let told = answer.headers().get("veche-position").and_then(|value| value.to_str().ok());
            let position = told.and_then(|position| position.parse().ok());
            let body = answer.body_mut().with_config().limit(limit).read_to_vec();
            let bytes = body.map_err(|error| Trouble::unchecked(format!("{url}: {error}")))?;
            Ok(Some(Table { bytes, position }))
        }
        Err(ureq::Error::StatusCode(404)) => Ok(None),
        Err(error) => Err(Trouble::unchecked(format!("{url}: {error}"))),
    }
}

/// Reads tiles for the library, and remembers why one could not be read.
pub(crate) struct Tiles<'s> {
    source: &'s Source,
    trouble: RefCell<Option<Trouble>>,
}

impl<'s> Tiles<'s> {
    pub(crate) fn of(source: &'s Source) -> Self {
        Self { source, trouble: RefCell::default() }
    }

    /// What kept a proof from being made: a tile that could not be read, or one that is wrong.
    pub(crate) fn trouble(&self, error: impl std::fmt::Display) -> Trouble {
        self.trouble.take().unwrap_or_else(|| Trouble::failed(error))
    }
}

impl TileReader for Tiles<'_> {
    fn height(&self) -> u8 {
        8
    }

    fn read_tiles(&self, tiles: &[Tile]) -> Result<Vec<Vec<u8>>, tlog::Error> {
        let read = |tile: &Tile| {
            let path = Path::tile(tile.level(), tile.level_index(), tile.width());
            match self.source.tile(path) {
                Ok(mut bytes) => {
                    bytes.truncate(tile.width() as usize * tlog::HASH_SIZE);
                    Ok(bytes)
                }
                Err(trouble) => {
                    self.trouble.replace(Some(trouble));
                    Err(tlog::Error::InvalidTile)
                }
            }
        };
        tiles.iter().map(read).collect()
    }

    fn save_tiles(&self, _: &[Tile], _: &[Vec<u8>]) {}
}
