//! From what was typed to what is to be done.

use engine::Intent;
use serde_json::{Map, Value, json};

use super::acts::{Act, Field, Noun, What};
use crate::posted::Typed;
use crate::problem::Problem;

/// Reads an act from its form.
///
/// # Errors
///
/// If a field is missing, or is not what stands there; the problem names the field.
pub(super) fn intent(noun: Noun, id: Option<&str>, act: &Act, typed: &Typed) -> Result<Intent, Problem> {
    let mut values = Map::new();
    for field in act.fields {
        match value(field, typed)? {
            Some(value) => put(&mut values, field.name, value),
            None if field.needed => {
                return Err(Problem::field(field.name, "field_missing", "this has to be filled in"));
            }
            None => {}
        }
    }
    // A new authority or territory says its code; a new official is given an id.
    let id = values.remove("id").or_else(|| id.map(Value::from));
    let mut what = json!({ "action": { act.verb: values } });
    if let Some(id) = id {
        what["id"] = id;
    }
    serde_json::from_value(json!({ noun.as_str(): what })).map_err(|error| {
        let told = error.to_string();
        let named = told.split('`').nth(1).map(str::to_owned);
        Problem { field: named, ..Problem::field("form", "field_unfit", told) }
    })
}

fn value(field: &Field, typed: &Typed) -> Result<Option<Value>, Problem> {
    let mut filled = typed.all(field.name).map(str::trim).filter(|value| !value.is_empty());
    let unfit =
        |given: &str| Problem::field(field.name, "field_unfit", format!("{given:?} does not fit here"));
    Ok(match field.what {
        What::Tick => Some(json!(filled.next().is_some())),
        What::Themes | What::Colleagues => Some(filled.collect()),
        What::SomeOf(_, words) => {
            let chosen: Vec<&str> = filled.collect();
            if let Some(other) = chosen.iter().find(|word| !words.contains(word)) {
                return Err(unfit(other));
            }
            Some(json!(chosen))
        }
        What::OneOf(_, words) => match filled.next() {
            Some(word) if !words.contains(&word) => return Err(unfit(word)),
            chosen => chosen.map(Value::from),
        },
        What::Number => match filled.next() {
            Some(number) => {
                let digits: String = number.chars().filter(|c| !c.is_whitespace()).collect();
                Some(json!(digits.parse::<u64>().map_err(|_| unfit(number))?))
            }
            None => None,
        },
        What::Date => match filled.next() {
            Some(date) => Some(json!(date.parse::<jiff::civil::Date>().map_err(|_| unfit(date))?)),
            None => None,
        },
        What::Line | What::Text | What::Colleague => filled.next().map(Value::from),
    })
}

fn put(values: &mut Map<String, Value>, name: &str, value: Value) {
    match name.split_once('.') {
        Some((group, name)) => {
            if let Value::Object(group) = values.entry(group).or_insert_with(|| json!({})) {
                put(group, name, value);
            }
        }
        None => {
            values.insert(name.to_owned(), value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> Typed {
        Typed(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    /// Something that fits into a field.
    fn sample(field: &Field) -> &'static str {
        match (field.name, field.what) {
            ("utc_offset", _) => "+05:00",
            ("number_format", _) => "{n}/{year}",
            ("in_place_of", _) | (_, What::Colleagues) => "1f4ad3c1-3b52-4a3e-9bb0-0a7f5f8d1b11",
            (_, What::Date) => "2027-01-11",
            (_, What::Number) => "1 200",
            (_, What::OneOf(_, words) | What::SomeOf(_, words)) => words[0],
            (_, What::Tick) => "on",
            (_, What::Themes) => "roads",
            (_, What::Line | What::Text | What::Colleague) => "71826000",
        }
    }

    #[test]
    fn every_act_is_understood_with_all_its_fields_and_with_those_it_needs() {
        for noun in [Noun::Authority, Noun::Official, Noun::Territory] {
            for act in noun.acts() {
                for all in [true, false] {
                    let fields = act.fields.iter().filter(|field| all || field.needed);
                    let pairs: Vec<_> = fields.map(|field| (field.name, sample(field))).collect();
                    let id = "1f4ad3c1-3b52-4a3e-9bb0-0a7f5f8d1b11";
                    let read = intent(noun, Some(id), act, &typed(&pairs));
                    assert!(read.is_ok(), "{} {}: {read:?}", noun.as_str(), act.verb);
                }
            }
        }
    }

    #[test]
    fn every_word_that_is_offered_is_one_that_the_engine_knows() {
        for noun in [Noun::Authority, Noun::Official, Noun::Territory] {
            for act in noun.acts() {
                for field in act.fields {
                    let (What::OneOf(_, words) | What::SomeOf(_, words)) = field.what else { continue };
                    for word in words {
                        let others =
                            act.fields.iter().filter(|other| other.needed && other.name != field.name);
                        let mut pairs: Vec<_> = others.map(|other| (other.name, sample(other))).collect();
                        pairs.push((field.name, word));
                        let read = intent(noun, Some("71826000"), act, &typed(&pairs));
                        let read = match noun {
                            Noun::Official => intent(noun, None, act, &typed(&pairs)),
                            Noun::Authority | Noun::Territory => read,
                        };
                        assert!(read.is_ok(), "{} {}: {word}: {read:?}", act.verb, field.name);
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_missing_or_does_not_fit_is_named() {
        let rename = &Noun::Authority.changes()[0];
        let problem = intent(Noun::Authority, Some("m"), rename, &typed(&[("name", " ")])).unwrap_err();
        assert_eq!((problem.code.as_str(), problem.field.as_deref()), ("field_missing", Some("name")));
        let ends = Noun::Authority.changes().iter().find(|act| act.verb == "end_acceptance").unwrap();
        let problem = intent(Noun::Authority, Some("m"), ends, &typed(&[("on", "tomorrow")])).unwrap_err();
        assert_eq!((problem.code.as_str(), problem.field.as_deref()), ("field_unfit", Some("on")));
    }
}
