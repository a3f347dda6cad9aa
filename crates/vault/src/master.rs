//! The keys outside the database: from a file with tight rights or the environment.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use crate::Entropy;
use crate::cipher::hmac;

const MASTER_VARIABLE: &str = "VECHE_MASTER_KEY";
const INDEX_VARIABLE: &str = "VECHE_INDEX_KEY";
const TAG_VARIABLE: &str = "VECHE_TAG_KEY";
/// The rights of group and world.
const OTHERS: u32 = 0o077;

/// What no database ever holds. Who loses it loses every text; who shares it
/// shares every name.
#[derive(Clone, PartialEq, Eq)]
pub struct MasterKeys {
    /// Wraps the data keys. May be exchanged, see [`Rewrapping`](crate::Rewrapping).
    pub master: [u8; 32],
    /// Hashes names, phones and numbers. Never changes.
    pub index: [u8; 32],
    /// Hashes initiative and person to the id of a support. Never changes.
    pub tag: [u8; 32],
}

/// Why there are no master keys.
#[derive(Clone, Debug, thiserror::Error)]
pub enum MasterKeyError {
    /// Cannot be read or written.
    #[error("the key file {} cannot be used", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: Arc<std::io::Error>,
    },
    /// Others on this machine may read it.
    #[error("others may read the key file {} (its rights are {mode:03o}); run chmod 600 on it", path.display())]
    Exposed {
        /// Which file.
        path: PathBuf,
        /// The nine bits of its rights.
        mode: u32,
    },
    /// Not the three keys in TOML.
    #[error("the key file {} does not hold master, index and tag, each 32 bytes in base64", path.display())]
    Malformed {
        /// Which file. What stands in it is not repeated.
        path: PathBuf,
    },
    /// A file is there, and is never replaced.
    #[error("the key file {} is there already and is never replaced", path.display())]
    Exists {
        /// Which file.
        path: PathBuf,
    },
    /// Some variables are set and this one is not.
    #[error("{0} is not set, although other keys come from the environment")]
    VariableMissing(&'static str),
    /// A variable that is no key.
    #[error("{0} is not 32 bytes in base64")]
    VariableMalformed(&'static str),
}

impl MasterKeyError {
    /// A stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::File { .. } => "key_file_unusable",
            Self::Exposed { .. } => "key_file_exposed",
            Self::Malformed { .. } => "key_file_malformed",
            Self::Exists { .. } => "key_file_exists",
            Self::VariableMissing(_) => "key_variable_missing",
            Self::VariableMalformed(_) => "key_variable_malformed",
        }
    }
}

/// The key file: TOML.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    master: String,
    index: String,
    tag: String,
}

impl MasterKeys {
    /// New keys.
    pub fn generate(entropy: &Entropy) -> Self {
        Self { master: entropy.bytes(), index: entropy.bytes(), tag: entropy.bytes() }
    }

    /// Reads a key file: TOML with `master`, `index` and `tag`, each 32 bytes in
    /// base64. One that group or world may touch is refused.
    pub fn read(path: &Path) -> Result<Self, MasterKeyError> {
        let unusable = |error| unusable(path, error);
        let mut file = File::open(path).map_err(unusable)?;
        let mode = file.metadata().map_err(unusable)?.permissions().mode() & 0o777;
        if mode & OTHERS != 0 {
            return Err(MasterKeyError::Exposed { path: path.into(), mode });
        }
        let malformed = || MasterKeyError::Malformed { path: path.into() };
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(unusable)?;
        let keys: KeyFile =
            str::from_utf8(&bytes).ok().and_then(|text| toml::from_str(text).ok()).ok_or_else(malformed)?;
        let key = |text: &str| decode(text).ok_or_else(malformed);
        Ok(Self { master: key(&keys.master)?, index: key(&keys.index)?, tag: key(&keys.tag)? })
    }

