//! Officials: for whom they act, as what, and from when until when.

use aggregates::ids::{AuthorityId, OfficialId, ParticipantId};
use aggregates::kept::Open;
use aggregates::official::OfficialEvent;
use aggregates::official::role::Role;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::{Deserialize, Serialize};

use crate::ApplyError;
use crate::record::Record;
use crate::stored::{FOREVER, Json, Plain, instant, json, plain, plain_or_none, signed};
use crate::texts;
use crate::versioned::Versioned;

pub(super) const SCHEMA: &str = "
    CREATE TABLE officials (
        id TEXT NOT NULL,
        authority TEXT NOT NULL,
        name TEXT NOT NULL,
        phone TEXT,
        email TEXT,
        participant TEXT,
        roles TEXT NOT NULL,
        dismissed_on TEXT,
        from_position INTEGER NOT NULL,
        to_position INTEGER NOT NULL,
        PRIMARY KEY (id, from_position)
    ) WITHOUT ROWID;
    CREATE UNIQUE INDEX officials_now ON officials (id) WHERE to_position = 9223372036854775807;
    CREATE INDEX officials_there ON officials (authority, id);
";

const OFFICIALS: Versioned = Versioned {
    table: "officials",
    key: "id",
    columns: "authority, name, phone, email, participant, roles, dismissed_on",
};

/// A role that somebody had, has or will have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldRole {
    /// Which.
    pub role: Role,
    /// The first day.
    pub from: Date,
    /// The last day, if set.
    pub until: Option<Date>,
    /// In an acting capacity, or in the place of somebody.
    pub acting: bool,
    /// In whose place.
    pub in_place_of: Option<OfficialId>,
}

impl HeldRole {
    /// Whether `date` lies within its dates.
    pub fn covers(&self, date: Date) -> bool {
        self.from <= date && self.until.is_none_or(|last| date <= last)
    }

    fn shorten(&mut self, last: Date) {
        self.until = Some(self.until.map_or(last, |until| until.min(last)));
    }
}

/// Somebody who acts for an authority.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Official {
    /// Who.
    pub id: OfficialId,
    /// For whom.
    pub authority: AuthorityId,
    /// His name.
    pub name: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// The same person as a participant.
    pub participant: Option<ParticipantId>,
    /// Every role he had, has or will have.
    pub roles: Vec<HeldRole>,
    /// His last day.
    pub dismissed_on: Option<Date>,
}

impl Official {
    /// Whether he may take the steps of `role` on `date`.
    pub fn may_act_as(&self, role: Role, date: Date) -> bool {
        self.roles.iter().any(|held| held.role.includes(role) && held.covers(date))
    }
}

pub(super) fn apply(tx: &Transaction<'_>, record: &Record, event: &OfficialEvent) -> Result<(), ApplyError> {
    let position = signed(record.position);
    let id = record.stream_id.as_str();
    match event {
        OfficialEvent::OfficialAppointed { id, authority, role, from, until, acting, name, participant } => {
            texts::keep(tx, record, name)?;
            let first =
                HeldRole { role: *role, from: *from, until: *until, acting: *acting, in_place_of: None };
            tx.prepare_cached(&format!(
                "INSERT INTO officials (id, authority, name, participant, roles, from_position, to_position)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, {FOREVER})"
            ))?
            .execute(params![
                Plain(id),
                Plain(authority),
                Plain(name.key),
                participant.map(Plain),
                Json([first]),
                position,
            ])?;
            Ok(())
        }
        OfficialEvent::RoleGranted { role, from, until, acting } => {
            let held =
                HeldRole { role: *role, from: *from, until: *until, acting: *acting, in_place_of: None };
            change_roles(tx, record, |roles| roles.push(held))
        }
        OfficialEvent::RoleEnded { role, on } => change_roles(tx, record, |roles| {
            roles.iter_mut().filter(|held| held.role == *role).for_each(|held| held.shorten(*on));
        }),
        OfficialEvent::SubstitutionSet { in_place_of, role, from, until } => {
            let (until, in_place_of) = (Some(*until), Some(*in_place_of));
            let held = HeldRole { role: *role, from: *from, until, acting: true, in_place_of };
            change_roles(tx, record, |roles| roles.push(held))
        }
        OfficialEvent::ContactsSet { phone, email } => {
            let key = |open: &Option<Open>| open.as_ref().map(|open| Plain(open.key));
            for open in [phone, email].into_iter().flatten() {
                texts::keep(tx, record, open)?;
            }
            let (phone, email) = (key(phone), key(email));
            OFFICIALS.amend(tx, position, id, &[("phone", &phone), ("email", &email)])
        }
        OfficialEvent::Renamed { name } => {
            texts::keep(tx, record, name)?;
            OFFICIALS.amend(tx, position, id, &[("name", &Plain(name.key))])
        }
        // The list of events tells it; of the official it changes nothing.
        OfficialEvent::SealedOpened { .. } => Ok(()),
        OfficialEvent::Dismissed { on } => {
            change_roles(tx, record, |roles| roles.iter_mut().for_each(|held| held.shorten(*on)))?;
            OFFICIALS.amend(tx, position, id, &[("dismissed_on", &Plain(on))])
        }
    }
}

