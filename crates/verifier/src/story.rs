//! What entries say of initiatives: their stages, and how many support them.

use std::collections::BTreeMap;
use std::fmt;

use foldhash::HashMap;
use ledger::{EntryRef, leaf_hash};
use uuid::Uuid;

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

/// The id of an initiative as entries write it: 16 bytes, or whatever stands there instead.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Id {
    Uuid(Uuid),
    Other(Box<str>),
}

impl Id {
    fn of(text: &str) -> Self {
        match Uuid::try_parse(text) {
            // There are other ways to write one, and they are other ids.
            Ok(uuid) if uuid.as_hyphenated().encode_lower(&mut Uuid::encode_buffer()) == text => {
                Self::Uuid(uuid)
            }
            Ok(_) | Err(_) => Self::Other(text.into()),
        }
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Uuid(uuid) => uuid.fmt(f),
            Self::Other(text) => text.fmt(f),
        }
    }
}

/// The tag of a support: 32 bytes, or the hash of what is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Tag([u8; 32]);

impl Tag {
    fn of(text: &str) -> Self {
        let mut bytes = [0; 32];
        // A prefix that the decoder would take off makes it another text.
        match const_hex::decode_to_slice(text, &mut bytes) {
            Ok(()) if text.len() == 64 => Self(bytes),
            Ok(()) | Err(_) => Self(leaf_hash(text.as_bytes()).0),
        }
    }
}

/// What an entry means for the story, worked out where it was read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// A row that another program wrote.
    Opaque,
    /// It is of another log.
    OtherLog(String),
    /// Something of an initiative.
    Initiative {
        /// Whose.
        id: Id,
        /// Its submission says that it is everybody's to know of.
        public: bool,
        /// Where it stands from now on.
        stage: Option<String>,
    },
    /// A support was given.
    Given {
        /// Its tag.
        tag: Tag,
        /// The initiative that it is given to.
        initiative: Id,
    },
    /// A support stands no longer.
    Taken {
        /// Its tag.
        tag: Tag,
    },
    /// The log names the key that it is signed with from here on.
    KeyNamed(String),
    /// It moves neither a stage nor a count.
    Aside,
}

impl Turn {
    /// Reads it out of an entry of the log `origin`.
    pub(crate) fn of(entry: &EntryRef<'_>, origin: &str) -> Self {
        let Some(told) = &entry.told else { return Self::Opaque };
        if told.log != origin {
            return Self::OtherLog(told.log.clone().into_owned());
        }
        let Some((kind, id)) = told.stream.split_once('/') else { return Self::Aside };
        match (kind, &*told.event_type) {
            ("initiative", _) => Self::Initiative {
                id: Id::of(id),
                public: told.fact(&["fact", "Submitted", "public"]) == Some("true"),
                stage: told.fact(&["moved", "stage"]).filter(|stage| *stage != "null").map(stage),
            },
            ("installation", "InstallationFounded" | "LogKeyChanged") => {
                let named = told.word(&["LogKeyChanged", "key"]);
                let named = named.or_else(|| told.word(&["InstallationFounded", "log", "key"]));
                named.map_or(Self::Aside, |key| Self::KeyNamed(key.into_owned()))
            }
            ("support", "SupportGiven") => {
                let initiative = told.word(&["SupportGiven", "initiative"]).unwrap_or_default();
                Self::Given { tag: Tag::of(id), initiative: Id::of(&initiative) }
            }
            ("support", "SupportWithdrawn" | "SupportInvalidated") => Self::Taken { tag: Tag::of(id) },
            (_, _) => Self::Aside,
        }
    }
}

/// All initiatives that the log tells of.
#[derive(Debug, Default)]
pub(crate) struct Story {
    /// By id: where in the list.
    places: HashMap<Id, usize>,
    told: Vec<Initiative>,
    /// Supports by tag: of which initiative, and whether it stands.
    tags: HashMap<Tag, (usize, bool)>,
    /// Rows that another program wrote; they count nowhere.
    pub(crate) opaque: u64,
    /// The keys that the log names, each with the position from which on.
    pub(crate) keys: Vec<(u64, String)>,
}

impl Story {
    /// Takes up the next entry.
    pub(crate) fn tell(&mut self, position: u64, origin: &str, turn: Turn) -> Result<(), Trouble> {
        match turn {
            Turn::Opaque => self.opaque += 1,
            Turn::OtherLog(log) => {
                return Err(Trouble::at(position, "an entry of another log", origin, log));
            }
            Turn::Initiative { id, public, stage } => {
                let place = self.place(id);
                let initiative = &mut self.told[place];
                initiative.public |= public;
                if stage.is_some() {
                    initiative.stage = stage;
                }
            }
            Turn::Given { tag, initiative } => {
                let place = self.place(initiative);
                let (place, stands) = self.tags.entry(tag).or_insert((place, false));
                self.told[*place].supports += u64::from(!*stands);
                *stands = true;
            }
            Turn::Taken { tag } => {
                if let Some((place, stands)) = self.tags.get_mut(&tag) {
                    self.told[*place].supports -= u64::from(*stands);
                    *stands = false;
                }
            }
            Turn::KeyNamed(key) => self.keys.push((position, key)),
            Turn::Aside => {}
        }
        Ok(())
    }

