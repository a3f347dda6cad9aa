//! Where things are: `veche.toml`, then the environment, then flags. The later is
//! the stronger. (clap has already put flags before the environment.)

use std::net::SocketAddr;
use std::num::NonZeroU64;
use std::path::{Path, PathBuf};
use std::time::Duration;

use journal::Store;
use serde::Deserialize;
use web::Witness;

use crate::args::Global;
use crate::exit::Failure;

const DEFAULT_FILE: &str = "veche.toml";
const DEFAULT_DATA: &str = "./veche-data";
const DEFAULT_LOG: &str = "warn";

/// Settings as they hold for this run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Settings {
    /// Where the journal is.
    pub(crate) store: Store,
    /// Where this node keeps views and, unless said otherwise, vault and keys.
    pub(crate) data: PathBuf,
    /// Where the vault is.
    pub(crate) vault: Store,
    /// The file with the master key.
    pub(crate) keys: PathBuf,
    /// The file with the key that signs the public log.
    pub(crate) log_key: PathBuf,
    /// A filter of tracing.
    pub(crate) log: String,
    /// What `veche serve` is told.
    pub(crate) web: Web,
}

/// What the file says of the web side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Web {
    pub(crate) listen: Option<SocketAddr>,
    pub(crate) base_url: Option<String>,
    pub(crate) behind_proxy: bool,
    pub(crate) openid: Option<OpenId>,
    pub(crate) witnesses: Vec<Witness>,
    pub(crate) webhooks: web::Webhooks,
}

/// How events are sent to receivers, as far as the file says it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Webhooks {
    #[serde(default)]
    allow_private: bool,
    retry_seconds: Option<Vec<u64>>,
    timeout_seconds: Option<NonZeroU64>,
    lease_seconds: Option<NonZeroU64>,
}

impl From<Webhooks> for web::Webhooks {
    fn from(file: Webhooks) -> Self {
        let usual = Self::default();
        let seconds = |given: Option<NonZeroU64>| given.map(|given| Duration::from_secs(given.get()));
        // No delay is longer than a day.
        let delay = |seconds: u64| Duration::from_secs(seconds.min(86_400));
        let retries = file.retry_seconds.map(|all| all.into_iter().map(delay).collect());
        Self {
            allow_private: file.allow_private,
            retries: retries.unwrap_or(usual.retries),
            timeout: seconds(file.timeout_seconds).unwrap_or(usual.timeout),
            lease: seconds(file.lease_seconds).unwrap_or(usual.lease),
        }
    }
}

/// An OpenID provider, as the file names it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OpenId {
    issuer: String,
    client_id: String,
    client_secret: String,
    name: String,
}

impl From<OpenId> for web::OpenId {
    fn from(OpenId { issuer, client_id, client_secret, name }: OpenId) -> Self {
        Self { issuer, client_id, client_secret, name }
    }
}

/// What `veche.toml` can say. Paths are relative to the working directory.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    store: Option<String>,
    data: Option<PathBuf>,
    vault: Option<String>,
    keys: Option<PathBuf>,
    log_key: Option<PathBuf>,
    log: Option<String>,
    listen: Option<SocketAddr>,
    base_url: Option<String>,
    #[serde(default)]
    behind_proxy: bool,
    openid: Option<OpenId>,
    #[serde(default)]
    witnesses: Vec<String>,
    #[serde(default)]
    webhooks: Webhooks,
}

impl Settings {
    /// The file with the key that the public log is to get next.
    pub(crate) fn next_log_key(&self) -> PathBuf {
        let mut name = self.log_key.clone().into_os_string();
        name.push(".next");
        name.into()
    }

    /// Puts flags and environment over the file.
    pub(crate) fn read(global: &Global) -> Result<Self, Failure> {
        let file = match &global.config {
            Some(path) => File::read(path)?,
            None if Path::new(DEFAULT_FILE).exists() => File::read(Path::new(DEFAULT_FILE))?,
            None => File::default(),
        };
        let environment = std::env::var("VECHE_LOG").ok();
        Self::over(file, global, environment)
    }

    fn over(file: File, global: &Global, log_from_environment: Option<String>) -> Result<Self, Failure> {
        let store = match global.store.as_ref().or(file.store.as_ref()) {
            Some(text) => store(text)?,
            None => Store::Sqlite(DEFAULT_DATA.into()),
        };
        let data = global.data.clone().or(file.data).unwrap_or_else(|| match &store {
            Store::Sqlite(path) => path.clone(),
            Store::Postgres(_) => DEFAULT_DATA.into(),
        });
        let vault = match global.vault.as_ref().or(file.vault.as_ref()) {
            Some(text) => self::store(text)?,
            None => store.clone(),
        };
        let keys = global.keys.clone().or(file.keys).unwrap_or_else(|| data.join("keys.toml"));
        let log_key = global.log_key.clone().or(file.log_key).unwrap_or_else(|| data.join("log.key"));
        let louder = match global.verbose {
            0 => None,
            1 => Some("info".to_owned()),
            2 => Some("debug".to_owned()),
            _ => Some("trace".to_owned()),
        };
        let log = global.log.clone().or(louder).or(log_from_environment).or(file.log);
        let witnesses = file.witnesses.iter().map(|text| {
            let parsed = text.parse::<Witness>();
            parsed.map_err(|error| Failure::input("bad_witness", format!("{text:?}: {error}")))
        });
        let witnesses = witnesses.collect::<Result<_, _>>()?;
        let web = Web {
            listen: file.listen,
            base_url: file.base_url,
            behind_proxy: file.behind_proxy,
            openid: file.openid,
            witnesses,
            webhooks: file.webhooks.into(),
        };
        Ok(Self {
            store,
            data,
            vault,
            keys,
            log_key,
            log: log.unwrap_or_else(|| DEFAULT_LOG.to_owned()),
            web,
        })
    }
}

