//! The pages that everybody may read, over HTTP, on the demonstration: each opens in both
//! languages, each figure is the length of the list it leads to, and nothing that is not
//! the public's stands on them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use aggregates::ids::InitiativeId;
use engine::{Clock, Config, Engine, Entropy, SimulatedClock};
use journal::Store;
use projections::initiative;
use projections::register::{self, Filter};
use reqwest::Method;
use scraper::{ElementRef, Html, Selector};
use tests::web::{Answer, Client, Served};
use tokio::runtime::Runtime;
use vault::MasterKeys;

use crate::browser::world::{World, quiet_world};

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime"));
static WORLD: LazyLock<&World> = LazyLock::new(quiet_world);

/// Runs a test on a world that stands already: it cannot be built from within.
fn on_the_demonstration(test: impl Future<Output = ()>) {
    LazyLock::force(&WORLD);
    RUNTIME.block_on(test);
}

/// Pages of one kind that are opened; there are as many kinds as addresses without ids.
const OF_A_KIND: usize = 8;

fn select(selector: &str) -> Selector {
    Selector::parse(selector).expect("a selector")
}

/// The address without what names one thing: `/ru/initiatives/{}`.
fn kind(path: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let mut parts: Vec<&str> = path.split('/').collect();
    if parts.len() > 3 {
        parts[3] = "{}";
    }
    let names: Vec<&str> = query.split('&').filter_map(|pair| pair.split('=').next()).collect();
    format!("{}?{}", parts.join("/"), names.join("&"))
}

/// The pages that can be reached from the front page of a language, some of each kind.
async fn crawl(client: &Client, lang: &str) -> Vec<Answer> {
    let inside = |link: &str| {
        let rest = link.strip_prefix(&format!("/{lang}/")).unwrap_or_default();
        ["initiatives", "territories", "authorities", "misses", "how", "data"]
            .iter()
            .any(|part| rest.starts_with(part))
    };
    let mut waiting = vec![format!("/{lang}/")];
    let (mut known, mut kinds, mut pages) = (BTreeSet::new(), BTreeMap::new(), Vec::new());
    while let Some(path) = waiting.pop() {
        let page = client.get(&path).await;
        assert_eq!(page.status, 200, "{path}: {}", page.text());
        for link in page.links() {
            let link = link.split('#').next().unwrap_or_default().to_owned();
            if inside(&link) && known.insert(link.clone()) {
                let seen: &mut usize = kinds.entry(kind(&link)).or_default();
                *seen += 1;
                if *seen <= OF_A_KIND {
                    waiting.push(link);
                }
            }
        }
        pages.push(page);
    }
    pages
}

/// A key of the texts that nothing was found for shows as itself.
fn untold(page: &Answer) -> Vec<String> {
    let html = Html::parse_document(&page.body);
    let main = html.select(&select("main")).next().expect("every page has a middle");
    let told = main.text().map(str::trim).filter(|text| {
        let parts: Vec<&str> = text.split('-').collect();
        parts.len() > 1
            && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase()))
    });
    told.map(str::to_owned).collect()
}

#[test]
fn every_public_page_opens_in_both_languages_with_every_word_told_and_no_id_shown() {
    on_the_demonstration(async {
        let client = WORLD.served.visitor();
        for lang in ["ru", "en"] {
            let pages = crawl(&client, lang).await;
            assert!(pages.len() > 100, "{} pages", pages.len());
            for page in &pages {
                assert_eq!(untold(page), [""; 0], "{}", page.path);
                let text = page.text();
                let is_id = |word: &str| word.len() == 36 && word.matches('-').count() == 4;
                let id = text.split_whitespace().find(|word| is_id(word));
                assert_eq!(id, None, "{}", page.path);
                assert!(!text.contains("1970"), "{}", page.path);
            }
        }
    });
}

/// Links whose text is a figure alone, or a figure before a word or after a label.
fn figures(page: &Answer) -> Vec<(String, usize)> {
    let html = Html::parse_document(&page.body);
    let digits = |link: ElementRef<'_>| -> Option<usize> {
        let text = link.text().collect::<String>();
        let figure: String = text.chars().filter(char::is_ascii_digit).collect();
        figure.parse().ok()
    };
    let leads_to_list = |link: &str| {
        let path = link.split('?').next().unwrap_or_default();
        path.ends_with("/initiatives") || path.ends_with("/misses") || path.matches('/').count() == 4
    };
    html.select(&select("main .figures a, main table a, main svg a, main p.soft a, main dd a, main ul.bars a, main ul.compact a.small"))
        .filter_map(|link| Some((link.value().attr("href")?.to_owned(), digits(link)?)))
        .filter(|(link, _)| leads_to_list(link))
        .collect()
}

