//! Whom a provider brings: his account, and the participant that he is. The same person is
//! the same participant, by whatever way he was known before.

use aggregates::ids::{ParticipantId, TerritoryId};
use aggregates::kept::Private;
use aggregates::participant::{Action, Identity, Method, ParticipantKind};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use desk::{Account, NewAccount};
use engine::{Caller, EngineError, Intent};
use maud::html;
use serde::Deserialize;

use super::sign_in;
use crate::acting::{Terms, act};
use crate::layout::{self, Page};
use crate::openid::{Asked, Vouched};
use crate::pages::submission::places;
use crate::posted::Posted;
use crate::problem::Problem;
use crate::visitor::{Visitor, signed};

/// Signs in whomever the provider vouches for, and verifies him.
///
/// # Errors
///
/// If he is known as somebody else here, or the stores fail.
pub(super) async fn admit(visitor: &Visitor, who: Vouched, asked: Asked) -> Result<Response, Problem> {
    let desk = visitor.app.desk();
    let known = desk.account_by_provider(&who.issuer, &who.subject).await?;
    let me = visitor.signed.as_ref().map(|signed| &signed.account).filter(|me| asked.link == Some(me.id));
    let account = match (known, me) {
        (Some(known), Some(me)) if known.id != me.id => {
            return Err(Problem::forbidden(
                "openid_linked",
                "another account is linked to this person already",
            ));
        }
        (Some(known), _) => known,
        (None, Some(me)) => {
            let account = settle(visitor, me.clone(), &who).await?;
            desk.link_provider(account.id, &who.issuer, &who.subject).await?;
            return arrive(visitor, account, who, Some(visitor.to("/account"))).await;
        }
        (None, None) => open(visitor, &who).await?,
    };
    let account = settle(visitor, account, &who).await?;
    arrive(visitor, account, who, asked.next).await
}

/// Verifies him if it can be done now; else asks where he lives. Then his session begins.
async fn arrive(
    visitor: &Visitor,
    account: Account,
    who: Vouched,
    next: Option<String>,
) -> Result<Response, Problem> {
    let app = &visitor.app;
    let participant = signed(app, account.clone())?.participant;
    let unverified = participant.filter(|it| it.method.is_none());
    let next = match (unverified, who.identity.clone()) {
        (Some(participant), Some(identity)) => {
            let verified = match who.residence.clone() {
                Some(residence) => verify(visitor, participant.id, identity, residence).await.is_ok(),
                None => false,
            };
            if verified {
                next
            } else {
                app.newcomers().keep(account.id, who, app.engine().now());
                Some(visitor.to("/sign-in/openid/residence"))
            }
        }
        (_, _) => next,
    };
    sign_in::begin(visitor, account, next.as_deref()).await
}

/// The account with the participant that the person is: one known by the same identity
/// takes the place of one that nobody has verified.
async fn settle(visitor: &Visitor, account: Account, who: &Vouched) -> Result<Account, Problem> {
    let app = &visitor.app;
    let Some(identity) = &who.identity else { return Ok(account) };
    let vault = app.engine().vault();
    let known = vault.participant_by_identity(vault.identity_key(identity, 0)).await;
    let known = known.map_err(EngineError::Vault)?;
    let now = signed(app, account.clone())?.participant;
    match (known, now) {
        (Some(known), Some(now)) if known == now.id => Ok(account),
        (_, Some(now)) if now.method.is_some() => Err(Problem::forbidden(
            "openid_other_person",
            "the provider vouches for another person than the one this account was verified as",
        )),
        (Some(known), _) => {
            app.desk().set_participant(account.id, known).await?;
            Ok(Account { participant: Some(known), ..account })
        }
        (None, _) => Ok(account),
    }
}

