//! Letters and books of the made-up country: every kind of letter as it is printed.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::sync::LazyLock;

use desk::Desk;
use engine::{Clock, Config, Engine, Entropy, Request, SimulatedClock};
use jiff::Timestamp;
use journal::Store;
use ledger::SigningKey;
use scraper::{Html, Selector};
use serde_json::{Value, json};
use simulation::demo::{self, Who};
use tempfile::TempDir;
use tests::snapshot::Snapshots;
use tests::web::{Client, PASSWORD, Served};
use tokio::runtime::Runtime;
use vault::MasterKeys;
use web::Rate;

/// A Thursday.
const NOW: &str = "2026-11-26T07:00:00Z";
const DISTRICT: &str = "71826000.administration";
/// Every kind of letter.
const KINDS: [&str; 17] = [
    "abandonment",
    "adoption",
    "answer",
    "appeal-answer",
    "clarification",
    "correspondence-ended",
    "endorsement",
    "extension",
    "forwarding",
    "merger",
    "no-answer",
    "not-admitted",
    "passing-up",
    "receipt",
    "refusal",
    "return",
    "revision",
];

pub(crate) struct Country {
    pub(crate) web: Served,
    _directory: TempDir,
}

/// Outlives each test, as does what runs on it.
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime"));
pub(crate) static COUNTRY: LazyLock<Country> = LazyLock::new(|| RUNTIME.block_on(built()));

/// Runs a test in the country, which is built outside of it.
pub(crate) fn in_the_country(test: impl Future<Output = ()>) {
    LazyLock::force(&COUNTRY);
    RUNTIME.block_on(test);
}

async fn built() -> Country {
    let now: Timestamp = NOW.parse().expect("a time");
    let directory = tempfile::tempdir().expect("a directory");
    let entropy = Entropy::seeded(5);
    let keys = MasterKeys::generate(&entropy);
    let config = Config {
        clock: Some(Clock::Simulated(SimulatedClock::new(demo::begins(now)))),
        entropy,
        create: true,
        log_keys: vec![SigningKey::from_seed("veche.example/log", [9; 32]).expect("a name")],
        ..Config::new(Store::Sqlite(directory.path().join("stores")), directory.path().join("node"), keys)
    };
    let engine = Engine::open(config).await.expect("the engine opens");
    let cast = demo::build(&engine, now, |_| {}).await.expect("the country is built");
    let desk = Desk::open_sqlite(&directory.path().join("desk.sqlite")).await.expect("a desk");
    // The officials of this country sign in for every test of it.
    let often = NonZeroU32::new(1_000).expect("a number");
    let change =
        |settings: &mut web::Settings| settings.rates.sign_in = Rate { at_once: often, a_minute: often };
    let web = Served::with(engine, desk, change).await;
    for role in &cast.people {
        match role.who {
            Who::Official(id) => drop(web.account_of_official(&role.login, id).await),
            Who::Participant(id) => drop(web.account_of_participant(&role.login, id).await),
        }
    }
    let by = |login: &str| match cast.role(login).map(|role| role.who) {
        Some(Who::Official(id)) => json!({"official": id}),
        Some(Who::Participant(id)) => json!({"participant": id}),
        None => panic!("nobody is called {login}"),
    };
    left_without_answer(&web, [by("resident"), by("clerk"), by("head")]).await;
    passed_on(&web, [by("resident"), by("village.clerk"), by("village.head")]).await;
    web.engine().views().catch_up().await.expect("the views catch up");
    Country { web, _directory: directory }
}

/// Two appeals of a citizen that the country's history has none of.
async fn left_without_answer(web: &Served, [author, clerk, head]: [Value; 3]) {
    let ends = [
        json!({"leave_without_answer": {"ground": "L4", "reasons": "Почерк не читается ни на одной странице."}}),
        json!({"end_correspondence": {"reasons": "На этот вопрос отвечали 3 марта, 20 мая и 1 августа."}}),
    ];
    for end in ends {
        let submission = json!({"initiative": {"procedure": "ru-appeal", "action": {"submit": {
            "kind": "work", "home": "71826000", "channel": "web",
            "fields": {"title": "Вопрос о перерасчёте", "problem": "Непонятно.", "proposal": "Разъяснить."},
            "consents": {"publish_text": false, "pass_up": false},
        }}}});
        let receipt = sent(web, &author, submission).await;
        let id = receipt.stream.id.to_string();
        for (by, action) in [(&clerk, json!({"register": {}})), (&head, end)] {
            sent(web, by, json!({"initiative": {"id": id, "action": action}})).await;
        }
    }
}

