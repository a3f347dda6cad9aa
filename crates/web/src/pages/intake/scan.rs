//! `GET /desk/intake/{initiative}/scans/{file}`: the scan of a sheet of signatures, which has
//! names on it: for those who opened the files of the case that day.

use aggregates::ids::{AttachmentId, InitiativeId};
use aggregates::official::Role;
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse, Response};
use engine::EngineError;
use projections::initiative;

use crate::attaching;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// For officials of an authority concerned and for auditors.
pub(super) async fn show(
    visitor: Visitor,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let office = visitor.office()?;
    let id: InitiativeId = id.parse().map_err(|_| Problem::not_found())?;
    let file: AttachmentId = file.parse().map_err(|_| Problem::not_found())?;
    let engine = visitor.app.engine();
    let page = engine.views().read("initiative", move |view| initiative::page(view, id, None)).await?;
    let page = page.ok_or_else(Problem::not_found)?;
    let may = office.is(Role::Auditor) || office.works() && visitor.sees_all_of(&page);
    if !may {
        return Err(Problem::not_found());
    }
    let of_case = engine.vault().files_of("initiative", &id.to_string()).await.map_err(EngineError::Vault)?;
    if of_case.iter().all(|(about, _)| about.id != file) {
        return Err(Problem::not_found());
    }
    attaching::must_have_opened(&visitor, id).await?;
    let found = engine.vault().attachment(file).await.map_err(EngineError::Vault)?;
    let found = found.ok_or_else(Problem::not_found)?;
    let ending = match found.about.media_type.as_str() {
        "application/pdf" => "pdf",
        "image/jpeg" => "jpg",
        "image/png" => "png",
        _ => "txt",
    };
    let kind = HeaderValue::from_str(&found.about.media_type).map_err(|_| Problem::not_found())?;
    let mut response = found.bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, kind);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    let name = format!("attachment; filename=\"{file}.{ending}\"");
    headers.insert(CONTENT_DISPOSITION, HeaderValue::from_str(&name).expect("ids are ASCII"));
    Ok(response)
}
