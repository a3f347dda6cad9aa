//! The counter of an office, over HTTP: paper, sheets of signatures, documents shown, and
//! a case that is found again.

use std::time::Duration;

use aggregates::ids::{InitiativeId, OfficialId, ParticipantId};
use desk::Desk;
use jiff::civil::date;
use projections::register;
use scraper::{Html, Selector};
use serde_json::json;
use tests::web::{Answer, Client, Form, PASSWORD, Served};
use uuid::Uuid;

use crate::engine::world::{SURGUT, World, clerk, id, support};

crate::engine::in_a_world!(
    a_paper_initiative_is_entered_once_and_found_by_surname_phone_and_number
    a_namesake_is_asked_about_and_told_apart
    a_sheet_is_entered_line_by_line_and_counts_once
    who_signed_on_paper_and_shows_his_document_supports_no_second_time
    files_that_are_too_large_or_of_another_kind_are_refused_and_leave_nothing
    surnames_stand_in_no_address_and_another_office_finds_nothing
    fifty_lines_are_entered_in_a_breath
);

async fn served(world: &World) -> Served {
    let desk = Desk::open_sqlite(&world.directory.path().join("desk.sqlite")).await.expect("a desk");
    let web = Served::start(world.engine.clone(), desk).await;
    web.account_of_official("clerk", OfficialId(id(101))).await;
    web.account_of_official("region.clerk", OfficialId(id(102))).await;
    web
}

/// Somebody who has signed in, and stands on the front page.
async fn entered(web: &Served, login: &str) -> Client {
    let client = web.visitor();
    let form = client.get("/ru/sign-in?next=/ru/").await.form("/sign-in");
    let page = client.send(form.set("login", login).set("password", PASSWORD)).await;
    assert_eq!(page.path, "/ru/", "{login} cannot sign in: {}", page.text());
    client
}

/// The form for the author, filled in.
async fn author(client: &Client, surname: &str) -> Form {
    let form = client.get("/ru/desk/intake").await.form("/desk/intake");
    form.set("kind", "person")
        .set("surname", surname)
        .set("given_names", "Пётр")
        .set("patronymic", "Ильич")
        .set("birth_date", "1971-03-09")
        .set("residence", SURGUT)
        .set("phone", "8 912 345-67-89")
}

/// The form for his initiative, filled in.
fn initiative(page: &Answer) -> Form {
    page.form(page.path.trim_start_matches("/ru"))
        .set("title", "Лавочки у почты")
        .set("problem", "Старикам негде присесть, пока они ждут пенсию.")
        .set("proposal", "Поставить три лавочки у входа на почту.")
        .set("expected_result", "Ждать станет легче.")
        .set("sender_number", "15/К")
        .set("publish_text", "on")
        .set("pass_up", "on")
        .set("letter", "Прошу поставить лавочки. Пётр Ильич, Лесная, 4.")
}

fn case_of(page: &Answer) -> Uuid {
    page.path.rsplit('/').next().and_then(|id| id.parse().ok()).unwrap_or_else(|| panic!("{}", page.text()))
}

async fn find(client: &Client, by: &str, what: &str) -> Answer {
    let form = client.get("/ru/desk/find").await.form("/desk/find").set("by", by).set("what", what);
    client.send(form).await
}

fn verdicts(page: &Answer) -> Vec<String> {
    let html = Html::parse_document(&page.body);
    let rows = Selector::parse("tr[data-verdict]").expect("a selector");
    html.select(&rows).filter_map(|row| row.value().attr("data-verdict")).map(str::to_owned).collect()
}

async fn supports(world: &World, initiative: Uuid) -> u64 {
    world.engine.views().catch_up().await.expect("the views catch up");
    let read = world
        .engine
        .views()
        .read("register", move |view| register::find(view, InitiativeId(initiative), None))
        .await;
    read.expect("the register reads").expect("it is listed").supports
}