fn change_roles(
    tx: &Transaction<'_>,
    record: &Record,
    change: impl FnOnce(&mut Vec<HeldRole>),
) -> Result<(), ApplyError> {
    let id = record.stream_id.as_str();
    let found: Option<Json<Vec<HeldRole>>> = tx
        .prepare_cached(&format!("SELECT roles FROM officials WHERE id = ?1 AND to_position = {FOREVER}"))?
        .query_row([id], |row| row.get(0))
        .optional()?;
    let Json(mut roles) = found.ok_or_else(|| ApplyError::unknown("official", id))?;
    change(&mut roles);
    OFFICIALS.amend(tx, signed(record.position), id, &[("roles", &Json(roles))])
}

const SELECT: &str = "
    SELECT o.*,
        (SELECT text FROM texts WHERE key = o.name) AS readable_name,
        (SELECT text FROM texts WHERE key = o.phone) AS readable_phone,
        (SELECT text FROM texts WHERE key = o.email) AS readable_email
    FROM officials o WHERE o.from_position <= ?1 AND o.to_position > ?1";

fn read(row: &Row<'_>) -> rusqlite::Result<Official> {
    Ok(Official {
        id: plain(row, "id")?,
        authority: plain(row, "authority")?,
        name: row.get("readable_name")?,
        phone: row.get("readable_phone")?,
        email: row.get("readable_email")?,
        participant: plain_or_none(row, "participant")?,
        roles: json(row, "roles")?,
        dismissed_on: plain_or_none(row, "dismissed_on")?,
    })
}

/// The official of that id.
///
/// # Errors
///
/// If the view cannot be read.
pub fn official(
    connection: &Connection,
    id: OfficialId,
    as_of: Option<u64>,
) -> rusqlite::Result<Option<Official>> {
    connection
        .prepare_cached(&format!("{SELECT} AND o.id = ?2"))?
        .query_row(params![instant(as_of), Plain(id)], read)
        .optional()
}

/// Everybody who acts or acted for an authority, by id.
///
/// # Errors
///
/// If the view cannot be read.
pub fn officials_of(
    connection: &Connection,
    authority: &AuthorityId,
    as_of: Option<u64>,
) -> rusqlite::Result<Vec<Official>> {
    connection
        .prepare_cached(&format!("{SELECT} AND o.authority = ?2 ORDER BY o.id"))?
        .query_map(params![instant(as_of), Plain(authority)], read)?
        .collect()
}

/// Everybody who acts or acted for any authority, by id, after the one where a page
/// ended, at most `limit`.
///
/// # Errors
///
/// If the view cannot be read.
pub fn officials(
    connection: &Connection,
    after: Option<OfficialId>,
    limit: u32,
    as_of: Option<u64>,
) -> rusqlite::Result<Vec<Official>> {
    let after = after.map(|after| after.to_string()).unwrap_or_default();
    connection
        .prepare_cached(&format!("{SELECT} AND o.id > ?2 ORDER BY o.id LIMIT ?3"))?
        .query_map(params![instant(as_of), after, limit], read)?
        .collect()
}

/// Everybody who has, had or will have the role of an administrator, or was named one
/// by the installation, by id. [`Official::may_act_as`] tells on which date.
///
/// # Errors
///
/// If the view cannot be read.
pub fn administrators(connection: &Connection, as_of: Option<u64>) -> rusqlite::Result<Vec<Official>> {
    connection
        .prepare_cached(&format!(
            "{SELECT} AND (o.id IN (SELECT official FROM administrators WHERE position <= ?1)
                 OR EXISTS (SELECT 1 FROM json_each(o.roles) WHERE value ->> 'role' = ?2))
             ORDER BY o.id"
        ))?
        .query_map(params![instant(as_of), Role::Administrator.as_str()], read)?
        .collect()
}
