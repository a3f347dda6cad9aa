//! Clients of others: one reads the document, another makes calls up from it, on the
//! country of the demo, as a stranger, as a resident and as a clerk.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use desk::Desk;
use serde::Deserialize;
use serde_json::json;
use simulation::demo::{Cast, Who};
use tests::outside::{run_module, run_python};
use tests::web::Served;
use web::{Rate, Rates};

use crate::demo::{NOW, built_for};

/// Calls of an operation that are made up at random, beside those at the edges of what
/// the document allows and beyond.
const EXAMPLES: u32 = 5;

/// What a fuzzer is no nuisance with.
fn without_limits() -> Rates {
    let all = NonZeroU32::MAX;
    let rate = Rate { at_once: all, a_minute: all };
    Rates { sign_in: rate, anonymous: rate, account: rate, ..Rates::default() }
}

/// What became of the calls of one caller.
#[derive(Deserialize)]
struct Called {
    passed: bool,
    said: String,
    /// By operation and status: how often.
    answers: BTreeMap<String, BTreeMap<u16, u32>>,
}

impl Called {
    fn calls(&self) -> u32 {
        self.answers.values().flat_map(BTreeMap::values).sum()
    }

    /// The operations that were answered so at least once.
    fn answered(&self, fits: impl Fn(u16) -> bool) -> usize {
        self.answers.values().filter(|answers| answers.keys().any(|status| fits(*status))).count()
    }
}

async fn token(served: &Served, cast: &Cast, login: &str) -> String {
    let account = match cast.role(login).expect("the demo has such a part").who {
        Who::Official(id) => served.account_of_official(login, id).await,
        Who::Participant(id) => served.account_of_participant(login, id).await,
    };
    served.token(account).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_validator_of_others_finds_nothing_wrong_with_the_document() {
    let directory = tempfile::tempdir().expect("a directory");
    let site = super::site::Site::open().await;
    let document = site.get(super::site::Who::Visitor, "/openapi.json").await;
    assert_eq!(document.json()["openapi"], "3.1.0");
    let file = directory.path().join("openapi.json");
    std::fs::write(&file, &document.bytes).expect("the document is written");
    run_module("openapi_spec_validator", &[file.to_str().expect("UTF-8")]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_call_made_up_from_the_document_is_answered_otherwise_than_it_says() {
    let country = built_for(NOW).await;
    let directory = tempfile::tempdir().expect("a directory");
    let desk = Desk::open_sqlite(&directory.path().join("desk.sqlite")).await.expect("a desk");
    let change = |settings: &mut web::Settings| settings.rates = without_limits();
    let served = Served::with(country.engine.clone(), desk, change).await;
    let people = country.cast.people.iter().filter_map(|role| match role.who {
        Who::Participant(id) => Some(id),
        Who::Official(_) => None,
    });
    let given = json!({
        "people": people.collect::<Vec<_>>(),
        "url": served.url, "seed": 20_270_111, "examples": EXAMPLES,
        "callers": {
            "stranger": {"token": null, "scopes": [null]},
            "resident": {
                "token": token(&served, &country.cast, "resident").await, "scopes": ["participate"],
            },
            "clerk": {
                "token": token(&served, &country.cast, "clerk").await, "scopes": ["read", "office"],
            },
        },
    });
    let file = directory.path().join("given.json");
    std::fs::write(&file, given.to_string()).expect("it is written");
    let file = file.to_str().expect("UTF-8").to_owned();
    let run = tokio::task::spawn_blocking(move || run_python("fuzz_api.py", &[&file]));
    let said = run.await.expect("it runs");
    let called: BTreeMap<String, Called> = serde_json::from_str(&said).expect("what the script prints");
    let operations = web::api_addresses().len();
    for (caller, called) in &called {
        assert!(called.passed, "{caller}:\n{}", called.said);
        assert_eq!(called.answers.len(), operations, "{caller} was not everywhere");
        assert!(called.calls() > 2_000, "{caller} made {} calls only", called.calls());
        assert_eq!(called.answered(|status| status == 429), 0, "{caller} was held back");
    }
    // Everybody gets to what is his: past tokens and rights, and often enough to the end.
    let past = |status: u16| !matches!(status, 401 | 403 | 404 | 429);
    let done = |status: u16| (200..300).contains(&status);
    let found = ["stranger", "resident", "clerk"]
        .map(|caller| &called[caller])
        .map(|called| (called.calls(), called.answered(past), called.answered(done)));
    println!("calls, operations past all rights, operations that were done: {found:?}");
    let enough = |at: usize, past: usize, done: usize| found[at].1 >= past && found[at].2 >= done;
    assert!(enough(0, 29, 26) && enough(1, 45, 29) && enough(2, 85, 38), "{found:?}");
    // With a token nobody is asked for one, and no operation is out of reach.
    for caller in ["resident", "clerk"] {
        assert_eq!(called[caller].answered(|status| !matches!(status, 401 | 429)), operations, "{caller}");
    }
}
