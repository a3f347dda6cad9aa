//! Giving a command: on what understanding, what it asks for, and the receipt.

use aggregates::gate::Confirmation;
use axum::Json;
use axum::http::header::{CONTENT_TYPE, ETAG, HeaderName, HeaderValue, IF_MATCH, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use engine::Receipt;
use jiff::civil::Date;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use utoipa::openapi::{RefOr, Schema};
use uuid::Uuid;

use super::answer::{POSITION, tag};
use super::bodies::Body;
use super::call::Call;
use super::row::{Given, NoQuery};
use super::shape::{Book, Members, Shape, shapes};
use crate::acting::{Terms, act};
use crate::app::App;
use crate::pages::events::{Leaf, Receipts};
use crate::problem::Problem;

pub(super) const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// The longest key of a sender.
const LONGEST_KEY: usize = 200;
/// The largest whole number that every program reads as it was written.
const LARGEST_NUMBER: u64 = (1 << 53) - 1;

/// The answer to a command that was done.
#[derive(Serialize)]
pub(super) struct Receipted {
    command_id: Uuid,
    stream: Stream,
    sequence: u64,
    first: u64,
    last: u64,
    repeated: bool,
    receipts: Receipts,
}

/// A stream of the journal.
#[derive(Serialize)]
pub(super) struct Stream {
    kind: String,
    id: String,
}

shapes! {
    /// What became of a command.
    Receipted as "Receipt" {
        command_id "Its id in the journal.", stream "What it was done to.",
        sequence "Of that stream afterwards: what `If-Match` of the next command may name.",
        first "Position of the first event; one more than `last` where nothing had to change.",
        last "Position of the last event: what `min_position` may name.",
        repeated "It had been done before; nothing was added now.",
        receipts "Where each event stands in the public log. Keep them: an event that never appears there is proven by its receipt.",
    }
    /// Where an event stands in the public log.
    Leaf as "LogReceipt" {
        position "The position of the event; its index in the log is one less.",
        leaf_hash "SHA-256 of a zero byte and the entry, in base64, as in proofs.",
    }
    /// A stream of the journal.
    Stream as "Stream" { kind, id }
}

impl Receipted {
    async fn of(app: &App, receipt: Receipt) -> Result<Self, Problem> {
        let Receipt { command_id, stream, sequence, first, last, repeated } = receipt;
        let stream = Stream { kind: stream.kind.to_string(), id: stream.id.to_string() };
        let receipts = Leaf::between(app, first, last).await?;
        Ok(Self { command_id, stream, sequence, first, last, repeated, receipts })
    }
}

/// Reads the body, gives the command, answers with the receipt.
pub(super) async fn give<B: Body>(mut call: Call) -> Result<Response, Problem> {
    call.query::<NoQuery>()?;
    let (command_id, expected) = (command_id(&call.headers)?, expected(&call.headers)?);
    if !is_json(&call.headers) && !call.body.is_empty() {
        return Err(Problem::media_type("application/json"));
    }
    let (body, done_on, confirmed) = read::<B>(&call.body, B::BESIDE)?;
    let intent = body.intent(&call.ids)?;
    let terms = Terms { command_id, expected, done_on, confirmed };
    let done = act(&call.app, call.asker.caller()?, intent, terms).await;
    let done = done.map_err(|problem| at_its_place(&call, problem))?;
    let receipt = Receipted::of(&call.app, done).await?;
    let new = matches!(call.row.given, Given::Receipt { makes: true }) && !receipt.repeated;
    Ok(receipted(receipt, new))
}

/// The body of what is no command of the engine's, as it stands.
///
/// # Errors
///
/// If it is not JSON, or not that.
pub(super) fn body<B: DeserializeOwned>(call: &Call) -> Result<B, Problem> {
    if !is_json(&call.headers) && !call.body.is_empty() {
        return Err(Problem::media_type("application/json"));
    }
    Ok(read::<B>(&call.body, &[])?.0)
}

/// A receipt with its headers.
fn receipted(receipt: Receipted, new: bool) -> Response {
    let status = if new { StatusCode::CREATED } else { StatusCode::OK };
    let (position, sequence) = (receipt.last, receipt.sequence);
    let place = place(&receipt.stream);
    let mut response = (status, Json(receipt)).into_response();
    let headers = response.headers_mut();
    headers.insert(POSITION, HeaderValue::from(position));
    headers.insert(ETAG, tag(sequence));
    if let Some(place) = place.filter(|_| new).and_then(|place| HeaderValue::try_from(place).ok()) {
        headers.insert(LOCATION, place);
    }
    response
}

/// Where what was made can be read.
fn place(stream: &Stream) -> Option<String> {
    let folder = match stream.kind.as_str() {
        "initiative" => "initiatives",
        "territory" => "territories",
        "authority" => "authorities",
        "official" => "officials",
        "participant" => "participants",
        _ => return None,
    };
    Some(format!("/api/v1/{folder}/{}", stream.id))
}

/// What the engine says of a text names its field by the whole path; here it is the body's.
/// What is not there is not found, if the address names it.
fn at_its_place(call: &Call, problem: Problem) -> Problem {
    let field = problem.field.as_deref().and_then(|path| path.rsplit("do.").next()).map(str::to_owned);
    let named = call.ids.0.iter().any(|(name, _)| problem.code == format!("no_such_{name}"));
    let problem =
        if named { Problem::new(StatusCode::NOT_FOUND, problem.code, problem.detail) } else { problem };
    Problem { field, ..problem }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

/// The sender's own key: the same key of the same sender is done once.
fn command_id(headers: &HeaderMap) -> Result<Option<Uuid>, Problem> {
    let Some(key) = headers.get(IDEMPOTENCY_KEY) else { return Ok(None) };
    let key = key.to_str().ok().map(str::trim).filter(|key| (1..=LONGEST_KEY).contains(&key.len()));
    let key = key.ok_or_else(|| {
        let detail = "Idempotency-Key is 1 to 200 visible ASCII characters; a UUID is best";
        Problem::header("Idempotency-Key", "bad_idempotency_key", detail)
    })?;
    if let Ok(id) = Uuid::parse_str(key) {
        return Ok(Some(id));
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&Sha256::digest(format!("veche idempotency key 1 {key}"))[..16]);
    Ok(Some(uuid::Builder::from_custom_bytes(bytes).into_uuid()))
}

/// The sequence at which the sender saw the thing.
fn expected(headers: &HeaderMap) -> Result<Option<u64>, Problem> {
    let Some(value) = headers.get(IF_MATCH) else { return Ok(None) };
    let tag = value.to_str().ok().and_then(|text| {
        let digits = text.trim().strip_prefix('"')?.strip_suffix('"')?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
    });
    let detail = "If-Match is one ETag as it came from here: a number in double quotes";
    tag.map(Some).ok_or_else(|| Problem::header("If-Match", "bad_if_match", detail))
}

type Sent<B> = (B, Option<Date>, Vec<Confirmation>);

/// Reads a body, with what may stand beside its own fields.
fn read<B: DeserializeOwned>(bytes: &[u8], besides: &[&str]) -> Result<Sent<B>, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|_| Problem::bad("bad_json", "the body is not UTF-8"))?;
    let mut fields: Map<String, Value> = if text.is_empty() {
        Map::new()
    } else {
        serde_json::from_str(text).map_err(|error| {
            let detail = format!("the body is not a JSON object: {error}");
            Problem::bad("bad_json", detail)
        })?
    };
    if let Some(path) = fields.iter().find_map(|(name, value)| too_large(name, value)) {
        let detail = format!("{path}: numbers go up to {LARGEST_NUMBER}");
        return Err(Problem::field(path, "field_unfit", detail));
    }
    let mut beside = |name| match besides.contains(&name) {
        true => fields.remove(name),
        false => None,
    };
    let (done_on, confirmed) = (beside("done_on"), beside("confirmed"));
    let done_on = field::<Option<Date>>("done_on", done_on.unwrap_or_default())?;
    let confirmed = confirmed.map(|value| field("confirmed", value)).transpose()?;
    Ok((field("", Value::Object(fields))?, done_on, confirmed.unwrap_or_default()))
}

