//! Commands: done once, on an understanding, and read after they were written.

use aggregates::ids::{OfficialId, ParticipantId};
use axum::body::Body;
use axum::http::StatusCode;
use desk::Scope;
use serde_json::{Value, json};
use vault::KeyId;

use super::site::{Site, Who, asked, token};
use crate::engine::world::{SURGUT, id};

super::on_both_stores!(
    an_initiative_is_submitted_registered_published_and_supported
    the_same_key_is_done_once_and_another_body_under_it_is_refused
    what_has_moved_since_it_was_seen_is_refused
    the_date_on_the_document_stands_beside_the_fields
    personal_data_is_found_and_what_a_person_confirmed_passes
    a_token_is_good_for_its_scopes_only
    a_cookie_means_nothing_to_the_api
    a_file_is_kept_for_a_case_and_given_to_whoever_may_read_it
    what_an_official_adds_to_a_case_is_the_authors_also_where_he_lives_there_himself
    an_administrator_does_what_no_clerk_may
    how_to_reach_somebody_need_not_be_a_number
);

pub(crate) fn proposal() -> Value {
    json!({
        "kind": "work", "home": SURGUT, "channel": "web",
        "fields": {
            "title": "A footbridge over the creek",
            "problem": "Children walk two kilometres round to get to school.",
            "proposal": "A wooden footbridge at the end of Lesnaya street.",
            "expected_result": "Ten minutes instead of forty.",
        },
        "consents": {"publish_text": true, "pass_up": true},
    })
}

async fn submitted(site: &Site) -> (String, Value) {
    let answer = site.post(Who::Author, "/api/v1/initiatives", proposal()).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", String::from_utf8_lossy(&answer.bytes));
    let receipt = answer.json();
    let path = answer.header("location");
    assert_eq!(path, format!("/api/v1/initiatives/{}", receipt["stream"]["id"].as_str().expect("an id")));
    assert_eq!(answer.header("veche-position"), receipt["last"].to_string());
    assert_eq!(answer.header("etag"), format!("\"{}\"", receipt["sequence"]));
    (path, receipt)
}

async fn an_initiative_is_submitted_registered_published_and_supported(site: Site) {
    let (path, _) = submitted(&site).await;
    let done = |answer: &super::site::Answer| assert_eq!(answer.status, StatusCode::OK, "{}", answer.code());
    done(&site.post(Who::Clerk, &format!("{path}/register"), json!({"theme": "roads"})).await);
    done(&site.post(Who::Clerk, &format!("{path}/publish"), json!({})).await);
    let supported = site.post(Who::Verified, &format!("{path}/support"), json!({"channel": "web"})).await;
    done(&supported);
    let position = supported.header("veche-position");
    let counts = site.get(Who::Visitor, &format!("{path}/supports?min_position={position}")).await.json();
    let all = counts["items"].as_array().expect("a list").iter().find(|count| count["territory"] == "RU");
    assert_eq!(all.expect("the federation counts all")["count"], 1);
    let page = site.get(Who::Visitor, &path).await;
    assert_eq!(page.json()["title"]["text"], "A footbridge over the creek");
    assert_eq!(page.header("etag"), format!("\"{}\"", page.json()["sequence"]));
}

async fn the_same_key_is_done_once_and_another_body_under_it_is_refused(site: Site) {
    for key in ["1f4ad3c1-3b52-4a3e-9bb0-0a7f5f8d1b11", "order 7 of the town's portal"] {
        let headers = [("idempotency-key", key)];
        let first = site.post_with(Who::Author, "/api/v1/initiatives", &headers, proposal()).await;
        let second = site.post_with(Who::Author, "/api/v1/initiatives", &headers, proposal()).await;
        assert_eq!((first.status, second.status), (StatusCode::CREATED, StatusCode::OK));
        assert_eq!(first.json()["stream"], second.json()["stream"]);
        assert_eq!(second.json()["repeated"], true);
        let mut another = proposal();
        another["fields"]["title"] = json!("A road");
        let reused = site.post_with(Who::Author, "/api/v1/initiatives", &headers, another).await;
        assert_eq!((reused.status, reused.code()), (StatusCode::CONFLICT, "id_reused".to_owned()));
    }
}

