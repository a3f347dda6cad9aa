//! An installation as it is served, on a simulated clock, and everybody who calls it.

use std::collections::BTreeMap;
use std::path::Path;

use aggregates::ids::{OfficialId, ParticipantId};
use desk::Desk;
use journal::{Store, Verification};
use reqwest::Method;
use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};
use tests::web::{Answer, Client, Served};
use tokio::sync::Mutex;
use uuid::Uuid;

use super::case::Case;
use crate::engine::world::{RUSSIA, SURGUT, World, YUGRA, at, id, request};

/// A town beside Surgut, of the same region.
pub(crate) const NEIGHBOUR: &str = "71829000";
/// A settlement of Surgut with a body of self-government and no administration.
pub(crate) const VILLAGE: &str = "71826001";

/// The authority of a territory.
pub(crate) fn authority(territory: &str) -> String {
    format!("{territory}.main")
}

/// The body of self-government of the village; resident 1 speaks for it.
pub(crate) fn village_body() -> Uuid {
    id(1950)
}

/// Whoever calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Party {
    Visitor,
    Resident(u128),
    Clerk(&'static str),
    Head(&'static str),
    Officer(&'static str),
    Auditor,
    Administrator,
}

/// A served installation.
pub(crate) struct Town {
    pub(crate) world: World,
    pub(crate) served: Served,
    client: Client,
    tokens: Mutex<BTreeMap<Party, String>>,
}

/// An official of the cast: who, where, as what.
fn official(party: Party) -> Option<(Uuid, &'static str, &'static str)> {
    let number = |territory| match territory {
        SURGUT => 1,
        YUGRA => 2,
        RUSSIA => 3,
        _ => 4,
    };
    match party {
        Party::Visitor | Party::Resident(_) => None,
        Party::Clerk(territory) => Some((id(100 + number(territory)), territory, "clerk")),
        Party::Head(territory) => Some((id(200 + number(territory)), territory, "head")),
        Party::Officer(territory) => Some((id(300 + number(territory)), territory, "officer")),
        Party::Auditor => Some((id(401), RUSSIA, "auditor")),
        Party::Administrator => Some((id(501), RUSSIA, "administrator")),
    }
}

impl Town {
    pub(crate) async fn sqlite() -> Self {
        let world = World::sqlite().await;
        let desk = Desk::open_sqlite(&world.directory.path().join("desk.sqlite")).await;
        Self::serve(world, desk.expect("the desk opens")).await
    }

    pub(crate) async fn postgres() -> Self {
        let world = World::postgres().await;
        let Store::Postgres(url) = &world.config.store else { unreachable!("it is on PostgreSQL") };
        let desk = Desk::open_postgres(url).await.expect("the desk opens");
        Self::serve(world, desk).await
    }

    async fn serve(world: World, desk: Desk) -> Self {
        for receipt in world.engine.execute_all(others()).await {
            receipt.expect("they are known");
        }
        world.engine.views().catch_up().await.expect("the views catch up");
        let served = Served::start(world.engine.clone(), desk).await;
        let client = served.visitor();
        Self { world, served, client, tokens: Mutex::default() }
    }

    /// The token of somebody, made when he calls for the first time.
    async fn token(&self, party: Party) -> Option<String> {
        let mut tokens = self.tokens.lock().await;
        if let Some(token) = tokens.get(&party) {
            return Some(token.clone());
        }
        let login = format!("{party:?}");
        let account = match (official(party), party) {
            (Some((official, ..)), _) => self.served.account_of_official(&login, OfficialId(official)).await,
            (None, Party::Resident(number)) => {
                self.served.account_of_participant(&login, ParticipantId(id(1000 + number))).await
            }
            (None, _) => return None,
        };
        let token = self.served.token(account).await;
        tokens.insert(party, token.clone());
        Some(token)
    }

    /// Asks for an address.
    pub(crate) async fn get(&self, party: Party, path: &str) -> Answer {
        self.send(party, Method::GET, path, &[], None).await
    }

    /// Gives a command.
    pub(crate) async fn post(&self, party: Party, path: &str, body: Value) -> Answer {
        self.send(party, Method::POST, path, &[], Some(body)).await
    }

    /// Gives a command with headers.
    pub(crate) async fn post_with(
        &self,
        party: Party,
        path: &str,
        headers: &[(&str, &str)],
        body: Value,
    ) -> Answer {
        self.send(party, Method::POST, path, headers, Some(body)).await
    }

    async fn send(
        &self,
        party: Party,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Value>,
    ) -> Answer {
        let mut request = self.client.request(method, path);
        if let Some(token) = self.token(party).await {
            request = request.bearer_auth(token);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        self.client.once(request, path).await
    }

    /// Somebody does what he may.
    pub(crate) async fn does(&self, party: Party, path: &str, body: Value) -> Answer {
        let answer = self.post(party, path, body).await;
        assert!((200..300).contains(&answer.status), "{party:?} {path}: {} {}", answer.status, answer.body);
        answer
    }

    /// Somebody submits a proposal of his own.
    pub(crate) async fn submitted(&self, author: u128, home: &str) -> Case<'_> {
        self.submits(Party::Resident(author), proposal(home)).await
    }

    /// Somebody submits this.
    pub(crate) async fn submits(&self, party: Party, proposal: Value) -> Case<'_> {
        let receipt = self.does(party, "/api/v1/initiatives", proposal).await.json();
        let id = receipt["stream"]["id"].as_str().expect("a receipt names the stream");
        Case { town: self, id: id.parse().expect("an initiative has an id") }
    }

    /// … and the town's clerk registers and publishes it.
    pub(crate) async fn published(&self, author: u128) -> Case<'_> {
        let case = self.submitted(author, SURGUT).await;
        case.registered(SURGUT).await;
        case.does(Party::Clerk(SURGUT), "publish", json!({})).await;
        case
    }

    /// … and the two weeks pass in which people may comment: it is Monday, 25 January.
    pub(crate) async fn under_review(&self, author: u128) -> Case<'_> {
        let case = self.published(author).await;
        self.on("2027-01-25").await;
        case
    }

    /// It becomes 11 o'clock in Surgut of that day, and what is due happens.
    pub(crate) async fn on(&self, day: &str) {
        self.world.clock.set(at(&format!("{day}T06:00:00Z")));
        self.tick().await;
    }

    /// The clock looks what is due.
    pub(crate) async fn tick(&self) {
        self.world.engine.tick(self.world.engine.now()).await.expect("the clock ticks");
        self.world.engine.views().catch_up().await.expect("the views catch up");
    }

    /// The last position of the journal.
    pub(crate) async fn head(&self) -> u64 {
        self.world.engine.journal().head().await.expect("the journal reads").position
    }

    /// The journal verifies, and the views are those that a node makes of it afresh.
    pub(crate) async fn holds_together(&self) {
        let verified = self.world.engine.journal().verify(|_| ()).await.expect("the journal reads");
        assert!(matches!(verified, Verification::Holds { .. }), "{verified:?}");
        self.world.engine.views().catch_up().await.expect("the views catch up");
        let other = self.world.another_node().await;
        other.views().catch_up().await.expect("the views are built");
        let directory = self.world.directory.path();
        let (ours, fresh) = (rows(&directory.join("node-1/views")), rows(&directory.join("node-2/views")));
        assert!(!ours.is_empty());
        assert_eq!(ours.keys().collect::<Vec<_>>(), fresh.keys().collect::<Vec<_>>());
        for (table, rows) in &ours {
            assert_eq!(rows, &fresh[table], "{table} differs from a fresh build");
        }
    }
}

