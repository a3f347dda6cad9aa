//! Signing in by way of a real OpenID Connect provider.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

use aggregates::participant::{Method, Participant};
use desk::Desk;
use serde_json::json;
use tests::outside;
use tests::web::{Answer, Client, Served};
use web::OpenId;

use crate::engine::world::{SURGUT, World, clerk, id};

/// The provider, on a port of its own until it is dropped.
struct Provider {
    issuer: String,
    child: Child,
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.child.kill().and_then(|()| self.child.wait()).map(drop).unwrap_or_default();
    }
}

impl Provider {
    /// Knows Anna, who says where she lives, and Boris, who does not.
    fn start() -> Self {
        let mut child = Command::new("node")
            .arg("oidc-provider.mjs")
            .current_dir(outside::folder())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("node does not start ({error}); `cargo xtask test` installs it"));
        let people = json!({
            "anna": {
                "family_name": "Соболева", "given_name": "Анна", "middle_name": "Петровна",
                "birthdate": "1980-05-17", "residence": SURGUT,
            },
            "boris": {"family_name": "Вишняков", "given_name": "Борис", "birthdate": "1975-02-03"},
        });
        writeln!(child.stdin.take().expect("a pipe"), "{people}").expect("it reads");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines().map_while(Result::ok);
        let issuer = lines.find(|line| line.starts_with("http"));
        // It goes on talking, and ends where nobody listens.
        std::thread::spawn(move || lines.for_each(drop));
        Self { issuer: issuer.expect("it listens once it has printed its issuer"), child }
    }

    /// Signs in there with the provider's own form, agrees, and gives where the browser
    /// is sent back to.
    async fn enter(&self, to: &str, login: &str) -> String {
        let browser = Client::of(&self.issuer);
        let path = to.strip_prefix(&self.issuer).expect("it leads to the provider");
        let page = browser.get(path).await;
        assert!(page.path.starts_with("/interaction/"), "{}: {}", page.path, page.body);
        let page = answer(&browser, &page, &[("prompt", "login"), ("login", login), ("password", "x")]).await;
        let page = answer(&browser, &page, &[("prompt", "consent")]).await;
        page.headers["location"].to_str().expect("an address").to_owned()
    }
}

async fn answer(browser: &Client, page: &Answer, fields: &[(&str, &str)]) -> Answer {
    let path = page.path.split('?').next().unwrap_or_default();
    browser.run(browser.request(reqwest::Method::POST, path).form(fields), path).await
}

async fn served(world: &World, provider: &Provider) -> Served {
    let desk = Desk::open_sqlite(&world.directory.path().join("desk.sqlite")).await.expect("a desk");
    let issuer = provider.issuer.clone();
    Served::with(world.engine.clone(), desk, |settings| {
        settings.openid = Some(OpenId {
            issuer,
            client_id: "veche".to_owned(),
            client_secret: "a-secret-of-the-test".to_owned(),
            name: "Удостоверение".to_owned(),
        });
    })
    .await
}

/// Goes to the provider and comes back.
async fn sign_in(web: &Served, provider: &Provider, browser: &Client, login: &str) -> Answer {
    let left = browser.get("/ru/sign-in/openid?next=%2Fru%2Fcabinet").await;
    let to = left.headers["location"].to_str().expect("an address").to_owned();
    let back = provider.enter(&to, login).await;
    browser.get(back.strip_prefix(&web.url).expect("it leads back")).await
}

