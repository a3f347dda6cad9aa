//! A year of a book for a spreadsheet.

use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse, Response};
use projections::directory::Authority;

use super::rows::{self, Book};
use crate::problem::Problem;
use crate::visitor::Visitor;

/// Lines read at once.
const PORTION: u32 = 1000;

/// Semicolons and a byte order mark: what office programs in Russia open without a question.
pub(super) async fn download(
    visitor: &Visitor,
    book: Book,
    authority: &Authority,
    year: i16,
) -> Result<Response, Problem> {
    let say = visitor.say();
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer("\u{feff}".as_bytes().to_vec());
    let mut after = None;
    loop {
        let lines = rows::read(visitor, book, &authority.id, year, after, PORTION).await?;
        if after.is_none() {
            let heads = lines.heads().iter().map(|head| say.t(head));
            writer.write_record(heads.chain(["id".to_owned()])).map_err(unwritten)?;
        }
        for (case, cells) in lines.cells(say) {
            let cells = cells.into_iter().map(|cell| plain(&cell));
            writer.write_record(cells.chain([case.initiative.to_string()])).map_err(unwritten)?;
        }
        after = lines.next();
        if after.is_none() {
            break;
        }
    }
    let bytes = writer.into_inner().map_err(|error| Problem::failed(&error.into_error(), "csv_failed"))?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    let name = format!(
        "attachment; filename=\"{}-{}-{year}.csv\"",
        book.as_str(),
        authority.id.as_str().replace('/', "-")
    );
    headers.insert(CONTENT_DISPOSITION, HeaderValue::from_str(&name).expect("codes are ASCII"));
    Ok(response)
}

#[expect(clippy::needless_pass_by_value, reason = "it is given to map_err")]
fn unwritten(error: csv::Error) -> Problem {
    Problem::failed(&error, "csv_failed")
}

/// A text that a spreadsheet would take for a formula is told to be a text.
fn plain(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(super::plain("=1+1"), "'=1+1");
        assert_eq!(super::plain("Мост"), "Мост");
    }
}
