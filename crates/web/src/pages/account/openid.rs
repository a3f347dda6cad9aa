//! `GET /sign-in/openid`, `GET /sign-in/openid/callback`: to the provider and back.

use axum::extract::Query;
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::admit;
use super::sign_in::Next;
use crate::app::OpenId;
use crate::cookies;
use crate::openid::{self, Asked, PATIENCE_SECONDS};
use crate::problem::Problem;
use crate::visitor::Visitor;

/// What the provider sends back.
#[derive(Debug, Deserialize)]
pub(super) struct Answer {
    #[serde(default)]
    state: Option<String>,
    #[serde(default)]
    code: Option<String>,
}

/// Sends the browser to the provider. Somebody who is signed in links his account.
pub(super) async fn leave(visitor: Visitor, Query(Next { next }): Query<Next>) -> Result<Response, Problem> {
    let provider = provider(&visitor)?;
    if visitor.signed.is_none() {
        visitor.app.limits().anonymous(visitor.address)?;
    }
    let app = &visitor.app;
    let link = visitor.signed.as_ref().map(|signed| signed.account.id);
    let (url, asked) = openid::begin(provider, &back(&visitor), app.engine().entropy(), next, link).await?;
    let mut response = Redirect::to(&url).into_response();
    let cookie = cookies::set(cookies::OPENID, &asked.signed(app.csrf()), PATIENCE_SECONDS);
    response.headers_mut().append(SET_COOKIE, cookie);
    Ok(response)
}

/// Takes the provider's word, and signs in.
pub(super) async fn come_back(
    visitor: Visitor,
    headers: HeaderMap,
    Query(answer): Query<Answer>,
) -> Result<Response, Problem> {
    let provider = provider(&visitor)?;
    if visitor.signed.is_none() {
        visitor.app.limits().anonymous(visitor.address)?;
    }
    let asked = cookies::get(&headers, cookies::OPENID)
        .and_then(|cookie| Asked::read(cookie, visitor.app.csrf()))
        .ok_or_else(openid::expired)?;
    // He declined there, or the provider did.
    let (Some(state), Some(code)) = (answer.state, answer.code) else {
        return Ok(Redirect::to(&visitor.to("/sign-in")).into_response());
    };
    let who = openid::finish(provider, &back(&visitor), &asked, &state, code).await?;
    let mut response = admit::admit(&visitor, who, asked).await?;
    response.headers_mut().append(SET_COOKIE, cookies::unset(cookies::OPENID));
    Ok(response)
}

fn provider(visitor: &Visitor) -> Result<&OpenId, Problem> {
    visitor.app.settings().openid.as_ref().ok_or_else(Problem::not_found)
}

/// Where the provider sends the browser back to; both languages are registered there.
fn back(visitor: &Visitor) -> String {
    format!("{}{}", visitor.app.settings().base_url, visitor.to("/sign-in/openid/callback"))
}