/// Reads a value that stands under a name, or the whole body.
fn field<T: DeserializeOwned>(name: &str, value: Value) -> Result<T, Problem> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let inner = error.path().to_string();
        let told = error.inner().to_string();
        // serde names a missing or unknown field in its sentence, not in the path.
        let named = told.split('`').nth(1).filter(|_| told.contains("field `"));
        let path: Vec<&str> = [name, inner.trim_matches('.'), named.unwrap_or_default()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        let code = if told.starts_with("missing field") {
            "field_missing"
        } else if told.starts_with("unknown field") {
            "field_unknown"
        } else {
            "field_unfit"
        };
        let path = if path.is_empty() { ".".to_owned() } else { dotted(&path) };
        Problem::field(path, code, told)
    })
}

/// The parts of a path; an unknown field is named by both path and sentence, once is enough.
fn dotted(parts: &[&str]) -> String {
    let mut path: Vec<&str> = parts.iter().flat_map(|part| part.split('.')).collect();
    path.dedup();
    path.join(".")
}

/// The path to a number that is too large, if there is one.
fn too_large(path: &str, value: &Value) -> Option<String> {
    match value {
        Value::Number(number) => {
            let fits = number.as_i64().is_some_and(|number| number.unsigned_abs() <= LARGEST_NUMBER);
            (!fits && !number.is_f64()).then(|| path.to_owned())
        }
        Value::Object(fields) => {
            fields.iter().find_map(|(name, value)| too_large(&format!("{path}.{name}"), value))
        }
        Value::Array(items) => items.iter().find_map(|value| too_large(path, value)),
        Value::Null | Value::Bool(_) | Value::String(_) => None,
    }
}

