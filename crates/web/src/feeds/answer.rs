//! Answers that a reverse proxy can keep, and readers need not fetch twice.

use axum::body::Body;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderValue, IF_MODIFIED_SINCE,
    IF_NONE_MATCH, LAST_MODIFIED,
};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use sha2::{Digest, Sha256};

use crate::problem::Problem;

/// What makes an answer one that is known already.
pub(super) struct Version {
    etag: String,
    modified: Option<Timestamp>,
    /// How long a proxy may answer with it without asking, seconds.
    seconds: u32,
}

impl Version {
    /// Of an answer that is at hand: the same as long as it is the same.
    pub(super) fn of_bytes(bytes: &[u8], modified: Option<Timestamp>, seconds: u32) -> Self {
        let digest = URL_SAFE_NO_PAD.encode(&Sha256::digest(bytes)[..12]);
        Self { etag: format!("W/\"{digest}\""), modified, seconds }
    }

    /// Of an answer that is still to be made: the same as long as these positions are, and
    /// this program.
    pub(super) fn of_positions(what: &str, positions: &[u64], seconds: u32) -> Self {
        let numbers = positions.iter().map(u64::to_string).collect::<Vec<_>>().join("-");
        let etag = format!("W/\"{what}-{numbers}-{}\"", env!("CARGO_PKG_VERSION"));
        Self { etag, modified: None, seconds }
    }

    pub(super) fn modified(self, at: Option<Timestamp>) -> Self {
        Self { modified: at, ..self }
    }

    /// Whether whoever asks has it. An entity tag counts before a time (RFC 9110, 13.2.2).
    fn is_known(&self, headers: &HeaderMap) -> bool {
        let text = |value: &HeaderValue| value.to_str().map(str::to_owned).ok();
        if let Some(known) = headers.get(IF_NONE_MATCH).and_then(text) {
            let plain = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
            return known.trim() == "*" || known.split(',').any(|tag| plain(tag) == plain(&self.etag));
        }
        let since = headers.get(IF_MODIFIED_SINCE).and_then(text);
        let since = since.and_then(|since| rfc2822::parse(&since).ok());
        match (since, self.modified) {
            (Some(since), Some(modified)) => modified.as_second() <= since.timestamp().as_second(),
            (_, _) => false,
        }
    }

    /// The answer, made only if it is not known already.
    pub(super) fn answer(
        self,
        headers: &HeaderMap,
        kind: &'static str,
        body: impl FnOnce() -> Body,
    ) -> Response {
        let mut response = if self.is_known(headers) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            let mut response = body().into_response();
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
            response
        };
        let headers = response.headers_mut();
        headers.insert(ETAG, HeaderValue::from_str(&self.etag).expect("it is ASCII"));
        let cache = format!("public, max-age={}, stale-while-revalidate=60", self.seconds);
        headers.insert(CACHE_CONTROL, HeaderValue::from_str(&cache).expect("it is ASCII"));
        // Open data is for pages of others too.
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        if let Some(modified) = self.modified.and_then(http_date) {
            headers.insert(LAST_MODIFIED, modified);
        }
        response
    }
}

fn http_date(at: Timestamp) -> Option<HeaderValue> {
    let printer = rfc2822::DateTimePrinter::new();
    let text = printer.timestamp_to_rfc9110_string(&at).ok()?;
    HeaderValue::from_str(&text).ok()
}

/// A header with a position.
pub(super) fn position_header(response: &mut Response, position: u64) {
    response.headers_mut().insert("veche-position", HeaderValue::from(position));
}

/// A header whose value came from our own settings.
pub(super) fn header(response: &mut Response, name: &'static str, value: &str) -> Result<(), Problem> {
    let value = HeaderValue::from_str(value).map_err(|error| Problem::failed(&error, "bad_header"))?;
    response.headers_mut().append(name, value);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(name: &str, value: &str) -> HeaderMap {
        let name = axum::http::HeaderName::from_bytes(name.as_bytes()).unwrap();
        HeaderMap::from_iter([(name, HeaderValue::from_str(value).unwrap())])
    }

    fn status(headers: &HeaderMap) -> StatusCode {
        let at = "2027-01-11T06:00:00.5Z".parse().unwrap();
        let version = Version::of_positions("x", &[7, 9], 60).modified(Some(at));
        version.answer(headers, "text/plain", || Body::from("x")).status()
    }

    #[test]
    fn what_is_known_is_not_sent_again() {
        let tag = format!("\"x-7-9-{}\"", env!("CARGO_PKG_VERSION"));
        assert_eq!(status(&HeaderMap::new()), StatusCode::OK);
        for known in [format!("W/{tag}"), tag.clone(), format!("\"other\", W/{tag}"), "*".to_owned()] {
            assert_eq!(status(&asked("if-none-match", &known)), StatusCode::NOT_MODIFIED, "{known}");
        }
        assert_eq!(status(&asked("if-none-match", "\"x-7-8\"")), StatusCode::OK);
        let since = |time| status(&asked("if-modified-since", time));
        assert_eq!(since("Mon, 11 Jan 2027 06:00:00 GMT"), StatusCode::NOT_MODIFIED);
        assert_eq!(since("Mon, 11 Jan 2027 05:59:59 GMT"), StatusCode::OK);
        assert_eq!(since("yesterday"), StatusCode::OK);
    }

    #[test]
    fn an_entity_tag_counts_before_a_time() {
        let mut headers = asked("if-none-match", "\"other\"");
        headers.extend(asked("if-modified-since", "Mon, 11 Jan 2027 06:00:00 GMT"));
        assert_eq!(status(&headers), StatusCode::OK);
    }
}
