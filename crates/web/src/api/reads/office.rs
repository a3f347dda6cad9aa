//! What an office owes, and its two books.

use aggregates::ids::AuthorityId;
use aggregates::official::Role;
use projections::correspondence::{self, Incoming, Outgoing, Year};
use projections::worklist::{self, Work};

use super::authorities::there;
use crate::api::answer::{All, Answer, Listing};
use crate::api::call::{Call, MOST};
use crate::api::row::NoQuery;
use crate::api::shape::asked;
use crate::problem::Problem;

asked! {
    /// Which year.
    OfYear {
        /// The calendar year of the numbers.
        year: i16,
    }
    /// How much.
    Tasks {
        /// The most tasks of each part, up to 200; that many, if not said.
        most: Option<u32>,
    }
}

/// The authority of the address, if its papers are the asker's to read: he works there,
/// or audits.
async fn own(call: &Call) -> Result<AuthorityId, Problem> {
    let id = there(call).await?.id;
    let office = call.asker.visitor.office()?;
    if office.is(Role::Auditor) || (office.works() && *office.authority_id() == id) {
        return Ok(id);
    }
    Err(Problem::forbidden("not_your_authority", "this is for those who work there, and for auditors"))
}

/// `GET /api/v1/authorities/{authority}/worklist`
pub(in crate::api) async fn work(call: Call, tasks: Tasks) -> Result<Answer<Work>, Problem> {
    let (id, as_of) = (own(&call).await?, call.as_of);
    let most = tasks.most.unwrap_or(MOST).clamp(1, MOST);
    Ok(call.read("worklist", move |view| worklist::worklist(view, &id, most, as_of)).await?.into())
}

/// `GET /api/v1/authorities/{authority}/registers`
pub(in crate::api) async fn years(call: Call, _: NoQuery) -> Result<Answer<All<Year>>, Problem> {
    let (id, as_of) = (own(&call).await?, call.as_of);
    let items = call.read("correspondence", move |view| correspondence::years(view, &id, as_of)).await?;
    Ok(All { items }.into())
}

/// `GET /api/v1/authorities/{authority}/registers/incoming`
pub(in crate::api) async fn incoming(call: Call, of: OfYear) -> Result<Answer<Listing<Incoming>>, Problem> {
    let (id, after, limit, as_of) = (own(&call).await?, call.after::<u64>()?, call.limit, call.as_of);
    let page = call.read("correspondence", move |view| {
        correspondence::incoming(view, &id, of.year, after, limit, as_of)
    });
    let page = page.await?;
    let next = call.next(page.next.as_ref());
    Ok(Listing { items: page.items, next }.into())
}

/// `GET /api/v1/authorities/{authority}/registers/outgoing`
pub(in crate::api) async fn outgoing(call: Call, of: OfYear) -> Result<Answer<Listing<Outgoing>>, Problem> {
    let (id, after, limit, as_of) = (own(&call).await?, call.after::<u64>()?, call.limit, call.as_of);
    let page = call.read("correspondence", move |view| {
        correspondence::outgoing(view, &id, of.year, after, limit, as_of)
    });
    let page = page.await?;
    let next = call.next(page.next.as_ref());
    Ok(Listing { items: page.items, next }.into())
}
