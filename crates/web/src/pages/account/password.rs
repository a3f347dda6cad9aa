//! `POST /account/password`: another password; all other sessions end.

use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;

use super::overview::{self, Wrong};
use super::sign_in;
use crate::layout;
use crate::password as passwords;
use crate::posted::Posted;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// The old one, and the new one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    #[serde(default)]
    password: String,
    #[serde(default)]
    new_password: String,
}

/// The form on the page of the account.
pub(super) fn form(visitor: &Visitor, problem: Option<&Problem>) -> Markup {
    let say = visitor.say();
    html! {
        details open[problem.is_some()] {
            summary { (say.t("password-change")) }
            @if let Some(problem) = problem { (layout::problem_box(visitor, problem)) }
            form.narrow method="post" action=(visitor.to("/account/password")) {
                (layout::csrf(visitor))
                label for="password" { (say.t("password-now")) }
                input #password name="password" type="password" autocomplete="current-password" required;
                label for="new-password" { (say.t("password-new")) }
                p.hint #password-hint { (say.t("password-hint")) }
                input #new-password name="new_password" type="password" minlength=(passwords::SHORTEST)
                    autocomplete="new-password" required aria-describedby="password-hint";
                button { (say.t("password-change")) }
            }
        }
    }
}

/// Changes it.
pub(super) async fn change(posted: Posted<Form>) -> Result<Response, Problem> {
    let Posted { visitor, fields: Form { password, new_password }, .. } = posted;
    let account = visitor.signed()?.account.clone();
    let login = account.login.clone().unwrap_or_default();
    if let Err(problem) = is_his(&visitor, password).await {
        return overview::page(&visitor, Some(&Wrong::Password(&problem)), None).await;
    }
    if let Some(code) = passwords::weakness(&new_password, &login) {
        let problem = Problem::field("new_password", code, "this password is too easy to guess, or too long");
        return overview::page(&visitor, Some(&Wrong::Password(&problem)), None).await;
    }
    let entropy = visitor.app.engine().entropy().clone();
    let hash = tokio::task::spawn_blocking(move || passwords::hash(&new_password, &entropy)).await;
    let hash = hash.map_err(|error| Problem::failed(&error, "password_unhashed"))?;
    visitor.app.desk().set_password(account.id, &hash).await?;
    let next = visitor.to("/account");
    sign_in::begin(&visitor, account, Some(&next)).await
}

/// Whether somebody who is signed in knows his password.
///
/// # Errors
///
/// If not, or he tried too often.
pub(super) async fn is_his(visitor: &Visitor, password: String) -> Result<(), Problem> {
    let account = &visitor.signed()?.account;
    visitor.app.limits().sign_in(account.login.as_deref().unwrap_or_default())?;
    let hash = account.password.clone();
    let right = password.len() <= passwords::LONGEST
        && tokio::task::spawn_blocking(move || passwords::is_right(&password, hash.as_deref()))
            .await
            .unwrap_or(false);
    if right {
        Ok(())
    } else {
        Err(Problem::field("password", "wrong_password_now", "this is not your password"))
    }
}
