//! The form for who somebody is, shared by intake and by verification.

use aggregates::ids::{ParticipantId, TerritoryId};
use aggregates::participant::{Identity, ParticipantKind};
use jiff::civil::Date;
use maud::{Markup, html};
use projections::directory::{self, Participant};
use serde::Deserialize;

use super::residence::Places;
use crate::posted::Typed;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// What is typed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    #[serde(default)]
    pub(super) kind: Kind,
    #[serde(default)]
    surname: Option<String>,
    #[serde(default)]
    given_names: Option<String>,
    #[serde(default)]
    patronymic: Option<String>,
    #[serde(default)]
    birth_date: Option<Date>,
    /// The public name of an organisation or TOS body.
    #[serde(default)]
    pub(super) name: Option<String>,
    pub(super) residence: TerritoryId,
    /// A code that is not in the list.
    #[serde(default)]
    other_residence: Option<TerritoryId>,
    #[serde(default)]
    pub(super) seen_on: Option<Date>,
    #[serde(default)]
    pub(super) phone: Option<String>,
    #[serde(default)]
    pub(super) email: Option<String>,
    /// The answer to the question whether it is somebody who is known: his id, or `another`.
    #[serde(default)]
    pub(super) same: Option<String>,
    /// Only for a verification: the account.
    #[serde(default)]
    pub(super) login: Option<String>,
}

/// What sort of participant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    #[default]
    Person,
    VillageHead,
    Organisation,
    TosBody,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Person, Self::VillageHead, Self::Organisation, Self::TosBody];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::VillageHead => "village_head",
            Self::Organisation => "organisation",
            Self::TosBody => "tos_body",
        }
    }

    pub(super) const fn is_human(self) -> bool {
        matches!(self, Self::Person | Self::VillageHead)
    }

    pub(super) fn of_participant(self, residence: &TerritoryId) -> ParticipantKind {
        match self {
            Self::Person => ParticipantKind::Person,
            Self::VillageHead => ParticipantKind::VillageHead,
            Self::Organisation => ParticipantKind::Organisation,
            Self::TosBody => ParticipantKind::TosBody { territory: residence.clone() },
        }
    }
}

impl Form {
    /// Name and birth date of a person; nothing for a body.
    ///
    /// # Errors
    ///
    /// If one of the three that everybody has is missing.
    pub(super) fn identity(&self) -> Result<Option<Identity>, Problem> {
        if !self.kind.is_human() {
            return Ok(None);
        }
        let needed = |value: &Option<String>, name: &'static str| {
            value.clone().ok_or_else(|| Problem::field(name, "field_missing", format!("{name} is missing")))
        };
        Ok(Some(Identity {
            surname: needed(&self.surname, "surname")?,
            given_names: needed(&self.given_names, "given_names")?,
            patronymic: self.patronymic.clone(),
            birth_date: self
                .birth_date
                .ok_or_else(|| Problem::field("birth_date", "field_missing", "the birth date is missing"))?,
        }))
    }

    pub(super) fn residence(&self) -> TerritoryId {
        self.other_residence.clone().unwrap_or_else(|| self.residence.clone())
    }
}

/// The answer to the question whether somebody of that name and birth date is the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// He is the one that is known.
    Same(ParticipantId),
    /// He is another of that name and birth date: so many are known.
    Another(u16),
    /// The clerk has to say.
    Ask,
}

/// What the clerk said, if it fits those who are known.
pub(super) fn answer(said: Option<&str>, known: &[ParticipantId]) -> Answer {
    let count = u16::try_from(known.len()).unwrap_or(u16::MAX);
    match said {
        _ if known.is_empty() => Answer::Another(0),
        Some("another") => Answer::Another(count),
        Some(id) => match known.iter().find(|known| known.to_string() == id) {
            Some(known) => Answer::Same(*known),
            None => Answer::Ask,
        },
        None => Answer::Ask,
    }
}

/// What the directory says of those who are known, without their names.
///
/// # Errors
///
/// If the directory cannot be read.
pub(super) async fn described(
    visitor: &Visitor,
    known: Vec<ParticipantId>,
) -> Result<Vec<(Participant, String)>, Problem> {
    let views = visitor.app.engine().views();
    let found = views
        .read("directory", move |view| {
            let mut found = Vec::new();
            for id in known {
                let Some(participant) = directory::participant(view, id, None)? else { continue };
                let home = participant.residence.as_ref();
                let home = home.map(|home| directory::territory(view, home, None)).transpose()?.flatten();
                found.push((participant, home.and_then(|home| home.name).unwrap_or_default()));
            }
            Ok(found)
        })
        .await?;
    Ok(found)
}

