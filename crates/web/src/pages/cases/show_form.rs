//! A form, from the description of what is filled in.

use aggregates::initiative::fields::Finding;
use aggregates::initiative::{Verb, obligation::Standing};
use aggregates::procedure::{Ground, Theme, themes};
use engine::Possible;
use maud::{Markup, html};

use super::choices::{Choices, letters_owed};
use super::file::CaseFile;
use super::fill::PHRASES;
use super::findings;
use super::form::{Field, What, field_of, fields, is_grave};
use crate::layout;
use crate::posted::Typed;
use crate::problem::Problem;
use crate::visitor::Visitor;
use crate::words::{Lang, Say};

/// A form with what was typed before, if it was.
pub(super) struct Filled<'f> {
    pub(super) case: &'f CaseFile,
    pub(super) verb: Verb,
    pub(super) typed: &'f Typed,
    pub(super) problem: Option<&'f Problem>,
    pub(super) choices: &'f Choices,
    pub(super) possible: &'f Possible,
}

/// The words for an action on a button.
pub(super) fn name(say: Say<'_>, verb: Verb) -> String {
    say.t(&format!("verb-{}", verb.as_str().replace('_', "-")))
}

/// The form of an action.
pub(super) fn form(visitor: &Visitor, filled: &Filled<'_>) -> Markup {
    let say = visitor.say();
    let Filled { case, verb, typed, problem, possible, .. } = filled;
    let marked = problem.and_then(|problem| marked_field(problem, *verb));
    let to = visitor.to(&format!("/desk/initiatives/{}/{verb}", case.page.id));
    let findings: &[Finding] = problem.map_or(&[], |problem| &problem.findings);
    html! {
        form.deed method="post" action=(to) {
            (layout::once(visitor, Some(case.options.sequence)))
            @if *verb == Verb::Publish { (findings::to_publish(say, &case.page, typed)) }
            @for field in fields(*verb).unwrap_or_default() {
                (labelled(say, filled, field, marked.as_deref() == Some(field.name)))
            }
            @if *verb != Verb::Publish {
                (findings::to_confirm(say, findings, typed, |field| text_named(*verb, typed, field)))
            }
            (dated(say, case, possible, typed, marked.as_deref() == Some("dated")))
            div.send {
                button.danger[is_grave(*verb)] { (name(say, *verb)) }
                @if *verb == Verb::Register && case.page.public && case.page.texts.iter().all(|it| !it.published) {
                    button.plain name="then" value="publish" { (say.t("register-and-publish")) }
                }
            }
        }
    }
}

/// The field that a problem is about, as the form calls it.
fn marked_field(problem: &Problem, verb: Verb) -> Option<String> {
    let by_code = field_of(&problem.code, verb).map(str::to_owned);
    let told = problem.field.as_deref();
    let in_form = told.and_then(|told| {
        let all = fields(verb)?.iter().map(|field| field.name);
        all.into_iter().find(|name| *name == told || name.rsplit('.').next() == Some(told)).map(str::to_owned)
    });
    in_form.or(by_code)
}

/// What was typed into the text that a finding names.
fn text_named(verb: Verb, typed: &Typed, field: &str) -> Option<String> {
    let found = fields(verb)?.iter().find(|it| it.name.rsplit('.').next() == Some(field))?;
    typed.get(found.name).map(|text| text.trim().to_owned())
}

/// The date on the document: today, unless it is too late for that.
fn dated(say: Say<'_>, case: &CaseFile, possible: &Possible, typed: &Typed, marked: bool) -> Markup {
    let today = case.office.today;
    let value = typed.get("dated").map(str::to_owned);
    let value = value.unwrap_or_else(|| possible.dated.unwrap_or(today).to_string());
    html! {
        label for="dated" { (say.t("fill-dated")) }
        input #dated type="date" name="dated" value=(value) max=(today) aria-invalid[marked] aria-describedby="dated-hint";
        p #dated-hint.hint {
            @match possible.dated {
                Some(earliest) => (say.with("dated-late", &[("date", say.date(earliest).into())])),
                None => (say.t("dated-hint")),
            }
        }
    }
}