/// What a village passed on to the district before anybody published it.
pub(crate) const PASSED_ON: &str = "Зимник через реку у Тундрина";

async fn passed_on(web: &Served, [author, clerk, head]: [Value; 3]) {
    let submission = json!({"initiative": {"procedure": "inverted-pyramid", "action": {"submit": {
        "kind": "work", "home": "71826444", "channel": "web",
        "fields": {
            "title": PASSED_ON, "problem": "Зимой в объезд сорок километров.",
            "proposal": "Намораживать переправу.", "expected_result": "Десять минут вместо часа.",
        },
        "consents": {"publish_text": true, "pass_up": true},
    }}}});
    let id = sent(web, &author, submission).await.stream.id.to_string();
    let why = "Река вне границ поселения.";
    for (by, action) in [
        (&clerk, json!({"register": {"theme": "roads"}})),
        (&head, json!({"forward": {"to": DISTRICT, "why": why}})),
    ] {
        sent(web, by, json!({"initiative": {"id": id, "action": action}})).await;
    }
}

async fn sent(web: &Served, by: &Value, what: Value) -> engine::Receipt {
    let request = json!({"by": by, "do": what}).to_string();
    let request = Request::from_json(request.as_bytes()).unwrap_or_else(|error| panic!("{error}: {request}"));
    web.engine().execute(request).await.unwrap_or_else(|error| panic!("{error}: {what}"))
}

/// Somebody who has signed in, and stands on the front page.
pub(crate) async fn entered(web: &Served, login: &str) -> Client {
    let client = web.visitor();
    let form = client.get("/ru/sign-in?next=/ru/").await.form("/sign-in");
    let page = client.send(form.set("login", login).set("password", PASSWORD)).await;
    assert_eq!(page.path, "/ru/", "{login} cannot sign in: {}", page.text());
    client
}

/// The initiatives in the order in which they came.
pub(crate) async fn initiatives(web: &Served) -> Vec<String> {
    let events = web.engine().journal().read(0, 100_000).await.expect("the journal reads");
    let submitted = events.into_iter().filter(|event| event.event_type == "Submitted");
    submitted.map(|event| event.stream.id.to_string()).collect()
}

/// The addresses of all letters that somebody is shown, by kind.
async fn letters(web: &Served, client: &Client, room: &str) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for id in initiatives(web).await {
        let list = client.get(&format!("/ru/{room}/letters/{id}")).await;
        // The list shows the newest first.
        for link in list.links().into_iter().rev() {
            if let Some(rest) = link.strip_prefix(&format!("/ru/{room}/letters/{id}/")) {
                let kind = rest.split('/').next().expect("a kind").to_owned();
                found.entry(kind).or_default().push(link.clone());
            }
        }
    }
    found
}

/// What stands on the paper, a line a paragraph.
fn paper(body: &str, url: &str) -> String {
    let html = Html::parse_document(body);
    let lines = Selector::parse("article.letter p, article.letter h1, article.letter h2, .signature > div");
    let lines = lines.expect("a selector");
    let text = html
        .select(&lines)
        .map(|line| line.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" "));
    let text = text.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    let mut redacted = String::new();
    for line in text.lines() {
        match line.find(url) {
            Some(at) => redacted.push_str(&format!("{}[url]/[initiative]", &line[..at])),
            None => redacted.push_str(line),
        }
        redacted.push('\n');
    }
    redacted
}

#[test]
fn every_kind_of_letter_is_written_from_the_record() {
    let web = &COUNTRY.web;
    RUNTIME.block_on(async {
        let client = entered(web, "auditor").await;
        let letters = letters(web, &client, "desk").await;
        assert_eq!(letters.keys().map(String::as_str).collect::<Vec<_>>(), KINDS);
        let mut snapshots = Snapshots::of("letters");
        for (kind, addresses) in &letters {
            let page = client.get(&addresses[0]).await;
            assert_eq!(page.status, 200, "{kind}");
            let text = paper(&page.body, &web.url);
            assert!(!text.contains("..") && !text.contains("letter-"), "{kind}: {text}");
            snapshots.compare(&format!("{kind}.txt"), &text);
        }
        snapshots.finish();
    });
}

