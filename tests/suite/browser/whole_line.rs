//! One initiative from a resident's first word to the decision of the federation, by
//! clicking alone: the resident in one window, and each official in a window of his own.
//!
//! Comments stay open for five working days. Who tries the demonstration moves its time
//! on, and so do these.

use tests::browser::Window;
use web::words::Lang;

use super::person::Person;
use super::steps::{Wish, begins, dispatches, finishes, opens, submits};
use super::world::own_world;

#[tokio::test(flavor = "multi_thread")]
async fn an_initiative_comes_to_a_federal_decision_by_clicking_in_russian() {
    let wish = Wish {
        kind: "law",
        title: "Льготный проезд школьников на междугородних автобусах".to_owned(),
        problem: "До райцентра ездят на автобусе по сорок километров, билет стоит как обед. Скидка на междугородние рейсы школьникам не положена.",
        proposal: "Дать школьникам, которые ездят учиться в другой посёлок, половинный тариф на междугородних автобусах круглый год.",
        result: "Дети из посёлков учатся там, где хотят.",
        wording: Some(
            "Учащимся общеобразовательных организаций предоставляется скидка 50 процентов со стоимости проезда в междугородном сообщении.",
        ),
        place: ("Белый Яр", "71826155"),
    };
    line(Window::DESK, Lang::Ru, "resident", wish).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_initiative_comes_to_a_federal_decision_by_clicking_in_english_without_scripts() {
    let wish = Wish {
        kind: "law",
        title: "Лицензия на продажу рыбы для семейных артелей".to_owned(),
        problem: "Семья, которая ловит рыбу для себя и продаёт излишек соседям, платит за лицензию столько же, сколько завод.",
        proposal: "Ввести для семейных артелей до пяти человек отдельную лицензию на лов и продажу рыбы без кассы.",
        result: "Рыбу продают открыто и с осмотром ветеринара.",
        wording: Some(
            "Семейная артель численностью до пяти человек вправе продавать выловленную рыбу по упрощённой лицензии.",
        ),
        place: ("Лянтор", "71826105"),
    };
    line(Window::PLAIN, Lang::En, "resident2", wish).await;
}

async fn line(window: Window, lang: Lang, resident: &str, wish: Wish) {
    let world = &own_world(if window.scripts { 10 } else { 11 });
    let at_work = async |login: &str| Person::signs_in(world, window, lang, login, "line").await;
    let resident = at_work(resident).await;
    let title = wish.title.clone();
    let id = submits(&resident, window.scripts, &wish).await;

    let clerk = at_work("clerk").await;
    clerk.picture("worklist").await;
    opens(&clerk, &title).await;
    clerk.browser.choose("theme", "transport").await;
    clerk.picture("case").await;
    clerk.clicks("register-and-publish").await;
    clerk.reads("done-publish").await;

    let head = at_work("head").await;
    // A week and a day: no decision may come before all have had their say.
    head.clicks("demo-week").await;
    head.clicks("demo-day").await;
    opens(&head, &title).await;
    begins(&head, "pass_up").await;
    head.fills("opinion", "Тариф междугородних перевозок район не устанавливает; предложение поддерживаем.")
        .await;
    head.picture("pass-up").await;
    finishes(&head, "pass_up").await;
    head.leaves().await;
    dispatches(&clerk, &title).await;
    clerk.picture("letter-sent").await;
    clerk.leaves().await;

    let clerk = at_work("region.clerk").await;
    opens(&clerk, &title).await;
    finishes(&clerk, "register").await;
    let head = at_work("region.head").await;
    opens(&head, &title).await;
    begins(&head, "endorse").await;
    head.fills("opinion", "Полномочия принадлежат федерации; округ готов возместить часть расходов.").await;
    head.picture("endorse").await;
    finishes(&head, "endorse").await;
    head.leaves().await;
    dispatches(&clerk, &title).await;
    clerk.leaves().await;

    let clerk = at_work("federal.clerk").await;
    opens(&clerk, &title).await;
    finishes(&clerk, "register").await;
    let head = at_work("federal.head").await;
    opens(&head, &title).await;
    begins(&head, "adopt").await;
    head.fills("reasons", "Проект закона внесён в план законопроектных работ следующего года.").await;
    head.fills("until", "2027-11-30").await;
    head.picture("federal-decision").await;
    finishes(&head, "adopt").await;
    head.leaves().await;
    dispatches(&clerk, &title).await;
    clerk.leaves().await;

    resident.clicks("nav-cabinet").await;
    resident.picture("cabinet").await;
    resident.browser.click(&title).await;
    resident.reads("event-decided-federally").await;
    resident.reads("stage-in-execution").await;
    resident.picture("decided").await;
    assert!(resident.browser.path().await.ends_with(&id.to_string()));
    resident.clicks("nav-cabinet").await;
    resident.clicks("notices-title").await;
    resident.reads("event-decided-federally").await;
    resident.picture("notices").await;
    resident.leaves().await;
}
