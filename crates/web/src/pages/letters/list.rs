//! `GET /desk/letters/{initiative}`, `GET /cabinet/letters/{initiative}`: what can be printed.

use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};

use super::access::{self, Reader};
use super::kind::{Dispatch, Writing};
use crate::layout::Page;
use crate::names::Wanted;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// For an official.
pub(super) async fn at_the_desk(visitor: Visitor, Path(id): Path<String>) -> Result<Response, Problem> {
    show(&visitor, Reader::Office, &id).await
}

/// For the author: what was sent to him.
pub(super) async fn in_the_cabinet(visitor: Visitor, Path(id): Path<String>) -> Result<Response, Problem> {
    show(&visitor, Reader::Author, &id).await
}

async fn show(visitor: &Visitor, reader: Reader, id: &str) -> Result<Response, Problem> {
    let (page, letters) = access::letters(visitor, reader, id).await?;
    let say = visitor.say();
    let senders = letters.iter().map(|letter| &letter.authority);
    let names = Wanted::default().authorities(senders).look_up(&visitor.app, None).await?;
    let case = match reader {
        Reader::Office => visitor.to(&format!("/desk/initiatives/{}", page.id)),
        Reader::Author => visitor.to(&format!("/initiatives/{}", page.id)),
    };
    let body = html! {
        h1 { (say.t("letters-title")) }
        p { a href=(case) { (page.title.text.as_deref().unwrap_or(&say.t("letters-case"))) } }
        @if letters.is_empty() {
            p { (say.t("letters-none")) }
        } @else {
            div.scroll tabindex="0" {
                table {
                    thead { tr {
                        th { (say.t("letters-kind")) }
                        th { (say.t("letters-step")) }
                        th { (say.t("letters-authority")) }
                        th { (say.t("letters-state")) }
                    } }
                    tbody {
                        @for letter in letters.iter().rev() {
                            tr {
                                td { a href=(address(visitor, reader, &page.id.to_string(), letter)) {
                                    (say.t(&format!("letter-kind-{}", letter.kind.as_str()))) } }
                                td { (say.short_date(letter.done_on)) }
                                td { (names.authority(&letter.authority)) }
                                td { (state(visitor, letter)) }
                            }
                        }
                    }
                }
            }
        }
    };
    Ok(Page::new(visitor, reader.room(), say.t("letters-title")).show(None, body))
}

fn address(visitor: &Visitor, reader: Reader, initiative: &str, letter: &Writing) -> String {
    let (room, kind) = (reader.room(), letter.kind.as_str());
    visitor.to(&format!("/{room}/letters/{initiative}/{kind}/{}", letter.position))
}

/// Whether it went out.
pub(super) fn state(visitor: &Visitor, letter: &Writing) -> Markup {
    let say = visitor.say();
    html! {
        @match &letter.dispatch {
            Dispatch::Free => (say.t("letters-free")),
            Dispatch::Owed { due } => span.tag.warn {
                (say.with("letters-owed", &[("due", say.short_date(*due).into())])) },
            Dispatch::Sent { number, on, .. } => span.tag.good {
                (say.with("letters-sent", &[("number", number.clone().into()), ("on", say.short_date(*on).into())])) },
        }
    }
}
