//! The OpenAPI document, and Swagger UI to look at it.

use std::sync::{Arc, LazyLock};

use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse, Redirect, Response};
use utoipa_swagger_ui::Config;

use super::openapi;
use crate::app::App;
use crate::problem::Problem;

/// Swagger UI styles its elements one by one and draws its icons as data; everything it
/// loads and asks is from here all the same.
const POLICY: &str = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; \
     script-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; \
     object-src 'none'";

static CONFIG: LazyLock<Arc<Config<'static>>> =
    LazyLock::new(|| Arc::new(Config::from("/openapi.json").try_it_out_enabled(false)));

/// `GET /openapi.json`
pub(super) async fn document(State(app): State<App>) -> Response {
    let document = openapi::document(&app.settings().base_url);
    let text = document.to_json().expect("the document is made of what JSON can say");
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    response
}

/// `GET /api/docs`: the page's files stand beside it, below the slash.
pub(super) async fn to_page() -> Redirect {
    Redirect::permanent("/api/docs/")
}

/// `GET /api/docs/`
pub(super) async fn page() -> Result<Response, Problem> {
    served("index.html")
}

/// `GET /api/docs/{file}`
pub(super) async fn file(Path(file): Path<String>) -> Result<Response, Problem> {
    served(&file)
}

fn served(name: &str) -> Result<Response, Problem> {
    let found = utoipa_swagger_ui::serve(name, Arc::clone(&CONFIG))
        .map_err(|error| Problem::failed(&*error, "docs_failed"))?;
    let file = found.ok_or_else(Problem::not_found)?;
    let kind = HeaderValue::try_from(file.content_type).unwrap_or(HeaderValue::from_static("text/plain"));
    let mut response = file.bytes.into_owned().into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, kind);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600"));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    Ok(response)
}
