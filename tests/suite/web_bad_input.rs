//! What no page takes: it says so in words, and nothing is recorded.

use desk::Desk;
use reqwest::Method;
use tests::web::{Client, Served};

use crate::engine::world::{World, id};

crate::engine::in_a_world!(
    an_address_that_cannot_be_answered_is_a_page_in_words
    a_form_that_cannot_be_read_is_a_page_in_words_and_records_nothing
    a_form_of_an_ended_session_does_nothing_and_says_what_to_do
    programs_and_feeds_are_told_as_programs_are
);

async fn served(world: &World) -> Served {
    let desk = Desk::open_sqlite(&world.directory.path().join("desk.sqlite")).await.expect("a desk");
    let web = Served::start(world.engine.clone(), desk).await;
    web.account_of_participant("resident", aggregates::ids::ParticipantId(id(1002))).await;
    web
}

async fn token(client: &Client) -> String {
    let page = client.get("/ru/account").await;
    page.form("/sign-out").value("csrf").expect("a token").to_owned()
}

async fn an_address_that_cannot_be_answered_is_a_page_in_words(world: World) {
    let initiative = world.published(1).await;
    let web = served(&world).await;
    let cases = [
        ("/ru/nothing".to_owned(), 404),
        ("/ru/initiatives/7".to_owned(), 404),
        ("/ru/initiatives/00000000-0000-4000-8000-000000000000".to_owned(), 404),
        ("/ru/initiatives/..%2f..%2fetc%2fpasswd".to_owned(), 404),
        ("/ru/initiatives/%00".to_owned(), 404),
        ("/ru/initiatives/%ff".to_owned(), 404),
        ("/ru/territories/..%5c..%5cwindows".to_owned(), 404),
        ("/ru/authorities/71826000.main/nothing".to_owned(), 404),
        (format!("/ru/initiatives/{initiative}?as_of=2027-02-30"), 400),
        ("/ru/initiatives?as_of=yesterday".to_owned(), 400),
        ("/ru/initiatives?level=moon".to_owned(), 400),
        ("/ru/misses?as_of=2027-13-01".to_owned(), 400),
    ];
    for (path, status) in cases {
        let page = web.visitor().get(&path).await;
        assert_eq!(page.status, status, "{path}: {}", page.text());
        assert!(
            page.body.contains("<html lang=\"ru\"") && page.body.contains("<h1>"),
            "{path}: {}",
            page.body
        );
    }
    let visitor = web.visitor();
    let page = visitor.once(visitor.request(Method::DELETE, "/ru/initiatives"), "/ru/initiatives").await;
    assert!(page.status == 405 && page.body.contains("<html lang=\"ru\""), "{}", page.body);
    for path in ["/assets/..%2fCargo.toml", "/assets/../Cargo.toml", "/etc/passwd", "/.env", "//ru//"] {
        let status = web.visitor().get(path).await.status;
        assert_eq!(status, 404, "{path}");
    }
}

async fn a_form_that_cannot_be_read_is_a_page_in_words_and_records_nothing(world: World) {
    let initiative = world.published(1).await;
    let web = served(&world).await;
    let client = web.signed_in("resident").await;
    let path = format!("/ru/initiatives/{initiative}/comment");
    let csrf = token(&client).await;
    let before = world.engine.journal().head().await.expect("it reads");
    let form = "application/x-www-form-urlencoded";
    let text = |text: &str| format!("csrf={csrf}&text={text}").into_bytes();
    let cases = [
        ("application/json", br#"{"text": "Yes."}"#.to_vec(), 415),
        ("text/plain", text("Yes."), 415),
        ("", text("Yes."), 415),
        (form, text("%ff"), 400),
        (form, text(&"a".repeat(600 * 1024)), 413),
        (form, text("Yes.&colour=green"), 422),
        (form, text("Yes.&text=No."), 422),
        (form, text("Yes.&command_id=7"), 400),
        (form, text("Yes.&expected=soon"), 400),
        (form, b"text=Yes.".to_vec(), 403),
        (form, b"csrf=AAAA&text=Yes.".to_vec(), 403),
        (form, Vec::new(), 403),
    ];
    for (kind, body, status) in cases {
        let told = String::from_utf8_lossy(&body[..body.len().min(80)]).into_owned();
        let mut request = client.request(Method::POST, &path).body(body);
        if !kind.is_empty() {
            request = request.header("content-type", kind);
        }
        let page = client.run(request, &path).await;
        assert_eq!(page.status, status, "{kind} {told}: {}", page.text());
        assert!(page.body.contains("<html lang=\"ru\""), "{kind} {told}: {}", page.body);
        let advised = page.text().contains("введённое сохранится");
        assert_eq!(advised, matches!(status, 403 | 413), "{kind} {told}: {}", page.text());
    }
    assert_eq!(world.engine.journal().head().await.expect("it reads"), before);
}

async fn a_form_of_an_ended_session_does_nothing_and_says_what_to_do(world: World) {
    let initiative = world.published(1).await;
    let web = served(&world).await;
    let client = web.signed_in("resident").await;
    let path = format!("/ru/initiatives/{initiative}/comment");
    let csrf = token(&client).await;
    let before = world.engine.journal().head().await.expect("it reads");
    let secret = client.cookie("veche_session").expect("a session");
    web.app().desk().end_session(&secret).await.expect("it ends");
    let fields = [("csrf", csrf.as_str()), ("text", "Yes.")];
    let page = client.run(client.request(Method::POST, &path).form(&fields), &path).await;
    assert_eq!(page.status, 403, "{}", page.text());
    assert!(page.text().contains("введённое сохранится"), "it says what to do: {}", page.text());
    assert_eq!(world.engine.journal().head().await.expect("it reads"), before);
}

async fn programs_and_feeds_are_told_as_programs_are(world: World) {
    let web = served(&world).await;
    let cases = [
        ("/api/v1/changes?after=999999999", 400),
        ("/api/v1/changes?after=-1", 400),
        ("/api/v1/changes?after=soon", 400),
        ("/api/v1/changes?limit=99999999999999999999", 400),
        ("/feeds/initiatives.atom?lang=de", 400),
        ("/feeds/initiatives/7.atom", 404),
        ("/feeds/territories/..%2f..%2fetc.atom", 404),
        ("/feeds/nothing.atom", 404),
        ("/data/nothing.csv", 404),
        ("/live/initiatives/7", 404),
    ];
    for (path, status) in cases {
        let answer = web.visitor().get(path).await;
        assert_eq!(answer.status, status, "{path}: {}", answer.body);
        let kind = answer.headers.get("content-type").and_then(|kind| kind.to_str().ok());
        assert_eq!(kind, Some("application/problem+json"), "{path}: {}", answer.body);
    }
}
