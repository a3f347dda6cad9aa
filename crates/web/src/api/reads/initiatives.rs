//! The register: lists, search, what is similar.

use aggregates::ids::{AuthorityId, InitiativeId, NationalProjectId, ProcedureId, TerritoryId, ThemeId};
use aggregates::initiative::fields::Kind;
use aggregates::level::Level;
use aggregates::official::Role;
use aggregates::procedure::StageName;
use jiff::civil::Date;
use projections::register::{self, Filter, Listed};
use projections::search::{self, Found, Hit};
use serde::Serialize;
use utoipa::openapi::{RefOr, Schema};

use crate::api::answer::{All, Answer, Listing};
use crate::api::call::Call;
use crate::api::shape::{Book, Shape, asked};
use crate::open::OpenListed;
use crate::problem::Problem;
use crate::visitor::Visitor;

asked! {
    /// Which initiatives; everything that is given has to hold.
    Wanted {
        /// In this stage, by its name in procedure files: `revising_offered` and `revising_drafting` are
        /// the stages `revision_offered` and `revision_drafting`.
        stage: Option<StageName>,
        /// At this level.
        level: Option<Level>,
        /// With this authority.
        custody: Option<AuthorityId>,
        /// Whose home is this territory or part of it.
        within: Option<TerritoryId>,
        /// Of this theme.
        theme: Option<ThemeId>,
        /// Of this national project.
        national_project: Option<NationalProjectId>,
        /// Asking for this.
        kind: Option<Kind>,
        /// Under this procedure.
        procedure: Option<ProcedureId>,
        /// With, or without, a missed term that is still owed.
        overdue: Option<bool>,
        /// Whose text the public may read, or may not.
        published: Option<bool>,
        /// With this number, as an authority wrote it.
        number: Option<String>,
        /// That came on this day or later.
        submitted_from: Option<Date>,
        /// That came on this day or earlier.
        submitted_until: Option<Date>,
        /// That the public may read since this day or later.
        published_from: Option<Date>,
        /// That the public may read since this day or earlier.
        published_until: Option<Date>,
        /// `true`: those that the owner of the token proposed.
        mine: Option<bool>,
    }
    /// What to look for.
    Words {
        /// Words of title, problem and proposal, in Russian or English.
        q: String,
        /// The most that are wanted, up to 50; 20, if not said.
        most: Option<u32>,
    }
    /// What something should be similar to.
    Like {
        /// A title, or the beginning of a proposal.
        text: String,
        /// Not this one.
        except: Option<InitiativeId>,
        /// The most that are wanted, up to 50; 20, if not said.
        most: Option<u32>,
    }
}

/// A line as whoever asks may see it.
#[derive(Serialize)]
#[serde(untagged)]
pub(in crate::api) enum Line {
    Whole(Box<Listed>),
    Open(Box<OpenListed>),
}

impl Shape for Line {
    fn shape(book: &mut Book) -> RefOr<Schema> {
        Listed::shape(book)
    }
}

/// Auditors and administrators see every line whole, an office those of its own cases, and
/// everybody his own.
fn seen_by(visitor: &Visitor, listed: Listed) -> Line {
    let Some(signed) = &visitor.signed else { return Line::Open(Box::new(OpenListed::of(listed))) };
    let own = signed.participant.as_ref().is_some_and(|it| listed.author == Some(it.id));
    let office = signed.office.as_ref().is_some_and(|office| {
        let has_it = listed.custody.as_ref() == Some(office.authority_id());
        office.is(Role::Auditor) || office.is(Role::Administrator) || (office.works() && has_it)
    });
    if own || office { Line::Whole(Box::new(listed)) } else { Line::Open(Box::new(OpenListed::of(listed))) }
}

/// `GET /api/v1/initiatives`
pub(in crate::api) async fn list(call: Call, wanted: Wanted) -> Result<Answer<Listing<Line>>, Problem> {
    let author = match wanted.mine {
        Some(true) => Some(call.asker.visitor.participant()?.id),
        Some(false) | None => None,
    };
    let filter = Filter {
        stage: wanted.stage,
        level: wanted.level,
        custody: wanted.custody,
        within: wanted.within,
        theme: wanted.theme,
        national_project: wanted.national_project,
        kind: wanted.kind,
        procedure: wanted.procedure,
        author,
        overdue: wanted.overdue,
        published: wanted.published,
        number: wanted.number,
        submitted_from: wanted.submitted_from,
        submitted_until: wanted.submitted_until,
        published_from: wanted.published_from,
        published_until: wanted.published_until,
        ..Filter::default()
    };
    let (after, limit, as_of) = (call.after::<u64>()?, call.limit, call.as_of);
    let page = call.read("register", move |view| register::list(view, &filter, after, limit, as_of)).await?;
    let next = call.next(page.next.as_ref());
    let items = page.items.into_iter().map(|listed| seen_by(&call.asker.visitor, listed)).collect();
    Ok(Listing { items, next }.into())
}

/// How many hits are shown.
fn at_most(most: Option<u32>) -> Result<u32, Problem> {
    let most = most.unwrap_or(20);
    if (1..=50).contains(&most) {
        return Ok(most);
    }
    let told = Problem::bad("bad_parameter", "most is a number from 1 to 50");
    Err(Problem { field: Some("most".to_owned()), ..told })
}

/// The longest text that is looked for.
const LONGEST: usize = 4000;

fn short_enough(name: &str, text: &str) -> Result<(), Problem> {
    if text.chars().count() <= LONGEST {
        return Ok(());
    }
    let told = Problem::bad("bad_parameter", format!("{name} has at most {LONGEST} characters"));
    Err(Problem { field: Some(name.to_owned()), ..told })
}

/// `GET /api/v1/search`
pub(in crate::api) async fn find(call: Call, words: Words) -> Result<Answer<Found>, Problem> {
    let (most, as_of) = (at_most(words.most)?, call.as_of);
    short_enough("q", &words.q)?;
    let found = call.read("search", move |view| search::search(view, &words.q, most, as_of)).await?;
    Ok(found.into())
}

/// `GET /api/v1/similar`
pub(in crate::api) async fn similar(call: Call, like: Like) -> Result<Answer<All<Hit>>, Problem> {
    let most = at_most(like.most)?;
    short_enough("text", &like.text)?;
    let hits = move |view: &rusqlite::Connection| search::similar(view, &like.text, like.except, most);
    Ok(All { items: call.read("search", hits).await? }.into())
}
