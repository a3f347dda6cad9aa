//! Opening what the settings name: the engine, or only the journal.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use engine::{Clock, Config, Engine, Entropy};
use jiff::Timestamp;
use journal::{ClockKind, Head, Identity, Journal, JournalError, Store};
use ledger::{KeyError, SigningKey};
use vault::{MasterKeyError, MasterKeys};

use crate::exit::{Exit, Failure};
use crate::moment::{Moment, Then};
use crate::settings::Settings;

/// For what the engine is opened.
#[derive(Clone, Debug)]
pub(crate) struct Opening {
    /// Whether a missing journal is made: always, or only in an embedded store.
    makes: Makes,
    /// The kind of a journal that is made.
    kind: ClockKind,
    /// When, on a simulated journal; where it ends if not said.
    at: Option<Timestamp>,
    /// Ids, keys and nonces come from here; from the system if not said.
    seed: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Makes {
    Nothing,
    Embedded,
    Anything,
}

impl Opening {
    /// To look: what is not there is not made.
    pub(crate) fn to_read() -> Self {
        Self { makes: Makes::Nothing, kind: ClockKind::Real, at: None, seed: None }
    }

    /// To write. An embedded store is migrated on the way; a journal that is made
    /// because of `at` is a simulated one.
    pub(crate) fn to_write(at: Option<Moment>) -> Self {
        let kind = if at.is_some() { ClockKind::Simulated } else { ClockKind::Real };
        Self { makes: Makes::Embedded, kind, at: at.map(|moment| moment.0), seed: None }
    }

    /// To write into what is there; nothing is made.
    pub(crate) fn to_go_on(at: Option<Moment>) -> Self {
        Self { makes: Makes::Nothing, ..Self::to_write(at) }
    }

    /// To simulate from `at` on, everything from the seed.
    pub(crate) fn to_simulate(at: Timestamp, seed: u64) -> Self {
        Self { makes: Makes::Anything, kind: ClockKind::Simulated, at: Some(at), seed: Some(seed) }
    }

