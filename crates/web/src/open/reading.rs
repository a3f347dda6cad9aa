//! What feeds ask of the views. Every answer is of what the public may see.

use std::collections::{BTreeMap, BTreeSet};

use aggregates::ids::{AuthorityId, InitiativeId, TerritoryId};
use engine::{ViewError, Views};
use jiff::Timestamp;
use jiff::civil::Date;
use projections::events::{self, Filter, Line, Order, Window};
use projections::{directory, hearings, register, supports, worklist};

use super::{OpenEvent, OpenHearing, OpenListed, OpenMiss};

/// Lines that a search for news reads at once.
const STEP: u32 = 200;

/// Which part of the record a feed is about.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    /// Initiatives at home in this territory or part of it.
    pub(crate) within: Option<TerritoryId>,
    /// What this authority does, and what happens to what it has.
    pub(crate) authority: Option<AuthorityId>,
    /// One initiative.
    pub(crate) initiative: Option<InitiativeId>,
}

impl Scope {
    fn filter(self) -> Filter {
        let Self { within, authority, initiative } = self;
        Filter { within, authority, initiative, ..Filter::default() }
    }

    /// Whether an event itself tells that it belongs here: where it does not, its being
    /// told to whoever asked for this part would.
    fn is_told_by(&self, event: &OpenEvent) -> bool {
        let at_home = self.within.is_none() || event.home().is_some();
        at_home && self.authority.as_ref().is_none_or(|authority| event.tells_of(authority))
    }
}

/// A part of a list, newest first.
pub(crate) struct Part<T> {
    pub(crate) items: Vec<T>,
    /// Where the next part begins, if there is more.
    pub(crate) next: Option<u64>,
}

/// An event with what decides who is told that something changed.
pub(crate) struct Heard {
    pub(crate) event: OpenEvent,
    /// The initiative it is about, also a private one.
    pub(crate) initiative: Option<InitiativeId>,
    /// Authorities whose worklists it may change.
    pub(crate) concerns: Vec<AuthorityId>,
}

/// The events after a position and up to another, the oldest first.
pub(crate) async fn events_after(
    views: &Views,
    after: u64,
    up_to: u64,
    limit: u32,
) -> Result<Vec<OpenEvent>, ViewError> {
    let lines = lines_after(views, after, up_to, limit).await?;
    Ok(lines.into_iter().map(|(line, _)| OpenEvent::of(line)).collect())
}

/// Lines that are looked through at once for those of some names.
const LOOKED_THROUGH: u32 = 100;

/// The first event after a position and up to another that belongs to a part of the record
/// and has one of these names, or any if none is given; and up to where it was looked for.
pub(crate) async fn next_told(
    views: &Views,
    (scope, names): (Scope, Vec<String>),
    after: u64,
    up_to: u64,
) -> Result<(Option<OpenEvent>, u64), ViewError> {
    views
        .read("events", move |view| {
            let limit = if names.is_empty() { 1 } else { LOOKED_THROUGH };
            let mut filter = scope.clone().filter();
            if let [name] = names.as_slice() {
                filter.event_type = Some(name.clone());
            }
            let window = Window { after: Some(after), before: None, order: Order::OldestFirst };
            let page = events::list(view, &filter, window, limit, Some(up_to))?;
            let wanted =
                |event: &OpenEvent| names.is_empty() || names.iter().any(|name| name == event.name());
            let told = page.items.into_iter().map(OpenEvent::of);
            let found = told.into_iter().find(|event| wanted(event) && scope.is_told_by(event));
            let looked = found.as_ref().map(OpenEvent::position).or(page.next).unwrap_or(up_to);
            Ok((found, looked))
        })
        .await
}

/// Supporters below whose number nobody is to learn by watching when one of them came.
const FEW: u64 = 100;

/// Which of these initiatives few people stand behind.
pub(crate) async fn supported_by_few(
    views: &Views,
    initiatives: BTreeSet<InitiativeId>,
) -> Result<BTreeSet<InitiativeId>, ViewError> {
    if initiatives.is_empty() {
        return Ok(initiatives);
    }
    views
        .read("register", move |view| {
            let mut few = BTreeSet::new();
            for id in initiatives {
                let listed = register::find(view, id, None)?;
                few.extend(listed.filter(|listed| listed.supports < FEW).map(|listed| listed.id));
            }
            Ok(few)
        })
        .await
}

