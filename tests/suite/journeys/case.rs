//! One initiative on its journey: what is done to it, and what everybody sees of it.

use serde_json::{Value, json};
use tests::web::Answer;
use uuid::Uuid;

use super::world::{Party, Town, authority};

/// Reasons that are long enough for a refusal on the merits.
pub(crate) const REASONS: &str = "The creek is crossed by a bridge three hundred metres downstream, which was \
    built two years ago, has lights and a pavement, and is on the way to the school for most of the children; \
    a second one would cost as much as the repair of the school's roof.";

/// An initiative of a town.
#[derive(Clone, Copy)]
pub(crate) struct Case<'a> {
    pub(crate) town: &'a Town,
    pub(crate) id: Uuid,
}

impl Case<'_> {
    /// Its address in the API.
    pub(crate) fn path(&self) -> String {
        format!("/api/v1/initiatives/{}", self.id)
    }

    /// Somebody takes a step.
    pub(crate) async fn does(&self, party: Party, verb: &str, body: Value) -> Answer {
        self.town.does(party, &format!("{}/{verb}", self.path()), body).await
    }

    /// Somebody tries to, and it is refused with this code.
    pub(crate) async fn refused(&self, party: Party, verb: &str, body: Value, code: &str) {
        let before = self.town.head().await;
        let answer = self.town.post(party, &format!("{}/{verb}", self.path()), body).await;
        assert!((400..500).contains(&answer.status), "{party:?} {verb}: {} {}", answer.status, answer.body);
        assert_eq!(answer.json()["code"], code, "{party:?} {verb}: {}", answer.body);
        assert_eq!(self.town.head().await, before, "{verb} left a trace");
    }

    // The usual steps, in one word each.

    pub(crate) async fn registered(&self, territory: &'static str) {
        self.does(Party::Clerk(territory), "register", json!({"theme": "roads"})).await;
    }

    /// The oldest letter that the authority owes goes out.
    pub(crate) async fn dispatched(&self, territory: &'static str) {
        let letter = json!({"outgoing_number": "01-12/7", "channel": "paper"});
        self.does(Party::Clerk(territory), "dispatch-answer", letter).await;
    }

    pub(crate) async fn passed_up(&self, territory: &'static str) {
        let opinion = json!({"opinion": "It is needed, and the town has no powers over this road."});
        self.does(Party::Head(territory), "pass-up", opinion).await;
        self.dispatched(territory).await;
    }

    pub(crate) async fn endorsed(&self, territory: &'static str) {
        let opinion = json!({"opinion": "It is needed, and the region has no powers over this road."});
        self.does(Party::Head(territory), "endorse", opinion).await;
        self.dispatched(territory).await;
    }

    pub(crate) async fn refused_by(&self, territory: &'static str, ground: &str) {
        let refusal = json!({"ground": ground, "reasons": REASONS});
        self.does(Party::Head(territory), "refuse", refusal).await;
    }

    pub(crate) async fn supported_by(&self, number: u128) {
        self.does(Party::Resident(number), "support", json!({"channel": "web"})).await;
    }

    // What becomes of it.

    /// As anybody sees it.
    pub(crate) async fn seen(&self) -> Value {
        let answer = self.town.get(Party::Visitor, &self.path()).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()
    }

    pub(crate) async fn then_stage(&self, stage: Value) {
        let seen = self.seen().await;
        assert_eq!(seen["stage"], stage, "{:?}", names(&seen));
    }

    pub(crate) async fn then_with(&self, territory: &str) {
        let seen = self.seen().await;
        assert_eq!(seen["custody"]["authority"], json!(authority(territory)), "{:?}", names(&seen));
    }

    pub(crate) async fn then_with_nobody(&self) {
        assert_eq!(self.seen().await["custody"], Value::Null);
    }

    /// The events of its public timeline, by name.
    pub(crate) async fn events(&self) -> Vec<String> {
        names(&self.seen().await)
    }

    /// The obligations of a kind, oldest first.
    pub(crate) async fn obligations(&self, kind: &str) -> Vec<Value> {
        let seen = self.seen().await;
        let all = seen["obligations"].as_array().expect("a list");
        all.iter().filter(|it| it["obligation"]["term"]["kind"] == kind).cloned().collect()
    }

    /// What an authority owes and has missed, by kind of term.
    pub(crate) async fn debts_of(&self, territory: &str) -> Vec<String> {
        let seen = self.seen().await;
        let owes = json!(authority(territory));
        let all = seen["obligations"].as_array().expect("a list");
        all.iter()
            .map(|it| &it["obligation"])
            .filter(|it| {
                it["standing"] == "missed" && it["term"]["obliged"]["authority"]["authority"] == owes
            })
            .map(|it| it["term"]["kind"].as_str().expect("a word").to_owned())
            .collect()
    }

    /// How many stand behind a version, everywhere.
    pub(crate) async fn supporters(&self, version: u32) -> u64 {
        let answer = self.town.get(Party::Visitor, &format!("{}/supports", self.path())).await.json();
        let counts = answer["items"].as_array().expect("a list");
        let all = counts.iter().find(|it| it["territory"] == "RU" && it["version"] == version);
        all.map_or(0, |it| it["count"].as_u64().expect("a number"))
    }
}

fn names(seen: &Value) -> Vec<String> {
    let timeline = seen["timeline"].as_array().expect("a list");
    timeline.iter().map(|entry| entry["event"].as_str().expect("a name").to_owned()).collect()
}
