//! A served installation with somebody in every role, each with a token and a session.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use desk::{Account, Desk, NewAccount, Scope, Token};
use jiff::ToSpan;
use journal::Store;
use serde_json::{Value, json};
use tower::ServiceExt;
use uuid::Uuid;
use web::{App, Settings};

use crate::engine::world::{SURGUT, World, id, request};

/// A town beside Surgut.
pub(crate) const NEIGHBOUR: &str = "71829000";

/// A settlement with an administration, an official and a resident whom commands of the
/// table may change.
pub(crate) const SPARE: &str = "71826001";

/// The spare official.
pub(crate) fn spare_official() -> Uuid {
    id(701)
}

/// The spare resident.
pub(crate) fn spare_resident() -> Uuid {
    id(1005)
}

/// Whoever calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    Visitor,
    Unverified,
    Verified,
    Author,
    Organisation,
    Clerk,
    NeighbourClerk,
    Officer,
    Head,
    Auditor,
    Administrator,
}

impl Who {
    /// Everybody, in the order of the columns of the table.
    pub(crate) const ALL: [Self; 11] = [
        Self::Visitor,
        Self::Unverified,
        Self::Verified,
        Self::Author,
        Self::Organisation,
        Self::Clerk,
        Self::NeighbourClerk,
        Self::Officer,
        Self::Head,
        Self::Auditor,
        Self::Administrator,
    ];

    pub(crate) fn secret(self) -> String {
        format!("secret-of-{self:?}")
    }

    fn participant(self) -> Option<Uuid> {
        match self {
            Self::Unverified => Some(id(1900)),
            Self::Verified => Some(id(1002)),
            Self::Author => Some(id(1001)),
            Self::Organisation => Some(id(1901)),
            _ => None,
        }
    }

    pub(crate) fn official(self) -> Option<Uuid> {
        match self {
            Self::Clerk => Some(id(101)),
            Self::Head => Some(id(201)),
            Self::Officer => Some(id(301)),
            Self::Auditor => Some(id(401)),
            Self::Administrator => Some(id(501)),
            Self::NeighbourClerk => Some(id(601)),
            _ => None,
        }
    }
}

/// The installation and its router.
pub(crate) struct Site {
    pub(crate) world: World,
    pub(crate) desk: Desk,
    pub(crate) keeper: engine::Keeper,
    router: Router,
}

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&self.bytes)))
    }

    /// The code of a problem; empty for what is none.
    pub(crate) fn code(&self) -> String {
        let kind = self.header("content-type");
        if kind != "application/problem+json" {
            return String::new();
        }
        self.json()["code"].as_str().expect("a problem has a code").to_owned()
    }

    pub(crate) fn header(&self, name: &str) -> String {
        self.headers.get(name).map(|value| value.to_str().expect("ASCII").to_owned()).unwrap_or_default()
    }
}

impl Site {
    pub(crate) async fn open() -> Self {
        let world = World::sqlite().await;
        let desk = Desk::open_sqlite(&world.directory.path().join("desk.sqlite")).await;
        Self::of(world, desk.expect("the desk opens")).await
    }

    pub(crate) async fn postgres() -> Self {
        let world = World::postgres().await;
        let Store::Postgres(url) = &world.config.store else { unreachable!("it is on PostgreSQL") };
        let desk = Desk::open_postgres(url).await;
        Self::of(world, desk.expect("the desk opens")).await
    }

    async fn of(world: World, desk: Desk) -> Self {
        people(&world).await;
        for who in Who::ALL.into_iter().skip(1) {
            account(&world, &desk, who).await;
        }
        let settings = Settings {
            base_url: "http://127.0.0.1:8080".to_owned(),
            root: "RU".to_owned(),
            behind_proxy: false,
            demo: Vec::new(),
            openid: None,
            witnesses: Vec::new(),
            webhooks: web::Webhooks::default(),
            rates: web::Rates::default(),
        };
        let keeper = engine::Keeper::open(&world.engine, desk.clone()).await.expect("the log opens");
        let router = web::router(App::new(world.engine.clone(), keeper.clone(), desk.clone(), settings));
        Self { world, desk, keeper, router }
    }

    /// Sends a request.
    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.expect("the router answers");
        let (parts, body) = response.into_parts();
        let kind = parts.headers.get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        // A stream does not end by itself.
        let endless = kind.starts_with("text/event-stream");
        let bytes =
            if endless { Vec::new() } else { to_bytes(body, usize::MAX).await.expect("a body").to_vec() };
        Answer { status: parts.status, headers: parts.headers, bytes }
    }

    /// Reads an address of the API.
    pub(crate) async fn get(&self, who: Who, path: &str) -> Answer {
        self.send(asked("GET", who, path).body(Body::empty()).expect("a request")).await
    }

    /// Gives a command.
    pub(crate) async fn post(&self, who: Who, path: &str, body: Value) -> Answer {
        self.post_with(who, path, &[], body).await
    }

    /// Gives a command with headers.
    pub(crate) async fn post_with(
        &self,
        who: Who,
        path: &str,
        headers: &[(&str, &str)],
        body: Value,
    ) -> Answer {
        let mut request = asked("POST", who, path).header("content-type", "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::from(body.to_string())).expect("a request")).await
    }
}

