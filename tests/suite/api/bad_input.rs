//! What is not taken, and that nothing is recorded then.

use axum::body::Body;
use axum::http::StatusCode;
use serde_json::json;

use super::commands::proposal;
use super::site::{Site, Who, asked};

async fn refused(site: &Site, method: &str, path: &str, kind: &str, body: impl Into<Body>) -> (u16, String) {
    let request = asked(method, Who::Author, path).header("content-type", kind);
    let answer = site.send(request.body(body.into()).expect("a request")).await;
    assert_eq!(answer.header("content-type"), "application/problem+json", "{method} {path}");
    let problem = answer.json();
    assert_eq!(problem["status"], answer.status.as_u16());
    assert_eq!(problem["type"], format!("urn:veche:problem:{}", answer.code()));
    (answer.status.as_u16(), answer.code())
}

#[tokio::test]
async fn a_body_that_cannot_be_taken_is_a_problem_and_records_nothing() {
    let site = Site::open().await;
    let head = site.world.engine.journal().head().await.expect("it reads");
    let json = "application/json";
    let submit = "/api/v1/initiatives";
    let whole = proposal().to_string();
    let unknown = proposal_with("colour", json!("green"));
    let deep = format!("{{\"fields\": {}1{}}}", "[".repeat(200), "]".repeat(200));
    let cases: Vec<(&str, Vec<u8>, u16, &str)> = vec![
        (json, b"{".to_vec(), 400, "bad_json"),
        (json, b"[]".to_vec(), 400, "bad_json"),
        (json, b"\"\xff\"".to_vec(), 400, "bad_json"),
        (json, deep.into_bytes(), 400, "bad_json"),
        (json, b"{}".to_vec(), 422, "field_missing"),
        (json, Vec::new(), 422, "field_missing"),
        (json, unknown.into_bytes(), 422, "field_unknown"),
        (json, proposal_with("kind", json!("castle")).into_bytes(), 422, "field_unfit"),
        (json, proposal_with("home", json!("71 826")).into_bytes(), 422, "field_unfit"),
        (json, proposal_with("linked_from", json!("x")).into_bytes(), 422, "field_unknown"),
        (json, proposal_with("received_on", json!("2027-02-30")).into_bytes(), 422, "field_unfit"),
        ("text/plain", whole.clone().into_bytes(), 415, "unsupported_media_type"),
        ("application/x-www-form-urlencoded", b"kind=work".to_vec(), 415, "unsupported_media_type"),
        (json, vec![b' '; 600 * 1024], 413, "too_large"),
    ];
    for (kind, body, status, code) in cases {
        let told = String::from_utf8_lossy(&body[..body.len().min(60)]).into_owned();
        assert_eq!(
            refused(&site, "POST", submit, kind, body).await,
            (status, code.to_owned()),
            "{kind} {told}"
        );
    }
    assert_eq!(site.world.engine.journal().head().await.expect("it reads"), head);
}

fn proposal_with(name: &str, value: serde_json::Value) -> String {
    let mut body = proposal();
    body[name] = value;
    body.to_string()
}

#[tokio::test]
async fn a_text_that_nobody_could_mean_is_named_by_its_field() {
    let site = Site::open().await;
    let mut body = proposal();
    body["fields"]["problem"] = json!("   ");
    let answer = site.post(Who::Author, "/api/v1/initiatives", body).await;
    assert_eq!((answer.status.as_u16(), answer.code()), (422, "bad_request".to_owned()));
    assert_eq!(answer.json()["field"], "problem");
}

#[tokio::test]
async fn a_letter_of_nobody_is_refused_and_nothing_is_recorded() {
    let site = Site::open().await;
    let head = site.world.engine.journal().head().await.expect("it reads");
    let mut body = proposal();
    body["channel"] = json!("paper");
    body["letter"] = json!("We ask for a footbridge.");
    let answer = site.post(Who::Clerk, "/api/v1/initiatives", body).await;
    assert_eq!((answer.status.as_u16(), answer.code()), (422, "private_without_subject".to_owned()));
    assert_eq!(answer.json()["field"], "author");
    assert_eq!(site.world.engine.journal().head().await.expect("it reads"), head);
}

