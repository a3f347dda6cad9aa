//! What the page of an initiative shows, as far as the visitor may see it.

use std::ops::Deref;

use aggregates::actor::Actor;
use aggregates::ids::{AuthorityId, InitiativeId, OfficialId, ParticipantId, TerritoryId};
use calendar::UtcOffset;
use projections::initiative::{self, Assessments, Page};
use projections::supports::{self, Counted, Day, ThresholdNow};
use projections::{directory, register, search};

use crate::app::App;
use crate::as_of::AsOf;
use crate::names::{Names, Wanted};
use crate::open::{OpenComment, OpenInitiative, OpenListed, is_pseudonym};
use crate::problem::Problem;
use crate::visitor::Visitor;

/// Comments on a page.
pub(super) const COMMENTS: u32 = 50;

/// As many similar initiatives.
const SIMILAR: u32 = 5;

/// An initiative as this visitor may see it.
pub(super) enum Seen {
    Open(Box<OpenInitiative>),
    /// He is concerned with it: all that is not sealed.
    Whole(Box<Page>),
}

impl Deref for Seen {
    type Target = Page;

    fn deref(&self) -> &Page {
        match self {
            Self::Open(open) => open,
            Self::Whole(page) => page,
        }
    }
}

impl Seen {
    pub(super) fn is_whole(&self) -> bool {
        matches!(self, Self::Whole(_))
    }

    /// Whether he may read more of it than who has it and how it ended.
    pub(super) fn is_told(&self) -> bool {
        self.public || self.is_whole()
    }

    /// Whether this person is, as far as the visitor can tell, the author.
    pub(super) fn is_author(&self, by: &Actor) -> bool {
        match by {
            Actor::Participant(person) => self.author == Some(*person),
            Actor::Official { .. } | Actor::Engine | Actor::Installation => false,
        }
    }
}

/// Everything on the page.
pub(super) struct Case {
    pub(super) seen: Seen,
    pub(super) as_of: AsOf,
    pub(super) thresholds: Vec<ThresholdNow>,
    pub(super) counted: Vec<Counted>,
    /// How the count of the version that counts grew, over the whole country.
    pub(super) days: Vec<Day>,
    pub(super) comments: Vec<OpenComment>,
    pub(super) assessments: Assessments,
    pub(super) similar: Vec<OpenListed>,
    /// The initiatives it was split off from, replaced by or merged into.
    pub(super) related: Vec<OpenListed>,
    pub(super) author_name: Option<String>,
    pub(super) names: Names,
    /// The time by which records are shown: that of who has it, or had it last.
    pub(super) offset: UtcOffset,
}

/// The initiative as it is kept, for what depends on who the visitor is.
///
/// # Errors
///
/// If there is none, or the views cannot be read.
pub(super) async fn kept(app: &App, id: InitiativeId, as_of: AsOf) -> Result<Page, Problem> {
    let found =
        app.engine().views().read("initiative", move |view| initiative::page(view, id, as_of.position));
    found.await?.ok_or_else(Problem::not_found)
}

/// Collects what the page shows.
///
/// # Errors
///
/// If the views cannot be read.
pub(super) async fn case(
    visitor: &Visitor,
    kept: &Page,
    as_of: AsOf,
    comments_after: Option<u64>,
) -> Result<Case, Problem> {
    let app = &visitor.app;
    let whole = visitor.sees_all_of(kept);
    let seen = if whole {
        Seen::Whole(Box::new(kept.clone()))
    } else {
        Seen::Open(Box::new(OpenInitiative::of(kept.clone())))
    };
    let readable = seen.is_told() && seen.texts.iter().any(|text| text.published);
    let (id, position) = (kept.id, as_of.position);
    let views = app.engine().views();
    let root = kept.path.last().cloned().unwrap_or_else(|| kept.home.clone());
    let (thresholds, counted, days) = if readable {
        views.read("supports", move |view| counts(view, id, &root, position)).await?
    } else {
        (Vec::new(), Vec::new(), Vec::new())
    };
    let (comments, assessments) = views
        .read("initiative", move |view| {
            let comments = if readable {
                initiative::comments(view, id, comments_after, COMMENTS + 1, position)?
            } else {
                Vec::new()
            };
            Ok((comments, initiative::assessments(view, id, position)?))
        })
        .await?;
    let comments = comments.into_iter().map(|comment| OpenComment::of(id, comment)).collect();
    let similar = if readable { similar(app, &seen).await? } else { Vec::new() };
    let related = related(app, &seen).await?;
    let author_name = author_name(app, seen.author).await?;
    let names = wanted(&seen, &similar, &related).look_up(app, None).await?;
    let last = kept.custody_history.last().map(|held| held.custody.offset);
    let offset = kept.custody.as_ref().map(|custody| custody.offset).or(last).unwrap_or(UtcOffset::moscow());
    Ok(Case {
        seen,
        as_of,
        thresholds,
        counted,
        days,
        comments,
        assessments,
        similar,
        related,
        author_name,
        names,
        offset,
    })
}

