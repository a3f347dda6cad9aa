//! The record of a case: facts, decisions, what residents say, and everything that
//! happened.

use aggregates::procedure::themes;
use maud::{Markup, html};
use projections::initiative::{Comment, Entry, Hearing};
use projections::texts::Readable;

use super::file::CaseFile;
use super::heading::{actor, event_line};
use super::redaction::texts_in;
use super::show_form::{ground_text, theme_name};
use super::strike;
use crate::layout::paragraphs;
use crate::problem::Problem;
use crate::visitor::Visitor;
use crate::words::{Lang, Say};

/// How many comments stand on the page.
const COMMENTS: u32 = 200;

/// What it is, how it came, and where else to look.
pub(super) fn facts(visitor: &Visitor, case: &CaseFile) -> Markup {
    let (say, page) = (visitor.say(), &case.page);
    let theme = page.theme.as_ref().and_then(|theme| themes().theme(theme));
    let project = page.national_project.as_ref().and_then(|project| themes().national_project(project));
    html! {
        dl.facts {
            dt { (say.t("fact-received")) } dd { (say.date(page.received_on)) ", " (say.t(&format!("channel-{}", channel(page.channel)))) }
            dt { (say.t("fact-numbers")) }
            dd {
                @if page.numbers.is_empty() { "—" }
                @for number in &page.numbers {
                    div { "№ " (number.number) " — " (case.names.authority(&number.authority)) ", " (say.short_date(number.registered_on)) }
                }
            }
            dt { (say.t("fact-theme")) } dd { (theme.map_or("—", |theme| theme_name(say, theme))) }
            @if let Some(project) = project {
                dt { (say.t("fact-project")) } dd { (if say.lang == Lang::Ru { &project.name_ru } else { &project.name_en }) }
            }
            dt { (say.t("fact-consents")) }
            dd {
                (say.t("agreed-publish")) ": " (yes(say, page.consents.publish_text)) br;
                (say.t("agreed-pass-up")) ": " (yes(say, page.consents.pass_up)) br;
                (say.t("agreed-name")) ": " (yes(say, page.consents.publish_name))
            }
            dt { (say.t("fact-procedure")) }
            dd { (if say.lang == Lang::Ru { &case.procedure.names().ru } else { &case.procedure.names().en }) ", " (page.procedure.version) }
            @if !page.attachments.is_empty() {
                dt { (say.t("fact-files")) }
                dd {
                    @for file in &page.attachments {
                        div {
                            a href=(visitor.to(&format!("/desk/initiatives/{}/files/{}", page.id, file.id))) {
                                (file.media_type) ", " (say.number(file.size.div_ceil(1024))) " " (say.t("kilobytes"))
                            }
                        }
                    }
                }
            }
        }
        p {
            a href=(visitor.to(&format!("/initiatives/{}", page.id))) { (say.t("public-page")) } br;
            a href=(visitor.to(&format!("/desk/initiatives/{}/sealed", page.id))) { (say.t("sealed-title")) } br;
            a href=(visitor.to(&format!("/desk/letters/{}", page.id))) { (say.t("letters-of-case")) }
            @if page.public && page.texts.iter().any(|text| text.published) {
                br; a href=(visitor.to(&format!("/desk/intake/{}/sheet", page.id))) { (say.t("sheet-title")) }
            }
        }
        @for (label, other) in [("linked-from", page.linked_from), ("linked-case", page.linked), ("merged-case", page.merged_into)] {
            @if let Some(other) = other {
                p { a href=(visitor.to(&format!("/desk/initiatives/{other}"))) { (say.t(label)) } }
            }
        }
    }
}

fn channel(channel: aggregates::initiative::fields::Channel) -> &'static str {
    use aggregates::initiative::fields::Channel;
    match channel {
        Channel::Web => "web",
        Channel::Paper => "paper",
        Channel::Hearing => "hearing",
        Channel::Import => "import",
    }
}

fn yes(say: Say<'_>, yes: bool) -> String {
    say.t(if yes { "yes" } else { "no" })
}

fn read(say: Say<'_>, text: &Readable) -> Markup {
    match &text.text {
        Some(text) => paragraphs(text),
        None => html! { p.soft { (say.t("redacted")) } },
    }
}

