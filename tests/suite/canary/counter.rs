//! Forms beside the way of an initiative: accounts, drafts, paper, sheets of signatures,
//! documents that are shown, cases that are looked for.

use serde_json::json;
use tests::web::{Answer, Form};

use super::birds::Kind::{Office, Open, Sealed};
use super::steps::{Put, Way};
use crate::engine::world::{SURGUT, id};
use crate::journeys::world::Party;

const CLERK: Party = Party::Clerk(SURGUT);

pub(super) async fn visited(put: &mut Put<'_>) {
    let login = accounts(put).await;
    paper(put).await;
    people(put, &login).await;
}

fn fits(page: &Answer, end: &str) {
    assert!(page.status == 200 && page.path.contains(end), "{} {} {}", page.status, page.path, page.text());
}

/// A newcomer makes an account, a token, another password, and a draft that he keeps to
/// himself; somebody mistypes his login; an official gets one.
async fn accounts(put: &mut Put<'_>) -> String {
    let visitor = put.town.served.visitor();
    let login = put.birds.word(Sealed, "/ru/sign-up").to_lowercase();
    let form = visitor.get("/ru/sign-up").await.form("/sign-up").set("login", &login).set("then", "make");
    fits(&visitor.send(form.set("password", tests::web::PASSWORD)).await, "/ru/account");

    let form = visitor.get("/ru/account/tokens").await.form("/tokens");
    let named = form.set("name", put.birds.word(Sealed, "/ru/account/tokens"));
    fits(&visitor.send(named).await, "/ru/account/tokens");

    let page = visitor.get("/ru/submit").await;
    let draft = page.path.rsplit('/').next().expect("an id").to_owned();
    let mut form =
        page.form(&draft).set("then", "keep").set("title", put.birds.word(Sealed, "/ru/submit/{draft}"));
    for name in ["problem", "proposal", "expected_result", "own_contribution"] {
        form = form.set(name, put.birds.confession(Sealed, "/ru/submit/{draft}"));
    }
    fits(&visitor.send(form.set("place", put.birds.word(Sealed, "/ru/submit/{draft}"))).await, &draft);

    let reached = visitor.get("/ru/account").await.form("/contacts");
    let reached = reached.set("phone", put.birds.phone(Sealed, "/ru/account/contacts"));
    let reached = reached.set("email", put.birds.email(Sealed, "/ru/account/contacts"));
    fits(&visitor.send(reached).await, "done=contacts");

    let secret = put.birds.word(Sealed, "/ru/account/password");
    let form = visitor.get("/ru/account").await.form("/password").set("password", tests::web::PASSWORD);
    let page = visitor.send(form.set("new_password", secret)).await;
    assert!(page.status < 400, "{}", page.text());

    let stranger = put.town.served.visitor();
    let mistyped = put.birds.word(Sealed, "/ru/sign-in");
    let form = stranger.get("/ru/sign-in").await.form("/sign-in").set("login", mistyped);
    let page = stranger.send(form.set("password", put.birds.word(Sealed, "/ru/sign-in"))).await;
    assert!((400..500).contains(&page.status), "{}", page.text());

    let administrator = put.browser(Party::Administrator).await;
    let official = format!("/ru/admin/officials/{}", id(204));
    let form = administrator.get(&official).await.form("/account");
    let page = administrator
        .send(form.set("login", put.birds.word(Sealed, "/ru/admin/officials/{id}/account")))
        .await;
    assert_eq!(page.status, 200, "{}", page.text());
    let done = [
        "/ru/sign-up",
        "/ru/sign-in",
        "/ru/account/contacts",
        "/ru/account/tokens",
        "/ru/account/password",
        "/ru/admin/officials/{id}/account",
    ];
    put.forms.extend(done.map(str::to_owned));
    login
}

/// Whoever stands at the counter.
fn somebody(put: &Put<'_>, form: Form, at: &str) -> Form {
    form.set("surname", put.birds.word(Sealed, at))
        .set("given_names", put.birds.word(Sealed, at))
        .set("patronymic", put.birds.word(Sealed, at))
        .set("birth_date", "1931-03-07")
        .set("residence", SURGUT)
}

