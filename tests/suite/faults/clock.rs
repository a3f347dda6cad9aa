//! The machine's clock is set forth and back under a journal that keeps real time.

use std::path::PathBuf;
use std::process::Command;

use engine::{Clock, Config, Engine};
use jiff::ToSpan;
use journal::Store;
use serde_json::json;
use tests::program::{Desk, Run, Serving};
use tests::web::Client;
use uuid::Uuid;

use super::network::support;
use super::town::accounts_in;
use crate::engine::world::{SURGUT, World, id, request, settled, submission};

/// The library that shows a program another time, as Debian has it.
fn faketime() -> PathBuf {
    let folders = std::fs::read_dir("/usr/lib").expect("a folder").filter_map(Result::ok);
    let mut libraries = folders.map(|folder| folder.path().join("faketime/libfaketimeMT.so.1"));
    libraries.find(|path| path.exists()).expect("the tests need faketime: apt-get install faketime")
}

struct Wrong {
    desk: Desk,
    store: Store,
    initiative: Uuid,
}

impl Wrong {
    /// An installation with an initiative that somebody has to register.
    async fn with_a_term_that_runs(store: Store) -> Self {
        let desk = Desk::new();
        let entropy = engine::Entropy::system();
        let keys = vault::MasterKeys::generate(&entropy);
        keys.write_new(&desk.path("keys.toml")).expect("the keys are written");
        let config = Config {
            clock: Some(Clock::Real),
            create: true,
            ..Config::new(store.clone(), desk.path("data"), keys)
        };
        let engine = Engine::open(config).await.expect("the engine opens");
        let today = calendar::local_date(engine.now(), calendar::UtcOffset::moscow());
        for receipt in engine.execute_all(settled(today)).await {
            receipt.expect("the world is settled");
        }
        let author = json!({"participant": id(1001)});
        let receipt = engine.execute(request(author, submission())).await.expect("it is submitted");
        engine.tick(engine.now()).await.expect("the first beat");
        accounts_in(&store, engine.now()).await;
        Self { desk, store, initiative: receipt.stream.id.parse().expect("the stream has its id") }
    }

