//! The demonstration, built once and served for all browser tests. They change it: each
//! brings its own initiative, or looks at one that no other touches.

use std::sync::LazyLock;

use desk::{Desk, NewAccount};
use engine::{Clock, Config, Engine, Entropy, SimulatedClock};
use journal::Store;
use simulation::demo::{self, Cast, Who};
use tempfile::TempDir;
use tests::browser::{Browser, Window};
use tests::web::{PASSWORD, Served};
use tokio::runtime::Runtime;
use vault::MasterKeys;

/// A Thursday.
const NOW: &str = "2026-11-26T07:00:00Z";

pub(crate) struct World {
    pub(crate) served: Served,
    pub(crate) cast: Cast,
    _directory: TempDir,
}

/// Outlives each test, as does what runs on it.
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime"));
static WORLD: LazyLock<World> = LazyLock::new(|| RUNTIME.block_on(build()));

/// The served demonstration. To be called outside a runtime's own threads the first
/// time, hence the thread.
pub(crate) fn world() -> &'static World {
    std::thread::scope(|threads| threads.spawn(|| &*WORLD).join().expect("the demonstration is built"))
}

/// The same anew, for tests that nobody may disturb.
pub(crate) async fn build() -> World {
    let now = NOW.parse().expect("a time");
    let directory = tempfile::tempdir().expect("a directory");
    let entropy = Entropy::seeded(6);
    let keys = MasterKeys::generate(&entropy);
    let clock = SimulatedClock::new(demo::begins(now));
    let config = Config {
        clock: Some(Clock::Simulated(clock.clone())),
        entropy,
        create: true,
        ..Config::new(Store::Sqlite(directory.path().join("stores")), directory.path().join("node"), keys)
    };
    let engine = Engine::open(config).await.expect("the engine opens");
    let cast = demo::build(&engine, now, |_| {}).await.expect("the demonstration is built");
    clock.run();
    let desk = Desk::open_sqlite(&directory.path().join("desk.sqlite")).await.expect("a desk");
    let password = web::hash_password(PASSWORD, engine.entropy());
    for role in &cast.people {
        let (official, participant) = match role.who {
            Who::Official(id) => (Some(id), None),
            Who::Participant(id) => (None, Some(id)),
        };
        let (login, password) = (Some(role.login.clone()), Some(password.clone()));
        let new = NewAccount { login, password, provider: None, participant, official };
        desk.open_account(engine.entropy().uuid_v4(), new, engine.now()).await.expect("an account");
    }
    World { served: Served::start(engine, desk).await, cast, _directory: directory }
}

/// Somebody at a window, signed in.
pub(crate) async fn signed_in(window: Window, lang: &str, login: &str) -> Browser {
    let browser = Browser::open(&world().served.url, window).await;
    browser.sign_in(lang, login, PASSWORD).await;
    browser
}

/// Somebody at a window who is not.
pub(crate) async fn visitor(window: Window) -> Browser {
    Browser::open(&world().served.url, window).await
}
