//! `GET`, `POST /account/tokens`, `POST /account/tokens/{id}/revoke`: keys for programs.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use desk::{Scope, Token};
use jiff::ToSpan;
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use crate::layout::{self, Page};
use crate::posted::Posted;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// For how many days a token may hold.
const DAYS: [u16; 4] = [7, 30, 90, 365];

/// What it is to be good for, and for how long.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    read: bool,
    #[serde(default)]
    participate: bool,
    #[serde(default)]
    office: bool,
    #[serde(default)]
    days: Option<u16>,
}

/// Nothing but the button.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Revoke {}

/// The `{token}` of an address.
pub(super) struct TokenId(Uuid);

impl<S: Send + Sync> FromRequestParts<S> for TokenId {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let params = RawPathParams::from_request_parts(parts, state).await;
        let params = params.map_err(|_| Problem::not_found())?;
        let id = params.iter().find(|(name, _)| *name == "token").and_then(|(_, id)| id.parse().ok());
        id.map(Self).ok_or_else(Problem::not_found)
    }
}

/// The tokens there are, and the form for a new one.
pub(super) async fn show(visitor: Visitor) -> Result<Response, Problem> {
    page(&visitor, None, None).await
}

/// Makes one; its secret is shown on this answer and never again.
pub(super) async fn issue(posted: Posted<Form>) -> Result<Response, Problem> {
    let Posted { visitor, fields: form, .. } = posted;
    let account = visitor.signed()?.account.id;
    let scopes: Vec<Scope> =
        [(form.read, Scope::Read), (form.participate, Scope::Participate), (form.office, Scope::Office)]
            .into_iter()
            .filter_map(|(chosen, scope)| chosen.then_some(scope))
            .collect();
    if scopes.is_empty() {
        let problem = Problem::field("scopes", "scopes_missing", "choose what the token is good for");
        return page(&visitor, None, Some(&problem)).await;
    }
    let engine = visitor.app.engine();
    let now = engine.now();
    let days = form.days.filter(|days| DAYS.contains(days)).unwrap_or(DAYS[1]);
    let token = Token {
        id: engine.entropy().uuid_v4(),
        name: form.name.unwrap_or_else(|| visitor.say().t("token-unnamed")).chars().take(100).collect(),
        scopes,
        created_at: now,
        expires_at: Some(now.saturating_add((i64::from(days) * 24).hours()).unwrap_or(now)),
        revoked_at: None,
    };
    let secret = format!("veche_{}", URL_SAFE_NO_PAD.encode(engine.entropy().bytes::<32>()));
    visitor.app.desk().issue_token(account, &token, &secret).await?;
    page(&visitor, Some(&secret), None).await
}

/// Ends one.
pub(super) async fn revoke(TokenId(token): TokenId, posted: Posted<Revoke>) -> Result<Response, Problem> {
    let visitor = posted.visitor;
    let account = visitor.signed()?.account.id;
    visitor.app.desk().revoke_token(account, token, visitor.app.engine().now()).await?;
    Ok(Redirect::to(&visitor.to("/account/tokens")).into_response())
}

async fn page(
    visitor: &Visitor,
    secret: Option<&str>,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let signed = visitor.signed()?;
    let say = visitor.say();
    let tokens = visitor.app.desk().tokens(signed.account.id).await?;
    let scopes: Vec<Scope> = Scope::ALL
        .into_iter()
        .filter(|scope| match scope {
            Scope::Read => true,
            Scope::Participate => signed.participant.is_some(),
            Scope::Office => signed.office.is_some(),
        })
        .collect();
    let body = html! {
        p { a href=(visitor.to("/account")) { "← " (say.t("account")) } }
        h1 { (say.t("tokens-title")) }
        p { (say.t("tokens-explained")) " " a href="/api/docs/" { (say.t("nav-api")) } }
        @if let Some(secret) = secret {
            div.notice role="status" { p { strong { (say.t("token-once")) } } p { code { (secret) } } }
        }
        @if let Some(problem) = problem { (layout::problem_box(visitor, problem)) }
        form.narrow method="post" action=(visitor.to("/account/tokens")) {
            (layout::csrf(visitor))
            label for="token-name" { (say.t("token-name")) }
            input #token-name name="name" maxlength="100";
            fieldset {
                legend { (say.t("token-scopes")) }
                @for scope in scopes {
                    p.check {
                        input id={ "scope-" (scope) } type="checkbox" name=(scope) value="on" checked[scope == Scope::Read];
                        " " label for={ "scope-" (scope) } { (say.t(&format!("scope-{scope}"))) }
                    }
                }
            }
            label for="token-days" { (say.t("token-days")) }
            select #token-days name="days" {
                @for days in DAYS { option value=(days) selected[days == DAYS[1]] { (say.count("days", u64::from(days))) } }
            }
            button { (say.t("token-issue")) }
        }
        @if !tokens.is_empty() { (table(visitor, &tokens)) }
    };
    let status = problem.map_or(StatusCode::OK, Problem::status);
    Ok(Page::new(visitor, "", say.t("tokens-title")).status(status).show(None, body))
}

fn table(visitor: &Visitor, tokens: &[Token]) -> Markup {
    let say = visitor.say();
    let now = visitor.app.engine().now();
    let day = |at| say.short_date(calendar::local_date(at, calendar::UtcOffset::moscow()));
    html! {
        div.scroll tabindex="0" {
            table {
                thead { tr { th { (say.t("token-name")) } th { (say.t("token-scopes")) } th { (say.t("token-made")) }
                    th { (say.t("token-ends")) } th { (say.t("token-state")) } } }
                tbody {
                    @for token in tokens {
                        tr {
                            td { (token.name) }
                            td { @for scope in &token.scopes { span.tag { (say.t(&format!("scope-{scope}"))) } " " } }
                            td { (day(token.created_at)) }
                            td { @if let Some(at) = token.expires_at { (day(at)) } }
                            td {
                                @if token.revoked_at.is_some() { (say.t("token-revoked")) }
                                @else if token.expires_at.is_some_and(|at| at <= now) { (say.t("token-over")) }
                                @else {
                                    form method="post" action=(visitor.to(&format!("/account/tokens/{}/revoke", token.id))) {
                                        (layout::csrf(visitor))
                                        button.link { (say.t("token-revoke")) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
