//! Who did something, as far as the journal says it.

use aggregates::actor::Actor;
use aggregates::comment::CommentEvent;
use aggregates::ids::{AuthorityId, OfficialId, ParticipantId};
use rusqlite::{Connection, OptionalExtension, Row};
use serde::Serialize;

use crate::record::{Event, Record};
use crate::stored::{Plain, plain, plain_or_none};

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Who {
    /// An official.
    Official {
        /// The person.
        official: OfficialId,
        /// For whom he acted; nothing for an official whom no event has appointed.
        authority: Option<AuthorityId>,
    },
    /// A participant.
    Participant {
        /// The person, organisation or body.
        participant: ParticipantId,
    },
    /// Somebody who supports or assesses: the journal does not say who.
    Resident,
    /// The engine, by a rule of the procedure.
    Clock,
    /// Whoever runs the installation.
    Installation,
}

impl Who {
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::Official { .. } => "official",
            Self::Participant { .. } => "participant",
            Self::Resident => "resident",
            Self::Clock => "clock",
            Self::Installation => "installation",
        }
    }

    pub(super) fn id(&self) -> Option<String> {
        match self {
            Self::Official { official, .. } => Some(official.to_string()),
            Self::Participant { participant } => Some(participant.to_string()),
            Self::Resident | Self::Clock | Self::Installation => None,
        }
    }

    pub(super) fn authority(&self) -> Option<&AuthorityId> {
        match self {
            Self::Official { authority, .. } => authority.as_ref(),
            Self::Participant { .. } | Self::Resident | Self::Clock | Self::Installation => None,
        }
    }

    /// Reads a row of the events; nothing where no actor is known.
    pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Option<Self>> {
        let kind: Option<String> = row.get("actor")?;
        Ok(match kind.as_deref() {
            Some("official") => Some(Self::Official {
                official: plain(row, "actor_id")?,
                authority: plain_or_none(row, "authority")?,
            }),
            Some("participant") => Some(Self::Participant { participant: plain(row, "actor_id")? }),
            Some("resident") => Some(Self::Resident),
            Some("clock") => Some(Self::Clock),
            Some("installation") => Some(Self::Installation),
            Some(_) | None => None,
        })
    }
}

/// Who did it: as the event says, or else as the journal's metadata do.
pub(super) fn who(connection: &Connection, record: &Record) -> rusqlite::Result<Option<Who>> {
    match &record.event {
        Event::Initiative(event) => Ok(Some(of(&event.by))),
        Event::Comment(CommentEvent::CommentWithheld { by, .. }) => Ok(Some(of(by))),
        Event::Comment(CommentEvent::CommentReceived { .. })
        | Event::Support(_)
        | Event::Territory(_)
        | Event::Authority(_)
        | Event::Register(_)
        | Event::Official(_)
        | Event::Participant(_)
        | Event::Assessment(_)
        | Event::Installation(_) => labelled(connection, record.actor.as_deref().unwrap_or_default()),
        Event::Foreign => Ok(None),
    }
}

fn of(actor: &Actor) -> Who {
    match actor {
        Actor::Official { official, authority } => {
            Who::Official { official: *official, authority: Some(authority.clone()) }
        }
        Actor::Participant(participant) => Who::Participant { participant: *participant },
        Actor::Engine => Who::Clock,
        Actor::Installation => Who::Installation,
    }
}

/// The actor that the metadata name: `official:<id>`, `participant:<id>`, or a word.
fn labelled(connection: &Connection, label: &str) -> rusqlite::Result<Option<Who>> {
    let (word, id) = label.split_once(':').unwrap_or((label, ""));
    Ok(match word {
        "official" => match id.parse::<OfficialId>() {
            Ok(official) => Some(Who::Official { official, authority: authority_of(connection, official)? }),
            Err(_) => None,
        },
        "participant" => id.parse().ok().map(|participant| Who::Participant { participant }),
        "resident" => Some(Who::Resident),
        "engine" => Some(Who::Clock),
        "installation" => Some(Who::Installation),
        _ => None,
    })
}

fn authority_of(connection: &Connection, official: OfficialId) -> rusqlite::Result<Option<AuthorityId>> {
    connection
        .prepare_cached("SELECT authority FROM officials WHERE official = ?1")?
        .query_row([Plain(official)], |row| plain(row, "authority"))
        .optional()
}