async fn participant_of(web: &Served, issuer: &str, subject: &str) -> Participant {
    let account = web.app().desk().account_by_provider(issuer, subject).await.expect("the desk");
    let id = account.expect("an account").participant.expect("a participant");
    web.engine().load::<Participant>(&id.to_string()).await.expect("it loads").0
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_providers_word_verifies_a_person() {
    let (world, provider) = (World::sqlite().await, Provider::start());
    let web = served(&world, &provider).await;
    let page = sign_in(&web, &provider, &web.visitor(), "anna").await;
    assert_eq!((page.status, page.path.as_str()), (200, "/ru/cabinet"), "{}", page.text());
    let anna = participant_of(&web, &provider.issuer, "anna").await;
    assert_eq!(anna.method(), Some(Method::Oidc));
    assert_eq!(anna.residence().map(|home| home.as_str()), Some(SURGUT));

    // A second time it is the same account and the same participant.
    sign_in(&web, &provider, &web.visitor(), "anna").await;
    assert_eq!(participant_of(&web, &provider.issuer, "anna").await.id(), anna.id());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whose_residence_the_provider_does_not_tell_says_it_once() {
    let (world, provider) = (World::sqlite().await, Provider::start());
    let web = served(&world, &provider).await;
    let boris = web.visitor();
    let page = sign_in(&web, &provider, &boris, "boris").await;
    assert_eq!(page.path, "/ru/sign-in/openid/residence");
    assert!(!participant_of(&web, &provider.issuer, "boris").await.is_verified());

    let form = page.form("/residence").set("place", format!("Territory {SURGUT}")).set("then", "find");
    let page = boris.send(form).await;
    let form = page.form("/residence").set("home", SURGUT).set("then", "answer");
    let page = boris.send(form).await;
    assert_eq!((page.status, page.path.as_str()), (200, "/ru/account"), "{}", page.text());
    assert!(participant_of(&web, &provider.issuer, "boris").await.is_verified());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whom_a_clerk_knows_is_the_same_participant() {
    let (world, provider) = (World::sqlite().await, Provider::start());
    let web = served(&world, &provider).await;
    let known = id(5000);
    let register = json!({"participant": {"id": known, "action": {"register": {"kind": "person"}}}});
    world.when(clerk(SURGUT), register).await.expect("a clerk registers");
    let verify = json!({"verify": {
        "method": "document_seen_by_clerk", "on": "2027-01-11", "residence": SURGUT,
        "identity": {"surname": "СОБОЛЕВА", "given_names": "Анна", "patronymic": "Петровна", "birth_date": "1980-05-17"},
    }});
    let verify = json!({"participant": {"id": known, "action": verify}});
    world.when(clerk(SURGUT), verify).await.expect("a clerk verifies");
    web.engine().views().catch_up().await.expect("the views catch up");

    sign_in(&web, &provider, &web.visitor(), "anna").await;
    let anna = participant_of(&web, &provider.issuer, "anna").await;
    assert_eq!(anna.id().map(|id| id.0), Some(known));
    assert_eq!(anna.method(), Some(Method::DocumentSeenByClerk));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_password_account_can_be_linked() {
    let (world, provider) = (World::sqlite().await, Provider::start());
    let web = served(&world, &provider).await;
    let browser = web.visitor();
    let form = browser.get("/ru/sign-up").await.form("/sign-up");
    let form = form.set("login", "soboleva").set("password", "река утром тихая").set("then", "make");
    assert_eq!(browser.send(form).await.path, "/ru/account");

    sign_in(&web, &provider, &browser, "anna").await;
    let linked = web.app().desk().account_by_provider(&provider.issuer, "anna").await.expect("the desk");
    assert_eq!(linked.and_then(|account| account.login).as_deref(), Some("soboleva"));
    assert!(participant_of(&web, &provider.issuer, "anna").await.is_verified());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_was_asked_for_by_another_browser_is_refused() {
    let (world, provider) = (World::sqlite().await, Provider::start());
    let web = served(&world, &provider).await;
    let (asked, other) = (web.visitor(), web.visitor());
    let left = asked.get("/ru/sign-in/openid").await;
    let back = provider.enter(left.headers["location"].to_str().expect("an address"), "anna").await;
    let path = back.strip_prefix(&web.url).expect("it leads back");
    // One without a cookie, and one that asked something else.
    assert_eq!(web.visitor().get(path).await.status, 400);
    other.get("/ru/sign-in/openid").await;
    assert_eq!(other.get(path).await.status, 400);
    assert!(other.cookie("veche_session").is_none());
}
