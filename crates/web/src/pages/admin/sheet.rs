//! The shape that pages of authorities, officials and territories share: the list, the form
//! for a new one, and one of them with everything that can be done to it.

use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use serde_json::Value;

use super::acts::Noun;
use super::form::{self, Refused, Shown};
use super::page;
use crate::pages::fields;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// The list: the way to make a new one, how to find one, and what was found.
pub(super) fn list(visitor: &Visitor, noun: Noun, find: &Markup, found: &Markup) -> Response {
    let say = visitor.say();
    let place = noun.place();
    let body = html! {
        p { a.button href=(visitor.to(&format!("/admin/{place}/new"))) { (say.t(&form::title(noun, noun.begins()))) } }
        (find)
        (found)
    };
    page(visitor, place, &say.t(&format!("admin-{place}")), StatusCode::OK, &body)
}

/// The filter by words of a name.
pub(super) fn by_name(visitor: &Visitor, noun: Noun, words: Option<&str>) -> Markup {
    let path = format!("/admin/{}", noun.place());
    html! {
        form.filters method="get" action=(visitor.to(&path)) {
            div {
                label for="f-q" { (visitor.say().t("admin-words")) }
                input #f-q name="q" value=[words] autocomplete="off";
            }
            (fields::send(visitor, &path))
        }
    }
}

/// The form for a new one, filled with `now` until something is typed.
pub(super) fn beginning(
    visitor: &Visitor,
    noun: Noun,
    now: Value,
    refused: Option<&Refused<'_>>,
) -> Response {
    let shown = Shown { noun, id: None, now, colleagues: &[], refused };
    let title = visitor.say().t(&form::title(noun, noun.begins()));
    let body = form::one(visitor, &shown, noun.begins());
    page(visitor, noun.place(), &title, status(refused), &body)
}

/// One of them.
pub(super) struct Sheet<'s> {
    pub(super) title: String,
    /// What was just done to it.
    pub(super) was_done: Option<&'s str>,
    pub(super) shown: Shown<'s>,
    /// What it is.
    pub(super) facts: Markup,
    /// What belongs to it, before what can be done.
    pub(super) before: Markup,
    /// What belongs to it, after that.
    pub(super) after: Markup,
}

impl Sheet<'_> {
    pub(super) fn show(&self, visitor: &Visitor) -> Response {
        let say = visitor.say();
        let body = html! {
            @if self.was_done.is_some() { p.notice role="status" { (say.t("admin-done")) } }
            div.card { (self.facts) }
            (self.before)
            h2 { (say.t("admin-settings")) }
            (form::all(visitor, &self.shown))
            (self.after)
        };
        page(visitor, self.shown.noun.place(), &self.title, status(self.shown.refused), &body)
    }
}

fn status(refused: Option<&Refused<'_>>) -> StatusCode {
    refused.map_or(StatusCode::OK, |refused| Problem::status(refused.problem))
}
