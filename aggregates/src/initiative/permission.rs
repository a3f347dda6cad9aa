//! Who may take which step, and on which date it may be dated.

use jiff::civil::Date;

use super::apply::Initiative;
use super::command::Command;
use super::decide::Rules;
use super::refusal::Refusal;
use super::turn::{Turn, authority_id};
use crate::actor::{Actor, By, local_date};
use crate::ids::{AuthorityId, OfficialId};
use crate::official::Role;
use crate::procedure::{Doer, Step};

impl Initiative {
    /// Opens a turn if the step exists from here and the actor may take it.
    pub(super) fn turn<'a>(
        &self,
        step: Step,
        rules: &'a Rules,
        command: &Command,
    ) -> Result<Turn<'a>, Refusal> {
        let stage = self.stage.name().ok_or(Refusal::NoSuchInitiative)?;
        if !rules.procedure.allows(step, stage) {
            return Err(Refusal::WrongStage { event: step.as_str(), stage });
        }
        let mut refusal = Refusal::WrongRole { needed: "nobody" };
        for doer in rules.procedure.doers(step, stage) {
            match self.permit(*doer, command) {
                Ok(by) => {
                    let done_on = self.date_of(rules, command)?;
                    return Ok(Turn::new(self, rules, command.order.at, by, done_on));
                }
                Err(why) => refusal = worse(refusal, why),
            }
        }
        Err(refusal)
    }

    fn permit(&self, doer: Doer, command: &Command) -> Result<Actor, Refusal> {
        match doer {
            Doer::Author => self.permit_author(command),
            Doer::Resident => self.permit_resident(command),
            Doer::Clerk => self.permit_official(command, Role::Clerk, "a clerk of the authority that has it"),
            Doer::Head => self.permit_official(command, Role::Head, "the head of the authority that has it"),
            Doer::HeadAbove => self.permit_official(command, Role::Head, "the head of the authority above"),
            Doer::ExecutorOfficer => {
                self.permit_official(command, Role::Officer, "an officer of the executor")
            }
            Doer::ExecutorHead => self.permit_official(command, Role::Head, "the head of the executor"),
            Doer::OtherAuthority => {
                let (official, authority, by) =
                    self.acting(command, "an official of the authority concerned")?;
                if official.may_act_as(Role::Clerk, local_date(command.order.at, authority.utc_offset())) {
                    Ok(by)
                } else {
                    Err(Refusal::WrongRole { needed: "an official of the authority concerned" })
                }
            }
            Doer::Administrator => {
                if command.order.by.holds(Role::Administrator, command.order.at) {
                    Ok(actor(command)?)
                } else {
                    Err(Refusal::WrongRole { needed: "an administrator" })
                }
            }
            Doer::Engine => match command.order.by {
                By::Engine => Ok(Actor::Engine),
                By::Official { .. } | By::Participant(_) | By::Installation => {
                    Err(Refusal::WrongRole { needed: "the engine's clock" })
                }
            },
        }
    }

    fn permit_resident(&self, command: &Command) -> Result<Actor, Refusal> {
        let participant = command.order.by.participant().ok_or(Refusal::NotVerified)?;
        if !participant.is_verified() || participant.is_erased() {
            return Err(Refusal::NotVerified);
        }
        actor(command)
    }

    fn permit_author(&self, command: &Command) -> Result<Actor, Refusal> {
        let participant = command.order.by.participant().ok_or(Refusal::NotTheAuthor)?;
        let author = self.author.ok_or(Refusal::NotTheAuthor)?;
        let id = participant.id.parse().map_err(|_| Refusal::NotAvailable { what: "participant" })?;
        let represents = || {
            command
                .around
                .author
                .as_ref()
                .is_some_and(|seen| seen.id == author.to_string() && seen.is_represented_by(id))
        };
        if id == author || represents() { Ok(Actor::Participant(id)) } else { Err(Refusal::NotTheAuthor) }
    }

    fn permit_official(&self, command: &Command, role: Role, needed: &'static str) -> Result<Actor, Refusal> {
        let (official, authority, by) = self.acting(command, needed)?;
        let custody = self.custody.as_ref().ok_or(Refusal::WrongRole { needed })?;
        if authority.id != custody.authority.as_str() {
            return Err(Refusal::HeldByAnother { authority: custody.authority.clone() });
        }
        if !official.may_act_as(role, local_date(command.order.at, authority.utc_offset())) {
            return Err(Refusal::WrongRole { needed });
        }
        Ok(by)
    }

    /// The official who acts, unless it is his own initiative.
    fn acting<'c>(
        &self,
        command: &'c Command,
        needed: &'static str,
    ) -> Result<
        (
            &'c crate::seen::Seen<crate::official::Official>,
            &'c crate::seen::Seen<crate::authority::Authority>,
            Actor,
        ),
        Refusal,
    > {
        let (official, authority) = command.order.by.official().ok_or(Refusal::WrongRole { needed })?;
        if official.authority().map(AuthorityId::as_str) != Some(authority.id.as_str()) {
            return Err(Refusal::WrongRole { needed });
        }
        if self.author.is_some() && official.participant() == self.author {
            return Err(Refusal::OwnInitiative);
        }
        Ok((official, authority, actor(command)?))
    }

    /// The date of the step: on the document for officials, who may not date it
    /// into the future, before the preceding step, or further back than the
    /// procedure allows; the local date for everybody else.
    pub(super) fn date_of(&self, rules: &Rules, command: &Command) -> Result<Date, Refusal> {
        let offset = match command.order.by.official() {
            Some((_, authority)) => authority.utc_offset(),
            None => self.home_offset(),
        };
        let today = local_date(command.order.at, offset);
        let Some(done_on) = command.done_on.filter(|_| command.order.by.official().is_some()) else {
            return Ok(today);
        };
        let preceding = self.last_done_on.min(today);
        let earliest = rules.calendar.add_working_days(today, -i32::from(rules.procedure.done_on_back()));
        if done_on > today {
            Err(Refusal::DoneInFuture { done_on })
        } else if done_on < preceding {
            Err(Refusal::DoneBeforePreceding { done_on, preceding })
        } else if done_on < earliest {
            Err(Refusal::DoneTooLongAgo { done_on, earliest })
        } else {
            Ok(done_on)
        }
    }
}

/// Who acts, as the event will say it.
pub(super) fn actor(command: &Command) -> Result<Actor, Refusal> {
    match &command.order.by {
        By::Official { official, authority } => Ok(Actor::Official {
            official: official
                .id
                .parse::<OfficialId>()
                .map_err(|_| Refusal::NotAvailable { what: "official" })?,
            authority: authority_id(authority)?,
        }),
        By::Participant(participant) => participant
            .id
            .parse()
            .map(Actor::Participant)
            .map_err(|_| Refusal::NotAvailable { what: "participant" }),
        By::Engine => Ok(Actor::Engine),
        By::Installation => Ok(Actor::Installation),
    }
}

/// Of two refusals, the one that tells the person more.
fn worse(one: Refusal, other: Refusal) -> Refusal {
    let tells_more =
        |refusal: &Refusal| !matches!(refusal, Refusal::WrongRole { .. } | Refusal::NotTheAuthor);
    match (&one, &other) {
        (Refusal::WrongRole { needed: "nobody" }, _) => other,
        _ if tells_more(&other) && !tells_more(&one) => other,
        _ => one,
    }
}
