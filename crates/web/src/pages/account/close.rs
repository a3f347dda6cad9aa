//! `GET`, `POST /account/close`: the account goes; history stays.

use aggregates::initiative::fields::Basis;
use aggregates::participant::Action;
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};
use engine::{Caller, Intent};
use maud::html;
use serde::Deserialize;

use super::password;
use crate::acting::{Terms, act};
use crate::cookies;
use crate::layout::{self, Page};
use crate::posted::Posted;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// That it is meant.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    #[serde(default)]
    password: String,
    #[serde(default)]
    sure: bool,
    #[serde(default)]
    erase: bool,
}

/// What will go, and what will stay.
pub(super) async fn show(visitor: Visitor) -> Result<Response, Problem> {
    page(&visitor, None)
}

/// Closes it. Personal data goes first, where that was wanted: if a case still needs it,
/// nothing is closed.
pub(super) async fn close(posted: Posted<Form>) -> Result<Response, Problem> {
    let Posted { visitor, fields: Form { password, sure, erase }, .. } = posted;
    let signed = visitor.signed()?;
    let app = &visitor.app;
    if !sure {
        return page(&visitor, Some(&Problem::field("sure", "not_sure", "tick that you are sure")));
    }
    if signed.account.password.is_some()
        && let Err(problem) = password::is_his(&visitor, password).await
    {
        return page(&visitor, Some(&problem));
    }
    if let Some(participant) = signed.participant.as_ref().filter(|_| erase) {
        let on = calendar::local_date(app.engine().now(), calendar::UtcOffset::moscow());
        let action = Action::ErasePersonalData { basis: Basis::ConsentWithdrawn, on };
        let what = Intent::Participant { id: Some(participant.id), namesake: 0, action };
        if let Err(problem) = act(app, Caller::Participant(participant.id), what, Terms::default()).await {
            return if problem.status < 500 { page(&visitor, Some(&problem)) } else { Err(problem) };
        }
    }
    app.desk().close_account(signed.account.id).await?;
    let mut response = Redirect::to(&visitor.to("/")).into_response();
    response.headers_mut().append(SET_COOKIE, cookies::unset(cookies::SESSION));
    Ok(response)
}

fn page(visitor: &Visitor, problem: Option<&Problem>) -> Result<Response, Problem> {
    let signed = visitor.signed()?;
    let say = visitor.say();
    let body = html! {
        p { a href=(visitor.to("/account")) { "← " (say.t("account")) } }
        h1 { (say.t("close-title")) }
        p { (say.t("close-explained")) }
        @if let Some(problem) = problem { (layout::problem_box(visitor, problem)) }
        form.narrow method="post" action=(visitor.to("/account/close")) {
            (layout::csrf(visitor))
            @if signed.account.password.is_some() {
                label for="password" { (say.t("password-now")) }
                input #password name="password" type="password" autocomplete="current-password" required;
            }
            @if signed.participant.is_some() {
                p.check {
                    input #erase type="checkbox" name="erase" value="on";
                    " " label for="erase" { (say.t("close-erase")) }
                    br; span.hint { (say.t("close-erase-hint")) }
                }
            }
            p.check {
                input #sure type="checkbox" name="sure" value="on" required;
                " " label for="sure" { (say.t("sure")) }
            }
            button.danger { (say.t("close-send")) }
        }
    };
    let status = problem.map_or(StatusCode::OK, Problem::status);
    Ok(Page::new(visitor, "", say.t("close-title")).status(status).show(None, body))
}