fn labelled(say: Say<'_>, filled: &Filled<'_>, field: &Field, marked: bool) -> Markup {
    // The first registration of what will be public gives it its theme.
    let page = &filled.case.page;
    let first_theme =
        filled.verb == Verb::Register && field.what == What::Theme && page.public && page.theme.is_none();
    let field = &Field { needed: field.needed || first_theme, ..*field };
    let name = field.name.replace(['_', '.'], "-");
    let specific = format!("fill-{}-{name}", filled.verb.as_str().replace('_', "-"));
    let label = say.maybe(&specific, &[]).or_else(|| {
        say.maybe(&format!("field-{}", name.trim_start_matches("fields-")), &[])
            .filter(|_| name.starts_with("fields-"))
    });
    let label = label.unwrap_or_else(|| say.t(&format!("fill-{name}")));
    let hint =
        say.maybe(&format!("{specific}-hint"), &[]).or_else(|| say.maybe(&format!("fill-{name}-hint"), &[]));
    let grouped = matches!(field.what, What::Ground | What::OneOf(..) | What::CaseText | What::Questions);
    let optional = html! { @if !field.needed { " " span.soft.small { (say.t("fill-optional")) } } };
    html! {
        @if grouped {
            fieldset.choose aria-invalid[marked] {
                legend { (label) (optional) }
                (control(say, filled, field, &name, marked))
                @if let Some(hint) = hint { p.hint { (hint) } }
            }
        } @else {
            label for=(name) { (label) (optional) }
            (control(say, filled, field, &name, marked))
            @if let Some(hint) = hint { p.hint { (hint) } }
        }
    }
}

fn control(say: Say<'_>, filled: &Filled<'_>, field: &Field, id: &str, marked: bool) -> Markup {
    let Filled { case, choices, possible, .. } = filled;
    // The last: what was written beside a list goes before what stands in it.
    let typed =
        filled.typed.all(field.name).filter(|value| !value.trim().is_empty()).last().map(str::to_owned);
    let found_several = filled.problem.is_some_and(|problem| problem.code == "which_authority");
    let value = typed.clone().or_else(|| preset(filled, field));
    let is = |other: &str| value.as_deref() == Some(other);
    match field.what {
        What::Line => html! {
            input id=(id) name=(field.name) value=[value] required[field.needed] aria-invalid[marked];
        },
        What::Text => html! {
            textarea id=(id) name=(field.name) required[field.needed] aria-invalid[marked] { (value.unwrap_or_default()) }
        },
        What::Questions => html! {
            @for phrase in PHRASES {
                @let id = format!("phrase-{phrase}");
                p.check {
                    input type="checkbox" id=(id) name="phrase" value=(phrase)
                        checked[filled.typed.all("phrase").any(|ticked| ticked == *phrase)];
                    " " label for=(id) { (say.t(&id)) }
                }
            }
            label for=(id) { (say.t("questions-own")) }
            textarea id=(id) name=(field.name) aria-invalid[marked] { (value.unwrap_or_default()) }
        },
        What::Date => html! {
            input type="date" id=(id) name=(field.name) value=[value] required[field.needed] aria-invalid[marked];
        },
        What::Time => html! {
            input type="time" id=(id) name=(field.name) value=[value] required[field.needed] aria-invalid[marked];
        },
        What::Number(most) => html! {
            input type="number" id=(id) name=(field.name) value=[value] min="0" max=(most) inputmode="numeric"
                required[field.needed] aria-invalid[marked];
        },
        What::Ground => html! {
            @for ground in case.procedure.grounds().iter().filter(|it| possible.grounds.contains(&it.id)) {
                @let id = format!("ground-{}", ground.id);
                p.check {
                    input type="radio" id=(id) name=(field.name) value=(ground.id) checked[is(ground.id.as_str())] required;
                    " " label for=(id) { (ground.id) ". " (ground_text(say, ground)) (ground_asks(say, ground)) }
                }
            }
        },
        What::OneOf(prefix, words) => html! {
            @for word in words {
                @let id = format!("{id}-{word}");
                p.check {
                    input type="radio" id=(id) name=(field.name) value=(word) checked[is(word)] required;
                    " " label for=(id) { (say.t(&format!("{prefix}-{}", word.replace('_', "-")))) }
                }
            }
        },
        What::Theme => select(
            field,
            id,
            marked,
            themes().iter().map(|theme| (theme.id.to_string(), theme_name(say, theme).to_owned())),
            &value,
        ),
        What::NationalProject => select(
            field,
            id,
            marked,
            themes().national_projects().map(|project| {
                (
                    project.id.to_string(),
                    if say.lang == Lang::Ru { &project.name_ru } else { &project.name_en }.clone(),
                )
            }),
            &value,
        ),
        What::Authority => html! {
            (select(&Field { needed: false, ..*field }, id, marked,
                choices.authorities.iter().map(|(id, name)| (id.to_string(), name.clone())), &value))
            label.small for={ (id) "-other" } { (say.t("authority-other")) }
            input id={ (id) "-other" } name=(field.name) autocomplete="off"
                value=[typed.filter(|typed| !found_several
                    && choices.authorities.iter().all(|(id, _)| id.as_str() != typed))];
        },
        What::Colleague => select(
            field,
            id,
            marked,
            case.colleagues.iter().map(|colleague| {
                (colleague.id.to_string(), colleague.name.clone().unwrap_or_else(|| colleague.id.to_string()))
            }),
            &value,
        ),
        What::Missed => select(
            field,
            id,
            marked,
            case.page
                .obligations
                .iter()
                .filter(|it| possible.obligations.contains(&it.obligation.term.nth))
                .map(|it| term_option(say, it)),
            &value,
        ),
        What::Letter => select(
            field,
            id,
            marked,
            letters_owed(case).map(|it| {
                let (nth, _) = term_option(say, it);
                let event = say.t(&format!("event-{}", kebab(it.started_by)));
                (nth, format!("{event} ({})", say.short_date(it.obligation.term.due.trigger)))
            }),
            &value,
        ),
        What::CaseText => html! {
            @for text in &choices.texts {
                @let id = format!("text-{}", text.key);
                p.check {
                    input type="radio" id=(id) name=(field.name) value=(text.key) checked[is(&text.key.to_string())] required;
                    " " label for=(id) {
                        (say.t(&format!("event-{}", kebab(text.event))))
                        @if let Some(field) = say.maybe(&format!("field-{}", text.field.replace('_', "-")), &[]) { ": " (field) }
                        " — " q { (shortened(&text.text)) }
                    }
                }
            }
        },
        What::OtherCase => select(
            field,
            id,
            marked,
            choices.cases.iter().map(|(id, label)| (id.to_string(), label.clone())),
            &value,
        ),
    }
}

