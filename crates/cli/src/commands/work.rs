//! `veche work`: what an authority has to do, by due date.

use aggregates::ids::AuthorityId;
use aggregates::initiative::obligation::Standing;
use aggregates::procedure::TermKind;
use calendar::local_date;
use clap::Args;
use engine::Engine;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use projections::directory::{self, Authority};
use projections::worklist::{Task, Work as List, worklist};
use serde_json::json;

use crate::exit::{Exit, Failure};
use crate::moment::{HOW_TO_WRITE, Moment, Then};
use crate::output::Output;
use crate::settings::Settings;
use crate::store;
use crate::table::Table;
use crate::words;

/// More tasks than a person looks at.
const AT_MOST: u32 = 10_000;

/// Whose, and of when.
#[derive(Debug, Args)]
#[command(
    after_help = "Overdue comes first, then what is due today, by the end of this week, and later; then what stands\n\
still while an author is awaited, and the debts: missed duties in cases that silence has taken away.\n\
Days are those of the authority's own time.\n\n\
Example:\n  veche work 71826000.administration --as-of 2027-01-14"
)]
pub(crate) struct Work {
    /// An authority by code; `veche authorities NAME` finds it
    #[arg(value_name = "AUTHORITY")]
    authority: AuthorityId,
    #[arg(long, value_name = "T", help = HOW_TO_WRITE)]
    as_of: Option<Moment>,
}

impl Work {
    /// Of one authority, now.
    pub(crate) fn of_now(authority: AuthorityId) -> Self {
        Self { authority, as_of: None }
    }

    /// Asks the view and sorts by day.
    pub(crate) async fn run(self, settings: &Settings, output: &mut Output) -> Result<Exit, Failure> {
        let engine = store::caught_up(settings).await?;
        let then = store::then(&engine, self.as_of).await?;
        as_of(&engine, &self.authority, then, output).await
    }
}

/// The work of an authority at a point of the journal; nothing means now.
pub(crate) async fn as_of(
    engine: &Engine,
    id: &AuthorityId,
    then: Option<Then>,
    output: &mut Output,
) -> Result<Exit, Failure> {
    let position = then.map(|then| then.position);
    let authority = known(engine, id, position).await?;
    let today = local_date(then.map_or_else(|| engine.now(), |then| then.at), authority.utc_offset);
    let asked = id.clone();
    let work = engine.views().read("worklist", move |view| worklist(view, &asked, AT_MOST, position)).await?;
    if output.is_json() {
        let as_of = then.map(|then| then.at);
        output.json(&json!({ "as_of": as_of, "position": position, "today": today, "work": work }))?;
        return Ok(Exit::Done);
    }
    let name = authority.name.unwrap_or_default();
    output.title(format!("{id} {name} on {today} (UTC{})", authority.utc_offset))?;
    tell(work, today, output)?;
    Ok(Exit::Done)
}

async fn known(engine: &Engine, id: &AuthorityId, position: Option<u64>) -> Result<Authority, Failure> {
    let asked = id.clone();
    let found =
        engine.views().read("directory", move |view| directory::authority(view, &asked, position)).await?;
    found.ok_or_else(|| super::unknown_authority(id))
}

fn tell(work: List, today: Date, output: &mut Output) -> std::io::Result<()> {
    let sunday = end_of_week(today);
    // A decision has to wait for comments; nobody owes them.
    let (waits, owed): (Vec<Task>, Vec<Task>) =
        work.due.into_iter().partition(|task| task.owed.kind == TermKind::Comments);
    let comments: Vec<Task> = waits.into_iter().filter(|task| task.owed.due >= today).collect();
    let (paused, running): (Vec<Task>, Vec<Task>) =
        owed.into_iter().partition(|task| matches!(task.owed.standing, Standing::Paused { .. }));
    let (late, running): (Vec<Task>, Vec<Task>) = running.into_iter().partition(|task| task.owed.due < today);
    let (now, running): (Vec<Task>, Vec<Task>) = running.into_iter().partition(|task| task.owed.due == today);
    let (soon, later): (Vec<Task>, Vec<Task>) = running.into_iter().partition(|task| task.owed.due <= sunday);
    let overdue: Vec<Task> = work.missed.into_iter().chain(late).collect();
    let parts = [
        ("Overdue", overdue),
        ("Due today", now),
        ("Due this week", soon),
        ("Due later", later),
        ("Comments are open, no decision before their end", comments),
        ("Standing still while the author is awaited", paused),
        ("Awaited from authors", work.awaiting_author),
        ("Debts: missed, and gone to another authority", work.debts),
    ];
    let nothing = parts.iter().all(|(_, tasks)| tasks.is_empty());
    for (title, tasks) in parts.iter().filter(|(_, tasks)| !tasks.is_empty()) {
        output.gap()?;
        output.title(format!("{title} ({})", tasks.len()))?;
        let mut table = Table::new(["due", "rule", "what", "case", "stage", "title"]).indented(2);
        for task in tasks {
            table.row(row(task));
        }
        table.write(output)?;
    }
    if nothing { output.line("Nothing is due.") } else { Ok(()) }
}

fn row(task: &Task) -> [String; 6] {
    let extended = if task.owed.extended { ", extended" } else { "" };
    [
        task.owed.due.to_string(),
        task.owed.rule.clone(),
        format!("{}{extended}", words::spaced(task.owed.kind.as_str())),
        task.number.clone().unwrap_or_else(|| task.owed.initiative.to_string()),
        words::stage(task.stage),
        task.title.clone().unwrap_or_else(|| "(not readable)".to_owned()),
    ]
}

/// The Sunday of that week.
fn end_of_week(today: Date) -> Date {
    let days = Weekday::Monday.until(today.weekday());
    today.saturating_add((6 - i64::from(days)).days())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_ends_on_sunday() {
        let sunday = |text: &str| end_of_week(text.parse().unwrap()).to_string();
        assert_eq!(sunday("2027-01-11"), "2027-01-17");
        assert_eq!(sunday("2027-01-16"), "2027-01-17");
        assert_eq!(sunday("2027-01-17"), "2027-01-17");
    }
}
