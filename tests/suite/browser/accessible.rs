//! Every kind of page can be used by everybody: axe-core finds nothing serious on it
//! (WCAG 2.0 to 2.2, A and AA).

use std::collections::BTreeMap;
use std::fmt::Write;

use aggregates::ids::InitiativeId;
use aggregates::initiative::Verb;
use engine::Caller;
use tests::browser::Window;
use web::words::Lang;

use super::kinds::{self, Kind, Look};
use super::person::Person;
use super::world::{World, quiet_world};

/// What stands in the addresses in place of names.
struct Names(Vec<(&'static str, String)>);

impl Names {
    async fn of(world: &World) -> Self {
        let own = world.titled("Дежурная группа в детском саду до двадцати одного часа").await;
        let long = world.titled("Детское отделение в больнице Лянтора").await;
        let id = |login: &str| match world.caller(login) {
            Caller::Official(id) => id.to_string(),
            Caller::Participant(id) => id.to_string(),
            other => panic!("{login} is {other:?}"),
        };
        Self(vec![
            ("{own}", own.to_string()),
            ("{published}", long.to_string()),
            ("{long}", long.to_string()),
            ("{clerk}", id("clerk")),
            ("{resident}", id("resident2")),
        ])
    }

    fn filled(&self, address: &str) -> String {
        self.0.iter().fold(address.to_owned(), |address, (name, value)| address.replace(name, value))
    }
}

/// What was found, page by page.
#[derive(Default)]
struct Found(String);

impl Found {
    async fn look(&mut self, person: &Person, what: &str) {
        for problem in person.browser.accessibility().await {
            writeln!(self.0, "{what}: {problem}").expect("a string takes it");
        }
    }

    fn expect_nothing(self) {
        assert!(self.0.is_empty(), "\n{}", self.0);
    }
}

/// Goes to a page of that kind; nothing if nobody does here.
async fn goes(person: &Person, names: &Names, look: Look) -> bool {
    let lang = person.say.lang;
    match look {
        Look::At(address) => person.browser.goto(&format!("/{lang}{}", names.filled(address))).await,
        Look::By(address, link) => {
            person.browser.goto(&format!("/{lang}{}", names.filled(address))).await;
            person.browser.press(&format!("main a[href*='{}']", names.filled(link))).await;
        }
        Look::In(_) | Look::Not(_) => return false,
    }
    true
}

/// Looks at kinds of pages, each as the one whose page it is.
async fn looks_at(kinds: impl Iterator<Item = &Kind>, window: Window, lang: Lang, series: &str) {
    let world = quiet_world();
    let names = Names::of(world).await;
    let mut by_login: BTreeMap<&str, Vec<&Kind>> = BTreeMap::new();
    for kind in kinds {
        by_login.entry(kind.1).or_default().push(kind);
    }
    let mut found = Found::default();
    for (login, kinds) in by_login {
        let person = match login {
            "" => Person::comes(world, window, lang, series).await,
            login => Person::signs_in(world, window, lang, login, series).await,
        };
        for (address, _, look) in kinds {
            if goes(&person, &names, *look).await {
                found.look(&person, address).await;
                person.picture(&pictured(address)).await;
            }
        }
        person.leaves().await;
    }
    found.expect_nothing();
}

/// An address as the name of a file.
fn pictured(address: &str) -> String {
    let name: String = address
        .trim_start_matches("/ru")
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let name = name.trim_matches('-').replace("--", "-");
    if name.is_empty() { "front".to_owned() } else { name }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_for_everybody_can_be_used_by_everybody() {
    looks_at(kinds::OPEN.iter(), Window::DESK, Lang::Ru, "page").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_residents_can_be_used_by_everybody() {
    looks_at(kinds::RESIDENTS.iter(), Window::DESK, Lang::Ru, "page").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_an_office_can_be_used_by_everybody() {
    looks_at(kinds::OFFICE.iter(), Window::DESK, Lang::Ru, "page").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_auditors_and_administrators_can_be_used_by_everybody() {
    looks_at(kinds::WATCH.iter(), Window::DESK, Lang::Ru, "page").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_a_webhook_can_be_used_by_everybody() {
    let world = quiet_world();
    let app = world.served.app();
    let receivers = web::Receivers::new(app.engine(), app.desk(), &app.settings().webhooks);
    // This name leads nowhere, by RFC 6761.
    let url = "https://receiver.invalid/hook".to_owned();
    let new = web::NewReceiver { url, wants: web::Wants::default(), after: None };
    let id = receivers.add(new).await.expect("it is registered").id;
    let person = Person::signs_in(world, Window::DESK, Lang::Ru, "admin", "page").await;
    let mut found = Found::default();
    for address in ["/ru/admin/webhooks".to_owned(), format!("/ru/admin/webhooks/{id}")] {
        person.browser.goto(&address).await;
        found.look(&person, &address).await;
    }
    person.picture("admin-webhooks-id").await;
    person.leaves().await;
    receivers.remove(id).await.expect("it was there");
    found.expect_nothing();
}

fn main_pages() -> impl Iterator<Item = &'static Kind> {
    kinds::all().filter(|(address, ..)| kinds::MAIN.contains(address))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_main_pages_can_be_used_by_everybody_in_english() {
    looks_at(main_pages(), Window::DESK, Lang::En, "page").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_main_pages_can_be_used_by_everybody_on_a_phone() {
    looks_at(main_pages(), Window::PHONE, Lang::Ru, "phone").await;
}

/// Erasing needs a case that is closed and whose retention is over: years.
const NEVER_POSSIBLE: &[Verb] = &[Verb::ErasePersonalData];

#[tokio::test(flavor = "multi_thread")]
async fn every_form_of_an_action_can_be_used_by_everybody() {
    let world = quiet_world();
    let mut first: BTreeMap<&str, (&str, InitiativeId)> = BTreeMap::new();
    for login in ["clerk", "head", "region.head", "federal.head", "village.head", "admin"] {
        for (verb, id) in world.possible(login).await {
            first.entry(verb.as_str()).or_insert((login, id));
        }
    }
    let mut found = Found::default();
    let mut forms: BTreeMap<&str, Vec<(Verb, String)>> = BTreeMap::new();
    let mut missing = Vec::new();
    let say = Person::words(Lang::Ru);
    for verb in Verb::ALL.iter().filter(|verb| say.maybe(&named(**verb), &[]).is_some()) {
        match first.get(verb.as_str()) {
            Some((login, id)) => {
                forms.entry(login).or_default().push((*verb, format!("/ru/desk/initiatives/{id}/{verb}")));
            }
            None => missing.push(*verb),
        }
    }
    assert_eq!(missing, NEVER_POSSIBLE, "nobody can take these steps in the demonstration");
    for (login, forms) in forms {
        let person = Person::signs_in(world, Window::DESK, Lang::Ru, login, "form").await;
        for (verb, address) in forms {
            person.browser.goto(&address).await;
            person.browser.find("form.deed").await;
            found.look(&person, &address).await;
            person.picture(&pictured(verb.as_str())).await;
        }
        person.leaves().await;
    }
    found.expect_nothing();
}

fn named(verb: Verb) -> String {
    format!("verb-{}", verb.as_str().replace('_', "-"))
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts_and_what_is_sent_back_can_be_used_by_everybody() {
    let world = quiet_world();
    let mut found = Found::default();
    let person = Person::signs_in(world, Window::DESK, Lang::Ru, "resident.city", "sent-back").await;
    person.clicks("nav-submit").await;
    found.look(&person, "/ru/submit/{draft}").await;
    person.fills("title", "Навес над входом").await;
    person.fills("problem", "С крыши падает снег; пишите мне: sneg@example.org.").await;
    person.clicks("submit-check").await;
    person.reads("check-missing").await;
    found.look(&person, "/ru/submit/{draft}/check").await;
    person.picture("check").await;
    for (address, status) in
        [("/nothing-here", "problem-404"), ("/desk", "problem-403"), ("/audit/events/x", "problem-403")]
    {
        person.browser.goto(&format!("/ru{address}")).await;
        person.reads(status).await;
        found.look(&person, status).await;
        person.picture(status).await;
    }
    person.leaves().await;
    let person = Person::comes(world, Window::DESK, Lang::Ru, "sent-back").await;
    person.clicks("sign-in").await;
    person.clicks("sign-up").await;
    person.fills("login", "newcomer").await;
    person.fills("password", "aaaaaaaa").await;
    person.browser.press("main form button[value=make]:not(.offscreen)").await;
    person.browser.find("[role=alert]").await;
    found.look(&person, "/ru/sign-up, sent back").await;
    person.picture("sign-up").await;
    person.leaves().await;
    found.expect_nothing();
}
