//! For auditors: everything that was recorded, and as of when. Nothing here changes
//! anything, and nothing sealed is opened.

mod as_of;
mod entry;
mod event;
mod events;
mod facts;
mod log;
mod officials;
mod whom;
mod worklist;

pub(super) use officials::role;

use aggregates::official::Role;
use axum::Router;
use axum::routing::get;
use maud::{Markup, html};

use crate::app::App;
use crate::problem::Problem;
use crate::visitor::Visitor;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/audit", get(events::list))
        .route("/audit/events/{position}", get(event::show))
        .route("/audit/as-of", get(as_of::show))
        .route("/audit/as-of/initiative", get(as_of::initiative))
        .route("/audit/log", get(log::show))
        .route("/audit/officials", get(officials::list))
        .route("/audit/worklist", get(worklist::show))
}

/// Lets auditors and administrators in.
fn admitted(visitor: &Visitor) -> Result<(), Problem> {
    if visitor.office()?.is(Role::Administrator) {
        return Ok(());
    }
    visitor.office_as(Role::Auditor).map(drop)
}

/// The parts of the audit, the one that is open marked.
fn parts(visitor: &Visitor, open: &str) -> Markup {
    let say = visitor.say();
    let parts = [
        ("events", "/audit"),
        ("dated-back", "/audit?late=yes"),
        ("as-of", "/audit/as-of"),
        ("officials", "/audit/officials"),
        ("worklist", "/audit/worklist"),
        ("log", "/audit/log"),
    ];
    html! {
        nav.parts aria-label=(say.t("audit-parts")) {
            @for (part, path) in parts {
                a href=(visitor.to(path)) aria-current=[(part == open).then_some("page")] {
                    (say.t(&format!("audit-{part}")))
                }
            }
        }
    }
}
