//! Officials, participants, and whoever asks.

use aggregates::ids::{AuthorityId, OfficialId, ParticipantId};
use aggregates::official::Role;
use desk::Scope;
use projections::directory::{self, Official, Participant};
use serde::Serialize;

use super::authorities::there;
use crate::api::answer::{All, Answer};
use crate::api::call::Call;
use crate::api::row::NoQuery;
use crate::api::shape::shapes;
use crate::problem::Problem;

/// An official, for the public: not which resident he is.
fn open(call: &Call, official: Official) -> Official {
    let visitor = &call.asker.visitor;
    let himself = visitor.office().is_ok_and(|office| office.id() == official.id);
    if himself || visitor.office_as(Role::Administrator).is_ok() || visitor.office_as(Role::Auditor).is_ok() {
        return official;
    }
    Official { participant: None, ..official }
}

/// `GET /api/v1/authorities/{authority}/officials`
pub(in crate::api) async fn officials(call: Call, _: NoQuery) -> Result<Answer<All<Official>>, Problem> {
    let (id, as_of) = (there(&call).await?.id, call.as_of);
    let found = call.read("directory", move |view| directory::officials_of(view, &id, as_of)).await?;
    Ok(All { items: found.into_iter().map(|official| open(&call, official)).collect() }.into())
}

/// `GET /api/v1/officials/{official}`
pub(in crate::api) async fn official(call: Call, _: NoQuery) -> Result<Answer<Official>, Problem> {
    let (id, as_of) = (call.ids.get::<OfficialId>("official")?, call.as_of);
    let found = call.read("directory", move |view| directory::official(view, id, as_of)).await?;
    found.map(|official| open(&call, official).into()).ok_or_else(Problem::not_found)
}

/// `GET /api/v1/participants/{participant}`: for itself, and for offices.
pub(in crate::api) async fn participant(call: Call, _: NoQuery) -> Result<Answer<Participant>, Problem> {
    let (id, as_of) = (call.ids.get::<ParticipantId>("participant")?, call.as_of);
    let visitor = &call.asker.visitor;
    let office = visitor
        .office()
        .is_ok_and(|office| office.works() || office.is(Role::Auditor) || office.is(Role::Administrator));
    if visitor.participant_id() != Some(id) && !office {
        return Err(Problem::not_found());
    }
    let found = call.read("directory", move |view| directory::participant(view, id, as_of)).await?;
    found.map(Answer::from).ok_or_else(Problem::not_found)
}

/// Whoever asks.
#[derive(Serialize)]
pub(in crate::api) struct Me {
    scopes: Vec<&'static str>,
    participant: Option<Participant>,
    official: Option<Official>,
    authority: Option<AuthorityId>,
    roles_today: Vec<&'static str>,
}

shapes! {
    /// Whoever the token stands for.
    Me as "Me" {
        scopes "What the token is good for.", participant "The participant that he is.",
        official "The official that he is.", authority "For whom he acts.",
        roles_today "What he may act as today.",
    }
}

const ROLES: [Role; 5] = [Role::Clerk, Role::Officer, Role::Head, Role::Auditor, Role::Administrator];

/// `GET /api/v1/me`
pub(in crate::api) async fn me(call: Call, _: NoQuery) -> Result<Answer<Me>, Problem> {
    let scopes = Scope::ALL.into_iter().filter(|scope| call.asker.has(*scope)).map(Scope::as_str).collect();
    let signed = call.asker.visitor.signed()?.clone();
    let office = signed.office.as_ref();
    let roles = ROLES.into_iter().filter(|role| office.is_some_and(|office| office.is(*role)));
    Ok(Me {
        scopes,
        roles_today: roles.map(Role::as_str).collect(),
        authority: office.map(|office| office.authority_id().clone()),
        official: office.map(|office| office.official.clone()),
        participant: signed.participant,
    }
    .into())
}