    fn makes(&self, store: &Store) -> bool {
        match self.makes {
            Makes::Nothing => false,
            Makes::Embedded => matches!(store, Store::Sqlite(_)),
            Makes::Anything => true,
        }
    }
}

/// The journal alone, of either kind of clock, to read.
pub(crate) async fn journal(store: &Store) -> Result<Journal, Failure> {
    Ok(Journal::open(store, None).await?)
}

/// What is in the store, without changing anything; nothing if it holds no journal.
pub(crate) async fn peek(store: &Store) -> Result<Option<(Identity, Head)>, Failure> {
    match Journal::open(store, None).await {
        Ok(journal) => Ok(Some((journal.identity(), journal.head().await?))),
        Err(JournalError::NotMigrated { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The engine, with its views where the journal was when they last caught up.
pub(crate) async fn engine(settings: &Settings, opening: &Opening) -> Result<Engine, Failure> {
    let there = peek(&settings.store).await?;
    if there.is_none() && !opening.makes(&settings.store) {
        return Err(JournalError::NotMigrated { store: settings.store.to_string() }.into());
    }
    let entropy = opening.seed.map_or_else(Entropy::system, Entropy::seeded);
    let head = there.and_then(|(_, head)| head.at);
    let kind = there.map_or(opening.kind, |(identity, _)| identity.clock);
    let clock = clock(kind, head, opening.at)?;
    let keys = keys(settings, head.is_none(), &entropy)?;
    let mut config = Config::new(settings.store.clone(), settings.data.clone(), keys);
    config.vault = settings.vault.clone();
    config.clock = Some(clock);
    config.entropy = entropy;
    config.create = opening.makes != Makes::Nothing;
    let makes_key = head.is_none() && config.create;
    config.log_keys = log_keys(settings, makes_key, &config.entropy)?;
    Ok(Engine::open(config).await?)
}

/// The engine to look, with views that have seen everything recorded so far.
pub(crate) async fn caught_up(settings: &Settings) -> Result<Engine, Failure> {
    let engine = engine(settings, &Opening::to_read()).await?;
    engine.views().catch_up().await?;
    Ok(engine)
}

/// Makes journal, keys, vault and views where they are missing. The first event is
/// left to whoever writes first: its time may be a made-up one.
pub(crate) async fn migrate(settings: &Settings, simulated: bool) -> Result<Identity, Failure> {
    if peek(&settings.store).await?.is_none() {
        let kind = if simulated { ClockKind::Simulated } else { ClockKind::Real };
        Journal::create_or_open(&settings.store, kind, Entropy::system().uuid_v4()).await?;
    }
    let asked = simulated.then_some(ClockKind::Simulated);
    let identity = Journal::open(&settings.store, asked).await?.identity();
    engine(settings, &Opening::to_read()).await?;
    Ok(identity)
}

/// The position that `as_of` means; nothing means now.
pub(crate) async fn position(engine: &Engine, as_of: Option<Moment>) -> Result<Option<u64>, Failure> {
    Ok(then(engine, as_of).await?.map(|then| then.position))
}

/// The point of the journal that `as_of` means; nothing means now.
pub(crate) async fn then(engine: &Engine, as_of: Option<Moment>) -> Result<Option<Then>, Failure> {
    match as_of {
        Some(moment) => Ok(Some(Then::of(engine.journal(), moment).await?)),
        None => Ok(None),
    }
}

fn clock(kind: ClockKind, head: Option<Timestamp>, at: Option<Timestamp>) -> Result<Clock, Failure> {
    match (kind, at) {
        (ClockKind::Real, None) => Ok(Clock::Real),
        (ClockKind::Real, Some(_)) => Err(not_simulated()),
        (ClockKind::Simulated, None) => Ok(Clock::simulated(head.unwrap_or_else(|| Clock::Real.now()))),
        (ClockKind::Simulated, Some(at)) if is_far(at, head) => Err(Failure::input(
            "too_far",
            format!(
                "{at} is too far away: a made-up clock goes on by at most {AT_MOST_AHEAD} days at once, to 2150"
            ),
        )),
        (ClockKind::Simulated, Some(at)) => match head {
            Some(head) if at < head => Err(Failure::input(
                "before_the_end",
                format!("the journal has come to {head}; nothing can be recorded at {at}"),
            )),
            Some(_) | None => Ok(Clock::simulated(at)),
        },
    }
}

/// How far a made-up clock goes on at once; a slip of the pen would do what nobody can undo.
const AT_MOST_AHEAD: i64 = 3_660;

fn is_far(at: Timestamp, head: Option<Timestamp>) -> bool {
    let year = calendar::local_date(at, calendar::UtcOffset::moscow()).year();
    let jump = head.map_or(0, |head| at.duration_since(head).as_secs() / 86_400);
    !(2013..2150).contains(&year) || jump > AT_MOST_AHEAD
}

/// The journal keeps real time, and something made-up was asked of it.
pub(crate) fn not_simulated() -> Failure {
    Failure::new(
        Exit::StoreUnfit,
        "not_simulated",
        "this journal keeps real time; only a simulated one can be given another",
    )
    .hint("use a store of its own, for instance --store sqlite:./veche-demo")
}

/// From the environment or the file. A file is only made for a journal that holds
/// nothing yet: other keys could not read what is there.
pub(crate) fn keys(settings: &Settings, may_make: bool, entropy: &Entropy) -> Result<MasterKeys, Failure> {
    if let Some(keys) = MasterKeys::from_environment()? {
        return Ok(keys);
    }
    match MasterKeys::read(&settings.keys) {
        Err(MasterKeyError::File { source, .. }) if may_make && source.kind() == ErrorKind::NotFound => {
            let keys = MasterKeys::generate(entropy);
            make_directory(settings.keys.parent())?;
            keys.write_new(&settings.keys)?;
            Ok(keys)
        }
        Err(error @ MasterKeyError::File { .. }) => Err(Failure::from(error)
            .hint("name the key file this journal was written with: --keys FILE, or VECHE_MASTER_KEY and its two companions")),
        read => Ok(read?),
    }
}

/// What signs the public log, and what it is to be signed with next. A file is only made with
/// a new journal, whose log then has its name; a node without a key serves what others sign.
fn log_keys(settings: &Settings, may_make: bool, entropy: &Entropy) -> Result<Vec<SigningKey>, Failure> {
    let mut keys = Vec::new();
    keys.extend(log_key("VECHE_LOG_KEY", &settings.log_key)?);
    if keys.is_empty() && may_make {
        let number = entropy.uuid_v4().simple().to_string();
        let host = settings.web.base_url.as_deref().and_then(host).unwrap_or("localhost");
        let key = SigningKey::from_seed(&format!("{host}/log/{}", &number[..8]), entropy.bytes())
            .map_err(|error| unfit_log_key("a new file", error))?;
        write_log_key(&settings.log_key, &key)?;
        keys.push(key);
    }
    keys.extend(log_key("VECHE_LOG_KEY_NEXT", &settings.next_log_key())?);
    Ok(keys)
}

/// A key of the log: from the environment or the file, if it is in either.
pub(crate) fn log_key(variable: &str, path: &Path) -> Result<Option<SigningKey>, Failure> {
    let (text, place) = match std::env::var(variable) {
        Ok(text) => (text, variable.to_owned()),
        Err(std::env::VarError::NotUnicode(_)) => return Err(unfit_log_key(variable, KeyError::Malformed)),
        Err(std::env::VarError::NotPresent) => match std::fs::read_to_string(path) {
            Ok(text) => (text, path.display().to_string()),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Failure::unreadable("the log key", path, &error)),
        },
    };
    SigningKey::parse(&text).map(Some).map_err(|error| unfit_log_key(&place, error))
}

fn unfit_log_key(place: &str, error: KeyError) -> Failure {
    Failure::new(Exit::StoreUnfit, "log_key_unfit", format!("the log key in {place}: {error}"))
}

/// The host of an address, without port.
fn host(url: &str) -> Option<&str> {
    url.split_once("://")?.1.split(['/', ':']).next().filter(|host| !host.is_empty())
}

/// Writes a key where nobody else reads it; what is there already is left.
pub(crate) fn write_log_key(path: &Path, key: &SigningKey) -> Result<(), Failure> {
    make_directory(path.parent())?;
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    let mut file = match file {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            return Err(Failure::input("log_key_exists", format!("{} holds a key already", path.display()))
                .hint(
                    "nothing is written over a key. A log gets another with `veche ledger keygen --next`, then \
                     `veche ledger change-key`; until it is changed to, a next key can be deleted",
                ));
        }
        file => file?,
    };
    writeln!(file, "{}", key.to_secret_text())?;
    Ok(file.sync_all()?)
}

fn make_directory(directory: Option<&Path>) -> Result<(), Failure> {
    match directory {
        Some(directory) if !directory.as_os_str().is_empty() => Ok(std::fs::create_dir_all(directory)?),
        Some(_) | None => Ok(()),
    }
}
