//! Where somebody lives, chosen from the office's own territory and its parts, or named.

use std::collections::BTreeMap;

use aggregates::ids::TerritoryId;
use maud::{Markup, html};
use projections::directory::{self, Territory};

use crate::problem::Problem;
use crate::visitor::Visitor;

/// The territories that a clerk is likely to mean.
pub(super) struct Places {
    /// The office's own, then its parts.
    near: Vec<Territory>,
    /// Names as people write them, and what they mean here.
    by_name: BTreeMap<String, Option<TerritoryId>>,
}

impl Places {
    /// The office's territory and its parts, with those of `home` besides.
    ///
    /// # Errors
    ///
    /// If the directory cannot be read.
    pub(super) async fn near(visitor: &Visitor, home: Option<&TerritoryId>) -> Result<Self, Problem> {
        let own = visitor.office()?.authority.territory.clone();
        let home = home.cloned();
        let near = visitor
            .app
            .engine()
            .views()
            .read("directory", move |view| {
                let mut near = Vec::new();
                for root in std::iter::once(own).chain(home) {
                    for territory in directory::path(view, &root, None)?.into_iter().take(2) {
                        let parts = directory::children(view, &territory.id, None)?;
                        // The parts of a region are not what a settlement's clerk means.
                        let parts = if territory.id == root || parts.len() < 60 { parts } else { Vec::new() };
                        near.push(territory);
                        near.extend(parts);
                    }
                }
                Ok(near)
            })
            .await?;
        Ok(Self::of(near))
    }

    fn of(all: Vec<Territory>) -> Self {
        let mut near: Vec<Territory> = Vec::new();
        for territory in all.into_iter().filter(|territory| territory.ended_on.is_none()) {
            if near.iter().all(|known| known.id != territory.id) {
                near.push(territory);
            }
        }
        let mut by_name: BTreeMap<String, Option<TerritoryId>> = BTreeMap::new();
        for territory in &near {
            let name = plain(territory.name.as_deref().unwrap_or_default());
            by_name
                .entry(name)
                // One name of two places means neither.
                .and_modify(|known| *known = known.take().filter(|known| *known == territory.id))
                .or_insert_with(|| Some(territory.id.clone()));
        }
        Self { near, by_name }
    }

    /// All of them, by code.
    pub(super) fn all(&self) -> impl Iterator<Item = &TerritoryId> {
        self.near.iter().map(|territory| &territory.id)
    }

    /// What somebody means by a name or a code.
    pub(super) fn named(&self, text: &str) -> Option<TerritoryId> {
        let code = self.near.iter().find(|territory| territory.id.as_str() == text.trim());
        code.map(|territory| territory.id.clone())
            .or_else(|| self.by_name.get(&plain(text)).cloned().flatten())
    }

    /// The choice. The office's own stands first.
    pub(super) fn select(&self, name: &str, chosen: Option<&str>) -> Markup {
        html! {
            select id=(name) name=(name) {
                @for territory in &self.near {
                    option value=(territory.id) selected[chosen == Some(territory.id.as_str())] {
                        (territory.name.as_deref().unwrap_or(territory.id.as_str()))
                    }
                }
            }
        }
    }
}

/// Words that say what a place is and not which.
const GENERIC: &[&str] = &[
    "г",
    "город",
    "пос",
    "посёлок",
    "поселок",
    "п",
    "пгт",
    "с",
    "село",
    "д",
    "дер",
    "деревня",
    "рп",
    "городское",
    "городской",
    "сельское",
    "сельский",
    "поселение",
    "муниципальный",
    "муниципальное",
    "район",
    "округ",
    "образование",
];

/// A name without what it is, as it is compared.
fn plain(name: &str) -> String {
    let lower = name.to_lowercase().replace('ё', "е");
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let telling: Vec<&str> =
        words.filter(|word| GENERIC.iter().all(|generic| generic.replace('ё', "е") != *word)).collect();
    telling.join(" ")
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_place_is_known_by_its_name_however_it_is_called() {
        for name in ["Городское поселение Белый Яр", "пгт Белый Яр", "г.п. Белый  Яр", "белый яр"]
        {
            assert_eq!(plain(name).trim_start_matches("п "), "белый яр", "{name}");
        }
        assert_eq!(plain("пос. Солнечный"), plain("Сельское поселение Солнечный"));
    }
}
