//! Surgut district, its region and the federation: a clerk and a head each, some
//! residents, on a simulated clock.

use engine::{Clock, Config, Engine, EngineError, Entropy, Receipt, Request, SimulatedClock};
use jiff::Timestamp;
use jiff::civil::Date;
use journal::Store;
use ledger::SigningKey;
use serde_json::{Value, json};
use tempfile::TempDir;
use tests::postgres::cluster;
use uuid::Uuid;
use vault::MasterKeys;

pub(crate) const SURGUT: &str = "71826000";
pub(crate) const YUGRA: &str = "71800000";
pub(crate) const RUSSIA: &str = "RU";
const VERIFIED_ON: Date = Date::constant(2027, 1, 11);

/// One installation, and a node of it.
pub(crate) struct World {
    pub(crate) engine: Engine,
    pub(crate) clock: SimulatedClock,
    pub(crate) config: Config,
    pub(crate) directory: TempDir,
}

/// A Monday, 11 o'clock in Surgut.
fn start() -> Timestamp {
    at("2027-01-11T06:00:00Z")
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

/// A fixed id for the somebody or something of that number.
pub(crate) fn id(number: u128) -> Uuid {
    Uuid::from_u128(0x1000_0000_0000_4000_8000_0000_0000_0000 + number)
}

/// The clerk of a territory's authority.
pub(crate) fn clerk(territory: &str) -> Value {
    json!({"official": id(100 + number(territory))})
}

/// The head of a territory's authority.
pub(crate) fn head(territory: &str) -> Value {
    json!({"official": id(200 + number(territory))})
}

/// The resident of Surgut of that number; 1 to 30 are verified.
pub(crate) fn resident(number: u128) -> Value {
    json!({"participant": id(1000 + number)})
}

fn number(territory: &str) -> u128 {
    match territory {
        SURGUT => 1,
        YUGRA => 2,
        _ => 3,
    }
}

impl World {
    pub(crate) async fn sqlite() -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let store = Store::Sqlite(directory.path().join("stores"));
        Self::on(directory, store).await
    }

    pub(crate) async fn postgres() -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        Self::on(directory, Store::Postgres(cluster().database())).await
    }

    /// On a database of the caller's.
    pub(crate) async fn at(url: String) -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        Self::on(directory, Store::Postgres(url)).await
    }

    pub(crate) async fn on(directory: TempDir, store: Store) -> Self {
        let clock = SimulatedClock::new(start());
        let entropy = Entropy::seeded(7);
        let keys = MasterKeys::generate(&entropy);
        let config = Config {
            clock: Some(Clock::Simulated(clock.clone())),
            entropy,
            create: true,
            log_keys: vec![SigningKey::from_seed("veche.example/log", [9; 32]).expect("a name")],
            ..Config::new(store, directory.path().join("node-1"), keys)
        };
        let engine = Engine::open(config.clone()).await.expect("the engine opens");
        let world = Self { engine, clock, config, directory };
        world.settle().await;
        world
    }

    /// Another node on the same stores.
    pub(crate) async fn another_node(&self) -> Engine {
        let config = Config { data: self.directory.path().join("node-2"), ..self.config.clone() };
        Engine::open(config).await.expect("the engine opens")
    }

    /// The process ends without a word, and starts again.
    pub(crate) async fn after_a_crash(self) -> Self {
        let Self { engine, clock, config, directory } = self;
        drop(engine);
        let engine = Engine::open(config.clone()).await.expect("the engine opens");
        Self { engine, clock, config, directory }
    }

    async fn settle(&self) {
        for receipt in self.engine.execute_all(settled(VERIFIED_ON)).await {
            receipt.expect("the world is settled");
        }
        self.engine.views().catch_up().await.expect("the views catch up");
    }

    /// Somebody does something.
    pub(crate) async fn when(&self, by: Value, what: Value) -> Result<Receipt, EngineError> {
        self.engine.execute(request(by, what)).await
    }

    /// Somebody does something to an initiative.
    pub(crate) async fn acts(&self, by: Value, initiative: Uuid, action: Value) -> Receipt {
        let what = json!({"initiative": {"id": initiative, "action": action}});
        let told = action.to_string();
        self.when(by, what).await.unwrap_or_else(|error| panic!("{}: {error}; {told}", error.code()))
    }

    /// A resident submits a proposal.
    pub(crate) async fn submitted(&self, author: u128) -> Uuid {
        let receipt = self.when(resident(author), submission()).await.expect("it is submitted");
        receipt.stream.id.parse().expect("the stream of an initiative has its id")
    }

    /// … and the clerk registers and publishes it.
    pub(crate) async fn published(&self, author: u128) -> Uuid {
        let initiative = self.submitted(author).await;
        self.acts(clerk(SURGUT), initiative, json!({"register": {"theme": "roads"}})).await;
        self.acts(clerk(SURGUT), initiative, json!({"publish": {}})).await;
        initiative
    }

    /// The events of an initiative, by name.
    pub(crate) async fn events(&self, initiative: Uuid) -> Vec<String> {
        let stream = journal::StreamId::new("initiative", initiative.to_string());
        let events = self.engine.journal().load(&stream, 0).await.expect("the journal reads");
        events.into_iter().map(|event| event.event_type).collect()
    }
}

