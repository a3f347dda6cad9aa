//! The list of receivers; one of them, with what can be done about it.

use axum::http::StatusCode;
use axum::response::Response;
use calendar::UtcOffset;
use desk::{Webhook, WebhookState};
use jiff::Timestamp;
use maud::{Markup, html};
use uuid::Uuid;

use super::super::page;
use crate::feeds::webhooks::Wants;
use crate::layout::{csrf, problem_box};
use crate::pages::phrases;
use crate::problem::Problem;
use crate::visitor::Visitor;
use crate::words::Say;

pub(super) fn table(visitor: &Visitor, receivers: &[Webhook], head: u64) -> Markup {
    let say = visitor.say();
    let label = |column: &str| say.t(&format!("webhook-{column}"));
    html! {
        table.stacked {
            thead { tr {
                th scope="col" { (label("url")) }
                th scope="col" { (label("state")) }
                @for column in ["position", "lag"] { th.num scope="col" { (label(column)) } }
                @for column in ["answer", "next"] { th scope="col" { (label(column)) } }
            } }
            tbody {
                @for it in receivers {
                    tr.overdue[it.state != WebhookState::Active && it.state != WebhookState::Paused] {
                        td data-label=(label("url")) {
                            a href=(visitor.to(&format!("/admin/webhooks/{}", it.id))) { (it.url) }
                        }
                        td data-label=(label("state")) { (state(say, it)) }
                        td.num data-label=(label("position")) { (say.number(it.cursor.position)) }
                        td.num data-label=(label("lag")) { (say.number(head.saturating_sub(it.cursor.position))) }
                        td data-label=(label("answer")) { (last_answer(say, it)) }
                        td data-label=(label("next")) { (next_try(say, it)) }
                    }
                }
            }
        }
    }
}

/// One of them.
pub(super) async fn one(
    visitor: &Visitor,
    id: Uuid,
    notice: Option<Markup>,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let it = visitor.app.desk().webhook(id).await?.ok_or_else(Problem::not_found)?;
    let head = visitor.app.engine().journal().head().await.map_err(engine::EngineError::from)?.position;
    let say = visitor.say();
    let body = html! {
        @if let Some(notice) = notice { (notice) }
        @if let Some(problem) = problem { (problem_box(visitor, problem)) }
        p { a href=(visitor.to("/admin/webhooks")) { "← " (say.t("admin-webhooks")) } }
        div.card { (facts(say, &it, head)?) }
        @if let Some(advice) = advice(say, it.state) { p { (advice) } }
        (actions(visitor, &it))
    };
    let status = problem.map_or(StatusCode::OK, Problem::status);
    Ok(page(visitor, "webhooks", &say.t("webhook-one"), status, &body))
}

fn facts(say: Say<'_>, it: &Webhook, head: u64) -> Result<Markup, Problem> {
    let wants = Wants::read(&it.wants)?;
    Ok(html! {
        dl.facts {
            dt { (say.t("webhook-url")) } dd { code { (it.url) } }
            dt { (say.t("field-id")) } dd { code { (it.id) } }
            dt { (say.t("webhook-wants")) }
            dd {
                @if wants == Wants::default() { (say.t("webhook-wants-all")) }
                @if let Some(code) = &wants.territory { (say.t("webhook-territory")) ": " code { (code) } br; }
                @if let Some(code) = &wants.authority { (say.t("webhook-authority")) ": " code { (code) } br; }
                @if let Some(id) = &wants.initiative { (say.t("webhook-initiative")) ": " code { (id) } br; }
                @for name in &wants.types { span.tag { (say.t(&phrases::event_key(name))) } " " }
            }
            dt { (say.t("webhook-state")) } dd { (state(say, it)) }
            dt { (say.t("webhook-position")) } dd { (say.number(it.cursor.position)) }
            dt { (say.t("webhook-lag")) } dd { (say.number(head.saturating_sub(it.cursor.position))) }
            dt { (say.t("webhook-answer")) } dd { (last_answer(say, it)) }
            dt { (say.t("webhook-attempts")) } dd { (say.number(it.attempts.into())) }
            dt { (say.t("webhook-next")) } dd { (next_try(say, it)) }
            @if let Some(at) = it.accepted_at { dt { (say.t("webhook-accepted")) } dd { (moment(say, at)) } }
            @if let Some((_, until)) = &it.former {
                dt { (say.t("webhook-former")) } dd { (say.with("webhook-former-until", &[("time", moment(say, *until).into())])) }
            }
        }
    })
}

/// What helps where it stands.
fn advice(say: Say<'_>, state: WebhookState) -> Option<String> {
    match state {
        WebhookState::Active | WebhookState::Paused => None,
        WebhookState::Failing | WebhookState::Gone | WebhookState::OtherJournal => {
            Some(say.t(&format!("webhook-advice-{}", kebab(state))))
        }
    }
}

fn actions(visitor: &Visitor, it: &Webhook) -> Markup {
    let say = visitor.say();
    let form = |verb: &str, inside: &Markup| {
        html! {
            form.narrow method="post" action=(visitor.to(&format!("/admin/webhooks/{}/{verb}", it.id))) {
                (csrf(visitor))
                (inside)
                button.plain { (say.t(&format!("webhook-do-{verb}"))) }
                p.small.soft { (say.t(&format!("webhook-about-{verb}"))) }
            }
        }
    };
    let nothing = Markup::default();
    let after = html! {
        label for="webhook-after" { (say.t("webhook-after")) " " (say.t("admin-optional")) }
        input #webhook-after name="after" inputmode="numeric" autocomplete="off";
    };
    html! {
        h2 { (say.t("admin-settings")) }
        @if it.state == WebhookState::Active { (form("pause", &nothing)) }
        (form("resume", &after))
        @for verb in ["test", "rotate", "remove"] { (form(verb, &nothing)) }
    }
}

fn kebab(state: WebhookState) -> String {
    state.as_str().replace('_', "-")
}

fn state(say: Say<'_>, it: &Webhook) -> Markup {
    let text = |key: &str| say.t(&format!("webhook-state-{key}"));
    match (it.state, it.attempts) {
        (WebhookState::Active, 0) => html! { span.tag.good { (text("active")) } },
        (WebhookState::Active, _) => html! { span.tag.warn { (text("retrying")) } },
        (WebhookState::Paused, _) => html! { span.tag { (text("paused")) } },
        (state @ (WebhookState::Failing | WebhookState::Gone | WebhookState::OtherJournal), _) => {
            html! { span.tag.bad { (text(&kebab(state))) } }
        }
    }
}

/// What a receiver answered, as it is stored.
pub(super) fn answer(say: Say<'_>, stored: &str) -> String {
    match stored.parse::<u16>() {
        Ok(status) => format!("HTTP {status}"),
        Err(_) => say.t(&format!("webhook-answer-{}", stored.replace('_', "-"))),
    }
}

fn last_answer(say: Say<'_>, it: &Webhook) -> Markup {
    html! {
        @match &it.answer {
            Some(stored) => {
                (answer(say, stored))
                @if let Some(at) = it.answered_at { " " span.small.soft { (moment(say, at)) } }
            }
            None => "–",
        }
    }
}

fn next_try(say: Say<'_>, it: &Webhook) -> String {
    it.next_try.map_or_else(|| "–".to_owned(), |at| moment(say, at))
}

fn moment(say: Say<'_>, at: Timestamp) -> String {
    phrases::moment(say, at, UtcOffset::moscow())
}
