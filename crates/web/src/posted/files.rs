//! What a form with files sent: `multipart/form-data`.

use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, FromRequestParts, Multipart, Request};
use axum::http::StatusCode;
use serde::de::DeserializeOwned;
use vault::MAX_ATTACHMENT;

use super::{Posted, not_from_here};
use crate::app::App;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// The most bytes of a form with all its files: three scans of the largest size.
const LARGEST: usize = 3 * MAX_ATTACHMENT + 512 * 1024;
/// The most files of one form.
const MOST_FILES: usize = 10;
/// The most bytes of a field that is no file.
const LARGEST_FIELD: usize = 512 * 1024;

/// As [`Posted`], with files. The route needs [`PostedFiles::limit`], and the form
/// `enctype="multipart/form-data"`; its token has to stand before its files, as
/// [`layout::once`](crate::layout::once) at the beginning of the form makes sure: from a
/// stranger no file is read.
pub(crate) struct PostedFiles<T> {
    /// Everything that is no file.
    pub(crate) posted: Posted<T>,
    /// The files that were chosen, in the order of the form.
    pub(crate) files: Vec<PostedFile>,
}

/// A file that was chosen. What it really is the vault finds out when it takes it.
pub(crate) struct PostedFile {
    /// The name of the form's field.
    pub(crate) field: String,
    /// What the browser says it is.
    pub(crate) media_type: String,
    /// All of it; of one that is larger than [`MAX_ATTACHMENT`], one byte more than that, so
    /// that the vault says why not and the form comes back with what was typed.
    pub(crate) bytes: Vec<u8>,
}

impl<T> PostedFiles<T> {
    /// Lets a route take more than a form without files may have.
    pub(crate) fn limit() -> DefaultBodyLimit {
        DefaultBodyLimit::max(LARGEST)
    }
}

impl<T: DeserializeOwned> FromRequest<App> for PostedFiles<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, app).await?;
        let request = Request::from_parts(parts, body);
        let form = Multipart::from_request(request, app).await.map_err(|_| {
            Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "not_a_form",
                "this address takes a form with files (multipart/form-data)",
            )
        })?;
        let (pairs, files) = read(form, &visitor).await?;
        Ok(Self { posted: Posted::of(visitor, pairs)?, files })
    }
}

async fn read(
    mut form: Multipart,
    visitor: &Visitor,
) -> Result<(Vec<(String, String)>, Vec<PostedFile>), Problem> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    let mut files = Vec::new();
    let mut trusted = false;
    while let Some(field) = form.next_field().await.map_err(cut_off)? {
        let name = field.name().unwrap_or_default().to_owned();
        if field.file_name().is_none() {
            let bytes = whole(field, LARGEST_FIELD).await?;
            let text = String::from_utf8(bytes)
                .map_err(|_| Problem::bad("bad_form", "the form cannot be read: it is not UTF-8"))?;
            trusted = trusted || (name == "csrf" && visitor.holds(&text));
            pairs.push((name, text.replace("\r\n", "\n")));
            continue;
        }
        if !trusted {
            return Err(not_from_here());
        }
        let media_type = field.content_type().unwrap_or_default().to_owned();
        let bytes = beginning(field, MAX_ATTACHMENT + 1).await?;
        // A file input that was left alone comes as an empty file.
        if bytes.is_empty() {
            continue;
        }
        if files.len() == MOST_FILES {
            return Err(Problem::field(name, "too_many_files", format!("at most {MOST_FILES} files")));
        }
        files.push(PostedFile { field: name, media_type, bytes });
    }
    Ok((pairs, files))
}

/// A field of the form, unless it is larger than it may be.
async fn whole(mut field: Field<'_>, largest: usize) -> Result<Vec<u8>, Problem> {
    let name = field.name().unwrap_or_default().to_owned();
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(cut_off)? {
        if bytes.len() + chunk.len() > largest {
            let told = format!("the most is {largest} bytes");
            let problem = Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", told);
            return Err(Problem { field: Some(name), ..problem });
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// A file of the form up to so many bytes; the rest is passed over.
async fn beginning(mut field: Field<'_>, most: usize) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(cut_off)? {
        bytes.extend_from_slice(&chunk[..chunk.len().min(most - bytes.len())]);
    }
    Ok(bytes)
}

#[expect(clippy::needless_pass_by_value, reason = "it is given to map_err")]
fn cut_off(error: MultipartError) -> Problem {
    let code =
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE { "attachment_too_large" } else { "bad_form" };
    Problem::new(error.status(), code, "the form is too large, or was cut off")
}