/// The question, shown above the form.
pub(super) fn question(visitor: &Visitor, known: &[(Participant, String)]) -> Markup {
    let say = visitor.say();
    html! {
        fieldset.question {
            legend { (say.t("intake-known")) }
            @for (place, (participant, home)) in known.iter().enumerate() {
                p.check {
                    input id={ "same-" (place) } type="radio" name="same" value=(participant.id) required;
                    " " label for={ "same-" (place) } {
                        (say.t("intake-same")) ": " (home)
                        @if let Some(on) = participant.verified_on { ", " (say.with("intake-verified-on", &[("on", say.short_date(on).into())])) }
                    }
                }
            }
            p.check {
                input #same-another type="radio" name="same" value="another" required;
                " " label for="same-another" { (say.t("intake-another")) }
            }
            p.hint { (say.t("intake-known-hint")) }
        }
    }
}

/// The inputs.
pub(super) fn inputs(visitor: &Visitor, typed: &Typed, places: &Places, bodies: bool, today: Date) -> Markup {
    let say = visitor.say();
    let value = |name: &str| typed.get(name).unwrap_or_default().to_owned();
    let kind = value("kind");
    let line = |name: &'static str, required: bool| {
        let key = format!("person-{}", name.replace('_', "-"));
        html! {
            div {
                label for=(name) { (say.t(&key)) }
                input id=(name) name=(name) value=(value(name)) autocomplete="off" maxlength="100" required[required];
            }
        }
    };
    html! {
        @if bodies {
            fieldset {
                legend { (say.t("person-kind")) }
                @for each in Kind::ALL {
                    span.check {
                        input id={ "kind-" (each.as_str()) } type="radio" name="kind" value=(each.as_str())
                            checked[kind == each.as_str() || kind.is_empty() && each == Kind::Person];
                        " " label for={ "kind-" (each.as_str()) } {
                            (say.t(&format!("participant-{}", each.as_str().replace('_', "-")))) } "  "
                    }
                }
            }
        }
        div.inputs {
            (line("surname", !bodies)) (line("given_names", !bodies)) (line("patronymic", false))
            div {
                label for="birth_date" { (say.t("person-birth-date")) }
                input #birth_date name="birth_date" type="date" value=(value("birth_date")) required[!bodies];
            }
        }
        @if bodies {
            label for="name" { (say.t("person-name")) }
            input #name name="name" value=(value("name")) maxlength="300";
        }
        div.inputs {
            div {
                label for="residence" { (say.t("person-residence")) }
                (places.select("residence", typed.get("residence")))
            }
            div {
                label for="other_residence" { (say.t("person-other-residence")) }
                input #other_residence name="other_residence" value=(value("other_residence")) maxlength="40";
            }
            div {
                label for="seen_on" { (say.t("person-seen-on")) }
                input #seen_on name="seen_on" type="date" max=(today) required
                    value=(typed.get("seen_on").map_or_else(|| today.to_string(), str::to_owned));
            }
        }
        div.inputs {
            div {
                label for="phone" { (say.t("person-phone")) " " span.soft { (say.t("optional")) } }
                input #phone name="phone" type="tel" value=(value("phone")) maxlength="40" autocomplete="off";
            }
            div {
                label for="email" { (say.t("person-email")) " " span.soft { (say.t("optional")) } }
                input #email name="email" type="email" value=(value("email")) maxlength="200" autocomplete="off";
            }
        }
        p.hint { (say.t("person-sealed")) }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_namesake_is_asked_about_and_only_what_was_offered_is_an_answer() {
        let known = [ParticipantId(Uuid::from_u128(1)), ParticipantId(Uuid::from_u128(2))];
        assert_eq!(answer(None, &[]), Answer::Another(0));
        assert_eq!(answer(None, &known), Answer::Ask);
        assert_eq!(answer(Some("another"), &known), Answer::Another(2));
        assert_eq!(answer(Some(&known[1].to_string()), &known), Answer::Same(known[1]));
        assert_eq!(answer(Some(&Uuid::from_u128(3).to_string()), &known), Answer::Ask);
    }
}
