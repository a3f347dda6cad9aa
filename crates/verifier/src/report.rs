//! What held, what did not, and the exit status.

use std::fmt::Display;
use std::process::ExitCode;

use serde_json::{Map, Value, json};

/// It could not be checked.
pub(crate) const COULD_NOT: u8 = 2;

/// Why a check ended without holding.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// It does not hold.
    Failed {
        /// What was found, in a sentence.
        what: String,
        /// The first position at which it shows, where that is known.
        position: Option<u64>,
        /// What ought to stand there.
        expected: Option<String>,
        /// What stands there.
        found: Option<String>,
    },
    /// It could not be checked.
    Unchecked {
        /// Why not, in a sentence.
        what: String,
    },
}

impl Trouble {
    /// Does not hold.
    pub(crate) fn failed(what: impl Display) -> Self {
        Self::Failed { what: what.to_string(), position: None, expected: None, found: None }
    }

    /// Does not hold from a position on.
    pub(crate) fn at(position: u64, what: impl Display, expected: impl Display, found: impl Display) -> Self {
        Self::Failed {
            what: what.to_string(),
            position: Some(position),
            expected: Some(expected.to_string()),
            found: Some(found.to_string()),
        }
    }

    /// Could not be checked.
    pub(crate) fn unchecked(what: impl Display) -> Self {
        Self::Unchecked { what: what.to_string() }
    }

    /// What was given cannot be used.
    pub(crate) fn input(which: &str, why: impl Display) -> Self {
        Self::Unchecked { what: format!("{which}: {why}") }
    }
}

/// What was checked so far.
#[derive(Debug, Default)]
pub(crate) struct Report {
    held: Vec<String>,
    facts: Map<String, Value>,
}

impl Report {
    /// Something held.
    pub(crate) fn held(&mut self, what: impl Display) {
        self.held.push(what.to_string());
    }

    /// Something that programs want to know.
    pub(crate) fn fact(&mut self, name: &str, value: impl Into<Value>) {
        self.facts.insert(name.to_owned(), value.into());
    }

    /// Prints it all, and says how it ended.
    pub(crate) fn end(self, outcome: Result<(), Trouble>, as_json: bool) -> ExitCode {
        let (status, code) = match &outcome {
            Ok(()) => ("held", 0),
            Err(Trouble::Failed { .. }) => ("failed", 1),
            Err(Trouble::Unchecked { .. }) => ("unchecked", COULD_NOT),
        };
        if as_json {
            let mut all = json!({ "status": status, "held": self.held });
            match outcome {
                Ok(()) => {}
                Err(Trouble::Failed { what, position, expected, found }) => {
                    all["failure"] =
                        json!({ "what": what, "position": position, "expected": expected, "found": found });
                }
                Err(Trouble::Unchecked { what }) => all["failure"] = json!({ "what": what }),
            }
            for (name, value) in self.facts {
                all[name] = value;
            }
            println!("{all}");
        } else {
            for line in &self.held {
                println!("held: {line}");
            }
            match outcome {
                Ok(()) => {}
                Err(Trouble::Failed { what, position, expected, found }) => {
                    println!("FAILED: {what}");
                    for (name, value) in [
                        ("first position", position.map(|position| position.to_string())),
                        ("expected", expected),
                        ("found", found),
                    ] {
                        if let Some(value) = value {
                            println!("  {name}: {value}");
                        }
                    }
                }
                Err(Trouble::Unchecked { what }) => println!("could not be checked: {what}"),
            }
        }
        ExitCode::from(code)
    }
}
