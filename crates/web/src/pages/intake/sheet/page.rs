//! The sheet on the screen: what became of the lines, and the lines to type.

use aggregates::initiative::fields::Attachment;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use projections::initiative::Page as Case;
use uuid::Uuid;

use super::enter::Verdict;
use super::line::Fault;
use crate::layout::{self, Page};
use crate::pages::intake::residence::Places;
use crate::posted::Typed;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// Rows of an empty sheet.
const ROWS: usize = 12;

/// What is on the page besides an empty sheet.
#[derive(Default)]
pub(super) struct Shown<'s> {
    /// The lines that were sent, with their verdicts.
    results: Vec<(&'s str, &'s Verdict)>,
    problem: Option<&'s Problem>,
    /// What stands in the form.
    lines: String,
    typed: Option<&'s Typed>,
}

impl<'s> Shown<'s> {
    /// After lines were entered: those that can be mended stay.
    pub(super) fn after(lines: &[&'s str], verdicts: &'s [Verdict], typed: &'s Typed) -> Self {
        let results: Vec<(&str, &Verdict)> = lines.iter().copied().zip(verdicts).collect();
        let left: Vec<&str> =
            results.iter().filter(|(_, verdict)| verdict.can_be_mended()).map(|(line, _)| *line).collect();
        Self { lines: left.join("\n"), results, problem: None, typed: Some(typed) }
    }

    /// Nothing was entered; everything stays.
    pub(super) fn refused(problem: &'s Problem, typed: &'s Typed) -> Self {
        let lines = typed.get("lines").unwrap_or_default().to_owned();
        Self { results: Vec::new(), problem: Some(problem), lines, typed: Some(typed) }
    }
}

/// The page.
pub(super) fn page(
    visitor: &Visitor,
    case: &Case,
    places: &Places,
    scans: &[(Attachment, Uuid)],
    shown: Shown<'_>,
) -> Result<Response, Problem> {
    let say = visitor.say();
    let status = shown.problem.map_or(StatusCode::OK, Problem::status);
    let typed = |name: &str| shown.typed.and_then(|typed| typed.get(name));
    let home = typed("home").unwrap_or(case.home.as_str());
    let body = html! {
        p { a href=(visitor.to(&format!("/desk/initiatives/{}", case.id))) { "← "
            (case.title.text.as_deref().unwrap_or(&say.t("letters-case"))) } }
        h1 { (say.t("sheet-title")) }
        @if let Some(problem) = shown.problem { (layout::problem_box(visitor, problem)) }
        @if !shown.results.is_empty() { (results(visitor, &shown.results)) }
        form method="post" enctype="multipart/form-data" data-sheet
            action=(visitor.to(&format!("/desk/intake/{}/sheet", case.id))) {
            (layout::once(visitor, None))
            div.inputs {
                div {
                    label for="home" { (say.t("sheet-home")) }
                    (places.select("home", Some(home)))
                }
                div {
                    label for="channel" { (say.t("sheet-channel")) }
                    select #channel name="channel" {
                        option value="paper" { (say.t("channel-paper")) }
                        option value="hearing" selected[typed("channel") == Some("hearing")] { (say.t("channel-hearing")) }
                    }
                }
                div {
                    label for="scan" { (say.t("sheet-scan")) }
                    input #scan name="scan" type="file" multiple accept=".pdf,.jpg,.jpeg,.png";
                }
            }
            p.check {
                input #elsewhere type="checkbox" name="elsewhere" checked[typed("elsewhere").is_some()];
                " " label for="elsewhere" { (say.t("sheet-elsewhere")) }
            }
            label for="lines" { (say.t("sheet-lines")) }
            p.hint #lines-hint { (say.t("sheet-hint")) }
            textarea #lines name="lines" rows=(ROWS) spellcheck="false" autocomplete="off" aria-describedby="lines-hint"
                data-name=(say.t("sheet-name")) data-born=(say.t("sheet-born")) data-place=(say.t("sheet-place"))
                data-more=(say.t("sheet-more")) { (shown.lines) }
            button { (say.t("sheet-enter")) }
        }
        @if !scans.is_empty() {
            h2 { (say.t("sheet-scans")) }
            ul {
                @for (place, (file, _)) in scans.iter().enumerate() {
                    li { a href=(visitor.to(&format!("/desk/intake/{}/scans/{}", case.id, file.id))) {
                        (say.t("sheet-scan-one")) " " (place + 1) }
                        " " span.soft { (file.media_type) ", " (say.number(file.size / 1024 + 1)) " " (say.t("scan-kilobytes")) } }
                }
            }
        }
        script src=(visitor.app.assets().url("sheet.js")) defer {}
    };
    Ok(Page::new(visitor, "desk", say.t("sheet-title")).status(status).show(None, body))
}

fn results(visitor: &Visitor, results: &[(&str, &Verdict)]) -> Markup {
    let say = visitor.say();
    let count =
        |fits: &dyn Fn(&Verdict) -> bool| results.iter().filter(|(_, verdict)| fits(verdict)).count() as u64;
    let valid = count(&|verdict| matches!(verdict, Verdict::Valid));
    let twice = count(&|verdict| matches!(verdict, Verdict::Duplicate | Verdict::Repeated { .. }));
    let mend = count(&Verdict::can_be_mended);
    html! {
        p.notice role="status" {
            (say.count("sheet-valid", valid)) " "
            @if twice > 0 { (say.count("sheet-twice", twice)) " " }
            @if mend > 0 { (say.count("sheet-mend", mend)) }
        }
        div.scroll tabindex="0" {
            table {
                thead { tr { th.num { "№" } th { (say.t("sheet-line")) } th { (say.t("sheet-verdict")) } } }
                tbody {
                    @for (place, (line, verdict)) in results.iter().enumerate() {
                        tr data-verdict=(code(verdict)) {
                            td.num { (place + 1) }
                            td { (line) }
                            td { (told(visitor, verdict)) }
                        }
                    }
                }
            }
        }
    }
}

fn told(visitor: &Visitor, verdict: &Verdict) -> Markup {
    let say = visitor.say();
    let key = format!("verdict-{}", code(verdict));
    let class = match verdict {
        Verdict::Valid => "tag good",
        Verdict::Duplicate | Verdict::Repeated { .. } => "tag",
        Verdict::UnderAge | Verdict::NotResident | Verdict::UnknownPlace => "tag warn",
        Verdict::Unreadable(_) | Verdict::Refused(_) => "tag bad",
    };
    html! {
        @match verdict {
            Verdict::Repeated { line } => span class=(class) { (say.with(&key, &[("line", line.to_string().into())])) },
            Verdict::Refused(problem) => span class=(class) { (crate::pages::sentence(visitor, problem)) },
            _ => span class=(class) { (say.t(&key)) },
        }
    }
}

/// The stable name of a verdict.
const fn code(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Valid => "valid",
        Verdict::Duplicate => "duplicate",
        Verdict::Repeated { .. } => "repeated",
        Verdict::Unreadable(Fault::Name) => "unreadable-name",
        Verdict::Unreadable(Fault::Date) => "unreadable-date",
        Verdict::Unreadable(Fault::Impossible) => "unreadable-impossible",
        Verdict::UnknownPlace => "unknown-place",
        Verdict::NotResident => "not-resident",
        Verdict::UnderAge => "under-age",
        Verdict::Refused(_) => "refused",
    }
}
