//! Misses as rows of a table.

use maud::{Markup, html};
use projections::worklist::Miss;

use crate::names::{Names, Wanted};
use crate::pages::{lines, phrases};
use crate::visitor::Visitor;

/// Whose names the rows need.
pub(crate) fn wanted(misses: &[Miss]) -> Wanted {
    Wanted::default()
        .authorities(misses.iter().map(|miss| &miss.authority))
        .authorities(misses.iter().filter_map(|miss| miss.custody.as_ref()))
        .territories(misses.iter().map(|miss| &miss.home))
}

/// A table of misses; a sentence where there is none.
pub(crate) fn table(visitor: &Visitor, misses: &[Miss], names: &Names) -> Markup {
    let say = visitor.say();
    html! {
        @if misses.is_empty() {
            p.soft { (say.t("misses-none")) }
        } @else {
            table.stacked {
                thead {
                    tr {
                        th scope="col" { (say.t("misses-due")) }
                        th scope="col" { (say.t("misses-who")) }
                        th scope="col" { (say.t("misses-what")) }
                        th scope="col" { (say.t("misses-initiative")) }
                        th scope="col" { (say.t("misses-became")) }
                    }
                }
                tbody {
                    @for miss in misses {
                        tr.overdue[miss.still_owed] {
                            td data-label=(say.t("misses-due")) { (say.short_date(miss.due)) }
                            td data-label=(say.t("misses-who")) { (names.authority_link(visitor, &miss.authority)) }
                            td data-label=(say.t("misses-what")) { (phrases::word(say, "term", miss.kind)) }
                            td data-label=(say.t("misses-initiative")) {
                                a href=(visitor.to(&format!("/initiatives/{}", miss.initiative))) {
                                    (lines::title(say, miss.public, miss.published, miss.title.as_deref()))
                                }
                                " " span.soft { (names.territory(&miss.home)) }
                            }
                            td data-label=(say.t("misses-became")) { (became(visitor, miss)) }
                        }
                    }
                }
            }
        }
    }
}

/// What became of what was owed.
fn became(visitor: &Visitor, miss: &Miss) -> Markup {
    let say = visitor.say();
    html! {
        @match (miss.still_owed, miss.met_late_on) {
            (true, _) => span.tag.bad { (say.t("miss-owed")) },
            (false, Some(on)) => { (say.with("miss-met-late", &[("date", say.short_date(on).into())])) }
            (false, None) => { (say.t("miss-over")) }
        }
        @if let Some(on) = miss.annotated {
            " " span.tag.warn { (say.with("miss-annotated", &[("date", say.short_date(on).into())])) }
        }
    }
}
