//! `GET /audit/worklist`: what an authority had to do on a day, and owed.

use aggregates::ids::AuthorityId;
use axum::response::Response;
use jiff::civil::Date;
use maud::{Markup, html};
use projections::directory::{self, Authority};
use projections::worklist::{self, Task, Work};
use serde::Deserialize;

use super::{admitted, parts};
use crate::as_of::AsOf;
use crate::asked::{Asked, address};
use crate::layout::Page;
use crate::names::{Names, Wanted};
use crate::pages::{fields, phrases};
use crate::problem::Problem;
use crate::visitor::Visitor;

/// Tasks of each part.
const MOST: u32 = 500;
/// Authorities that are offered by the beginnings of words.
const OFFERED: u32 = 20;

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Query {
    /// A code, or words of a name.
    #[serde(default)]
    authority: Option<String>,
    #[serde(default)]
    as_of: Option<Date>,
}

pub(super) async fn show(visitor: Visitor, Asked(query): Asked<Query>) -> Result<Response, Problem> {
    admitted(&visitor)?;
    let app = &visitor.app;
    let as_of = AsOf::of(app, query.as_of).await?;
    let found = match query.authority.clone() {
        Some(words) => find(&visitor, words).await?,
        None => Vec::new(),
    };
    let one = match found.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    };
    let (work, names) = match &one {
        Some(authority) => {
            let id = authority.id.clone();
            let position = as_of.position;
            let read = move |view: &_| worklist::worklist(view, &id, MOST, position);
            let work = app.engine().views().read("worklist", read).await?;
            let names = wanted(&work).look_up(app, None).await?;
            (Some(work), names)
        }
        None => (None, Names::default()),
    };
    let say = visitor.say();
    let body = html! {
        h1 { (say.t("audit-worklist")) }
        (parts(&visitor, "worklist"))
        form.filters method="get" action=(visitor.to("/audit/worklist")) {
            div {
                label for="f-authority" { (say.t("audit-authority-words")) }
                input #f-authority name="authority" value=[query.authority.as_deref()] required autocomplete="off";
            }
            (fields::as_of(say, query.as_of))
            (fields::send(&visitor, "/audit/worklist"))
        }
        @if query.authority.is_some() && found.is_empty() { p.soft { (say.t("audit-no-authority")) } }
        @if found.len() > 1 {
            ul { @for authority in &found { li { (choose(&visitor, authority, query.as_of)) } } }
        }
        @if let (Some(work), Some(authority)) = (&work, &one) {
            (fields::as_of_notice(say, query.as_of))
            h2 { (authority.name.as_deref().unwrap_or(authority.id.as_str())) }
            (tasks(&visitor, "due", &work.due, &names))
            (tasks(&visitor, "missed", &work.missed, &names))
            (tasks(&visitor, "debts", &work.debts, &names))
            (tasks(&visitor, "awaiting", &work.awaiting_author, &names))
        }
    };
    Ok(Page::new(&visitor, "audit", say.t("audit-worklist")).show(None, body))
}

async fn find(visitor: &Visitor, words: String) -> Result<Vec<Authority>, Problem> {
    let read = move |view: &_| {
        if let Ok(id) = words.parse::<AuthorityId>()
            && let Some(found) = directory::authority(view, &id, None)?
        {
            return Ok(vec![found]);
        }
        directory::find_authorities(view, &words, OFFERED)
    };
    Ok(visitor.app.engine().views().read("directory", read).await?)
}

fn choose(visitor: &Visitor, authority: &Authority, as_of: Option<Date>) -> Markup {
    let link = address(
        &visitor.to("/audit/worklist"),
        &[("authority", Some(authority.id.to_string())), ("as_of", as_of.map(|day| day.to_string()))],
    );
    html! { a href=(link) { (authority.name.as_deref().unwrap_or(authority.id.as_str())) } }
}

fn wanted(work: &Work) -> Wanted {
    let all = || [&work.due, &work.missed, &work.debts, &work.awaiting_author].into_iter().flatten();
    Wanted::default()
        .authorities(all().filter_map(|task| task.custody.as_ref()))
        .officials(all().filter_map(|task| task.assigned))
}

fn tasks(visitor: &Visitor, part: &str, tasks: &[Task], names: &Names) -> Markup {
    let say = visitor.say();
    let label = |column: &str| say.t(&format!("audit-task-{column}"));
    html! {
        h3 { (say.t(&format!("audit-tasks-{part}"))) " (" (tasks.len()) ")" }
        @if !tasks.is_empty() {
            table.stacked {
                thead { tr { @for column in ["until", "what", "initiative", "stands", "works"] { th scope="col" { (label(column)) } } } }
                tbody {
                    @for task in tasks {
                        tr.overdue[part == "missed" || part == "debts"] {
                            td data-label=(label("until")) { (say.short_date(task.owed.due)) }
                            td data-label=(label("what")) { (phrases::word(say, "term", task.owed.kind)) }
                            td data-label=(label("initiative")) {
                                a href=(visitor.to(&format!("/initiatives/{}", task.owed.initiative))) {
                                    (task.title.clone().unwrap_or_else(|| say.t("text-redacted")))
                                }
                                @if let Some(number) = &task.number { br; span.small.soft { "№ " (number) } }
                            }
                            td data-label=(label("stands")) { (phrases::stage_tag(say, task.stage)) }
                            td data-label=(label("works")) { (task.assigned.and_then(|id| names.official(id)).unwrap_or("–")) }
                        }
                    }
                }
            }
        }
    }
}
