//! `GET /how`: the way of an initiative in words, and each procedure as it is: what is
//! written there is read from the procedure files that the engine goes by.

use aggregates::procedure::{GroundList, Procedure, TermRule, WhenMissed};
use axum::http::HeaderMap;
use axum::response::Response;
use maud::{Markup, html};

use crate::layout::Page;
use crate::pages::{law, phrases};
use crate::visitor::Visitor;
use crate::words::{Lang, Say};

/// Parts of the page that are told in words: a heading each, and as many paragraphs.
const TOLD: [(&str, usize); 6] =
    [("way", 5), ("levels", 3), ("silence", 3), ("support", 3), ("who", 1), ("personal", 4)];

/// Who may do something, in the order of the page.
const ROLES: [&str; 8] =
    ["visitor", "resident", "organisation", "clerk", "officer", "head", "auditor", "administrator"];

pub(super) async fn show(visitor: Visitor, headers: HeaderMap) -> Response {
    let say = visitor.say();
    let body = html! {
        h1 { (say.t("nav-how")) }
        p.lead { (say.t("how-lead")) }
        nav.toc aria-label=(say.t("how-contents")) {
            ul {
                @for (part, _) in TOLD { li { a href=(format!("#{part}")) { (say.t(&format!("how-{part}"))) } } }
                @for procedure in newest() {
                    li { a href=(format!("#{}", procedure.id())) { (say.t("how-procedure")) " «" (phrases::procedure_name(say, procedure)) "»" } }
                }
            }
        }
        div.prose {
            @for (part, paragraphs) in TOLD {
                section aria-labelledby=(part) {
                    h2 id=(part) { (say.t(&format!("how-{part}"))) }
                    @for nth in 1..=paragraphs { p { (say.t(&format!("how-{part}-{nth}"))) } }
                    @if part == "who" { (roles(say)) }
                }
            }
            p { a href=(visitor.to("/submit")) { (say.t("nav-submit")) } }
        }
        @for procedure in newest() { (one(say, procedure)) }
    };
    Page::new(&visitor, "", say.t("nav-how")).cached(300).show(Some(&headers), body)
}

/// The newest version of each procedure.
fn newest() -> impl Iterator<Item = &'static Procedure> {
    let all: Vec<&Procedure> = phrases::procedures().collect();
    let last =
        |of: &&Procedure| all.iter().all(|other| other.id() != of.id() || other.version() <= of.version());
    all.iter().copied().filter(last).collect::<Vec<_>>().into_iter()
}

fn roles(say: Say<'_>) -> Markup {
    html! {
        dl.facts {
            @for role in ROLES {
                dt { (say.t(&format!("how-role-{role}"))) }
                dd { (say.t(&format!("how-may-{role}"))) }
            }
        }
    }
}

/// One procedure as its file has it.
pub(crate) fn one(say: Say<'_>, procedure: &Procedure) -> Markup {
    html! {
        section aria-labelledby=(procedure.id()) {
            h2 id=(procedure.id()) { (say.t("how-procedure")) " «" (phrases::procedure_name(say, procedure)) "»" }
            p.soft {
                (say.with("how-version", &[("version", procedure.version().into())])) " "
                (law::reference(say.lang, procedure.reference())) ". "
                (say.t(if procedure.is_public() { "how-public" } else { "how-not-public" }))
            }
            h3 { (say.t("how-terms")) }
            p.hint { (say.t("how-terms-note")) }
            table.stacked {
                thead {
                    tr {
                        th scope="col" { (say.t("how-rule")) }
                        th scope="col" { (say.t("terms-what")) }
                        th scope="col" { (say.t("terms-due")) }
                        th scope="col" { (say.t("terms-who")) }
                        th scope="col" { (say.t("how-when-missed")) }
                        th scope="col" { (say.t("how-reference")) }
                    }
                }
                tbody { @for term in procedure.terms() { (term_row(say, procedure, term)) } }
            }
            @if !procedure.thresholds().is_empty() {
                h3 { (say.t("how-thresholds")) }
                ul {
                    @for (level, threshold) in procedure.thresholds() {
                        li {
                            (phrases::word(say, "level", level)) ": "
                            @if let Some(share) = threshold.share_percent { (say.with("how-share", &[("share", share.into())])) }
                            @if let (Some(people), Some(over)) = (threshold.people, threshold.over_residents) {
                                "; " (say.with("how-people-over", &[
                                    ("people", say.number(people).into()), ("over", say.number(over).into()),
                                ]))
                            } @else if let Some(people) = threshold.people {
                                (say.with("how-people", &[("people", say.number(people).into())]))
                            }
                        }
                    }
                }
            }
            (grounds(say, procedure))
        }
    }
}

fn term_row(say: Say<'_>, procedure: &Procedure, term: &TermRule) -> Markup {
    // The variants of a rule for other kinds of initiative share its id.
    let variants = procedure.terms().iter().filter(|other| other.id == term.id).count();
    let kinds: Vec<String> = term.asked.iter().map(|kind| phrases::word(say, "kind", kind)).collect();
    html! {
        tr {
            td data-label=(say.t("how-rule")) { (term.id) }
            td data-label=(say.t("terms-what")) {
                (phrases::word(say, "term", term.kind))
                @if variants > 1 { br; span.small.soft { (kinds.join(", ")) } }
            }
            td data-label=(say.t("terms-due")) {
                (term.length.map_or_else(|| say.t("how-by-decision"), |length| phrases::length(say, length)))
                @if let Some(extension) = &term.extension {
                    br; span.small.soft { (say.with("how-extension", &[("length", phrases::length(say, extension.at_most).into())])) }
                }
            }
            td data-label=(say.t("terms-who")) { (phrases::word(say, "obliged", term.obliged)) }
            td data-label=(say.t("how-when-missed")) { (when_missed(say, term.when_missed)) }
            td data-label=(say.t("how-reference")) { (law::reference(say.lang, &term.reference)) }
        }
    }
}

fn when_missed(say: Say<'_>, what: WhenMissed) -> String {
    phrases::word(say, "missed", what)
}

fn grounds(say: Say<'_>, procedure: &Procedure) -> Markup {
    let lists = GroundList::ALL.iter().filter_map(|list| {
        let grounds: Vec<_> = procedure.grounds().iter().filter(|ground| ground.list == *list).collect();
        (!grounds.is_empty()).then_some((list, grounds))
    });
    html! {
        @for (list, grounds) in lists {
            details.section {
                summary { h3 { (phrases::word(say, "grounds", list)) } }
                p.hint { (say.t("how-grounds-note")) }
                dl.facts {
                    @for ground in grounds {
                        dt { (ground.id) }
                        dd {
                            (match say.lang { Lang::Ru => &ground.text_ru, Lang::En => &ground.text_en }) " "
                            span.small.soft { "(" (law::reference(say.lang, &ground.reference)) ")" }
                        }
                    }
                }
            }
        }
    }
}