fn select(
    field: &Field,
    id: &str,
    marked: bool,
    options: impl Iterator<Item = (String, String)>,
    value: &Option<String>,
) -> Markup {
    html! {
        select id=(id) name=(field.name) required[field.needed] aria-invalid[marked] {
            option value="" { "—" }
            @for (code, label) in options {
                option value=(code) selected[value.as_deref() == Some(&*code)] { (label) }
            }
        }
    }
}

/// What stands in a field before anybody typed.
fn preset(filled: &Filled<'_>, field: &Field) -> Option<String> {
    let case = filled.case;
    let text = |name: &str| {
        let fields = &case.page.texts.last()?.fields;
        fields.texts().find(|(other, _)| *other == name).and_then(|(_, text)| text.text.clone())
    };
    match (field.what, field.name) {
        (What::Theme, _) => case.page.theme.as_ref().map(ToString::to_string),
        (What::NationalProject, _) => case.page.national_project.as_ref().map(ToString::to_string),
        (What::Colleague, _) => Some(case.office.id().to_string()),
        (What::Letter, _) => letters_owed(case).next().map(|it| it.obligation.term.nth.to_string()),
        (What::Missed, _) => filled.possible.obligations.first().map(ToString::to_string),
        (_, "outgoing_number") => filled.choices.outgoing_number.clone(),
        (_, "channel") => Some("paper".to_owned()),
        (_, "kind") => Some(case.page.kind.as_str().to_owned()),
        (_, "held_on") => Some(case.office.today.to_string()),
        (_, "executor") => Some(case.office.authority.id.to_string()),
        (_, "fields.cost_rubles") => {
            case.page.texts.last().and_then(|it| it.fields.cost_rubles).map(|cost| cost.to_string())
        }
        (What::Line | What::Text, name) => text(name.strip_prefix("fields.")?),
        (_, _) => None,
    }
}

/// A ground as it stands in the procedure.
pub(super) fn ground_text<'g>(say: Say<'_>, ground: &'g Ground) -> &'g str {
    match say.lang {
        Lang::Ru => &ground.text_ru,
        Lang::En => &ground.text_en,
    }
}

fn ground_asks(say: Say<'_>, ground: &Ground) -> Markup {
    html! {
        @if let Some(chars) = ground.min_reason_chars {
            " " span.soft.small { (say.count("ground-min-chars", chars.into())) }
        }
        @if ground.link_required { " " span.soft.small { (say.t("ground-link")) } }
        @if ground.opens_linked.is_some() { " " span.soft.small { (say.t("ground-linked")) } }
    }
}

/// A theme in the language of the screen.
pub(in crate::pages) fn theme_name<'t>(say: Say<'_>, theme: &'t Theme) -> &'t str {
    match say.lang {
        Lang::Ru => &theme.name_ru,
        Lang::En => &theme.name_en,
    }
}

fn term_option(say: Say<'_>, it: &projections::initiative::Explained) -> (String, String) {
    let term = &it.obligation.term;
    let kind = say.t(&format!("term-{}", term.kind.as_str().replace('_', "-")));
    let due = say.short_date(term.due.date);
    let missed =
        if it.obligation.standing == Standing::Missed { say.t("standing-missed") } else { String::new() };
    (term.nth.to_string(), format!("{kind}, {due} {missed}").trim_end().to_owned())
}

/// `ReturnedForClarification` as the texts of the screens write it.
pub(in crate::pages) fn kebab(event: &str) -> String {
    let mut name = String::with_capacity(event.len() + 4);
    for c in event.chars() {
        if c.is_ascii_uppercase() && !name.is_empty() {
            name.push('-');
        }
        name.push(c.to_ascii_lowercase());
    }
    name
}

fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(120).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