/// What was decided, opinions and hearings.
pub(super) fn decisions(say: Say<'_>, case: &CaseFile) -> Markup {
    let page = &case.page;
    html! {
        @if !page.decisions.is_empty() {
            section.card {
                h2 { (say.t("desk-case-decisions")) }
                @for decision in &page.decisions {
                    @let outcome = serde_json::to_value(decision.outcome).ok();
                    @let outcome = outcome.as_ref().and_then(|it| it.as_str()).unwrap_or_default().replace('_', "-");
                    h3 { (say.date(decision.done_on)) ": " (say.t(&format!("outcome-{outcome}"))) }
                    p.soft { (actor(say, &case.names, &decision.by)) }
                    @if let Some(ground) = decision.ground.as_ref().and_then(|id| case.procedure.ground(id)) {
                        p { (ground.id) ". " (ground_text(say, ground)) }
                    }
                    @if let Some(reasons) = &decision.reasons { (read(say, reasons)) }
                    @if let Some(link) = &decision.link { (read(say, link)) }
                }
            }
        }
        @if !page.opinions.is_empty() {
            section.card {
                h2 { (say.t("desk-case-opinions")) }
                @for opinion in &page.opinions {
                    h3 { (case.names.authority(&opinion.authority)) }
                    p.soft { (say.short_date(opinion.requested_on)) " — "
                        @match (opinion.given_on, opinion.agrees) {
                            (Some(on), Some(agrees)) => { (say.t(if agrees { "agrees-true" } else { "agrees-false" })) ", " (say.short_date(on)) },
                            (_, _) => (say.t("desk-opinion-awaited")),
                        }
                    }
                    (read(say, &opinion.question))
                    @if let Some(opinion) = &opinion.opinion { blockquote { (read(say, opinion)) } }
                }
            }
        }
        @if !page.hearings.is_empty() {
            section.card {
                h2 { (say.t("desk-case-hearings")) }
                @for hearing in &page.hearings { (show_hearing(say, hearing)) }
            }
        }
    }
}

fn show_hearing(say: Say<'_>, hearing: &Hearing) -> Markup {
    match hearing {
        Hearing::Announced { on, starts_at, place, .. } => html! {
            h3 { (say.date(*on)) ", " (format!("{:02}:{:02}", starts_at / 60, starts_at % 60)) }
            (read(say, place))
        },
        Hearing::Recorded { held_on, protocol, present, votes_for, votes_against, .. } => html! {
            h3 { (say.date(*held_on)) }
            p { (say.with("desk-hearing-votes", &[
                ("present", (*present).into()), ("for", (*votes_for).into()), ("against", (*votes_against).into()),
            ])) }
            (read(say, protocol))
        },
    }
}

/// Comments and supports, with what a clerk may strike out of them.
///
/// # Errors
///
/// If a view cannot be read.
pub(super) async fn talk(visitor: &Visitor, case: &CaseFile) -> Result<Markup, Problem> {
    let (say, id) = (visitor.say(), case.page.id);
    let views = visitor.app.engine().views();
    let comments: Vec<Comment> = views
        .read("initiative", move |view| projections::initiative::comments(view, id, None, COMMENTS, None))
        .await?;
    let supports = views.read("supports", move |view| projections::supports::total(view, id, None)).await?;
    Ok(html! {
        @if case.page.public && case.page.texts.iter().any(|text| text.published) {
            section.card {
                h2 { (say.t("desk-case-supports")) }
                p { (say.count("supports-count", supports)) }
                p { a href=(visitor.to(&format!("/desk/initiatives/{id}/supports"))) { (say.t("supporters-title")) } }
            }
        }
        @if !comments.is_empty() {
            section.card {
                h2 { (say.count("desk-case-comments", comments.len() as u64)) }
                @for comment in &comments {
                    div.comment {
                        p.soft { (say.short_date(comment.day)) }
                        @if comment.withheld { p.soft { (say.t("redacted")) } }
                        @else {
                            (read(say, &comment.text))
                            @if case.is_held() { (strike::withhold_form(visitor, case, comment.id, None)) }
                        }
                    }
                }
            }
        }
    })
}

/// Everything that happened, newest first.
pub(super) fn timeline(say: Say<'_>, case: &CaseFile) -> Markup {
    html! {
        section.card #timeline data-live {
            h2 { (say.t("desk-case-timeline")) }
            ol.timeline {
                @for entry in case.page.timeline.iter().rev() {
                    li.miss[entry.event == "DeadlineMissed"] {
                        (event_line(say, &case.names, entry))
                        @let recorded = calendar::local_date(entry.at, case.office.authority.utc_offset);
                        @if recorded != entry.done_on {
                            " " span.soft.small { (say.with("recorded-on", &[("date", say.short_date(recorded).into())])) }
                        }
                        (words(say, entry))
                    }
                }
            }
        }
    }
}

/// What was written in an event: questions and answers stand open, the rest folded.
fn words(say: Say<'_>, entry: &Entry) -> Markup {
    let texts = texts_in(&entry.details);
    let asked = matches!(entry.event, "ReturnedForClarification" | "Clarified");
    html! {
        @if !texts.is_empty() {
            details.small open[asked] {
                summary { (say.t("timeline-words")) }
                @for (field, text) in texts {
                    @let name = field.replace('_', "-");
                    @let label = say.maybe(&format!("fill-{name}"), &[]).or_else(|| say.maybe(&format!("field-{name}"), &[]));
                    @if let Some(label) = label { p.soft { (label) } }
                    (paragraphs(&text))
                }
            }
        }
    }
}
