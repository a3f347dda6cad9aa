//! The OpenAPI document, made of the table.

use aggregates::initiative::fields::Finding;
use serde_json::json;
use utoipa::openapi::path::{
    HttpMethod, OperationBuilder, Parameter, ParameterBuilder, ParameterIn, PathItem, PathsBuilder,
};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{ComponentsBuilder, Schema, SchemaType, Type};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{
    ContentBuilder, Header, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, Ref, RefOr, Required,
    Response, ResponseBuilder, ServerBuilder,
};

use super::attachments::MEDIA;
use super::call::MOST;
use super::command::{self, Receipted};
use super::row::{Given, Needs, Row, Sent};
use super::shape::{Book, Members, Shape, either, formatted, integer, text, text_like};
use super::table;

const ABOUT: &str = "Citizens' initiatives, from the first word to the final report. \
    A command answers with the position of what it recorded; a question that names it as `min_position` \
    sees what was done. Everything that is not done is answered with a problem of RFC 9457 whose `code` stays.";

/// Statuses of problems: status, name in the document, when.
const PROBLEMS: [(u16, &str, &str); 14] = [
    (400, "BadRequest", "What was sent cannot be read: a parameter, a header, the JSON"),
    (401, "Unauthorized", "A token is needed, or the one that was sent does not hold"),
    (403, "Forbidden", "The token, or whoever it stands for, is not good for this"),
    (404, "NotFound", "There is nothing of that name, or nothing that you may see"),
    (409, "Conflict", "A rule says no, or the key belongs to another command"),
    (412, "PreconditionFailed", "It has changed since it was seen: see `If-Match`"),
    (413, "TooLarge", "More than this address takes"),
    (415, "UnsupportedMediaType", "Not the content type that this address takes"),
    (422, "Unprocessable", "A field is missing, unknown or unfit; `field` says which"),
    (429, "TooManyRequests", "Too often"),
    (500, "Failed", "Failed on our side; nothing was recorded"),
    (503, "Unavailable", "The views are behind, or a part does not answer: try again"),
    (405, "MethodNotAllowed", "This address does not take this method"),
    (404, "Nowhere", "There is no such address"),
];

/// The document of an installation that is reached there.
pub(super) fn document(base_url: &str) -> OpenApi {
    let mut book = Book::default();
    let mut paths = PathsBuilder::new();
    let rows = table::all();
    for row in &rows {
        let method = if row.is_command() { HttpMethod::Post } else { HttpMethod::Get };
        paths = paths.path(row.path, PathItem::new(method, operation(row, &mut book)));
    }
    let problem = problem(&mut book);
    book.named("Problem", |_| problem);
    let mut components = ComponentsBuilder::new();
    let bearer = Http::new(HttpAuthScheme::Bearer);
    components = components.security_scheme("bearer", SecurityScheme::Http(bearer));
    for (status, name, about) in PROBLEMS {
        components = components.response(name, problem_response(status, about));
    }
    for (name, schema) in book.named {
        components = components.schema(name, schema.expect("every schema that was begun is made"));
    }
    let mut tags: Vec<&str> = rows.iter().map(|row| row.tag).collect();
    tags.dedup();
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("Veche")
                .version("1")
                .description(Some(ABOUT))
                .license(Some(
                    LicenseBuilder::new().name("Apache-2.0").identifier(Some("Apache-2.0")).build(),
                ))
                .build(),
        )
        .servers(Some([ServerBuilder::new().url(base_url).build()]))
        .tags(Some(tags.into_iter().map(|tag| TagBuilder::new().name(tag).build()).collect::<Vec<_>>()))
        .paths(paths.build())
        .components(Some(components.build()))
        .build()
}

fn operation(row: &Row, book: &mut Book) -> utoipa::openapi::path::Operation {
    let mut operation = OperationBuilder::new()
        .operation_id(Some(row.name))
        .tag(row.tag)
        .summary(Some(row.about))
        .description(Some(told(row)));
    for parameter in parameters(row, book) {
        operation = operation.parameter(parameter);
    }
    match &row.sent {
        Sent::Nothing => {}
        Sent::Json { shape, example, beside } => {
            let schema = shape(book);
            let needed = has_required(book, &schema);
            let schema = command::beside(book, beside, schema);
            let content = ContentBuilder::new().schema(Some(schema)).example(Some(example())).build();
            let body = RequestBodyBuilder::new()
                .content("application/json", content)
                .required(Some(if needed { Required::True } else { Required::False }));
            operation = operation.request_body(Some(body.build()));
        }
        Sent::File => {
            let mut body = RequestBodyBuilder::new().required(Some(Required::True));
            for media in MEDIA {
                body = body.content(media, ContentBuilder::new().schema(Some(formatted("binary"))).build());
            }
            operation = operation.request_body(Some(body.build()));
        }
    }
    for (status, response) in responses(row, book) {
        operation = operation.response(status, response);
    }
    let scope = |scope: &str| SecurityRequirement::new("bearer", [scope]);
    operation = match row.needs {
        Needs::Nothing => operation.security(SecurityRequirement::default()).security(scope("read")),
        Needs::Reading => operation.security(scope("read")),
        Needs::Participant => operation.security(scope("participate")),
        Needs::Official => operation.security(scope("office")),
        Needs::Either => operation.security(scope("participate")).security(scope("office")),
    };
    operation.build()
}