#[tokio::test]
async fn addresses_methods_and_parameters_that_are_not_there_are_problems() {
    let site = Site::open().await;
    let none = "00000000-0000-4000-8000-000000000000";
    let cases = [
        ("GET", "/api/v1/nothing".to_owned(), 404, "not_found"),
        ("GET", "/api".to_owned(), 404, "not_found"),
        ("GET", "/api/v2/initiatives".to_owned(), 404, "not_found"),
        ("GET", format!("/api/v1/initiatives/{none}"), 404, "not_found"),
        ("GET", "/api/v1/initiatives/7".to_owned(), 404, "not_found"),
        ("GET", "/api/v1/initiatives/..%2f..%2fetc".to_owned(), 404, "not_found"),
        ("GET", "/api/v1/initiatives/%ff".to_owned(), 404, "not_found"),
        ("GET", "/api/v1/territories/NOWHERE".to_owned(), 404, "not_found"),
        ("POST", format!("/api/v1/initiatives/{none}/withdraw"), 404, "no_such_initiative"),
        ("POST", "/api/v1/initiatives/7/withdraw".to_owned(), 404, "not_found"),
        ("DELETE", "/api/v1/initiatives".to_owned(), 405, "method_not_allowed"),
        ("PUT", format!("/api/v1/initiatives/{none}/withdraw"), 405, "method_not_allowed"),
        ("GET", "/api/v1/initiatives?levle=region".to_owned(), 400, "unknown_parameter"),
        ("GET", "/api/v1/initiatives?level=moon".to_owned(), 400, "bad_parameter"),
        ("GET", "/api/v1/initiatives?limit=0".to_owned(), 400, "bad_parameter"),
        ("GET", "/api/v1/initiatives?limit=201".to_owned(), 400, "bad_parameter"),
        ("GET", "/api/v1/initiatives?limit=2&limit=3".to_owned(), 400, "bad_parameter"),
        ("GET", "/api/v1/initiatives?min_position=soon".to_owned(), 400, "bad_parameter"),
        ("GET", "/api/v1/search".to_owned(), 400, "bad_parameter"),
        ("GET", "/api/v1/themes?as_of=1".to_owned(), 400, "unknown_parameter"),
        ("POST", "/api/v1/initiatives?dry_run=true".to_owned(), 400, "unknown_parameter"),
        ("GET", "/api/v1/performance?level=region&from=2027-13".to_owned(), 400, "bad_parameter"),
        ("GET", "/api/docs/../../etc/passwd".to_owned(), 404, "not_found"),
    ];
    for (method, path, status, code) in cases {
        let told = refused(&site, method, &path, "application/json", "").await;
        assert_eq!(told, (status, code.to_owned()), "{method} {path}");
    }
}

#[tokio::test]
async fn headers_that_cannot_be_read_are_named() {
    let site = Site::open().await;
    let long = "k".repeat(201);
    for (name, value, code) in [
        ("if-match", "7", "bad_if_match"),
        ("if-match", "W/\"7\"", "bad_if_match"),
        ("idempotency-key", long.as_str(), "bad_idempotency_key"),
    ] {
        let answer = site.post_with(Who::Author, "/api/v1/initiatives", &[(name, value)], proposal()).await;
        assert_eq!((answer.status, answer.code()), (StatusCode::BAD_REQUEST, code.to_owned()));
    }
    let request = asked("GET", Who::Visitor, "/api/v1/me").header("authorization", "Basic dXNlcjpwYXNz");
    let answer = site.send(request.body(Body::empty()).expect("a request")).await;
    assert_eq!((answer.status, answer.code()), (StatusCode::UNAUTHORIZED, "bad_token".to_owned()));
}