#[test]
fn a_refusal_has_both_numbers_a_signatory_and_how_to_appeal() {
    let web = &COUNTRY.web;
    RUNTIME.block_on(async {
        let client = entered(web, "head").await;
        let letters = letters(web, &client, "desk").await;
        let mut seen = 0;
        for address in &letters["refusal"] {
            let text = paper(&client.get(address).await.body, &web.url);
            if !text.contains("АДМИНИСТРАЦИЯ СУРГУТСКОГО РАЙОНА") {
                continue;
            }
            seen += 1;
            for part in
                [" № 01-17-", "На № SR-", "Основание — пункт M", "Порядок обжалования", "Щетинин", "Исп. "]
            {
                assert!(text.contains(part), "{part}: {text}");
            }
            let above = text.contains("Правительство Ханты-Мансийского автономного округа");
            assert!(above && text.contains("в суде"), "{text}");
        }
        assert!(seen > 0);
    });
}

#[test]
fn only_who_is_concerned_prints_a_letter_and_the_author_only_what_was_sent() {
    let web = &COUNTRY.web;
    RUNTIME.block_on(async {
        let client = entered(web, "clerk").await;
        let own = letters(web, &client, "desk").await;
        let address = own["receipt"].iter().find(|it| it.contains("/receipt/")).expect("one");
        let neighbour = entered(web, "clerk.neighbour").await;
        let (mut there, mut here) = (0, 0);
        for address in own.values().flatten().take(40) {
            match neighbour.get(address).await.status {
                404 => there += 1,
                200 => here += 1,
                other => panic!("{other}: {address}"),
            }
        }
        assert!(there > 30, "{there} are not his to see, {here} are");
        assert_eq!(entered(web, "admin").await.get(address).await.status, 404);
        assert_eq!(entered(web, "resident").await.get(address).await.status, 403);

        let author = entered(web, "resident").await;
        let another = entered(web, "resident2").await;
        let sent = letters(web, &author, "cabinet").await;
        assert!(!sent.is_empty(), "she has proposed something");
        for address in sent.values().flatten() {
            assert_eq!(author.get(address).await.status, 200, "{address}");
            let list =
                address.rsplit_once('/').and_then(|(rest, _)| rest.rsplit_once('/')).expect("a list").0;
            assert!(!author.get(list).await.body.contains("tag warn"), "what is not sent yet is not shown");
            assert_eq!(another.get(address).await.status, 404);
        }
        for wrong in ["/refusal/1", "/nothing/1", "/receipt/x"] {
            let list = address.split("/receipt/").next().expect("a list");
            assert_eq!(client.get(&format!("{list}{wrong}")).await.status, 404);
        }
    });
}

#[test]
fn the_books_list_a_year_and_go_into_a_spreadsheet() {
    let web = &COUNTRY.web;
    RUNTIME.block_on(async {
        let client = entered(web, "clerk").await;
        for book in ["incoming", "outgoing"] {
            let address = format!("/ru/desk/registers/{book}?year=2026");
            let page = client.get(&address).await;
            assert_eq!(page.status, 200);
            let html = Html::parse_document(&page.body);
            let rows = html.select(&Selector::parse("table.register tbody tr").expect("a selector")).count();
            let table = client.get(&format!("{address}&format=csv")).await;
            let kind = table.headers.get("content-type").and_then(|kind| kind.to_str().ok());
            assert_eq!(kind, Some("text/csv; charset=utf-8"));
            assert!(table.body.starts_with('\u{feff}'));
            assert_eq!(table.body.lines().count(), rows + 1, "{}", table.body);
            assert!(rows > 20, "{rows}");
        }
        let others = "/ru/desk/registers/incoming?authority=71876000.administration";
        assert_eq!(client.get(others).await.status, 403);
        let auditor = entered(web, "auditor").await;
        assert_eq!(auditor.get(others).await.status, 200);
        assert_eq!(auditor.get("/ru/desk/registers/incoming?authority=nobody").await.status, 404);
        assert_eq!(auditor.get("/ru/desk/registers/letters").await.status, 404);
        assert_eq!(client.get("/ru/desk/registers/incoming?year=last").await.status, 400);
        let own = client.get(&format!("/ru/desk/registers/incoming?authority={DISTRICT}")).await;
        assert_eq!(own.status, 200);
    });
}