async fn events(world: &World) -> u64 {
    world.engine.journal().head().await.expect("the journal reads").position
}

async fn a_paper_initiative_is_entered_once_and_found_by_surname_phone_and_number(world: World) {
    let web = served(&world).await;
    let client = entered(&web, "clerk").await;
    let page = client.send(author(&client, "Семёнов").await).await;
    let form = initiative(&page).file("files", "письмо.txt", "text/plain", "Прошу поставить лавочки.");
    let case = case_of(&client.send(form.clone()).await);
    let before = events(&world).await;
    assert_eq!(case_of(&client.send(form).await), case, "sent twice, entered once");
    assert_eq!(events(&world).await, before);
    let read = world
        .engine
        .views()
        .read("initiative", move |view| projections::initiative::page(view, InitiativeId(case), None));
    let seen = read.await.expect("the view reads").expect("it is there");
    assert_eq!((seen.channel, seen.attachments.len()), (aggregates::initiative::fields::Channel::Paper, 1));

    world.acts(clerk(SURGUT), case, json!({"register": {"theme": "roads"}})).await;
    world.engine.views().catch_up().await.expect("the views catch up");
    let number = "1";
    let listed = world
        .engine
        .views()
        .read("register", move |view| register::find(view, InitiativeId(case), None))
        .await
        .expect("the register reads")
        .expect("it is listed");
    let own = listed.numbers.first().map_or_else(|| number.to_owned(), |number| number.number.clone());
    for (by, what) in [
        ("surname", "СЕМЕНОВ"),
        ("phone", "+7 912 345 67 89"),
        ("number", own.as_str()),
        ("number", "15/к"),
        ("title", "лавочки почты"),
    ] {
        let found = find(&client, by, what).await;
        assert!(found.body.contains(&case.to_string()), "{by} {what}: {}", found.text());
    }
    assert!(!find(&client, "surname", "Семёнова").await.body.contains(&case.to_string()));
}

async fn a_namesake_is_asked_about_and_told_apart(world: World) {
    let web = served(&world).await;
    let client = entered(&web, "clerk").await;
    let first = client.send(author(&client, "Иванов").await).await;
    assert_eq!(first.status, 200, "{}", first.text());
    let asked = client.send(author(&client, "ИВАНОВ").await).await;
    assert_eq!(asked.status, 409);
    let form = asked.form("/desk/intake");
    assert_eq!(form.value("surname"), Some("ИВАНОВ"), "what was typed stays");
    let known = first.path.rsplit('/').next().expect("an id").to_owned();
    assert!(asked.body.contains(&known), "{}", asked.text());
    let same = client.send(form.clone().set("same", known)).await;
    assert_eq!(same.path, first.path);
    let other = client.send(asked.form("/desk/intake").set("same", "another")).await;
    assert_eq!(other.status, 200, "{}", other.text());
    assert_ne!(other.path, first.path);
    let stranger = id(1001).to_string();
    let forged = client.send(author(&client, "Иванов").await.set("same", stranger)).await;
    assert_eq!(forged.status, 409, "only somebody of that name is an answer");
}

const SHEET: &str = "\
Петров Сергей Львович; 01.02.1980
Орлова\tИнна\tПетровна
Орлова Инна Петровна\t3.4.1990\tTerritory 71826000
Петров Сергей Львович 01.02.1980
Юный Олег Ильич; 01.02.2015
Дальний Иван Ильич; 01.02.1975; Луна
Региональный Ян Ильич; 05.06.1975; Territory 71800000";

