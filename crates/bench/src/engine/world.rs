//! An installation with residents and initiatives that are open for support, made by commands.

use std::path::Path;
use std::time::Duration;

use aggregates::ids::ParticipantId;
use engine::{Caller, Config, Engine, EngineError, Request};
use journal::Store;
use ledger::SigningKey;
use serde_json::{Value, json};
use uuid::Uuid;
use vault::MasterKeys;

use crate::Failure;

const MUNICIPALITY: &str = "71826000";
/// Commands that are handed over at once.
const AT_ONCE: usize = 2_000;
const CLERK: u128 = 0x2000_0000_0000_4000_8000_0000_0000_0001;
const RESIDENTS: u128 = 0x1000_0000_0000_4000_8000_0000_0000_0000;

/// An installation that this process works in.
pub(crate) struct World {
    pub(crate) engine: Engine,
}

/// The resident of that number, from 0.
pub(crate) fn resident(number: u64) -> ParticipantId {
    ParticipantId(Uuid::from_u128(RESIDENTS + u128::from(number)))
}

/// The command by which he supports an initiative.
pub(crate) fn support(number: u64, initiative: Uuid) -> Request {
    let by = Caller::Participant(resident(number));
    request(json!(by), json!({"support": {"initiative": initiative, "action": {"give": {"channel": "web"}}}}))
}

impl World {
    /// Opens a store, which is made if there is none, with keys of its own.
    pub(crate) async fn make(store: Store, data: &Path) -> Result<Self, Failure> {
        let entropy = engine::Entropy::system();
        let keys = MasterKeys::generate(&entropy);
        let config = Config {
            create: true,
            log_keys: vec![SigningKey::from_seed("localhost/log", entropy.bytes())?],
            ..Config::new(store, data.to_owned(), keys)
        };
        Ok(Self { engine: Engine::open(config).await? })
    }

    /// Opens what `veche migrate` made in `data`, with the keys that it made there.
    pub(crate) async fn open(store: Store, data: &Path) -> Result<Self, Failure> {
        let keys = MasterKeys::read(&data.join("keys.toml"))?;
        let config = Config { create: true, ..Config::new(store, data.to_owned(), keys) };
        Ok(Self { engine: Engine::open(config).await? })
    }

    /// Territories, an authority of each level, a clerk, and verified residents.
    pub(crate) async fn settle(&self, residents: u64) -> Result<(), Failure> {
        let installation = || json!("installation");
        let mut requests = Vec::new();
        for (code, kind, level, parent) in [
            ("RU", "federation", "federation", None),
            ("71800000", "region", "region", Some("RU")),
            (MUNICIPALITY, "municipality", "municipality", Some("71800000")),
        ] {
            let create = json!({"create": {
                "kind": kind, "parent": parent, "name": format!("Territory {code}"), "population": 120_000,
                "utc_offset": "+05:00",
            }});
            requests.push(request(installation(), json!({"territory": {"id": code, "action": create}})));
            let kind = if code == MUNICIPALITY { "administration" } else { "government" };
            let establish = json!({"establish": {
                "territory": code, "level": level, "kind": kind, "name": format!("Authority of {code}"),
                "utc_offset": "+05:00", "default_receiver": true, "accepts_from": "2020-01-01",
            }});
            let authority = json!({"authority": {"id": format!("{code}.main"), "action": establish}});
            requests.push(request(installation(), authority));
        }
        let appoint = json!({"appoint": {
            "authority": format!("{MUNICIPALITY}.main"), "role": "clerk", "from": "2020-01-01", "name": "The clerk",
        }});
        let clerk = json!({"official": {"id": Uuid::from_u128(CLERK), "action": appoint}});
        requests.push(request(installation(), clerk));
        self.all(requests).await?;
        let on = self.engine.now().strftime("%Y-%m-%d").to_string();
        let mut number = 0;
        while number < residents {
            let some = number..residents.min(number + AT_ONCE as u64 / 2);
            number = some.end;
            let requests = some.flat_map(|number| person(number, &on)).collect();
            self.all(requests).await?;
        }
        self.engine.views().catch_up().await?;
        Ok(())
    }

    /// An initiative that everybody may support.
    pub(crate) async fn published(&self, author: u64) -> Result<Uuid, Failure> {
        let submit = json!({"initiative": {"action": {"submit": {
            "kind": "work", "home": MUNICIPALITY, "channel": "web",
            "fields": {
                "title": "A footbridge over the creek",
                "problem": "Children walk two kilometres round to get to school.",
                "proposal": "A wooden footbridge at the end of Lesnaya street.",
                "expected_result": "Ten minutes instead of forty.",
            },
            "consents": {"publish_text": true, "pass_up": true},
        }}}});
        let by = json!(Caller::Participant(resident(author)));
        let id: Uuid = self.engine.execute(request(by, submit)).await?.stream.id.parse()?;
        for action in [json!({"register": {"theme": "roads"}}), json!({"publish": {}})] {
            let by = json!({"official": Uuid::from_u128(CLERK)});
            self.engine.execute(request(by, json!({"initiative": {"id": id, "action": action}}))).await?;
        }
        self.engine.views().catch_up().await?;
        Ok(id)
    }

    async fn all(&self, requests: Vec<Request>) -> Result<(), EngineError> {
        let receipts = self.engine.execute_all(requests).await;
        receipts.into_iter().try_for_each(|receipt| receipt.map(drop))
    }

    /// The engine's connections are closed before a program of its own opens the store.
    pub(crate) async fn close(self) {
        drop(self.engine);
        // The committer ends when it notices that nobody can hand it anything.
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

fn person(number: u64, on: &str) -> [Request; 2] {
    let who = resident(number);
    let register = json!({"register": {"kind": "person"}});
    let verify = json!({"verify": {
        "method": "imported", "on": on, "residence": MUNICIPALITY,
        "identity": {"surname": format!("Surname{number}"), "given_names": "Anna", "birth_date": "1980-05-17"},
    }});
    [register, verify]
        .map(|action| request(json!("installation"), json!({"participant": {"id": who, "action": action}})))
}

fn request(by: Value, what: Value) -> Request {
    let text = json!({"by": by, "do": what}).to_string();
    Request::from_json(text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {text}"))
}
