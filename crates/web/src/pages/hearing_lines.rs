//! Hearings as lines.

use maud::{Markup, html};
use projections::hearings::Hearing;

use super::{lines, phrases};
use crate::names::Names;
use crate::visitor::Visitor;

/// Hearings with time, place and the initiative they are about.
pub(crate) fn list(visitor: &Visitor, hearings: &[Hearing], names: &Names) -> Markup {
    let say = visitor.say();
    html! {
        @if hearings.is_empty() {
            p.soft { (say.t("hearings-none")) }
        } @else {
            ul.lines {
                @for hearing in hearings {
                    @let case = &hearing.case;
                    li {
                        div.what {
                            strong {
                                (say.date(hearing.on))
                                @if let Some(minutes) = hearing.starts_at { ", " (phrases::clock(minutes)) }
                            }
                            @if let Some(place) = hearing.place.as_ref().and_then(|place| place.text.as_ref()) {
                                ", " (place)
                            }
                            p {
                                a href=(visitor.to(&format!("/initiatives/{}", case.initiative))) {
                                    (lines::title(say, case.public, case.published, case.title.as_deref()))
                                }
                            }
                            p.meta {
                                span { (names.territory(&case.home)) }
                                @if let Some(protocol) = &hearing.protocol {
                                    span {
                                        (say.with("hearing-votes", &[
                                            ("present", protocol.present.into()),
                                            ("for", protocol.votes_for.into()),
                                            ("against", protocol.votes_against.into()),
                                        ]))
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