async fn what_has_moved_since_it_was_seen_is_refused(site: Site) {
    let (path, _) = submitted(&site).await;
    let etag = site.get(Who::Clerk, &path).await.header("etag");
    let register = format!("{path}/register");
    let seen = [("if-match", etag.as_str())];
    let first = site.post_with(Who::Clerk, &register, &seen, json!({"theme": "roads"})).await;
    assert_eq!(first.status, StatusCode::OK);
    let again = site.post_with(Who::Clerk, &format!("{path}/publish"), &seen, json!({})).await;
    assert_eq!((again.status, again.code()), (StatusCode::PRECONDITION_FAILED, "stale".to_owned()));
    let now = first.header("etag");
    let seen_now = [("if-match", now.as_str())];
    let published = site.post_with(Who::Clerk, &format!("{path}/publish"), &seen_now, json!({})).await;
    assert_eq!(published.status, StatusCode::OK);
}

async fn the_date_on_the_document_stands_beside_the_fields(site: Site) {
    let (path, _) = submitted(&site).await;
    let body = json!({"theme": "roads", "done_on": "2027-01-12"});
    let future = site.post(Who::Clerk, &format!("{path}/register"), body).await;
    assert_eq!((future.status, future.code()), (StatusCode::CONFLICT, "done_in_future".to_owned()));
    let body = json!({"theme": "roads", "done_on": "2027-01-11"});
    assert_eq!(site.post(Who::Clerk, &format!("{path}/register"), body).await.status, StatusCode::OK);
}

async fn personal_data_is_found_and_what_a_person_confirmed_passes(site: Site) {
    let (path, _) = submitted(&site).await;
    let questions = "Please call +7 912 345-67-89: where exactly should it stand?";
    let ask = format!("{path}/return-for-clarification");
    site.post(Who::Clerk, &format!("{path}/register"), json!({"theme": "roads"})).await;
    let refused = site.post(Who::Clerk, &ask, json!({"questions": questions})).await;
    assert_eq!((refused.status, refused.code()), (StatusCode::CONFLICT, "personal_data_found".to_owned()));
    let mut findings = refused.json()["findings"].clone();
    assert_eq!(findings[0]["kind"], "phone");
    findings[0]["because"] = json!("office_contact");
    let confirmed = json!({"questions": questions, "confirmed": findings});
    assert_eq!(site.post(Who::Clerk, &ask, confirmed).await.status, StatusCode::OK);
}

async fn a_token_is_good_for_its_scopes_only(site: Site) {
    let account = site.desk.account_of_official(OfficialId(Who::Clerk.official().expect("one")));
    let account = account.await.expect("the desk reads").expect("the clerk has one");
    let token_id = crate::engine::world::id(9001);
    token(&site.world, &site.desk, (&account, token_id), "read-only", vec![Scope::Read]).await;
    let (path, _) = submitted(&site).await;
    let send = |method: &'static str, path: String, secret: &'static str| {
        let request = asked(method, Who::Visitor, &path)
            .header("authorization", format!("Bearer {secret}"))
            .header("content-type", "application/json");
        site.send(request.body(Body::from(if method == "POST" { "{}" } else { "" })).expect("a request"))
    };
    let worklist = format!("/api/v1/authorities/{SURGUT}.main/worklist");
    assert_eq!(send("GET", worklist.clone(), "read-only").await.status, StatusCode::OK);
    let refused = send("POST", format!("{path}/register"), "read-only").await;
    assert_eq!((refused.status, refused.code()), (StatusCode::FORBIDDEN, "insufficient_scope".to_owned()));
    let unknown = send("GET", worklist, "nobody's").await;
    assert_eq!((unknown.status, unknown.code()), (StatusCode::UNAUTHORIZED, "bad_token".to_owned()));
    assert_eq!(unknown.header("www-authenticate"), "Bearer");
}

async fn a_cookie_means_nothing_to_the_api(site: Site) {
    let request = asked("GET", Who::Visitor, "/api/v1/me")
        .header("cookie", format!("veche_session={}", Who::Clerk.secret()));
    let answer = site.send(request.body(Body::empty()).expect("a request")).await;
    assert_eq!((answer.status, answer.code()), (StatusCode::UNAUTHORIZED, "sign_in_needed".to_owned()));
}

