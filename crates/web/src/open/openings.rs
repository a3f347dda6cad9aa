//! The openings of what the public reads: with them anybody checks that the text before him
//! is the one that the log commits to.

use std::collections::BTreeSet;

use engine::{Kept, OpenedText};
use projections::initiative;
use serde::Serialize;
use serde_json::Value;

use super::{OpenInitiative, reading};
use crate::app::App;
use crate::problem::Problem;

/// A text that everybody reads, with what proves it.
///
/// `commitment` = HMAC-SHA-256 under `opening` of `context`, then the UTF-8 bytes of
/// `plaintext`. All but the texts are hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct OpenText {
    /// Where the commitment stands in the entry.
    pub(crate) path: String,
    /// The text; of what is not one alone, the plaintext.
    pub(crate) text: String,
    /// The same as compact JSON, exactly as it was sealed.
    pub(crate) plaintext: String,
    /// The place it was sealed for.
    pub(crate) context: String,
    /// 256 bits, of this text alone.
    pub(crate) opening: String,
    /// What the entry says.
    pub(crate) commitment: String,
}

/// The texts of an event that everybody can read today, here or on the initiative's page.
/// A text that stands in neither is not told, whatever else is known of it.
///
/// # Errors
///
/// If views, journal or vault cannot be read.
pub(crate) async fn openings(app: &App, position: u64) -> Result<Vec<OpenText>, Problem> {
    let views = app.engine().views();
    let Some(event) = reading::event(views, position).await? else { return Ok(Vec::new()) };
    let mut told = BTreeSet::new();
    let shown = serde_json::to_value(&event).expect("an event is made of what JSON can say");
    collect(&shown, &mut told);
    if let Some(id) = event.initiative() {
        let page = views.read("initiative", move |view| initiative::page(view, id, None)).await?;
        let page = page.map(|page| serde_json::to_value(OpenInitiative::of(page)));
        collect(
            &page.transpose().expect("a page is made of what JSON can say").unwrap_or_default(),
            &mut told,
        );
    }
    let opened = app.engine().openings(position, Kept::Open).await?;
    Ok(opened.into_iter().filter_map(of).filter(|open| told.contains(&open.text)).collect())
}

/// The texts of an event whether everybody reads them or not, or what is sealed in it, as far as it
/// is not destroyed: for whoever may read that.
///
/// # Errors
///
/// If journal or vault cannot be read.
pub(crate) async fn openings_of(app: &App, position: u64, kept: Kept) -> Result<Vec<OpenText>, Problem> {
    let opened = app.engine().openings(position, kept).await?;
    Ok(opened.into_iter().filter_map(of).collect())
}

fn of(text: OpenedText) -> Option<OpenText> {
    let OpenedText { path, opening } = text;
    let plaintext = String::from_utf8(opening.plaintext).ok()?;
    let text = match serde_json::from_str(&plaintext).ok()? {
        Value::String(text) => text,
        // A person has several names and a birth date.
        _ => plaintext.clone(),
    };
    let (context, commitment) = (hex::encode(&opening.context), opening.commitment);
    Some(OpenText { path, text, plaintext, context, opening: hex::encode(opening.opening), commitment })
}

/// All texts that stand in a value.
fn collect(value: &Value, told: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => drop(told.insert(text.clone())),
        Value::Array(items) => items.iter().for_each(|item| collect(item, told)),
        Value::Object(fields) => fields.values().for_each(|item| collect(item, told)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
