//! All initiatives as of a moment: how many stand where.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use ::journal::Journal;
use aggregates::initiative::obligation::Standing;
use aggregates::initiative::{Initiative, Stage};
use aggregates::level::Level;
use cqrs_es::Aggregate;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;

use super::{INITIATIVE, current};
use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::progress::Progress;
use crate::table::Table;
use crate::words;

const PAGE: usize = 2000;

/// Initiatives of one stage, held at one level; the last stage is held by nobody.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
struct Group {
    initiatives: u64,
    /// Of them, with a missed obligation that is still owed.
    owing: u64,
}

type Groups = BTreeMap<(std::cmp::Reverse<Option<Level>>, String), Group>;

pub(super) async fn run(
    journal: &Journal,
    at: Timestamp,
    position: u64,
    output: &mut Output,
) -> Result<Exit, Failure> {
    let initiatives = fold(journal, position, output).await?;
    let mut groups = Groups::new();
    for initiative in initiatives.values() {
        let level = initiative.custody().map(|custody| custody.level);
        let group = groups.entry((std::cmp::Reverse(level), name(initiative.stage()))).or_default();
        group.initiatives += 1;
        let owes = initiative.obligations().iter().any(|obligation| obligation.standing == Standing::Missed);
        group.owing += u64::from(owes);
    }
    if output.is_json() {
        let groups: Vec<_> = groups
            .iter()
            .map(|((level, stage), group)| {
                json!({ "level": level.0, "stage": stage, "initiatives": group.initiatives, "owing": group.owing })
            })
            .collect();
        output.json(
            &json!({ "as_of": at, "position": position, "initiatives": initiatives.len(), "groups": groups }),
        )?;
        return Ok(Exit::Done);
    }
    output.title(format!(
        "{} as of {at} (position {position})",
        words::counted(initiatives.len() as u64, "initiative")
    ))?;
    let mut table = Table::new(["held at", "stage", "initiatives", "of them with a missed duty"]);
    for ((level, stage), group) in &groups {
        table.row([
            level.0.map_or("nobody", Level::as_str).to_owned(),
            words::spaced(stage),
            group.initiatives.to_string(),
            group.owing.to_string(),
        ]);
    }
    table.write(output)?;
    Ok(Exit::Done)
}

/// `closed` says how.
fn name(stage: Stage) -> String {
    let name = stage.name().map_or("unknown", |name| name.as_str());
    match stage.is_closed() {
        true => words::stage(stage),
        false => name.to_owned(),
    }
}

async fn fold(
    journal: &Journal,
    position: u64,
    output: &Output,
) -> Result<HashMap<Arc<str>, Initiative>, Failure> {
    let mut progress = Progress::start("replaying", Some(position), output);
    let mut initiatives: HashMap<Arc<str>, Initiative> = HashMap::new();
    let mut after = 0;
    while after < position {
        let page = journal.read(after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = last.position;
        for event in
            page.iter().filter(|event| event.position <= position && &*event.stream.kind == INITIATIVE)
        {
            initiatives.entry(Arc::clone(&event.stream.id)).or_default().apply(current(event)?);
        }
        progress.at(after);
    }
    Ok(initiatives)
}
