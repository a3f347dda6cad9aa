//! The OpenAPI document: it does not change unseen, and answers are as it says.

use axum::body::Body;
use axum::http::StatusCode;
use serde_json::{Value, json};
use tests::snapshot::Snapshots;

use super::commands::proposal;
use super::site::{Site, Who, asked};
use crate::engine::world::SURGUT;

async fn document(site: &Site) -> Value {
    let answer = site.get(Who::Visitor, "/openapi.json").await;
    assert_eq!(answer.status, StatusCode::OK);
    answer.json()
}

#[tokio::test]
async fn the_document_is_as_it_was() {
    let site = Site::open().await;
    let mut snapshots = Snapshots::of("openapi");
    let text = serde_json::to_string_pretty(&document(&site).await).expect("JSON");
    snapshots.compare("openapi.json", &format!("{text}\n"));
    snapshots.finish();
}

#[tokio::test]
async fn every_address_is_in_the_document_and_nothing_else() {
    let site = Site::open().await;
    let document = document(&site).await;
    let paths = document["paths"].as_object().expect("paths");
    let mut described: Vec<(String, String)> = paths
        .iter()
        .flat_map(|(path, item)| {
            let methods = item.as_object().expect("methods").keys();
            methods.map(|method| (method.to_uppercase(), path.clone())).collect::<Vec<_>>()
        })
        .collect();
    let mut served = web::api_addresses();
    described.sort();
    served.sort();
    assert_eq!(described, served);
}

#[tokio::test]
async fn swagger_ui_is_served_from_here_under_a_policy_of_its_own() {
    let site = Site::open().await;
    let page = site.get(Who::Visitor, "/api/docs/").await;
    assert_eq!(page.status, StatusCode::OK);
    let text = String::from_utf8(page.bytes.clone()).expect("HTML");
    assert!(!text.contains("http://") && !text.contains("https://"), "something is loaded from elsewhere");
    assert!(!text.contains("<script>"), "a script stands in the page");
    assert!(page.header("content-security-policy").contains("style-src 'self' 'unsafe-inline'"));
    let script = site.get(Who::Visitor, "/api/docs/swagger-initializer.js").await;
    assert!(String::from_utf8(script.bytes).expect("a script").contains("/openapi.json"));
    let other = site.get(Who::Visitor, "/api/v1/themes").await;
    assert!(!other.header("content-security-policy").contains("unsafe-inline"));
    let without = asked("GET", Who::Visitor, "/api/docs").body(Body::empty()).expect("a request");
    assert_eq!(site.send(without).await.header("location"), "/api/docs/");
}

#[tokio::test]
async fn answers_are_as_the_document_says() {
    let site = Site::open().await;
    let document = document(&site).await;
    let initiative = site.post(Who::Author, "/api/v1/initiatives", proposal()).await;
    let path = initiative.header("location");
    site.post(Who::Clerk, &format!("{path}/register"), json!({"theme": "roads"})).await;
    site.post(Who::Clerk, &format!("{path}/publish"), json!({})).await;
    let hearing = json!({"on": "2027-01-20", "starts_at": 1080, "place": "The school"});
    site.post(Who::Clerk, &format!("{path}/announce-hearing"), hearing).await;
    site.post(Who::Verified, &format!("{path}/support"), json!({"channel": "web"})).await;
    site.post(Who::Verified, &format!("{path}/comments"), json!({"text": "Yes, please."})).await;
    for day in ["2027-02-01T06:00:00Z", "2027-04-20T06:00:00Z"] {
        site.world.clock.set(crate::engine::world::at(day));
        site.world.engine.tick(site.world.engine.now()).await.expect("it ticks");
    }
    site.world.engine.views().catch_up().await.expect("the views catch up");
    let id = path.rsplit('/').next().expect("an id").to_owned();
    let mut checked = 0;
    for (method, pattern) in web::api_addresses() {
        if method != "GET" || pattern.ends_with("{attachment}") || pattern.ends_with("/changes") {
            continue;
        }
        let path = pattern
            .replace("{initiative}", &id)
            .replace("{territory}", SURGUT)
            .replace("{authority}", &format!("{SURGUT}.main"))
            .replace("{official}", &Who::Clerk.official().expect("one").to_string())
            .replace("{participant}", &crate::engine::world::id(1001).to_string())
            .replace("{procedure}/{version}", "inverted-pyramid/1")
            .replace("{position}", "3");
        let query = match pattern.as_str() {
            "/api/v1/search" => "?q=footbridge",
            "/api/v1/similar" => "?text=footbridge",
            "/api/v1/funnel/breakdown" => "?by=territory",
            "/api/v1/performance" => "?level=municipality",
            name if name.starts_with("/api/v1/named/") => "?name=Territory",
            name if name.ends_with("/incoming") || name.ends_with("/outgoing") => "?year=2027",
            _ => "",
        };
        // An auditor sees everything but what is the author's own.
        let reader = if pattern.ends_with("/invitation") { Who::Author } else { Who::Auditor };
        for who in [reader, Who::Visitor] {
            let answer = site.get(who, &format!("{path}{query}")).await;
            let status = answer.status.as_u16().to_string();
            let said = &document["paths"][&pattern]["get"]["responses"][&status];
            assert!(!said.is_null(), "{pattern} answered {status}: {}", answer.code());
            if answer.status == StatusCode::OK {
                let schema = &said["content"]["application/json"]["schema"];
                fits(&document, schema, &answer.json(), &pattern);
                checked += 1;
            } else {
                assert_eq!((who, status.as_str()), (Who::Visitor, "401"), "{pattern}: {}", answer.code());
            }
        }
    }
    assert!(checked > 50, "only {checked} answers were looked at");
}

