//! `POST /sign-out`.

use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::cookies;
use crate::posted::Posted;
use crate::problem::Problem;

/// Nothing but the token.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {}

/// Ends the session, here and in the store.
pub(super) async fn leave(headers: HeaderMap, posted: Posted<Form>) -> Result<Response, Problem> {
    let visitor = posted.visitor;
    if let Some(secret) = cookies::get(&headers, cookies::SESSION) {
        visitor.app.desk().end_session(secret).await?;
    }
    let mut response = Redirect::to(&visitor.to("/")).into_response();
    response.headers_mut().append(SET_COOKIE, cookies::unset(cookies::SESSION));
    Ok(response)
}
