//! A case as it lies on the desk of one official.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use aggregates::actor::Actor;
use aggregates::ids::{AuthorityId, InitiativeId, OfficialId};
use aggregates::initiative::{Refusal, Verb};
use aggregates::official::Role;
use aggregates::procedure::Procedure;
use engine::{EngineError, Options, Possible};
use projections::directory;
use projections::initiative::Page;

use crate::problem::Problem;
use crate::visitor::{Office, Visitor};

/// Everything about a case, for somebody who may read all of it.
pub(in crate::pages) struct CaseFile {
    pub(in crate::pages) office: Office,
    pub(in crate::pages) page: Page,
    pub(in crate::pages) procedure: Arc<Procedure>,
    pub(in crate::pages) options: Options,
    pub(in crate::pages) names: Names,
    /// Who works on cases of his authority today.
    pub(in crate::pages) colleagues: Vec<directory::Official>,
}

/// What people and authorities of a case are called.
#[derive(Default)]
pub(in crate::pages) struct Names {
    authorities: BTreeMap<AuthorityId, String>,
    officials: BTreeMap<OfficialId, String>,
}

impl Names {
    /// An authority's name; its code where it has none.
    pub(in crate::pages) fn authority<'n>(&'n self, id: &'n AuthorityId) -> &'n str {
        self.authorities.get(id).map_or(id.as_str(), String::as_str)
    }

    /// An official's name, while it can be read.
    pub(in crate::pages) fn official(&self, id: OfficialId) -> Option<&str> {
        self.officials.get(&id).map(String::as_str)
    }
}

impl CaseFile {
    /// Opens a case for the visitor.
    ///
    /// # Errors
    ///
    /// If he is no official, or the case is not his to read; if there is no such case.
    pub(in crate::pages) async fn open(visitor: &Visitor, id: InitiativeId) -> Result<Self, Problem> {
        let office = visitor.office()?.clone();
        let views = visitor.app.engine().views();
        let page =
            views.read("initiative", move |view| projections::initiative::page(view, id, None)).await?;
        let page = page.ok_or_else(Problem::not_found)?;
        if !visitor.sees_all_of(&page) {
            return Err(Problem::forbidden("not_your_case", "this case is not with your authority"));
        }
        let caller = visitor.as_official()?;
        let procedure = visitor.app.engine().procedure(&page.procedure).await?;
        let options = visitor.app.engine().options(caller, id).await?;
        let (authorities, officials) = named_in(&page);
        let (own, today) = (office.authority.id.clone(), office.today);
        let read = move |view: &_| {
            let mut names = Names::default();
            for id in authorities {
                let found = directory::authority(view, &id, None)?.and_then(|it| it.name);
                names.authorities.extend(found.map(|name| (id, name)));
            }
            for id in officials {
                let found = directory::official(view, id, None)?.and_then(|it| it.name);
                names.officials.extend(found.map(|name| (id, name)));
            }
            let mut colleagues = directory::officials_of(view, &own, None)?;
            colleagues.retain(|it| {
                it.may_act_as(Role::Clerk, today) && it.dismissed_on.is_none_or(|last| today <= last)
            });
            Ok((names, colleagues))
        };
        let (names, colleagues) = views.read("directory", read).await?;
        Ok(Self { office, page, procedure, options, names, colleagues })
    }

    /// How an action can be taken, or why not.
    pub(in crate::pages) fn option(&self, verb: Verb) -> Result<&Possible, Problem> {
        match self.options.of(verb) {
            Some(Ok(possible)) => Ok(possible),
            Some(Err(refusal)) => Err(problem_of(refusal)),
            None => Err(Problem::not_found()),
        }
    }

    /// The number by which his authority knows it, or the latest of another's.
    pub(in crate::pages) fn number(&self) -> Option<&str> {
        let own = self.page.numbers.iter().find(|number| number.authority == self.office.authority.id);
        own.or(self.page.numbers.last()).map(|number| number.number.as_str())
    }

    /// Whether his authority has it.
    pub(in crate::pages) fn is_held(&self) -> bool {
        self.page.custody.as_ref().is_some_and(|custody| custody.authority == self.office.authority.id)
    }
}

/// A refusal as a problem, to be said in the visitor's language.
pub(in crate::pages) fn problem_of(refusal: &Refusal) -> Problem {
    EngineError::from(refusal.clone()).into()
}

/// Whose names a case needs.
fn named_in(page: &Page) -> (BTreeSet<AuthorityId>, BTreeSet<OfficialId>) {
    let (mut authorities, mut officials) = (BTreeSet::new(), BTreeSet::new());
    authorities.extend(page.custody_history.iter().map(|held| held.custody.authority.clone()));
    authorities.extend(page.opinions.iter().map(|opinion| opinion.authority.clone()));
    authorities.extend(page.numbers.iter().map(|number| number.authority.clone()));
    let obliged = page.obligations.iter().filter_map(|it| it.obligation.term.obliged.authority());
    authorities.extend(obliged.cloned());
    for entry in &page.timeline {
        if let Actor::Official { official, authority } = &entry.by {
            officials.insert(*official);
            authorities.insert(authority.clone());
        }
    }
    officials.extend(page.assigned);
    (authorities, officials)
}