#[tokio::test]
async fn every_line_of_changes_is_as_the_document_says() {
    let site = Site::open().await;
    let document = document(&site).await;
    let initiative = site.post(Who::Author, "/api/v1/initiatives", proposal()).await.header("location");
    site.post(Who::Clerk, &format!("{initiative}/register"), json!({"theme": "roads"})).await;
    site.post(Who::Clerk, &format!("{initiative}/publish"), json!({})).await;
    site.post(Who::Verified, &format!("{initiative}/support"), json!({"channel": "web"})).await;
    let said = &document["paths"]["/api/v1/changes"]["get"]["responses"]["200"];
    let schema = &said["content"]["application/x-ndjson"]["schema"];
    let answer = site.get(Who::Visitor, "/api/v1/changes").await;
    let told = said["headers"].as_object().expect("headers").keys();
    told.for_each(|name| assert_ne!(answer.header(&name.to_lowercase()), "", "{name} is not there"));
    let text = String::from_utf8(answer.bytes).expect("UTF-8");
    let mut seen = std::collections::BTreeSet::new();
    for line in text.lines() {
        let line: Value = serde_json::from_str(line).expect("a line of JSON");
        fits(&document, schema, &line, "a change");
        seen.extend(line.as_object().expect("an object").keys().cloned());
    }
    for name in ["published", "details", "by", "initiative", "home", "custody", "done_on", "follows"] {
        assert!(seen.contains(name), "nothing had {name}");
    }
}

/// Insists that a value is as a schema says, and that the schema says everything of it.
fn fits(document: &Value, schema: &Value, value: &Value, place: &str) {
    let wrong = mismatch(document, schema, value, place);
    assert!(wrong.is_none(), "{}", wrong.unwrap_or_default());
}

fn mismatch(document: &Value, schema: &Value, value: &Value, place: &str) -> Option<String> {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.rsplit('/').next().expect("a name");
        return mismatch(document, &document["components"]["schemas"][name], value, place);
    }
    if let Some(forms) = schema["oneOf"].as_array() {
        let tried: Vec<String> =
            forms.iter().filter_map(|form| mismatch(document, form, value, place)).collect();
        let fitting = forms.len() - tried.len();
        return (fitting != 1).then(|| format!("{place}: {fitting} forms fit {value}: {tried:?}"));
    }
    if let Some(forms) = schema["anyOf"].as_array() {
        let tried: Vec<String> =
            forms.iter().filter_map(|form| mismatch(document, form, value, place)).collect();
        return (forms.len() == tried.len()).then(|| format!("{place}: no form fits {value}: {tried:?}"));
    }
    if let Some(words) = schema["enum"].as_array() {
        return (!words.contains(value)).then(|| format!("{place}: {value} is none of {words:?}"));
    }
    let kind = schema["type"].as_str().unwrap_or("any");
    let right = match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        _ => true,
    };
    if !right {
        return Some(format!("{place}: {value} is no {kind}"));
    }
    if let (Some(items), Some(values)) = (schema.get("items"), value.as_array()) {
        return values.iter().find_map(|value| mismatch(document, items, value, &format!("{place}[]")));
    }
    let (Some(fields), Some(known)) = (value.as_object(), schema["properties"].as_object()) else {
        return None;
    };
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    if let Some(missing) =
        required.iter().find(|name| name.as_str().is_none_or(|name| !fields.contains_key(name)))
    {
        return Some(format!("{place}: {missing} is missing"));
    }
    fields.iter().find_map(|(name, value)| match known.get(name) {
        Some(schema) => mismatch(document, schema, value, &format!("{place}.{name}")),
        None => Some(format!("{place}: nothing is said of {name}")),
    })
}