/// Who may, as the reader of the document wants to know it.
fn told(row: &Row) -> String {
    let scope = match row.needs {
        Needs::Nothing => "For everybody; with a token of the scope `read` you see what is yours to see.",
        Needs::Reading => "With a token of the scope `read`.",
        Needs::Participant => "With a token of the scope `participate`.",
        Needs::Official => "With a token of the scope `office`.",
        Needs::Either => "With a token of the scope `participate`, or for an office of the scope `office`.",
    };
    if row.who.is_empty() { scope.to_owned() } else { format!("{scope} Who may: {}.", row.who) }
}

fn has_required(book: &Book, schema: &RefOr<Schema>) -> bool {
    matches!(book.resolved(schema), Some(Schema::Object(object)) if !object.required.is_empty())
}

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

fn parameters(row: &Row, book: &mut Book) -> Vec<Parameter> {
    let mut parameters: Vec<Parameter> = row
        .path
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .map(|name| parameter(ParameterIn::Path, name, true, "", id(name)))
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
        query("cursor", "`next` of the page before.", text_like("^[A-Za-z0-9_-]+$"));
        query("limit", "The most lines; 50, if not said.", integer(1, Some(i64::from(MOST))));
    }
    if row.as_of {
        let moment = either([integer(0, None), formatted("date"), formatted("date-time")]);
        query("as_of", "As it was then: a position, a date (its end in Moscow), or a time.", moment);
    }
    if matches!(row.given, Given::Lines) {
        return parameters;
    }
    if !row.is_command() {
        let about = "Wait until this position can be seen: what a command answered as `last`.";
        query("min_position", about, integer(0, None));
    } else if !matches!(row.sent, Sent::File) {
        let key = "Your own key for this command, best a UUID: sent again, it is done once.";
        parameters.push(parameter(
            ParameterIn::Header,
            "Idempotency-Key",
            false,
            key,
            text_like("^[!-~]([ -~]{0,198}[!-~])?$"),
        ));
        let seen = "The `ETag` at which you saw it: refused with 412 when it has moved.";
        parameters.push(parameter(
            ParameterIn::Header,
            "If-Match",
            false,
            seen,
            text_like("^\"[0-9]{1,19}\"$"),
        ));
    }
    parameters
}

/// What stands in the place of a name of an address.
fn id(name: &str) -> RefOr<Schema> {
    match name {
        "initiative" | "official" | "participant" | "comment" | "attachment" => formatted("uuid"),
        "year" => integer(i64::from(i16::MIN), Some(i64::from(i16::MAX))),
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

fn responses(row: &Row, book: &mut Book) -> Vec<(String, RefOr<Response>)> {
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
    let read = "The position up to which this is complete.";
    let written = "The position of the last event: what `min_position` may name.";
    let tag = || Header::new(text_like("^\"[0-9]+\"$"));
    match &row.given {
        Given::Json(shape) => {
            let mut response = json("The answer", shape(book)).header("Veche-Position", position(read));
            if row.name == "readInitiative" {
                response = response.header("ETag", tag());
            }
            responses.push(("200".to_owned(), response.build().into()));
        }
        Given::Receipt { makes } => {
            let receipt = |about| {
                json(about, Receipted::shape(book))
                    .header("Veche-Position", position(written))
                    .header("ETag", tag())
            };
            let mut receipt = receipt;
            let done = if *makes { "Done before: the first receipt" } else { "Done" };
            responses.push(("200".to_owned(), receipt(done).build().into()));
            if *makes {
                let made = receipt("Made").header("Location", Header::new(text()));
                responses.push(("201".to_owned(), made.build().into()));
            }
        }
        Given::Kept(shape) => {
            responses.push(("201".to_owned(), json("Kept", shape(book)).build().into()));
        }
        Given::Lines => {
            let line = Members::default().schema("An event as the public sees it.");
            let response = ResponseBuilder::new()
                .description("One JSON object a line")
                .content("application/x-ndjson", ContentBuilder::new().schema(Some(line)).build())
                .header("Veche-Position", position("The position of the last line: the next `after`."));
            responses.push(("200".to_owned(), response.build().into()));
            let same = ResponseBuilder::new().description("As it was: see `ETag` and `If-None-Match`");
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
        "Conflict" | "PreconditionFailed" => row.is_command() && !matches!(row.sent, Sent::File),
        "TooLarge" | "UnsupportedMediaType" | "Unprocessable" => row.is_command(),
        "Forbidden" => row.needs != Needs::Nothing || row.name == "listInitiatives",
        "NotFound" => row.is_command() || row.path.contains('{') || row.name == "readInstallation",
        _ => true,
    }
}

fn problem_response(status: u16, about: &str) -> Response {
    let problem = RefOr::Ref(Ref::from_schema_name("Problem"));
    let content = ContentBuilder::new().schema(Some(problem)).build();
    let mut response = ResponseBuilder::new().description(about).content("application/problem+json", content);
    match status {
        401 => response = response.header("WWW-Authenticate", Header::new(text())),
        429 | 503 => {
            let mut seconds = Header::new(integer(0, None));
            seconds.description = Some("Seconds after which to try again.".to_owned());
            response = response.header("Retry-After", seconds);
        }
        _ => {}
    }
    response.build()
}

fn problem(book: &mut Book) -> RefOr<Schema> {
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
        .field("code", text_like("^[a-z0-9_]+$"), true, "The stable name, for programs.")
        .field("detail", text(), true, "What happened, in a sentence.")
        .field("field", text(), false, "The field, parameter or header it is about.")
        .field("findings", Vec::<Finding>::shape(book), false, "Personal data that the gate found.")
        .schema("Why it was not done (RFC 9457).")
}
