//! `GET`, `POST /desk/intake/{initiative}/sheet`: a sheet of signatures, quick by keyboard.

mod enter;
mod line;
mod page;

use std::collections::BTreeSet;

use aggregates::ids::{InitiativeId, TerritoryId};
use aggregates::initiative::fields::{Attachment, Channel};
use aggregates::level::Level;
use aggregates::official::Role;
use axum::extract::Path;
use axum::response::Response;
use engine::EngineError;
use projections::directory;
use projections::initiative::{self, Page};
use serde::Deserialize;
use uuid::Uuid;

use self::enter::{Sheet, Verdict};
use self::page::Shown;
use super::residence::Places;
use crate::attaching;
use crate::posted::{Posted, PostedFile, PostedFiles};
use crate::problem::Problem;
use crate::visitor::Visitor;

/// The most lines of a sheet.
const MOST_LINES: usize = 500;

/// What is typed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    /// One person a line.
    lines: String,
    /// Where those live whose line says nothing.
    home: TerritoryId,
    channel: Channel,
    /// Takes those too who live elsewhere: they count above only.
    #[serde(default)]
    elsewhere: bool,
}

/// The empty sheet.
pub(super) async fn show(visitor: Visitor, Path(id): Path<String>) -> Result<Response, Problem> {
    let case = case(&visitor, &id).await?;
    let places = Places::near(&visitor, Some(&case.home)).await?;
    let scans = scans(&visitor, &case).await?;
    page::page(&visitor, &case, &places, &scans, Shown::default())
}

/// Enters the lines, and shows what became of each. What can be mended stays in the form.
pub(super) async fn enter(Path(id): Path<String>, posted: PostedFiles<Form>) -> Result<Response, Problem> {
    let PostedFiles { posted: Posted { visitor, fields: form, typed, command_id, .. }, files } = posted;
    let case = case(&visitor, &id).await?;
    let places = Places::near(&visitor, Some(&case.home)).await?;
    let lines: Vec<&str> = form.lines.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let batch = command_id.unwrap_or_else(|| visitor.app.engine().entropy().uuid_v4());
    let entered = take(&visitor, &case, &places, &form, batch, &lines, files).await;
    let scans = scans(&visitor, &case).await?;
    let shown = match &entered {
        Ok(verdicts) => Shown::after(&lines, verdicts, &typed),
        Err(problem) if problem.status < 500 => Shown::refused(problem, &typed),
        Err(problem) => return Err(problem.clone()),
    };
    page::page(&visitor, &case, &places, &scans, shown)
}

async fn take(
    visitor: &Visitor,
    case: &Page,
    places: &Places,
    form: &Form,
    batch: Uuid,
    lines: &[&str],
    files: Vec<PostedFile>,
) -> Result<Vec<Verdict>, Problem> {
    if lines.len() > MOST_LINES {
        return Err(Problem::field("lines", "too_many_lines", format!("at most {MOST_LINES} lines")));
    }
    let app = &visitor.app;
    // Nobody is registered for an initiative that cannot be supported.
    let state = app.engine().initiative(case.id).await?.ok_or_else(Problem::not_found)?;
    if state.supports_version(app.engine().now()).is_none() {
        let refusal = aggregates::support::Refusal::SupportClosed;
        return Err(EngineError::from(refusal).into());
    }
    let residents = residents(visitor, case, places).await?;
    let sheet = Sheet {
        initiative: case.id,
        batch,
        by: visitor.as_official()?,
        today: visitor.office()?.today,
        channel: form.channel,
        home: form.home.clone(),
        places: &|name| places.named(name),
        resident: &|place| form.elsewhere || residents.contains(place),
    };
    let scanned = scans(visitor, case).await?.iter().any(|(_, command)| *command == batch);
    let kept = if scanned { Vec::new() } else { attaching::keep(app, case.id, batch, None, files).await? };
    match enter::enter(app, &sheet, lines).await {
        Ok(verdicts) => Ok(verdicts),
        Err(problem) => {
            attaching::give_up(app, &kept).await?;
            Err(problem)
        }
    }
}

/// A published initiative of a procedure that takes supports. An official of another
/// place may enter what his own residents signed; the engine says whose support is his.
async fn case(visitor: &Visitor, id: &str) -> Result<Page, Problem> {
    visitor.office_as(Role::Clerk)?;
    let id: InitiativeId = id.parse().map_err(|_| Problem::not_found())?;
    let views = visitor.app.engine().views();
    let page = views.read("initiative", move |view| initiative::page(view, id, None)).await?;
    let page = page.ok_or_else(Problem::not_found)?;
    let published = page.public && page.texts.iter().any(|text| text.published);
    if published || visitor.sees_all_of(&page) { Ok(page) } else { Err(Problem::not_found()) }
}

/// The places whose people are residents of the municipality that it is about.
async fn residents(
    visitor: &Visitor,
    case: &Page,
    places: &Places,
) -> Result<BTreeSet<TerritoryId>, Problem> {
    let (home, on) = (case.home.clone(), visitor.office()?.today);
    let all: Vec<TerritoryId> = places.all().cloned().collect();
    let views = visitor.app.engine().views();
    let residents = views
        .read("directory", move |view| {
            let custodians = directory::custodians(view, &home, on, None)?;
            let municipality = custodians.into_iter().find(|it| it.level == Level::Municipality);
            let municipality = municipality.map_or(home, |it| it.territory);
            let mut residents = BTreeSet::new();
            for place in all {
                let path = directory::path(view, &place, None)?;
                if path.iter().any(|territory| territory.id == municipality) {
                    residents.insert(place);
                }
            }
            Ok(residents)
        })
        .await?;
    Ok(residents)
}

/// Scans of sheets that were entered, with the sheet's id.
async fn scans(visitor: &Visitor, case: &Page) -> Result<Vec<(Attachment, Uuid)>, Problem> {
    let vault = visitor.app.engine().vault();
    let files = vault.files_of("initiative", &case.id.to_string()).await.map_err(EngineError::Vault)?;
    let own = |file: &Attachment| case.attachments.iter().all(|known| known.id != file.id);
    Ok(files
        .into_iter()
        .filter(|(file, _)| own(file))
        .map(|(file, place)| (file, place.command_id))
        .collect())
}
