//! `GET /admin`: what there is to look after.

use axum::http::StatusCode;
use axum::response::Response;
use desk::WebhookState;
use maud::html;

use super::{admitted, page};
use crate::problem::Problem;
use crate::visitor::Visitor;

pub(super) async fn show(visitor: Visitor) -> Result<Response, Problem> {
    admitted(&visitor)?;
    let status = visitor.app.engine().views().status().await?;
    let receivers = visitor.app.desk().webhooks().await?;
    let stopped = |state| !matches!(state, WebhookState::Active | WebhookState::Paused);
    let stopped = receivers.iter().filter(|receiver| stopped(receiver.state)).count();
    let behind = status.iter().filter(|view| view.stopped.is_some()).count();
    let say = visitor.say();
    let body = html! {
        @if behind > 0 {
            div.problem role="alert" {
                p { (say.count("admin-views-stopped", u64::try_from(behind).unwrap_or(u64::MAX))) " "
                    a href=(visitor.to("/admin/views")) { (say.t("admin-views")) } }
            }
        }
        @if stopped > 0 {
            div.problem role="alert" {
                p { (say.count("admin-webhooks-stopped", u64::try_from(stopped).unwrap_or(u64::MAX))) " "
                    a href=(visitor.to("/admin/webhooks")) { (say.t("admin-webhooks")) } }
            }
        }
        div.grid {
            @for part in ["authorities", "officials", "territories", "procedures", "views", "webhooks"] {
                div.card {
                    h2 { a href=(visitor.to(&format!("/admin/{part}"))) { (say.t(&format!("admin-{part}"))) } }
                    p { (say.t(&format!("admin-about-{part}"))) }
                }
            }
        }
    };
    Ok(page(&visitor, "", &say.t("nav-admin"), StatusCode::OK, &body))
}