    fn place(&mut self, id: Id) -> usize {
        *self.places.entry(id).or_insert_with(|| {
            self.told.push(Initiative::default());
            self.told.len() - 1
        })
    }

    /// How many initiatives it tells of.
    pub(crate) fn len(&self) -> usize {
        self.told.len()
    }

    /// All of them as they stand now, by id.
    pub(crate) fn initiatives(&self) -> BTreeMap<String, Initiative> {
        self.places.iter().map(|(id, place)| (id.to_string(), self.told[*place].clone())).collect()
    }

    /// How many initiatives stand at each stage.
    pub(crate) fn stages(&self) -> BTreeMap<&str, u64> {
        let mut stages = BTreeMap::new();
        for stage in self.told.iter().filter_map(|initiative| initiative.stage.as_deref()) {
            *stages.entry(stage).or_insert(0) += 1;
        }
        stages
    }

    /// All supports that stand.
    pub(crate) fn supports(&self) -> u64 {
        self.told.iter().map(|initiative| initiative.supports).sum()
    }
}

/// The name of a stage as procedures and registers call it, out of its JSON: the key of an object,
/// or the text itself, where two names in entries are other words.
fn stage(json: &str) -> String {
    match json.split('"').nth(1).unwrap_or_default() {
        "revision_offered" => "revising_offered",
        "revision_drafting" => "revising_drafting",
        name => name,
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: &str = "a/log";

    fn turn(stream: &str, event_type: &str, public: &str) -> Turn {
        let hash = "ab".repeat(32);
        let text = format!(
            r#"{{"v":1,"log":"a/log","stream":"{stream}","sequence":1,"type":"{event_type}","version":"1.0","at":"2027-01-11","public":{public},"commitments":{{}},"row":"{hash}"}}"#
        );
        Turn::of(&EntryRef::parse(text.as_bytes()).expect("an entry"), ORIGIN)
    }

    #[test]
    fn a_support_counts_once_while_it_stands_whatever_comes_twice() {
        let given =
            || turn("support/t", "SupportGiven", r#"{"SupportGiven":{"day":"2027-01-11","initiative":"i"}}"#);
        let taken = |how| turn("support/t", how, "{}");
        let mut story = Story::default();
        let turns = [taken("SupportWithdrawn"), given(), given(), taken("SupportInvalidated"), given()];
        let counts = turns.map(|turn| {
            story.tell(1, ORIGIN, turn).expect("it is of this log");
            story.supports()
        });
        assert_eq!(counts, [0, 1, 1, 0, 1]);
        assert_eq!(story.initiatives()["i"].supports, 1);
    }

    #[test]
    fn a_tag_with_a_prefix_is_another_tag() {
        let tag = "ab".repeat(32);
        assert_ne!(Tag::of(&tag), Tag::of(&format!("0x{tag}")));
        assert_ne!(
            Id::of("0b1e9a1c-7d60-4a2e-8f1e-1d3a5c7e9b10"),
            Id::of("0B1E9A1C-7D60-4A2E-8F1E-1D3A5C7E9B10")
        );
    }

    #[test]
    fn a_stage_is_read_whether_a_name_or_an_object_and_the_submission_says_who_may_know() {
        let submitted = turn(
            "initiative/i",
            "Submitted",
            r#"{"fact":{"Submitted":{"public":true}},"moved":{"stage":"submitted"}}"#,
        );
        let stage = Some("submitted".to_owned());
        assert_eq!(submitted, Turn::Initiative { id: Id::of("i"), public: true, stage });
        let offered = turn(
            "initiative/i",
            "Offered",
            r#"{"fact":"Offered","moved":{"stage":{"revision_offered":{"by":"a/b"}}}}"#,
        );
        let stage = Some("revising_offered".to_owned());
        assert_eq!(offered, Turn::Initiative { id: Id::of("i"), public: false, stage });
        let unmoved = turn("initiative/i", "Noted", r#"{"fact":{"Noted":{}},"moved":null}"#);
        assert_eq!(unmoved, Turn::Initiative { id: Id::of("i"), public: false, stage: None });
    }

    #[test]
    fn a_log_names_its_key_when_it_is_founded_and_when_it_is_changed() {
        let founded = turn(
            "installation/installation",
            "InstallationFounded",
            r#"{"InstallationFounded":{"log":{"key":"a/log+1+A"}}}"#,
        );
        assert_eq!(founded, Turn::KeyNamed("a/log+1+A".to_owned()));
        let changed = turn(
            "installation/installation",
            "LogKeyChanged",
            r#"{"LogKeyChanged":{"before":"a/log+1+A","key":"a/log+2+B"}}"#,
        );
        assert_eq!(changed, Turn::KeyNamed("a/log+2+B".to_owned()));
        assert_eq!(
            turn("installation/installation", "InstallationFounded", r#"{"InstallationFounded":{}}"#),
            Turn::Aside
        );
    }
}
