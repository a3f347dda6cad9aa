//! Problems that only programs meet.

use axum::http::StatusCode;
use axum::http::header::{HeaderValue, WWW_AUTHENTICATE};
use axum::response::{IntoResponse, Response};
use desk::Scope;

use crate::problem::Problem;

impl Problem {
    /// A token that is unknown, revoked or over, or a header that is none.
    pub(super) fn bad_token() -> Self {
        let detail = "this token does not hold: send `Authorization: Bearer` with one that does";
        Self::new(StatusCode::UNAUTHORIZED, "bad_token", detail)
    }

    /// A token that was not made for this.
    pub(super) fn insufficient_scope(scope: Scope) -> Self {
        let detail = format!("the token does not have the scope {scope}, which this needs");
        Self::new(StatusCode::FORBIDDEN, "insufficient_scope", detail)
    }

    /// A body of another type.
    pub(super) fn media_type(taken: &str) -> Self {
        let detail = format!("this address takes {taken}; say so in Content-Type");
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail)
    }

    /// A method that an address does not have.
    pub(crate) fn method() -> Self {
        let detail = "this address does not take this method";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", detail)
    }

    /// A header that cannot be read.
    pub(super) fn header(name: &str, code: &'static str, detail: &str) -> Self {
        Self { field: Some(name.to_owned()), ..Self::bad(code, detail) }
    }
}

/// No address here.
pub(super) async fn nothing_here() -> Response {
    Problem::not_found().into_response()
}

/// No such method there.
pub(super) async fn not_that_way() -> Response {
    Problem::method().into_response()
}

/// Says how to show who one is, where that was the problem.
pub(super) async fn challenged(mut response: Response) -> Response {
    if response.status() == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}
