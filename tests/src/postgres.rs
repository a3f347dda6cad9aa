//! A PostgreSQL cluster for tests: real, on loopback, thrown away at the end.
//!
//! [`cluster`] is shared by a whole test binary, and by all of them when
//! `cargo xtask test` has started one and says where in [`GIVEN`]. A cluster
//! takes most of a second to make, a database much less: every test takes a
//! database of its own.

mod server;

use std::process::Command;
use std::sync::OnceLock;

use server::Server;
use sqlx::{Connection, PgConnection};

/// The environment variable with the URL of a server that already runs. Its
/// user must be allowed to create databases.
pub const GIVEN: &str = "VECHE_TEST_POSTGRES";

/// A PostgreSQL server on which tests make databases of their own.
#[derive(Debug)]
pub struct Cluster {
    url: String,
    /// `None` where somebody else started it, and stops it.
    server: Option<Server>,
}

/// The cluster of this process, started by the first test that asks for it.
///
/// # Panics
/// Where PostgreSQL is missing or does not start: no test is skipped. The
/// message says how to install it.
pub fn cluster() -> &'static Cluster {
    static SHARED: OnceLock<Cluster> = OnceLock::new();
    SHARED.get_or_init(|| match std::env::var(GIVEN) {
        Ok(url) => Cluster { url, server: None },
        Err(_) => Cluster::alone(),
    })
}

impl Cluster {
    /// A server for one test, which may crash it.
    ///
    /// # Panics
    /// As [`cluster`].
    pub fn alone() -> Self {
        match Server::start() {
            Ok(server) => Self { url: server.url().to_owned(), server: Some(server) },
            Err(why) => panic!("{why}"),
        }
    }

    /// Makes an empty database and gives its URL, complete with user, password
    /// and port, so that `PGHOST` and its like have no say.
    ///
    /// # Panics
    /// Where the server does not answer.
    pub fn database(&self) -> String {
        // A thread, because the caller may be inside a runtime already.
        let name = std::thread::scope(|threads| {
            threads.spawn(|| create_database(&self.url)).join().expect("the thread does not panic")
        });
        match name {
            Ok(name) => with_database(&self.url, &name),
            Err(error) => panic!("cannot create a database on the test server: {error}"),
        }
    }

    /// Stops the server as a power cut would, starts it again and waits for
    /// recovery. Needs a server that is [`alone`](Self::alone): the shared one
    /// cannot be borrowed mutably.
    ///
    /// # Panics
    /// Where the server does not come back.
    pub fn crash_and_restart(&mut self) {
        let server = self.server.as_mut().expect("only a shared cluster has no server of its own");
        if let Err(why) = server.crash_and_restart() {
            panic!("{why}");
        }
    }
}

/// A shell that is not root's.
///
/// # Panics
/// Where this is root and there is no user `postgres`.
pub(crate) fn shell() -> Command {
    server::unprivileged_shell().unwrap_or_else(|why| panic!("{why}"))
}

fn create_database(url: &str) -> Result<String, sqlx::Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut connection = PgConnection::connect(url).await?;
        // The server names it: several test processes may share one.
        let name: String = sqlx::query_scalar("SELECT 'test_' || replace(gen_random_uuid()::text, '-', '')")
            .fetch_one(&mut connection)
            .await?;
        sqlx::query(&format!("CREATE DATABASE {name}")).execute(&mut connection).await?;
        connection.close().await?;
        Ok(name)
    })
}

fn with_database(url: &str, name: &str) -> String {
    let (place, options) = url.split_once('?').map_or((url, None), |(place, options)| (place, Some(options)));
    let after_scheme = place.find("://").map_or(0, |at| at + "://".len());
    let server = place[after_scheme..].find('/').map_or(place, |slash| &place[..after_scheme + slash]);
    match options {
        Some(options) => format!("{server}/{name}?{options}"),
        None => format!("{server}/{name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::with_database;

    #[test]
    fn a_database_replaces_the_one_in_the_url_and_keeps_the_options() {
        let expected = "postgres://u:p@127.0.0.1:5432/new?sslmode=disable";
        assert_eq!(with_database("postgres://u:p@127.0.0.1:5432/postgres?sslmode=disable", "new"), expected);
        assert_eq!(with_database("postgres://u:p@127.0.0.1:5432?sslmode=disable", "new"), expected);
        assert_eq!(
            with_database("postgres://u:p@127.0.0.1:5432/", "new"),
            "postgres://u:p@127.0.0.1:5432/new"
        );
    }
}