/// A store as it is written on a command line.
pub(crate) fn store(text: &str) -> Result<Store, Failure> {
    text.parse().map_err(|error: journal::StoreError| Failure::input(error.code(), error.to_string()))
}

impl File {
    fn read(path: &Path) -> Result<Self, Failure> {
        let bytes =
            std::fs::read(path).map_err(|error| Failure::unreadable("the settings file", path, &error))?;
        let text = String::from_utf8(bytes).map_err(|error| {
            Failure::input("bad_settings", format!("{} is not UTF-8: {}", path.display(), error.utf8_error()))
        })?;
        Self::parse(path, &text)
    }

    fn parse(path: &Path, text: &str) -> Result<Self, Failure> {
        toml::from_str(text).map_err(|error| {
            let before = error.span().map_or(0, |span| span.start.min(text.len()));
            let line = 1 + text.as_bytes()[..before].iter().filter(|byte| **byte == b'\n').count();
            let message = error.message().trim_end().replace('\n', "; ");
            Failure::input("bad_settings", format!("{}, line {line}: {message}", path.display()))
        })
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::args::Cli;
    use crate::exit::chain;

    fn global(arguments: &[&str]) -> Global {
        Cli::try_parse_from(["veche", "tick"].iter().chain(arguments)).unwrap().global
    }

    fn file(text: &str) -> File {
        File::parse(Path::new("veche.toml"), text).unwrap()
    }

    #[test]
    fn a_sqlite_store_keeps_everything_in_its_directory() {
        let settings = Settings::over(file("store = 'sqlite:/var/veche'"), &global(&[]), None).unwrap();
        assert_eq!(settings.data, Path::new("/var/veche"));
        assert_eq!(settings.vault, Store::Sqlite("/var/veche".into()));
        assert_eq!(settings.keys, Path::new("/var/veche/keys.toml"));
    }

    #[test]
    fn webhooks_are_sent_as_the_file_says_and_else_as_usual() {
        let read = |text| Settings::over(file(text), &global(&[]), None).unwrap().web.webhooks;
        assert_eq!(read(""), web::Webhooks::default());
        let text = "[webhooks]\nallow_private = true\nretry_seconds = [0, 7]\nlease_seconds = 3";
        let expected = web::Webhooks {
            allow_private: true,
            retries: [0, 7].map(Duration::from_secs).to_vec(),
            lease: Duration::from_secs(3),
            ..web::Webhooks::default()
        };
        assert_eq!(read(text), expected);
    }

    #[test]
    fn flags_are_stronger_than_the_environment_and_that_than_the_file() {
        let log = |text, arguments: &[&str], environment: Option<&str>| {
            Settings::over(file(text), &global(arguments), environment.map(str::to_owned)).unwrap().log
        };
        assert_eq!(log("", &[], None), "warn");
        assert_eq!(log("log = 'info'", &[], None), "info");
        assert_eq!(log("log = 'info'", &[], Some("debug")), "debug");
        assert_eq!(log("log = 'info'", &["-vvv"], Some("debug")), "trace");
        assert_eq!(log("log = 'info'", &["--log", "error"], Some("debug")), "error");
    }

    #[test]
    fn a_mistake_in_the_file_is_named_with_its_line() {
        for (text, expected) in [
            ("store = 'sqlite:x'\nstroe = 'sqlite:y'", "veche.toml, line 2: unknown field `stroe`"),
            ("\ndata = 7", "veche.toml, line 2: invalid type: integer `7`"),
            ("\n\nstore = ", "veche.toml, line 3: "),
        ] {
            let Err(Failure::Told(told)) = File::parse(Path::new("veche.toml"), text) else {
                panic!("{text}")
            };
            let told = format!("{told:?}");
            assert!(told.contains(expected), "{told}");
            assert!(told.contains("bad_settings"), "{told}");
        }
    }

    #[test]
    fn an_error_is_told_with_its_causes_once() {
        let cause = std::io::Error::other("connection refused");
        let error = journal::JournalError::Unavailable(std::sync::Arc::new(cause));
        assert_eq!(chain(&error), "the journal's database failed: connection refused");
    }
}
