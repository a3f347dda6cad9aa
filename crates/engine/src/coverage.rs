//! Does every field that nobody can read any more have an event that says why?
//!
//! A field is sealed, so that it can be made unreadable for ever; a forged event could be
//! made unreadable in the same way. What does not open is therefore looked at with the
//! greatest distrust: some event of the journal has to say that its key was destroyed, by
//! whom and on what basis, and its key has to be gone then indeed.

use std::collections::{BTreeMap, BTreeSet};

use aggregates::ids::{AttachmentId, ParticipantId};
use aggregates::initiative::{Fact, Initiative};
use journal::{Recorded, StreamId};
use projections::Event;
use serde_json::Value;
use vault::{Checked, KeyId, Sealing};

use crate::cold::event;
use crate::decide::{participant_data, redacted_text, withheld_text};
use crate::engine::Inner;
use crate::sealing::command_of;
use crate::{Engine, EngineError};

const PAGE: usize = 1_000;

/// What was found of all sealed fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Events that were read.
    pub events: u64,
    /// Fields that open and are what was committed to, and letters that open: an event names them
    /// by their ids alone.
    pub readable: u64,
    /// Fields that do not open, and an event says why.
    pub covered: u64,
    /// The first field that is neither.
    pub uncovered: Option<Uncovered>,
}

/// A field about which journal and vault do not agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uncovered {
    /// The position of the event.
    pub position: u64,
    /// Where in its payload the field stands; of an erasure, its name.
    pub field: String,
    /// The key that it is sealed under.
    pub key: KeyId,
    /// What is wrong.
    pub gap: Gap,
}

/// How journal and vault do not agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// The key is destroyed, and no event says so.
    Unexplained,
    /// The vault has no such key, and no event says that it was destroyed.
    Missing,
    /// The key is there, but the field is not what was committed to.
    Changed,
    /// An event says that the key was destroyed, and it still opens what it sealed.
    StillOpens,
}

impl Gap {
    /// A stable word for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unexplained => "key_destroyed_without_event",
            Self::Missing => "key_missing_without_event",
            Self::Changed => "sealed_value_changed",
            Self::StillOpens => "erased_key_still_opens",
        }
    }

    /// In a sentence.
    pub const fn what(self) -> &'static str {
        match self {
            Self::Unexplained => "a field does not open: its key is destroyed, and no event says so",
            Self::Missing => "a field does not open: the vault has no key for it, and no event says why",
            Self::Changed => "a field does not open although its key is there: it was changed or moved",
            Self::StillOpens => "the key that this event destroyed still opens what it sealed",
        }
    }
}

/// What an event says was destroyed, and where: nobody covers a text of another stream.
type Cover = (Option<StreamId>, KeyId);

/// What the walk has found so far. It holds what does not open and what was destroyed,
/// so no more than was ever erased.
#[derive(Default)]
struct Walk {
    coverage: Coverage,
    /// By position and field.
    closed: BTreeMap<(u64, String), Closed>,
    /// With the position and the name of the event.
    covers: BTreeMap<Cover, (u64, String)>,
}

struct Closed {
    key: KeyId,
    gap: Gap,
    /// Any of these explains it.
    covers: Vec<Cover>,
}

impl Engine {
    /// Reads the whole journal and tries to open every sealed field. `progress` is told the
    /// position reached. Nobody is shown what was read.
    ///
    /// # Errors
    ///
    /// If journal or vault cannot be read: then nothing is known.
    pub async fn uncovered(&self, mut progress: impl FnMut(u64)) -> Result<Coverage, EngineError> {
        let inner = self.inner();
        let mut walk = Walk::default();
        let mut after = 0;
        // What is destroyed meanwhile was recorded before, so the walk comes to it.
        loop {
            let rows = inner.journal.read(after, PAGE).await?;
            let Some(last) = rows.last() else { break };
            after = last.position;
            inner.check(&rows, &mut walk).await?;
            progress(after);
        }
        let keys: Vec<KeyId> = walk.covers.keys().map(|(_, key)| *key).collect();
        let living = inner.vault.living(&keys).await?;
        Ok(walk.finish(&living))
    }
}

