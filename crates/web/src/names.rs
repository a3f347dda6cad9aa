//! What authorities, territories and officials are called: no page shows a code where
//! there is a name.

use std::collections::{BTreeMap, BTreeSet};

use aggregates::ids::{AuthorityId, OfficialId, TerritoryId};
use maud::{Markup, html};
use projections::directory;

use crate::app::App;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// Whose names a page needs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wanted {
    authorities: BTreeSet<AuthorityId>,
    territories: BTreeSet<TerritoryId>,
    officials: BTreeSet<OfficialId>,
}

impl Wanted {
    pub(crate) fn authorities<'i>(mut self, ids: impl IntoIterator<Item = &'i AuthorityId>) -> Self {
        self.authorities.extend(ids.into_iter().cloned());
        self
    }

    pub(crate) fn territories<'i>(mut self, ids: impl IntoIterator<Item = &'i TerritoryId>) -> Self {
        self.territories.extend(ids.into_iter().cloned());
        self
    }

    pub(crate) fn officials(mut self, ids: impl IntoIterator<Item = OfficialId>) -> Self {
        self.officials.extend(ids);
        self
    }

    /// Looks them up, as they were called at a position.
    ///
    /// # Errors
    ///
    /// If the directory cannot be read.
    pub(crate) async fn look_up(self, app: &App, as_of: Option<u64>) -> Result<Names, Problem> {
        let names = app
            .engine()
            .views()
            .read("directory", move |view| {
                let mut names = Names::default();
                for id in self.authorities {
                    if let Some(name) = directory::authority(view, &id, as_of)?.and_then(|found| found.name) {
                        names.authorities.insert(id, name);
                    }
                }
                for id in self.territories {
                    if let Some(name) = directory::territory(view, &id, as_of)?.and_then(|found| found.name) {
                        names.territories.insert(id, name);
                    }
                }
                for id in self.officials {
                    if let Some(name) = directory::official(view, id, as_of)?.and_then(|found| found.name) {
                        names.officials.insert(id, name);
                    }
                }
                Ok(names)
            })
            .await?;
        Ok(names)
    }
}

/// The names. Something without a readable name goes by its code.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    authorities: BTreeMap<AuthorityId, String>,
    territories: BTreeMap<TerritoryId, String>,
    officials: BTreeMap<OfficialId, String>,
}

impl Names {
    pub(crate) fn authority<'n>(&'n self, id: &'n AuthorityId) -> &'n str {
        self.authorities.get(id).map_or(id.as_str(), String::as_str)
    }

    pub(crate) fn territory<'n>(&'n self, id: &'n TerritoryId) -> &'n str {
        self.territories.get(id).map_or(id.as_str(), String::as_str)
    }

    pub(crate) fn knows_authorities<'i>(&self, ids: impl IntoIterator<Item = &'i AuthorityId>) -> bool {
        ids.into_iter().all(|id| self.authorities.contains_key(id))
    }

    pub(crate) fn knows_territories<'i>(&self, ids: impl IntoIterator<Item = &'i TerritoryId>) -> bool {
        ids.into_iter().all(|id| self.territories.contains_key(id))
    }

    /// Nothing where the name can no longer be read.
    pub(crate) fn official(&self, id: OfficialId) -> Option<&str> {
        self.officials.get(&id).map(String::as_str)
    }

    /// The name, leading to the authority's page.
    pub(crate) fn authority_link(&self, visitor: &Visitor, id: &AuthorityId) -> Markup {
        html! { a href=(visitor.to(&format!("/authorities/{}", in_path(id.as_str())))) { (self.authority(id)) } }
    }

    /// The name, leading to the territory's page.
    pub(crate) fn territory_link(&self, visitor: &Visitor, id: &TerritoryId) -> Markup {
        html! { a href=(visitor.to(&format!("/territories/{}", in_path(id.as_str())))) { (self.territory(id)) } }
    }
}

/// A code as one segment of an address: codes may have a slash.
pub(crate) fn in_path(code: &str) -> String {
    code.replace('/', "%2F")
}
