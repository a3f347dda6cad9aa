//! Who has a case, and what is due in it, until when and by which rule.

use aggregates::initiative::obligation::{Obliged, Standing};
use aggregates::initiative::stage::{Awaited, CustodyRule};
use aggregates::procedure::TermKind;
use maud::{Markup, html};
use projections::initiative::Explained;

use super::file::CaseFile;
use super::show_form::kebab;
use crate::words::Say;

/// Who has it, since when and why; whose move it is.
pub(super) fn custody(say: Say<'_>, case: &CaseFile) -> Markup {
    let Some(custody) = &case.page.custody else { return html! { p { (say.t("custody-nobody")) } } };
    let since = calendar::local_date(custody.since, custody.offset);
    html! {
        p {
            strong { (case.names.authority(&custody.authority)) } br;
            span.soft {
                (say.with("custody-since", &[("date", say.date(since).into())])) ", "
                (custody_rule(say, custody.rule))
            }
        }
        @if custody.awaited == Awaited::Author { p { span.tag.warn { (say.t("awaited-author")) } } }
    }
}

fn custody_rule(say: Say<'_>, rule: CustodyRule) -> String {
    match rule {
        CustodyRule::Submitted => say.t("custody-submitted"),
        CustodyRule::Forwarded => say.t("custody-forwarded"),
        CustodyRule::Escalated(cause) => {
            let cause = serde_json::to_value(cause).ok().and_then(|word| word.as_str().map(str::to_owned));
            say.t(&format!("cause-{}", cause.unwrap_or_default().replace('_', "-")))
        }
        CustodyRule::Returned => say.t("custody-returned"),
        CustodyRule::Appealed => say.t("custody-appealed"),
        CustodyRule::AppealDecided => say.t("custody-appeal-decided"),
        CustodyRule::Executor => say.t("custody-executor"),
        CustodyRule::Passed => say.t("custody-passed"),
    }
}

/// What is due: open terms first, the rest folded.
pub(super) fn terms(say: Say<'_>, case: &CaseFile) -> Markup {
    // A window closes by itself, and nobody owes anything then.
    let waited = |it: &Explained| {
        let term = &it.obligation.term;
        let is_window = term.obliged == Obliged::Nobody || term.kind == TermKind::Comments;
        is_window && term.due.date < case.office.today
    };
    let (open, over): (Vec<_>, Vec<_>) =
        case.page.obligations.iter().partition(|it| it.obligation.is_open() && !waited(it));
    let mut open = open;
    open.sort_by_key(|it| it.obligation.term.due.date);
    html! {
        @if open.is_empty() { p.soft { (say.t("terms-none")) } }
        ul.plain.terms { @for it in open { (term(say, case, it)) } }
        @if !over.is_empty() {
            details { summary { (say.count("terms-over", over.len() as u64)) }
                ul.plain.terms { @for it in over { (term(say, case, it)) } } }
        }
    }
}

fn term(say: Say<'_>, case: &CaseFile, it: &Explained) -> Markup {
    let term = &it.obligation.term;
    let missed = it.obligation.standing == Standing::Missed;
    let who = match &term.obliged {
        Obliged::Authority { authority, .. } if *authority == case.office.authority.id => None,
        Obliged::Authority { authority, .. } => Some(case.names.authority(authority).to_owned()),
        Obliged::Author => Some(say.t("actor-author")),
        Obliged::Nobody => None,
    };
    html! {
        li {
            strong { (say.t(&format!("term-{}", term.kind.as_str().replace('_', "-")))) }
            " — " (say.date(term.due.date)) " "
            @if it.obligation.is_running() { (left(say, case, term.due.date)) }
            @else { span.tag.bad[missed] { (standing(say, it.obligation.standing)) } }
            @if let Some(who) = who { br; span.soft { (who) } }
            details.small {
                summary { (say.t("term-why")) }
                p { (say.with("term-explained", &[
                    ("rule", term.rule.as_str().into()),
                    ("event", say.t(&format!("event-{}", kebab(it.started_by))).into()),
                    ("trigger", say.date(term.due.trigger).into()),
                    ("length", length(say, term.due.length).into()),
                    ("calendar", term.due.calendar.to_string().into()),
                    ("due", say.date(term.due.date).into()),
                ])) }
                p { (say.with("term-reference", &[("reference", term.reference.as_str().into())])) }
                @if let Some(first) = it.first_due {
                    p { (say.with("term-moved", &[("date", say.date(first).into())])) }
                }
            }
        }
    }
}

/// A length in words: 30 calendar days.
fn length(say: Say<'_>, length: calendar::Length) -> String {
    match length {
        calendar::Length::CalendarDays(days) => say.count("desk-length-calendar-days", days.into()),
        calendar::Length::WorkingDays(days) => say.count("desk-length-working-days", days.into()),
        calendar::Length::Months(months) => say.count("desk-length-months", months.into()),
    }
}

/// How many days are left.
fn left(say: Say<'_>, case: &CaseFile, due: jiff::civil::Date) -> Markup {
    let days = (due - case.office.today).get_days();
    days_left(say, days)
}

/// Days to a date as a tag: none left today, negative once it is over.
pub(in crate::pages) fn days_left(say: Say<'_>, days: i32) -> Markup {
    let count = u64::from(days.unsigned_abs());
    match days {
        ..0 => html! { span.tag.bad { (say.count("days-over", count)) } },
        0 => html! { span.tag.warn { (say.t("days-today")) } },
        1..=3 => html! { span.tag.warn { (say.count("days-left", count)) } },
        _ => html! { span.tag { (say.count("days-left", count)) } },
    }
}

fn standing(say: Say<'_>, standing: Standing) -> String {
    say.t(match standing {
        Standing::Running => "standing-running",
        Standing::Paused { .. } => "standing-paused",
        Standing::Met { .. } => "standing-met",
        Standing::MetLate { .. } => "standing-met-late",
        Standing::Missed => "standing-missed",
        Standing::Cancelled => "standing-cancelled",
        Standing::Elapsed => "standing-elapsed",
    })
}
