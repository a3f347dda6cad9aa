//! The pages: one folder a noun, one file a verb. What several nouns share stands beside
//! them: `phrases` and `law` put things into words, `lines` lists initiatives, `answers`
//! says why what looks like personal data may be read.

mod about;
mod account;
mod admin;
mod answers;
mod audit;
mod authorities;
pub(crate) mod cabinet;
mod cases;
pub(crate) mod demonstration;
mod desk;
pub(crate) mod events;
pub(crate) mod fields;
mod finding;
mod front;
pub(crate) mod hearing_lines;
mod initiatives;
mod intake;
pub(crate) mod law;
mod letters;
pub(crate) mod lines;
mod misses;
mod offices;
pub(crate) mod participation;
pub(crate) mod phrases;
pub(crate) mod places;
pub(crate) mod pyramid;
mod submission;
mod territories;

use axum::Router;
use axum::extract::{FromRequestParts, OriginalUri, Request, State};
use axum::http::header::{ACCEPT_LANGUAGE, ALLOW, LOCATION, RETRY_AFTER, VARY};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::MethodRouter;
use maud::html;

use crate::app::App;
use crate::layout::Page;
use crate::problem::Problem;
use crate::visitor::Visitor;
use crate::words::{Lang, Say};

/// The pages of one language, without its prefix.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .merge(about::routes())
        .merge(account::routes())
        .merge(admin::routes())
        .merge(audit::routes())
        .merge(authorities::routes())
        .merge(cabinet::routes())
        .merge(cases::routes())
        .merge(demonstration::routes())
        .merge(desk::routes())
        .merge(events::routes())
        .merge(finding::routes())
        .merge(front::routes())
        .merge(initiatives::routes())
        .merge(intake::routes())
        .merge(letters::routes())
        .merge(misses::routes())
        .merge(participation::routes())
        .merge(submission::routes())
        .merge(territories::routes())
}

/// The front page of a language, under its prefix with a slash.
pub(crate) fn front_page() -> MethodRouter<App> {
    front::page()
}

/// `GET /` and whatever has no language: to the same address in the browser's.
pub(crate) async fn choose_language(OriginalUri(uri): OriginalUri, headers: HeaderMap) -> Response {
    if uri.path().starts_with("/api/") || uri.path() != "/" {
        return Problem::not_found().into_response();
    }
    let accept = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let to = format!("/{}/", Lang::preferred(accept));
    (StatusCode::FOUND, [(LOCATION, to), (VARY, "Accept-Language".to_owned())]).into_response()
}

/// No page has this address.
pub(crate) async fn nothing_here() -> Problem {
    Problem::not_found()
}

/// Turns a problem into a page that says what happened and what to do. Somebody who has
/// to sign in first is led there, and back.
pub(crate) async fn in_words(State(app): State<App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let visitor = Visitor::from_request_parts(&mut parts, &app).await;
    let response = next.run(Request::from_parts(parts, body)).await;
    let problem = response.extensions().get::<Problem>().cloned().or_else(|| unsaid(&response));
    let (Some(problem), Ok(visitor)) = (problem.as_ref(), visitor) else {
        return response;
    };
    if problem.code == "sign_in_needed" {
        let back = percent_encoding::utf8_percent_encode(&visitor.here, percent_encoding::NON_ALPHANUMERIC);
        return Redirect::to(&visitor.to(&format!("/sign-in?next={back}"))).into_response();
    }
    let say = visitor.say();
    let body = html! {
        h1 { (say.maybe(&format!("problem-{}", problem.status), &[]).unwrap_or_else(|| say.t("problem-other"))) }
        p { (sentence(&visitor, problem)) }
        @if problem.code == "form_expired" { p { (say.t("form-expired-advice")) } }
        @if problem.status == 413 { p { (say.t("too-large-advice")) } }
        p { a href=(visitor.to("/")) { (say.t("to-front-page")) } }
    };
    let mut page = Page::new(&visitor, "", say.t("problem-title")).status(problem.status()).show(None, body);
    for name in [RETRY_AFTER, ALLOW] {
        if let Some(value) = response.headers().get(&name) {
            page.headers_mut().insert(name, value.clone());
        }
    }
    page
}

/// What the router refused before a page of ours was asked: an address that is not UTF-8
/// names nothing, and a page takes the methods that it has.
fn unsaid(response: &Response) -> Option<Problem> {
    match response.status() {
        StatusCode::BAD_REQUEST => Some(Problem::not_found()),
        StatusCode::METHOD_NOT_ALLOWED => Some(Problem::method()),
        _ => None,
    }
}

/// What a problem says in the visitor's language; the engine's own English where his
/// language has no sentence for it.
pub(crate) fn sentence(visitor: &Visitor, problem: &Problem) -> String {
    let say = visitor.say();
    let code = problem.code.replace('_', "-");
    let field =
        problem.field.as_deref().map(|field| say.maybe(&format!("field-{}", field.replace('_', "-")), &[]));
    let field = field.flatten().or_else(|| problem.field.clone()).unwrap_or_default();
    let told = |(name, value): &(&'static str, String)| (*name, told(say, name, value).into());
    let mut values: Vec<_> = problem.values.iter().filter(|(name, _)| *name != "field").map(told).collect();
    values.push(("field", field.into()));
    let said = say.maybe(&format!("why-{code}"), &values);
    said.or_else(|| say.maybe(&format!("refusal-{code}"), &values)).unwrap_or_else(|| problem.detail.clone())
}

/// A value of a refusal as people say it: dates in words, what has a word by its word.
fn told(say: Say<'_>, name: &str, value: &str) -> String {
    if let Ok(date) = value.parse() {
        return say.date(date);
    }
    let word: String =
        value.chars().map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    say.maybe(&format!("{name}-{word}"), &[]).unwrap_or_else(|| value.to_owned())
}
