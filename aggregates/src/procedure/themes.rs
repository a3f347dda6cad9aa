//! Themes of initiatives, and the national projects they belong to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::error::{ProcedureErrors, ProcedureRule};
use super::reading::{Placed, Reading};
use crate::ids::{NationalProjectId, ThemeId};

static SHIPPED: LazyLock<Themes> = LazyLock::new(|| {
    Themes::parse("data/themes.toml", include_str!("../../../data/themes.toml"))
        .expect("a test loads the shipped themes")
});

/// The shipped themes.
pub fn themes() -> &'static Themes {
    &SHIPPED
}

/// What an initiative can be about.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// Its name in events; for ever.
    pub id: ThemeId,
    /// On Russian screens.
    pub name_ru: String,
    /// On English screens.
    pub name_en: String,
    /// The national project it usually belongs to, proposed at registration.
    #[serde(default)]
    pub national_project: Option<NationalProjectId>,
}

/// A national project of the years 2025–2030.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NationalProject {
    /// Its name in events; for ever.
    pub id: NationalProjectId,
    /// On Russian screens.
    pub name_ru: String,
    /// On English screens.
    pub name_en: String,
}

/// Themes and national projects, in the order of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Themes {
    themes: Vec<Theme>,
    national_projects: Vec<NationalProject>,
}

impl Themes {
    /// Reads a file of `[[theme]]` and `[[national_project]]` tables.
    pub fn parse(file_name: &str, text: &str) -> Result<Self, ProcedureErrors> {
        let mut reading = Reading::new(file_name, text);
        let (mut themes, mut projects) = (None, None);
        if let Some(document) = reading.document() {
            let mut seen = BTreeSet::new();
            for (key, value) in document {
                seen.insert(key.get_ref().to_string());
                match key.get_ref().as_ref() {
                    "theme" => themes = Some(reading.values::<Theme>(value)),
                    "national_project" => projects = Some(reading.values::<NationalProject>(value)),
                    _ => reading.unknown(&key),
                }
            }
            themes = reading.need(themes, "theme", &seen);
            projects = reading.need(projects, "national_project", &seen);
        }
        let (themes, projects) = (themes.unwrap_or_default(), projects.unwrap_or_default());
        let named = |line, id, ru, en| Named { line, id, names: [("name_ru", ru), ("name_en", en)] };
        check(
            &mut reading,
            themes.iter().map(|Placed { line, value }| {
                named(*line, value.id.as_str(), value.name_ru.as_str(), value.name_en.as_str())
            }),
        );
        check(
            &mut reading,
            projects.iter().map(|Placed { line, value }| {
                named(*line, value.id.as_str(), value.name_ru.as_str(), value.name_en.as_str())
            }),
        );
        for Placed { line, value } in &themes {
            if let Some(id) = &value.national_project
                && !projects.iter().any(|project| project.value.id == *id)
            {
                reading.refuse(*line, ProcedureRule::NationalProjectUnknown { id: id.to_string() });
            }
        }
        reading.mistakes()?;
        Ok(Self {
            themes: themes.into_iter().map(|theme| theme.value).collect(),
            national_projects: projects.into_iter().map(|project| project.value).collect(),
        })
    }

    /// All themes.
    pub fn iter(&self) -> impl Iterator<Item = &Theme> {
        self.themes.iter()
    }

    /// The theme of that id.
    pub fn theme(&self, id: &ThemeId) -> Option<&Theme> {
        self.themes.iter().find(|theme| theme.id == *id)
    }

    /// All national projects.
    pub fn national_projects(&self) -> impl Iterator<Item = &NationalProject> {
        self.national_projects.iter()
    }

    /// The national project of that id.
    pub fn national_project(&self, id: &NationalProjectId) -> Option<&NationalProject> {
        self.national_projects.iter().find(|project| project.id == *id)
    }
}

/// What a theme and a national project have in common.
struct Named<'t> {
    line: usize,
    id: &'t str,
    names: [(&'static str, &'t str); 2],
}

/// Ids are used once, and names are not empty.
fn check<'t>(reading: &mut Reading<'_>, entries: impl Iterator<Item = Named<'t>>) {
    let mut first = BTreeMap::new();
    for Named { line, id, names } in entries {
        let at = *first.entry(id).or_insert(line);
        if at != line {
            reading.refuse(line, ProcedureRule::IdRepeated { id: id.to_owned(), first: at });
        }
        for (name, _) in names.into_iter().filter(|(_, text)| text.trim().is_empty()) {
            reading.refuse(line, ProcedureRule::EmptyText { name });
        }
    }
}
