//! `GET /data/….schema.json` (JSON Schema of a line) and `…csv-metadata.json` (CSV on the
//! Web): what stands in each column.

use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::columns::{Column, Holds, INITIATIVES, SUPPORTS, Table};
use super::{LICENCE_URL, licensed};
use crate::app::App;
use crate::feeds::answer::Version;
use crate::problem::Problem;

/// How long a proxy may show a schema without asking, seconds.
const FRESH: u32 = 3600;

/// Of a line of `initiatives.ndjson`.
pub(in crate::feeds) async fn of_initiatives(
    State(app): State<App>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer(&headers, "application/schema+json", &of_line(&app, &INITIATIVES))
}

/// Of a line of `supports-per-day.ndjson`.
pub(in crate::feeds) async fn of_supports(
    State(app): State<App>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer(&headers, "application/schema+json", &of_line(&app, &SUPPORTS))
}

/// Of `initiatives.csv`.
pub(in crate::feeds) async fn of_initiatives_csv(headers: HeaderMap) -> Result<Response, Problem> {
    answer(&headers, "application/csvm+json", &of_csv(&INITIATIVES))
}

/// Of `supports-per-day.csv`.
pub(in crate::feeds) async fn of_supports_csv(headers: HeaderMap) -> Result<Response, Problem> {
    answer(&headers, "application/csvm+json", &of_csv(&SUPPORTS))
}

fn answer(headers: &HeaderMap, kind: &'static str, schema: &Value) -> Result<Response, Problem> {
    let text = serde_json::to_vec_pretty(schema).expect("a schema is made of what JSON can say");
    let version = Version::of_bytes(&text, None, FRESH);
    let mut response = version.answer(headers, kind, || Body::from(text));
    licensed(&mut response)?;
    Ok(response)
}

fn of_line(app: &App, table: &Table) -> Value {
    let properties: Map<String, Value> =
        table.columns.iter().map(|column| (column.name.to_owned(), property(column))).collect();
    let required: Vec<_> = table.columns.iter().map(|column| column.name).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("{}/data/{}.schema.json", app.settings().base_url, table.name),
        "title": table.title,
        "description": table.about,
        "license": LICENCE_URL,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn property(column: &Column) -> Value {
    let (kind, format) = match column.holds {
        Holds::Text => ("string", None),
        Holds::Uuid => ("string", Some("uuid")),
        Holds::Url => ("string", Some("uri")),
        Holds::Date => ("string", Some("date")),
        Holds::Time => ("string", Some("date-time")),
        Holds::Count | Holds::Difference => ("integer", None),
        Holds::YesOrNo => ("boolean", None),
    };
    let mut property = json!({ "description": column.about });
    property["type"] = if column.optional { json!([kind, "null"]) } else { json!(kind) };
    if let Some(format) = format {
        property["format"] = json!(format);
    }
    if column.holds == Holds::Count {
        property["minimum"] = json!(0);
    }
    property
}

fn of_csv(table: &Table) -> Value {
    let columns: Vec<_> = table
        .columns
        .iter()
        .map(|column| {
            json!({
                "name": column.name,
                "titles": column.name,
                "dc:description": column.about,
                "required": !column.optional,
                "datatype": match column.holds {
                    Holds::Text | Holds::Uuid => "string",
                    Holds::Url => "anyURI",
                    Holds::Date => "date",
                    Holds::Time => "dateTimeStamp",
                    Holds::Count => "nonNegativeInteger",
                    Holds::Difference => "integer",
                    Holds::YesOrNo => "boolean",
                },
            })
        })
        .collect();
    json!({
        "@context": "http://www.w3.org/ns/csvw",
        "url": format!("{}.csv", table.name),
        "dc:title": table.title,
        "dc:description": table.about,
        "dc:license": { "@id": LICENCE_URL },
        "dialect": { "encoding": "utf-8", "header": true, "lineTerminators": ["\r\n"] },
        "tableSchema": { "columns": columns, "primaryKey": table.key },
    })
}
