//! Who signs a letter, and who can be asked about it.

use aggregates::official::Role;
use jiff::civil::Date;
use projections::directory::Official;

use super::file::CaseFile;
use crate::words::Say;

/// The line under a letter.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Signatory {
    pub(super) post: String,
    pub(super) name: String,
}

/// Whoever prepared it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Executor {
    pub(super) name: String,
    pub(super) phone: Option<String>,
    pub(super) email: Option<String>,
}

/// A decision is signed by whoever took it. What a clerk tells is signed by the first of
/// the authority's signatories who was in office, else by its head, else by the clerk.
pub(super) fn signatory(file: &CaseFile, say: Say<'_>) -> Signatory {
    let on = file.writing.done_on;
    let actor = file.official(file.writing.official);
    let decided = actor.filter(|official| official.may_act_as(Role::Head, on));
    let named = || file.sender.signatories.iter().filter_map(|id| file.official(*id));
    let signs = decided
        .or_else(|| named().find(|official| rank(official, on).is_some()))
        .or_else(|| file.officials.iter().find(|official| official.may_act_as(Role::Head, on)))
        .or(actor);
    Signatory {
        post: signs.and_then(|official| rank(official, on)).map(|post| say.t(post)).unwrap_or_default(),
        name: signs.and_then(|official| official.name.as_deref()).map(initials).unwrap_or_default(),
    }
}

/// The name of his post on that day. Nothing when he held none.
fn rank(official: &Official, on: Date) -> Option<&'static str> {
    let held = |role| official.roles.iter().find(|held| held.role == role && held.covers(on));
    let post = |role, post: &'static str, acting: &'static str| {
        held(role).map(|held| if held.acting { acting } else { post })
    };
    post(Role::Head, "letter-post-head", "letter-post-acting-head")
        .or_else(|| post(Role::Officer, "letter-post-officer", "letter-post-acting-officer"))
        .or_else(|| post(Role::Clerk, "letter-post-clerk", "letter-post-acting-clerk"))
}

/// Whoever works on the case there, else whoever took the step if he is no head, else a
/// clerk.
pub(super) fn executor(file: &CaseFile) -> Option<Executor> {
    let on = file.writing.done_on;
    let assigned = file.page.assigned.and_then(|id| file.official(id));
    let actor = file.official(file.writing.official);
    let own_role = |role: Role| {
        move |official: &&Official| official.roles.iter().any(|held| held.role == role && held.covers(on))
    };
    let official = assigned
        .or_else(|| actor.filter(|official| !official.may_act_as(Role::Head, on)))
        .or_else(|| file.officials.iter().find(own_role(Role::Clerk)))
        .or(actor)?;
    Some(Executor {
        name: official.name.clone()?,
        phone: official.phone.clone().or_else(|| file.sender.phone.clone()),
        email: official.email.clone().or_else(|| file.sender.email.clone()),
    })
}

/// Фамилия Имя Отчество → И. О. Фамилия. A name that is not plainly of that shape stays.
fn initials(name: &str) -> String {
    let parts: Vec<&str> = name.split_whitespace().collect();
    let [surname, given, patronymic] = parts[..] else { return name.to_owned() };
    let is_patronymic = ["вич", "ич", "вна", "чна", "шна"].iter().any(|end| patronymic.ends_with(end));
    match (given.chars().next(), patronymic.chars().next()) {
        (Some(given), Some(patronymic)) if is_patronymic => {
            format!("{given}.\u{a0}{patronymic}.\u{a0}{surname}")
        }
        (_, _) => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use aggregates::ids::OfficialId;
    use jiff::civil::date;
    use projections::directory::HeldRole;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_post_is_that_of_the_day_and_an_acting_head_signs_as_such() {
        let held = |role, from, until, acting| HeldRole { role, from, until, acting, in_place_of: None };
        let official = Official {
            id: OfficialId(Uuid::from_u128(1)),
            authority: "1.main".parse().unwrap(),
            name: None,
            phone: None,
            email: None,
            participant: None,
            roles: vec![
                held(Role::Clerk, date(2026, 1, 1), None, false),
                held(Role::Head, date(2026, 6, 1), Some(date(2026, 6, 30)), true),
            ],
            dismissed_on: None,
        };
        assert_eq!(rank(&official, date(2026, 5, 31)), Some("letter-post-clerk"));
        assert_eq!(rank(&official, date(2026, 6, 30)), Some("letter-post-acting-head"));
        assert_eq!(rank(&official, date(2026, 7, 1)), Some("letter-post-clerk"));
        assert_eq!(rank(&official, date(2025, 12, 31)), None);
    }

    #[test]
    fn a_full_name_is_signed_with_initials() {
        assert_eq!(initials("Щетинин Марк Олегович"), "М.\u{a0}О.\u{a0}Щетинин");
        assert_eq!(initials("Ким Ен Сик"), "Ким Ен Сик");
        assert_eq!(initials("Мадонна"), "Мадонна");
    }
}
