//! One initiative on an official's desk: all of its record, and what this official may
//! do with it now.

mod act;
mod actions;
mod choices;
mod file;
mod files;
mod fill;
mod findings;
mod form;
mod heading;
mod merge;
mod record;
mod redaction;
mod sealed;
mod show;
mod show_form;
mod strike;
mod supporters;
mod terms;

use axum::Router;
use axum::routing::{get, post};

use crate::app::App;

pub(in crate::pages) use show_form::theme_name;
pub(in crate::pages) use terms::days_left;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/desk/initiatives/{id}", get(show::show))
        .route("/desk/initiatives/{id}/{verb}", get(act::show).post(act::send))
        .route("/desk/initiatives/{id}/files/{file}", get(files::give))
        .route("/desk/initiatives/{id}/comments/{comment}/withhold", post(strike::withhold))
        .route("/desk/initiatives/{id}/sealed", get(sealed::show).post(sealed::open))
        .route("/desk/initiatives/{id}/sealed/evidence/{position}", get(sealed::evidence))
        .route("/desk/initiatives/{id}/supports", get(supporters::show))
        .route("/desk/initiatives/{id}/supports/invalidate", post(strike::invalidate))
}
