//! Styles, script, pictures: carried by the program, named by their content.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use crate::problem::Problem;

const FILES: &[(&str, &str, &[u8])] = &[
    ("style.css", "text/css; charset=utf-8", include_bytes!("../assets/style.css")),
    ("live.js", "text/javascript; charset=utf-8", include_bytes!("../assets/live.js")),
    ("write.js", "text/javascript; charset=utf-8", include_bytes!("../assets/write.js")),
    ("sheet.js", "text/javascript; charset=utf-8", include_bytes!("../assets/sheet.js")),
    ("proof.js", "text/javascript; charset=utf-8", include_bytes!("../assets/proof.js")),
    ("icon.svg", "image/svg+xml", include_bytes!("../assets/icon.svg")),
];

/// The files, each under a name that changes with its content.
pub(crate) struct Assets {
    files: Vec<(String, &'static str, &'static str, &'static [u8])>,
}

impl Assets {
    pub(crate) fn new() -> Self {
        let named = FILES.iter().map(|(name, kind, bytes)| {
            let digest = Sha256::digest(bytes);
            let (stem, ending) = name.rsplit_once('.').expect("every file has an ending");
            let hash = hex::encode(&digest[..6]);
            (format!("{stem}.{hash}.{ending}"), *name, *kind, *bytes)
        });
        Self { files: named.collect() }
    }

    /// The address of a file.
    pub(crate) fn url(&self, name: &str) -> String {
        let found = self.files.iter().find(|(_, plain, ..)| *plain == name);
        format!("/assets/{}", found.map_or(name, |(hashed, ..)| hashed.as_str()))
    }

    /// A file under its hashed name: it never changes.
    pub(crate) fn serve(&self, hashed: &str) -> Result<Response, Problem> {
        let (_, _, kind, bytes) =
            self.files.iter().find(|(name, ..)| name == hashed).ok_or_else(Problem::not_found)?;
        let mut response = (*bytes).into_response();
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
        let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
        response.headers_mut().insert(CACHE_CONTROL, forever);
        Ok(response)
    }
}
