//! What a call can be answered with.

use aggregates::initiative::fields::Finding;
use serde_json::json;
use utoipa::openapi::schema::Schema;
use utoipa::openapi::{ContentBuilder, Header, Ref, RefOr, Response, ResponseBuilder};

use crate::api::attachments::MEDIA;
use crate::api::command::Receipted;
use crate::api::row::{Given, Needs, Row, Sent};
use crate::api::shape::{Book, Members, Shape, formatted, integer, text, text_like};

/// Statuses of problems: status, name in the document, when.
pub(super) const PROBLEMS: [(u16, &str, &str); 14] = [
    (400, "BadRequest", "What was sent cannot be read: a parameter, a header, the JSON"),
    (401, "Unauthorized", "A token is needed, or the one that was sent does not hold"),
    (403, "Forbidden", "The token, or whoever it stands for, is not good for this"),
    (404, "NotFound", "There is nothing of that name, or nothing that you may see"),
    (
        409,
        "Conflict",
        "A rule says no: the wrong stage, too late, already done; or the key belongs to another command",
    ),
    (412, "PreconditionFailed", "It has changed since it was seen: see `If-Match`"),
    (413, "TooLarge", "More than this address takes"),
    (415, "UnsupportedMediaType", "Not the content type that this address takes"),
    (422, "Unprocessable", "A field is missing, unknown or unfit; `field` says which"),
    (429, "TooManyRequests", "Too often"),
    (500, "Failed", "Failed on our side; nothing was recorded"),
    (503, "Unavailable", "The views are behind `min_position`, or a part does not answer: try again"),
    (405, "MethodNotAllowed", "This address does not take this method"),
    (404, "Nowhere", "There is no such address"),
];

/// Everything that a row can be answered with.
pub(super) fn responses(row: &Row, book: &mut Book) -> Vec<(String, RefOr<Response>)> {
    let mut responses = Vec::new();
    let position = |about: &str| {
        let mut header = Header::new(integer(0, None));
        header.description = Some(about.to_owned());
        header
    };
    let json = |about: &str, schema: RefOr<Schema>| {
        ResponseBuilder::new()
            .description(about)
            .content("application/json", ContentBuilder::new().schema(Some(schema)).build())
    };
    let header = |about: &str, schema: RefOr<Schema>| {
        let mut header = Header::new(schema);
        header.description = Some(about.to_owned());
        header
    };
    let tag = || {
        let about = "The sequence of what this is about, in double quotes: what `If-Match` may name.";
        header(about, text_like("^\"[0-9]+\"$"))
    };
    match &row.given {
        Given::Json(shape) => {
            let read = "The position of the journal up to which this is complete.";
            let mut response = json(row.about, shape(book)).header("Veche-Position", position(read));
            if row.name == "readInitiative" {
                response = response.header("ETag", tag());
            }
            responses.push(("200".to_owned(), response.build().into()));
        }
        Given::Receipt { makes } => {
            let mut receipt = |about| {
                let written = "The position of the last event: what `min_position` may name.";
                json(about, Receipted::shape(book))
                    .header("Veche-Position", position(written))
                    .header("ETag", tag())
            };
            let done = if *makes { "Done before: the first receipt" } else { "Done" };
            responses.push(("200".to_owned(), receipt(done).build().into()));
            if *makes {
                let about = "Where it can be read, if it has an address of its own.";
                let made = receipt("Made").header("Location", header(about, text()));
                responses.push(("201".to_owned(), made.build().into()));
            }
        }
        Given::Kept(shape) => {
            responses.push((
                "201".to_owned(),
                json("Kept: name it so in the command", shape(book)).build().into(),
            ));
        }
        Given::Lines(line) => {
            let about = "The position of the last line, or `after` where there is none: the next `after`.";
            let link = "Where it goes on (`rel=\"next\"`), if that was not all; and the licence of the data.";
            let tag = "Changes when something in this part does: when more is recorded, or redacted.";
            let response = ResponseBuilder::new()
                .description("One JSON object a line, each ended by a line feed, in the order of positions")
                .content("application/x-ndjson", ContentBuilder::new().schema(Some(line(book))).build())
                .header("Veche-Position", position(about))
                .header("Link", header(link, text()))
                .header("ETag", header(tag, text()));
            responses.push(("200".to_owned(), response.build().into()));
            let same = ResponseBuilder::new().description("As it was");
            responses.push(("304".to_owned(), same.build().into()));
        }
        Given::File => {
            let mut response = ResponseBuilder::new().description("The file");
            for media in MEDIA {
                response =
                    response.content(media, ContentBuilder::new().schema(Some(formatted("binary"))).build());
            }
            responses.push(("200".to_owned(), response.build().into()));
        }
    }
    for (status, name, _) in PROBLEMS.into_iter().filter(|(_, name, _)| comes(row, name)) {
        responses.push((status.to_string(), RefOr::Ref(Ref::from_response_name(name))));
    }
    responses
}

/// Whether a problem can come of a row.
fn comes(row: &Row, name: &str) -> bool {
    match name {
        "Nowhere" | "MethodNotAllowed" => false,
        // Tokens mean nothing to the feeds, and nobody is counted there.
        "Unauthorized" | "TooManyRequests" => !matches!(row.given, Given::Lines(_)),
        "Conflict" | "PreconditionFailed" => row.is_command() && !matches!(row.sent, Sent::File),
        "TooLarge" | "UnsupportedMediaType" | "Unprocessable" => row.is_command(),
        "Forbidden" => row.needs != Needs::Nothing || row.name == "listInitiatives",
        "NotFound" => row.is_command() || row.path.contains('{') || row.name == "readInstallation",
        _ => true,
    }
}

/// A problem of that status.
pub(super) fn problem_response(status: u16, about: &str) -> Response {
    let problem = RefOr::Ref(Ref::from_schema_name("Problem"));
    let content = ContentBuilder::new().schema(Some(problem)).build();
    let mut response = ResponseBuilder::new().description(about).content("application/problem+json", content);
    match status {
        401 => {
            let mut scheme = Header::new(text());
            scheme.description = Some("`Bearer`.".to_owned());
            response = response.header("WWW-Authenticate", scheme);
        }
        429 | 503 => {
            let mut seconds = Header::new(integer(0, None));
            seconds.description = Some("Seconds after which to try again.".to_owned());
            response = response.header("Retry-After", seconds);
        }
        _ => {}
    }
    response.build()
}

/// What a problem looks like.
pub(super) fn problem(book: &mut Book) -> RefOr<Schema> {
    let statuses = PROBLEMS.map(|(status, ..)| json!(status));
    let mut status = integer(400, Some(599));
    if let RefOr::T(Schema::Object(object)) = &mut status {
        object.examples = statuses.first().cloned().into_iter().collect();
    }
    Members::default()
        .field(
            "type",
            text_like("^urn:veche:problem:[a-z0-9_]+$"),
            true,
            "`urn:veche:problem:` and the code.",
        )
        .field("title", text(), true, "The status in words.")
        .field("status", status, true, "The status in digits.")
        .field("code", text_like("^[a-z0-9_]+$"), true, "The stable name, for programs; the same as at the end of `type`.")
        .field("detail", text(), true, "What happened, in an English sentence for a person; it may change.")
        .field("field", text(), false, "What it is about: the path in the body, the parameter, or the header.")
        .field("findings", Vec::<Finding>::shape(book), false, "For `personal_data_found`: what the gate found; send those back as `confirmed`, each with why, that may be published.")
        .schema("Why it was not done (RFC 9457).")
}
