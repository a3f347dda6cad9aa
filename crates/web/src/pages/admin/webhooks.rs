//! `GET`, `POST /admin/webhooks`, `GET /admin/webhooks/{id}`, `POST /admin/webhooks/{id}/{verb}`:
//! who is sent events.

mod show;

use aggregates::official::Role;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::{Done, admitted, page};
use crate::asked::Asked;
use crate::feeds::webhooks::{NewReceiver, Receivers, Registered, Wants};
use crate::layout::{csrf, problem_box};
use crate::posted::{Posted, Typed};
use crate::problem::Problem;
use crate::visitor::Visitor;

/// A new receiver.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    territory: Option<String>,
    #[serde(default)]
    authority: Option<String>,
    #[serde(default)]
    initiative: Option<String>,
    /// Names of events, with spaces or commas between.
    #[serde(default)]
    types: Option<String>,
    #[serde(default)]
    after: Option<u64>,
}

/// What is done to one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Change {
    /// For `resume`: after which position.
    #[serde(default)]
    after: Option<u64>,
}

impl Form {
    fn receiver(self) -> Result<NewReceiver, Problem> {
        let url =
            self.url.ok_or_else(|| Problem::field("url", "field_missing", "this has to be filled in"))?;
        let types = self.types.unwrap_or_default();
        let types = types.split([' ', ',', '\n']).filter(|name| !name.is_empty()).map(str::to_owned);
        let wants = Wants {
            territory: code("territory", self.territory)?,
            authority: code("authority", self.authority)?,
            initiative: code("initiative", self.initiative)?,
            types: types.collect(),
        };
        Ok(NewReceiver { url, wants, after: self.after })
    }
}

fn code<T: std::str::FromStr>(field: &'static str, given: Option<String>) -> Result<Option<T>, Problem> {
    let unfit = |given: &str| Problem::field(field, "field_unfit", format!("{given:?} does not fit here"));
    given.map(|given| given.parse().map_err(|_| unfit(&given))).transpose()
}

pub(super) async fn list(visitor: Visitor, Asked(Done { done }): Asked<Done>) -> Result<Response, Problem> {
    admitted(&visitor)?;
    all(&visitor, done.is_some(), None).await
}

pub(super) async fn add(posted: Posted<Form>) -> Result<Response, Problem> {
    let Posted { visitor, fields, typed, .. } = posted;
    visitor.office_as(Role::Administrator)?;
    let added = match fields.receiver() {
        Ok(new) => Receivers::of(&visitor.app).add(new).await.map_err(Problem::from),
        Err(problem) => Err(problem),
    };
    match added {
        Ok(registered) => shown_once(&visitor, &registered),
        Err(problem) => all(&visitor, false, Some((&typed, &problem))).await,
    }
}

pub(super) async fn show(
    visitor: Visitor,
    Path(id): Path<String>,
    Asked(Done { done }): Asked<Done>,
) -> Result<Response, Problem> {
    admitted(&visitor)?;
    let notice = done.map(|_| html! { p.notice role="status" { (visitor.say().t("webhook-done")) } });
    show::one(&visitor, parsed(&id)?, notice, None).await
}

pub(super) async fn change(
    Path((id, verb)): Path<(String, String)>,
    posted: Posted<Change>,
) -> Result<Response, Problem> {
    let Posted { visitor, fields: Change { after }, .. } = posted;
    visitor.office_as(Role::Administrator)?;
    let id = parsed(&id)?;
    let receivers = Receivers::of(&visitor.app);
    let there = visitor.to(&format!("/admin/webhooks/{id}?done={verb}"));
    let done = match verb.as_str() {
        "pause" => receivers.pause(id).await,
        "resume" => receivers.resume(id, after).await,
        "remove" => {
            receivers.remove(id).await?;
            return Ok(Redirect::to(&visitor.to("/admin/webhooks?done=remove")).into_response());
        }
        "rotate" => return shown_once(&visitor, &receivers.rotate(id).await?),
        "test" => {
            let answer = receivers.test(id).await?;
            let notice = html! {
                p.notice role="status" {
                    (visitor.say().t(if answer.is_accepted() { "webhook-test-accepted" } else { "webhook-test-failed" }))
                    " " (show::answer(visitor.say(), &answer.to_string()))
                }
            };
            return show::one(&visitor, id, Some(notice), None).await;
        }
        _ => return Err(Problem::not_found()),
    };
    match done.map_err(Problem::from) {
        Ok(()) => Ok(Redirect::to(&there).into_response()),
        Err(problem) => show::one(&visitor, id, None, Some(&problem)).await,
    }
}

fn parsed(id: &str) -> Result<Uuid, Problem> {
    id.parse().map_err(|_| Problem::not_found())
}

/// All of them, and the form for a new one with what was typed.
async fn all(
    visitor: &Visitor,
    done: bool,
    refused: Option<(&Typed, &Problem)>,
) -> Result<Response, Problem> {
    let say = visitor.say();
    let receivers = visitor.app.desk().webhooks().await?;
    let head = visitor.app.engine().journal().head().await.map_err(engine::EngineError::from)?.position;
    let body = html! {
        @if done { p.notice role="status" { (say.t("webhook-done")) } }
        p.lead { (say.t("admin-webhooks-lead")) }
        @if receivers.is_empty() { p.soft { (say.t("webhook-none")) } }
        @else { (show::table(visitor, &receivers, head)) }
        h2 { (say.t("webhook-add")) }
        (form(visitor, refused))
    };
    let status = refused.map_or(StatusCode::OK, |(_, problem)| problem.status());
    Ok(page(visitor, "webhooks", &say.t("admin-webhooks"), status, &body))
}

fn form(visitor: &Visitor, refused: Option<(&Typed, &Problem)>) -> Markup {
    let say = visitor.say();
    let typed = |name: &str| refused.and_then(|(typed, _)| typed.get(name).map(str::to_owned));
    html! {
        @if let Some((_, problem)) = refused { (problem_box(visitor, problem)) }
        form.narrow method="post" action=(visitor.to("/admin/webhooks")) {
            (csrf(visitor))
            label for="webhook-url" { (say.t("webhook-url")) }
            input #webhook-url type="url" name="url" required maxlength="2000" autocomplete="off"
                placeholder="https://" value=[typed("url")];
            p.small.soft { (say.t("webhook-wants-about")) }
            @for field in ["territory", "authority", "initiative", "types"] {
                label for={ "webhook-" (field) } { (say.t(&format!("webhook-{field}"))) " " (say.t("admin-optional")) }
                input id={ "webhook-" (field) } name=(field) autocomplete="off" value=[typed(field)];
            }
            label for="webhook-after" { (say.t("webhook-after")) " " (say.t("admin-optional")) }
            input #webhook-after name="after" inputmode="numeric" autocomplete="off" value=[typed("after")];
            p.small.soft { (say.t("webhook-after-about")) }
            button { (say.t("webhook-add")) }
        }
    }
}

/// The secret, which no other page shows.
fn shown_once(visitor: &Visitor, registered: &Registered) -> Result<Response, Problem> {
    let say = visitor.say();
    let body = html! {
        div.notice role="status" {
            p { strong { (say.t("webhook-secret-once")) } }
            p { code { (registered.secret) } }
        }
        p { (say.t("webhook-secret-about")) }
        p { a.button href=(visitor.to(&format!("/admin/webhooks/{}", registered.id))) { (say.t("webhook-to-it")) } }
    };
    Ok(page(visitor, "webhooks", &say.t("webhook-secret"), StatusCode::OK, &body))
}