async fn a_file_is_kept_for_a_case_and_given_to_whoever_may_read_it(site: Site) {
    let id = crate::engine::world::id(7001);
    let files = format!("/api/v1/initiatives/{id}/attachments");
    let upload = |who: Who, kind: &'static str, bytes: &'static [u8]| {
        let request = asked("POST", who, &files).header("content-type", kind);
        site.send(request.body(Body::from(bytes)).expect("a request"))
    };
    let kept = upload(Who::Author, "text/plain", "Протокол собрания".as_bytes()).await;
    assert_eq!(kept.status, StatusCode::CREATED, "{}", kept.code());
    assert_eq!(upload(Who::Author, "text/html", b"<b>").await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(upload(Who::Author, "image/png", b"%PDF-1.7").await.code(), "attachment_media_differs");
    let mut body = proposal();
    (body["id"], body["attachments"]) = (json!(id), json!([kept.json()]));
    assert_eq!(site.post(Who::Author, "/api/v1/initiatives", body).await.status, StatusCode::CREATED);
    let one = format!("{files}/{}", kept.json()["id"].as_str().expect("an id"));
    let openings = format!("/api/v1/initiatives/{id}/openings");
    let opens = json!({"fields": ["attachments", "identity"], "reason": "review"});
    for who in [Who::Author, Who::Clerk, Who::Auditor] {
        if who != Who::Author {
            assert_eq!(site.get(who, &one).await.code(), "not_opened", "{who:?}");
            let opened = site.post(who, &openings, opens.clone()).await;
            assert_eq!(opened.status, StatusCode::OK, "{who:?} {}", opened.code());
            assert_eq!(opened.header("cache-control"), "private, no-store");
            let opened = opened.json();
            assert_eq!(opened["attachments"][0]["id"], kept.json()["id"]);
            assert!(opened["identity"]["surname"].is_string(), "{opened}");
            assert!(opened["phone"].is_null(), "what was not asked for is not shown");
        }
        let file = site.get(who, &one).await;
        assert_eq!(
            (file.status, file.bytes),
            (StatusCode::OK, "Протокол собрания".as_bytes().to_vec()),
            "{who:?}"
        );
    }
    for who in [Who::Verified, Who::NeighbourClerk] {
        assert_eq!(site.get(who, &one).await.status, StatusCode::NOT_FOUND, "{who:?}");
        assert_eq!(upload(who, "text/plain", b"me too").await.code(), "not_concerned", "{who:?}");
    }
    // Somebody names the file in a case of his own.
    let mut theirs = proposal();
    theirs["attachments"] = json!([kept.json()]);
    let refused = site.post(Who::Verified, "/api/v1/initiatives", theirs).await;
    assert_eq!(refused.code(), "attachment_elsewhere");
}

async fn what_an_official_adds_to_a_case_is_the_authors_also_where_he_lives_there_himself(site: Site) {
    let clerk = OfficialId(Who::Clerk.official().expect("one"));
    let account = site.desk.account_of_official(clerk).await.expect("the desk reads").expect("he has one");
    let (neighbour, author) = (ParticipantId(id(1003)), ParticipantId(id(1001)));
    site.desk.set_participant(account.id, neighbour).await.expect("he lives there");
    let (path, _) = submitted(&site).await;
    let request = asked("POST", Who::Clerk, &format!("{path}/attachments"));
    let request = request.header("content-type", "text/plain").body(Body::from("We have to ask the region."));
    let kept = site.send(request.expect("a request")).await;
    assert_eq!(kept.status, StatusCode::CREATED, "{}", kept.code());
    let file = KeyId::Attachment(kept.json()["id"].as_str().and_then(|id| id.parse().ok()).expect("an id"));
    let vault = site.world.engine.vault();
    assert!(vault.keys_of(author).await.expect("the vault reads").contains(&file));
    assert!(!vault.keys_of(neighbour).await.expect("the vault reads").contains(&file));
}

async fn an_administrator_does_what_no_clerk_may(site: Site) {
    let body = json!({
        "id": "71826999", "kind": "settlement", "parent": SURGUT, "name": "Lesnoy", "utc_offset": "+5",
    });
    let refused = site.post(Who::Clerk, "/api/v1/territories", body.clone()).await;
    assert_eq!((refused.status, refused.code()), (StatusCode::FORBIDDEN, "not_administrator".to_owned()));
    let made = site.post(Who::Administrator, "/api/v1/territories", body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.code());
    let read = site.get(Who::Visitor, &made.header("location")).await.json();
    assert_eq!(read["territory"]["name"], "Lesnoy");
    let path: Vec<&str> =
        read["path"].as_array().expect("a list").iter().filter_map(|it| it["id"].as_str()).collect();
    assert_eq!(path, ["71826999", SURGUT, "71800000", "RU"]);
}

async fn how_to_reach_somebody_need_not_be_a_number(site: Site) {
    let me = format!("/api/v1/participants/{}", crate::engine::world::id(1002));
    for phone in ["ask my son", "–", "+7 912 345-67-89"] {
        let answer = site.post(Who::Verified, &format!("{me}/set-contact"), json!({"phone": phone})).await;
        assert_eq!(answer.status, StatusCode::OK, "{phone}: {}", answer.code());
    }
}
