//! An installation that the program itself serves, with residents who have tokens.

use std::path::PathBuf;

use aggregates::ids::ParticipantId;
use desk::{Desk as Accounts, NewAccount, Scope, Token};
use engine::{Config, Engine};
use jiff::Timestamp;
use journal::{Journal, Store};
use tempfile::TempDir;
use tests::program::{Desk, Run, Serving};
use uuid::Uuid;

use crate::engine::world::{World, id};

/// The residents who act, by number; those before them are authors.
pub(crate) const RESIDENTS: std::ops::RangeInclusive<u128> = 5..=28;

/// The installation; served by whoever calls [`Town::serve`].
pub(crate) struct Town {
    pub(crate) desk: Desk,
    pub(crate) config: Config,
    pub(crate) initiatives: Vec<Uuid>,
    directory: TempDir,
}

/// The token of a resident.
pub(crate) fn secret(resident: u128) -> String {
    format!("secret-of-{resident}")
}

impl Town {
    /// Four initiatives that can be supported, and residents with tokens.
    pub(crate) async fn of(world: World) -> Self {
        let mut initiatives = Vec::new();
        for author in 1..=4 {
            initiatives.push(world.published(author).await);
        }
        accounts(&world).await;
        let World { engine, config, directory, .. } = world;
        drop(engine);
        let desk = Desk::new();
        config.keys.write_new(&desk.path("keys.toml")).expect("the keys are written");
        let key = config.log_keys.first().expect("the world has one").to_secret_text();
        desk.write("log.key", key);
        Self { desk, config, initiatives, directory }
    }

    /// What every call of the program is told.
    pub(crate) fn settings(&self) -> Vec<String> {
        let url = |store: &Store| match store {
            Store::Sqlite(directory) => format!("sqlite:{}", directory.display()),
            Store::Postgres(url) => url.to_string(),
        };
        let data = self.config.data.display().to_string();
        let pairs = [
            ("--store", url(&self.config.store)),
            ("--vault", url(&self.config.vault)),
            ("--data", data),
            ("--keys", "keys.toml".to_owned()),
            ("--log-key", "log.key".to_owned()),
        ];
        pairs.into_iter().flat_map(|(name, value)| [name.to_owned(), value]).collect()
    }

    /// Starts the program on any free port.
    pub(crate) fn serve(&self) -> Serving {
        let words = ["serve", "--listen", "127.0.0.1:0"].map(str::to_owned);
        let command = self.desk.command(&[&words[..], &self.settings()].concat());
        Serving::start(command, &self.log())
    }

    /// What the program has logged.
    pub(crate) fn log(&self) -> PathBuf {
        self.desk.path("serve.log")
    }

    /// Runs another command of the program.
    pub(crate) fn veche(&self, words: &[&str]) -> Run {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        self.desk.veche(&[&words[..], &self.settings()].concat())
    }

    /// The journal, to look into.
    pub(crate) async fn journal(&self) -> Journal {
        Journal::open(&self.config.store, None).await.expect("there is one")
    }

    /// An engine in this process, while the program does not run.
    pub(crate) async fn engine(&self) -> Engine {
        Engine::open(self.config.clone()).await.expect("the engine opens")
    }

    /// A folder that goes with the town.
    pub(crate) fn folder(&self, name: &str) -> PathBuf {
        let folder = self.directory.path().join(name);
        std::fs::create_dir_all(&folder).expect("a folder");
        folder
    }
}

/// An account with a token for each resident who acts.
pub(crate) async fn accounts(world: &World) -> Accounts {
    accounts_in(&world.config.store, world.engine.now()).await
}

/// The same beside any journal.
pub(crate) async fn accounts_in(store: &Store, now: Timestamp) -> Accounts {
    let accounts = match store {
        Store::Sqlite(directory) => Accounts::open_sqlite(&directory.join("desk.sqlite")).await,
        Store::Postgres(url) => Accounts::open_postgres(url).await,
    };
    let accounts = accounts.expect("the desk opens");
    for resident in RESIDENTS {
        let new =
            NewAccount { participant: Some(ParticipantId(id(1000 + resident))), ..NewAccount::default() };
        let account = accounts.open_account(id(8000 + resident), new, now).await.expect("an account");
        let token = Token {
            id: id(9000 + resident),
            name: "for tests".to_owned(),
            scopes: Scope::ALL.to_vec(),
            created_at: now,
            expires_at: None,
            revoked_at: None,
        };
        accounts.issue_token(account.id, &token, &secret(resident)).await.expect("a token");
    }
    accounts
}
