//! The fields of filters: plain forms whose answer stands in the address.

use aggregates::ids::TerritoryId;
use aggregates::level::Level;
use jiff::civil::Date;
use maud::{Markup, html};
use serde::{Deserialize, Serialize};

use super::phrases;
use crate::names::Names;
use crate::problem::Problem;
use crate::visitor::Visitor;
use crate::words::Say;

/// A filter that is on, or asks for the contrary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum YesNo {
    Yes,
    No,
}

impl YesNo {
    pub(crate) const ALL: [Self; 2] = [Self::Yes, Self::No];

    pub(crate) fn in_address(self) -> String {
        match self {
            Self::Yes => "yes".to_owned(),
            Self::No => "no".to_owned(),
        }
    }
}

/// Refuses a filter by something that there is not.
///
/// # Errors
///
/// If it is not known.
pub(crate) fn known(known: bool) -> Result<(), Problem> {
    if known { Ok(()) } else { Err(Problem::bad("bad_filter", "there is nothing of that code to filter by")) }
}

/// A list to choose from, or to leave at `any`.
pub(crate) fn choice(
    say: Say<'_>,
    name: &str,
    label: &str,
    values: impl IntoIterator<Item = (String, String)>,
    chosen: Option<&str>,
    any: &str,
) -> Markup {
    html! {
        div {
            label for=(format!("f-{name}")) { (say.t(label)) }
            select id=(format!("f-{name}")) name=(name) {
                option value="" { (say.t(any)) }
                @for (value, text) in values {
                    option value=(value) selected[chosen == Some(value.as_str())] { (text) }
                }
            }
        }
    }
}

pub(crate) fn level(say: Say<'_>, chosen: Option<Level>) -> Markup {
    let levels = Level::ALL.map(|level| (level.to_string(), phrases::word(say, "level", level)));
    choice(say, "level", "filter-level", levels, chosen.map(Level::as_str), "filter-any")
}

/// As of which day.
pub(crate) fn as_of(say: Say<'_>, chosen: Option<Date>) -> Markup {
    html! {
        div {
            label for="f-as_of" { (say.t("filter-as-of")) }
            input #f-as_of type="date" name="as_of" value=[chosen.map(|date| date.to_string())];
        }
    }
}

/// Says that something is shown as it was.
pub(crate) fn as_of_notice(say: Say<'_>, date: Option<Date>) -> Markup {
    html! {
        @if let Some(date) = date {
            p.notice { (say.with("as-of-notice", &[("date", say.date(date).into())])) }
        }
    }
}

/// A territory that was come from: it can be kept, or let go; another one is chosen on the
/// page of territories.
pub(crate) fn territory(say: Say<'_>, chosen: Option<&TerritoryId>, names: &Names) -> Markup {
    html! {
        @if let Some(id) = chosen {
            (kept(say, "territory", "filter-territory", id.as_str(), names.territory(id)))
        }
    }
}

/// A filter that stays unless it is let go.
pub(crate) fn kept(say: Say<'_>, name: &str, label: &str, value: &str, text: &str) -> Markup {
    let value = [(value.to_owned(), text.to_owned())];
    let chosen = value[0].0.clone();
    choice(say, name, label, value, Some(&chosen), "filter-any")
}

/// The button, and the way back to everything.
pub(crate) fn send(visitor: &Visitor, path: &str) -> Markup {
    let say = visitor.say();
    html! {
        div.send {
            button { (say.t("filter-show")) }
            a href=(visitor.to(path)) { (say.t("filter-reset")) }
        }
    }
}
