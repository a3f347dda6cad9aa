//! The readable texts of a case with their keys: what can be redacted.

use aggregates::ids::TextId;
use aggregates::kept::OPEN;
use journal::StreamId;
use serde_json::Value;

use super::file::CaseFile;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// A text that can still be read.
pub(super) struct CaseText {
    pub(super) key: TextId,
    /// The event that brought it.
    pub(super) event: &'static str,
    /// Its field there.
    pub(super) field: String,
    pub(super) text: String,
}

/// All texts of a case that can be read. Their keys stand in the events only.
///
/// # Errors
///
/// If the journal cannot be read.
pub(super) async fn texts_of(visitor: &Visitor, case: &CaseFile) -> Result<Vec<CaseText>, Problem> {
    let stream = StreamId::new("initiative", case.page.id.to_string());
    let recorded =
        visitor.app.engine().journal().load(&stream, 0).await.map_err(engine::EngineError::from)?;
    let mut texts = Vec::new();
    for row in recorded {
        let entry = case.page.timeline.iter().find(|entry| entry.sequence == row.sequence);
        let Some(entry) = entry else { continue };
        let payload: Value = serde_json::from_str(&row.payload).unwrap_or_default();
        let mut keys = Vec::new();
        walk("", &payload, &mut keys, &|object| object.get(OPEN)?.as_str()?.parse::<TextId>().ok());
        let mut readable = Vec::new();
        walk("", &entry.details, &mut readable, &|object| {
            let redacted = object.get("redacted")?.as_bool()?;
            Some(object.get("text").and_then(Value::as_str).filter(|_| !redacted).map(str::to_owned))
        });
        // Both walk the same fields in the same order.
        for ((field, key), (_, text)) in keys.into_iter().zip(readable) {
            texts.extend(text.map(|text| CaseText { key, event: entry.event, field, text }));
        }
    }
    Ok(texts)
}

/// The texts of an event as a page has them, with their fields.
pub(super) fn texts_in(details: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    walk("", details, &mut found, &|object| {
        object.contains_key("redacted").then(|| object.get("text").and_then(Value::as_str).map(str::to_owned))
    });
    found.into_iter().filter_map(|(field, text)| Some((field, text?))).collect()
}

fn walk<T>(
    field: &str,
    value: &Value,
    found: &mut Vec<(String, T)>,
    is_text: &dyn Fn(&serde_json::Map<String, Value>) -> Option<T>,
) {
    match value {
        Value::Object(object) => match is_text(object) {
            Some(text) => found.push((field.to_owned(), text)),
            None => object.iter().for_each(|(name, value)| walk(name, value, found, is_text)),
        },
        Value::Array(items) => items.iter().for_each(|item| walk(field, item, found, is_text)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