pub(crate) fn request(by: Value, what: Value) -> Request {
    keyed(None, by, what)
}

/// A request under the sender's own key.
pub(crate) fn keyed(key: Option<Uuid>, by: Value, what: Value) -> Request {
    let mut request = json!({"by": by, "do": what});
    if let Some(key) = key {
        request["command_id"] = json!(key);
    }
    Request::from_json(request.to_string().as_bytes()).unwrap_or_else(|error| panic!("{error}: {request}"))
}

pub(crate) fn submission() -> Value {
    json!({"initiative": {"action": {"submit": {
        "kind": "work",
        "home": SURGUT,
        "fields": {
            "title": "A footbridge over the creek",
            "problem": "Children walk two kilometres round to get to school.",
            "proposal": "A wooden footbridge at the end of Lesnaya street.",
            "expected_result": "Ten minutes instead of forty.",
        },
        "consents": {"publish_text": true, "pass_up": true},
        "channel": "web",
    }}}})
}

/// A resident gives his support on the web.
pub(crate) fn support(initiative: Uuid) -> Value {
    json!({"support": {"initiative": initiative, "action": {"give": {"channel": "web"}}}})
}

/// Everything that is there at the beginning; people were verified on that day.
pub(crate) fn settled(on: Date) -> Vec<Request> {
    let mut requests = Vec::new();
    let tree = [
        (RUSSIA, "federation", None),
        (YUGRA, "region", Some(RUSSIA)),
        (SURGUT, "municipality", Some(YUGRA)),
    ];
    for (code, kind, parent) in tree {
        requests.push(territory(code, kind, parent));
        requests.push(authority(code, kind));
        requests.push(official(code, "clerk", 100));
        requests.push(official(code, "head", 200));
    }
    for number in 1..=30 {
        requests.extend(verified(number, on));
    }
    requests
}

fn territory(code: &str, kind: &str, parent: Option<&str>) -> Request {
    let action = json!({"create": {
        "kind": kind, "parent": parent, "name": format!("Territory {code}"), "population": 1000, "utc_offset": "+05:00",
    }});
    request(json!("installation"), json!({"territory": {"id": code, "action": action}}))
}

fn authority(code: &str, level: &str) -> Request {
    let kind = if code == SURGUT { "administration" } else { "government" };
    let action = json!({"establish": {
        "territory": code, "level": level, "kind": kind, "name": format!("Authority of {code}"),
        "utc_offset": "+05:00", "default_receiver": true, "accepts_from": "2020-01-01",
    }});
    request(json!("installation"), json!({"authority": {"id": format!("{code}.main"), "action": action}}))
}

fn official(code: &str, role: &str, base: u128) -> Request {
    let action = json!({"appoint": {
        "authority": format!("{code}.main"), "role": role, "from": "2020-01-01", "name": format!("The {role} of {code}"),
    }});
    let what = json!({"official": {"id": id(base + number(code)), "action": action}});
    request(json!("installation"), what)
}

pub(crate) fn person(number: u128) -> [Request; 2] {
    verified(number, VERIFIED_ON)
}

fn verified(number: u128, on: Date) -> [Request; 2] {
    let who = id(1000 + number);
    let register = json!({"register": {"kind": "person"}});
    let verify = json!({"verify": {
        "method": "imported", "on": on, "residence": SURGUT,
        "identity": {"surname": format!("Surname{number}"), "given_names": "Anna", "birth_date": "1980-05-17"},
    }});
    [register, verify]
        .map(|action| request(json!("installation"), json!({"participant": {"id": who, "action": action}})))
}
