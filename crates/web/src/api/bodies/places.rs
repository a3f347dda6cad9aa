//! Territories, authorities, registers, the installation.

use aggregates::authority::{self, AuthorityKind, Competences, NumberFormat};
use aggregates::ids::{AuthorityId, OfficialId, RegisterId, TerritoryId};
use aggregates::installation;
use aggregates::kept::Typed;
use aggregates::level::Level;
use aggregates::procedure::Procedure;
use aggregates::territory::{self, FederalDistrict, Location, TerritoryKind, TerritoryType};
use calendar::{Calendar, UtcOffset};
use engine::Intent;
use jiff::civil::Date;

use super::{Body, actions};
use crate::api::ids::Ids;
use crate::api::shape::asked;
use crate::problem::Problem;

asked! {
    /// A territory becomes known.
    CreateTerritory {
        /// Its code: OKTMO, or `RU`.
        id: TerritoryId = "71826999",
        /// Its place in the tree.
        kind: TerritoryKind,
        /// What it is part of.
        parent: Option<TerritoryId>,
        /// Its name.
        name: Typed = "Новое поселение",
        /// What the law calls it.
        type_code: Option<TerritoryType>,
        /// ISO 3166 code.
        iso: Option<String> = serde_json::Value::Null,
        /// For a region.
        federal_district: Option<FederalDistrict> = serde_json::Value::Null,
        /// Residents.
        population: Option<u64> = 1200,
        /// Where on the map.
        location: Option<Location> = serde_json::Value::Null,
        /// Its time.
        utc_offset: UtcOffset,
    }
    /// An authority begins to exist.
    Establish {
        /// Its code.
        id: AuthorityId = "71826999.administration",
        /// Where.
        territory: TerritoryId,
        /// Its level of power; it must be the territory's.
        level: Level,
        /// What sort of body.
        kind: AuthorityKind,
        /// Its name.
        name: Typed = "Администрация поселения",
        /// What it may decide.
        competences [default]: Competences = serde_json::Value::Null,
        /// Its time.
        utc_offset: UtcOffset,
        /// How it writes its numbers.
        number_format [default]: NumberFormat,
        /// Whether initiatives of its territory come to it first.
        default_receiver: bool = false,
        /// The first day on which it accepts.
        accepts_from: Date,
    }
    /// A register ends after a merger and is continued by another of the same year.
    CloseRegister {
        /// Whose register continues it.
        continued_by: AuthorityId,
    }
}

impl Body for CreateTerritory {
    fn intent(self, _: &Ids) -> Result<Intent, Problem> {
        let Self {
            id,
            kind,
            parent,
            name,
            type_code,
            iso,
            federal_district,
            population,
            location,
            utc_offset,
        } = self;
        let action = territory::Action::Create {
            kind,
            parent,
            name,
            type_code,
            iso,
            federal_district,
            population,
            location,
            utc_offset,
        };
        Ok(Intent::Territory { id, action })
    }
}

impl Body for Establish {
    fn intent(self, _: &Ids) -> Result<Intent, Problem> {
        let Self {
            id,
            territory,
            level,
            kind,
            name,
            competences,
            utc_offset,
            number_format,
            default_receiver,
            accepts_from,
        } = self;
        let action = authority::Action::Establish {
            territory,
            level,
            kind,
            name,
            competences,
            utc_offset,
            number_format,
            default_receiver,
            accepts_from,
        };
        Ok(Intent::Authority { id, action })
    }
}

impl Body for CloseRegister {
    fn intent(self, ids: &Ids) -> Result<Intent, Problem> {
        let year = ids.get("year")?;
        let register = RegisterId { authority: ids.get("authority")?, year };
        Ok(Intent::CloseRegister {
            register,
            continued_by: RegisterId { authority: self.continued_by, year },
        })
    }
}

/// What can be done to a territory.
pub(in crate::api) mod territories {
    use super::*;

    actions! {
        territory, beside [], |ids, action| Ok(Intent::Territory { id: ids.get("territory")?, action });
        /// Another name.
        Rename {
            /// The new name.
            name: Typed = "Новое имя",
        }
        /// A count of residents.
        SetPopulation {
            /// Residents.
            population: u64 = 1200,
            /// Counted on this date.
            as_of: Date = "2027-01-01",
        }
        /// It becomes part of another of the same kind.
        Merge {
            /// Which.
            into: TerritoryId,
            /// The first day on which it is no more.
            on: Date,
        }
        /// It ends.
        Abolish {
            /// The first day on which it is no more.
            on: Date,
        }
    }
}

/// What can be done to an authority.
pub(in crate::api) mod authorities {
    use super::*;

    actions! {
        authority, beside [], |ids, action| Ok(Intent::Authority { id: ids.get("authority")?, action });
        /// Another name.
        Rename {
            /// The new name.
            name: Typed = "Новое имя",
        }
        /// The head of its letters.
        SetLetterhead {
            /// The text.
            text: Typed,
        }
        /// Who signs its letters.
        SetSignatories {
            /// In the order of signing; nobody twice.
            officials: Vec<OfficialId>,
        }
        /// What it may decide.
        SetCompetences {
            /// The new ones.
            competences: Competences,
        }
        /// How it writes its numbers.
        SetNumberFormat {
            /// The new format.
            number_format: NumberFormat,
        }
        /// It takes in nothing new.
        EndAcceptance {
            /// The first day on which it accepts no more.
            on: Date,
        }
        /// How to reach it; what is left out is removed.
        SetContacts {
            /// Phone.
            phone: Option<Typed> = "+7 3462 00-00-00",
            /// E-mail.
            email: Option<Typed> = serde_json::Value::Null,
            /// Postal address.
            address: Option<Typed> = serde_json::Value::Null,
        }
        /// It ends.
        Abolish {
            /// The first day on which it is no more.
            on: Date,
            /// Who takes its place.
            successor: Option<AuthorityId> = serde_json::Value::Null,
        }
    }
}

actions! {
    installation, beside [], |_, action| Ok(Intent::Installation { action });
    /// Somebody who runs this installation.
    NameAdministrator {
        /// Who.
        official: OfficialId,
    }
}

asked! {
    /// A procedure file is recorded, under the id and version that it says. The same file
    /// again changes nothing.
    AdoptProcedure {
        /// The file, TOML.
        text: String,
    }
    /// A calendar file is recorded; likewise.
    AdoptCalendar {
        /// The version it is to have.
        version: String = "example-2027",
        /// The file, CSV.
        text: String,
    }
}

impl Body for AdoptProcedure {
    fn intent(self, _: &Ids) -> Result<Intent, Problem> {
        let procedure = Procedure::parse("text", &self.text)
            .map_err(|errors| Problem::field("text", "bad_procedure", errors.to_string()))?;
        let (id, version) = (procedure.id().clone(), procedure.version());
        Ok(Intent::Installation {
            action: installation::Action::AdoptProcedure { id, version, text: self.text },
        })
    }
}

impl Body for AdoptCalendar {
    fn intent(self, _: &Ids) -> Result<Intent, Problem> {
        let Self { version, text } = self;
        Calendar::parse(&version, &text)
            .map_err(|error| Problem::field("text", "bad_calendar", error.to_string()))?;
        Ok(Intent::Installation { action: installation::Action::AdoptCalendar { version, text } })
    }
}
