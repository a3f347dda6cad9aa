//! `GET /data`: feeds, dumps and the API, with an example of each.

use axum::http::HeaderMap;
use axum::response::Response;
use maud::{Markup, html};

use crate::layout::Page;
use crate::visitor::Visitor;

/// What is offered: the key of its text, its format, its address as written, and an
/// address that works where the written one has a part to fill in.
type Offer = (&'static str, &'static str, &'static str, Option<&'static str>);

const FEEDS: [Offer; 6] = [
    ("data-all", "Atom", "/feeds/initiatives.atom", None),
    ("data-territory", "Atom", "/feeds/territories/{code}.atom", Some("/feeds/territories/71826000.atom")),
    ("data-authority", "Atom", "/feeds/authorities/{code}.atom", None),
    ("data-initiative", "Atom", "/feeds/initiatives/{id}.atom", None),
    ("data-misses", "Atom", "/feeds/misses.atom", None),
    ("data-hearings", "iCalendar", "/feeds/hearings.ics", None),
];

const DUMPS: [Offer; 4] = [
    ("data-register", "CSV", "/data/initiatives.csv", None),
    ("data-register", "NDJSON", "/data/initiatives.ndjson", None),
    ("data-supports", "CSV", "/data/supports-per-day.csv", None),
    ("data-supports", "NDJSON", "/data/supports-per-day.ndjson", None),
];

const PROGRAMS: [Offer; 4] = [
    ("data-changes", "NDJSON", "/api/v1/changes", None),
    ("data-live", "Server-Sent Events", "/live/events", None),
    ("data-openapi", "OpenAPI 3.1", "/openapi.json", None),
    ("data-api-docs", "HTML", "/api/docs/", None),
];

pub(super) async fn show(visitor: Visitor, headers: HeaderMap) -> Response {
    let say = visitor.say();
    let base = &visitor.app.settings().base_url;
    let body = html! {
        h1 { (say.t("nav-data")) }
        p.lead { (say.t("data-lead")) }
        (offers(&visitor, "data-feeds", &FEEDS))
        (offers(&visitor, "data-dumps", &DUMPS))
        p { (say.t("data-dumps-note")) }
        (offers(&visitor, "data-programs", &PROGRAMS))
        h2 { (say.t("data-examples")) }
        p { (say.t("data-example-changes")) }
        pre tabindex="0" { code { "curl '" (base) "/api/v1/changes?after=0&limit=100'" } }
        p { (say.t("data-example-dump")) }
        pre tabindex="0" { code { "curl -O '" (base) "/data/initiatives.csv'" } }
        p { (say.t("data-example-live")) }
        pre tabindex="0" { code { "curl -N '" (base) "/live/events'" } }
        h2 { (say.t("data-licence")) }
        p { (say.t("data-licence-text")) }
        h2 { (say.t("data-codes")) }
        p { (say.t("data-codes-text")) }
        h2 { (say.t("data-not")) }
        p { (say.t("data-not-text")) }
    };
    Page::new(&visitor, "", say.t("nav-data"))
        .feed("/feeds/initiatives.atom")
        .cached(300)
        .show(Some(&headers), body)
}

fn offers(visitor: &Visitor, heading: &str, offers: &[Offer]) -> Markup {
    let say = visitor.say();
    html! {
        h2 { (say.t(heading)) }
        table.stacked {
            thead {
                tr {
                    th scope="col" { (say.t("data-what")) }
                    th scope="col" { (say.t("data-format")) }
                    th scope="col" { (say.t("data-address")) }
                }
            }
            tbody {
                @for (key, format, written, works) in offers {
                    tr {
                        td data-label=(say.t("data-what")) { (say.t(key)) }
                        td data-label=(say.t("data-format")) { (format) }
                        td data-label=(say.t("data-address")) {
                            @match works {
                                Some(works) => { code { (written) } " — " (say.t("data-for-example")) " " a href=(works) { (works) } }
                                None if written.contains('{') => code { (written) },
                                None => a href=(written) { code { (written) } },
                            }
                        }
                    }
                }
            }
        }
    }
}