/// How many lines a list has, over all its pages.
async fn length(client: &Client, link: &str) -> usize {
    let (mut next, mut lines) = (Some(link.to_owned()), 0);
    while let Some(path) = next {
        let page = client.get(&path).await;
        assert_eq!(page.status, 200, "{path}");
        let html = Html::parse_document(&page.body);
        lines += html.select(&select("main > ul.lines > li, main > table tbody tr")).count();
        next = html
            .select(&select("a[rel=next]"))
            .next()
            .and_then(|a| a.value().attr("href"))
            .map(str::to_owned);
    }
    lines
}

#[test]
fn every_figure_is_the_length_of_the_list_it_leads_to() {
    on_the_demonstration(async {
        let client = WORLD.served.visitor();
        let pages = [
            "/ru/",
            "/ru/misses",
            "/ru/misses?level=municipality",
            "/ru/territories",
            "/ru/territories/71826000",
            "/ru/territories/71800000",
            "/ru/authorities",
            "/ru/authorities?level=region",
            "/ru/authorities?level=federation&from=2026-01&until=2026-10",
            "/ru/authorities/RU.government",
        ];
        let mut checked = BTreeSet::new();
        for path in pages {
            let page = client.get(path).await;
            assert_eq!(page.status, 200, "{path}: {}", page.text());
            let found = figures(&page);
            assert!(!found.is_empty(), "{path} shows figures");
            for (link, figure) in found {
                if checked.insert((link.clone(), figure)) {
                    assert_eq!(length(&client, &link).await, figure, "{path} → {link}");
                }
            }
        }
        assert!(checked.len() > 80, "{}", checked.len());
    });
}

#[test]
fn the_register_says_how_many_it_found_where_a_view_counts_it() {
    on_the_demonstration(async {
        let client = WORLD.served.visitor();
        for query in
            ["level=region", "stage=under_review", "overdue=yes", "level=municipality&stage=in_execution"]
        {
            for as_of in ["", "&as_of=2026-08-01"] {
                let link = format!("/ru/initiatives?{query}{as_of}");
                let page = client.get(&link).await;
                let html = Html::parse_document(&page.body);
                let said: String = html.select(&select("p.count")).flat_map(|p| p.text()).collect();
                let said: String = said.chars().filter(char::is_ascii_digit).collect();
                assert_eq!(said.parse::<usize>().expect("a count"), length(&client, &link).await, "{link}");
            }
        }
    });
}

#[test]
fn what_cannot_be_read_in_an_address_is_refused_with_a_sentence_in_the_language_of_the_page() {
    on_the_demonstration(async {
        let client = WORLD.served.visitor();
        for (path, status) in [
            ("/ru/initiatives?level=moon", 400),
            ("/ru/initiatives?stage=joke", 400),
            ("/ru/initiatives?territory=99999999", 400),
            ("/ru/initiatives?authority=nobody", 400),
            ("/ru/initiatives?theme=cheese", 400),
            ("/ru/initiatives?national_project=cheese", 400),
            ("/ru/initiatives?after=-1", 400),
            ("/ru/initiatives?as_of=2026-02-30", 400),
            ("/ru/initiatives?as_of=2999-01-01", 400),
            ("/ru/initiatives?level=region&level=federation", 400),
            ("/ru/initiatives?q=%ff", 400),
            ("/ru/misses?open=maybe", 400),
            ("/ru/authorities?from=2026-13", 400),
            ("/ru/authorities?from=2026-05&until=2026-01", 400),
            ("/ru/initiatives/nonsense", 404),
            ("/ru/initiatives/00000000-0000-4000-8000-000000000000", 404),
            ("/ru/territories/99999999", 404),
            ("/ru/territories/%D0%B0", 404),
            ("/ru/authorities/nobody", 404),
            ("/ru/authorities/RU.government/joke", 404),
            ("/ru/nowhere", 404),
        ] {
            let page = client.get(path).await;
            let text = page.text();
            assert_eq!(page.status, status, "{path}: {text}");
            let latin = text.chars().filter(char::is_ascii_alphabetic).count();
            assert!(text.chars().count() > 40 && latin < 10, "{path}: {text}");
        }
    });
}

async fn cases(served: &Served, filter: Filter) -> Vec<InitiativeId> {
    let read =
        served.engine().views().read("register", move |view| register::list(view, &filter, None, 1000, None));
    read.await.expect("the register").items.iter().map(|item| item.id).collect()
}

async fn case(served: &Served, id: InitiativeId) -> initiative::Page {
    let read = served.engine().views().read("initiative", move |view| initiative::page(view, id, None));
    read.await.expect("the view").expect("it is there")
}

