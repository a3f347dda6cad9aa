//! Whom or what an auditor means: a code, or the words by which people know it.

use aggregates::ids::{AuthorityId, InitiativeId, OfficialId, ParticipantId};
use maud::{Markup, html};
use projections::directory::{self, Official};
use projections::events::Actor;
use projections::register::{self, Filter};
use uuid::Uuid;

use crate::problem::Problem;
use crate::visitor::Visitor;

/// What is offered where words fit several.
const OFFERED: usize = 20;

/// What words in a filter stand for.
pub(super) enum Meant<T> {
    /// It was left empty.
    Nothing,
    One(T),
    /// Several fit: what to put into the filter instead, and what it is called.
    Several(Vec<(String, String)>),
    /// Nothing is called so.
    Unknown,
}

impl<T> Meant<T> {
    fn of(mut found: Vec<(T, String, String)>) -> Self {
        match found.len() {
            0 => Self::Unknown,
            1 => Self::One(found.swap_remove(0).0),
            _ => Self::Several(found.into_iter().map(|(_, code, name)| (code, name)).collect()),
        }
    }

    /// What is meant, if it is one.
    pub(super) const fn one(&self) -> Option<&T> {
        match self {
            Self::One(one) => Some(one),
            Self::Nothing | Self::Several(_) | Self::Unknown => None,
        }
    }

    /// Whether the question can be answered as it is.
    pub(super) const fn is_clear(&self) -> bool {
        matches!(self, Self::Nothing | Self::One(_))
    }

    /// What there is to choose from, each with the address that asks for it; or that there
    /// is nothing.
    pub(super) fn offer(&self, visitor: &Visitor, nothing: &str, link: impl Fn(&str) -> String) -> Markup {
        let say = visitor.say();
        html! {
            @match self {
                Self::Nothing | Self::One(_) => {},
                Self::Unknown => p.notice { (say.t(nothing)) },
                Self::Several(several) => {
                    p.notice { (say.t("audit-which")) }
                    ul { @for (code, name) in several { li { a href=(link(code)) { (name) } } } }
                }
            }
        }
    }
}

/// The authority of a code or of words of a name.
pub(super) async fn authority(visitor: &Visitor, asked: Option<&str>) -> Result<Meant<AuthorityId>, Problem> {
    let Some(words) = asked.map(str::to_owned) else { return Ok(Meant::Nothing) };
    let read = move |view: &_| {
        if let Ok(id) = words.parse::<AuthorityId>()
            && let Some(found) = directory::authority(view, &id, None)?
        {
            return Ok(vec![found]);
        }
        directory::find_authorities(view, &words, OFFERED as u32)
    };
    let found = visitor.app.engine().views().read("directory", read).await?;
    let named = |it: directory::Authority| {
        let code = it.id.to_string();
        (it.id, code.clone(), it.name.unwrap_or(code))
    };
    Ok(Meant::of(found.into_iter().map(named).collect()))
}

/// The official of a name, or whoever has that id.
pub(super) async fn actor(visitor: &Visitor, asked: Option<&str>) -> Result<Meant<Actor>, Problem> {
    let Some(words) = asked.map(str::to_lowercase) else { return Ok(Meant::Nothing) };
    let views = visitor.app.engine().views();
    if let Ok(id) = words.parse::<Uuid>() {
        let official = views
            .read("directory", move |view| Ok(directory::official(view, OfficialId(id), None)?.is_some()))
            .await?;
        let participant = Actor::Participant(ParticipantId(id));
        return Ok(Meant::One(if official { Actor::Official(OfficialId(id)) } else { participant }));
    }
    let asked: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
    let called = move |official: &Official| {
        let name = official.name.as_deref().unwrap_or_default().to_lowercase();
        let begins = |word: &String| name.split_whitespace().any(|part| part.starts_with(word.as_str()));
        asked.iter().all(begins)
    };
    let read = move |view: &_| {
        let all = directory::officials(view, None, u32::MAX, None)?;
        let named = all.into_iter().filter(called).take(OFFERED);
        let named = named.map(|it| {
            let authority = directory::authority(view, &it.authority, None)?.and_then(|it| it.name);
            let name = it.name.unwrap_or_default();
            let told = authority.map_or_else(|| name.clone(), |authority| format!("{name}, {authority}"));
            Ok((Actor::Official(it.id), it.id.to_string(), told))
        });
        named.collect()
    };
    Ok(Meant::of(views.read("directory", read).await?))
}

/// The initiative of an id or of a number that an authority gave it.
pub(super) async fn initiative(
    visitor: &Visitor,
    asked: Option<&str>,
) -> Result<Meant<InitiativeId>, Problem> {
    let Some(words) = asked else { return Ok(Meant::Nothing) };
    if let Ok(id) = words.parse::<InitiativeId>() {
        return Ok(Meant::One(id));
    }
    let filter =
        Filter { number: Some(words.trim_start_matches('№').trim().to_owned()), ..Filter::default() };
    let read = move |view: &_| register::list(view, &filter, None, OFFERED as u32, None);
    let page = visitor.app.engine().views().read("register", read).await?;
    let named = page.items.into_iter().map(|it| (it.id, it.id.to_string(), it.title.unwrap_or_default()));
    Ok(Meant::of(named.collect()))
}
