//! What a resident does, click by click.

use aggregates::ids::InitiativeId;
use aggregates::support::Standing;
use engine::Caller;
use serde_json::json;
use tests::browser::Window;
use web::words::Lang;

use super::person::Person;
use super::steps::{Wish, given_published, given_step, submits};
use super::world::world;

#[tokio::test(flavor = "multi_thread")]
async fn a_resident_takes_part_by_clicking_in_russian() {
    takes_part(Window::DESK, Lang::Ru, "resident", "Тротуар вдоль Школьной улицы").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resident_takes_part_by_clicking_in_english_without_scripts() {
    takes_part(Window::PLAIN, Lang::En, "resident2", "Тротуар вдоль Рябиновой улицы").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resident_proposes_by_clicking_in_russian_without_scripts_on_a_phone() {
    proposes(Window { scripts: false, ..Window::PHONE }, Lang::Ru, "resident.city").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resident_proposes_by_clicking_in_english() {
    proposes(Window::DESK, Lang::En, "village.elder").await;
}

async fn proposes(window: Window, lang: Lang, login: &str) {
    let person = Person::signs_in(world(), window, lang, login, "proposes").await;
    let wish = Wish {
        kind: "work",
        title: format!("Пешеходный переход у школы № 2 ({login})"),
        problem: "У школы дети перебегают дорогу, перехода нет до самого рынка.",
        proposal: "Сделать переход со светофором у ворот школы и лежачий полицейский перед ним.",
        result: "Дорогу переходят на зелёный.",
        wording: None,
        place: ("Белый Яр", "71826155"),
    };
    let id = submits(&person, window.scripts, &wish).await;
    let sent = world().served.engine().initiative(id).await.expect("it loads").expect("it is there");
    assert_eq!(sent.author().map(Caller::Participant), Some(world().caller(login)));
    person.clicks("sent-open").await;
    person.reads("stage-awaiting-registration").await;
    person.picture("own").await;
    person.clicks("nav-cabinet").await;
    person.browser.sees(&wish.title).await;
    person.picture("cabinet").await;
    person.leaves().await;
}

/// Finds an initiative by its title in the register, and opens it.
async fn finds(person: &Person, title: &str) {
    person.clicks("nav-initiatives").await;
    person.fills("q", title).await;
    person.browser.press("form[role=search] button").await;
    person.browser.click(title).await;
    person.browser.find("#take-part").await;
}

/// What the engine knows of somebody's support.
async fn stands(login: &str, id: InitiativeId) -> Standing {
    let Caller::Participant(who) = world().caller(login) else { panic!("{login} is no resident") };
    world().served.engine().stand_of(who, id).await.expect("it reads").support
}

async fn takes_part(window: Window, lang: Lang, login: &str, title: &str) {
    let world = world();
    let id = given_published(world, "resident.city", title).await;
    let person = Person::signs_in(world, window, lang, login, "takes-part").await;

    finds(&person, title).await;
    person.picture("initiative").await;
    person.sends("/support").await;
    person.reads("done-support").await;
    assert_eq!(stands(login, id).await, Standing::Given { version: 1 });
    person.picture("supported").await;
    person.clicks("support-withdraw").await;
    person.reads("done-withdraw-support").await;
    assert_eq!(stands(login, id).await, Standing::Withdrawn);
    person.sends("/support").await;
    person.reads("done-support").await;

    // Personal data is refused and kept for its writer.
    person.fills("text", "Помогу с досками, звоните +7 912 345-67-89.").await;
    person.sends("/comment").await;
    person.browser.find("[role=alert]").await;
    person.browser.sees("+7 912 345-67-89").await;
    person.picture("comment-refused").await;
    person.fills("text", "Помогу с досками и краской.").await;
    person.sends("/comment").await;
    person.reads("done-comment").await;
    person.browser.sees("Помогу с досками и краской.").await;

    // The town and the author change the text meanwhile.
    given_step(world, "head", id, json!({"offer_revision": {"what": "Назвать дома, у которых нужен свет."}}))
        .await;
    given_step(world, "resident.city", id, json!("accept_revision")).await;
    let fields = json!({
        "title": title, "problem": "Дети идут в школу по обочине, фонарей нет.",
        "proposal": "Тротуар с южной стороны и фонари у домов 4, 8 и 12.",
        "expected_result": "До школы можно дойти, не выходя на проезжую часть.",
    });
    given_step(world, "resident.city", id, json!({"revise": {"fields": fields}})).await;
    person.clicks("nav-cabinet").await;
    person.reads("cabinet-confirm").await;
    person.picture("cabinet").await;
    person.browser.click(title).await;
    person.sends("/confirm").await;
    person.reads("done-confirm").await;
    assert_eq!(stands(login, id).await, Standing::Given { version: 2 });
    person.picture("confirmed").await;

    // He follows it since he supported it, so that its news are his.
    person.clicks("nav-cabinet").await;
    person.clicks("notices-title").await;
    person.reads("event-revised").await;
    person.picture("notices").await;
    person.clicks("notices-read").await;
    person.reads("notices-title").await;
    assert!(person.browser.all(".timeline .tag.good").await.is_empty(), "all was read");

    // Of what the demonstration tells one waits for marks.
    let reported = reported().await;
    finds(&person, &reported).await;
    person.ticks("score-4").await;
    person.browser.press("#assess-text").await;
    person.browser.keys("Хорошо бы ещё скамейку.").await;
    person.sends("/assess").await;
    person.reads("done-assess").await;
    person.picture("assessed").await;
    person.leaves().await;
}

/// An initiative of the demonstration that can be assessed now.
async fn reported() -> String {
    let engine = world().served.engine();
    for event in engine.journal().read(0, 100_000).await.expect("the journal reads") {
        if event.event_type == "ReportPublished" {
            let id = event.stream.id.parse().expect("an initiative");
            let state = engine.initiative(id).await.expect("it loads").expect("it is there");
            if state.assessment_open(engine.now()) {
                return world().title(id).await;
            }
        }
    }
    panic!("nothing of the demonstration can be assessed")
}
