//! Answers with their headers.

use axum::Json;
use axum::http::HeaderName;
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, ETAG, HeaderValue, VARY};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::openapi::{RefOr, Schema};

use super::shape::{self, Book, Shape};

/// The header with a position of the journal: of what was written, or up to which what is
/// shown is complete.
pub(super) const POSITION: HeaderName = HeaderName::from_static("veche-position");

/// An answer.
pub(super) struct Answer<A> {
    body: A,
    sequence: Option<u64>,
}

impl<A> From<A> for Answer<A> {
    fn from(body: A) -> Self {
        Self { body, sequence: None }
    }
}

impl<A: Serialize> Answer<A> {
    /// What is shown has this sequence: the `ETag`, and what `If-Match` may name.
    pub(super) fn at(self, sequence: u64) -> Self {
        Self { sequence: Some(sequence), ..self }
    }

    /// With its headers; the views had reached that position before it was read.
    pub(super) fn respond(self, reached: u64) -> Response {
        let mut response = Json(self.body).into_response();
        let headers = response.headers_mut();
        headers.insert(POSITION, HeaderValue::from(reached));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.insert(VARY, HeaderValue::from_name(AUTHORIZATION));
        if let Some(sequence) = self.sequence {
            headers.insert(ETAG, tag(sequence));
        }
        response
    }
}

/// A sequence as an `ETag`.
pub(super) fn tag(sequence: u64) -> HeaderValue {
    HeaderValue::try_from(format!("\"{sequence}\"")).expect("digits and quotes")
}

/// A part of a longer list.
#[derive(Serialize)]
pub(super) struct Listing<T> {
    pub(super) items: Vec<T>,
    /// The cursor of the next page.
    pub(super) next: Option<String>,
}

impl<T: Shape> Shape for Listing<T> {
    fn shape(book: &mut Book) -> RefOr<Schema> {
        shape::page_of::<T>(book)
    }
}

/// All of a short list.
#[derive(Serialize)]
pub(super) struct All<T> {
    pub(super) items: Vec<T>,
}

impl<T: Shape> Shape for All<T> {
    fn shape(book: &mut Book) -> RefOr<Schema> {
        let items = Vec::<T>::shape(book);
        shape::Members::default().field("items", items, true, "").schema("")
    }
}
