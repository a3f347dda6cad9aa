//! `veche webhooks list`.

use desk::{Desk, Webhook};
use serde_json::{Value, json};
use web::Wants;

use crate::exit::Failure;
use crate::output::Output;
use crate::table::Table;

/// Shows all receivers, as of the last position of the journal.
pub(super) async fn show(desk: &Desk, head: u64, output: &mut Output) -> Result<(), Failure> {
    let all = desk.webhooks().await?;
    if output.is_json() {
        let told = all.iter().map(|it| told(it, head)).collect::<Result<Vec<_>, _>>()?;
        output.json(&told)?;
        return Ok(());
    }
    if all.is_empty() {
        output.line("no receivers")?;
    }
    let mut table =
        Table::new(["id", "state", "position", "lag", "failed", "last answer", "next attempt", "address"]);
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| "–".to_owned());
    for it in &all {
        table.row([
            it.id.to_string(),
            it.state.to_string(),
            it.cursor.position.to_string(),
            head.saturating_sub(it.cursor.position).to_string(),
            it.attempts.to_string(),
            or_dash(it.answer.clone()),
            or_dash(it.next_try.map(|at| at.to_string())),
            it.url.clone(),
        ]);
    }
    Ok(table.write(output)?)
}

fn told(it: &Webhook, head: u64) -> Result<Value, Failure> {
    Ok(json!({
        "id": it.id,
        "url": it.url,
        "wants": Wants::read(&it.wants)?,
        "state": it.state.as_str(),
        "position": it.cursor.position,
        "lag": head.saturating_sub(it.cursor.position),
        "attempts": it.attempts,
        "answer": it.answer,
        "answered_at": it.answered_at,
        "accepted_at": it.accepted_at,
        "next_try": it.next_try,
    }))
}
