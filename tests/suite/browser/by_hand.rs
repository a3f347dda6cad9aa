//! What routine work costs by hand: clicks and keys, counted in the browser. The figures
//! stand in docs/operating.md; here they have their bounds.

use std::fmt::Write;

use aggregates::initiative::Verb;
use serde_json::json;
use tests::browser::Window;
use tokio::time::Instant;
use web::words::Lang;

use super::person::Person;
use super::steps::{finishes, given_published, given_submitted, opens};
use super::world::world;

#[tokio::test(flavor = "multi_thread")]
async fn a_routine_case_is_published_in_four_clicks_from_the_worklist() {
    let title = "Урна у входа в библиотеку";
    given_submitted(world(), "resident.city", title, "Мусор бросают мимо: урны нет.").await;
    let person = Person::signs_in(world(), Window::DESK, Lang::Ru, "clerk", "by-hand").await;
    let effort = person
        .effort_of(async {
            opens(&person, title).await;
            person.browser.choose("theme", "landscaping").await;
            person.clicks("register-and-publish").await;
            person.reads("done-publish").await;
        })
        .await;
    println!("a routine case, from the worklist to published: {effort:?}");
    assert!(effort.clicks <= 4 && effort.keys == 0, "{effort:?}");
    person.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_with_a_ground_takes_five_clicks_beside_its_reasons() {
    // The journeys of `officer.rs` take the first of those that can be decided.
    let (_, title) = world().where_possible("head", Verb::Refuse).await.pop().expect("a case to decide");
    let reasons = "В бюджете района на этот год средств на это нет.";
    let person = Person::signs_in(world(), Window::DESK, Lang::Ru, "head", "by-hand").await;
    let effort = person
        .effort_of(async {
            opens(&person, &title).await;
            person.clicks("verb-refuse").await;
            person.ticks("ground-M2").await;
            person.fills("reasons", reasons).await;
            finishes(&person, "refuse").await;
        })
        .await;
    println!("a decision with a ground: {effort:?}, its reasons among them");
    assert!(effort.clicks <= 5 && effort.keys <= reasons.chars().count(), "{effort:?}");
    person.leaves().await;
}

/// Fifty lines as they stand on paper, with what the keyboard needs between the cells.
fn sheet() -> String {
    let letters: Vec<char> = "абвгдежзиклмнопрстуфхцчшэюя".chars().collect();
    let mut keys = String::new();
    for nth in 0..44_usize {
        let (one, two) = (letters[nth % letters.len()], letters[nth / letters.len()]);
        let (day, month, year) = (1 + nth % 28, 1 + nth % 12, 1950 + nth);
        writeln!(keys, "К{one}{two}нин Иван Ильич\t{day:02}{month:02}{year}").expect("a string takes it");
    }
    // He supports it on the web already.
    keys.push_str("Лукошкина Варвара Степановна\t17031984\n");
    // Twice on the sheet.
    keys.push_str("Каанин Иван Ильич\t01011950\n");
    // What cannot be read.
    keys.push_str("Н\t\n");
    keys.push_str("Неразборчивый Пётр Ильич\t31021980\n");
    // From elsewhere.
    keys.push_str("Дальняя Инна Ильинична\t02031971\tСургут\n");
    keys.push_str("Дальний Иван Ильич\t02031970\tСургут\n");
    keys
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_of_fifty_lines_is_entered_by_keyboard_alone() {
    let title = "Освещение лыжной трассы за посёлком";
    let id = given_published(world(), "resident.city", title).await;
    let support = json!({"support": {"initiative": id, "action": {"give": {"channel": "web"}}}});
    world().given("resident", support).await;
    let person = Person::signs_in(world(), Window::DESK, Lang::Ru, "clerk", "by-hand").await;
    opens(&person, title).await;
    person.clicks("sheet-title").await;
    person.browser.find("table.sheet input").await;

    let lines = sheet();
    let began = Instant::now();
    let effort = person
        .effort_of(async {
            // The first cell has the focus; after the last line, three cells to the button.
            for line in lines.split_inclusive('\n') {
                person.browser.keys(line).await;
            }
            person.picture("sheet").await;
            person.browser.keys("\t\t\t\n").await;
            person.browser.find("tr[data-verdict]").await;
        })
        .await;
    let took = began.elapsed();
    println!("a sheet of fifty lines: {effort:?}, {:.1} s", took.as_secs_f64());
    person.picture("sheet-entered").await;

    let mut verdicts = std::collections::BTreeMap::<String, usize>::new();
    for row in person.browser.all("tr[data-verdict]").await {
        *verdicts.entry(row.attr("data-verdict").await.expect("it").expect("a verdict")).or_default() += 1;
    }
    let expected =
        [("duplicate", 1), ("not-resident", 2), ("repeated", 1), ("unreadable-date", 2), ("valid", 44)];
    assert_eq!(verdicts, expected.map(|(verdict, count)| (verdict.to_owned(), count)).into());
    assert_eq!(effort.clicks, 0, "by keyboard alone");
    assert!(effort.keys <= 50 * 35, "{effort:?}");
    assert!(took.as_secs() < 60, "{took:?}");
    let found = person.browser.accessibility().await;
    assert!(found.is_empty(), "{found:#?}");
    person.leaves().await;
}
