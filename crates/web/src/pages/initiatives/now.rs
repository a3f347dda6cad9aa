//! Where an initiative is now, until when, and by which rule.

use aggregates::initiative::obligation::{Obliged, Standing};
use aggregates::initiative::stage::{Awaited, CustodyRule};
use aggregates::procedure::TermKind;
use jiff::Timestamp;
use maud::{Markup, html};
use projections::initiative::Explained;

use super::case::Case;
use crate::pages::phrases;
use crate::visitor::Visitor;

/// Who has it and what is due, to be read first.
pub(super) fn now(visitor: &Visitor, case: &Case) -> Markup {
    let say = visitor.say();
    let seen = &case.seen;
    let at = case.as_of.date.map(|day| calendar::midnight_after(day, case.offset));
    let at = at.unwrap_or_else(|| visitor.app.engine().now());
    let open: Vec<&Explained> =
        seen.obligations.iter().filter(|it| it.obligation.is_open() && !has_passed(it, at)).collect();
    html! {
        section.card #now data-live aria-labelledby="now-heading" {
            h2 #now-heading { (say.t("case-now")) }
            p { (phrases::stage_tag(say, seen.stage)) }
            @if let Some(custody) = &seen.custody {
                dl.facts {
                    dt { (say.t("case-custody")) }
                    dd { (case.names.authority_link(visitor, &custody.authority)) }
                    dt { (say.t("case-since")) }
                    dd { (say.date(calendar::local_date(custody.since, custody.offset))) " — " (rule(visitor, custody.rule)) }
                    dt { (say.t("case-awaited")) }
                    dd {
                        @match custody.awaited {
                            Awaited::Authority => (say.t("awaited-authority")),
                            Awaited::Author => (say.t("awaited-author")),
                        }
                    }
                    @if let Some(name) = seen.assigned.and_then(|official| case.names.official(official)) {
                        dt { (say.t("case-assigned")) } dd { (name) }
                    }
                }
            } @else {
                p { (say.t("case-nobody-has-it")) }
            }
            @if seen.is_told() && !open.is_empty() {
                h3 { (say.t("case-due")) }
                ul.dues { @for due in &open { (line(visitor, case, due)) } }
            }
        }
    }
}

/// Whether it was a window that nobody had to keep, and it is over. Nothing is recorded
/// when such a window ends.
fn has_passed(of: &Explained, at: Timestamp) -> bool {
    let term = &of.obligation.term;
    matches!(term.kind, TermKind::Comments | TermKind::Forward) && term.missed_from <= at
}

/// By which rule it came to who has it.
pub(super) fn rule(visitor: &Visitor, rule: CustodyRule) -> String {
    let say = visitor.say();
    match rule {
        CustodyRule::Escalated(cause) => {
            format!("{}: {}", say.t("custody-escalated"), phrases::word(say, "cause", cause))
        }
        CustodyRule::Submitted
        | CustodyRule::Forwarded
        | CustodyRule::Returned
        | CustodyRule::Appealed
        | CustodyRule::AppealDecided
        | CustodyRule::Executor
        | CustodyRule::Passed => phrases::word(say, "custody", rule),
    }
}

fn line(visitor: &Visitor, case: &Case, of: &Explained) -> Markup {
    let say = visitor.say();
    let term = &of.obligation.term;
    let missed = of.obligation.standing == Standing::Missed;
    html! {
        li.missed[missed] {
            strong { (phrases::word(say, "term", term.kind)) } " "
            @match of.obligation.standing {
                Standing::Missed => span.tag.bad {
                    (say.with("due-missed", &[("date", say.date(term.due.date).into())]))
                },
                Standing::Paused { since } => span.tag.warn {
                    (say.with("due-paused", &[("date", say.date(since).into())]))
                },
                Standing::Running
                | Standing::Met { .. }
                | Standing::MetLate { .. }
                | Standing::Cancelled
                | Standing::Elapsed => span {
                    (say.with("due-until", &[("date", say.date(term.due.date).into())]))
                },
            }
            @if let Some(who) = obliged(visitor, case, &term.obliged) { span.soft { " · " (who) } }
            details { summary { (say.t("due-explain")) } p { (phrases::why(say, of)) } }
        }
    }
}

fn obliged(visitor: &Visitor, case: &Case, obliged: &Obliged) -> Option<String> {
    match obliged {
        Obliged::Authority { authority, .. } => Some(case.names.authority(authority).to_owned()),
        Obliged::Author => Some(visitor.say().t("actor-author")),
        Obliged::Nobody => None,
    }
}

/// All terms, with what became of each.
pub(super) fn terms(visitor: &Visitor, case: &Case) -> Markup {
    let say = visitor.say();
    html! {
        @if !case.seen.obligations.is_empty() {
            details.section {
                summary { h2 { (say.t("case-terms")) } }
                table.stacked {
                    thead {
                        tr {
                            th scope="col" { (say.t("terms-what")) }
                            th scope="col" { (say.t("terms-who")) }
                            th scope="col" { (say.t("terms-due")) }
                            th scope="col" { (say.t("terms-became")) }
                        }
                    }
                    tbody {
                        @for of in &case.seen.obligations {
                            @let term = &of.obligation.term;
                            @let standing = of.obligation.standing;
                            tr.overdue[standing == Standing::Missed] {
                                td data-label=(say.t("terms-what")) {
                                    (phrases::word(say, "term", term.kind)) br;
                                    span.small.soft { (phrases::why(say, of)) }
                                }
                                td data-label=(say.t("terms-who")) {
                                    (obliged(visitor, case, &term.obliged).unwrap_or_else(|| "—".to_owned()))
                                }
                                td data-label=(say.t("terms-due")) { (say.short_date(term.due.date)) }
                                td data-label=(say.t("terms-became")) { (became(visitor, of)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn became(visitor: &Visitor, of: &Explained) -> Markup {
    let say = visitor.say();
    let standing = of.obligation.standing;
    html! {
        (phrases::word(say, "standing", standing))
        @match standing {
            Standing::Met { on } | Standing::MetLate { on } => { ", " (say.short_date(on)) },
            Standing::Paused { since } => { ", " (say.short_date(since)) },
            Standing::Running | Standing::Missed | Standing::Cancelled | Standing::Elapsed => {},
        }
        @if let Some(position) = of.missed_position {
            " " a href=(format!("#e{position}")) { (say.t("terms-miss-recorded")) }
        }
        @if let Some(on) = of.obligation.annotated {
            " " span.tag.warn { (say.with("miss-annotated", &[("date", say.short_date(on).into())])) }
        }
    }
}

/// Who has had it, oldest first.
pub(super) fn custody_history(visitor: &Visitor, case: &Case) -> Markup {
    let say = visitor.say();
    html! {
        @if case.seen.custody_history.len() > 1 || !case.seen.is_told() {
            section aria-labelledby="custody-heading" {
                h2 #custody-heading { (say.t("case-custody-history")) }
                ol.path {
                    @for held in &case.seen.custody_history {
                        @let custody = &held.custody;
                        li {
                            (case.names.authority_link(visitor, &custody.authority)) " "
                            span.soft {
                                (say.short_date(calendar::local_date(custody.since, custody.offset)))
                                " – "
                                @match held.until {
                                    Some(until) => (say.short_date(calendar::local_date(until, custody.offset))),
                                    None => (say.t("until-now")),
                                }
                                ", " (rule(visitor, custody.rule))
                            }
                        }
                    }
                }
            }
        }
    }
}
