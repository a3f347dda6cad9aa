//! `GET`, `POST /sign-up`: an account for a resident, an organisation, a TOS body or a
//! village head. Officials get theirs from an administrator.

use aggregates::ids::{ParticipantId, TerritoryId};
use aggregates::kept::Typed as Words;
use aggregates::participant::{Action, ParticipantKind};
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use desk::NewAccount;
use engine::{Caller, Intent};
use maud::{Markup, html};
use projections::directory::FoundTerritory;
use serde::Deserialize;

use super::sign_in::{self, Next};
use crate::acting::{Terms, act};
use crate::layout::{self, Page};
use crate::pages::submission::places;
use crate::password as passwords;
use crate::posted::Posted;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// What is filled in. A password is never shown again.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    #[serde(default)]
    then: Option<String>,
    #[serde(default)]
    kind: Kind,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    place: Option<String>,
    #[serde(default)]
    home: Option<TerritoryId>,
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: Option<String>,
}

/// For whom it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    #[default]
    Person,
    Organisation,
    TosBody,
    VillageHead,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Person, Self::Organisation, Self::TosBody, Self::VillageHead];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::TosBody => "tos_body",
            Self::VillageHead => "village_head",
        }
    }

    fn is_body(self) -> bool {
        matches!(self, Self::Organisation | Self::TosBody)
    }
}

/// The form.
pub(super) async fn show(visitor: Visitor, Query(Next { next }): Query<Next>) -> Result<Response, Problem> {
    if visitor.signed.is_some() {
        return Ok(Redirect::to(&visitor.to("/account")).into_response());
    }
    let visitor = visitor.tied();
    page(&visitor, &Form { next, ..Form::default() }, None).await
}

/// Makes the account and signs in.
pub(super) async fn make(posted: Posted<Form>) -> Result<Response, Problem> {
    let Posted { visitor, fields: form, .. } = posted;
    if form.then.as_deref() == Some("find") {
        return page(&visitor, &form, None).await;
    }
    let (kind, name) = match participant(&form) {
        Ok(participant) => participant,
        Err(problem) => return page(&visitor, &form, Some(&problem)).await,
    };
    let app = &visitor.app;
    let hash = {
        let (password, entropy) = (form.password.clone(), app.engine().entropy().clone());
        tokio::task::spawn_blocking(move || passwords::hash(&password, &entropy)).await
    };
    let hash = hash.map_err(|error| Problem::failed(&error, "password_unhashed"))?;
    let person = ParticipantId(app.engine().entropy().uuid_v4());
    let new = NewAccount {
        login: Some(form.login.clone()),
        password: Some(hash),
        participant: Some(person),
        ..NewAccount::default()
    };
    let account = app.engine().entropy().uuid_v4();
    let account = match app.desk().open_account(account, new, app.engine().now()).await {
        Ok(account) => account,
        Err(error) => {
            let problem = Problem::from(error);
            if problem.status >= 500 {
                return Err(problem);
            }
            return page(&visitor, &form, Some(&problem)).await;
        }
    };
    let what = Intent::Participant {
        id: Some(person),
        namesake: 0,
        action: Action::Register { kind, name: name.map(Words) },
    };
    if let Err(problem) = act(app, Caller::Participant(person), what, Terms::default()).await {
        app.desk().close_account(account.id).await?;
        if problem.status >= 500 {
            return Err(problem);
        }
        return page(&visitor, &form, Some(&problem)).await;
    }
    let next = form.next.clone().unwrap_or_else(|| visitor.to("/account"));
    sign_in::begin(&visitor, account, Some(&next)).await
}

