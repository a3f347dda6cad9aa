//! An installation with a log key, and some history.

use std::path::{Path, PathBuf};

use desk::Desk;
use engine::{Audit, Keeper};
use journal::Store;
use ledger::SigningKey;
use serde_json::json;
use tests::web::Served;

use crate::engine::world::{SURGUT, World, clerk, resident, support};

/// The log's origin.
pub(crate) const ORIGIN: &str = "veche.example/log";

/// A log with a desk of its own.
pub(crate) struct Log {
    pub(crate) world: World,
    pub(crate) desk: Desk,
    pub(crate) keeper: Keeper,
}

pub(crate) fn key() -> SigningKey {
    SigningKey::from_seed(ORIGIN, [9; 32]).expect("a name")
}

impl Log {
    pub(crate) async fn sqlite() -> Self {
        let world = World::sqlite().await;
        let desk = Desk::open_sqlite(&world.directory.path().join("desk.sqlite")).await;
        Self::of(world, desk.expect("a desk")).await
    }

    pub(crate) async fn postgres() -> Self {
        let world = World::postgres().await;
        let Store::Postgres(url) = &world.config.store else { unreachable!("it is on PostgreSQL") };
        let desk = Desk::open_postgres(url).await.expect("a desk");
        Self::of(world, desk).await
    }

    async fn of(world: World, desk: Desk) -> Self {
        let keeper = Keeper::open(&world.engine, desk.clone()).await.expect("the log opens");
        Self { world, desk, keeper }
    }

    /// A published initiative with a few supports, one of them withdrawn.
    pub(crate) async fn some_history(&self) -> uuid::Uuid {
        let initiative = self.world.published(1).await;
        for number in 2..5 {
            self.world.when(resident(number), support(initiative)).await.expect("it is open");
        }
        let mut withdrawn = support(initiative);
        withdrawn["support"]["action"] = json!("withdraw");
        self.world.when(resident(2), withdrawn).await.expect("it was given");
        initiative
    }

    /// A submission by a procedure that the public may know nothing of.
    pub(crate) async fn an_appeal(&self) -> uuid::Uuid {
        let submitted = json!({"initiative": {"procedure": "ru-appeal", "action": {"submit": {
            "kind": "work", "home": SURGUT, "channel": "web",
            "fields": { "title": "The lamp at our house", "problem": "It has been dark since September.", "proposal": "Light it again." },
            "consents": {"publish_text": false, "pass_up": true},
        }}}});
        let receipt = self.world.when(resident(1), submitted).await.expect("an appeal");
        let id = receipt.stream.id.parse().expect("an id");
        self.world.acts(clerk(SURGUT), id, json!({"register": {}})).await;
        id
    }

    /// Signs what is new.
    pub(crate) async fn signed(&self) {
        assert!(self.keeper.step(true).await.expect("the log goes on"), "there was something to sign");
    }

    /// As if the node had stopped and started again.
    pub(crate) async fn restarted(self) -> Self {
        let Self { world, desk, keeper } = self;
        drop(keeper);
        let world = world.after_a_crash().await;
        Self::of(world, desk).await
    }

    pub(crate) async fn audit(&self) -> Audit {
        self.keeper.audit(|_| {}).await.expect("everything can be read")
    }

    pub(crate) async fn served(&self) -> Served {
        Served::start(self.world.engine.clone(), self.desk.clone()).await
    }
}

/// Runs tests on both stores.
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() { super::$name($crate::public_log::world::Log::sqlite().await).await; })+
        }
        mod on_postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() { super::$name($crate::public_log::world::Log::postgres().await).await; })+
        }
    };
}
pub(super) use on_both;

/// The unfinished tile or bundle of what is published now; the one before stays beside it, for
/// those who are reading it.
pub(super) fn widest(folder: &Path) -> PathBuf {
    let width = |name: &PathBuf| name.file_name()?.to_str()?.parse::<u32>().ok();
    let all = std::fs::read_dir(folder).expect("it can be listed").flatten().map(|file| file.path());
    all.max_by_key(width).expect("one is unfinished")
}
