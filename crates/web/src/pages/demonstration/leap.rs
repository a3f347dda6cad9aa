//! `POST /demonstration/leap`: some days pass, with everything that falls due in them.

use axum::response::{IntoResponse, Redirect, Response};
use jiff::{SignedDuration, ToSpan};
use serde::Deserialize;

use crate::pages::account::SESSION_HOURS;
use crate::posted::Posted;
use crate::problem::Problem;

/// No more at once: a slip cannot be taken back.
const MOST: u8 = 31;

/// How many days, and where the button was.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    days: u8,
    #[serde(default)]
    back: Option<String>,
}

/// Day by day, so that what happens for want of an act is recorded on its own day.
pub(super) async fn leap(posted: Posted<Form>) -> Result<Response, Problem> {
    let Posted { visitor, fields: Form { days, back }, .. } = posted;
    let (app, engine) = (&visitor.app, visitor.app.engine());
    let clock = engine.clock().simulation().filter(|_| !app.settings().demo.is_empty());
    let clock = clock.ok_or_else(Problem::not_found)?;
    visitor.signed()?;
    if days > MOST {
        return Err(Problem::field("days", "field_unfit", format!("at most {MOST} days at once")));
    }
    for _ in 0..days {
        let before = engine.now();
        let ends = before.saturating_add((24 + SESSION_HOURS).hours()).unwrap_or(before);
        app.desk().prolong_sessions(before, ends).await?;
        clock.leap(SignedDuration::from_hours(24));
        engine.tick(engine.now()).await?;
    }
    engine.views().catch_up().await?;
    let back = back.filter(|back| back.starts_with(&visitor.to("/")));
    Ok(Redirect::to(&back.unwrap_or_else(|| visitor.to("/"))).into_response())
}
