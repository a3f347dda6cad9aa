//! The names of tiles and entry bundles: C2SP tlog-tiles, "APIs".

use std::fmt;
use std::str::FromStr;

use tlog_tiles::tile::Tile;

/// Leaves in a full tile or bundle.
pub(crate) const WIDTH: u64 = 256;
/// The height of all tiles.
pub(crate) const HEIGHT: u8 = 8;

/// Which tile or bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Path {
    /// The level of the tile; nothing for a bundle of entries.
    pub level: Option<u8>,
    /// Its index within the level.
    pub index: u64,
    /// Hashes or entries in it, 1 to 256.
    pub width: u32,
}

/// No tile and no bundle is called so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no tile and no entry bundle is called so")]
pub struct PathError;

impl Path {
    /// A full or partial tile.
    pub const fn tile(level: u8, index: u64, width: u32) -> Self {
        Self { level: Some(level), index, width }
    }

    /// A full or partial bundle of entries.
    pub const fn entries(index: u64, width: u32) -> Self {
        Self { level: None, index, width }
    }

    /// As the library calls it.
    pub(crate) fn of(tile: &Tile) -> Self {
        let level = (!tile.is_data()).then(|| tile.level());
        Self { level, index: tile.level_index(), width: tile.width() }
    }

    /// The same, as wide as can be.
    #[must_use]
    pub const fn full(self) -> Self {
        Self { width: WIDTH as u32, ..self }
    }

    /// How wide it is in a tree of `size` leaves: 0 where the tree does not reach it.
    pub fn width_in(&self, size: u64) -> u32 {
        let level = self.level.unwrap_or(0);
        let hashes = size.checked_shr(u32::from(level) * u32::from(HEIGHT)).unwrap_or(0);
        let within = hashes.saturating_sub(self.index.saturating_mul(WIDTH)).min(WIDTH);
        u32::try_from(within).unwrap_or(WIDTH as u32)
    }
}

impl fmt::Display for Path {
    /// `tile/0/x001/x234/067`, `tile/entries/000.p/3`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.level {
            Some(level) => write!(f, "tile/{level}/")?,
            None => f.write_str("tile/entries/")?,
        }
        let (mut groups, mut rest) = (vec![self.index % 1000], self.index / 1000);
        while rest > 0 {
            groups.push(rest % 1000);
            rest /= 1000;
        }
        for group in groups[1..].iter().rev() {
            write!(f, "x{group:03}/")?;
        }
        write!(f, "{:03}", groups[0])?;
        if u64::from(self.width) < WIDTH { write!(f, ".p/{}", self.width) } else { Ok(()) }
    }
}

impl FromStr for Path {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, PathError> {
        let rest = text.strip_prefix("tile/").ok_or(PathError)?;
        let (level, rest) = rest.split_once('/').ok_or(PathError)?;
        let level = match level {
            "entries" => None,
            level => Some(level.parse().map_err(|_| PathError)?),
        };
        let (index, width) = match rest.split_once(".p/") {
            Some((index, width)) => (index, width.parse().map_err(|_| PathError)?),
            None => (rest, WIDTH as u32),
        };
        let index = index.split('/').try_fold(0_u64, |index, group| {
            let group: u64 = group.trim_start_matches('x').parse().map_err(|_| PathError)?;
            index.checked_mul(1000).and_then(|index| index.checked_add(group)).ok_or(PathError)
        })?;
        let path = Self { level, index, width };
        let sound = level.is_none_or(|level| level < 64) && (1..=WIDTH).contains(&u64::from(width));
        // There is one way to write it; whatever else was parsed leniently is refused here.
        if sound && path.to_string() == text { Ok(path) } else { Err(PathError) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_written_as_the_specification_says() {
        for (path, text) in [
            (Path::tile(0, 1_234_067, 256), "tile/0/x001/x234/067"),
            (Path::tile(1, 0, 17), "tile/1/000.p/17"),
            (Path::entries(999, 256), "tile/entries/999"),
            (Path::entries(1000, 1), "tile/entries/x001/000.p/1"),
        ] {
            assert_eq!(path.to_string(), text);
            assert_eq!(text.parse(), Ok(path));
        }
    }

    #[test]
    fn there_is_no_second_way_to_write_it() {
        for text in [
            "tile/0/1",
            "tile/0/0001",
            "tile/0/x000/001",
            "tile/00/001",
            "tile/+1/001",
            "tile/64/000",
            "tile/0/001.p/0",
            "tile/0/001.p/256",
            "tile/0/001.p/01",
            "tile/0/../001",
            "tile/data/001",
            "tile/0/001/",
            "tile/0/",
            "tile/0/-01",
            "tile/0/001.p/",
            "0/001",
            "",
            "tile/0/x018/x446/x744/x073/x709/x551/616",
        ] {
            assert_eq!(text.parse::<Path>(), Err(PathError), "{text}");
        }
    }

    #[test]
    fn a_tree_of_70_000_has_the_widths_of_the_specification() {
        let width = |level, index| Path::tile(level, index, 256).width_in(70_000);
        assert_eq!((width(0, 272), width(0, 273), width(0, 274)), (256, 112, 0));
        assert_eq!((width(1, 0), width(1, 1)), (256, 17));
        assert_eq!((width(2, 0), width(3, 0), width(63, 0)), (1, 0, 0));
    }
}
