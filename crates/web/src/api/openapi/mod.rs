//! The OpenAPI document, made of the table.

mod parameters;
mod responses;

use utoipa::openapi::path::{HttpMethod, OperationBuilder, PathItem, PathsBuilder};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{ComponentsBuilder, Schema};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::tag::{Tag, TagBuilder};
use utoipa::openapi::{
    ContentBuilder, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, RefOr, Required, ServerBuilder,
};

use super::attachments::MEDIA;
use super::command;
use super::row::{Given, Needs, Row, Sent};
use super::shape::{Book, formatted};
use super::table;
use parameters::parameters;
use responses::{PROBLEMS, problem, problem_response, responses};

const ABOUT: &str = "Citizens' initiatives, from the first word to the final report.

**Reading.** A list has `items` and `next`: the `cursor` of the page that follows, `null` on the last. \
A cursor belongs to its question; with other filters it is refused. `as_of` asks as of an earlier moment. \
A text stands as `{\"text\": …, \"redacted\": …}`. What the public may not read is left out or `null`.

**Commands.** A command is answered with a receipt. Its `last` is the position of what was recorded: a \
question that names it as `min_position` sees what was done. `Idempotency-Key` makes sending twice safe, \
`If-Match` refuses what was meant for an earlier state.

**Problems.** Everything that is not done is answered with `application/problem+json` (RFC 9457), whose \
`code` stays. A parameter or field that an address does not have is refused, not ignored.";

const BEARER: &str = "A token, made in one's account and shown once. Its scopes: `read`, what its owner may \
read; `participate`, what he may do as a resident or an organisation; `office`, what he may do as an \
official. What he may do is said by his roles of today and the state of the case, never by the token.";

/// What stands under each heading.
const TAGS: [(&str, &str); 8] = [
    ("initiatives", "The register, one initiative with everything that happened to it, the funnel, misses."),
    ("steps of the author", "What an author or co-initiator does, or a clerk for what came on paper."),
    ("steps of the office", "What officials do with a case that their authority has, or owes something in."),
    ("voices", "Supports, comments, assessments: streams of their own beside the initiative's."),
    ("territories", "From the federation to settlements."),
    ("authorities", "Who receives and decides, how it performs, and what it owes."),
    ("people", "Officials with their roles, and participants without what is sealed."),
    ("journal and installation", "What happened, in one order; procedures, calendars, the state of views."),
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
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(BEARER)).build();
    components = components.security_scheme("bearer", SecurityScheme::Http(bearer));
    for (status, name, about) in PROBLEMS {
        components = components.response(name, problem_response(status, about));
    }
    for (name, schema) in book.named {
        components = components.schema(name, schema.expect("every schema that was begun is made"));
    }
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
        .tags(Some(TAGS.map(tag)))
        .paths(paths.build())
        .components(Some(components.build()))
        .build()
}

fn tag((name, about): (&str, &str)) -> Tag {
    TagBuilder::new().name(name).description(Some(about)).build()
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
            let about = "The bytes of the file: at most 10 485 760, and of the type that is said.";
            let mut body = RequestBodyBuilder::new().description(Some(about)).required(Some(Required::True));
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
        Needs::Nothing if matches!(row.given, Given::Lines(_)) => {
            operation.security(SecurityRequirement::default())
        }
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
        Needs::Nothing if matches!(row.given, Given::Lines(_)) => {
            "For everybody. Complete and without a gap: begin with `after` 0, go on with the position of the \
             last line, and come back later with the last one of all."
        }
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
