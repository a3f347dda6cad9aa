//! Territories: the tree from the federation down to the settlement.

use aggregates::ids::TerritoryId;
use aggregates::territory::TerritoryKind;
use projections::directory::{self, Custodian, FoundTerritory, Territory};
use serde::Serialize;

use crate::api::answer::{All, Answer, Listing};
use crate::api::call::Call;
use crate::api::row::NoQuery;
use crate::api::shape::{asked, shapes};
use crate::problem::Problem;

/// A territory with where it stands.
#[derive(Serialize)]
pub(in crate::api) struct Placed {
    territory: Territory,
    path: Vec<Territory>,
    custodians: Vec<Custodian>,
}

shapes! {
    /// A territory with where it stands.
    Placed as "PlacedTerritory" {
        territory, path "Itself and its ancestors, up to the federation.",
        custodians "Who receives initiatives about it today, at each level.",
    }
}

/// The most that are found by name.
pub(super) const MOST: u32 = 20;

asked! {
    /// Which territories; by default the whole tree, from the top.
    Wanted {
        /// Of this kind.
        kind: Option<TerritoryKind>,
        /// Directly below this one.
        parent: Option<TerritoryId>,
    }
    /// What something is called.
    Named {
        /// Beginnings of words of its name, in any case.
        name: String,
    }
}

/// The kinds, from the top.
const KINDS: [TerritoryKind; 4] = [
    TerritoryKind::Federation,
    TerritoryKind::Region,
    TerritoryKind::Municipality,
    TerritoryKind::Settlement,
];

/// `GET /api/v1/territories`
pub(in crate::api) async fn list(call: Call, wanted: Wanted) -> Result<Answer<Listing<Territory>>, Problem> {
    let (after, limit, as_of) = (call.after::<(u8, TerritoryId)>()?, call.limit as usize, call.as_of);
    let Wanted { kind, parent } = wanted;
    let all = call.read("directory", move |view| {
        if let Some(parent) = &parent {
            return directory::children(view, parent, as_of);
        }
        let mut all = Vec::new();
        for kind in KINDS.into_iter().filter(|known| kind.is_none_or(|kind| kind == *known)) {
            all.extend(directory::territories(view, kind, as_of)?);
        }
        Ok(all)
    });
    let place = |territory: &Territory| (territory.kind as u8, territory.id.clone());
    let fits = |territory: &Territory| {
        kind.is_none_or(|kind| kind == territory.kind)
            && after.as_ref().is_none_or(|after| place(territory) > *after)
    };
    let mut items: Vec<Territory> = all.await?.into_iter().filter(fits).collect();
    let more = items.len() > limit;
    items.truncate(limit);
    let next = call.next(items.last().filter(|_| more).map(place).as_ref());
    Ok(Listing { items, next }.into())
}

/// `GET /api/v1/named/territories`
pub(in crate::api) async fn named(call: Call, named: Named) -> Result<Answer<All<FoundTerritory>>, Problem> {
    let found = move |view: &rusqlite::Connection| directory::find_territories(view, &named.name, MOST);
    Ok(All { items: call.read("directory", found).await? }.into())
}

/// `GET /api/v1/territories/{territory}`
pub(in crate::api) async fn show(call: Call, _: NoQuery) -> Result<Answer<Placed>, Problem> {
    let (id, as_of) = (call.ids.get::<TerritoryId>("territory")?, call.as_of);
    let now = call.now();
    let placed = call.read("directory", move |view| {
        let Some(territory) = directory::territory(view, &id, as_of)? else { return Ok(None) };
        let path = directory::path(view, &id, as_of)?;
        let today = calendar::local_date(now, territory.utc_offset);
        let custodians = directory::custodians(view, &id, today, as_of)?;
        Ok(Some(Placed { territory, path, custodians }))
    });
    placed.await?.map(Answer::from).ok_or_else(Problem::not_found)
}

/// `GET /api/v1/territories/{territory}/children`
pub(in crate::api) async fn children(call: Call, _: NoQuery) -> Result<Answer<All<Territory>>, Problem> {
    let (id, as_of) = (call.ids.get::<TerritoryId>("territory")?, call.as_of);
    let found = call.read("directory", move |view| {
        let Some(_) = directory::territory(view, &id, as_of)? else { return Ok(None) };
        directory::children(view, &id, as_of).map(Some)
    });
    let items = found.await?.ok_or_else(Problem::not_found)?;
    Ok(All { items }.into())
}