/// Everything in the views of a node, by view and table.
fn rows(views: &Path) -> BTreeMap<String, Vec<String>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(views).expect("the views are there") {
        let path = entry.expect("it can be listed").path();
        if path.extension().is_none_or(|ending| ending != "sqlite") {
            continue;
        }
        let view = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("it opens");
        let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'";
        let mut tables = view.prepare(sql).expect("SQL");
        let tables: Vec<String> = tables
            .query_map([], |row| row.get(0))
            .expect("it reads")
            .map(|name| name.expect("text"))
            .collect();
        // How a search index is cut into pieces depends on the batches in which it grew.
        for table in tables.iter().filter(|name| !["words_data", "words_idx"].contains(&name.as_str())) {
            let mut all = view.prepare(&format!("SELECT * FROM \"{table}\"")).expect("SQL");
            let columns = all.column_count();
            let lines = all.query_map([], |row| {
                let cells = (0..columns).map(|at| row.get_ref(at).map(|cell| format!("{cell:?}")));
                cells.collect::<Result<Vec<_>, _>>().map(|cells| cells.join(" "))
            });
            let mut lines: Vec<String> = lines.expect("it reads").map(|line| line.expect("a row")).collect();
            lines.sort();
            let file = path.file_name().expect("a file has a name").to_string_lossy();
            found.insert(format!("{file} {table}"), lines);
        }
    }
    found
}

/// A proposal for a territory, as the API takes it.
pub(crate) fn proposal(home: &str) -> Value {
    json!({
        "kind": "work", "home": home, "channel": "web", "fields": fields("A footbridge over the creek"),
        "consents": {"publish_text": true, "pass_up": true},
    })
}

/// The texts of a proposal.
pub(crate) fn fields(title: &str) -> Value {
    json!({
        "title": title,
        "problem": "Children walk two kilometres round to get to school.",
        "proposal": "A wooden footbridge at the end of Lesnaya street.",
        "expected_result": "Ten minutes instead of forty.",
    })
}

/// Whoever and whatever the world of the engine's tests lacks.
fn others() -> Vec<engine::Request> {
    let by = || json!("installation");
    let town = json!({"create": {
        "kind": "municipality", "parent": YUGRA, "name": "Neighbour", "population": 1000, "utc_offset": "+5",
    }});
    let village = json!({"create": {
        "kind": "settlement", "parent": SURGUT, "name": "Village", "utc_offset": "+5",
    }});
    let its_authority = json!({"establish": {
        "territory": NEIGHBOUR, "level": "municipality", "kind": "administration", "name": "Of the neighbour",
        "utc_offset": "+5", "default_receiver": true, "accepts_from": "2020-01-01",
    }});
    let body =
        |action: Value| request(by(), json!({"participant": {"id": village_body(), "action": action}}));
    let mut requests = vec![
        request(by(), json!({"territory": {"id": NEIGHBOUR, "action": town}})),
        request(by(), json!({"territory": {"id": VILLAGE, "action": village}})),
        request(by(), json!({"authority": {"id": authority(NEIGHBOUR), "action": its_authority}})),
        body(json!({"register": {"kind": {"tos_body": {"territory": VILLAGE}}, "name": "Of the creek"}})),
        body(json!({"verify": {"method": "imported", "on": "2027-01-11", "residence": VILLAGE}})),
        body(json!({"add_representative": {"participant": id(1001)}})),
    ];
    let new = [
        Party::Clerk(NEIGHBOUR),
        Party::Head(NEIGHBOUR),
        Party::Officer(SURGUT),
        Party::Auditor,
        Party::Administrator,
    ];
    for (official, territory, role) in new.into_iter().filter_map(official) {
        let action = json!({"appoint": {
            "authority": authority(territory), "role": role, "from": "2020-01-01",
            "name": format!("The {role} of {territory}"),
        }});
        requests.push(request(by(), json!({"official": {"id": official, "action": action}})));
    }
    requests
}