#[test]
fn nothing_of_a_private_or_unpublished_text_stands_on_a_public_page() {
    on_the_demonstration(async {
        let served = &WORLD.served;
        let client = served.visitor();
        let private = cases(served, Filter { procedure_public: Some(false), ..Filter::default() }).await;
        let unpublished = cases(served, Filter { published: Some(false), ..Filter::default() }).await;
        assert!(!private.is_empty() && !unpublished.is_empty());
        let register = client.get("/ru/initiatives").await.body;
        for id in private.into_iter().chain(unpublished) {
            let page = client.get(&format!("/ru/initiatives/{id}")).await;
            assert_eq!(page.status, 200);
            for text in case(served, id).await.texts {
                for (name, said) in text.fields.texts() {
                    let said = said.text.as_deref().unwrap_or("nothing was said");
                    assert!(!page.body.contains(said), "{id} shows its {name}");
                    assert!(!register.contains(said), "the register shows the {name} of {id}");
                }
            }
        }
    });
}

#[test]
fn who_is_concerned_with_a_case_sees_all_of_it_and_is_told_so() {
    on_the_demonstration(async {
        let served = &WORLD.served;
        let unpublished =
            Filter { published: Some(false), procedure_public: Some(true), ..Filter::default() };
        let id = cases(served, unpublished).await[0];
        let title = case(served, id).await.title.text.expect("it can be read");
        let path = format!("/ru/initiatives/{id}");
        let auditor = served.signed_in("auditor").await.get(&path).await;
        assert!(
            auditor.body.contains(&title) && auditor.text().contains("Вы видите больше"),
            "{}",
            auditor.text()
        );
        assert_eq!(auditor.headers["cache-control"], "private, no-store");
        let visitor = served.visitor().get(&path).await;
        assert!(!visitor.body.contains(&title) && !visitor.text().contains("Вы видите больше"));
    });
}

#[test]
fn an_initiative_is_shown_as_it_was_on_a_day() {
    on_the_demonstration(async {
        let served = &WORLD.served;
        let decided = Filter { stage: Some(aggregates::procedure::StageName::Reported), ..Filter::default() };
        let id = cases(served, decided).await[0];
        let kept = case(served, id).await;
        let client = served.visitor();
        let now = client.get(&format!("/ru/initiatives/{id}")).await;
        assert!(now.text().contains("Решения"));
        let then = client.get(&format!("/ru/initiatives/{id}?as_of={}", kept.received_on)).await;
        assert!(!then.text().contains("Решения"), "{}", then.text());
        assert!(then.text().contains("Показано, как было"));
        let before = kept.received_on.yesterday().expect("a day before");
        assert_eq!(client.get(&format!("/ru/initiatives/{id}?as_of={before}")).await.status, 404);
    });
}

#[test]
fn a_page_that_did_not_change_is_not_sent_again() {
    on_the_demonstration(async {
        let client = WORLD.served.visitor();
        for path in ["/ru/", "/ru/initiatives", "/en/how"] {
            let first = client.get(path).await;
            let tag = first.headers["etag"].to_str().expect("ASCII").to_owned();
            let again = client.request(Method::GET, path).header("if-none-match", tag);
            assert_eq!(client.run(again, path).await.status, 304, "{path}");
        }
    });
}

#[test]
fn every_public_page_opens_where_nothing_has_happened_yet() {
    on_the_demonstration(async {
        let directory = tempfile::tempdir().expect("a directory");
        let entropy = Entropy::seeded(7);
        let keys = MasterKeys::generate(&entropy);
        let start = "2026-11-26T07:00:00Z".parse().expect("a time");
        let config = Config {
            clock: Some(Clock::Simulated(SimulatedClock::new(start))),
            entropy,
            create: true,
            ..Config::new(Store::Sqlite(directory.path().join("stores")), directory.path().join("node"), keys)
        };
        let engine = Engine::open(config).await.expect("the engine opens");
        engine.views().catch_up().await.expect("the views");
        let desk = desk::Desk::open_sqlite(&directory.path().join("desk.sqlite")).await.expect("a desk");
        let served = Served::start(engine, desk).await;
        let client = served.visitor();
        for lang in ["ru", "en"] {
            for page in [
                "",
                "initiatives",
                "initiatives?q=мост",
                "territories",
                "territories?q=x",
                "authorities",
                "misses",
                "how",
                "data",
            ] {
                let page = client.get(&format!("/{lang}/{page}")).await;
                assert_eq!((page.status, untold(&page)), (200, Vec::new()), "{}", page.path);
            }
        }
    });
}

#[test]
fn a_territory_is_filtered_by_its_name_and_namesakes_are_told_apart() {
    on_the_demonstration(async {
        let client = WORLD.served.visitor();
        let nowhere = client.get("/ru/initiatives?place=Нигдеград&overdue=yes").await;
        assert!(nowhere.text().contains("Нигдеград"), "{}", nowhere.text());
        let several = client.get("/ru/initiatives?place=район&overdue=yes").await;
        let link = several.links().into_iter().find(|link| link.contains("territory=")).expect("a choice");
        assert!(link.contains("overdue=yes"), "what else was asked for stays: {link}");
        assert_eq!(client.get(&link).await.status, 200);
        let only = client.get("/ru/misses?place=Тундрино").await;
        assert!(only.path.contains("territory=71826"), "{}", only.path);
    });
}