    /// The program, ready to be started.
    fn command(&self, words: &[&str]) -> Command {
        let url = match &self.store {
            Store::Sqlite(directory) => format!("sqlite:{}", directory.display()),
            Store::Postgres(url) => url.to_string(),
        };
        let own = ["--store", &url, "--vault", &url, "--data", "data", "--keys", "keys.toml"];
        let mut command = self.desk.command(&[words, &own].concat());
        command.env("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        command
    }

    /// Runs the program at another time than it is.
    fn at(&self, shift: &str, words: &[&str]) -> Run {
        let mut command = self.command(words);
        if !shift.is_empty() {
            command.env("LD_PRELOAD", faketime()).env("FAKETIME", shift);
        }
        command.output().expect("the program runs").into()
    }

    fn head(&self) -> u64 {
        let stats = self.at("", &["--json", "journal", "stats"]).done().json();
        stats["head"].as_u64().expect("a position")
    }
}

/// On either store: nobody misses a term by a clock that was set forth or back, and once it is
/// right again nobody has to help.
async fn no_term_is_missed_by_a_clock_that_is_wrong(store: Store) {
    let wrong = Wrong::with_a_term_that_runs(store).await;
    let before = wrong.head();
    for shift in ["+90d", "-90d", "+2h", "-2h"] {
        let tick = wrong.at(shift, &["tick"]);
        assert_eq!(tick.failure().1, "clock_jumped", "{shift}: {tick:#?}");
        assert!(tick.stderr.contains("confirm"), "{tick:#?}");
        wrong.at(shift, &["funnel"]).done();
    }
    assert_eq!(wrong.head(), before, "nothing was recorded");
    let right = wrong.at("", &["--json", "tick"]).done().json();
    assert_eq!((&right["misses"], wrong.head()), (&json!(0), before));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_sqlite_no_term_is_missed_by_a_wrong_clock() {
    let directory = tempfile::tempdir().expect("a directory");
    no_term_is_missed_by_a_clock_that_is_wrong(Store::Sqlite(directory.path().join("stores"))).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_postgresql_no_term_is_missed_by_a_wrong_clock_and_nothing_is_recorded_by_it() {
    let store = Store::Postgres(tests::postgres::cluster().database());
    let wrong = Wrong::with_a_term_that_runs(store.clone()).await;
    let appointed = json!({"official": {"action": {"appoint": {
        "authority": format!("{SURGUT}.main"), "role": "officer", "from": "2020-01-01", "name": "Somebody",
    }}}});
    let act = ["act", "--as", "installation", &appointed.to_string()];
    for shift in ["+10m", "-10m"] {
        let refused = wrong.at(shift, &act);
        assert_eq!(refused.failure().1, "clock_skew", "{shift}: {refused:#?}");
    }
    wrong.at("", &act).done();
    no_term_is_missed_by_a_clock_that_is_wrong(Store::Postgres(tests::postgres::cluster().database())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_clock_of_a_running_program_is_wrong_nothing_is_recorded_and_then_it_goes_on() {
    let directory = tempfile::tempdir().expect("a directory");
    let wrong = Wrong::with_a_term_that_runs(Store::Sqlite(directory.path().join("stores"))).await;
    let before = wrong.head();
    let is = |shift: &str| _ = wrong.desk.write("time", shift);
    is("+0d");
    let mut command = wrong.command(&["serve", "--listen", "127.0.0.1:0"]);
    command.env("LD_PRELOAD", faketime()).env("FAKETIME_NO_CACHE", "1");
    command.env("FAKETIME_TIMESTAMP_FILE", wrong.desk.path("time"));
    let program = Serving::start(command, &wrong.desk.path("serve.log"));
    let client = Client::of(&program.url);
    let asked = async || {
        let answer = support(&client, wrong.initiative, 5).await;
        (answer.status, answer.json()["code"].as_str().unwrap_or_default().to_owned())
    };
    // A rule says no, which takes a clock that is believed.
    let believed = (409, "not_published".to_owned());
    assert_eq!(asked().await, believed);
    for shift in ["+3h", "-3h", "+90d"] {
        is(shift);
        assert_eq!(asked().await, (503, "clock_jumped".to_owned()), "{shift}");
        assert_eq!(client.get("/ru/initiatives").await.status, 200);
        is("+0d");
        assert_eq!(asked().await, believed);
    }
    drop(program);
    assert_eq!(wrong.head(), before);
}

/// The time that a tick is given is what is compared, not what the clock shows a moment later.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_time_that_was_read_while_the_clock_was_wrong_misses_nothing() {
    let directory = tempfile::tempdir().expect("a directory");
    let wrong = Wrong::with_a_term_that_runs(Store::Sqlite(directory.path().join("stores"))).await;
    let keys = vault::MasterKeys::read(&wrong.desk.path("keys.toml")).expect("the keys");
    let config = Config::new(wrong.store.clone(), wrong.desk.path("data"), keys);
    let engine = Engine::open(config).await.expect("the engine opens");
    let later = engine.now() + (90 * 24).hours();
    assert_eq!(engine.tick(later).await.expect_err("it is not that late").code(), "clock_jumped");
    assert_eq!(engine.clock_trouble(), Some("clock_jumped"));
    let report = engine.tick(engine.now()).await.expect("the clock is right again");
    assert_eq!((report.misses, engine.clock_trouble()), (0, None));
}

/// A made-up clock may go on as it likes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_simulated_clock_has_no_heartbeat() {
    let world = World::sqlite().await;
    world.clock.set(world.engine.now() + (90 * 24).hours());
    world.engine.tick(world.engine.now()).await.expect("it ticks");
    world.submitted(1).await;
}
