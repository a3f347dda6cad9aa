//! No `_ =>` over events, commands or stages in the rules and the answers.
//!
//! A new event must break the build wherever it matters. What is checked is
//! text: a `match` in `aggregates` or `projections` outside tests with an arm
//! that names an event, a fact, an action, a command or a stage, or whose
//! subject is called one, must spell out all its arms. A `match` on a number,
//! a string or a code may have a `_ =>`. The code is formatted, so an arm
//! belongs to the nearest `match` above that is indented less.

use std::path::Path;

use super::Finding;

/// Enums whose new variants must be noticed: by the end of the type's name.
const CLOSED: &[&str] = &["Action", "Change", "Command", "Event", "Fact", "Stage"];

pub(super) fn check(path: &Path, text: &str) -> Vec<Finding> {
    if !(path.starts_with("aggregates/src") || path.starts_with("projections/src")) || is_test(path) {
        return Vec::new();
    }
    // By habit the tests of a file are its last module.
    let code: Vec<&str> = text.lines().take_while(|line| line.trim() != "#[cfg(test)]").collect();
    let mut findings = Vec::new();
    for (at, line) in code.iter().enumerate() {
        let arm = line.trim_start();
        if !(arm.starts_with("_ =>") || arm.starts_with("_ if ") || is_tuple_of_nothing(arm)) {
            continue;
        }
        let Some(from) = code[..at].iter().rposition(|above| is_match(above) && indent(above) < indent(line))
        else {
            continue;
        };
        let to = at + code[at..].iter().position(|below| indent(below) <= indent(code[from])).unwrap_or(0);
        let arms = code[from + 1..=to].iter().filter(|other| indent(other) == indent(line));
        if subject_is_closed(code[from]) || arms.into_iter().any(|arm| names_closed(pattern(arm))) {
            let place = format!("{}:{}", path.display(), at + 1);
            findings.push(format!("{place}: a catch-all arm: a new event would pass here unnoticed"));
        }
    }
    findings
}

fn is_test(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "tests" || part.as_os_str() == "tests.rs")
}

fn indent(line: &str) -> usize {
    if line.trim().is_empty() { usize::MAX } else { line.len() - line.trim_start().len() }
}

fn is_match(line: &str) -> bool {
    line.trim_end().ends_with('{')
        && line.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == "match")
}

/// `(_, _) =>` and its like.
fn is_tuple_of_nothing(arm: &str) -> bool {
    arm.split_once("=>").is_some_and(|(pattern, _)| {
        pattern.trim().starts_with('(') && pattern.chars().all(|c| "(_,) ".contains(c))
    })
}

/// The part of an arm that decides whether it is taken.
fn pattern(arm: &str) -> &str {
    arm.split_once("=>").map_or(arm, |(pattern, _)| pattern)
}

fn subject_is_closed(line: &str) -> bool {
    let subject = line.rsplit_once("match ").map_or("", |(_, subject)| subject);
    subject
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .any(|word| CLOSED.iter().any(|name| name.to_lowercase() == word))
}

fn names_closed(pattern: &str) -> bool {
    pattern.split("::").zip(pattern.split("::").skip(1)).any(|(before, _)| {
        let path = before.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("");
        CLOSED.iter().any(|name| path.ends_with(name))
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::check;

    const APPLY: &str = "\
fn apply(&mut self, event: Event) {
    match event.fact {
        Fact::Submitted { kind, .. } => {
            self.kind = match kind {
                Kind::Work => 1,
                _ => 2,
            };
        }
        _ => {}
    }
}
";

    #[test]
    fn a_catch_all_over_events_is_found_and_one_over_codes_is_not() {
        let found = check(Path::new("aggregates/src/initiative/apply.rs"), APPLY);
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("aggregates/src/initiative/apply.rs:9:"));
        let pair =
            "    match (self, change) {\n        (Stage::Refused, true) => 1,\n        (_, _) => 2,\n    }\n";
        assert_eq!(check(Path::new("projections/src/register.rs"), pair).len(), 1);
        let subject = "    match stage {\n        Refused => 1,\n        _ => 2,\n    }\n";
        assert_eq!(check(Path::new("projections/src/register.rs"), subject).len(), 1);
        let text =
            "    match text {\n        \"rule\" => Some(RuleEvent::Made),\n        _ => None,\n    }\n";
        assert_eq!(check(Path::new("projections/src/register.rs"), text), [""; 0]);
    }

    #[test]
    fn tests_and_other_crates_may() {
        assert_eq!(check(Path::new("crates/engine/src/lib.rs"), APPLY), [""; 0]);
        assert_eq!(check(Path::new("aggregates/src/initiative/tests.rs"), APPLY), [""; 0]);
        let tests = format!("#[cfg(test)]\nmod tests {{\n{APPLY}}}\n");
        assert_eq!(check(Path::new("aggregates/src/initiative/apply.rs"), &tests), [""; 0]);
    }
}
