//! A clerk's day, click by click.

use aggregates::ids::InitiativeId;
use aggregates::initiative::Stage;
use aggregates::level::Level;
use tests::browser::Window;
use web::words::Lang;

use super::person::Person;
use super::steps::{begins, finishes, given_submitted, opens};
use super::world::world;

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_works_by_clicking_in_russian() {
    works(Window::DESK, Lang::Ru, "clerk", "Площадка для собак за рынком").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_works_by_clicking_in_english_without_scripts() {
    // The officer is in the clerk's place these days.
    works(Window::PLAIN, Lang::En, "officer", "Площадка для собак у озера").await;
}

async fn stage(id: InitiativeId) -> Stage {
    world().served.engine().initiative(id).await.expect("it loads").expect("it is there").stage()
}

async fn works(window: Window, lang: Lang, login: &str, title: &str) {
    let world = world();
    let problem = "Собаки гуляют на детской площадке. Спросите Ольгу, сотовый 8 922 555-14-26.";
    let id = given_submitted(world, "resident.city", title, problem).await;
    let person = Person::signs_in(world, window, lang, login, "clerk").await;
    person.picture("worklist").await;

    // Takes it over in the list.
    person.browser.press(&format!("button[name=mine][value='{}']", id.0)).await;
    person.browser.sees(&person.say.count("desk-assigned", 1)).await;
    opens(&person, title).await;
    person.picture("case").await;
    person.browser.choose("theme", "landscaping").await;
    finishes(&person, "register").await;
    assert_eq!(stage(id).await, Stage::AwaitingPublication { level: Level::Municipality });

    begins(&person, "return_for_clarification").await;
    person.ticks("phrase-place").await;
    person.ticks("phrase-contribution").await;
    person.fills("questions", "Кто будет убирать площадку?").await;
    person.picture("clarification").await;
    finishes(&person, "return_for_clarification").await;

    // The author answers at his own window, where the question stands.
    let author = Person::signs_in(world, window, lang, "resident.city", "clarifies").await;
    author.browser.click(title).await;
    author.browser.sees(&author.word("phrase-place")).await;
    author.picture("asked").await;
    author.fills("answer", "За домом 6 по Озёрной улице; убирать будем сами.").await;
    author.clicks("clarify-send").await;
    author.reads("done-clarify").await;
    author.leaves().await;

    // The gate has found a telephone number, which is masked.
    opens(&person, title).await;
    person.browser.press(".next input[value=mask]").await;
    person.picture("gate").await;
    finishes(&person, "publish").await;
    assert_eq!(stage(id).await, Stage::UnderReview { level: Level::Municipality });
    person.clicks("public-page").await;
    let text = person.browser.text().await;
    assert!(text.contains("Спросите Ольгу") && !text.contains("555-14-26"), "{text}");

    opens(&person, title).await;
    begins(&person, "record_hearing").await;
    person.fills("protocol", "Собрание жителей поддержало площадку при условии ночного освещения.").await;
    person.fills("present", "41").await;
    person.fills("votes_for", "37").await;
    person.fills("votes_against", "4").await;
    person.picture("hearing").await;
    finishes(&person, "record_hearing").await;
    person.browser.sees("при условии ночного освещения").await;
    person.picture("case-later").await;

    takes_from_paper(&person, login).await;
    person.leaves().await;
}

/// A letter that somebody brought.
async fn takes_from_paper(person: &Person, login: &str) {
    person.clicks("nav-desk").await;
    person.clicks("desk-intake").await;
    person.fills("surname", if login == "clerk" { "Журавина" } else { "Журавин" }).await;
    person.fills("given_names", "Саша").await;
    person.fills("birth_date", "1969-04-12").await;
    person.browser.choose("residence", "71826155").await;
    person.fills("phone", "8 922 111-22-33").await;
    person.picture("paper-author").await;
    person.clicks("intake-on").await;
    person.reads("intake-initiative").await;
    let title = format!("Скамейки у поликлиники ({login})");
    person.fills("title", &title).await;
    person.fills("problem", "Ждать приёма негде, пожилые стоят.").await;
    person.fills("proposal", "Поставить четыре скамейки под навесом.").await;
    person.fills("expected_result", "Ждать можно сидя.").await;
    person.ticks("publish_text").await;
    person.ticks("pass_up").await;
    person.fills("letter", "Прошу поставить скамейки у поликлиники.").await;
    person.picture("paper-initiative").await;
    person.clicks("intake-submit").await;
    person.browser.find(".case-head").await;
    person.browser.sees(&title).await;
    person.reads("channel-paper").await;
}
