//! What people do again and again, click by click.

use aggregates::ids::InitiativeId;
use serde_json::{Value, json};

use super::person::Person;
use super::world::World;

/// A proposal as somebody types it.
pub(crate) struct Wish {
    pub(crate) kind: &'static str,
    pub(crate) title: String,
    pub(crate) problem: &'static str,
    pub(crate) proposal: &'static str,
    pub(crate) result: &'static str,
    pub(crate) wording: Option<&'static str>,
    /// The beginning of a place's name, and the code of the one that is meant.
    pub(crate) place: (&'static str, &'static str),
}

/// Writes a proposal from the first click on, looks at those that are similar, agrees,
/// attaches a plan, and sends it. Gives its id.
pub(crate) async fn submits(person: &Person, scripts: bool, wish: &Wish) -> InitiativeId {
    person.clicks("nav-submit").await;
    person.ticks(&format!("kind-{}", wish.kind)).await;
    person.fills("title", &wish.title).await;
    person.fills("problem", wish.problem).await;
    person.fills("proposal", wish.proposal).await;
    if scripts {
        // While he writes.
        person.browser.find("#similar li a").await;
        person.picture("similar-while-writing").await;
    }
    person.fills("expected_result", wish.result).await;
    if let Some(wording) = wish.wording {
        person.fills("draft_wording", wording).await;
    }
    let (name, code) = wish.place;
    person.fills("place", name).await;
    person.clicks("place-find").await;
    person.ticks(&format!("home-{code}")).await;
    person.browser.find("#similar li a").await;
    person.picture("draft").await;
    person.clicks("submit-check").await;
    person.reads("check-title").await;
    person.browser.sees(&wish.title).await;
    for consent in ["publish_text", "pass_up", "publish_name"] {
        person.ticks(consent).await;
    }
    let folder = tempfile::tempdir().expect("a directory");
    let plan = folder.path().join("plan.txt");
    std::fs::write(&plan, "План: от угла до угла сто двадцать метров.").expect("a file");
    person.browser.attach("files", &plan).await;
    person.picture("check").await;
    person.sends("/send").await;
    person.reads("sent-title").await;
    person.picture("sent").await;
    let path = person.browser.path().await;
    let id = path.split('/').nth(3).and_then(|id| id.parse().ok());
    InitiativeId(id.unwrap_or_else(|| panic!("no initiative at {path}")))
}

/// From the worklist into a case.
pub(crate) async fn opens(person: &Person, title: &str) {
    if !person.browser.path().await.ends_with("/desk") {
        person.clicks("nav-desk").await;
    }
    person.browser.click(title).await;
    person.browser.find(".case-head").await;
}

/// Opens the form of an action, which stands behind a button of the case.
pub(crate) async fn begins(person: &Person, verb: &str) {
    person.clicks(&format!("verb-{}", verb.replace('_', "-"))).await;
    person.browser.find(&format!("form.deed[action$='/{verb}']")).await;
}

/// Sends the form of an action, and is back in the case, which says that it is done.
pub(crate) async fn finishes(person: &Person, verb: &str) {
    person.browser.press(&format!("form.deed[action$='/{verb}'] .send button")).await;
    let done = format!("done-{}", verb.replace('_', "-"));
    let said = person.say.maybe(&done, &[]).unwrap_or_else(|| person.word("done-other"));
    person.browser.find(".case-head").await;
    person.browser.sees(&said).await;
}

/// The letter about the last step goes out: the next step of the case, filled in already.
pub(crate) async fn dispatches(person: &Person, title: &str) {
    opens(person, title).await;
    finishes(person, "dispatch_answer").await;
}

/// Somebody submits something without clicking.
pub(crate) async fn given_submitted(world: &World, login: &str, title: &str, problem: &str) -> InitiativeId {
    let receipt = world
        .given(
            login,
            json!({"initiative": {"action": {"submit": {
                "kind": "work", "home": "71826155", "channel": "web",
                "fields": {
                    "title": title, "problem": problem,
                    "proposal": "Сделать тротуар с южной стороны улицы и поставить шесть фонарей.",
                    "expected_result": "До школы можно дойти, не выходя на проезжую часть.",
                },
                "consents": {"publish_text": true, "pass_up": true},
            }}}}),
        )
        .await;
    InitiativeId(receipt.stream.id.parse().expect("an initiative has a UUID"))
}

/// The clerk registers and publishes it, without clicking.
pub(crate) async fn given_published(world: &World, login: &str, title: &str) -> InitiativeId {
    let id = given_submitted(world, login, title, "Дети идут в школу по обочине, фонарей нет.").await;
    given_step(world, "clerk", id, json!({"register": {"theme": "roads"}})).await;
    given_step(world, "clerk", id, json!({"publish": {}})).await;
    id
}

/// Somebody takes a step without clicking.
pub(crate) async fn given_step(world: &World, login: &str, id: InitiativeId, action: Value) {
    world.given(login, json!({"initiative": {"id": id, "action": action}})).await;
}
