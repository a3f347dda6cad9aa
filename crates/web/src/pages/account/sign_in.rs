//! `GET`, `POST /sign-in`: with login and password.

use aggregates::official::Role;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use desk::Account;
use jiff::ToSpan;
use maud::{Markup, html};
use serde::Deserialize;

use super::language;
use crate::cookies;
use crate::layout::{self, Page};
use crate::password;
use crate::posted::Posted;
use crate::problem::Problem;
use crate::visitor::{Visitor, signed};

/// How long somebody stays signed in, in hours.
pub(in crate::pages) const SESSION_HOURS: i32 = 12;

/// Where to go afterwards.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Next {
    #[serde(default)]
    pub(super) next: Option<String>,
}

/// What is typed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    login: String,
    password: String,
    #[serde(default)]
    next: Option<String>,
}

/// The form.
pub(super) async fn show(visitor: Visitor, Query(Next { next }): Query<Next>) -> Response {
    let visitor = visitor.tied();
    page(&visitor, "", next.as_deref(), None)
}

/// Signs in.
pub(super) async fn enter(posted: Posted<Form>) -> Result<Response, Problem> {
    let Posted { visitor, fields: Form { login, password, next }, .. } = posted;
    visitor.app.limits().sign_in(&login)?;
    if password.len() > password::LONGEST {
        return Ok(page(&visitor, &login, next.as_deref(), Some(&wrong())));
    }
    let account = visitor.app.desk().account_by_login(&login).await?;
    let hash = account.as_ref().and_then(|account| account.password.clone());
    let checked = tokio::task::spawn_blocking(move || password::is_right(&password, hash.as_deref())).await;
    match (account, checked) {
        (Some(account), Ok(true)) => begin(&visitor, account, next.as_deref()).await,
        (Some(_) | None, _) => Ok(page(&visitor, &login, next.as_deref(), Some(&wrong()))),
    }
}

fn wrong() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "wrong_password", "login and password do not fit together")
}

/// Starts a session for an account and leads on.
pub(super) async fn begin(
    visitor: &Visitor,
    account: Account,
    next: Option<&str>,
) -> Result<Response, Problem> {
    let app = &visitor.app;
    let secret = URL_SAFE_NO_PAD.encode(app.engine().entropy().bytes::<32>());
    let now = app.engine().now();
    let expires = now.saturating_add(SESSION_HOURS.hours()).unwrap_or(now);
    app.desk().start_session(account.id, &secret, now, expires).await?;
    let seconds = u32::try_from(SESSION_HOURS * 3600).unwrap_or(u32::MAX);
    let to = match next.filter(|next| is_ours(next)) {
        Some(next) => next.to_owned(),
        None => home_of(visitor, account).await?,
    };
    let mut response = Redirect::to(&to).into_response();
    response.headers_mut().append(SET_COOKIE, cookies::set(cookies::SESSION, &secret, seconds));
    response.headers_mut().append(SET_COOKIE, cookies::unset(cookies::FORM));
    Ok(response)
}

/// Only to a page of this site: not `//elsewhere`, not `/\elsewhere`.
fn is_ours(next: &str) -> bool {
    next.starts_with("/ru/") || next.starts_with("/en/")
}

/// An official to his desk, a resident to his cabinet,
/// in the language that he asked for.
async fn home_of(visitor: &Visitor, account: Account) -> Result<String, Problem> {
    let lang = language::of(visitor, &account).await?;
    let signed = signed(&visitor.app, account)?;
    let home = match (&signed.office, &signed.participant) {
        (Some(office), _) if office.works() => "/desk",
        (Some(office), _) if office.is(Role::Auditor) => "/audit",
        (Some(office), _) if office.is(Role::Administrator) => "/admin",
        (_, Some(_)) => "/cabinet",
        (_, None) => "/account",
    };
    Ok(format!("/{lang}{home}"))
}

fn page(visitor: &Visitor, login: &str, next: Option<&str>, problem: Option<&Problem>) -> Response {
    let say = visitor.say();
    let status = problem.map_or(StatusCode::OK, Problem::status);
    let body = html! {
        h1 { (say.t("sign-in")) }
        @if let Some(problem) = problem { (layout::problem_box(visitor, problem)) }
        form.narrow method="post" action=(visitor.to("/sign-in")) {
            (layout::csrf(visitor))
            @if let Some(next) = next { input type="hidden" name="next" value=(next); }
            label for="login" { (say.t("field-login")) }
            input #login name="login" value=(login) autocomplete="username" required autocapitalize="none";
            label for="password" { (say.t("field-password")) }
            input #password name="password" type="password" autocomplete="current-password" required;
            button { (say.t("sign-in")) }
        }
        @if let Some(openid) = &visitor.app.settings().openid {
            @let there = next.map(|next| format!("?next={}", percent_encoding::utf8_percent_encode(next, percent_encoding::NON_ALPHANUMERIC)));
            p { a.button.plain href=(visitor.to(&format!("/sign-in/openid{}", there.unwrap_or_default()))) {
                (say.with("sign-in-openid", &[("name", openid.name.clone().into())])) } }
        }
        p { a href=(visitor.to("/sign-up")) { (say.t("sign-up")) } }
        (demo_accounts(visitor))
    };
    Page::new(visitor, "", say.t("sign-in")).status(status).has_form().show(None, body)
}

fn demo_accounts(visitor: &Visitor) -> Markup {
    let say = visitor.say();
    let accounts = &visitor.app.settings().demo;
    html! {
        @if !accounts.is_empty() {
            h2 { (say.t("demo-accounts")) }
            table.stacked.accounts {
                thead { tr { th { (say.t("field-login")) } th { (say.t("field-password")) } th { (say.t("demo-who")) } } }
                tbody {
                    @for account in accounts {
                        tr {
                            td data-label=(say.t("field-login")) { code { (account.login) } }
                            td data-label=(say.t("field-password")) { code { (account.password) } }
                            td data-label=(say.t("demo-who")) { (account.name) " — "
                                (match visitor.lang { crate::words::Lang::Ru => &account.about_ru, crate::words::Lang::En => &account.about_en }) }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_ours;

    #[test]
    fn signing_in_leads_to_pages_of_this_site_only() {
        assert!(is_ours("/ru/desk?day=today"));
        for other in
            ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:1", "", "/health"]
        {
            assert!(!is_ours(other), "{other}");
        }
    }
}
