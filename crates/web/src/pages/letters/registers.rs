//! `GET /desk/registers/{incoming|outgoing}`: the two books of an authority, a year each.

mod csv;
mod rows;

use aggregates::ids::AuthorityId;
use aggregates::official::Role;
use axum::extract::{Path, RawQuery};
use axum::response::Response;
use maud::{Markup, html};
use projections::correspondence::{self, Year};
use projections::directory::{self, Authority};
use serde::Deserialize;

use self::rows::{Book, Lines};
use crate::layout::Page;
use crate::posted;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// Lines on a page.
const PAGE: u32 = 100;

/// Which part of the book.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    year: Option<i16>,
    /// Only for auditors, who may open any book.
    #[serde(default)]
    authority: Option<String>,
    /// The position where the page before ended.
    #[serde(default)]
    after: Option<u64>,
    #[serde(default)]
    format: Option<Format>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Format {
    Csv,
}

/// Shows a page of the book, or all of the year as a table for a spreadsheet.
pub(super) async fn show(
    visitor: Visitor,
    Path(book): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let asked: Asked = posted::asked(query.as_deref().unwrap_or_default())?;
    let book = Book::named(&book).ok_or_else(Problem::not_found)?;
    let authority = whose(&visitor, asked.authority.as_deref()).await?;
    let id = authority.id.clone();
    let views = visitor.app.engine().views();
    let years = views.read("correspondence", move |view| correspondence::years(view, &id, None)).await?;
    let this_year = visitor.office()?.today.year();
    let year = asked.year.or_else(|| years.first().map(|latest| latest.year)).unwrap_or(this_year);
    if asked.format == Some(Format::Csv) {
        return csv::download(&visitor, book, &authority, year).await;
    }
    let lines = rows::read(&visitor, book, &authority.id, year, asked.after, PAGE).await?;
    page(&visitor, book, &authority, year, &years, &lines, asked.after.is_some()).await
}

/// The authority whose book may be opened: one's own, or any for an auditor.
async fn whose(visitor: &Visitor, asked: Option<&str>) -> Result<Authority, Problem> {
    let office = visitor.office()?;
    let asked: Option<AuthorityId> =
        asked.map(|asked| asked.parse().map_err(|_| Problem::not_found())).transpose()?;
    match asked.filter(|asked| asked != office.authority_id()) {
        None if office.works() || office.is(Role::Auditor) => Ok(office.authority.clone()),
        Some(asked) if office.is(Role::Auditor) => {
            let views = visitor.app.engine().views();
            let found = views.read("directory", move |view| directory::authority(view, &asked, None)).await?;
            found.ok_or_else(Problem::not_found)
        }
        None | Some(_) => {
            Err(Problem::forbidden("wrong_role", "you do not hold the role that this needs today"))
        }
    }
}

async fn page(
    visitor: &Visitor,
    book: Book,
    authority: &Authority,
    year: i16,
    years: &[Year],
    lines: &Lines,
    further: bool,
) -> Result<Response, Problem> {
    let say = visitor.say();
    let title = say.t(book.title());
    let name = authority.name.as_deref().unwrap_or(authority.id.as_str());
    let at = |book: Book, rest: &str| {
        visitor.to(&format!("/desk/registers/{}?authority={}&year={year}{rest}", book.as_str(), authority.id))
    };
    let body = html! {
        h1 { (title) }
        p { (name) ", " (year) }
        nav.pages.noprint aria-label=(say.t("registers-books")) {
            a href=(at(book.other(), "")) { (say.t(book.other().title())) }
            a href=(at(book, "&format=csv")) { (say.t("registers-csv")) }
            button.link type="button" data-print hidden { (say.t("letters-print")) }
        }
        (choice(visitor, book, authority, year, years))
        @if lines.is_empty() {
            p { (say.t("registers-empty")) }
        } @else {
            div.scroll tabindex="0" { (lines.table(visitor)) }
        }
        nav.pages.noprint aria-label=(say.t("registers-pages")) {
            @if further { a href=(at(book, "")) { (say.t("registers-first")) } }
            @if let Some(next) = lines.next() { a href=(at(book, &format!("&after={next}"))) { (say.t("registers-next")) } }
        }
    };
    Ok(Page::new(visitor, "desk", title).show(None, body))
}

/// Another year; for an auditor another authority.
fn choice(visitor: &Visitor, book: Book, authority: &Authority, year: i16, years: &[Year]) -> Markup {
    let say = visitor.say();
    let auditor = visitor.office().is_ok_and(|office| office.is(Role::Auditor));
    html! {
        form.filters.noprint method="get" action=(visitor.to(&format!("/desk/registers/{}", book.as_str()))) {
            @if auditor {
                div {
                    label for="authority" { (say.t("registers-authority")) }
                    input #authority name="authority" value=(authority.id);
                }
            }
            div {
                label for="year" { (say.t("registers-year")) }
                select #year name="year" {
                    @if years.iter().all(|known| known.year != year) { option value=(year) selected { (year) } }
                    @for known in years {
                        option value=(known.year) selected[known.year == year] {
                            (known.year) " (" (book.count(known)) ")" }
                    }
                }
            }
            div { button.plain { (say.t("registers-show")) } }
        }
    }
}
