//! One initiative as of a moment.

use ::journal::{Journal, StreamId};
use aggregates::ids::InitiativeId;
use aggregates::initiative::Initiative;
use aggregates::initiative::obligation::Obligation;
use cqrs_es::Aggregate;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{INITIATIVE, current};
use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::table::Table;
use crate::words;

pub(super) async fn run(
    journal: &Journal,
    id: InitiativeId,
    at: Timestamp,
    position: u64,
    output: &mut Output,
) -> Result<Exit, Failure> {
    let stream = StreamId::new(INITIATIVE, id.to_string());
    let mut initiative = Initiative::default();
    let mut last = None;
    for event in journal.load(&stream, 0).await?.into_iter().take_while(|event| event.position <= position) {
        initiative.apply(current(&event)?);
        last = Some(event);
    }
    let Some(last) = last else {
        return Err(Failure::input("not_found", format!("there is no initiative {id} as of {at}")));
    };
    if output.is_json() {
        output.json(&json!({
            "as_of": at,
            "position": position,
            "initiative": id,
            "sequence": last.sequence,
            "last_event": { "type": last.event_type, "position": last.position, "at": last.at },
            "stage": initiative.stage(),
            "custody": initiative.custody(),
            "text_version": initiative.text_version(),
            "supports": initiative.window(),
            "obligations": initiative.obligations().iter().map(obligation).collect::<Vec<_>>(),
        }))?;
        return Ok(Exit::Done);
    }
    output.title(format!("Initiative {id} as of {at} (position {position})"))?;
    output.line(format!("stage     {}", words::stage(initiative.stage())))?;
    output.line(format!("custody   {}", words::custody(initiative.custody())))?;
    output.line(format!("text      version {}", initiative.text_version()))?;
    output.line(format!("supports  {}", words::window(initiative.window())))?;
    output
        .line(format!("last      {} at {} (event {} of its own)", last.event_type, last.at, last.sequence))?;
    obligations(initiative.obligations(), output)?;
    Ok(Exit::Done)
}

fn obligation(obligation: &Obligation) -> Value {
    let term = &obligation.term;
    json!({
        "nth": term.nth,
        "rule": term.rule,
        "kind": term.kind,
        "obliged": term.obliged,
        "due": term.due.date,
        "missed_from": term.missed_from,
        "standing": obligation.standing,
        "extended": obligation.extended,
        "annotated": obligation.annotated,
        "reference": term.reference,
        "explained": words::explained(obligation),
    })
}

fn obligations(obligations: &[Obligation], output: &mut Output) -> std::io::Result<()> {
    let mut table = Table::new(["nth", "rule", "term", "due", "standing", "obliged"]);
    for obligation in obligations {
        table.row([
            obligation.term.nth.to_string(),
            obligation.term.rule.clone(),
            words::spaced(obligation.term.kind.as_str()),
            obligation.term.due.date.to_string(),
            words::standing(obligation),
            words::obliged(&obligation.term.obliged),
        ]);
    }
    if !table.is_empty() {
        output.gap()?;
        output.title("Obligations")?;
    }
    table.write(output)?;
    let mut open = obligations.iter().filter(|obligation| obligation.is_open()).peekable();
    if open.peek().is_some() {
        output.gap()?;
        output.title("Why the open ones are due when they are")?;
    }
    open.try_for_each(|obligation| output.line(words::explained(obligation)))
}
