//! The demonstration, built and served for all browser tests. They change it: each brings
//! its own initiative, or one that no other test touches.
//!
//! One is only looked at, another is changed by many journeys at once, and who moves time
//! on has one of his own.

use std::path::Path;
use std::sync::LazyLock;

use aggregates::ids::InitiativeId;
use aggregates::initiative::Verb;
use desk::{Desk, NewAccount};
use engine::{Caller, Clock, Config, Engine, Entropy, Receipt, Request, SimulatedClock};
use journal::Store;
use ledger::SigningKey;
use projections::register::{self, Filter};
use serde_json::Value;
use simulation::demo::{self, Cast, Who};
use tempfile::TempDir;
use tests::web::{PASSWORD, Served};
use tokio::runtime::Runtime;
use vault::MasterKeys;
use web::DemoAccount;

/// A Thursday.
const NOW: &str = "2026-11-26T07:00:00Z";

pub(crate) struct World {
    pub(crate) served: Served,
    pub(crate) cast: Cast,
    _directory: TempDir,
}

/// Outlives each test, as does what runs on it.
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime"));
/// Told once: each world begins as a copy of it.
static TOLD: LazyLock<Told> = LazyLock::new(|| RUNTIME.block_on(tell()));
static WORLD: LazyLock<World> = LazyLock::new(|| copy_of(&TOLD, 7));
static QUIET: LazyLock<World> = LazyLock::new(|| copy_of(&TOLD, 8));

/// The served demonstration, where it is always the same day.
pub(crate) fn world() -> &'static World {
    built(&WORLD)
}

/// The one that nobody changes: what is said of it stays true.
pub(crate) fn quiet_world() -> &'static World {
    built(&QUIET)
}

/// One of its own, for somebody who moves time on: others would stumble over that.
pub(crate) fn own_world(seed: u64) -> World {
    std::thread::scope(|threads| threads.spawn(|| copy_of(&TOLD, seed)).join().expect("it is built"))
}

/// It cannot be built on a runtime's own threads, hence the thread.
fn built(world: &'static LazyLock<World>) -> &'static World {
    std::thread::scope(|threads| threads.spawn(|| &**world).join().expect("the demonstration is built"))
}

/// The demonstration as it was told, before anybody does anything.
struct Told {
    cast: Cast,
    directory: TempDir,
    /// Holds the stores as they are: what is idle can be copied.
    _engine: Engine,
}

fn config(directory: &Path, clock: &SimulatedClock, seed: u64) -> Config {
    Config {
        clock: Some(Clock::Simulated(clock.clone())),
        entropy: Entropy::seeded(seed),
        create: true,
        log_keys: vec![SigningKey::from_seed("localhost/log", [6; 32]).expect("a name")],
        ..Config::new(
            Store::Sqlite(directory.join("stores")),
            directory.join("node"),
            MasterKeys::generate(&Entropy::seeded(6)),
        )
    }
}

async fn tell() -> Told {
    let now = NOW.parse().expect("a time");
    let directory = tempfile::tempdir().expect("a directory");
    let clock = SimulatedClock::new(demo::begins(now));
    let engine = Engine::open(config(directory.path(), &clock, 6)).await.expect("the engine opens");
    let cast = demo::build(&engine, now, |_| {}).await.expect("the demonstration is built");
    Told { cast, directory, _engine: engine }
}

fn copy_of(told: &Told, seed: u64) -> World {
    let directory = tempfile::tempdir().expect("a directory");
    copy(told.directory.path(), directory.path());
    RUNTIME.block_on(serve(directory, told.cast.clone(), seed))
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).expect("a directory of the demonstration") {
        let from = entry.expect("an entry").path();
        let to = to.join(from.file_name().expect("it has a name"));
        if from.is_dir() {
            std::fs::create_dir(&to).expect("a directory");
            copy(&from, &to);
        } else {
            std::fs::copy(&from, &to).expect("a copy");
        }
    }
}

async fn serve(directory: TempDir, cast: Cast, seed: u64) -> World {
    let clock = SimulatedClock::new(NOW.parse().expect("a time"));
    let engine = Engine::open(config(directory.path(), &clock, seed)).await.expect("the engine opens");
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
    let shown = cast.people.iter().map(|role| DemoAccount {
        login: role.login.clone(),
        password: PASSWORD.to_owned(),
        name: role.name.clone(),
        about_ru: role.about_ru.clone(),
        about_en: role.about_en.clone(),
    });
    let shown = shown.collect();
    let served = Served::with(engine, desk, |settings| settings.demo = shown).await;
    World { served, cast, _directory: directory }
}

impl World {
    /// As whom the engine knows the one of that login.
    pub(crate) fn caller(&self, login: &str) -> Caller {
        match self.cast.role(login).unwrap_or_else(|| panic!("nobody is called {login}")).who {
            Who::Official(id) => Caller::Official(id),
            Who::Participant(id) => Caller::Participant(id),
        }
    }

    /// Does what a journey takes for granted, without anybody clicking.
    pub(crate) async fn given(&self, login: &str, what: Value) -> Receipt {
        let told = what.to_string();
        let what = serde_json::from_value(what).unwrap_or_else(|error| panic!("{error}: {told}"));
        let done = self.served.engine().execute(Request::new(self.caller(login), what)).await;
        let done = done.unwrap_or_else(|error| panic!("{login}: {error}: {told}"));
        self.served.engine().views().catch_up().await.expect("the views catch up");
        done
    }

    /// The steps that somebody can take now, each with where, in the order in which the
    /// initiatives were submitted.
    pub(crate) async fn possible(&self, login: &str) -> Vec<(Verb, InitiativeId)> {
        let (engine, caller) = (self.served.engine(), self.caller(login));
        let mut found = Vec::new();
        for event in engine.journal().read(0, 100_000).await.expect("the journal reads") {
            if event.event_type != "Submitted" {
                continue;
            }
            let id = InitiativeId(event.stream.id.parse().expect("an initiative has a UUID"));
            // Who has nothing to do with it is not told.
            let Ok(options) = engine.options(caller, id).await else { continue };
            let possible = options.actions.iter().filter(|(_, verdict)| verdict.is_ok());
            found.extend(possible.map(|(verb, _)| (*verb, id)));
        }
        found
    }

    /// Where somebody can take a step now, with the titles.
    pub(crate) async fn where_possible(&self, login: &str, verb: Verb) -> Vec<(InitiativeId, String)> {
        let mut found = Vec::new();
        for (_, id) in self.possible(login).await.into_iter().filter(|(other, _)| *other == verb) {
            found.push((id, self.title(id).await));
        }
        found
    }

    /// The initiative of that title.
    pub(crate) async fn titled(&self, title: &str) -> InitiativeId {
        let wanted = title.to_owned();
        let views = self.served.engine().views();
        let all =
            views.read("register", move |view| register::list(view, &Filter::default(), None, 500, None));
        let all = all.await.expect("the view reads").items;
        let found = all.iter().find(|it| it.title.as_ref().is_some_and(|it| it.starts_with(&wanted)));
        found.unwrap_or_else(|| panic!("nothing is called {title}")).id
    }

    /// What an initiative is called.
    pub(crate) async fn title(&self, id: InitiativeId) -> String {
        let views = self.served.engine().views();
        let page = views.read("initiative", move |view| projections::initiative::page(view, id, None)).await;
        let page = page.expect("the view reads").expect("it is there");
        page.title.text.expect("it can be read")
    }
}
