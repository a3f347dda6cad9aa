//! What a call can say beside its body: names in the address, the query, headers.

use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{Schema, SchemaType, Type};
use utoipa::openapi::{RefOr, Required};

use crate::api::call::MOST;
use crate::api::row::{Given, Row, Sent};
use crate::api::shape::{Book, any, formatted, integer, text, text_like};

fn parameter(
    place: ParameterIn,
    name: &str,
    required: bool,
    about: &str,
    schema: RefOr<Schema>,
) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(place)
        .required(if required { Required::True } else { Required::False })
        .description(Some(about).filter(|about| !about.is_empty()))
        .schema(Some(schema))
        .build()
}

/// Everything that a call of a row can say beside its body.
pub(super) fn parameters(row: &Row, book: &mut Book) -> Vec<Parameter> {
    let mut parameters: Vec<Parameter> = row
        .path
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .map(|name| parameter(ParameterIn::Path, name, true, named(name), id(name)))
        .collect();
    let query = row.query.map(|query| query(book));
    if let Some(RefOr::T(Schema::Object(object))) = query {
        for (name, schema) in object.properties {
            let required = object.required.contains(&name);
            let (schema, about) = without_null(schema);
            parameters.push(parameter(ParameterIn::Query, &name, required, &about, schema));
        }
    }
    let mut query = |name: &str, about: &str, schema| {
        parameters.push(parameter(ParameterIn::Query, name, false, about, schema));
    };
    if row.pages {
        let about = "`next` of the page before, with the same other parameters; the first page, if not said.";
        query("cursor", about, text_like("^[A-Za-z0-9_-]+$"));
        query("limit", "The most lines; 50, if not said.", integer(1, Some(i64::from(MOST))));
    }
    if row.as_of {
        let moment = any([integer(0, None), formatted("date"), formatted("date-time")]);
        let about = "Answered as it would have been then: a position of the journal, a date (its end in \
            Moscow), or a time with its offset. Now, if not said.";
        query("as_of", about, moment);
    }
    match (&row.given, &row.sent) {
        (Given::Lines(_), _) => {
            let about = "The `ETag` of an earlier answer with the same parameters: 304, if nothing changed.";
            parameters.push(header("If-None-Match", about, text()));
        }
        (_, Sent::File) => {}
        (_, Sent::Nothing) => {
            let about = "Answers once this position can be seen, which a command answered as `last`; 503 \
                `view_behind`, if that takes more than three seconds.";
            query("min_position", about, integer(0, None));
        }
        // Each field is recorded once a day, however often it is asked for.
        (Given::Json(_), Sent::Json { .. }) => {}
        (given, Sent::Json { .. }) => {
            let about = "Your own key for this command, best a UUID. Sent again with the same body, it is \
                done once and answered with the same receipt; another body under it is refused with 409 \
                `id_reused`.";
            let key = text_like("^[!-~]([ -~]{0,198}[!-~])?$");
            parameters.push(header("Idempotency-Key", about, key));
            // What is yet to be has been seen by nobody.
            if !matches!(given, Given::Receipt { makes: true }) {
                let about = "The sequence at which you saw what this changes, in double quotes: the `ETag` of \
                    the initiative or of the last receipt. If it has moved since, 412 `stale`, and nothing is \
                    recorded.";
                parameters.push(header("If-Match", about, text_like("^\"[0-9]{1,19}\"$")));
            }
        }
    }
    parameters
}

fn header(name: &str, about: &str, schema: RefOr<Schema>) -> Parameter {
    parameter(ParameterIn::Header, name, false, about, schema)
}

/// What a name of an address means.
fn named(name: &str) -> &'static str {
    match name {
        "initiative" => "The initiative's id.",
        "official" => "The official's id.",
        "participant" => "The participant's id: of a person, an organisation or a TOS body.",
        "comment" => "The comment's id.",
        "attachment" => "The file's id, as uploading it answered.",
        "territory" => "The territory's code: OKTMO, or `RU`.",
        "authority" => "The authority's code, as `listAuthorities` gives it.",
        "procedure" => "The procedure's id.",
        "version" => "Its version.",
        "year" => "The calendar year of the register.",
        "position" => "The event's position in the journal.",
        other => unreachable!("an address names {other}, of which nothing is said"),
    }
}

/// What stands in the place of a name of an address.
fn id(name: &str) -> RefOr<Schema> {
    match name {
        "initiative" | "official" | "participant" | "comment" | "attachment" => formatted("uuid"),
        "year" => integer(1, Some(9999)),
        "version" => integer(0, Some(i64::from(u32::MAX))),
        "position" => integer(1, None),
        _ => text_like("^[A-Za-z0-9_.-]{1,80}$"),
    }
}

/// A query does not say null; it leaves out.
fn without_null(schema: RefOr<Schema>) -> (RefOr<Schema>, String) {
    let is_null = |schema: &RefOr<Schema>| matches!(schema, RefOr::T(Schema::Object(object)) if object.schema_type == SchemaType::Type(Type::Null));
    match schema {
        RefOr::T(Schema::AnyOf(any)) if any.items.iter().any(is_null) => {
            let about = any.description.unwrap_or_default();
            let inner = any.items.into_iter().find(|item| !is_null(item));
            (inner.unwrap_or_else(text), about)
        }
        RefOr::T(Schema::Object(mut object)) => {
            let about = object.description.take().unwrap_or_default();
            (object.into(), about)
        }
        RefOr::Ref(mut to) => {
            let about = std::mem::take(&mut to.description);
            (RefOr::Ref(to), about)
        }
        other => (other, String::new()),
    }
}
