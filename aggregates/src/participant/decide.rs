//! Who may do what for a participant.

use jiff::Timestamp;
use jiff::civil::Date;

use super::command::{Action, Command, Refusal, Retention};
use super::{Method, Participant, ParticipantEvent, ParticipantKind, Verification};
use crate::actor::{By, Order, local_date};
use crate::ids::{ParticipantId, TerritoryId};
use crate::initiative::fields::Basis;
use crate::official::{Role, acts_as};
use crate::seen::Seen;
use crate::territory::{self, Territory};

impl Participant {
    /// Turns a command into events, or says why not.
    pub fn decide(&self, command: Command) -> Result<Vec<ParticipantEvent>, Refusal> {
        let Command { id, order: Order { at, by, action }, age, residence: path, representative, retention } =
            command;
        if !matches!(action, Action::Register { .. }) {
            self.still_there()?;
        }
        let event = match action {
            Action::Register { kind, name } => {
                allowed(is_self(&by, id) || is_office(&by, at))?;
                if self.exists() {
                    return Err(Refusal::AlreadyRegistered);
                }
                if kind.is_human() && name.is_some() {
                    return Err(Refusal::NameIsPrivate);
                }
                ParticipantEvent::ParticipantRegistered { id, kind, name }
            }
            Action::Verify { method, on, identity, residence } => {
                let method = verified_by(&by, at, method)?;
                if self.verified.is_some_and(|before| before.method() != Method::Imported) {
                    return Err(Refusal::AlreadyVerified);
                }
                not_after(on, today(&by, &path, at))?;
                match (self.is_human(), identity.is_some() && age.is_some()) {
                    (true, false) => return Err(Refusal::IdentityMissing),
                    (false, true) => return Err(Refusal::IdentityOfABody),
                    (true, true) | (false, false) => {}
                }
                let residence_path = self.can_live(&residence, &path, on)?;
                ParticipantEvent::ParticipantVerified { method, on, identity, age, residence, residence_path }
            }
            Action::ChangeResidence { residence, on } => {
                allowed(is_office(&by, at))?;
                if !self.is_verified() {
                    return Err(Refusal::NotVerified);
                }
                not_after(on, today(&by, &path, at))?;
                let residence_path = self.can_live(&residence, &path, on)?;
                if residence_path == self.residence_path {
                    return Err(Refusal::NothingChanges);
                }
                ParticipantEvent::ResidenceChanged { residence, residence_path, on }
            }
            Action::SetContact { phone, email } => {
                allowed(is_self(&by, id) || is_office(&by, at))?;
                ParticipantEvent::ContactSet { phone, email }
            }
            Action::AddRepresentative { participant } => {
                allowed(self.is_represented_by_actor(&by) || is_office(&by, at))?;
                self.has_representatives()?;
                if self.is_represented_by(participant) {
                    return Err(Refusal::NothingChanges);
                }
                let fit = representative.is_some_and(|person| {
                    person.state.id() == Some(participant) && person.is_human() && person.is_verified()
                });
                if !fit {
                    return Err(Refusal::UnfitRepresentative);
                }
                ParticipantEvent::RepresentativeAdded { participant }
            }
            Action::RemoveRepresentative { participant } => {
                allowed(self.is_represented_by_actor(&by) || is_office(&by, at))?;
                self.has_representatives()?;
                if !self.is_represented_by(participant) {
                    return Err(Refusal::NothingChanges);
                }
                ParticipantEvent::RepresentativeRemoved { participant }
            }
            Action::ErasePersonalData { basis, on } => {
                allowed(is_self(&by, id) || matches!(by, By::Engine) || by.holds(Role::Administrator, at))?;
                not_after(on, today(&by, &path, at))?;
                may_go(basis, retention, on)?;
                ParticipantEvent::PersonalDataErased { basis, on }
            }
        };
        Ok(vec![event])
    }

