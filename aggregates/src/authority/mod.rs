//! The authority: a body that receives initiatives and decides them.
//!
//! It is a thing of its own beside its territory: a territory may have several,
//! one of which receives by default, and a body may end while its territory goes on.

pub mod command;
pub mod event;
pub mod number_format;

#[cfg(test)]
mod tests;

use calendar::UtcOffset;
use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use command::{Action, Command, Refusal};
pub use event::{AuthorityEvent, AuthorityKind, Competences};
pub use number_format::{BadNumberFormat, NumberFormat};

use crate::ids::{AuthorityId, OfficialId, TerritoryId, ThemeId};
use crate::initiative::fields::Kind;
use crate::level::Level;

/// An authority, as its events left it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Authority {
    established: Option<Established>,
    accepts_until: Option<Date>,
    abolished_on: Option<Date>,
    successor: Option<AuthorityId>,
    signatories: Vec<OfficialId>,
}

/// What an authority has from its first day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Established {
    id: AuthorityId,
    territory: TerritoryId,
    level: Level,
    kind: AuthorityKind,
    competences: Competences,
    utc_offset: UtcOffset,
    number_format: NumberFormat,
    default_receiver: bool,
    accepts_from: Date,
}

impl Authority {
    /// Whether it was established.
    pub fn exists(&self) -> bool {
        self.established.is_some()
    }

    /// Its code, once established.
    pub fn id(&self) -> Option<&AuthorityId> {
        self.established.as_ref().map(|it| &it.id)
    }

    /// Where it is, once established.
    pub fn territory(&self) -> Option<&TerritoryId> {
        self.established.as_ref().map(|it| &it.territory)
    }

    /// Its level; the lowest before it was established.
    pub fn level(&self) -> Level {
        self.established.as_ref().map_or(Level::Municipality, |it| it.level)
    }

    /// What sort of body it is, once established.
    pub fn kind(&self) -> Option<AuthorityKind> {
        self.established.as_ref().map(|it| it.kind)
    }

    /// Its time; Moscow's before it was established.
    pub fn utc_offset(&self) -> UtcOffset {
        self.established.as_ref().map_or_else(UtcOffset::moscow, |it| it.utc_offset)
    }

    /// Whether initiatives of its territory come to it first.
    pub fn is_default_receiver(&self) -> bool {
        self.established.as_ref().is_some_and(|it| it.default_receiver)
    }

    /// Whether it takes in initiatives on `date`.
    pub fn accepts_on(&self, date: Date) -> bool {
        let begun = self.established.as_ref().is_some_and(|it| it.accepts_from <= date);
        begun && self.accepts_until.is_none_or(|end| date < end) && !self.is_abolished_on(date)
    }

    /// Whether it was established and is no more on `date`.
    pub fn is_abolished_on(&self, date: Date) -> bool {
        self.abolished_on.is_some_and(|end| end <= date)
    }

    /// Who takes its place.
    pub fn successor(&self) -> Option<&AuthorityId> {
        self.successor.as_ref()
    }

    /// Who signs its letters, in the order of signing.
    pub fn signatories(&self) -> &[OfficialId] {
        &self.signatories
    }

    /// Whether it may decide an initiative of that theme and kind.
    pub fn competent_for(&self, theme: Option<&ThemeId>, kind: Kind) -> bool {
        self.established.as_ref().is_some_and(|it| it.competences.cover(theme, kind))
    }

    /// Number `n` of `year`, as it writes it. Before it was established: the bare number.
    pub fn format_number(&self, n: u32, year: i16) -> String {
        self.established.as_ref().map_or_else(|| n.to_string(), |it| it.number_format.write(n, year, &it.id))
    }
}

impl Aggregate for Authority {
    const TYPE: &'static str = "authority";
    type Command = Command;
    type Event = AuthorityEvent;
    type Error = Refusal;
    type Services = ();

    async fn handle(&mut self, command: Command, (): &(), sink: &EventSink<Self>) -> Result<(), Refusal> {
        for event in self.decide(command)? {
            sink.write(event, self).await;
        }
        Ok(())
    }

    fn apply(&mut self, event: AuthorityEvent) {
        match event {
            AuthorityEvent::AuthorityEstablished {
                id,
                territory,
                level,
                kind,
                name: _,
                competences,
                utc_offset,
                number_format,
                default_receiver,
                accepts_from,
            } => {
                self.established = Some(Established {
                    id,
                    territory,
                    level,
                    kind,
                    competences,
                    utc_offset,
                    number_format,
                    default_receiver,
                    accepts_from,
                });
            }
            AuthorityEvent::SignatoriesSet { officials } => self.signatories = officials,
            AuthorityEvent::CompetencesSet { competences } => {
                if let Some(established) = &mut self.established {
                    established.competences = competences;
                }
            }
            AuthorityEvent::NumberFormatSet { number_format } => {
                if let Some(established) = &mut self.established {
                    established.number_format = number_format;
                }
            }
            AuthorityEvent::AcceptanceEnded { on } => self.accepts_until = Some(on),
            AuthorityEvent::AuthorityAbolished { on, successor } => {
                self.abolished_on = Some(on);
                self.successor = successor;
            }
            AuthorityEvent::AuthorityRenamed { .. }
            | AuthorityEvent::LetterheadSet { .. }
            | AuthorityEvent::ContactsSet { .. } => {}
        }
    }
}
