//! Questions: pages, moments, and what is whose to see.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::commands::proposal;
use super::site::{Site, Who};
use crate::engine::world::SURGUT;

super::on_both_stores!(
    pages_follow_one_another_and_end
    nobody_but_those_concerned_reads_what_is_not_published
    a_question_can_be_asked_as_of_a_position_a_date_or_a_time
    a_position_that_nothing_has_is_not_waited_for
    whoever_asks_is_told_who_he_is
    only_his_own_are_whole_and_mine_to_a_resident
);

async fn submitted(site: &Site, title: &str) -> String {
    let mut body = proposal();
    body["fields"]["title"] = json!(title);
    site.post(Who::Author, "/api/v1/initiatives", body).await.header("location")
}

fn titles(list: &Value) -> Vec<&str> {
    let items = list["items"].as_array().expect("a list");
    items.iter().map(|item| item["title"].as_str().unwrap_or("-")).collect()
}

async fn pages_follow_one_another_and_end(site: Site) {
    for title in ["One", "Two", "Three"] {
        submitted(&site, title).await;
    }
    let first = site.get(Who::Auditor, "/api/v1/initiatives?limit=2").await.json();
    assert_eq!(titles(&first), ["Three", "Two"]);
    let cursor = first["next"].as_str().expect("there is more");
    let second = site.get(Who::Auditor, &format!("/api/v1/initiatives?limit=2&cursor={cursor}")).await.json();
    assert_eq!((titles(&second), &second["next"]), (vec!["One"], &Value::Null));
    // A cursor belongs to its question; the length of a page does not.
    let longer = site.get(Who::Auditor, &format!("/api/v1/initiatives?limit=9&cursor={cursor}")).await;
    assert_eq!(longer.status, StatusCode::OK);
    for other in ["initiatives?level=region&", "misses?", "events?"] {
        let answer = site.get(Who::Auditor, &format!("/api/v1/{other}cursor={cursor}")).await;
        assert_eq!(
            (answer.status, answer.code()),
            (StatusCode::BAD_REQUEST, "bad_cursor".to_owned()),
            "{other}"
        );
    }
    let forged = site.get(Who::Auditor, "/api/v1/initiatives?cursor=NDI").await;
    assert_eq!((forged.status, forged.code()), (StatusCode::BAD_REQUEST, "bad_cursor".to_owned()));
}

async fn nobody_but_those_concerned_reads_what_is_not_published(site: Site) {
    let path = submitted(&site, "A secret until published").await;
    for who in Who::ALL {
        let concerned = [Who::Author, Who::Clerk, Who::Officer, Who::Head, Who::Auditor, Who::Administrator];
        let paths = [
            path.clone(),
            format!("{path}/timeline"),
            "/api/v1/initiatives".to_owned(),
            "/api/v1/misses".to_owned(),
            "/api/v1/search?q=secret".to_owned(),
            "/api/v1/similar?text=secret%20until%20published".to_owned(),
        ];
        for path in paths {
            let answer = site.get(who, &path).await;
            assert_eq!(answer.status, StatusCode::OK, "{who:?} {path}");
            let told = String::from_utf8_lossy(&answer.bytes).contains("secret until published");
            assert!(!told || concerned.contains(&who), "{who:?} reads {path}");
        }
    }
    let whole = site.get(Who::Author, &path).await.json();
    assert_eq!(whole["title"]["text"], "A secret until published");
}

async fn a_question_can_be_asked_as_of_a_position_a_date_or_a_time(site: Site) {
    let before = site.world.engine.views().reached();
    let path = submitted(&site, "Later").await;
    let all = site.get(Who::Auditor, "/api/v1/initiatives").await.json();
    assert_eq!(titles(&all), ["Later"]);
    for moment in [before.to_string(), "2027-01-10".to_owned(), "2027-01-11T05:00:00Z".to_owned()] {
        let then = site.get(Who::Auditor, &format!("/api/v1/initiatives?as_of={moment}")).await;
        assert_eq!(titles(&then.json()), [""; 0], "{moment}");
        assert_eq!(
            site.get(Who::Auditor, &format!("{path}?as_of={moment}")).await.status,
            StatusCode::NOT_FOUND
        );
    }
    let position = site.get(Who::Auditor, &format!("/api/v1/initiatives?as_of={before}")).await;
    assert_eq!(position.header("veche-position"), before.to_string());
    for wrong in ["yesterday", "2027-02-30", "-1", "2027-01-11T05:00:00"] {
        let answer = site.get(Who::Visitor, &format!("/api/v1/initiatives?as_of={wrong}")).await;
        assert_eq!(
            (answer.status, answer.code()),
            (StatusCode::BAD_REQUEST, "bad_moment".to_owned()),
            "{wrong}"
        );
    }
}

async fn a_position_that_nothing_has_is_not_waited_for(site: Site) {
    for (name, code) in [("min_position", "no_such_position"), ("as_of", "no_such_position")] {
        for position in ["999999", "18446744073709551615"] {
            let answer = site.get(Who::Visitor, &format!("/api/v1/initiatives?{name}={position}")).await;
            assert_eq!((answer.status, answer.code()), (StatusCode::BAD_REQUEST, code.to_owned()));
        }
    }
    // Recorded by another node, say, and not seen here yet: the question waits.
    let what = crate::engine::world::submission();
    let receipt = site.world.when(crate::engine::world::resident(1), what).await.expect("it is submitted");
    let path = format!("/api/v1/initiatives?min_position={}", receipt.last);
    let list = site.get(Who::Auditor, &path).await;
    assert_eq!(titles(&list.json()).len(), 1);
    assert!(list.header("veche-position").parse::<u64>().expect("a number") >= receipt.last);
}

async fn whoever_asks_is_told_who_he_is(site: Site) {
    let clerk = site.get(Who::Clerk, "/api/v1/me").await.json();
    assert_eq!(clerk["authority"], format!("{SURGUT}.main"));
    assert_eq!(clerk["roles_today"], json!(["clerk"]));
    assert_eq!(clerk["scopes"], json!(["read", "participate", "office"]));
    let resident = site.get(Who::Verified, "/api/v1/me").await.json();
    assert_eq!(
        (&resident["participant"]["residence"], &resident["official"]),
        (&json!(SURGUT), &Value::Null)
    );
}

async fn only_his_own_are_whole_and_mine_to_a_resident(site: Site) {
    submitted(&site, "Mine").await;
    let own = site.get(Who::Author, "/api/v1/initiatives?mine=true").await.json();
    assert_eq!(titles(&own), ["Mine"]);
    assert_eq!(titles(&site.get(Who::Verified, "/api/v1/initiatives?mine=true").await.json()), [""; 0]);
    assert_eq!(titles(&site.get(Who::Verified, "/api/v1/initiatives").await.json()), ["-"]);
    assert_eq!(site.get(Who::Visitor, "/api/v1/initiatives?mine=true").await.code(), "sign_in_needed");
}