/// The event at a position, if there is one.
pub(crate) async fn event(views: &Views, position: u64) -> Result<Option<OpenEvent>, ViewError> {
    let line = views.read("events", move |view| events::event(view, position)).await?;
    Ok(line.map(OpenEvent::of))
}

/// The same with what they concern.
pub(crate) async fn heard_after(
    views: &Views,
    after: u64,
    up_to: u64,
    limit: u32,
) -> Result<Vec<Heard>, ViewError> {
    let lines = lines_after(views, after, up_to, limit).await?;
    Ok(lines
        .into_iter()
        .map(|(line, before)| {
            // Who is named in the facts: silent, asked, or answering.
            let named = line.details.get("authority").and_then(|code| code.as_str()?.parse().ok());
            let concerns = before.into_iter().chain(line.custody.clone()).chain(named).collect();
            Heard { initiative: line.initiative, concerns, event: OpenEvent::of(line) }
        })
        .collect())
}

/// Lines with who had the initiative before, where it moved.
async fn lines_after(
    views: &Views,
    after: u64,
    up_to: u64,
    limit: u32,
) -> Result<Vec<(Line, Option<AuthorityId>)>, ViewError> {
    views
        .read("events", move |view| {
            let window = Window { after: Some(after), before: None, order: Order::OldestFirst };
            let page = events::list(view, &Filter::default(), window, limit, Some(up_to))?;
            page.items
                .into_iter()
                .map(|line| {
                    let moved = line.follows.as_ref().is_some_and(|follows| !follows["moved"].is_null());
                    let before = match line.initiative {
                        Some(initiative) if moved => events::custody_before(view, initiative, line.position)?,
                        Some(_) | None => None,
                    };
                    Ok((line, before))
                })
                .collect()
        })
        .await
}

/// The first event after a position in that part of the record.
pub(crate) async fn first_after(views: &Views, scope: Scope, after: u64) -> Result<Option<u64>, ViewError> {
    views
        .read("events", move |view| {
            let window = Window { after: Some(after), before: None, order: Order::OldestFirst };
            let page = events::list(view, &scope.filter(), window, 1, None)?;
            Ok(page.items.first().map(|line| line.position))
        })
        .await
}

/// What happened to initiatives that the public could read by then, the newest first.
pub(crate) async fn news(
    views: &Views,
    scope: Scope,
    before: Option<u64>,
    limit: usize,
) -> Result<Part<OpenEvent>, ViewError> {
    views
        .read("events", move |view| {
            let filter = Filter { stream_kind: Some("initiative".to_owned()), ..scope.filter() };
            let mut window = Window { before, ..Window::default() };
            let mut items = Vec::new();
            loop {
                let page = events::list(view, &filter, window, STEP, None)?;
                for line in page.items {
                    if items.len() == limit {
                        let next = items.last().map(OpenEvent::position);
                        return Ok(Part { items, next });
                    }
                    if line.public_procedure && line.published_by_then {
                        items.push(OpenEvent::of(line));
                    }
                }
                window.before = page.next;
                if page.next.is_none() {
                    return Ok(Part { items, next: None });
                }
            }
        })
        .await
}

/// When something was recorded: of the first event, where none is named.
pub(crate) async fn recorded_at(views: &Views, position: u64) -> Result<Option<Timestamp>, ViewError> {
    views.read("events", move |view| Ok(events::event(view, position)?.map(|line| line.at))).await
}

/// The position of the last event that took a text away from where it stood.
pub(crate) async fn last_redaction(views: &Views) -> Result<u64, ViewError> {
    views
        .read("events", |view| {
            let mut last = 0;
            for name in ["Redacted", "CommentWithheld"] {
                let filter = Filter { event_type: Some(name.to_owned()), ..Filter::default() };
                let page = events::list(view, &filter, Window::default(), 1, None)?;
                last = last.max(page.items.first().map_or(0, |line| line.position));
            }
            Ok(last)
        })
        .await
}

