//! `POST /account/contacts`: how an office may reach a resident. What is kept is sealed, so
//! the form shows nothing of it and replaces all of it.

use aggregates::kept::Private;
use aggregates::participant::Action;
use axum::response::{IntoResponse, Redirect, Response};
use engine::Intent;
use maud::{Markup, html};
use serde::Deserialize;

use super::overview::{self, Wrong};
use crate::acting::{Terms, act};
use crate::layout;
use crate::posted::{Posted, Typed};
use crate::problem::Problem;
use crate::visitor::Visitor;

/// What is typed; what is left empty is removed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    #[serde(default)]
    phone: Option<String>,
    #[serde(default)]
    email: Option<String>,
}

/// The form on the page of the account, with what was typed and why it was not taken.
pub(super) fn form(visitor: &Visitor, refused: Option<(&Typed, &Problem)>) -> Markup {
    let say = visitor.say();
    let typed = |name: &str| refused.and_then(|(typed, _)| typed.get(name)).map(str::to_owned);
    html! {
        details open[refused.is_some()] {
            summary { (say.t("contacts-change")) }
            @if let Some((_, problem)) = refused { (layout::problem_box(visitor, problem)) }
            form.narrow method="post" action=(visitor.to("/account/contacts")) {
                (layout::once(visitor, None))
                p.hint #contacts-hint { (say.t("contacts-hint")) }
                label for="contact-phone" { (say.t("contact-phone")) }
                input #contact-phone name="phone" type="tel" maxlength="40" autocomplete="tel"
                    value=[typed("phone")] aria-describedby="contacts-hint";
                label for="contact-email" { (say.t("contact-email")) }
                input #contact-email name="email" type="email" maxlength="200" autocomplete="email"
                    value=[typed("email")] aria-describedby="contacts-hint";
                p { button { (say.t("contacts-change")) } }
            }
        }
    }
}

/// Sets them.
pub(super) async fn set(posted: Posted<Form>) -> Result<Response, Problem> {
    let Posted { visitor, fields: Form { phone, email }, typed, command_id, .. } = posted;
    let me = visitor.participant()?.id;
    let action = Action::SetContact { phone: phone.map(Private), email: email.map(Private) };
    let what = Intent::Participant { id: Some(me), namesake: 0, action };
    let terms = Terms { command_id, ..Terms::default() };
    match act(&visitor.app, visitor.as_participant()?, what, terms).await {
        Ok(_) => Ok(Redirect::to(&visitor.to("/account?done=contacts")).into_response()),
        Err(problem) => overview::page(&visitor, Some(&Wrong::Contacts(&typed, &problem)), None).await,
    }
}
