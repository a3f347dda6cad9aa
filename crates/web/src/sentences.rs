//! Every refusal has a sentence in both languages: the codes are collected from the
//! sources that define them, so that a new one cannot be forgotten.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::words::{Lang, Words};

/// Where codes of refusals and errors are defined, as `=> "code"`.
const DEFINED: &[&str] = &[
    include_str!("../../../aggregates/src/assessment/command.rs"),
    include_str!("../../../aggregates/src/authority/command.rs"),
    include_str!("../../../aggregates/src/comment/command.rs"),
    include_str!("../../../aggregates/src/initiative/refusal.rs"),
    include_str!("../../../aggregates/src/installation/command.rs"),
    include_str!("../../../aggregates/src/official/command.rs"),
    include_str!("../../../aggregates/src/participant/command.rs"),
    include_str!("../../../aggregates/src/register/command.rs"),
    include_str!("../../../aggregates/src/support/command.rs"),
    include_str!("../../../aggregates/src/territory/command.rs"),
    include_str!("../../desk/src/error.rs"),
    include_str!("../../engine/src/error.rs"),
    include_str!("../../engine/src/views/error.rs"),
    include_str!("../../journal/src/error.rs"),
    include_str!("../../vault/src/attachment.rs"),
    include_str!("../../vault/src/error.rs"),
    include_str!("../../../projections/src/view/error.rs"),
    include_str!("feeds/webhooks/error.rs"),
];

/// Makers of problems, with the place of the code among their arguments.
const MAKERS: &[(&str, usize)] = &[
    ("new(", 1),
    ("bad(", 0),
    ("forbidden(", 0),
    ("field(", 1),
    ("header(", 1),
    ("unavailable(", 0),
    ("failed(", 1),
];

fn is_code(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

/// The literals of a piece of source that could be codes.
fn literals(source: &str) -> impl Iterator<Item = &str> {
    source.split('"').skip(1).step_by(2).filter(|text| is_code(text))
}

fn defined(source: &str) -> impl Iterator<Item = &str> {
    let codes = source.split("fn code(").nth(1).and_then(|rest| rest.split("\n    }\n").next());
    codes.into_iter().flat_map(literals)
}

/// The arguments of a call, up to its end.
fn arguments(call: &str) -> Vec<&str> {
    let (mut depth, mut start, mut in_text, mut found) = (0, 0, false, Vec::new());
    let bytes = call.as_bytes();
    for (place, byte) in bytes.iter().enumerate() {
        match byte {
            b'"' if place == 0 || bytes[place - 1] != b'\\' => in_text = !in_text,
            _ if in_text => {}
            b'(' | b'[' | b'{' => depth += 1,
            b')' if depth == 0 => {
                found.push(&call[start..place]);
                return found;
            }
            b')' | b']' | b'}' => depth -= 1,
            b',' if depth == 0 => {
                found.push(&call[start..place]);
                start = place + 1;
            }
            _ => {}
        }
    }
    found
}

/// The codes that a file of this crate makes problems with.
fn made(source: &str) -> Vec<&str> {
    let mut codes = Vec::new();
    for (maker, place) in MAKERS {
        for owner in ["Problem::", "Self::"] {
            for call in source.split(&format!("{owner}{maker}")).skip(1) {
                let code = arguments(call)
                    .get(*place)
                    .and_then(|argument| argument.trim().strip_prefix('"')?.strip_suffix('"'));
                codes.extend(code.filter(|code| is_code(code)));
            }
        }
    }
    for statement in source.split("let code = ").skip(1) {
        codes.extend(statement.split(";\n").next().into_iter().flat_map(literals));
    }
    codes
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of this crate") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn every_refusal_has_a_sentence_in_both_languages() {
    let mut codes: BTreeSet<String> =
        DEFINED.iter().flat_map(|source| defined(source)).map(str::to_owned).collect();
    assert!(codes.len() > 100, "the sources define codes in another way now: {codes:?}");
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    for file in files.iter().filter(|file| !file.ends_with("sentences.rs")) {
        let source = fs::read_to_string(file).expect("a file of this crate");
        let source = source.split("#[cfg(test)]").next().unwrap_or_default();
        codes.extend(made(source).into_iter().map(str::to_owned));
    }
    let words = Words::new();
    for lang in Lang::ALL {
        let silent: Vec<&String> = codes
            .iter()
            .filter(|code| {
                words.of(lang).maybe(&format!("refusal-{}", code.replace('_', "-")), &[]).is_none()
            })
            .collect();
        assert!(silent.is_empty(), "nothing is said in {lang} of {silent:?}");
    }
}

#[test]
fn codes_are_found_where_they_are_made() {
    let source = r#"
        Problem::bad("bad_json", format!("{x}, {y}"));
        Problem::new(StatusCode::CONFLICT, "taken", detail);
        Problem::field(path, code, told);
        let code = match told { Some("a b") => "field_missing", None => "field_unfit" };
    "#;
    assert_eq!(made(source), ["taken", "bad_json", "field_missing", "field_unfit"]);
}