async fn a_sheet_is_entered_line_by_line_and_counts_once(world: World) {
    let web = served(&world).await;
    let case = world.published(1).await;
    let client = entered(&web, "clerk").await;
    let address = format!("/ru/desk/intake/{case}/sheet");
    let form = client.get(&address).await.form("/sheet").set("lines", SHEET);
    let form = form.file("scan", "лист.pdf", "application/pdf", "%PDF-1.4 подписи");
    let page = client.send(form.clone()).await;
    let expected =
        ["valid", "unreadable-date", "valid", "repeated", "under-age", "unknown-place", "not-resident"];
    assert_eq!(verdicts(&page), expected, "{}", page.text());
    assert_eq!(supports(&world, case).await, 2);
    let left = page.form("/sheet");
    let left = left.value("lines").expect("the lines");
    assert_eq!(left.lines().count(), 3, "what can be mended stays: {left}");

    let before = events(&world).await;
    let again = client.send(form).await;
    assert_eq!(verdicts(&again), expected, "sent twice, entered once");
    assert_eq!(events(&world).await, before);
    let scans = again.links().into_iter().filter(|link| link.contains("/scans/")).collect::<Vec<_>>();
    assert_eq!(scans.len(), 1, "the scan is there once");
    assert_eq!(client.get(&scans[0]).await.status, 403, "names stand on it: first he says why");
    let opens = client.get(&format!("/ru/desk/initiatives/{case}/sealed")).await.form("/sealed");
    client.send(opens.set("attachments", "on").set("reason", "review")).await;
    assert_eq!(client.get(&scans[0]).await.body, "%PDF-1.4 подписи");
    assert_eq!(web.visitor().get(&scans[0]).await.path.split('?').next(), Some("/ru/sign-in"));

    let another =
        page.form("/sheet").set("lines", "Петров Сергей Львович; 1.2.1980\nНовый Ян Ильич; 05061975");
    assert_eq!(verdicts(&client.send(another).await), ["duplicate", "valid"]);
    let elsewhere = page.form("/sheet").set("elsewhere", "on").set("channel", "hearing");
    let elsewhere = elsewhere.set("lines", "Региональный Ян Ильич; 05.06.1975; Territory 71800000");
    assert_eq!(verdicts(&client.send(elsewhere).await), ["valid"]);
    assert_eq!(supports(&world, case).await, 4);
}

async fn who_signed_on_paper_and_shows_his_document_supports_no_second_time(world: World) {
    let web = served(&world).await;
    let case = world.published(1).await;
    let client = entered(&web, "clerk").await;
    let sheet = client.get(&format!("/ru/desk/intake/{case}/sheet")).await.form("/sheet");
    let page = client.send(sheet.set("lines", "Семёнов Пётр Ильич; 09.03.1971")).await;
    assert_eq!(verdicts(&page), ["valid"], "{}", page.text());

    // He has an account already, which nobody vouched for.
    let him = ParticipantId(id(5000));
    let register = json!({"participant": {"id": him, "action": {"register": {"kind": "person"}}}});
    world.when(json!("installation"), register).await.expect("he is registered");
    web.account_of_participant("semenov", him).await;
    let filled = |page: Answer| {
        page.form("/desk/verify")
            .set("login", "semenov")
            .set("surname", "Семенов")
            .set("given_names", "Пётр")
            .set("patronymic", "Ильич")
            .set("birth_date", "1971-03-09")
            .set("residence", SURGUT)
    };
    let asked = client.send(filled(client.get("/ru/desk/verify").await)).await;
    assert_eq!(asked.status, 409, "{}", asked.text());
    let html = Html::parse_document(&asked.body);
    let radio = Selector::parse("input[name=same]").expect("a selector");
    let known = html.select(&radio).next().and_then(|input| input.value().attr("value")).expect("an answer");
    let page = client.send(filled(asked.clone()).set("same", known)).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let account = web.app().desk().account_by_login("semenov").await.expect("the desk").expect("there");
    assert_eq!(account.participant.map(|it| it.to_string()).as_deref(), Some(known));
    let refused =
        world.when(json!({"participant": known}), support(case)).await.expect_err("he did on paper");
    assert_eq!(refused.code(), "already_supported");
    assert_eq!(supports(&world, case).await, 1);
}

