//! A town with initiatives, residents with tokens, and terms that run out in a moment.

use aggregates::ids::{OfficialId, ParticipantId};
use desk::{NewAccount, Scope};
use journal::Store;
use tests::node::Node;
use tests::program::Desk;
use uuid::Uuid;

use crate::api::site::token;
use crate::engine::world::{World, at, id, person};

/// Residents who give commands.
pub(crate) const RESIDENTS: u128 = 30;
/// Published initiatives.
const PUBLISHED: u128 = 20;
/// Initiatives that nobody registers.
pub(crate) const FORGOTTEN: usize = 5;

/// Who gives commands.
#[derive(Clone, Debug)]
pub(crate) struct Resident {
    pub(crate) number: u128,
    pub(crate) token: String,
}

/// An installation on a store, without a node.
pub(crate) struct Town {
    pub(crate) desk: Desk,
    pub(crate) store: String,
    pub(crate) published: Vec<Uuid>,
    pub(crate) forgotten: Vec<Uuid>,
    pub(crate) residents: Vec<Resident>,
    /// Initiatives that were submitted by others than the load.
    pub(crate) submitted: usize,
}

impl Town {
    /// Founds it on an empty database. Its time then stands seconds before the terms to
    /// register what is forgotten run out; nodes let it run on.
    pub(crate) async fn found(store: &str, seconds: u8) -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let world = World::on(directory, Store::Postgres(store.to_owned())).await;
        let accounts = desk::Desk::open_postgres(store).await.expect("a desk");
        let mut published = Vec::new();
        for author in 1..=PUBLISHED {
            published.push(world.published(author).await);
        }
        let mut forgotten = Vec::new();
        for author in 1..=FORGOTTEN {
            forgotten.push(world.submitted(author as u128).await);
        }
        let mut residents = Vec::new();
        for number in 1..=RESIDENTS {
            let new = NewAccount {
                login: Some(format!("resident-{number}")),
                participant: Some(ParticipantId(id(1000 + number))),
                official: None::<OfficialId>,
                ..NewAccount::default()
            };
            let account = accounts.open_account(id(8000 + number), new, world.engine.now()).await;
            let account = account.expect("the login is free");
            let secret = format!("token-of-{number}");
            token(&world, &accounts, (&account, account.id), &secret, vec![Scope::Read, Scope::Participate])
                .await;
            residents.push(Resident { number, token: secret });
        }
        // The last thing before the nodes: their time goes on from it.
        world.clock.set(at(&format!("2027-01-14T18:59:{:02}Z", 60 - seconds)));
        let [register, _] = person(3000);
        world.engine.execute(register).await.expect("somebody registers");
        let desk = Desk::new();
        world.config.keys.write_new(&desk.path("keys.toml")).expect("the keys are written");
        let key = world.config.log_keys.first().expect("the world has one");
        desk.write("log.key", key.to_secret_text());
        let submitted = published.len() + forgotten.len();
        Self { desk, store: store.to_owned(), published, forgotten, residents, submitted }
    }

    /// A node with a data directory of that name.
    pub(crate) fn node(&self, data: &str) -> Node {
        Node::start(&self.desk, &self.store, data)
    }

    /// What a program on this installation is told, as the node of that directory.
    pub(crate) fn global<'a>(&'a self, data: &'a str) -> [&'a str; 10] {
        let store = self.store.as_str();
        let keys = ["--keys", "keys.toml", "--log-key", "log.key"];
        let [k, keys, l, key] = keys;
        ["--store", store, "--vault", store, "--data", data, k, keys, l, key]
    }
}
