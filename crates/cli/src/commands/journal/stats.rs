//! `veche journal stats`.

use ::journal::Journal;

use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::table::Table;

pub(super) async fn run(journal: &Journal, output: &mut Output) -> Result<Exit, Failure> {
    let stats = journal.stats().await?;
    if output.is_json() {
        output.json(&stats)?;
        return Ok(Exit::Done);
    }
    let identity = journal.identity();
    output.line(format!("journal  {} ({} clock)", identity.id, identity.clock))?;
    output.line(format!("head     {}", stats.head))?;
    output.line(format!("events   {}", stats.events))?;
    output.line(format!("streams  {}", stats.streams))?;
    output.line(format!("bytes    {}", stats.bytes))?;
    let mut by_type: Vec<_> = stats.by_type.iter().collect();
    by_type.sort_by_key(|(name, count)| (std::cmp::Reverse(**count), name.as_str()));
    let mut table = Table::new(["events", "type"]).indented(2);
    for (name, count) in by_type {
        table.row([format!("{count:>9}"), name.clone()]);
    }
    if !table.is_empty() {
        output.gap()?;
    }
    table.write(output)?;
    Ok(Exit::Done)
}
