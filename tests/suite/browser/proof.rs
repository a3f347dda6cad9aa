//! A visitor's own browser checks that an event stands in the signed log.

use tests::browser::Window;
use tests::program::verify;
use web::words::Lang;

use super::person::Person;
use super::world::{quiet_world, world};

#[tokio::test(flavor = "multi_thread")]
async fn the_browser_itself_checks_the_proof_of_an_event_and_the_texts_it_shows() {
    let long = world().titled("Детское отделение в больнице Лянтора").await;
    for (lang, window) in [(Lang::Ru, Window::DESK), (Lang::En, Window::PHONE)] {
        let person = Person::comes(world(), window, lang, "proof").await;
        person.browser.goto(&format!("/{lang}/initiatives/{long}")).await;
        person.browser.press("#timeline li a[href*='/events/']").await;
        person.browser.find("#proof[data-result='held']").await;
        let steps = person.browser.all("#proof li").await;
        assert_eq!(steps.len(), 4, "leaf, path, signature, texts: {}", person.browser.text().await);
        let found = person.browser.accessibility().await;
        assert!(found.is_empty(), "{found:#?}");
        person.browser.screenshot(&format!("proof-{lang}")).await;
        person.leaves().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_stage_and_count_that_the_demonstration_publishes_is_what_its_log_tells() {
    let served = &quiet_world().served;
    let (log, table) = (format!("{}/log", served.url), format!("{}/data/initiatives.ndjson", served.url));
    served.app().keeper().wait_for(1).await;
    let key = served.app().keeper().verifying_key().expect("it is signed").to_string();
    let run = tokio::task::spawn_blocking(move || {
        verify(&["--json", "replay", "--log", &log, "--key", &key, "--published", &table])
    });
    let told = run.await.expect("it runs").done().json();
    assert!(told["compared"].as_u64().is_some_and(|lines| lines > 60), "{told}");
    let stages = told["stages"].as_object().expect("stages");
    for stage in ["revising_offered", "revising_drafting", "under_appeal", "reported", "closed"] {
        assert!(stages.contains_key(stage), "{stages:?}");
    }
}

/// Runs the page's check once more, after something was changed under its hands.
const AGAIN: &str = "const box = document.getElementById('proof');
    delete box.dataset.result;
    box.replaceChildren();
    const script = document.createElement('script');
    script.src = document.querySelector('script[src*=proof]').src;
    document.body.append(script);";

#[tokio::test(flavor = "multi_thread")]
async fn a_forged_entry_a_forged_text_and_another_key_do_not_hold_in_the_browser() {
    let long = world().titled("Детское отделение в больнице Лянтора").await;
    let person = Person::comes(world(), Window::DESK, Lang::Ru, "proof-forged").await;
    person.browser.goto(&format!("/ru/initiatives/{long}")).await;
    person.browser.press("#timeline li a[href*='/events/']").await;
    person.browser.find("#proof[data-result='held']").await;
    let other = ledger::SigningKey::from_seed("localhost/log", [7; 32]).expect("a name").verifying();
    let forgeries = [
        "const fetched = window.fetch; window.honest = fetched;
         window.fetch = async (address) => {
           const answer = await fetched(address);
           if (!address.includes('/log/entry/')) return answer;
           return new Response((await answer.text()).replace('sequence', 'sequense'));
         };"
        .to_owned(),
        "window.fetch = async (address) => {
           const answer = await window.honest(address);
           if (!address.includes('/log/openings/')) return answer;
           const told = await answer.json();
           told.openings[0].plaintext = '\"Another text\"';
           return new Response(JSON.stringify(told));
         };"
        .to_owned(),
        format!("window.fetch = window.honest; document.getElementById('proof').dataset.key = '{other}';"),
    ];
    for forgery in forgeries {
        let script = format!("{forgery}\n{AGAIN}");
        person.browser.client.execute(&script, Vec::new()).await.expect("the script runs");
        person.browser.find("#proof[data-result='failed']").await;
    }
    person.leaves().await;
}