/// The beginning of a request with somebody's token.
pub(crate) fn asked(method: &str, who: Who, path: &str) -> axum::http::request::Builder {
    let request = Request::builder().method(method).uri(path);
    match who {
        Who::Visitor => request,
        _ => request.header("authorization", format!("Bearer {}", who.secret())),
    }
}

async fn people(world: &World) {
    let installation = || json!("installation");
    let official = |who: Who, authority: &str, role: &str| {
        let action = json!({"appoint": {
            "authority": authority, "role": role, "from": "2020-01-01", "name": format!("{who:?}"),
        }});
        request(installation(), json!({"official": {"id": who.official(), "action": action}}))
    };
    let participant = |who: Who, action: Value| {
        request(installation(), json!({"participant": {"id": who.participant(), "action": action}}))
    };
    let (here, there) = (format!("{SURGUT}.main"), format!("{NEIGHBOUR}.main"));
    let town = json!({"create": {
        "kind": "municipality", "parent": "71800000", "name": "Neighbour", "utc_offset": "+5",
    }});
    let authority = json!({"establish": {
        "territory": NEIGHBOUR, "level": "municipality", "kind": "administration", "name": "Of the neighbour",
        "utc_offset": "+5", "default_receiver": true, "accepts_from": "2020-01-01",
    }});
    let settlement = json!({"create": {
        "kind": "settlement", "parent": SURGUT, "name": "Spare", "utc_offset": "+5",
    }});
    let spare = format!("{SPARE}.main");
    let small = json!({"establish": {
        "territory": SPARE, "level": "municipality", "kind": "administration", "name": "Of the settlement",
        "utc_offset": "+5", "default_receiver": false, "accepts_from": "2020-01-01",
    }});
    let somebody = json!({"appoint": {
        "authority": spare, "role": "clerk", "from": "2020-01-01", "name": "Somebody",
    }});
    let requests = vec![
        request(installation(), json!({"territory": {"id": NEIGHBOUR, "action": town}})),
        request(installation(), json!({"authority": {"id": there, "action": authority}})),
        request(installation(), json!({"territory": {"id": SPARE, "action": settlement}})),
        request(installation(), json!({"authority": {"id": spare, "action": small}})),
        request(installation(), json!({"official": {"id": spare_official(), "action": somebody}})),
        official(Who::Officer, &here, "officer"),
        official(Who::Auditor, &here, "auditor"),
        official(Who::Administrator, &here, "administrator"),
        official(Who::NeighbourClerk, &there, "clerk"),
        participant(Who::Unverified, json!({"register": {"kind": "person"}})),
        participant(
            Who::Organisation,
            json!({"register": {"kind": "organisation", "name": "Friends of the creek"}}),
        ),
        participant(
            Who::Organisation,
            json!({"verify": {"method": "imported", "on": "2027-01-11", "residence": SURGUT}}),
        ),
    ];
    for receipt in world.engine.execute_all(requests).await {
        receipt.expect("they are known");
    }
    world.engine.views().catch_up().await.expect("the views catch up");
}

async fn account(world: &World, desk: &Desk, who: Who) -> Account {
    let now = world.engine.now();
    let new = NewAccount {
        login: Some(format!("{who:?}")),
        participant: who.participant().map(aggregates::ids::ParticipantId),
        official: who.official().map(aggregates::ids::OfficialId),
        ..NewAccount::default()
    };
    let account = desk.open_account(id(8000 + who as u128), new, now).await.expect("the login is free");
    token(world, desk, (&account, account.id), &who.secret(), Scope::ALL.to_vec()).await;
    let tomorrow = now + 24.hours();
    desk.start_session(account.id, &who.secret(), now, tomorrow).await.expect("the session starts");
    account
}

/// Makes a token of that id.
pub(crate) async fn token(
    world: &World,
    desk: &Desk,
    (account, id): (&Account, Uuid),
    secret: &str,
    scopes: Vec<Scope>,
) {
    let token = Token {
        id,
        name: "for tests".to_owned(),
        scopes,
        created_at: world.engine.now(),
        expires_at: None,
        revoked_at: None,
    };
    desk.issue_token(account.id, &token, secret).await.expect("the token is made");
}
