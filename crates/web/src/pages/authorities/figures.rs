//! Figures of authorities as links to what they count, and who works there.

use aggregates::ids::AuthorityId;
use aggregates::official::Role;
use maud::{Markup, html};
use projections::directory::{Authority, Official};
use projections::performance::{Figures, Measure};

use super::months::Months;
use crate::asked::address;
use crate::names::in_path;
use crate::pages::{lines, phrases};
use crate::visitor::Visitor;

/// A figure, leading to its list; a zero leads nowhere.
pub(crate) fn figure(
    visitor: &Visitor,
    authority: &AuthorityId,
    figures: &Figures,
    measure: Measure,
    months: &Months,
) -> Markup {
    let say = visitor.say();
    let count = figures.of(measure);
    let path = visitor.to(&format!("/authorities/{}/{measure}", in_path(authority.as_str())));
    html! {
        @if count > 0 { a href=(address(&path, &months.in_address())) { (say.number(count)) } }
        @else { span.soft { "0" } }
    }
}

/// The share done in time; a dash where nothing fell due.
pub(crate) fn rate(visitor: &Visitor, figures: &Figures) -> String {
    figures.rate().map_or_else(|| "—".to_owned(), |rate| phrases::percent(visitor.say(), rate))
}

/// The figures that say most, over all time.
pub(crate) fn summary(visitor: &Visitor, authority: &AuthorityId, figures: &Figures) -> Markup {
    let say = visitor.say();
    let all = Months::default();
    html! {
        @if *figures == Figures::default() {
            p.soft { (say.t("authority-nothing-yet")) }
        } @else {
            p.big { strong { (rate(visitor, figures)) } " " (say.t("authority-in-time")) }
            dl.facts {
                @for measure in [Measure::Due, Measure::Missed, Measure::Owed, Measure::Adopted, Measure::Refused, Measure::PassedUp] {
                    dt { (phrases::word(say, "measure", measure)) }
                    dd { (figure(visitor, authority, figures, measure, &all)) }
                }
            }
        }
    }
}

/// Who works on cases there today, and how to reach them.
pub(crate) fn officials(visitor: &Visitor, authority: &Authority, officials: &[Official]) -> Markup {
    let say = visitor.say();
    let today = calendar::local_date(visitor.app.engine().now(), authority.utc_offset);
    let working: Vec<(&Official, Vec<(Role, bool)>)> = officials
        .iter()
        .filter(|official| official.dismissed_on.is_none_or(|on| today <= on))
        .map(|official| {
            let held = official.roles.iter().filter(|held| held.covers(today));
            (official, held.map(|held| (held.role, held.acting)).collect::<Vec<_>>())
        })
        .filter(|(_, roles)| roles.iter().any(|(role, _)| role.includes(Role::Clerk)))
        .collect();
    html! {
        @if !working.is_empty() {
            ul.people {
                @for (official, roles) in working {
                    li {
                        strong { (official.name.as_deref().unwrap_or("—")) } " "
                        span.soft {
                            @for (nth, (role, acting)) in roles.iter().enumerate() {
                                @if nth > 0 { ", " }
                                (phrases::word(say, "role", *role))
                                @if *acting { " " (say.t("role-acting")) }
                            }
                        }
                        @if let Some(phone) = &official.phone { br; (lines::phone_link(phone)) }
                        @if let Some(email) = &official.email { br; a href=(format!("mailto:{email}")) { (email) } }
                    }
                }
            }
        }
    }
}
