//! A table on its way: a page of rows at a time.

use axum::body::{Body, Bytes};
use axum::http::HeaderMap;
use axum::response::Response;
use engine::ViewError;
use futures_util::stream;
use serde::Serialize;

use super::columns::Table;
use super::licensed;
use crate::app::App;
use crate::feeds::answer::{Version, header, position_header};
use crate::open::reading;
use crate::open::{OpenListed, reading::Part};
use crate::problem::Problem;

/// Initiatives read at once.
const STEP: u32 = 500;
/// How long a proxy may show a table without asking, seconds.
const FRESH: u32 = 60;

/// How rows are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Csv,
    Ndjson,
}

impl Format {
    const fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Ndjson => "ndjson",
        }
    }

    const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Ndjson => "application/x-ndjson",
        }
    }

    fn head(self, table: &Table) -> Vec<u8> {
        match self {
            Self::Csv => {
                let names: Vec<_> = table.columns.iter().map(|column| column.name).collect();
                format!("{}\r\n", names.join(",")).into_bytes()
            }
            Self::Ndjson => Vec::new(),
        }
    }

    /// Rows one after another.
    pub(super) fn rows<R: Serialize>(self, rows: impl Iterator<Item = R>) -> Vec<u8> {
        match self {
            Self::Csv => {
                let mut writer = csv::WriterBuilder::new()
                    .has_headers(false)
                    .terminator(csv::Terminator::CRLF)
                    .from_writer(Vec::new());
                for row in rows {
                    writer.serialize(row).expect("a row is flat, and memory takes it");
                }
                writer.into_inner().expect("memory takes it")
            }
            Self::Ndjson => {
                let mut text = Vec::new();
                for row in rows {
                    serde_json::to_writer(&mut text, &row).expect("a row is made of what JSON can say");
                    text.push(b'\n');
                }
                text
            }
        }
    }
}

/// The table as of now, made from one page of the register after another by `write`.
pub(super) async fn answer<W, F>(
    app: App,
    headers: &HeaderMap,
    table: &'static Table,
    format: Format,
    write: W,
) -> Result<Response, Problem>
where
    W: Fn(App, Vec<OpenListed>, u64) -> F + Clone + Send + 'static,
    F: Future<Output = Result<Vec<u8>, ViewError>> + Send + 'static,
{
    let as_of = app.engine().views().reached();
    let version = Version::of_positions(table.name, &[as_of], FRESH)
        .modified(reading::recorded_at(app.engine().views(), as_of).await?);
    let body = rows(app, as_of, format.head(table), write);
    let mut response = version.answer(headers, format.media_type(), || Body::from_stream(body));
    position_header(&mut response, as_of);
    licensed(&mut response)?;
    let name = format!("attachment; filename=\"{}.{}\"", table.name, format.ending());
    header(&mut response, "content-disposition", &name)?;
    let schema = match format {
        Format::Csv => format!("</data/{}.csv-metadata.json>; rel=\"describedby\"", table.name),
        Format::Ndjson => format!("</data/{}.schema.json>; rel=\"describedby\"", table.name),
    };
    header(&mut response, "link", &schema)?;
    Ok(response)
}

enum Step {
    Head(Vec<u8>),
    From(Option<u64>),
    End,
}

fn rows<W, F>(
    app: App,
    as_of: u64,
    head: Vec<u8>,
    write: W,
) -> impl stream::Stream<Item = Result<Bytes, ViewError>> + Send
where
    W: Fn(App, Vec<OpenListed>, u64) -> F + Clone + Send + 'static,
    F: Future<Output = Result<Vec<u8>, ViewError>> + Send + 'static,
{
    stream::try_unfold(Step::Head(head), move |step| {
        let (app, write) = (app.clone(), write.clone());
        async move {
            let cursor = match step {
                Step::Head(head) => return Ok(Some((Bytes::from(head), Step::From(None)))),
                Step::From(cursor) => cursor,
                Step::End => return Ok(None),
            };
            let Part { items, next } = reading::listed(app.engine().views(), cursor, STEP, as_of).await?;
            let written = write(app, items, as_of).await?;
            let then = next.map_or(Step::End, |next| Step::From(Some(next)));
            Ok(Some((Bytes::from(written), then)))
        }
    })
}
