//! For administrators: authorities, officials, territories, webhooks; procedures and views to read.
//! They decide no case.

mod account;
mod acts;
mod authorities;
mod change;
mod fill;
mod form;
mod officials;
mod overview;
mod procedures;
mod sheet;
mod territories;
mod views;
mod webhooks;

use aggregates::official::Role;
use axum::Router;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use maud::{Markup, html};
use serde::Deserialize;

use crate::app::App;
use crate::layout::Page;
use crate::problem::Problem;
use crate::visitor::Visitor;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/admin", get(overview::show))
        .route("/admin/authorities", get(authorities::list))
        .route("/admin/authorities/new", get(authorities::begin).post(change::establish))
        .route("/admin/authorities/{id}", get(authorities::show))
        .route("/admin/authorities/{id}/{verb}", post(change::authority))
        .route("/admin/officials", get(officials::list))
        .route("/admin/officials/new", get(officials::begin).post(change::appoint))
        .route("/admin/officials/{id}", get(officials::show))
        .route("/admin/officials/{id}/account", post(account::make))
        .route("/admin/officials/{id}/{verb}", post(change::official))
        .route("/admin/territories", get(territories::list))
        .route("/admin/territories/new", get(territories::begin).post(change::create))
        .route("/admin/territories/{id}", get(territories::show))
        .route("/admin/territories/{id}/{verb}", post(change::territory))
        .route("/admin/procedures", get(procedures::list))
        .route("/admin/procedures/{id}/{version}", get(procedures::show))
        .route("/admin/views", get(views::show))
        .route("/admin/webhooks", get(webhooks::list).post(webhooks::add))
        .route("/admin/webhooks/{id}", get(webhooks::show))
        .route("/admin/webhooks/{id}/{verb}", post(webhooks::change))
}

/// What a page was told in its address: that something was done.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Done {
    #[serde(default)]
    done: Option<String>,
}

/// Lets administrators in.
fn admitted(visitor: &Visitor) -> Result<(), Problem> {
    visitor.office_as(Role::Administrator).map(drop)
}

/// A page of this part of the site.
fn page(visitor: &Visitor, part: &str, title: &str, status: StatusCode, body: &Markup) -> Response {
    let body = html! {
        h1 { (title) }
        (parts(visitor, part))
        (body)
    };
    Page::new(visitor, "admin", title).status(status).show(None, body)
}

fn parts(visitor: &Visitor, open: &str) -> Markup {
    let say = visitor.say();
    html! {
        nav.parts aria-label=(say.t("nav-admin")) {
            @for part in ["authorities", "officials", "territories", "procedures", "views", "webhooks"] {
                a href=(visitor.to(&format!("/admin/{part}"))) aria-current=[(part == open).then_some("page")] {
                    (say.t(&format!("admin-{part}")))
                }
            }
        }
    }
}
