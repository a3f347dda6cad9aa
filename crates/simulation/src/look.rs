//! What the simulation looks up before it acts, as a person would look it up on a page.

use std::collections::BTreeMap;
use std::sync::Arc;

use aggregates::ids::{AuthorityId, InitiativeId, TerritoryId};
use aggregates::initiative::Initiative;
use aggregates::level::Level;
use aggregates::territory::TerritoryKind;
use calendar::UtcOffset;
use engine::{Engine, EngineError};
use jiff::civil::Date;
use projections::directory::{self, Territory};

/// How many events are read in one go.
const AT_ONCE: usize = 5_000;

const KINDS: [TerritoryKind; 4] = [
    TerritoryKind::Federation,
    TerritoryKind::Region,
    TerritoryKind::Municipality,
    TerritoryKind::Settlement,
];

/// Day zero of offsets: the simulation's offices keep one clock.
pub(crate) const UTC: UtcOffset = UtcOffset::from_minutes(0).expect("zero minutes are an offset");

/// The date in UTC.
pub(crate) fn today(engine: &Engine) -> Date {
    calendar::local_date(engine.now(), UTC)
}

/// Every territory there is, with its kind.
pub(crate) async fn territory_kinds(
    engine: &Engine,
) -> Result<BTreeMap<TerritoryId, TerritoryKind>, EngineError> {
    let mut kinds = BTreeMap::new();
    for kind in KINDS {
        kinds.extend(territories(engine, kind).await?.into_iter().map(|territory| (territory.id, kind)));
    }
    Ok(kinds)
}

/// The territories of one kind.
pub(crate) async fn territories(engine: &Engine, kind: TerritoryKind) -> Result<Vec<Territory>, EngineError> {
    engine.views().catch_up().await?;
    Ok(engine.views().read("directory", move |view| directory::territories(view, kind, None)).await?)
}

/// One territory.
pub(crate) async fn territory(engine: &Engine, id: &TerritoryId) -> Result<Option<Territory>, EngineError> {
    engine.views().catch_up().await?;
    let id = id.clone();
    Ok(engine.views().read("directory", move |view| directory::territory(view, &id, None)).await?)
}

/// Who receives for a territory, lowest level first.
pub(crate) async fn receivers(
    engine: &Engine,
    home: &TerritoryId,
    on: Date,
) -> Result<Vec<(Level, AuthorityId)>, EngineError> {
    let home = home.clone();
    let custodians =
        engine.views().read("directory", move |view| directory::custodians(view, &home, on, None)).await?;
    Ok(custodians.into_iter().map(|it| (it.level, it.authority)).collect())
}

/// Every initiative that is not closed, in the order of submission.
pub(crate) async fn open_initiatives(
    engine: &Engine,
) -> Result<Vec<(InitiativeId, Arc<Initiative>)>, EngineError> {
    let mut submitted: Vec<InitiativeId> = Vec::new();
    let mut after = 0;
    loop {
        let events = engine.journal().read(after, AT_ONCE).await?;
        let Some(last) = events.last() else { break };
        after = last.position;
        submitted.extend(
            events
                .iter()
                .filter(|it| it.event_type == "Submitted")
                .filter_map(|it| it.stream.id.parse::<InitiativeId>().ok()),
        );
    }
    let mut open = Vec::new();
    for id in submitted {
        if let Some(state) = engine.initiative(id).await?.filter(|state| !state.stage().is_closed()) {
            open.push((id, state));
        }
    }
    Ok(open)
}
