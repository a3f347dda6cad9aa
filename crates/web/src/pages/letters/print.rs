//! `GET /desk/letters/{initiative}/{kind}/{position}`, and the same in the cabinet: one
//! letter, ready to be printed.

use axum::extract::Path;
use axum::response::Response;
use maud::html;

use super::access::{self, Reader};
use super::file::CaseFile;
use super::kind::Kind;
use super::{letter, list, paper};
use crate::layout::Page;
use crate::problem::Problem;
use crate::visitor::Visitor;
use crate::words::Lang;

type Which = Path<(String, String, String)>;

/// For an official.
pub(super) async fn at_the_desk(visitor: Visitor, which: Which) -> Result<Response, Problem> {
    show(&visitor, Reader::Office, which).await
}

/// For the author.
pub(super) async fn in_the_cabinet(visitor: Visitor, which: Which) -> Result<Response, Problem> {
    show(&visitor, Reader::Author, which).await
}

async fn show(visitor: &Visitor, reader: Reader, Path(which): Which) -> Result<Response, Problem> {
    let (initiative, kind, position) = which;
    let (page, letters) = access::letters(visitor, reader, &initiative).await?;
    let kind = Kind::named(&kind).ok_or_else(Problem::not_found)?;
    let position: u64 = position.parse().map_err(|_| Problem::not_found())?;
    let asked = letters.into_iter().find(|letter| letter.kind == kind && letter.position == position);
    let writing = asked.ok_or_else(Problem::not_found)?;
    let state = list::state(visitor, &writing);
    let app = &visitor.app;
    let file = CaseFile::gather(app, &page, writing).await?;
    let russian = app.words().of(Lang::Ru);
    let letter = letter::write(&file, russian, &app.settings().base_url);
    let say = visitor.say();
    let title = say.t(&format!("letter-kind-{}", kind.as_str()));
    let back = visitor.to(&format!("/{}/letters/{}", reader.room(), page.id));
    let body = html! {
        div.noprint {
            p { a href=(back) { (say.t("letters-back")) } " · " (title) " · " (state) }
            button.plain type="button" data-print hidden { (say.t("letters-print")) }
            p.hint { (say.t("letters-hint")) }
        }
        (paper::sheet(&letter, russian))
    };
    Ok(Page::new(visitor, reader.room(), title).show(None, body))
}