/// The register of misses, the newest first.
pub(crate) async fn misses(
    views: &Views,
    before: Option<u64>,
    limit: u32,
) -> Result<Part<OpenMiss>, ViewError> {
    views
        .read("worklist", move |view| {
            let page = worklist::misses(view, &worklist::Filter::default(), before, limit, None)?;
            Ok(Part { items: page.items.into_iter().map(OpenMiss::of).collect(), next: page.next })
        })
        .await
}

/// Hearings from a day on, by date.
pub(crate) async fn hearings(
    views: &Views,
    within: Option<TerritoryId>,
    from: Date,
    limit: u32,
) -> Result<Vec<OpenHearing>, ViewError> {
    views
        .read("hearings", move |view| {
            let filter = hearings::Filter {
                from: Some(from),
                within,
                published_only: true,
                ..hearings::Filter::default()
            };
            let page = hearings::list(view, &filter, None, limit, None)?;
            Ok(page.items.into_iter().filter_map(OpenHearing::of).collect())
        })
        .await
}

/// The register as of a position, the newest first.
pub(crate) async fn listed(
    views: &Views,
    cursor: Option<u64>,
    limit: u32,
    as_of: u64,
) -> Result<Part<OpenListed>, ViewError> {
    views
        .read("register", move |view| {
            let page = register::list(view, &register::Filter::default(), cursor, limit, Some(as_of))?;
            Ok(Part { items: page.items.into_iter().map(OpenListed::of).collect(), next: page.next })
        })
        .await
}

/// One day of the count of one version among the residents of one territory.
pub(crate) struct SupportDay {
    pub(crate) initiative: InitiativeId,
    pub(crate) version: u32,
    pub(crate) territory: TerritoryId,
    pub(crate) day: Date,
    pub(crate) change: i64,
    pub(crate) count: i64,
}

/// How the supports of these initiatives grew, as of a position; by initiative, version,
/// territory, day. One that is not published has none.
pub(crate) async fn support_days(
    views: &Views,
    of: &[OpenListed],
    as_of: u64,
) -> Result<Vec<SupportDay>, ViewError> {
    let of: Vec<_> = of
        .iter()
        .filter(|listed| listed.public)
        .map(|listed| (listed.id, listed.text_version, listed.path.clone()))
        .collect();
    views
        .read("supports", move |view| {
            let mut days = Vec::new();
            for (initiative, versions, path) in of {
                for version in 1..=versions {
                    for territory in &path {
                        let counted = supports::days(view, initiative, version, territory, Some(as_of))?;
                        days.extend(counted.into_iter().map(|counted| SupportDay {
                            initiative,
                            version,
                            territory: territory.clone(),
                            day: counted.day,
                            change: counted.change,
                            count: counted.count,
                        }));
                    }
                }
            }
            Ok(days)
        })
        .await
}

/// The names of authorities; one whose name cannot be read is not among them.
pub(crate) async fn authority_names(
    views: &Views,
    of: Vec<AuthorityId>,
) -> Result<BTreeMap<AuthorityId, String>, ViewError> {
    views
        .read("directory", move |view| {
            let mut names = BTreeMap::new();
            for id in of {
                if names.contains_key(&id) {
                    continue;
                }
                let name = directory::authority(view, &id, None)?.and_then(|authority| authority.name);
                names.extend(name.map(|name| (id, name)));
            }
            Ok(names)
        })
        .await
}

/// The name of a territory; its code where it cannot be read, nothing if there is none.
pub(crate) async fn territory_name(views: &Views, id: TerritoryId) -> Result<Option<String>, ViewError> {
    views
        .read("directory", move |view| {
            let found = directory::territory(view, &id, None)?;
            Ok(found.map(|territory| territory.name.unwrap_or_else(|| id.to_string())))
        })
        .await
}

/// The name of an authority; its code where it cannot be read, nothing if there is none.
pub(crate) async fn authority_name(views: &Views, id: AuthorityId) -> Result<Option<String>, ViewError> {
    views
        .read("directory", move |view| {
            let found = directory::authority(view, &id, None)?;
            Ok(found.map(|authority| authority.name.unwrap_or_else(|| id.to_string())))
        })
        .await
}