    /// Writes a new key file that only its owner may read, and waits until the
    /// disk has it. A file that is there is left as it is.
    pub fn write_new(&self, path: &Path) -> Result<(), MasterKeyError> {
        let mut file = match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                return Err(MasterKeyError::Exists { path: path.into() });
            }
            Err(error) => return Err(unusable(path, error)),
        };
        let text = format!(
            "# The keys of a Veche vault. Keep them apart from the databases and their backups.\n\
             master = \"{}\"\nindex = \"{}\"\ntag = \"{}\"\n",
            STANDARD.encode(self.master),
            STANDARD.encode(self.index),
            STANDARD.encode(self.tag),
        );
        let directory = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        file.write_all(text.as_bytes())
            .and_then(|()| file.sync_all())
            .and_then(|()| File::open(directory)?.sync_all())
            .map_err(|error| unusable(path, error))
    }

    /// The keys in `VECHE_MASTER_KEY`, `VECHE_INDEX_KEY` and `VECHE_TAG_KEY`, each
    /// 32 bytes in base64; `None` where none of them is set.
    pub fn from_environment() -> Result<Option<Self>, MasterKeyError> {
        Self::from_variables(|name| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned()))
    }

    fn from_variables(value_of: impl Fn(&str) -> Option<String>) -> Result<Option<Self>, MasterKeyError> {
        if [MASTER_VARIABLE, INDEX_VARIABLE, TAG_VARIABLE].iter().all(|name| value_of(name).is_none()) {
            return Ok(None);
        }
        let key = |name: &'static str| {
            let text = value_of(name).ok_or(MasterKeyError::VariableMissing(name))?;
            decode(&text).ok_or(MasterKeyError::VariableMalformed(name))
        };
        Ok(Some(Self { master: key(MASTER_VARIABLE)?, index: key(INDEX_VARIABLE)?, tag: key(TAG_VARIABLE)? }))
    }

    /// What the vault remembers its keys by. It gives away nothing about them.
    pub(crate) fn fingerprint(&self) -> [u8; 32] {
        hmac(&self.master, &[b"veche vault 1", &self.index, &self.tag])
    }
}

fn unusable(path: &Path, error: std::io::Error) -> MasterKeyError {
    MasterKeyError::File { path: path.into(), source: Arc::new(error) }
}

fn decode(text: &str) -> Option<[u8; 32]> {
    STANDARD.decode(text.trim()).ok()?.try_into().ok()
}

impl fmt::Debug for MasterKeys {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("MasterKeys(…)")
    }
}

#[cfg(test)]
mod tests {
    use std::fs::Permissions;

    use super::*;

    fn keys() -> MasterKeys {
        MasterKeys::generate(&Entropy::seeded(1))
    }

    #[test]
    fn a_written_key_file_reads_back_and_only_its_owner_may_read_it() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("keys.toml");
        keys().write_new(&path).unwrap();
        assert_eq!(MasterKeys::read(&path).unwrap(), keys());
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_key_file_is_never_replaced() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("keys.toml");
        std::fs::write(&path, "something").unwrap();
        assert_eq!(keys().write_new(&path).unwrap_err().code(), "key_file_exists");
        assert_eq!(std::fs::read(&path).unwrap(), b"something");
    }

    #[test]
    fn a_key_file_that_others_may_touch_is_refused() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("keys.toml");
        keys().write_new(&path).unwrap();
        for mode in [0o640, 0o604, 0o620, 0o601, 0o644] {
            std::fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
            let error = MasterKeys::read(&path).unwrap_err();
            assert_eq!(error.code(), "key_file_exposed");
            assert!(error.to_string().contains(&format!("{mode:o}")), "{error}");
        }
        std::fs::set_permissions(&path, Permissions::from_mode(0o400)).unwrap();
        assert!(MasterKeys::read(&path).is_ok());
    }

    #[test]
    fn what_is_no_key_file_is_refused_without_repeating_it() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("keys.toml");
        assert_eq!(MasterKeys::read(&path).unwrap_err().code(), "key_file_unusable");
        keys().write_new(&path).unwrap();
        let key = STANDARD.encode([7; 32]);
        for text in [
            "",
            "master = \"secret\"",
            &format!("master = \"{key}\"\nindex = \"{key}\"\ntag = \"c2hvcnQ=\"\n"),
            &format!("master = \"{key}\"\nindex = \"{key}\"\ntag = \"{key}\"\nother = 1\n"),
        ] {
            std::fs::write(&path, text).unwrap();
            let error = MasterKeys::read(&path).unwrap_err();
            assert_eq!(error.code(), "key_file_malformed");
            assert!(!format!("{error} {error:?}").contains("secret"));
        }
    }

    #[test]
    fn the_environment_gives_all_three_keys_or_none() {
        let from = |set: &[(&str, String)]| {
            MasterKeys::from_variables(|name| {
                set.iter().find(|(set, _)| *set == name).map(|(_, value)| value.clone())
            })
        };
        let all = [
            (MASTER_VARIABLE, STANDARD.encode(keys().master)),
            (INDEX_VARIABLE, STANDARD.encode(keys().index)),
            (TAG_VARIABLE, STANDARD.encode(keys().tag)),
        ];
        assert_eq!(from(&[]).unwrap(), None);
        assert_eq!(from(&all).unwrap(), Some(keys()));
        assert_eq!(
            from(&all[..2]).unwrap_err().to_string(),
            MasterKeyError::VariableMissing(TAG_VARIABLE).to_string()
        );
        assert_eq!(from(&[(TAG_VARIABLE, "x".into())]).unwrap_err().code(), "key_variable_missing");
        let mut broken = all;
        broken[1].1 = "x".into();
        assert_eq!(from(&broken).unwrap_err().code(), "key_variable_malformed");
    }

    #[test]
    fn keys_are_never_shown() {
        assert_eq!(format!("{:?}", keys()), "MasterKeys(…)");
    }
}