impl Inner {
    async fn check(&self, rows: &[Recorded], walk: &mut Walk) -> Result<(), EngineError> {
        let (mut sealed, mut letters) = (Vec::new(), Vec::new());
        for row in rows {
            walk.coverage.events += 1;
            let read = Event::parse(&row.stream.kind, &row.event_type, &row.event_version, &row.payload);
            // What cannot be parsed explains nothing; its fields are looked at all the same.
            let event = read.ok();
            if matches!(event, Some(Event::Foreign)) {
                continue;
            }
            if let Some(cover) = event.as_ref().and_then(|event| cover(row, event)) {
                walk.covers.entry(cover).or_insert_with(|| (row.position, row.event_type.clone()));
            }
            let payload: Value = serde_json::from_str(&row.payload).unwrap_or_default();
            let author = event.as_ref().and_then(author);
            letters.extend(event.as_ref().and_then(letter).map(|letter| (row, letter)));
            sealed.push((row, self.place(&row.stream, command_of(row)), payload, author));
        }
        let asked: Vec<_> = sealed.iter().map(|(_, place, payload, _)| (place, payload)).collect();
        let checked = self.vault.check_many(&asked).await?;
        for ((row, _, _, author), fields) in sealed.iter().zip(checked) {
            fields.into_iter().for_each(|field| walk.take(row, author.as_slice(), field));
        }
        for (row, letter) in letters {
            let state = self.vault.check_file(&self.place(&row.stream, command_of(row)), letter).await?;
            let (key, path) = (KeyId::Attachment(letter), "fact.AnswerDispatched.letter".to_owned());
            // It was put for whoever was the author then, or for who stood behind it with him.
            let authors =
                if state == Sealing::Opens { Vec::new() } else { self.authors(&row.stream).await? };
            walk.take(row, &authors, Checked { key, path, state });
        }
        Ok(())
    }

    /// Everybody who ever was the author of an initiative, or a co-initiator.
    async fn authors(&self, initiative: &StreamId) -> Result<Vec<ParticipantId>, EngineError> {
        let mut authors = Vec::new();
        for row in self.journal.load(initiative, 0).await? {
            // What cannot be read explains nothing.
            let Ok(event) = event::<Initiative>(&row) else { continue };
            match event.fact {
                Fact::Submitted { author, .. }
                | Fact::AuthorReplaced { by: author }
                | Fact::CoInitiatorJoined { participant: author } => authors.push(author),
                _ => {}
            }
        }
        Ok(authors)
    }
}

impl Walk {
    /// `authors` are those whose erasure explains a file that is gone.
    fn take(&mut self, row: &Recorded, authors: &[ParticipantId], field: Checked) {
        let Checked { key, path, state } = field;
        let gap = match state {
            Sealing::Opens => {
                self.coverage.readable += 1;
                return;
            }
            Sealing::Destroyed => Gap::Unexplained,
            Sealing::Missing => Gap::Missing,
            Sealing::Broken => Gap::Changed,
        };
        let covers = match key {
            KeyId::Text(_) => vec![(Some(row.stream.clone()), key)],
            KeyId::Subject(_) => vec![(None, key)],
            KeyId::Attachment(_) => authors.iter().map(|author| (None, KeyId::Subject(*author))).collect(),
        };
        self.closed.insert((row.position, path), Closed { key, gap, covers });
    }

    fn finish(mut self, living: &BTreeSet<KeyId>) -> Coverage {
        let mut first: Option<Uncovered> = None;
        let mut note = |found: Uncovered| {
            if first.as_ref().is_none_or(|first| found.position < first.position) {
                first = Some(found);
            }
        };
        for ((position, field), Closed { key, gap, covers }) in self.closed {
            let explained = gap != Gap::Changed && covers.iter().any(|it| self.covers.contains_key(it));
            if explained {
                self.coverage.covered += 1;
            } else {
                note(Uncovered { position, field, key, gap });
            }
        }
        for ((_, key), (position, field)) in self.covers {
            if living.contains(&key) {
                note(Uncovered { position, field, key, gap: Gap::StillOpens });
            }
        }
        self.coverage.uncovered = first;
        self.coverage
    }
}

/// What an event says was destroyed.
fn cover(row: &Recorded, event: &Event) -> Option<Cover> {
    let key = destroyed_by(row, event)?;
    let stream = matches!(key, KeyId::Text(_)).then(|| row.stream.clone());
    Some((stream, key))
}

/// The key that an event has destroyed.
pub(crate) fn destroyed_by(row: &Recorded, event: &Event) -> Option<KeyId> {
    match event {
        Event::Initiative(event) => redacted_text(&event.fact),
        Event::Comment(event) => withheld_text(event),
        Event::Participant(event) => row.stream.id.parse().ok().and_then(|id| participant_data(id, event)),
        Event::Support(_)
        | Event::Territory(_)
        | Event::Authority(_)
        | Event::Register(_)
        | Event::Official(_)
        | Event::Assessment(_)
        | Event::Installation(_)
        | Event::Foreign => None,
    }
}

/// The letter that an event says was sent.
fn letter(event: &Event) -> Option<AttachmentId> {
    match event {
        Event::Initiative(event) => match &event.fact {
            Fact::AnswerDispatched { letter, .. } => *letter,
            _ => None,
        },
        _ => None,
    }
}

/// Whose files an event names.
fn author(event: &Event) -> Option<ParticipantId> {
    match event {
        Event::Initiative(event) => match &event.fact {
            Fact::Submitted { author, .. } => Some(*author),
            _ => None,
        },
        _ => None,
    }
}
