//! The shipped procedures say what the model says, and every mistake in a file is
//! named by its line and rule.

mod file;
mod model;
mod rules;

use super::*;

const PYRAMID: &str = include_str!("../../../../procedures/inverted-pyramid.toml");
const APPEAL: &str = include_str!("../../../../procedures/ru-appeal.toml");

fn pyramid() -> Procedure {
    Procedure::parse("inverted-pyramid.toml", PYRAMID).unwrap_or_else(|errors| panic!("{errors}"))
}

fn appeal() -> Procedure {
    Procedure::parse("ru-appeal.toml", APPEAL).unwrap_or_else(|errors| panic!("{errors}"))
}

fn ground(id: &str) -> GroundId {
    id.parse().unwrap()
}

fn line_of(text: &str, needle: &str) -> usize {
    1 + text
        .lines()
        .position(|line| line.contains(needle))
        .unwrap_or_else(|| panic!("{needle} is not in the text"))
}

/// The mistakes of a text, as line and code.
fn mistakes(text: &str) -> Vec<(usize, &'static str)> {
    let errors = Procedure::parse("test.toml", text).expect_err("the text has a mistake");
    errors.iter().map(|error| (error.line, error.code())).collect()
}

/// `text` with the first `old` replaced.
fn with(text: &str, old: &str, new: &str) -> String {
    assert!(text.contains(old), "{old} is not in the text");
    text.replacen(old, new, 1)
}

/// `text` without the `nth` table of that header.
fn without(text: &str, header: &str, needle: &str) -> String {
    let start = text.match_indices(header).map(|(at, _)| at).find(|at| {
        let table = &text[*at + header.len()..];
        table[..table.find("\n[").unwrap_or(table.len())].contains(needle)
    });
    let start = start.unwrap_or_else(|| panic!("no {header} with {needle}"));
    let rest = &text[start + header.len()..];
    let end = rest.find("\n[").map_or(text.len(), |at| start + header.len() + at + 1);
    format!("{}{}", &text[..start], &text[end..])
}
