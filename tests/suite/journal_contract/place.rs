//! A store for one test, and a way into it past the journal.

use jiff::Timestamp;
use journal::{ClockKind, Journal, Store};
use rusqlite::Connection as SqliteConnection;
use sqlx::{Connection, Executor, PgConnection};
use tempfile::TempDir;
use tests::postgres::{Cluster, cluster};
use uuid::Uuid;

pub(crate) const ID: Uuid = Uuid::from_u128(0x5eed);

pub(crate) struct Place {
    pub(crate) store: Store,
    _directory: Option<TempDir>,
}

impl Place {
    pub(crate) fn sqlite() -> Self {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let store = Store::Sqlite(directory.path().join("made/by/the/journal"));
        Self { store, _directory: Some(directory) }
    }

    pub(crate) fn postgres() -> Self {
        Self::on(cluster())
    }

    pub(crate) fn on(cluster: &Cluster) -> Self {
        Self { store: Store::Postgres(cluster.database()), _directory: None }
    }

    /// A place in a store of the other kind.
    pub(crate) fn other_kind(&self) -> Self {
        match self.store {
            Store::Sqlite(_) => Self::postgres(),
            Store::Postgres(_) => Self::sqlite(),
        }
    }

    /// A simulated journal here, made if need be. Called twice it is as if two
    /// programs had it open.
    pub(crate) async fn journal(&self) -> Journal {
        self.journal_of(ClockKind::Simulated).await
    }

    pub(crate) async fn journal_of(&self, clock: ClockKind) -> Journal {
        Journal::create_or_open(&self.store, clock, ID).await.expect("a journal")
    }

    /// What the database itself answers to a statement.
    pub(crate) async fn sql(&self, statement: &str) -> Result<(), String> {
        match &self.store {
            Store::Sqlite(_) => self.file().execute_batch(statement).map_err(|no| no.to_string()),
            Store::Postgres(url) => {
                let mut connection = PgConnection::connect(url).await.expect("a connection");
                connection.execute(statement).await.map(drop).map_err(|no| no.to_string())
            }
        }
    }

    /// Changes what no user of the journal could: with its triggers out of the way.
    pub(crate) async fn tamper(&self, statements: &str) {
        let disarm = match &self.store {
            Store::Sqlite(_) => self.drop_triggers(),
            Store::Postgres(_) => "SET session_replication_role = replica;".to_owned(),
        };
        self.sql(&format!("{disarm} {statements}")).await.expect("tampering works");
    }

    fn drop_triggers(&self) -> String {
        let file = self.file();
        let mut triggers = file
            .prepare("SELECT 'DROP TRIGGER ' || name || ';' FROM sqlite_schema WHERE type = 'trigger'")
            .expect("a schema");
        let drops = triggers.query_map((), |row| row.get::<_, String>(0)).expect("triggers");
        drops.collect::<Result<String, _>>().expect("names")
    }

    fn file(&self) -> SqliteConnection {
        let Store::Sqlite(directory) = &self.store else {
            panic!("this place has no file");
        };
        SqliteConnection::open(directory.join("journal.sqlite")).expect("the journal's file")
    }

    /// The database's own clock.
    pub(crate) async fn now(&self) -> Timestamp {
        let micros: i64 = match &self.store {
            Store::Sqlite(_) => self
                .file()
                .query_row("SELECT CAST(unixepoch('subsec') * 1000000 AS INTEGER)", (), |row| row.get(0))
                .expect("a time"),
            Store::Postgres(url) => {
                let mut connection = PgConnection::connect(url).await.expect("a connection");
                sqlx::query_scalar("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")
                    .fetch_one(&mut connection)
                    .await
                    .expect("a time")
            }
        };
        Timestamp::from_microsecond(micros).expect("a time of our days")
    }

    /// Holds the head as a writer that hangs would, until dropped.
    pub(crate) async fn hold_head(&self) -> HeldHead {
        match &self.store {
            Store::Sqlite(_) => {
                let file = self.file();
                file.execute_batch("BEGIN IMMEDIATE").expect("the write lock");
                HeldHead::Sqlite(file)
            }
            Store::Postgres(url) => {
                let mut connection = PgConnection::connect(url).await.expect("a connection");
                let lock = "BEGIN; SELECT 1 FROM journal_head FOR UPDATE";
                connection.execute(lock).await.expect("the lock");
                HeldHead::Postgres(connection)
            }
        }
    }
}

pub(crate) enum HeldHead {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl HeldHead {
    pub(crate) async fn release(self) {
        match self {
            Self::Sqlite(file) => file.execute_batch("ROLLBACK").expect("the end of it"),
            Self::Postgres(mut connection) => {
                connection.execute("ROLLBACK").await.map(drop).expect("the end of it");
            }
        }
    }
}
