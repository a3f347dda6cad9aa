//! An installation with residents and initiatives that are open for support, made by commands.

use std::ops::Range;
use std::path::Path;
use std::time::Duration;

use aggregates::ids::{InitiativeId, OfficialId, ParticipantId};
use aggregates::initiative::fields::Channel;
use aggregates::support;
use engine::{Caller, Config, Engine, EngineError, Intent, Request};
use journal::Store;
use ledger::SigningKey;
use serde_json::{Value, json};
use uuid::Uuid;
use vault::MasterKeys;

use crate::Failure;

/// Commands that are handed over at once.
const AT_ONCE: usize = 2_000;
const CLERK: u128 = 0x2000_0000_0000_4000_8000_0000_0000_0001;
const RESIDENTS: u128 = 0x1000_0000_0000_4000_8000_0000_0000_0000;

/// An installation that this process works in.
pub(crate) struct World {
    pub(crate) engine: Engine,
    /// Municipalities that it was settled with.
    municipalities: u64,
}

/// The code of the municipality of that number, from 0; there may be ninety.
pub(crate) fn municipality(number: u64) -> String {
    format!("718{:02}000", number + 10)
}

/// The authority of a territory.
pub(crate) fn authority(territory: &str) -> String {
    format!("{territory}.main")
}

/// The clerk of the municipality of that number.
pub(crate) fn clerk(number: u64) -> OfficialId {
    OfficialId(Uuid::from_u128(CLERK + u128::from(number)))
}

/// The resident of that number, from 0.
pub(crate) fn resident(number: u64) -> ParticipantId {
    ParticipantId(Uuid::from_u128(RESIDENTS + u128::from(number)))
}

