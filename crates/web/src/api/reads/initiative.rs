//! One initiative: the page, the timeline, what people say and who stands behind it.

use aggregates::ids::{InitiativeId, InvitationCode, TerritoryId};
use projections::initiative::{self, Assessments, Comment, Entry, Page};
use projections::supports::{self, Counted, Day};
use serde::Serialize;
use utoipa::openapi::{RefOr, Schema};

use crate::api::answer::{All, Answer, Listing};
use crate::api::call::Call;
use crate::api::row::NoQuery;
use crate::api::shape::{Book, Shape, asked, shapes};
use crate::open::{OpenComment, OpenInitiative};
use crate::pages::participation::{acts_for_author, invitation_link};
use crate::problem::Problem;

/// An initiative as whoever asks may see it.
#[derive(Serialize)]
#[serde(untagged)]
pub(in crate::api) enum Seen {
    Whole(Box<Page>),
    Open(Box<OpenInitiative>),
}

impl Seen {
    fn page(&self) -> &Page {
        match self {
            Self::Whole(page) => page,
            Self::Open(page) => page,
        }
    }
}

impl Shape for Seen {
    fn shape(book: &mut Book) -> RefOr<Schema> {
        Page::shape(book)
    }
}

/// A comment as whoever asks may see it.
#[derive(Serialize)]
#[serde(untagged)]
pub(in crate::api) enum Said {
    Whole(Box<Comment>),
    Open(Box<OpenComment>),
}

impl Shape for Said {
    fn shape(book: &mut Book) -> RefOr<Schema> {
        Comment::shape(book)
    }
}

/// The initiative of the address, whole.
pub(in crate::api) async fn whole(call: &Call) -> Result<Page, Problem> {
    let (id, as_of) = (call.ids.get::<InitiativeId>("initiative")?, call.as_of);
    let page = call.read("initiative", move |view| initiative::page(view, id, as_of)).await?;
    page.ok_or_else(Problem::not_found)
}

async fn seen(call: &Call) -> Result<Seen, Problem> {
    let page = whole(call).await?;
    Ok(if call.asker.visitor.sees_all_of(&page) {
        Seen::Whole(Box::new(page))
    } else {
        Seen::Open(Box::new(OpenInitiative::of(page)))
    })
}

/// `GET /api/v1/initiatives/{initiative}`
pub(in crate::api) async fn show(call: Call, _: NoQuery) -> Result<Answer<Seen>, Problem> {
    let seen = seen(&call).await?;
    let sequence = seen.page().sequence;
    Ok(Answer::from(seen).at(sequence))
}

/// By what an author invites those who propose it together with him.
#[derive(Serialize)]
pub(in crate::api) struct Invitation {
    code: InvitationCode,
    link: String,
}

shapes! {
    /// By what an author invites those who propose it together with him.
    Invitation as "Invitation" {
        code "The code, for `join-as-co-initiator`.",
        link "The page that asks whoever has the link to join.",
    }
}

/// `GET /api/v1/initiatives/{initiative}/invitation`
pub(in crate::api) async fn invitation(call: Call, _: NoQuery) -> Result<Answer<Invitation>, Problem> {
    let (page, visitor) = (whole(&call).await?, &call.asker.visitor);
    if !acts_for_author(visitor, &page).await? {
        return Err(Problem::not_found());
    }
    let code = visitor.app.engine().invitation(page.id);
    Ok(Invitation { code, link: invitation_link(visitor, page.id) }.into())
}

/// `GET /api/v1/initiatives/{initiative}/timeline`
pub(in crate::api) async fn timeline(call: Call, _: NoQuery) -> Result<Answer<Listing<Entry>>, Problem> {
    let after = call.after::<u64>()?.unwrap_or(0);
    let entries = seen(&call).await?.page().timeline.clone();
    let mut items: Vec<Entry> = entries.into_iter().filter(|entry| entry.position > after).collect();
    let more = items.len() > call.limit as usize;
    items.truncate(call.limit as usize);
    let next = call.next(items.last().filter(|_| more).map(|last| &last.position));
    Ok(Listing { items, next }.into())
}

/// `GET /api/v1/initiatives/{initiative}/comments`
pub(in crate::api) async fn comments(call: Call, _: NoQuery) -> Result<Answer<Listing<Said>>, Problem> {
    let page = whole(&call).await?;
    let (id, after, limit, as_of) = (page.id, call.after::<u64>()?, call.limit, call.as_of);
    let found = call.read("initiative", move |view| initiative::comments(view, id, after, limit + 1, as_of));
    let mut found = found.await?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let next = call.next(found.last().filter(|_| more).map(|last| &last.position));
    let whole = call.asker.visitor.sees_all_of(&page);
    let items = found.into_iter().map(|comment| {
        if whole {
            Said::Whole(Box::new(comment))
        } else {
            Said::Open(Box::new(OpenComment::of(id, comment)))
        }
    });
    Ok(Listing { items: items.collect(), next }.into())
}

/// `GET /api/v1/initiatives/{initiative}/assessments`
pub(in crate::api) async fn assessments(call: Call, _: NoQuery) -> Result<Answer<Assessments>, Problem> {
    let (id, as_of) = (whole(&call).await?.id, call.as_of);
    Ok(call.read("initiative", move |view| initiative::assessments(view, id, as_of)).await?.into())
}

/// `GET /api/v1/initiatives/{initiative}/supports`
pub(in crate::api) async fn supports(call: Call, _: NoQuery) -> Result<Answer<All<Counted>>, Problem> {
    let (id, as_of) = (whole(&call).await?.id, call.as_of);
    let items = call.read("supports", move |view| supports::supports(view, id, as_of)).await?;
    Ok(All { items }.into())
}

asked! {
    /// Which count.
    OfCount {
        /// Of this version of the text; the latest published, if not said.
        version: Option<u32>,
        /// Among the residents of this territory; all, if not said.
        territory: Option<TerritoryId>,
    }
}

/// `GET /api/v1/initiatives/{initiative}/supports/days`
pub(in crate::api) async fn days(call: Call, of: OfCount) -> Result<Answer<All<Day>>, Problem> {
    let page = whole(&call).await?;
    let published = page.texts.iter().filter(|text| text.published).map(|text| text.version).max();
    let version = of.version.or(published).unwrap_or(1);
    let territory = of.territory.or_else(|| page.path.last().cloned()).unwrap_or(page.home);
    let (id, as_of) = (page.id, call.as_of);
    let days = call.read("supports", move |view| supports::days(view, id, version, &territory, as_of));
    Ok(All { items: days.await? }.into())
}
