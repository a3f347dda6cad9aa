//! The page of an initiative at a position.

use aggregates::ids::{InitiativeId, NationalProjectId, OfficialId, ParticipantId, TerritoryId, ThemeId};
use aggregates::initiative::event::Closing;
use aggregates::initiative::fields::{Attachment, Channel, Consents, Kind, Origin, ProcedureRef, Threshold};
use aggregates::initiative::stage::{Custody, Stage, SupportWindow};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::Connection;
use serde::Serialize;

use super::entry::{Decision, Entry, Explained, Hearing, Held, Number, Opinion, TextVersion};
use super::event::events;
use super::fold::Fold;
use crate::texts::Readable;

/// An initiative, whole.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Page {
    /// Which.
    pub id: InitiativeId,
    /// The position of its last event here.
    pub position: u64,
    /// That event's sequence: what the next command expects.
    pub sequence: u64,
    /// The procedure pinned to it.
    pub procedure: ProcedureRef,
    /// Whether texts and supports of that procedure are public at all.
    pub public: bool,
    /// The territory it is about.
    pub home: TerritoryId,
    /// Home and its ancestors.
    pub path: Vec<TerritoryId>,
    /// Other territories it concerns.
    pub also_concerns: Vec<TerritoryId>,
    /// How it came.
    pub channel: Channel,
    /// The day it came.
    pub received_on: Date,
    /// When that was recorded.
    pub submitted_at: Timestamp,
    /// What the author agreed to.
    pub consents: Consents,
    /// What an imported source claimed.
    pub origin: Option<Origin>,
    /// The case this one was split off from.
    pub linked_from: Option<InitiativeId>,
    /// The case opened in its place.
    pub linked: Option<InitiativeId>,
    /// The initiative it was merged into.
    pub merged_into: Option<InitiativeId>,
    /// Files that came with it.
    pub attachments: Vec<Attachment>,
    /// What is asked for.
    pub kind: Kind,
    /// Its theme, once registered.
    pub theme: Option<ThemeId>,
    /// The national project it belongs to.
    pub national_project: Option<NationalProjectId>,
    /// Who proposes; nobody after he stepped down.
    pub author: Option<ParticipantId>,
    /// Who proposes it too.
    pub co_initiators: Vec<ParticipantId>,
    /// Who works on it.
    pub assigned: Option<OfficialId>,
    /// Where it stands.
    pub stage: Stage,
    /// How it ended, if it did.
    pub closed: Option<Closing>,
    /// Who has it, since when and by which rule; nobody once closed.
    pub custody: Option<Custody>,
    /// Whether it can be supported.
    pub window: SupportWindow,
    /// Supports needed at each level, as frozen when it was published.
    pub thresholds: Vec<Threshold>,
    /// Its title. Not for the public before it is published.
    pub title: Readable,
    /// The text in every version, oldest first.
    pub texts: Vec<TextVersion>,
    /// Its numbers, oldest first.
    pub numbers: Vec<Number>,
    /// Who has had it, oldest first.
    pub custody_history: Vec<Held>,
    /// What is and was due, in the order in which it began.
    pub obligations: Vec<Explained>,
    /// What was decided, oldest first.
    pub decisions: Vec<Decision>,
    /// Hearings, oldest first.
    pub hearings: Vec<Hearing>,
    /// Opinions asked of other authorities.
    pub opinions: Vec<Opinion>,
    /// Everything that happened, oldest first.
    pub timeline: Vec<Entry>,
}

/// The page of an initiative; nothing if it was not submitted by then.
///
/// # Errors
///
/// If the view cannot be read.
pub fn page(connection: &Connection, id: InitiativeId, as_of: Option<u64>) -> rusqlite::Result<Option<Page>> {
    let mut fold: Option<Fold<'_>> = None;
    for kept in events(connection, &id.to_string(), as_of)? {
        match &mut fold {
            None => fold = Fold::begin(connection, id, &kept)?,
            Some(fold) => fold.step(&kept)?,
        }
    }
    Ok(fold.map(Fold::finish))
}
