//! What happens when more is asked than can be done, or before the views have been read in: a
//! refusal at once, and a bound on
//! every answer. Nothing waits in a queue that could grow.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::header::RETRY_AFTER;
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use maud::{DOCTYPE, html};
use tokio::sync::Semaphore;

use crate::app::App;
use crate::problem::Problem;
use crate::words::Lang;

/// Longer than anything of ours takes, a file from a slow telephone included.
const LONGEST: Duration = Duration::from_secs(120);
/// Whoever watches the server has to get through.
const WATCHING: [&str; 2] = ["/health", "/metrics"];

/// What is answered without a view.
const INDEPENDENT: [&str; 2] = ["/assets/", "/log/"];

/// How much is in work at once.
pub(crate) struct Pressure {
    /// A permit a request; a stream of events gives it back as soon as it has begun.
    room: Semaphore,
}

impl Pressure {
    pub(crate) fn new(in_work: usize) -> Self {
        Self { room: Semaphore::new(in_work) }
    }
}

/// Answers if there is room, and within bounds.
pub(crate) async fn bounded(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if WATCHING.contains(&path) {
        return next.run(request).await;
    }
    let lang = Lang::of_path(path);
    if !app.engine().views().is_ready() && !INDEPENDENT.iter().any(|begin| path.starts_with(begin)) {
        let detail = "this node is still reading what was recorded; try again in a few seconds";
        return in_words(&app, lang, Problem::unavailable("starting", detail));
    }
    let Ok(_permit) = app.pressure().room.try_acquire() else {
        let detail = "the server has more to do than it can take; try again in a few seconds";
        return in_words(&app, lang, Problem::unavailable("overloaded", detail));
    };
    match tokio::time::timeout(LONGEST, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            let detail = "this took too long; it may have been done: look before you send it again";
            in_words(&app, lang, Problem::unavailable("too_slow", detail))
        }
    }
}

/// For a page, one as small as can be: no store is asked for it. Programs get the problem.
fn in_words(app: &App, lang: Option<Lang>, problem: Problem) -> Response {
    let Some(lang) = lang else { return problem.into_response() };
    let say = app.words().of(lang);
    let page = html! {
        (DOCTYPE)
        html lang=(lang) {
            head { meta charset="utf-8"; title { (say.t("problem-title")) } }
            body {
                h1 { (say.t("problem-503")) }
                p { (say.t(&format!("refusal-{}", problem.code.replace('_', "-")))) }
            }
        }
    };
    let seconds = problem.retry_after.unwrap_or_default().to_string();
    (problem.status(), [(RETRY_AFTER, seconds)], Html(page.into_string())).into_response()
}
