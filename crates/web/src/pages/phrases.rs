//! How stages, terms, people and decisions are put into words.

use std::sync::LazyLock;

use aggregates::actor::Actor;
use aggregates::ids::{GroundId, NationalProjectId, ThemeId};
use aggregates::initiative::event::Closing;
use aggregates::initiative::fields::ProcedureRef;
use aggregates::initiative::stage::Stage;
use aggregates::procedure::{Procedure, Procedures, themes};
use calendar::{Length, Roll, UtcOffset};
use jiff::Timestamp;
use maud::{Markup, html};
use projections::initiative::Explained;
use projections::texts::Readable;
use serde::Serialize;
use serde_json::Value;

use super::law;
use crate::names::Names;
use crate::words::{Lang, Say};

static PROCEDURES: LazyLock<Procedures> = LazyLock::new(Procedures::shipped);

/// The procedure pinned to an initiative, if the program has it.
pub(crate) fn procedure(of: &ProcedureRef) -> Option<&'static Procedure> {
    PROCEDURES.get(&of.id, of.version).map(AsRef::as_ref)
}

/// The procedures that the program has.
pub(crate) fn procedures() -> impl DoubleEndedIterator<Item = &'static Procedure> {
    PROCEDURES.iter().map(AsRef::as_ref)
}

/// What a procedure is called.
pub(crate) fn procedure_name(say: Say<'_>, procedure: &Procedure) -> String {
    match say.lang {
        Lang::Ru => procedure.names().ru.clone(),
        Lang::En => procedure.names().en.clone(),
    }
}

/// The word for a value that has a stable name: `word(say, "stage", StageName::Refused)`.
/// Of a value with another inside, such as escalated for silence, the outer one.
pub(crate) fn word(say: Say<'_>, about: &str, value: impl Serialize) -> String {
    say.t(&format!("{about}-{}", stable_name(value).replace('_', "-")))
}

fn stable_name(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(name)) => name,
        Ok(Value::Object(fields)) => fields.keys().next().cloned().unwrap_or_default(),
        Ok(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_)) | Err(_) => String::new(),
    }
}

/// The key of an event's name: `DeadlineMissed` → `event-deadline-missed`.
pub(crate) fn event_key(event: &str) -> String {
    let mut key = "event".to_owned();
    for letter in event.chars() {
        if letter.is_ascii_uppercase() {
            key.push('-');
        }
        key.push(letter.to_ascii_lowercase());
    }
    key
}

/// Where it stands, in words.
pub(crate) fn stage(say: Say<'_>, stage: Stage) -> String {
    match (stage, stage.name()) {
        (Stage::Closed { how }, _) => format!("{}: {}", say.t("stage-closed"), word(say, "closing", how)),
        (_, Some(name)) => word(say, "stage", name),
        (_, None) => say.t("stage-unknown"),
    }
}

/// Where it stands, as a coloured word.
pub(crate) fn stage_tag(say: Say<'_>, of: Stage) -> Markup {
    let class = match of {
        Stage::InExecution
        | Stage::Completed
        | Stage::Reported
        | Stage::Closed { how: Closing::CarriedOut | Closing::Answered } => "tag good",
        Stage::Refused { .. }
        | Stage::UnderAppeal { .. }
        | Stage::RevisionOffered
        | Stage::RevisionDrafting => "tag warn",
        Stage::Unknown
        | Stage::AwaitingRegistration { .. }
        | Stage::AwaitingPublication { .. }
        | Stage::UnderReview { .. }
        | Stage::Closed {
            how:
                Closing::Refused
                | Closing::Redirected
                | Closing::NotCarriedOut
                | Closing::Withdrawn
                | Closing::Merged
                | Closing::LeftWithoutAnswer
                | Closing::CorrespondenceEnded,
        } => "tag",
    };
    html! { span class=(class) { (stage(say, of)) } }
}

/// Why something is due when it is: from which day, how long, what a day off did to it,
/// by which rule and which calendar.
pub(crate) fn why(say: Say<'_>, of: &Explained) -> String {
    let term = &of.obligation.term;
    let due = &term.due;
    let first = of.first_due.unwrap_or(due.date);
    let mut sentences = vec![say.with(
        "due-why",
        &[
            ("length", length(say, due.length).into()),
            ("from", say.date(due.trigger).into()),
            ("until", say.date(due.unrolled).into()),
        ],
    )];
    if first != due.unrolled {
        let key = match due.roll {
            Roll::Previous if first < due.unrolled => "due-rolled-back",
            Roll::Previous | Roll::Next | Roll::None => "due-rolled-on",
        };
        sentences.push(say.with(key, &[("date", say.date(first).into())]));
    }
    if first != due.date {
        sentences.push(say.with("due-moved", &[("date", say.date(due.date).into())]));
    }
    sentences.push(say.with(
        "due-rule",
        &[
            ("rule", term.rule.clone().into()),
            ("reference", law::reference(say.lang, &term.reference).into()),
            ("calendar", due.calendar.clone().into()),
        ],
    ));
    if !due.uncovered_years.is_empty() {
        sentences.push(say.t("due-uncovered"));
    }
    sentences.join(" ")
}

