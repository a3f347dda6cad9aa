//! A site with something in every feed, and with strings that no feed may tell.

use desk::Desk;
use serde_json::{Value, json};
use tests::web::Served;
use uuid::Uuid;
use web::Settings;

use crate::engine::world::{SURGUT, World, clerk, head, id, resident, support};

/// Stands in everything that is not the public's.
pub(crate) const CANARY: &str = "canary-5b1f7c";

/// What stands in a feed for a text of each sort.
pub(crate) struct Place {
    pub(crate) world: World,
    pub(crate) served: Served,
    /// Published, with supports, a hearing, a refusal, and a comment that was withheld.
    pub(crate) bridge: Uuid,
    /// Registered and never published.
    pub(crate) hidden: Uuid,
}

fn submission(title: &str, problem: &str) -> Value {
    json!({"initiative": {"action": {"submit": {
        "kind": "work", "home": SURGUT, "channel": "web",
        "fields": {
            "title": title, "problem": problem, "proposal": "A wooden footbridge; at the end, of a street",
            "expected_result": "Ten minutes instead of forty.",
        },
        "consents": {"publish_text": true, "pass_up": true},
    }}}})
}

async fn submitted(world: &World, author: u128, title: &str, problem: &str) -> Uuid {
    let receipt = world.when(resident(author), submission(title, problem)).await.expect("it is submitted");
    receipt.stream.id.parse().expect("the stream of an initiative has its id")
}

impl Place {
    pub(crate) async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// The same, served with other settings.
    pub(crate) async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let world = World::sqlite().await;
        let bridge = submitted(&world, 1, "A footbridge", &format!("{CANARY} as submitted")).await;
        world.acts(clerk(SURGUT), bridge, json!({"register": {"theme": "roads"}})).await;
        let questions = format!("{CANARY} questions");
        world
            .acts(clerk(SURGUT), bridge, json!({"return_for_clarification": {"questions": questions}}))
            .await;
        let answer = format!("{CANARY} answer");
        world.acts(resident(1), bridge, json!({"clarify": {"answer": answer}})).await;
        let masked = json!({
            "title": "A footbridge", "problem": "Children walk round.", "proposal": "A footbridge",
            "expected_result": "Ten minutes instead of forty.",
        });
        world.acts(clerk(SURGUT), bridge, json!({"publish": {"fields": masked}})).await;
        for person in 2..=6 {
            world.when(resident(person), support(bridge)).await.expect("it is supported");
        }
        let hearing =
            json!({"on": "2027-01-20", "starts_at": 1110, "place": "House of culture; hall 2, ground floor"});
        world.acts(clerk(SURGUT), bridge, json!({"announce_hearing": hearing})).await;
        comment(&world, bridge, 3).await;
        let hidden = submitted(&world, 7, &format!("{CANARY} title"), &format!("{CANARY} problem")).await;
        world.acts(clerk(SURGUT), hidden, json!({"register": {"theme": "roads"}})).await;
        let complaint = submitted(&world, 8, &format!("{CANARY} complaint"), &format!("{CANARY} yard")).await;
        world.acts(clerk(SURGUT), complaint, json!({"register": {"theme": "roads"}})).await;
        let reasons = format!("{CANARY} reasons");
        let not_admitted = json!({"not_admit": {"ground": "N5", "reasons": reasons}});
        world.acts(head(SURGUT), complaint, not_admitted).await;
        let contact = json!({"set_contact": {"email": format!("{CANARY}@example.org")}});
        world
            .when(resident(2), json!({"participant": {"id": id(1002), "action": contact}}))
            .await
            .expect("he says how to reach him");
        world.engine.views().catch_up().await.expect("the views catch up");
        let desk = Desk::open_sqlite(&world.directory.path().join("desk.sqlite")).await.expect("a desk");
        let served = Served::with(world.engine.clone(), desk, change).await;
        Self { world, served, bridge, hidden }
    }

    /// Everything that a stranger can fetch of feeds and data, with its address.
    pub(super) fn addresses(&self) -> Vec<String> {
        let (bridge, hidden) = (self.bridge, self.hidden);
        let mut all: Vec<String> = [
            "/feeds/initiatives.atom?lang=ru",
            "/feeds/initiatives.atom?lang=en",
            "/feeds/territories/71826000.atom",
            "/feeds/authorities/71826000.main.atom",
            "/feeds/misses.atom",
            "/feeds/hearings.ics",
            "/feeds/territories/71826000/hearings.ics",
            "/api/v1/changes",
            "/data/initiatives.csv",
            "/data/initiatives.ndjson",
            "/data/supports-per-day.csv",
            "/data/supports-per-day.ndjson",
            "/data/initiatives.schema.json",
            "/data/supports-per-day.schema.json",
            "/data/initiatives.csv-metadata.json",
            "/data/supports-per-day.csv-metadata.json",
        ]
        .map(str::to_owned)
        .to_vec();
        all.extend([bridge, hidden].map(|id| format!("/feeds/initiatives/{id}.atom")));
        all
    }
}

/// A comment that somebody withholds again.
async fn comment(world: &World, initiative: Uuid, author: u128) {
    let text = format!("{CANARY} comment");
    let receive = json!({"comment": {"initiative": initiative, "action": {"receive": {"text": text}}}});
    let receipt = world.when(resident(author), receive).await.expect("a comment");
    let withhold = json!({"comment": {
        "id": receipt.stream.id.to_string(), "initiative": initiative,
        "action": {"withhold": {"basis": "unlawful_processing"}},
    }});
    world.when(clerk(SURGUT), withhold).await.expect("it is withheld");
}
