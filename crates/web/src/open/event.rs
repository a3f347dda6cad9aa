//! One event, as the public sees it.

use aggregates::ids::{AuthorityId, InitiativeId, OfficialId, TerritoryId};
use jiff::Timestamp;
use jiff::civil::Date;
use projections::events::{Line, Who};
use serde::Serialize;
use serde_json::{Value, json};

use super::details::{self, Texts};
use super::pseudonym;

/// An event without what is not the public's. Feeds take nothing else: what is not in here
/// cannot be told.
///
/// - The texts of an initiative stand in its events from `Published` on, which brings the
///   text that was published; what came before says `{"withheld": true}` for ever.
/// - Of an initiative whose procedure is not public: which authority, when, and what came out.
/// - People go by the pseudonym they have in that initiative; a support by its tag.
/// - Of a participant: that something happened, and when.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct OpenEvent {
    /// Its place in the one order: the cursor.
    position: u64,
    /// When it was recorded; of what residents do by themselves, the beginning of that day
    /// in UTC, so that nobody is told by the hour at which he supported.
    at: Timestamp,
    /// Its name; nothing for an event of another program.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// The stream it stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    stream: Option<OpenStream>,
    /// Who did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<OpenActor>,
    /// The initiative it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    initiative: Option<InitiativeId>,
    /// The territory that initiative is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    home: Option<TerritoryId>,
    /// Who has that initiative after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    custody: Option<AuthorityId>,
    /// The date in the world.
    #[serde(skip_serializing_if = "Option::is_none")]
    done_on: Option<Date>,
    /// Its facts.
    #[serde(skip_serializing_if = "Option::is_none")]
    details: Option<Value>,
    /// For `Published`: the text that the public reads from here on.
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<Value>,
    /// For a redaction: the position of the event that told the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    redacts: Option<u64>,
    /// What follows: `moved`, `supports`, `terms`.
    #[serde(skip_serializing_if = "Option::is_none")]
    follows: Option<Value>,
    /// The initiative's title today, if it is the public's.
    #[serde(skip)]
    title: Option<String>,
}

/// A stream whose name says nothing about anybody.
#[derive(Clone, Debug, PartialEq, Serialize)]
struct OpenStream {
    kind: String,
    id: String,
    sequence: u64,
}

/// Who did it, by what the public may know of him.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum OpenActor {
    /// An official; of a private case, only his authority.
    Official {
        /// The person.
        #[serde(skip_serializing_if = "Option::is_none")]
        official: Option<OfficialId>,
        /// For whom he acted.
        #[serde(skip_serializing_if = "Option::is_none")]
        authority: Option<AuthorityId>,
    },
    /// A participant, by his pseudonym in that initiative; of a private case, by nothing.
    Participant {
        /// The pseudonym.
        #[serde(skip_serializing_if = "Option::is_none")]
        pseudonym: Option<String>,
    },
    /// Somebody who supports or assesses.
    Resident,
    /// The engine, by a rule of the procedure.
    Clock,
    /// Whoever runs the installation.
    Installation,
}

/// Events whose texts were looked through by nobody, or quote such texts.
pub(super) const NOT_LOOKED_THROUGH: [&str; 3] = ["Submitted", "Clarified", "ReturnedForClarification"];

/// Seconds of a day.
const DAY: i64 = 24 * 60 * 60;

/// What an event is about, as far as that decides what is told.
enum About {
    Case(InitiativeId),
    PrivateCase(InitiativeId),
    /// Territories, authorities, officials, registers, the installation.
    Record,
    Participant,
    /// Of another program on the same tables: nothing is known of what stands in it.
    Unknown,
}

impl About {
    fn of(line: &Line) -> Self {
        match (line.stream_kind.as_str(), line.initiative) {
            ("initiative" | "support" | "comment" | "assessment" | "register", Some(id)) => {
                if line.public_procedure { Self::Case(id) } else { Self::PrivateCase(id) }
            }
            ("territory" | "authority" | "official" | "register" | "installation", None) => Self::Record,
            ("participant", _) => Self::Participant,
            (_, _) => Self::Unknown,
        }
    }
}

impl OpenEvent {
    /// Takes away what is not the public's.
    pub(crate) fn of(line: Line) -> Self {
        let bare = Self {
            position: line.position,
            at: if matches!(line.stream_kind.as_str(), "support" | "assessment") {
                day(line.at)
            } else {
                line.at
            },
            name: None,
            stream: None,
            by: None,
            initiative: None,
            home: None,
            custody: None,
            done_on: None,
            details: None,
            published: None,
            redacts: None,
            follows: None,
            title: None,
        };
        match About::of(&line) {
            About::Case(id) => Self::of_case(bare, id, line),
            About::PrivateCase(id) => Self::of_private_case(bare, id, line),
            About::Record => Self::of_record(bare, line),
            About::Participant => Self { name: Some(line.event_type), ..bare },
            About::Unknown => bare,
        }
    }

