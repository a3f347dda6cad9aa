//! What programs of others make of it.

use serde_json::{Value, json};
use tests::outside::run_python;

use super::place::Place;
use crate::engine::world::{SURGUT, clerk};

fn json_of(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// A script blocks its thread; what it reads is served by others.
async fn run(script: &'static str, arguments: Vec<String>) -> Value {
    let run = tokio::task::spawn_blocking(move || {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        run_python(script, &arguments)
    });
    json_of(&run.await.expect("it ran"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_news_reader_reads_every_feed_in_both_languages() {
    let place = Place::new().await;
    let one = format!("/feeds/initiatives/{}.atom", place.bridge);
    let feeds: Vec<String> = [
        "/feeds/initiatives.atom",
        "/feeds/initiatives.atom?lang=en",
        "/feeds/territories/71826000.atom",
        "/feeds/authorities/71826000.main.atom?lang=en",
        "/feeds/misses.atom",
        one.as_str(),
    ]
    .map(str::to_owned)
    .to_vec();
    let arguments = std::iter::once(place.served.url.clone()).chain(feeds.clone()).collect();
    let read = run("read_feeds.py", arguments).await;
    let entries = |feed: &str| read[feed]["entries"].as_array().expect("entries").clone();
    for feed in [&feeds[0], &feeds[2], &feeds[5]] {
        let entries = entries(feed);
        assert!(entries.iter().any(|it| it["title"] == "Опубликована: A footbridge"), "{feed}: {entries:?}");
        assert!(
            entries.iter().any(|it| it["content"].to_string().contains("Children walk round.")),
            "{feed}"
        );
    }
    let english = entries(&feeds[1]);
    assert_eq!(english[0]["title"], "Hearing announced: A footbridge", "{english:?}");
    let link = format!("{}/en/initiatives/{}", place.served.url, place.bridge);
    assert_eq!(english[0]["link"], json!(link));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_feed_is_read_page_by_page() {
    let place = Place::new().await;
    for day in 1..=60 {
        let place_of = format!("Hall {day}");
        let hearing = json!({"announce_hearing": {"on": "2027-02-01", "starts_at": 600, "place": place_of}});
        place.world.acts(clerk(SURGUT), place.bridge, hearing).await;
    }
    place.served.engine().views().catch_up().await.expect("the views catch up");
    let feed = format!("/feeds/initiatives/{}.atom", place.bridge);
    let read = run("read_feeds.py", vec![place.served.url.clone(), feed.clone()]).await;
    // Registered, asked, clarified are from before: of those published, one publication, one
    // hearing, and sixty more.
    assert_eq!(read[&feed]["pages"], 2);
    assert_eq!(read[&feed]["entries"].as_array().map(Vec::len), Some(62));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_calendar_program_shows_the_hearings() {
    let place = Place::new().await;
    let address = |path: &str| format!("{}{path}", place.served.url);
    let all = run("read_calendar.py", vec![address("/feeds/hearings.ics?lang=en")]).await;
    let event = &all[0];
    assert_eq!(event["summary"], "Hearing: A footbridge");
    assert_eq!(event["location"], "House of culture; hall 2, ground floor");
    assert_eq!(event["start"], "2027-01-20T13:30:00+00:00", "half past six in the evening in Surgut");
    let there = run("read_calendar.py", vec![address("/feeds/territories/71826000/hearings.ics")]).await;
    assert_eq!(there.as_array().map(Vec::len), Some(1));
    let elsewhere = run("read_calendar.py", vec![address("/feeds/territories/RU/hearings.ics")]).await;
    assert_eq!(elsewhere.as_array().map(Vec::len), Some(1), "a country has those of its towns");
}

#[tokio::test(flavor = "multi_thread")]
async fn open_data_is_as_its_schemas_say() {
    let place = Place::new().await;
    let tables = run("read_data.py", vec![place.served.url.clone()]).await;
    let initiatives = tables["initiatives"].as_array().expect("rows");
    let row = |id: uuid::Uuid| initiatives.iter().find(|row| row["id"] == json!(id)).expect("it is listed");
    let bridge = row(place.bridge);
    assert_eq!((&bridge["title"], &bridge["supports"]), (&json!("A footbridge"), &json!(5)));
    assert_eq!((&bridge["authority"], &bridge["territory"]), (&json!("71826000.main"), &json!("71826000")));
    assert_eq!(row(place.hidden)["title"], Value::Null);
    let days = tables["supports-per-day"].as_array().expect("rows");
    let in_all: i64 =
        days.iter().filter(|day| day["territory"] == "RU").map(|day| day["change"].as_i64().unwrap()).sum();
    assert_eq!(in_all, 5);
    assert!(days.iter().all(|day| day["initiative"] == json!(place.bridge)), "{days:?}");
}