/// How long: 30 calendar days.
pub(crate) fn length(say: Say<'_>, length: Length) -> String {
    let key = match length {
        Length::CalendarDays(_) => "length-calendar-days",
        Length::WorkingDays(_) => "length-working-days",
        Length::Months(_) => "length-months",
    };
    say.count(key, u64::from(length.number()))
}

/// The text of a ground, from the procedure that was pinned.
pub(crate) fn ground(say: Say<'_>, of: &ProcedureRef, id: &GroundId) -> String {
    let found = procedure(of).and_then(|procedure| procedure.ground(id));
    found.map_or_else(
        || id.to_string(),
        |ground| match say.lang {
            Lang::Ru => ground.text_ru.clone(),
            Lang::En => ground.text_en.clone(),
        },
    )
}

/// What a theme is called.
pub(crate) fn theme(say: Say<'_>, id: &ThemeId) -> String {
    themes().theme(id).map_or_else(
        || id.to_string(),
        |theme| match say.lang {
            Lang::Ru => theme.name_ru.clone(),
            Lang::En => theme.name_en.clone(),
        },
    )
}

/// What a national project is called.
pub(crate) fn national_project(say: Say<'_>, id: &NationalProjectId) -> String {
    themes().national_project(id).map_or_else(
        || id.to_string(),
        |project| match say.lang {
            Lang::Ru => project.name_ru.clone(),
            Lang::En => project.name_en.clone(),
        },
    )
}

/// Who did it: the official and his authority, the author, a resident, the clock.
pub(crate) fn actor(say: Say<'_>, by: &Actor, author: bool, names: &Names) -> String {
    match by {
        Actor::Official { official, authority } => match names.official(*official) {
            Some(name) => format!("{name}, {}", names.authority(authority)),
            None => names.authority(authority).to_owned(),
        },
        Actor::Participant(_) if author => say.t("actor-author"),
        Actor::Participant(_) => say.t("actor-resident"),
        Actor::Engine => say.t("actor-engine"),
        Actor::Installation => say.t("actor-installation"),
    }
}

/// When something was recorded, by the local time of an authority.
pub(crate) fn moment(say: Say<'_>, at: Timestamp, offset: UtcOffset) -> String {
    let minutes = i64::from(offset.minutes());
    let local = at.as_second() + minutes * 60;
    let (hour, minute) = (local.rem_euclid(86_400) / 3600, local.rem_euclid(3600) / 60);
    format!("{} {hour:02}:{minute:02}", say.short_date(calendar::local_date(at, offset)))
}

/// A time of day from minutes after midnight.
pub(crate) fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// A text with its paragraphs; that it was redacted, where it was.
pub(crate) fn text(say: Say<'_>, text: &Readable) -> Markup {
    html! {
        @if let Some(text) = &text.text { (crate::layout::paragraphs(text)) }
        @if text.redacted { p { span.tag.warn { (say.t("text-redacted")) } } }
    }
}

/// A share in percent, to one digit where it is not whole.
pub(crate) fn percent(say: Say<'_>, part: f64) -> String {
    let tenths = (part * 1000.0).round() / 10.0;
    let number = if tenths.fract() == 0.0 { format!("{tenths:.0}") } else { format!("{tenths:.1}") };
    match say.lang {
        Lang::Ru => format!("{}\u{a0}%", number.replace('.', ",")),
        Lang::En => format!("{number}%"),
    }
}

#[cfg(test)]
mod tests {
    use aggregates::event::Named;
    use aggregates::initiative::InitiativeEvent;
    use aggregates::initiative::stage::{CustodyRule, EscalationCause};
    use aggregates::level::Level;

    use super::*;
    use crate::words::Words;

    #[test]
    fn every_event_of_an_initiative_has_a_name_in_both_languages() {
        let words = Words::new();
        for lang in Lang::ALL {
            for event in InitiativeEvent::NAMES {
                assert!(words.of(lang).maybe(&event_key(event), &[]).is_some(), "{lang}: {event}");
            }
        }
    }

    #[test]
    fn a_value_is_put_into_the_word_of_its_stable_name() {
        let words = Words::new();
        let say = words.of(Lang::En);
        assert_eq!(word(say, "level", Level::Region), "region");
        assert_eq!(word(say, "custody", CustodyRule::Escalated(EscalationCause::Silence)), "escalated");
        assert_eq!(stage(say, Stage::Closed { how: Closing::CarriedOut }), "closed: carried out");
    }

    #[test]
    fn shares_and_times_are_written_as_people_write_them() {
        let words = Words::new();
        assert_eq!(percent(words.of(Lang::Ru), 0.875), "87,5\u{a0}%");
        assert_eq!(percent(words.of(Lang::En), 1.0), "100%");
        assert_eq!(clock(18 * 60 + 5), "18:05");
        let at = "2027-01-11T21:30:00Z".parse().unwrap();
        assert_eq!(moment(words.of(Lang::Ru), at, UtcOffset::moscow()), "12.01.2027 00:30");
    }
}