/// The command by which he supports an initiative.
pub(crate) fn support(number: u64, initiative: Uuid) -> Request {
    let by = Caller::Participant(resident(number));
    let action = support::Action::Give { channel: Channel::Web };
    let what = Intent::Support { initiative: InitiativeId(initiative), supporter: None, tag: None, action };
    Request { command_id: None, by, expected: None, done_on: None, confirmed: Vec::new(), what }
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
        Ok(Self { engine: Engine::open(config).await?, municipalities: 1 })
    }

    /// Opens what `veche` made in `data`, with the keys that it made there.
    pub(crate) async fn open(store: Store, data: &Path) -> Result<Self, Failure> {
        let keys = MasterKeys::read(&data.join("keys.toml"))?;
        let log_keys = vec![SigningKey::parse(&std::fs::read_to_string(data.join("log.key"))?)?];
        let config = Config { create: true, log_keys, ..Config::new(store, data.to_owned(), keys) };
        Ok(Self { engine: Engine::open(config).await?, municipalities: 1 })
    }

    /// Lets residents live in so many municipalities, one after the other.
    pub(crate) fn of_municipalities(self, municipalities: u64) -> Self {
        Self { municipalities, ..self }
    }

    /// Territories, an authority for each, a clerk for each municipality, and residents as an
    /// import brings them.
    pub(crate) async fn settle(&self, residents: u64) -> Result<(), Failure> {
        self.found().await?;
        for start in (0..residents).step_by(AT_ONCE) {
            self.admit(start..residents.min(start + AT_ONCE as u64), "imported").await?;
        }
        self.engine.views().catch_up().await?;
        Ok(())
    }

    /// Residents as they come by themselves, each vouched for by a provider.
    pub(crate) async fn admit_signed_in(&self, residents: Range<u64>) -> Result<(), EngineError> {
        self.admit(residents, "oidc").await
    }

    async fn admit(&self, residents: Range<u64>, method: &str) -> Result<(), EngineError> {
        let on = self.engine.now().strftime("%Y-%m-%d").to_string();
        // One after the other: what looks at something just recorded waits for its transaction.
        let (register, verify) = residents.map(|number| self.person(number, method, &on)).unzip();
        self.all(register).await?;
        self.all(verify).await
    }

    /// Territories, an authority for each, and a clerk for each municipality.
    pub(crate) async fn found(&self) -> Result<(), EngineError> {
        let installation = || json!("installation");
        let mut requests = Vec::new();
        let mut territories = vec![
            ("RU".to_owned(), "federation", "federation", None),
            ("71800000".to_owned(), "region", "region", Some("RU")),
        ];
        territories.extend(
            (0..self.municipalities)
                .map(|number| (municipality(number), "municipality", "municipality", Some("71800000"))),
        );
        for (code, kind, level, parent) in &territories {
            let create = json!({"create": {
                "kind": kind, "parent": parent, "name": format!("Territory {code}"), "population": 120_000,
                "utc_offset": "+05:00",
            }});
            requests.push(request(installation(), json!({"territory": {"id": code, "action": create}})));
            let kind = if *kind == "municipality" { "administration" } else { "government" };
            let establish = json!({"establish": {
                "territory": code, "level": level, "kind": kind, "name": format!("Authority of {code}"),
                "utc_offset": "+05:00", "default_receiver": true, "accepts_from": "2020-01-01",
            }});
            let establish = json!({"authority": {"id": authority(code), "action": establish}});
            requests.push(request(installation(), establish));
        }
        for number in 0..self.municipalities {
            let appoint = json!({"appoint": {
                "authority": authority(&municipality(number)), "role": "clerk", "from": "2020-01-01",
                "name": "The clerk",
            }});
            let appoint = json!({"official": {"id": clerk(number), "action": appoint}});
            requests.push(request(installation(), appoint));
        }
        self.all(requests).await
    }

    /// Initiatives that everybody may support, by the residents of these numbers, in few transactions.
    pub(crate) async fn publish(&self, authors: &[u64]) -> Result<Vec<Uuid>, Failure> {
        let submissions = authors.iter().map(|author| self.submission(*author)).collect();
        let mut ids = Vec::with_capacity(authors.len());
        for receipt in self.engine.execute_all(submissions).await {
            ids.push(receipt?.stream.id.parse()?);
        }
        for action in [json!({"register": {"theme": "roads"}}), json!({"publish": {}})] {
            let act = |(author, id): (&u64, &Uuid)| {
                let by = json!({"official": clerk(author % self.municipalities)});
                request(by, json!({"initiative": {"id": id, "action": &action}}))
            };
            self.all(authors.iter().zip(&ids).map(act).collect()).await?;
        }
        Ok(ids)
    }

    /// One such initiative, which the views know.
    pub(crate) async fn published(&self, author: u64) -> Result<Uuid, Failure> {
        let ids = self.publish(&[author]).await?;
        self.engine.views().catch_up().await?;
        ids.first().copied().ok_or_else(|| "nothing was submitted".into())
    }

    fn submission(&self, author: u64) -> Request {
        let submit = json!({"initiative": {"action": {"submit": {
            "kind": "work", "home": municipality(author % self.municipalities), "channel": "web",
            "fields": {
                "title": "A footbridge over the creek",
                "problem": "Children walk two kilometres round to get to school.",
                "proposal": "A wooden footbridge at the end of Lesnaya street.",
                "expected_result": "Ten minutes instead of forty.",
            },
            "consents": {"publish_text": true, "pass_up": true},
        }}}});
        request(json!(Caller::Participant(resident(author))), submit)
    }

    fn person(&self, number: u64, method: &str, on: &str) -> (Request, Request) {
        let who = resident(number);
        let register = json!({"register": {"kind": "person"}});
        let verify = json!({"verify": {
            "method": method, "on": on, "residence": municipality(number % self.municipalities),
            "identity": {
                "surname": format!("Surname{number}"), "given_names": "Anna", "birth_date": "1980-05-17",
            },
        }});
        // Whom a provider vouches for the engine itself verifies.
        let by = if method == "oidc" { "clock" } else { "installation" };
        let ask = |by: &str, action: Value| {
            request(json!(by), json!({"participant": {"id": who, "action": action}}))
        };
        (ask("installation", register), ask(by, verify))
    }

    pub(crate) async fn all(&self, requests: Vec<Request>) -> Result<(), EngineError> {
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

fn request(by: Value, what: Value) -> Request {
    let text = json!({"by": by, "do": what}).to_string();
    Request::from_json(text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {text}"))
}
