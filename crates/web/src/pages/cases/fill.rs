//! From what was typed to what is to be done.

use aggregates::ids::AuthorityId;
use aggregates::initiative::{Action, Verb};
use aggregates::kept::{Private, Typed as Text};
use projections::directory;
use serde_json::{Map, Value, json};

use super::form::{Field, What, fields};
use crate::posted::Typed;
use crate::problem::Problem;
use crate::visitor::Visitor;
use crate::words::Say;

/// Phrases that a clerk can put together to questions, by their keys.
pub(super) const PHRASES: &[&str] =
    &["place", "boundaries", "cost", "contribution", "result", "illegible", "wording"];

/// An action as it is asked for.
pub(super) type Asked = Action<Text, Private>;

/// Reads an action from its form.
///
/// # Errors
///
/// If a field is missing or is not what stands there; the problem names the field.
pub(super) fn action(verb: Verb, typed: &Typed, say: Say<'_>) -> Result<Asked, Problem> {
    let fields = fields(verb).ok_or_else(Problem::not_found)?;
    let mut values = Map::new();
    for field in fields {
        match value(field, typed, say)? {
            Some(value) => put(&mut values, field.name, value),
            None if field.needed => {
                return Err(Problem::field(field.name, "field_missing", "this has to be filled in"));
            }
            None => {}
        }
    }
    let action = match verb {
        Verb::Complete => json!(verb.as_str()),
        _ => json!({ verb.as_str(): groups(verb, values) }),
    };
    serde_json::from_value(action).map_err(|error| {
        let told = error.to_string();
        let named = told.split('`').nth(1).map(str::to_owned);
        Problem { field: named, ..Problem::field("form", "field_unfit", told) }
    })
}

/// A report of what was spent says so, if only nothing.
fn groups(verb: Verb, mut values: Map<String, Value>) -> Map<String, Value> {
    if matches!(verb, Verb::ReportProgress | Verb::PublishReport) {
        for group in ["money", "labour"] {
            values.entry(group).or_insert_with(|| json!({}));
        }
    }
    values
}

fn value(field: &Field, typed: &Typed, say: Say<'_>) -> Result<Option<Value>, Problem> {
    let filled = typed.all(field.name).map(str::trim).find(|value| !value.is_empty());
    if field.what == What::Questions {
        return Ok(questions(filled, typed, say).map(Value::from));
    }
    let Some(filled) = filled else { return Ok(None) };
    let unfit = || Problem::field(field.name, "field_unfit", format!("{filled:?} does not fit here"));
    Ok(Some(match field.what {
        What::Number(most) => {
            let digits: String = filled.chars().filter(|c| !c.is_whitespace()).collect();
            json!(digits.parse::<u64>().ok().filter(|number| *number <= most).ok_or_else(unfit)?)
        }
        What::Missed | What::Letter => json!(filled.parse::<u32>().map_err(|_| unfit())?),
        What::Time => json!(minutes(filled).ok_or_else(unfit)?),
        What::Date => json!(filled.parse::<jiff::civil::Date>().map_err(|_| unfit())?),
        What::OneOf(_, words) => match words.contains(&filled) {
            true => filled.parse::<bool>().map_or_else(|_| json!(filled), Value::from),
            false => return Err(unfit()),
        },
        What::Line
        | What::Text
        | What::Questions
        | What::Ground
        | What::Theme
        | What::NationalProject
        | What::Authority
        | What::Colleague
        | What::CaseText
        | What::OtherCase => json!(filled),
    }))
}

/// The phrases that were ticked, then what was written.
fn questions(written: Option<&str>, typed: &Typed, say: Say<'_>) -> Option<String> {
    let ticked = typed.all("phrase").filter(|key| PHRASES.contains(key));
    let mut parts: Vec<String> = ticked.map(|key| say.t(&format!("phrase-{key}"))).collect();
    parts.extend(written.map(str::to_owned));
    (!parts.is_empty()).then(|| parts.join("\n"))
}

/// `18:30` in minutes after midnight.
fn minutes(time: &str) -> Option<u16> {
    let (hours, minutes) = time.split_once(':')?;
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

fn put(values: &mut Map<String, Value>, name: &str, value: Value) {
    match name.split_once('.') {
        Some((group, name)) => {
            let group = values.entry(group).or_insert_with(|| json!({}));
            if let Value::Object(group) = group {
                put(group, name, value);
            }
        }
        None => {
            values.insert(name.to_owned(), value);
        }
    }
}

/// Puts codes where authorities were named in words.
///
/// # Errors
///
/// If no authority is called so; if several are, they are the second part of the answer.
pub(super) async fn settle(
    visitor: &Visitor,
    verb: Verb,
    mut typed: Typed,
) -> Result<Typed, (Typed, Problem, Vec<directory::Authority>)> {
    let named = fields(verb).unwrap_or_default().iter().find(|field| field.what == What::Authority);
    let Some(name) = named.map(|field| field.name) else { return Ok(typed) };
    // What was written beside the list comes after what stands in it, and goes before it.
    let Some(words) =
        typed.all(name).map(str::trim).filter(|words| !words.is_empty()).last().map(str::to_owned)
    else {
        return Ok(typed);
    };
    let asked = words.clone();
    let found = visitor.app.engine().views().read("directory", move |view| {
        if let Ok(id) = asked.parse::<AuthorityId>()
            && let Some(found) = directory::authority(view, &id, None)?
        {
            return Ok(vec![found]);
        }
        directory::find_authorities(view, &asked, 20)
    });
    let found = match found.await {
        Ok(found) => found,
        Err(error) => return Err((typed, error.into(), Vec::new())),
    };
    let exactly = found.iter().filter(|it| it.name.as_deref() == Some(words.as_str())).count();
    match found.as_slice() {
        [one] => {
            typed.0.retain(|(field, _)| field != name);
            typed.0.push((name.to_owned(), one.id.to_string()));
            Ok(typed)
        }
        [first, ..] if exactly == 1 => {
            typed.0.retain(|(field, _)| field != name);
            typed.0.push((name.to_owned(), first.id.to_string()));
            Ok(typed)
        }
        [] => Err((typed, Problem::field(name, "no_such_authority", "no authority is called so"), found)),
        [..] => {
            Err((typed, Problem::field(name, "which_authority", "several authorities are called so"), found))
        }
    }
}