    fn of_case(bare: Self, id: InitiativeId, line: Line) -> Self {
        let looked_through = !NOT_LOOKED_THROUGH.contains(&line.event_type.as_str());
        let texts = if line.published_by_then && looked_through { Texts::Open } else { Texts::Withheld };
        let details = match (line.event_type.as_str(), line.redacts) {
            // Of a text that never was public, a redaction says only why.
            ("Redacted", None) => json!({ "basis": line.details["basis"] }),
            (_, _) => details::open(line.details, texts, Some(id)),
        };
        Self {
            name: Some(line.event_type),
            stream: Some(OpenStream { kind: line.stream_kind, id: line.stream_id, sequence: line.sequence }),
            by: line.by.map(|who| actor(who, id)),
            initiative: Some(id),
            home: line.home,
            custody: line.custody,
            done_on: line.done_on,
            details: Some(details),
            published: line.published.map(|fields| details::open(fields, texts, Some(id))),
            redacts: line.redacts,
            follows: line.follows,
            title: line.title.filter(|_| line.published_by_then),
            ..bare
        }
    }

    fn of_private_case(bare: Self, id: InitiativeId, line: Line) -> Self {
        let moved = line.follows.as_ref().and_then(|follows| follows.get("moved")).cloned();
        Self {
            name: Some(line.event_type),
            by: line.by.map(faceless),
            initiative: Some(id),
            custody: line.custody,
            done_on: line.done_on,
            follows: moved.filter(|moved| !moved.is_null()).map(|moved| json!({ "moved": moved })),
            ..bare
        }
    }

    fn of_record(bare: Self, line: Line) -> Self {
        Self {
            name: Some(line.event_type),
            stream: Some(OpenStream { kind: line.stream_kind, id: line.stream_id, sequence: line.sequence }),
            by: line.by.map(|who| match who {
                Who::Official { official, authority } => {
                    OpenActor::Official { official: Some(official), authority }
                }
                other @ (Who::Participant { .. } | Who::Resident | Who::Clock | Who::Installation) => {
                    faceless(other)
                }
            }),
            done_on: line.done_on,
            details: Some(details::open(line.details, Texts::Open, None)),
            ..bare
        }
    }

    pub(crate) fn position(&self) -> u64 {
        self.position
    }

    pub(crate) fn at(&self) -> Timestamp {
        self.at
    }

    /// Its name, empty for an event of another program.
    pub(crate) fn name(&self) -> &str {
        self.name.as_deref().unwrap_or_default()
    }

    pub(crate) fn by(&self) -> Option<&OpenActor> {
        self.by.as_ref()
    }

    pub(crate) fn initiative(&self) -> Option<InitiativeId> {
        self.initiative
    }

    pub(crate) fn custody(&self) -> Option<&AuthorityId> {
        self.custody.as_ref()
    }

    /// The territory that its initiative is about, where that is told.
    pub(crate) fn home(&self) -> Option<&TerritoryId> {
        self.home.as_ref()
    }

    /// Whether an authority that it concerns can be told from it. Of a public case that is
    /// so: every step is told. Of a private one, what it says itself counts.
    pub(crate) fn tells_of(&self, authority: &AuthorityId) -> bool {
        let acted =
            matches!(&self.by, Some(OpenActor::Official { authority: Some(by), .. }) if by == authority);
        let moved = || self.follows.as_ref().is_some_and(|moved| names(moved, authority.as_str()));
        self.details.is_some() || acted || self.custody.as_ref() == Some(authority) || moved()
    }

    pub(crate) fn done_on(&self) -> Option<Date> {
        self.done_on
    }

    pub(crate) fn details(&self) -> Option<&Value> {
        self.details.as_ref()
    }

    pub(crate) fn published(&self) -> Option<&Value> {
        self.published.as_ref()
    }

    /// The initiative's title today, where the public may read it.
    pub(crate) fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// As one line of JSON, without its end.
    pub(crate) fn to_json(&self) -> String {
        serde_json::to_string(self).expect("an event is made of what JSON can say")
    }
}

/// Whether a text stands somewhere in a value.
fn names(value: &Value, text: &str) -> bool {
    match value {
        Value::String(found) => found == text,
        Value::Array(items) => items.iter().any(|item| names(item, text)),
        Value::Object(fields) => fields.values().any(|item| names(item, text)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The beginning of a day in UTC.
fn day(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second().div_euclid(DAY) * DAY).expect("it is not before the first")
}

fn actor(who: Who, initiative: InitiativeId) -> OpenActor {
    match who {
        Who::Official { official, authority } => OpenActor::Official { official: Some(official), authority },
        Who::Participant { participant } => {
            OpenActor::Participant { pseudonym: Some(pseudonym(initiative, participant).to_string()) }
        }
        other @ (Who::Resident | Who::Clock | Who::Installation) => faceless(other),
    }
}

fn faceless(who: Who) -> OpenActor {
    match who {
        Who::Official { authority, .. } => OpenActor::Official { official: None, authority },
        Who::Participant { .. } => OpenActor::Participant { pseudonym: None },
        Who::Resident => OpenActor::Resident,
        Who::Clock => OpenActor::Clock,
        Who::Installation => OpenActor::Installation,
    }
}

#[cfg(test)]
mod tests;
