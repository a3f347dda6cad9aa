//! `GET /account`: who I am, what I may do and why, and what I can change.

use axum::response::Response;
use maud::{Markup, html};
use projections::directory::Participant;

use super::{password, rights};
use crate::layout::Page;
use crate::pages::submission::places;
use crate::problem::Problem;
use crate::visitor::{Office, Visitor};

/// The page.
pub(super) async fn show(visitor: Visitor) -> Result<Response, Problem> {
    page(&visitor, None).await
}

/// The page, with why the password was not changed.
///
/// # Errors
///
/// If nobody is signed in, or a view or the desk cannot be read.
pub(super) async fn page(visitor: &Visitor, problem: Option<&Problem>) -> Result<Response, Problem> {
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
        p { a href=(visitor.to("/account/tokens")) { (say.t("tokens-title")) } }
        @if signed.account.password.is_some() { (password::form(visitor, problem)) }
        p { a href=(visitor.to("/account/close")) { (say.t("close-title")) } }
    };
    let status = problem.map_or(axum::http::StatusCode::OK, Problem::status);
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
