//! The installation: its procedures and calendars, its themes, its views.

use aggregates::ids::ProcedureId;
use aggregates::official::Role;
use aggregates::procedure::{Procedures, themes};
use engine::ViewStatus;
use projections::directory::{self, Adopted, Installation};
use serde::Serialize;

use crate::api::answer::{All, Answer};
use crate::api::call::Call;
use crate::api::row::NoQuery;
use crate::api::shape::shapes;
use crate::problem::Problem;

/// A theme.
#[derive(Serialize)]
pub(in crate::api) struct Theme {
    id: String,
    name_ru: String,
    name_en: String,
    national_project: Option<String>,
}

/// Something with a name in both languages.
#[derive(Serialize)]
pub(in crate::api) struct NamedInBoth {
    id: String,
    name_ru: String,
    name_en: String,
}

/// All themes and national projects.
#[derive(Serialize)]
pub(in crate::api) struct ThemeList {
    themes: Vec<Theme>,
    national_projects: Vec<NamedInBoth>,
}

/// A procedure that an initiative can be submitted under.
#[derive(Serialize)]
pub(in crate::api) struct OnOffer {
    id: String,
    version: u32,
    sha256: String,
    in_force: bool,
}

shapes! {
    /// What an initiative can be about.
    Theme as "Theme" { id, name_ru, name_en, national_project "The one it usually belongs to." }
    /// A code with its names.
    NamedInBoth as "NationalProject" { id, name_ru, name_en }
    /// All themes and national projects.
    ThemeList as "Themes" { themes, national_projects }
    /// A procedure that this program has.
    OnOffer as "Procedure" { id, version, sha256 "Of its file, hexadecimal.", in_force "Whether it can be chosen today." }
}

/// `GET /api/v1/installation`
pub(in crate::api) async fn show(call: Call, _: NoQuery) -> Result<Answer<Installation>, Problem> {
    let as_of = call.as_of;
    let found = call.read("directory", move |view| directory::installation(view, as_of)).await?;
    found.map(Answer::from).ok_or_else(Problem::not_found)
}

/// `GET /api/v1/adopted`
pub(in crate::api) async fn adopted(call: Call, _: NoQuery) -> Result<Answer<All<Adopted>>, Problem> {
    let as_of = call.as_of;
    let items = call.read("directory", move |view| directory::adopted(view, as_of)).await?;
    Ok(All { items }.into())
}

/// `GET /api/v1/adopted/procedures/{procedure}/{version}`
pub(in crate::api) async fn procedure(call: Call, _: NoQuery) -> Result<Answer<Adopted>, Problem> {
    let (id, version) = (call.ids.get::<ProcedureId>("procedure")?, call.ids.get::<u32>("version")?);
    let as_of = call.as_of;
    let all = call.read("directory", move |view| directory::adopted(view, as_of)).await?;
    let wanted = all.into_iter().find(|file| {
        file.what == "procedure" && file.id == id.as_str() && file.version == version.to_string()
    });
    wanted.map(Answer::from).ok_or_else(Problem::not_found)
}

/// `GET /api/v1/procedures`
pub(in crate::api) async fn procedures(call: Call, _: NoQuery) -> Result<Answer<All<OnOffer>>, Problem> {
    let today = calendar::local_date(call.now(), calendar::UtcOffset::moscow());
    let items = Procedures::shipped()
        .iter()
        .map(|procedure| OnOffer {
            id: procedure.id().to_string(),
            version: procedure.version(),
            sha256: procedure.sha256().to_owned(),
            in_force: procedure.is_in_force(today),
        })
        .collect();
    Ok(All { items }.into())
}

/// `GET /api/v1/themes`
pub(in crate::api) async fn all_themes(_: Call, _: NoQuery) -> Result<Answer<ThemeList>, Problem> {
    let known = themes();
    let themes = known.iter().map(|theme| Theme {
        id: theme.id.to_string(),
        name_ru: theme.name_ru.clone(),
        name_en: theme.name_en.clone(),
        national_project: theme.national_project.as_ref().map(ToString::to_string),
    });
    let national_projects = known.national_projects().map(|project| NamedInBoth {
        id: project.id.to_string(),
        name_ru: project.name_ru.clone(),
        name_en: project.name_en.clone(),
    });
    Ok(ThemeList { themes: themes.collect(), national_projects: national_projects.collect() }.into())
}

/// `GET /api/v1/views`
pub(in crate::api) async fn views(call: Call, _: NoQuery) -> Result<Answer<All<ViewStatus>>, Problem> {
    let visitor = &call.asker.visitor;
    if visitor.office_as(Role::Auditor).is_err() {
        visitor.office_as(Role::Administrator)?;
    }
    Ok(All { items: call.app.engine().views().status().await? }.into())
}