/// The schemas of what may stand beside the fields of a body.
pub(super) fn beside(book: &mut Book, names: &[&str], schema: RefOr<Schema>) -> RefOr<Schema> {
    let about = match book.resolved(&schema) {
        Some(Schema::Object(object)) => object.description.clone().unwrap_or_default(),
        _ => String::new(),
    };
    let mut members = Members::default().flat(book, &schema);
    for name in names {
        members = match *name {
            "done_on" => {
                let about = "The date on the document, where an official acts; his local date, if not said.";
                members.field(name, Option::<Date>::shape(book), false, about)
            }
            "confirmed" => {
                let about =
                    "Findings of the gate that a person has looked at, each with why it may be published.";
                members.field(name, Vec::<Confirmation>::shape(book), false, about)
            }
            other => unreachable!("{other} does not stand beside anything"),
        };
    }
    members.closed().schema(&about)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::bodies::initiative::Clarify;
    use crate::api::bodies::office::{Extend, PublishReport};

    fn refused<B: Body>(json: &str) -> (String, String, u16) {
        let problem = read::<B>(json.as_bytes(), B::BESIDE).err().expect("it is not taken");
        (problem.code, problem.field.unwrap_or_default(), problem.status)
    }

    #[test]
    fn a_body_is_read_with_its_date_and_what_was_confirmed() {
        let json = r#"{"days": 5, "reason": "Experts are asked.", "done_on": "2027-01-11",
            "confirmed": [{"field": "reason", "kind": "phone", "start": 0, "end": 4,
                "because": "not_personal"}]}"#;
        let (body, done_on, confirmed) =
            read::<Extend>(json.as_bytes(), Extend::BESIDE).expect("it can be read");
        assert_eq!((body.days, body.reason.0.as_str()), (5, "Experts are asked."));
        assert_eq!(done_on, Some(jiff::civil::date(2027, 1, 11)));
        assert_eq!(confirmed.len(), 1);
    }

    #[test]
    fn a_mistake_is_named_by_its_path() {
        let field = |code: &str, path: &str| (code.to_owned(), path.to_owned(), 422);
        assert_eq!(refused::<Extend>(r#"{"days": 5}"#), field("field_missing", "reason"));
        assert_eq!(refused::<Extend>(r#"{"days": "5", "reason": "R"}"#), field("field_unfit", "days"));
        assert_eq!(
            refused::<Extend>(r#"{"days": 5, "reason": "R", "why": 1}"#),
            field("field_unknown", "why")
        );
        assert_eq!(
            refused::<Clarify>(r#"{"answer": "A", "fields": {"title": "T", "cost_rubles": "much"}}"#),
            field("field_unfit", "fields.cost_rubles")
        );
        assert_eq!(
            refused::<Clarify>(r#"{"answer": "A", "fields": {}}"#),
            field("field_missing", "fields.title")
        );
        let report = r#"{"report": "R", "labour": {}, "money": {"local_budget": 9007199254740993}}"#;
        assert_eq!(refused::<PublishReport>(report), field("field_unfit", "money.local_budget"));
        assert_eq!(
            refused::<Extend>(r#"{"days": 5, "reason": "R", "done_on": "soon"}"#),
            field("field_unfit", "done_on")
        );
    }

    #[test]
    fn what_is_not_json_is_not_read() {
        for body in ["{", "[]", "7", "{} {}", "null"] {
            assert_eq!(refused::<Extend>(body).0, "bad_json", "{body}");
        }
    }

    #[test]
    fn a_key_is_a_uuid_or_becomes_one() {
        let key = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(IDEMPOTENCY_KEY, HeaderValue::from_str(text).expect("a header"));
            command_id(&headers).map_err(|problem| problem.code)
        };
        let uuid = "1f4ad3c1-3b52-4a3e-9bb0-0a7f5f8d1b11";
        assert_eq!(key(uuid), Ok(Some(uuid.parse().expect("a UUID"))));
        assert_eq!(key("order 7"), key("order 7"));
        assert_ne!(key("order 7"), key("order 8"));
        assert_eq!(key(&"k".repeat(201)), Err("bad_idempotency_key".to_owned()));
        assert_eq!(key(" "), Err("bad_idempotency_key".to_owned()));
    }

    #[test]
    fn an_etag_is_a_number_in_quotes() {
        let tag = |text: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(IF_MATCH, HeaderValue::from_static(text));
            expected(&headers).map_err(|problem| problem.code)
        };
        assert_eq!(tag("\"7\""), Ok(Some(7)));
        for text in ["7", "W/\"7\"", "*", "\"\"", "\"7\", \"8\"", "\"-1\""] {
            assert_eq!(tag(text), Err("bad_if_match".to_owned()), "{text}");
        }
    }
}