/// A new account, of a new participant unless the person is known.
async fn open(visitor: &Visitor, who: &Vouched) -> Result<Account, Problem> {
    let app = &visitor.app;
    let engine = app.engine();
    let known = match &who.identity {
        Some(identity) => {
            let vault = engine.vault();
            let known = vault.participant_by_identity(vault.identity_key(identity, 0)).await;
            known.map_err(EngineError::Vault)?
        }
        None => None,
    };
    let participant = match known {
        Some(known) => known,
        None => {
            let new = ParticipantId(engine.entropy().uuid_v4());
            let action = Action::Register { kind: ParticipantKind::Person, name: None };
            let what = Intent::Participant { id: Some(new), namesake: 0, action };
            act(app, Caller::Participant(new), what, Terms::default()).await?;
            new
        }
    };
    let new = NewAccount {
        provider: Some((who.issuer.clone(), who.subject.clone())),
        participant: Some(participant),
        ..NewAccount::default()
    };
    Ok(app.desk().open_account(engine.entropy().uuid_v4(), new, engine.now()).await?)
}

/// Records that the provider vouches for him.
async fn verify(
    visitor: &Visitor,
    participant: ParticipantId,
    identity: Identity,
    residence: TerritoryId,
) -> Result<(), Problem> {
    let app = &visitor.app;
    let on = calendar::local_date(app.engine().now(), calendar::UtcOffset::moscow());
    let action = Action::Verify { method: Method::Oidc, on, identity: Some(Private(identity)), residence };
    let what = Intent::Participant { id: Some(participant), namesake: 0, action };
    // The engine takes claims; that they are the provider's was checked on the way here.
    act(app, Caller::Clock, what, Terms::default()).await.map(drop)
}

/// Where he lives.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    #[serde(default)]
    then: Option<String>,
    #[serde(default)]
    place: Option<String>,
    #[serde(default)]
    home: Option<TerritoryId>,
}

/// `GET /sign-in/openid/residence`: the provider does not say where he lives.
pub(super) async fn ask(visitor: Visitor) -> Result<Response, Problem> {
    visitor.signed()?;
    page(&visitor, &Form::default(), None).await
}

/// `POST`: he says it, once; from then on a clerk changes it.
pub(super) async fn answer(posted: Posted<Form>) -> Result<Response, Problem> {
    let Posted { visitor, fields: form, .. } = posted;
    let account = visitor.signed()?.account.id;
    let participant = visitor.participant()?.id;
    let app = &visitor.app;
    let who = app.newcomers().get(account, app.engine().now());
    let Some(identity) = who.and_then(|who| who.identity) else {
        return Ok(Redirect::to(&visitor.to("/sign-in/openid")).into_response());
    };
    let Some(residence) = form.home.clone().filter(|_| form.then.as_deref() != Some("find")) else {
        return page(&visitor, &form, None).await;
    };
    match verify(&visitor, participant, identity, residence).await {
        Ok(()) => {
            app.newcomers().forget(account);
            Ok(Redirect::to(&visitor.to("/account")).into_response())
        }
        Err(problem) if problem.status < 500 => page(&visitor, &form, Some(&problem)).await,
        Err(problem) => Err(problem),
    }
}

async fn page(visitor: &Visitor, form: &Form, problem: Option<&Problem>) -> Result<Response, Problem> {
    let say = visitor.say();
    let found = match &form.place {
        Some(place) => places::find(visitor, place).await?,
        None => Vec::new(),
    };
    let chosen = match &form.home {
        Some(home) => places::named(visitor, home).await?,
        None => None,
    };
    let body = html! {
        h1 { (say.t("residence-title")) }
        p { (say.t("residence-explained")) }
        @if let Some(problem) = problem { (layout::problem_box(visitor, problem)) }
        form method="post" action=(visitor.to("/sign-in/openid/residence")) {
            (layout::csrf(visitor))
            (places::inputs(visitor, chosen.as_ref(), form.place.as_deref(), &found))
            button name="then" value="answer" { (say.t("residence-send")) }
        }
    };
    let status = problem.map_or(StatusCode::OK, Problem::status);
    Ok(Page::new(visitor, "", say.t("residence-title")).status(status).show(None, body))
}