async fn files_that_are_too_large_or_of_another_kind_are_refused_and_leave_nothing(world: World) {
    let web = served(&world).await;
    let client = entered(&web, "clerk").await;
    let page = client.send(author(&client, "Семёнов").await).await;
    let form = initiative(&page);
    let before = events(&world).await;
    let large = vec![b'a'; vault::MAX_ATTACHMENT + 1];
    let refused = client.send(form.clone().file("files", "a.txt", "text/plain", large)).await;
    assert_eq!(refused.status, 413, "{}", refused.text());
    assert!(refused.text().contains("больше 10 МБ"), "{}", refused.text());
    let kept = refused.form(page.path.trim_start_matches("/ru"));
    assert_eq!(kept.value("title"), Some("Лавочки у почты"), "what was typed stays");
    let wrong = form.clone().file("files", "ok.txt", "text/plain", "ok");
    let wrong = wrong.file("files", "a.png", "image/png", "%PDF-1.4");
    let refused = client.send(wrong).await;
    assert_eq!(refused.status, 422, "{}", refused.text());
    let kept = refused.form(page.path.trim_start_matches("/ru"));
    assert_eq!(kept.value("title"), Some("Лавочки у почты"), "what was typed stays");
    for forged in [form.clone().without("csrf"), form.clone().set("csrf", "x")] {
        let refused = client.send(forged.file("files", "a.txt", "text/plain", "a")).await;
        assert_eq!(refused.status, 403, "{}", refused.text());
    }
    let fields = [("title", "x")];
    let plain = client.request(reqwest::Method::POST, &page.path).form(&fields);
    assert_eq!(client.run(plain, &page.path).await.status, 415);
    assert_eq!(events(&world).await, before, "nothing was recorded");
}

async fn surnames_stand_in_no_address_and_another_office_finds_nothing(world: World) {
    let web = served(&world).await;
    let client = entered(&web, "clerk").await;
    let page = client.send(author(&client, "Семёнов").await).await;
    let case = case_of(&client.send(initiative(&page)).await).to_string();
    let asked = client.get("/ru/desk/find?by=surname&what=Семёнов").await;
    assert!(!asked.body.contains(&case), "an address finds nothing");
    let region = entered(&web, "region.clerk").await;
    for (by, what) in
        [("surname", "Семёнов"), ("phone", "89123456789"), ("number", "15/К"), ("title", "Лавочки")]
    {
        let found = find(&region, by, what).await;
        assert_eq!(found.status, 200);
        assert!(!found.body.contains(&case), "{by}: {}", found.text());
    }
    assert_eq!(region.get(&format!("/ru/desk/letters/{case}")).await.status, 404);
    let visitor = web.visitor().get("/ru/desk/find").await;
    assert_eq!(visitor.path.split('?').next(), Some("/ru/sign-in"));
}

async fn fifty_lines_are_entered_in_a_breath(world: World) {
    let web = served(&world).await;
    let case = world.published(1).await;
    let client = entered(&web, "clerk").await;
    let letters: Vec<char> = "абвгдежзиклмнопрстуфхцчшэюя".chars().collect();
    let mut lines = String::new();
    for nth in 0..50_usize {
        let (one, two) = (letters[nth % letters.len()], letters[nth / letters.len()]);
        let born = date(1950, 1, 1).checked_add(jiff::Span::new().days(nth as i64 * 97)).expect("a date");
        lines.push_str(&format!(
            "Б{one}{two}лов Иван Ильич; {:02}.{:02}.{}\n",
            born.day(),
            born.month(),
            born.year()
        ));
    }
    let form = client.get(&format!("/ru/desk/intake/{case}/sheet")).await.form("/sheet");
    let start = tokio::time::Instant::now();
    let page = client.send(form.set("lines", lines)).await;
    assert_eq!(verdicts(&page).iter().filter(|it| *it == "valid").count(), 50, "{}", page.text());
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    assert_eq!(supports(&world, case).await, 50);
}
