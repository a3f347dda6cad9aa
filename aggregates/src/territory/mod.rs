//! The territory: federation, region, municipality or settlement.
//!
//! A tree with four storeys. Supports are counted along it, custody is looked for
//! along it; a territory that ends stays, so that old records keep their place.

pub mod command;
pub mod event;
pub mod kind;

#[cfg(test)]
mod tests;

use calendar::UtcOffset;
use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use command::{Action, Command, Refusal};
pub use event::TerritoryEvent;
pub use kind::{FederalDistrict, Location, TerritoryKind, TerritoryType, UnknownWord};

use crate::ids::TerritoryId;
use crate::seen::Seen;

/// A territory, as its events left it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Territory {
    id: Option<TerritoryId>,
    kind: Option<TerritoryKind>,
    parent: Option<TerritoryId>,
    federal_district: Option<FederalDistrict>,
    population: Option<u64>,
    counted_on: Option<Date>,
    utc_offset: Option<UtcOffset>,
    ended_on: Option<Date>,
    merged_into: Option<TerritoryId>,
}

impl Territory {
    /// Whether it was created.
    pub fn exists(&self) -> bool {
        self.id.is_some()
    }

    /// Its code, once created.
    pub fn id(&self) -> Option<&TerritoryId> {
        self.id.as_ref()
    }

    /// Its place in the tree, once created.
    pub fn kind(&self) -> Option<TerritoryKind> {
        self.kind
    }

    /// What it is part of; nothing for the federation.
    pub fn parent(&self) -> Option<&TerritoryId> {
        self.parent.as_ref()
    }

    /// The district a region is added up under.
    pub fn federal_district(&self) -> Option<FederalDistrict> {
        self.federal_district
    }

    /// Residents by the latest count.
    pub fn population(&self) -> Option<u64> {
        self.population
    }

    /// Its time; Moscow's before it was created.
    pub fn utc_offset(&self) -> UtcOffset {
        self.utc_offset.unwrap_or_else(UtcOffset::moscow)
    }

    /// Whether it was created and has not ended by `date`.
    pub fn exists_on(&self, date: Date) -> bool {
        self.exists() && self.ended_on.is_none_or(|end| date < end)
    }

    /// The territory it became part of.
    pub fn merged_into(&self) -> Option<&TerritoryId> {
        self.merged_into.as_ref()
    }
}

/// The codes of a territory and its ancestors, itself first, the federation last.
/// Nothing if one does not exist on `date`, or one is not the parent of the one before.
pub fn path(territories: &[Seen<Territory>], date: Date) -> Option<Vec<TerritoryId>> {
    let unbroken =
        territories.windows(2).all(|pair| pair[0].parent().is_some() && pair[0].parent() == pair[1].id());
    let whole = territories.last()?.kind() == Some(TerritoryKind::Federation);
    if !unbroken || !whole || !territories.iter().all(|territory| territory.exists_on(date)) {
        return None;
    }
    territories.iter().map(|territory| territory.id().cloned()).collect()
}

impl Aggregate for Territory {
    const TYPE: &'static str = "territory";
    type Command = Command;
    type Event = TerritoryEvent;
    type Error = Refusal;
    type Services = ();

    async fn handle(&mut self, command: Command, (): &(), sink: &EventSink<Self>) -> Result<(), Refusal> {
        for event in self.decide(command)? {
            sink.write(event, self).await;
        }
        Ok(())
    }

    fn apply(&mut self, event: TerritoryEvent) {
        match event {
            TerritoryEvent::TerritoryCreated {
                id,
                kind,
                parent,
                federal_district,
                population,
                utc_offset,
                ..
            } => {
                self.id = Some(id);
                self.kind = Some(kind);
                self.parent = parent;
                self.federal_district = federal_district;
                self.population = population;
                self.utc_offset = Some(utc_offset);
            }
            TerritoryEvent::TerritoryRenamed { .. } => {}
            TerritoryEvent::PopulationSet { population, as_of } => {
                self.population = Some(population);
                self.counted_on = Some(as_of);
            }
            TerritoryEvent::TerritoryMerged { into, on } => {
                self.merged_into = Some(into);
                self.ended_on = Some(on);
            }
            TerritoryEvent::TerritoryAbolished { on } => self.ended_on = Some(on),
        }
    }
}
