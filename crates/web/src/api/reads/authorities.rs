//! Authorities: who they are, how to reach them, how they perform.

use aggregates::ids::{AuthorityId, TerritoryId};
use aggregates::level::Level;
use projections::directory::{self, Authority};
use projections::performance::{self, Month, Period, Ranked};

use super::territories::{MOST, Named};
use crate::api::answer::{All, Answer, Listing};
use crate::api::call::Call;
use crate::api::row::NoQuery;
use crate::api::shape::asked;
use crate::problem::Problem;

asked! {
    /// Which authorities.
    Wanted {
        /// Of this level.
        level: Option<Level>,
        /// Of this territory.
        territory: Option<TerritoryId>,
    }
    /// Which months.
    Months {
        /// The first; a year back, if not said.
        from: Option<Month>,
        /// The last; this one, if not said.
        until: Option<Month>,
    }
    /// Which level, in which months.
    Compared {
        /// Of which level.
        level: Level,
        /// The first; a year back, if not said.
        from: Option<Month>,
        /// The last; this one, if not said.
        until: Option<Month>,
    }
}

/// `GET /api/v1/authorities`
pub(in crate::api) async fn list(call: Call, wanted: Wanted) -> Result<Answer<Listing<Authority>>, Problem> {
    let (after, limit, as_of) = (call.after::<AuthorityId>()?, call.limit, call.as_of);
    let Wanted { level, territory } = wanted;
    let found = call.read("directory", move |view| {
        let Some(territory) = territory else {
            return directory::authorities(view, level, after.as_ref(), limit + 1, as_of);
        };
        let there = directory::authorities_of(view, &territory, as_of)?.into_iter();
        let later = |authority: &Authority| after.as_ref().is_none_or(|after| authority.id > *after);
        let of_level = |authority: &Authority| level.is_none_or(|level| authority.level == level);
        Ok(there.filter(|authority| later(authority) && of_level(authority)).collect())
    });
    let mut items = found.await?;
    let more = items.len() > limit as usize;
    items.truncate(limit as usize);
    let next = call.next(items.last().filter(|_| more).map(|last| &last.id));
    Ok(Listing { items, next }.into())
}

/// `GET /api/v1/named/authorities`
pub(in crate::api) async fn named(call: Call, named: Named) -> Result<Answer<All<Authority>>, Problem> {
    let found = move |view: &rusqlite::Connection| directory::find_authorities(view, &named.name, MOST);
    Ok(All { items: call.read("directory", found).await? }.into())
}

/// The authority of the address.
///
/// # Errors
///
/// 404.
pub(super) async fn there(call: &Call) -> Result<Authority, Problem> {
    let (id, as_of) = (call.ids.get::<AuthorityId>("authority")?, call.as_of);
    let found = call.read("directory", move |view| directory::authority(view, &id, as_of));
    found.await?.ok_or_else(Problem::not_found)
}

/// `GET /api/v1/authorities/{authority}`
pub(in crate::api) async fn show(call: Call, _: NoQuery) -> Result<Answer<Authority>, Problem> {
    Ok(there(&call).await?.into())
}

/// From the first to the last month that is asked for: twelve with this one, if not said.
fn months(call: &Call, from: Option<Month>, until: Option<Month>) -> (Month, Month) {
    let today = calendar::local_date(call.now(), calendar::UtcOffset::moscow());
    let back = today.saturating_sub(jiff::Span::new().months(11));
    (from.unwrap_or(Month::of(back)), until.unwrap_or(Month::of(today)))
}

/// `GET /api/v1/authorities/{authority}/performance`
pub(in crate::api) async fn performance(call: Call, asked: Months) -> Result<Answer<All<Period>>, Problem> {
    let (id, as_of) = (there(&call).await?.id, call.as_of);
    let (first, last) = months(&call, asked.from, asked.until);
    let read = move |view: &rusqlite::Connection| performance::performance(view, &id, first, last, as_of);
    Ok(All { items: call.read("performance", read).await? }.into())
}

/// `GET /api/v1/performance`
pub(in crate::api) async fn ranking(call: Call, asked: Compared) -> Result<Answer<All<Ranked>>, Problem> {
    let (level, as_of) = (asked.level, call.as_of);
    let (first, last) = months(&call, asked.from, asked.until);
    let read = move |view: &rusqlite::Connection| performance::ranking(view, level, first, last, as_of);
    Ok(All { items: call.read("performance", read).await? }.into())
}