    fn still_there(&self) -> Result<(), Refusal> {
        if !self.exists() {
            Err(Refusal::NoSuchParticipant)
        } else if self.erased {
            Err(Refusal::Erased)
        } else {
            Ok(())
        }
    }

    fn can_live(
        &self,
        residence: &TerritoryId,
        path: &[Seen<Territory>],
        on: Date,
    ) -> Result<Vec<TerritoryId>, Refusal> {
        let path = territory::path(path, on)
            .filter(|path| path.first() == Some(residence))
            .ok_or_else(|| Refusal::NoSuchResidence(residence.clone()))?;
        match &self.kind {
            Some(ParticipantKind::TosBody { territory }) if territory != residence => {
                Err(Refusal::TosElsewhere)
            }
            Some(
                ParticipantKind::TosBody { .. }
                | ParticipantKind::Person
                | ParticipantKind::Organisation
                | ParticipantKind::VillageHead,
            )
            | None => Ok(path),
        }
    }

    fn has_representatives(&self) -> Result<(), Refusal> {
        if self.is_human() { Err(Refusal::HasNoRepresentatives) } else { Ok(()) }
    }

    fn is_represented_by_actor(&self, by: &By) -> bool {
        by.participant().and_then(|actor| actor.state.id()).is_some_and(|actor| self.is_represented_by(actor))
    }
}

fn allowed(yes: bool) -> Result<(), Refusal> {
    if yes { Ok(()) } else { Err(Refusal::NotAllowed) }
}

/// The stream decides who somebody is: he may not be registered yet.
fn is_self(by: &By, id: ParticipantId) -> bool {
    by.participant().is_some_and(|actor| actor.id == id.to_string())
}

fn is_office(by: &By, at: Timestamp) -> bool {
    match by {
        By::Official { .. } => acts_as(by, Role::Clerk, at),
        By::Engine | By::Installation => true,
        By::Participant(_) => false,
    }
}

/// Claims come through the engine, documents through a clerk, records through the installation.
fn verified_by(by: &By, at: Timestamp, method: Method) -> Result<Verification, Refusal> {
    match (method, by) {
        (Method::Oidc, By::Engine) => Ok(Verification::Oidc),
        (Method::DocumentSeenByClerk, By::Official { official, .. }) if acts_as(by, Role::Clerk, at) => {
            official
                .state
                .id()
                .map(|official| Verification::DocumentSeenByClerk { official })
                .ok_or(Refusal::NotAllowed)
        }
        (Method::Imported, By::Installation) => Ok(Verification::Imported),
        (
            Method::Oidc | Method::DocumentSeenByClerk | Method::Imported,
            By::Engine | By::Official { .. } | By::Installation | By::Participant(_),
        ) => Err(Refusal::NotAllowed),
    }
}

/// The date where the actor sits, where the participant lives, or in Moscow.
fn today(by: &By, path: &[Seen<Territory>], at: Timestamp) -> Date {
    let offset = match (by.official(), path.first()) {
        (Some((_, authority)), _) => authority.utc_offset(),
        (None, Some(territory)) => territory.utc_offset(),
        (None, None) => calendar::UtcOffset::moscow(),
    };
    local_date(at, offset)
}

fn not_after(on: Date, today: Date) -> Result<(), Refusal> {
    if on > today { Err(Refusal::InTheFuture { on }) } else { Ok(()) }
}

/// A court's order and unlawful processing do not wait for a case to end.
fn may_go(basis: Basis, retention: Retention, on: Date) -> Result<(), Refusal> {
    match basis {
        Basis::CourtOrder | Basis::UnlawfulProcessing => Ok(()),
        Basis::RetentionOver | Basis::ConsentWithdrawn => match retention {
            Retention { open_cases: 0, retained_until: Some(until), .. } if until >= on => {
                Err(Refusal::Retained { until })
            }
            Retention { open_cases: 0, .. } => Ok(()),
            Retention { open_cases, then_years: years, .. } => Err(Refusal::CaseOpen { open_cases, years }),
        },
    }
}