/// Whom the form describes, or what is wrong with it.
fn participant(form: &Form) -> Result<(ParticipantKind, Option<String>), Problem> {
    let login = form.login.trim();
    let fits = (3..=64).contains(&login.chars().count()) && !login.contains(char::is_whitespace);
    if !fits {
        return Err(Problem::field("login", "login_unfit", "a login has 3 to 64 characters, without spaces"));
    }
    if let Some(code) = passwords::weakness(&form.password, login) {
        return Err(Problem::field("password", code, "this password is too easy to guess, or too long"));
    }
    let name = form.name.clone().filter(|_| form.kind.is_body());
    if form.kind.is_body() && name.is_none() {
        return Err(Problem::field("name", "name_missing", "an organisation or TOS body has a name"));
    }
    let kind = match (form.kind, form.home.clone()) {
        (Kind::Person, _) => ParticipantKind::Person,
        (Kind::VillageHead, _) => ParticipantKind::VillageHead,
        (Kind::Organisation, _) => ParticipantKind::Organisation,
        (Kind::TosBody, Some(territory)) => ParticipantKind::TosBody { territory },
        (Kind::TosBody, None) => {
            return Err(Problem::field("home", "territory_missing", "choose the territory of the TOS body"));
        }
    };
    Ok((kind, name))
}

async fn page(visitor: &Visitor, form: &Form, problem: Option<&Problem>) -> Result<Response, Problem> {
    let say = visitor.say();
    let found: Vec<FoundTerritory> = match form.place.as_deref().filter(|_| form.then.is_some()) {
        Some(place) => places::find(visitor, place).await?,
        None => Vec::new(),
    };
    let chosen = match &form.home {
        Some(home) => places::named(visitor, home).await?,
        None => None,
    };
    let looked_for = form.place.as_deref().filter(|_| form.then.is_some());
    let wrong = |field: &str| (problem.and_then(|it| it.field.as_deref()) == Some(field)).then_some("true");
    let bodies_open = form.kind.is_body() || form.then.is_some();
    let body = html! {
        h1 { (say.t("sign-up")) }
        p { (say.t("sign-up-explained")) }
        @if let Some(openid) = &visitor.app.settings().openid {
            p { a.button href=(visitor.to("/sign-in/openid")) { (say.with("sign-in-openid", &[("name", openid.name.clone().into())])) } }
        }
        @if let Some(problem) = problem { (layout::problem_box(visitor, problem)) }
        form method="post" action=(visitor.to("/sign-up")) {
            (layout::csrf(visitor))
            @if let Some(next) = &form.next { input type="hidden" name="next" value=(next); }
            // What Enter presses: the first button of the form.
            button.offscreen name="then" value="make" tabindex="-1" aria-hidden="true" { (say.t("sign-up")) }
            label for="login" { (say.t("field-login")) }
            p.hint #login-hint { (say.t("login-hint")) }
            input #login name="login" value=(form.login) required autocomplete="username" autocapitalize="none"
                aria-describedby="login-hint" aria-invalid=[wrong("login")];
            label for="password" { (say.t("field-password")) }
            p.hint #password-hint { (say.t("password-hint")) }
            input #password name="password" type="password" minlength=(passwords::SHORTEST)
                autocomplete="new-password" aria-describedby="password-hint" aria-invalid=[wrong("password")];
            (kinds(visitor, form))
            details open[bodies_open] {
                summary { (say.t("sign-up-body")) }
                label for="name" { (say.t("field-name")) }
                input #name name="name" maxlength="300" value=(form.name.as_deref().unwrap_or_default())
                    aria-invalid=[wrong("name")];
                (places::inputs(visitor, chosen.as_ref(), looked_for, &found))
            }
            button name="then" value="make" { (say.t("sign-up")) }
        }
        p { (say.t("sign-up-officials")) }
    };
    let status = problem.map_or(StatusCode::OK, Problem::status);
    Ok(Page::new(visitor, "", say.t("sign-up")).status(status).has_form().show(None, body))
}

fn kinds(visitor: &Visitor, form: &Form) -> Markup {
    let say = visitor.say();
    html! {
        fieldset {
            legend { (say.t("sign-up-kind")) }
            @for kind in Kind::ALL {
                p.check {
                    input id={ "kind-" (kind.as_str()) } type="radio" name="kind" value=(kind.as_str())
                        checked[form.kind == kind];
                    " " label for={ "kind-" (kind.as_str()) } {
                        (say.t(&format!("participant-{}", kind.as_str().replace('_', "-"))))
                    }
                }
            }
        }
    }
}
