//! Who is known already: by name and birth date through the blind index, and by nothing
//! else. What is sealed stays sealed.

use aggregates::ids::{ParticipantId, TerritoryId};
use aggregates::kept::{Private, Typed};
use aggregates::participant::{Action, Identity, Method, ParticipantKind};
use engine::{Caller, EngineError, Intent, Request};
use jiff::civil::Date;
use uuid::Uuid;

use super::derived;
use crate::acting::{Terms, act};
use crate::app::App;
use crate::problem::Problem;

/// Whoever holds an identity, in the order of the namesakes' numbers: the first is 0.
///
/// # Errors
///
/// If the vault cannot be read.
pub(super) async fn holders(app: &App, identity: &Identity) -> Result<Vec<ParticipantId>, Problem> {
    let vault = app.engine().vault();
    let mut holders = Vec::new();
    for namesake in 0..u16::MAX {
        let key = vault.identity_key(identity, namesake);
        match vault.participant_by_identity(key).await.map_err(EngineError::Vault)? {
            Some(holder) => holders.push(holder),
            None => break,
        }
    }
    Ok(holders)
}

/// Somebody to be registered and verified by the document that a clerk saw.
pub(super) struct Newcomer {
    pub(super) kind: ParticipantKind,
    /// The public name of an organisation or TOS body.
    pub(super) name: Option<String>,
    /// Who it is, for a person.
    pub(super) identity: Option<Identity>,
    /// How many others of that name and birth date there are.
    pub(super) namesake: u16,
    pub(super) residence: TerritoryId,
    pub(super) seen_on: Date,
}

impl Newcomer {
    /// The two requests that make him known, under ids that follow from his.
    pub(super) fn requests(self, by: Caller, id: ParticipantId) -> [Request; 2] {
        let Self { kind, name, identity, namesake, residence, seen_on } = self;
        let register = Action::Register { kind, name: name.map(Typed) };
        let verify = Action::Verify {
            method: Method::DocumentSeenByClerk,
            on: seen_on,
            identity: identity.map(Private),
            residence,
        };
        [("register", 0, register), ("verify", namesake, verify)].map(|(step, namesake, action)| {
            let what = Intent::Participant { id: Some(id), namesake, action };
            Request { command_id: Some(derived(id.0, &[step])), ..Request::new(by, what) }
        })
    }
}

/// Registers and verifies somebody; a second time changes nothing.
///
/// # Errors
///
/// If the engine says no.
pub(super) async fn register(
    app: &App,
    by: Caller,
    id: ParticipantId,
    newcomer: Newcomer,
) -> Result<(), Problem> {
    for request in newcomer.requests(by, id) {
        let terms = Terms { command_id: request.command_id, ..Terms::default() };
        act(app, request.by, request.what, terms).await?;
    }
    Ok(())
}

/// Seals how to reach somebody, if anything was given. What was there before goes.
///
/// # Errors
///
/// If the engine says no.
pub(super) async fn contact(
    app: &App,
    by: Caller,
    id: ParticipantId,
    phone: Option<String>,
    email: Option<String>,
    command: Option<Uuid>,
) -> Result<(), Problem> {
    if phone.is_none() && email.is_none() {
        return Ok(());
    }
    let action = Action::SetContact { phone: phone.map(Private), email: email.map(Private) };
    let what = Intent::Participant { id: Some(id), namesake: 0, action };
    let command_id = command.map(|command| derived(command, &["contact", &id.to_string()]));
    act(app, by, what, Terms { command_id, ..Terms::default() }).await.map(drop)
}
