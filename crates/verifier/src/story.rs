//! What entries say of initiatives: their stages, and how many support them.

use std::collections::{BTreeMap, HashMap};

use ledger::Entry;
use serde_json::Value;

use crate::report::Trouble;

/// An initiative, as its entries left it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Initiative {
    /// Whether it is everybody's to know of, as its submission says.
    pub(crate) public: bool,
    /// Where it stands.
    pub(crate) stage: Option<String>,
    /// People who stand behind it.
    pub(crate) supports: u64,
}

/// All initiatives that the log tells of.
#[derive(Debug, Default)]
pub(crate) struct Story {
    pub(crate) initiatives: BTreeMap<String, Initiative>,
    /// Supports by tag: of which initiative, and whether it stands.
    tags: HashMap<String, (String, bool)>,
    /// Rows that another program wrote; they count nowhere.
    pub(crate) opaque: u64,
}

impl Story {
    /// Takes up the next entry.
    pub(crate) fn tell(&mut self, position: u64, origin: &str, entry: &Entry) -> Result<(), Trouble> {
        if entry.is_opaque() {
            self.opaque += 1;
            return Ok(());
        }
        let log = entry.log.as_deref().unwrap_or_default();
        if log != origin {
            return Err(Trouble::at(position, "an entry of another log", origin, log));
        }
        let Some((kind, id)) = entry.stream() else { return Ok(()) };
        let facts = entry.public.as_ref().unwrap_or(&Value::Null);
        match (kind, entry.event_type.as_str()) {
            ("initiative", _) => {
                let initiative = self.initiatives.entry(id.to_owned()).or_default();
                initiative.public |= facts.pointer("/fact/Submitted/public") == Some(&Value::Bool(true));
                if let Some(stage) = facts.pointer("/moved/stage").map(stage) {
                    initiative.stage = Some(stage);
                }
            }
            ("support", "SupportGiven") => {
                let initiative = facts.pointer("/SupportGiven/initiative").and_then(Value::as_str);
                let initiative = initiative.unwrap_or_default().to_owned();
                self.support(id, Some(initiative), true);
            }
            ("support", "SupportWithdrawn" | "SupportInvalidated") => self.support(id, None, false),
            (_, _) => {}
        }
        Ok(())
    }

    fn support(&mut self, tag: &str, initiative: Option<String>, stands: bool) {
        let given = initiative.unwrap_or_default();
        let (initiative, before) = self.tags.entry(tag.to_owned()).or_insert((given, false));
        let count = &mut self.initiatives.entry(initiative.clone()).or_default().supports;
        match (*before, stands) {
            (false, true) => *count += 1,
            (true, false) => *count -= 1,
            (false, false) | (true, true) => {}
        }
        *before = stands;
    }

    /// How many initiatives stand at each stage.
    pub(crate) fn stages(&self) -> BTreeMap<&str, u64> {
        let mut stages = BTreeMap::new();
        for stage in self.initiatives.values().filter_map(|initiative| initiative.stage.as_deref()) {
            *stages.entry(stage).or_insert(0) += 1;
        }
        stages
    }

    /// All supports that stand.
    pub(crate) fn supports(&self) -> u64 {
        self.initiatives.values().map(|initiative| initiative.supports).sum()
    }
}

/// The name of a stage as procedures and registers call it: the key of an object, or the text
/// itself, where two names in entries are other words.
fn stage(value: &Value) -> String {
    let name = match value {
        Value::Object(fields) => fields.keys().next().map_or("", String::as_str),
        other => other.as_str().unwrap_or_default(),
    };
    match name {
        "revision_offered" => "revising_offered",
        "revision_drafting" => "revising_drafting",
        name => name,
    }
    .to_owned()
}
