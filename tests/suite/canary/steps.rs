//! One step of somebody: through the form of a page, or as a program.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use reqwest::Method;
use serde_json::{Value, json};
use tests::web::{Answer, Client};
use uuid::Uuid;

use super::birds::{Birds, Kind};
use crate::journeys::world::{Party, Town};

/// How somebody does something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Page,
    Program,
}

/// What was put where.
pub(super) struct Put<'t> {
    pub(super) town: &'t Town,
    pub(super) birds: Birds,
    /// Addresses of forms and commands into which a bird was put, as the tables name them.
    pub(super) forms: BTreeSet<String>,
    /// The initiatives.
    pub(super) cases: Vec<Uuid>,
    browsers: RefCell<BTreeMap<Party, Client>>,
}

/// What the pages of residents call a step that programs call otherwise.
const CALLED: [(&str, &str); 4] = [
    ("comments", "comment"),
    ("confirm-support", "confirm"),
    ("join-as-co-initiator", "join"),
    ("replace-author", "take-over"),
];

impl<'t> Put<'t> {
    pub(super) fn new(town: &'t Town) -> Self {
        let (birds, forms) = (Birds::default(), BTreeSet::new());
        Self { town, birds, forms, cases: Vec::new(), browsers: RefCell::default() }
    }

    /// Somebody with his browser, signed in; once more, when his session is over.
    pub(super) async fn browser(&self, party: Party) -> Client {
        let known = self.browsers.borrow().get(&party).cloned();
        if let Some(client) = known
            && client.get("/ru/account").await.path == "/ru/account"
        {
            return client;
        }
        // His account is made when he first calls.
        self.town.get(party, "/api/v1/me").await;
        let client = self.town.served.signed_in(&format!("{party:?}")).await;
        self.browsers.borrow_mut().insert(party, client.clone());
        client
    }

    /// A body or a form in which `@sealed`, `@office` and `@open` are filled with birds.
    pub(super) fn filled(&self, form: &str, fields: &Value) -> Value {
        match fields {
            Value::String(text) => json!(match text.as_str() {
                "@sealed" => self.birds.confession(Kind::Sealed, form),
                "@office" => self.birds.confession(Kind::Office, form),
                "@quiet" => self.birds.sentence(Kind::Office, form),
                "@open" => self.birds.sentence(Kind::Open, form),
                "@title" => self.birds.word(Kind::Open, form),
                "@name" => self.birds.word(Kind::Sealed, form),
                "@phone" => self.birds.phone(Kind::Sealed, form),
                "@email" => self.birds.email(Kind::Sealed, form),
                plain => plain.to_owned(),
            }),
            Value::Object(fields) => {
                fields.iter().map(|(name, value)| (name.clone(), self.filled(form, value))).collect()
            }
            plain => plain.clone(),
        }
    }

    /// Somebody takes a step with a case.
    pub(super) async fn step(
        &mut self,
        way: Way,
        party: Party,
        case: Uuid,
        verb: &str,
        fields: Value,
    ) -> Answer {
        let official = !matches!(party, Party::Resident(_));
        let form = match way {
            Way::Program => format!("/api/v1/initiatives/{{initiative}}/{verb}"),
            Way::Page if official => format!("/ru/desk/initiatives/{{id}}/{verb}"),
            Way::Page => format!("/ru/initiatives/{{id}}/{}", called(verb)),
        };
        self.forms.insert(form.clone());
        let filled = self.filled(&form, &fields);
        let path = form.replace("{initiative}", &case.to_string()).replace("{id}", &case.to_string());
        match way {
            Way::Program => self.town.does(party, &path, filled).await,
            Way::Page => self.typed(party, official, &path, filled).await,
        }
    }

    async fn typed(&self, party: Party, official: bool, path: &str, filled: Value) -> Answer {
        let browser = self.browser(party).await;
        let mut flat = BTreeMap::new();
        flatten(&mut flat, "", &filled);
        self.town.world.engine.views().catch_up().await.expect("the views catch up");
        let answer = if official {
            let (folder, verb) = path.rsplit_once('/').expect("a verb");
            let verb = verb.replace('-', "_");
            let page = browser.get(&format!("{folder}/{verb}")).await;
            assert_eq!(page.status, 200, "{party:?} {path}: {}", page.text());
            let mut form = page.form(&format!("/{verb}"));
            for (name, value) in flat {
                form = form.set(&name, value);
            }
            browser.send(form).await
        } else {
            let token = browser.get("/ru/account").await.form("/sign-out").value("csrf").map(str::to_owned);
            let mut all = vec![("csrf".to_owned(), token.expect("a token"))];
            all.extend(
                flat.into_iter().map(|(name, value)| (name.trim_start_matches("fields.").to_owned(), value)),
            );
            browser.run(browser.request(Method::POST, path).form(&all), path).await
        };
        assert!(
            answer.status == 200 && answer.path.contains("done="),
            "{party:?} {path}: {} {} {}",
            answer.status,
            answer.path,
            answer.text()
        );
        answer
    }
}

fn called(verb: &str) -> &str {
    CALLED.iter().find(|(name, _)| *name == verb).map_or(verb, |(_, called)| called)
}

/// The fields of a form: parts of a name are joined by dots.
fn flatten(flat: &mut BTreeMap<String, String>, prefix: &str, value: &Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let name = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
                flatten(flat, &name, value);
            }
        }
        // A form asks for the time of day as clocks show it.
        Value::Number(minutes) if prefix == "starts_at" => {
            let minutes = minutes.as_u64().expect("minutes");
            flat.insert(prefix.to_owned(), format!("{:02}:{:02}", minutes / 60, minutes % 60));
        }
        Value::String(text) => {
            flat.insert(prefix.to_owned(), text.clone());
        }
        plain => {
            flat.insert(prefix.to_owned(), plain.to_string());
        }
    }
}
