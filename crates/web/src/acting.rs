//! A request to the engine, and the wait until this node's views show what it did.

use aggregates::gate::Confirmation;
use engine::{Caller, Intent, Receipt, Request};
use jiff::civil::Date;
use tokio::task::JoinSet;
use tracing::Instrument as _;
use uuid::Uuid;

use crate::app::{App, PATIENCE};
use crate::problem::Problem;

/// On what understanding something is done.
#[derive(Clone, Debug, Default)]
pub(crate) struct Terms {
    /// Sent twice, done once.
    pub(crate) command_id: Option<Uuid>,
    /// The sequence at which it was seen.
    pub(crate) expected: Option<u64>,
    /// The date on the document.
    pub(crate) done_on: Option<Date>,
    /// Findings of the detector that a person found publishable, and why.
    pub(crate) confirmed: Vec<Confirmation>,
}

/// Does it and waits until a page can show it. Should the views be slow, it is done all
/// the same: the page may be a moment behind.
///
/// # Errors
///
/// If it was refused or could not be done; nothing is recorded then.
pub(crate) async fn act(app: &App, by: Caller, what: Intent, terms: Terms) -> Result<Receipt, Problem> {
    let Terms { command_id, expected, done_on, confirmed } = terms;
    let request = Request { command_id, by, expected, done_on, confirmed, what };
    let app = app.clone();
    // A task of its own: what wakes it on its way does not pass the layers of the server each time.
    // It goes with whoever waits for it.
    let mut acting = JoinSet::new();
    acting.spawn(async move { carried_out(&app, request).await }.in_current_span());
    match acting.join_next().await {
        Some(Ok(done)) => done,
        Some(Err(stopped)) if stopped.is_panic() => std::panic::resume_unwind(stopped.into_panic()),
        // The program ends: nobody waits for this any more.
        Some(Err(_)) | None => std::future::pending().await,
    }
}

async fn carried_out(app: &App, request: Request) -> Result<Receipt, Problem> {
    let start = tokio::time::Instant::now();
    let done = app.engine().execute(request).await;
    app.metrics().command(done.as_ref().map_or_else(|error| error.code(), |_| "done"), start.elapsed());
    let receipt = done?;
    if let Err(error) = app.engine().views().wait_for(receipt.last, PATIENCE).await {
        tracing::warn!(error = &error as &dyn std::error::Error, "the views are behind");
    }
    Ok(receipt)
}