type Counts = (Vec<ThresholdNow>, Vec<Counted>, Vec<Day>);

fn counts(
    view: &rusqlite::Connection,
    id: InitiativeId,
    root: &TerritoryId,
    position: Option<u64>,
) -> rusqlite::Result<Counts> {
    let counted = supports::supports(view, id, position)?;
    let version = counted.iter().map(|counted| counted.version).max();
    let days = match version {
        Some(version) => supports::days(view, id, version, root, position)?,
        None => Vec::new(),
    };
    Ok((supports::thresholds(view, id, position)?, counted, days))
}

/// Published initiatives that say something like it.
async fn similar(app: &App, seen: &Seen) -> Result<Vec<OpenListed>, Problem> {
    let id = seen.id;
    let Some(text) = seen.texts.iter().rev().find(|text| text.published) else { return Ok(Vec::new()) };
    let said: Vec<&str> = text.fields.texts().filter_map(|(_, text)| text.text.as_deref()).collect();
    let said = said.join("\n");
    let hits = app
        .engine()
        .views()
        .read("search", move |view| search::similar(view, &said, Some(id), SIMILAR))
        .await?;
    listed(app, hits.into_iter().map(|hit| hit.initiative).collect()).await
}

async fn related(app: &App, seen: &Seen) -> Result<Vec<OpenListed>, Problem> {
    let ids = [seen.linked_from, seen.linked, seen.merged_into];
    listed(app, ids.into_iter().flatten().collect()).await
}

async fn listed(app: &App, ids: Vec<InitiativeId>) -> Result<Vec<OpenListed>, Problem> {
    let found = app
        .engine()
        .views()
        .read("register", move |view| {
            ids.into_iter()
                .filter_map(|id| register::find(view, id, None).transpose())
                .collect::<rusqlite::Result<Vec<_>>>()
        })
        .await?;
    Ok(found.into_iter().map(OpenListed::of).collect())
}

/// The name of an organisation or TOS body; a person's is sealed.
async fn author_name(app: &App, author: Option<ParticipantId>) -> Result<Option<String>, Problem> {
    let Some(author) = author.filter(|author| !is_pseudonym(*author)) else { return Ok(None) };
    let found = app
        .engine()
        .views()
        .read("directory", move |view| directory::participant(view, author, None))
        .await?;
    Ok(found.and_then(|participant| participant.name))
}

fn wanted(seen: &Seen, similar: &[OpenListed], related: &[OpenListed]) -> Wanted {
    let official = |by: &Actor| match by {
        Actor::Official { official, authority } => Some((*official, authority.clone())),
        Actor::Participant(_) | Actor::Engine | Actor::Installation => None,
    };
    let actors = seen.timeline.iter().map(|entry| &entry.by).chain(seen.decisions.iter().map(|it| &it.by));
    let (officials, authorities): (Vec<OfficialId>, Vec<AuthorityId>) = actors.filter_map(official).unzip();
    let mentioned: Vec<AuthorityId> =
        seen.timeline.iter().flat_map(|entry| super::timeline::authorities(&entry.details)).collect();
    let obliged = seen.obligations.iter().filter_map(|it| it.obligation.term.obliged.authority());
    crate::pages::lines::wanted(similar)
        .officials(officials)
        .officials(seen.assigned)
        .authorities(&authorities)
        .authorities(&mentioned)
        .authorities(obliged)
        .authorities(seen.custody.as_ref().map(|custody| &custody.authority))
        .authorities(seen.custody_history.iter().map(|held| &held.custody.authority))
        .authorities(seen.opinions.iter().map(|opinion| &opinion.authority))
        .authorities(seen.numbers.iter().map(|number| &number.authority))
        .territories(related.iter().map(|item| &item.home))
        .territories(&seen.path)
        .territories(&seen.also_concerns)
        .territories(seen.thresholds.iter().map(|threshold| &threshold.territory))
}
