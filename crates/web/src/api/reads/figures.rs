//! The funnel, the misses, the hearings.

use aggregates::ids::{AuthorityId, InitiativeId, TerritoryId};
use aggregates::level::Level;
use aggregates::official::Role;
use jiff::civil::Date;
use projections::funnel::{self, Dimension, Funnel};
use projections::{hearings, worklist};
use serde::Deserialize;
use serde_json::Value;
use utoipa::openapi::{RefOr, Schema};

use crate::api::answer::{All, Answer, Listing};
use crate::api::call::Call;
use crate::api::shape::{Book, Shape, asked, words};
use crate::open::{OpenHearing, OpenMiss};
use crate::problem::Problem;

/// What the funnel can be broken down by.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::api) enum By {
    Theme,
    NationalProject,
    Territory,
    District,
}

impl By {
    const fn dimension(self) -> Dimension {
        match self {
            Self::Theme => Dimension::Theme,
            Self::NationalProject => Dimension::NationalProject,
            Self::Territory => Dimension::Territory,
            Self::District => Dimension::District,
        }
    }
}

impl Shape for By {
    fn shape(book: &mut Book) -> RefOr<Schema> {
        book.named("FunnelBy", |_| crate::api::shape::one_of(words::<Self>().iter().copied()))
    }

    fn example() -> Value {
        Value::from("theme")
    }
}

asked! {
    /// Of what.
    OfFunnel {
        /// By what `key` is meant. Without it, of everything.
        by: Option<By>,
        /// Of which theme, project, territory or district.
        key: Option<String>,
    }
    /// By what.
    BrokenDown {
        /// By what.
        by: By,
    }
    /// Which misses; everything that is given has to hold.
    WantedMisses {
        /// By this authority.
        authority: Option<AuthorityId>,
        /// In initiatives whose home is this territory or part of it.
        within: Option<TerritoryId>,
        /// By authorities of this level.
        level: Option<Level>,
        /// `true`: only what is still owed.
        open: Option<bool>,
        /// With, or without, a document that shows it was done in time.
        annotated: Option<bool>,
    }
    /// Which hearings; everything that is given has to hold.
    WantedHearings {
        /// On this day or later.
        from: Option<Date>,
        /// On this day or earlier.
        until: Option<Date>,
        /// Of initiatives whose home is this territory or part of it.
        within: Option<TerritoryId>,
        /// Of this initiative.
        initiative: Option<InitiativeId>,
    }
}

/// `GET /api/v1/funnel`
pub(in crate::api) async fn funnel(call: Call, of: OfFunnel) -> Result<Answer<Funnel>, Problem> {
    let (dimension, key) = match (of.by, of.key) {
        (Some(by), Some(key)) => (by.dimension(), key),
        (None, None) => (Dimension::All, String::new()),
        (by, _) => {
            let field = if by.is_some() { "key" } else { "by" };
            let told = Problem::bad("bad_parameter", "by and key come together or not at all");
            return Err(Problem { field: Some(field.to_owned()), ..told });
        }
    };
    let as_of = call.as_of;
    Ok(call.read("funnel", move |view| funnel::funnel(view, dimension, &key, as_of)).await?.into())
}

/// `GET /api/v1/funnel/breakdown`
pub(in crate::api) async fn breakdown(call: Call, of: BrokenDown) -> Result<Answer<All<Funnel>>, Problem> {
    let (dimension, as_of) = (of.by.dimension(), call.as_of);
    let items = call.read("funnel", move |view| funnel::breakdown(view, dimension, as_of)).await?;
    Ok(All { items }.into())
}

/// `GET /api/v1/misses`
pub(in crate::api) async fn misses(
    call: Call,
    wanted: WantedMisses,
) -> Result<Answer<Listing<OpenMiss>>, Problem> {
    let WantedMisses { authority, within, level, open, annotated } = wanted;
    let filter = worklist::Filter { authority, within, level, open_only: open == Some(true), annotated };
    let (before, limit, as_of) = (call.after::<u64>()?, call.limit, call.as_of);
    let page =
        call.read("worklist", move |view| worklist::misses(view, &filter, before, limit, as_of)).await?;
    let next = call.next(page.next.as_ref());
    Ok(Listing { items: page.items.into_iter().map(OpenMiss::of).collect(), next }.into())
}

/// `GET /api/v1/hearings`
pub(in crate::api) async fn hearings(
    call: Call,
    wanted: WantedHearings,
) -> Result<Answer<Listing<OpenHearing>>, Problem> {
    let WantedHearings { from, until, within, initiative } = wanted;
    let sees_all = call.asker.visitor.office_as(Role::Auditor).is_ok();
    let filter = hearings::Filter { from, until, within, initiative, published_only: !sees_all };
    let (after, limit, as_of) = (call.after()?, call.limit, call.as_of);
    let page = call.read("hearings", move |view| hearings::list(view, &filter, after, limit, as_of)).await?;
    let next = call.next(page.next.as_ref());
    Ok(Listing { items: page.items.into_iter().filter_map(OpenHearing::of).collect(), next }.into())
}
