//! Receivers by form and by command.

use tests::program::Desk;
use tests::web::Answer;

use crate::web_letters::{COUNTRY, entered, in_the_country};

fn said(page: &Answer, part: &str) {
    assert!(page.text().contains(part), "{part}: {} {}", page.status, page.text());
}

#[test]
fn an_administrator_registers_tries_stops_and_removes_a_receiver_by_form() {
    in_the_country(async {
        let client = entered(&COUNTRY.web, "admin").await;
        let form = client.get("/ru/admin/webhooks").await.form("/webhooks");
        // This name leads nowhere, by RFC 6761.
        let form = form.set("url", "https://receiver.invalid/hook").set("territory", "71826000");
        let made = client.send(form.set("types", "Published, AnswerDispatched")).await;
        said(&made, "больше он не появится");
        assert!(made.text().contains("whsec_"), "{}", made.text());
        let to = made.links().into_iter().find(|link| link.contains("/admin/webhooks/")).expect("a way on");
        let page = client.get(&to).await;
        for part in ["https://receiver.invalid/hook", "71826000", "принимает"] {
            said(&page, part);
        }
        assert!(!page.body.contains("whsec_"), "the secret is shown once");
        said(&client.send(page.form("/test")).await, "Пробное сообщение не принято: нет соединения");
        let rotated = client.send(page.form("/rotate")).await;
        assert!(rotated.text().contains("whsec_") && rotated.body != made.body);
        said(&client.send(page.form("/pause")).await, "приостановлен");
        let page = client.get(&to).await;
        assert!(page.maybe_form("/pause").is_none());
        let ahead = client.send(page.form("/resume").set("after", "99999999")).await;
        assert_eq!(ahead.status, 422, "{}", ahead.text());
        said(&client.send(page.form("/resume")).await, "Сделано");
        let english = client.get(&to.replace("/ru/", "/en/")).await;
        said(&english, "Send a test message");
        said(&client.get("/ru/admin/webhooks").await, "https://receiver.invalid/hook");
        let removed = client.send(page.form("/remove")).await;
        assert!(!removed.text().contains("receiver.invalid"), "{}", removed.text());
        assert_eq!(client.get(&to).await.status, 404);
    });
}

#[test]
fn a_receiver_that_cannot_be_comes_back_with_what_was_typed() {
    in_the_country(async {
        let client = entered(&COUNTRY.web, "admin").await;
        let form = client.get("/ru/admin/webhooks").await.form("/webhooks");
        for (field, value, why) in [
            ("url", "http://127.0.0.1:8008/restart", "allow_private"),
            ("url", "http://receiver.invalid/", "https://"),
            ("territory", "99999999", "Такой территории"),
            ("types", "Pubished", "Такой территории"),
            ("after", "99999999", "ещё не дошёл"),
        ] {
            let valid = form.clone().set("url", "https://receiver.invalid/");
            let page = client.send(valid.set(field, value)).await;
            assert_eq!(page.status, 422, "{field} {value}: {}", page.text());
            assert_eq!(page.form("/webhooks").value(field), Some(value));
            said(&page, why);
        }
    });
}

#[test]
fn receivers_are_looked_after_on_the_command_line() {
    let desk = Desk::new();
    desk.veche(&["migrate"]).done();
    let add =
        |url: &str, more: &[&str]| desk.veche(&[&["--json", "webhooks", "add", url][..], more].concat());
    let private = add("http://127.0.0.1:8008/restart", &[]);
    assert_eq!(private.failure(), (2, "webhook_address_private".to_owned()));
    let unknown = add("https://receiver.invalid/", &["--territory", "99999999"]);
    assert_eq!(unknown.failure(), (2, "webhook_wants_unknown".to_owned()));
    let added =
        add("https://receiver.invalid/", &["--type", "TerritoryCreated", "--after", "0"]).done().json();
    let id = added["id"].as_str().expect("an id").to_owned();
    assert!(added["secret"].as_str().is_some_and(|secret| secret.starts_with("whsec_")));
    let state = || {
        let listed = desk.veche(&["--json", "webhooks", "list"]).done().json();
        listed[0]["state"].as_str().map(str::to_owned)
    };
    assert_eq!(state().as_deref(), Some("active"));
    let tried = desk.veche(&["--json", "webhooks", "test", &id]);
    assert_eq!((tried.code, tried.json()["answer"].as_str()), (1, Some("unreachable")));
    desk.veche(&["webhooks", "pause", &id]).done();
    assert_eq!(state().as_deref(), Some("paused"));
    let table = desk.veche(&["webhooks", "list"]).done();
    assert!(table.stdout.contains("https://receiver.invalid/"), "{table:?}");
    desk.veche(&["webhooks", "resume", &id, "--after", "0"]).done();
    assert_eq!(state().as_deref(), Some("active"));
    let rotated = desk.veche(&["--json", "webhooks", "rotate", &id]).done().json();
    assert_ne!(rotated["secret"], added["secret"]);
    // Nothing that opens them stands in the store.
    let kept = std::fs::read(desk.path("veche-data/desk.sqlite")).expect("it is there");
    let kept = String::from_utf8_lossy(&kept);
    for shown in [&added["secret"], &rotated["secret"]] {
        let secret = shown.as_str().and_then(|shown| shown.strip_prefix("whsec_")).expect("a secret");
        assert!(!kept.contains(secret));
    }
    desk.veche(&["webhooks", "remove", &id]).done();
    assert_eq!(state(), None);
    assert_eq!(desk.veche(&["webhooks", "remove", &id]).failure(), (2, "not_found".to_owned()));
}