/// A letter on paper, a sheet of signatures, and the search for a case by a surname.
async fn paper(put: &mut Put<'_>) {
    let (at, then) = ("/ru/desk/intake", "/ru/desk/intake/author/{participant}");
    let clerk = put.browser(CLERK).await;
    let form = clerk.get(at).await.form("/desk/intake").set("kind", "person");
    let form = somebody(put, form, at).set("phone", put.birds.phone(Sealed, at));
    let page = clerk.send(form.set("email", put.birds.email(Sealed, at))).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let mut form =
        page.form(page.path.trim_start_matches("/ru")).set("letter", put.birds.confession(Sealed, then));
    for name in ["title", "problem", "proposal", "expected_result", "own_contribution"] {
        form = form.set(name, put.birds.confession(Office, then));
    }
    let form = form
        .set("sender_number", put.birds.word(Office, then))
        .set("publish_text", "on")
        .set("pass_up", "on");
    let scan = put.birds.confession(Sealed, then);
    let page = clerk.send(form.file("files", "letter.txt", "text/plain", scan)).await;
    assert_eq!(page.status, 200, "{}", page.text());
    put.cases.push(page.path.rsplit('/').next().and_then(|id| id.parse().ok()).expect("a case"));

    let sheet = "/ru/desk/intake/{initiative}/sheet";
    let case = put.town.published(3).await;
    put.cases.push(case.id);
    let form = clerk.get(&sheet.replace("{initiative}", &case.id.to_string())).await.form("/sheet");
    let signed = |date: &str| {
        format!("{} Inna {}; {date}", put.birds.word(Sealed, sheet), put.birds.word(Sealed, sheet))
    };
    let lines = format!("{}\n{}", signed("03.04.1990"), signed("yesterday"));
    let scan = put.birds.confession(Sealed, sheet);
    let page = clerk.send(form.set("lines", lines).file("scan", "sheet.txt", "text/plain", scan)).await;
    assert!(page.status == 200 && page.body.contains("data-verdict=\"valid\""), "{}", page.text());

    for by in ["surname", "phone", "title", "number"] {
        let form = clerk.get("/ru/desk/find").await.form("/desk/find").set("by", by);
        let what = if by == "phone" {
            put.birds.phone(Sealed, "/ru/desk/find")
        } else {
            put.birds.word(Sealed, "/ru/desk/find")
        };
        clerk.send(form.set("what", what)).await;
    }
    put.forms.extend([at, then, sheet, "/ru/desk/find"].map(str::to_owned));
}

/// Documents that a clerk has seen: of the newcomer at a page, of somebody as a program.
async fn people(put: &mut Put<'_>, login: &str) {
    let clerk = put.browser(CLERK).await;
    let form = clerk.get("/ru/desk/verify").await.form("/desk/verify").set("login", login);
    let page = clerk.send(somebody(put, form, "/ru/desk/verify")).await;
    assert_eq!(page.status, 200, "{}", page.text());

    let folder = "/api/v1/participants";
    let body = json!({"kind": "organisation", "name": put.birds.word(Open, folder)});
    put.town.does(CLERK, folder, body).await;
    let receipt = put.town.does(CLERK, folder, json!({"kind": "person"})).await.json();
    let person = format!("{folder}/{}", receipt["stream"]["id"].as_str().expect("an id"));
    let (verify, contact) =
        (format!("{folder}/{{participant}}/verify"), format!("{folder}/{{participant}}/set-contact"));
    let seen = put.filled(&verify, &json!({
        "method": "document_seen_by_clerk", "on": "2027-01-11", "residence": SURGUT,
        "identity": {"surname": "@name", "given_names": "@name", "patronymic": "@name", "birth_date": "1931-03-07"},
    }));
    put.town.does(CLERK, &format!("{person}/verify"), seen).await;
    let reached = put.filled(&contact, &json!({"phone": "@phone", "email": "@email"}));
    put.town.does(CLERK, &format!("{person}/set-contact"), reached).await;
    put.forms.extend([folder.to_owned(), verify, contact, "/ru/desk/verify".to_owned()]);
    // What a program sends in with a letter.
    let letter = json!({
        "kind": "work", "home": SURGUT, "channel": "paper", "author": person.rsplit('/').next(),
        "letter": "@sealed", "fields": {"title": "@office", "problem": "@office", "proposal": "@office", "expected_result": "@office"},
    });
    let letter = put.filled("/api/v1/initiatives", &letter);
    let receipt = put.town.does(CLERK, "/api/v1/initiatives", letter).await.json();
    let case = receipt["stream"]["id"].as_str().expect("an id").parse().expect("an id");
    put.step(Way::Program, CLERK, case, "register", json!({"theme": "roads"})).await;
    put.cases.push(case);
}
