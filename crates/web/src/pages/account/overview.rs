//! `GET /account`: who I am, what I may do and why, and what I can change.

use axum::response::Response;
use maud::{Markup, html};
use projections::directory::Participant;
use serde::Deserialize;

use super::{contacts, language, password, rights};
use crate::asked::Asked;
use crate::layout::Page;
use crate::pages::submission::places;
use crate::posted::Typed;
use crate::problem::Problem;
use crate::visitor::{Office, Visitor};

/// What was just done, to say so.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Done {
    #[serde(default)]
    done: Option<String>,
}

/// What was not changed, and why.
pub(super) enum Wrong<'w> {
    /// With what was typed.
    Contacts(&'w Typed, &'w Problem),
    Password(&'w Problem),
}

impl Wrong<'_> {
    const fn problem(&self) -> &Problem {
        match self {
            Self::Contacts(_, problem) | Self::Password(problem) => problem,
        }
    }
}

/// The page.
pub(super) async fn show(visitor: Visitor, Asked(Done { done }): Asked<Done>) -> Result<Response, Problem> {
    page(&visitor, None, done.as_deref()).await
}

/// The page, with what was not changed and why, or with what was done.
///
/// # Errors
///
/// If nobody is signed in, or a view or the desk cannot be read.
pub(super) async fn page(
    visitor: &Visitor,
    wrong: Option<&Wrong<'_>>,
    done: Option<&str>,
) -> Result<Response, Problem> {
    let signed = visitor.signed()?;
    let say = visitor.say();
    let linked = visitor.app.desk().has_provider(signed.account.id).await?;
    let residence = match signed.participant.as_ref().and_then(|it| it.residence.as_ref()) {
        Some(home) => places::named(visitor, home).await?.map(|path| places::in_words(&path)),
        None => None,
    };
    let provider = visitor.app.settings().openid.as_ref();
    let body = html! {
        h1 { (say.t("account")) }
        @if let Some(what @ ("contacts" | "language")) = done {
            p.notice role="status" { (say.t(&format!("{what}-changed"))) }
        }
        dl.facts {
            @if let Some(login) = &signed.account.login { dt { (say.t("field-login")) } dd { (login) } }
            @if let Some(participant) = &signed.participant { (facts(visitor, participant, residence.as_deref())) }
            @if let Some(office) = &signed.office { (offices(visitor, office)) }
        }
        h2 { (say.t("rights-title")) }
        (rights::list(visitor, signed))
        @if let Some(participant) = signed.participant.as_ref().filter(|it| it.method.is_none()) {
            h2 #verification { (say.t("how-to-be-verified")) }
            @if let Some(provider) = provider.filter(|_| participant.kind.is_human()) {
                p { (say.t("verify-by-provider")) }
                p { a.button href=(visitor.to("/sign-in/openid")) {
                    (say.with("sign-in-openid", &[("name", provider.name.clone().into())])) } }
            }
            p { (say.t(if participant.kind.is_human() { "verify-by-clerk" } else { "verify-body-by-clerk" })) }
            p { (say.t("verify-number")) " " code { (participant.id) } }
        }
        h2 { (say.t("account-settings")) }
        @if let Some(provider) = provider.filter(|_| signed.participant.is_some()) {
            p {
                @if linked { (say.with("openid-linked", &[("name", provider.name.clone().into())])) }
                @else {
                    a href=(visitor.to("/sign-in/openid")) {
                        (say.with("openid-link", &[("name", provider.name.clone().into())])) }
                }
            }
        }
        (language::form(visitor, language::of(visitor, &signed.account).await?))
        p { a href=(visitor.to("/account/tokens")) { (say.t("tokens-title")) } }
        @if signed.participant.is_some() {
            @let refused = match wrong {
                Some(Wrong::Contacts(typed, problem)) => Some((*typed, *problem)),
                Some(Wrong::Password(_)) | None => None,
            };
            (contacts::form(visitor, refused))
        }
        @if signed.account.password.is_some() {
            @let problem = match wrong {
                Some(Wrong::Password(problem)) => Some(*problem),
                Some(Wrong::Contacts(..)) | None => None,
            };
            (password::form(visitor, problem))
        }
        p { a href=(visitor.to("/account/close")) { (say.t("close-title")) } }
    };
    let status = wrong.map_or(axum::http::StatusCode::OK, |wrong| wrong.problem().status());
    Ok(Page::new(visitor, "", say.t("account")).status(status).show(None, body))
}

fn facts(visitor: &Visitor, participant: &Participant, residence: Option<&str>) -> Markup {
    let say = visitor.say();
    html! {
        dt { (say.t("account-kind")) } dd { (say.t(rights::kind_key(&participant.kind))) }
        @if let Some(name) = &participant.name { dt { (say.t("field-name")) } dd { (name) } }
        dt { (say.t("account-verified")) }
        dd {
            @match (participant.method, participant.verified_on) {
                (Some(method), Some(on)) => { (say.t(rights::method_key(method))) ", " (say.date(on)) }
                (_, _) => (say.t("not-verified")),
            }
        }
        @if let Some(residence) = residence { dt { (say.t("account-residence")) } dd { (residence) } }
    }
}

fn offices(visitor: &Visitor, office: &Office) -> Markup {
    let say = visitor.say();
    html! {
        dt { (say.t("account-official")) }
        dd { (office.official.name.as_deref().unwrap_or_default()) ", " (office.authority.name.as_deref().unwrap_or_default()) }
        @for held in &office.official.roles {
            dt { (say.t(&format!("role-{}", held.role.as_str()))) }
            dd {
                (say.with("held-from", &[("date", say.date(held.from).into())]))
                @match held.until {
                    Some(until) => { " " (say.with("held-until", &[("date", say.date(until).into())])) }
                    None => { " " (say.t("held-on")) }
                }
                @if !held.covers(office.today) { " " span.tag { (say.t("held-not-today")) } }
            }
        }
    }
}
