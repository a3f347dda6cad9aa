//! `GET /audit/worklist`: what an authority had to do on a day, and owed.

use aggregates::procedure::TermKind;
use axum::response::Response;
use jiff::civil::Date;
use maud::{Markup, html};
use projections::directory;
use projections::worklist::{self, Task, Work};
use serde::Deserialize;

use super::{admitted, parts, whom};
use crate::as_of::AsOf;
use crate::asked::{Asked, address};
use crate::layout::Page;
use crate::names::{Names, Wanted};
use crate::pages::{fields, phrases};
use crate::problem::Problem;
use crate::visitor::Visitor;

/// Tasks of each part.
const MOST: u32 = 500;

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
    let meant = whom::authority(&visitor, query.authority.as_deref()).await?;
    let one = match meant.one().cloned() {
        Some(id) => {
            let position = as_of.position;
            let read = move |view: &_| directory::authority(view, &id, position);
            app.engine().views().read("directory", read).await?
        }
        None => None,
    };
    let (work, names) = match &one {
        Some(authority) => {
            let id = authority.id.clone();
            let position = as_of.position;
            let read = move |view: &_| worklist::worklist(view, &id, MOST, position);
            let mut work = app.engine().views().read("worklist", read).await?;
            // While comments are accepted an authority waits: there is nothing to do by then.
            work.due.retain(|task| task.owed.kind != TermKind::Comments);
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
        (meant.offer(&visitor, "audit-no-authority", |code| {
            let as_of = query.as_of.map(|day| day.to_string());
            address(&visitor.to("/audit/worklist"), &[("authority", Some(code.to_owned())), ("as_of", as_of)])
        }))
        @if meant.one().is_some() && one.is_none() { p.notice { (say.t("audit-no-authority-then")) } }
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
