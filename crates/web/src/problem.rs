//! Why it was not done: `application/problem+json` (RFC 9457) for programs, and for
//! people a page that says what to do.

use aggregates::initiative::fields::Finding;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use axum::response::{IntoResponse, Response};
use desk::DeskError;
use engine::{EngineError, ViewError};
use serde::Serialize;
use vault::{AttachmentRefusal, VaultError};

/// A problem. Its code is for programs and stays; its detail is for the person.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Problem {
    /// `urn:veche:problem:` and the code.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// The status in words.
    pub(crate) title: &'static str,
    /// The status in digits.
    pub(crate) status: u16,
    /// The stable name.
    pub(crate) code: String,
    /// What happened, in a sentence.
    pub(crate) detail: String,
    /// The field it is about, if it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) field: Option<String>,
    /// Personal data that the detector found, when it is about that.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) findings: Vec<Finding>,
    /// What the detail tells, by name, for a sentence in another language.
    #[serde(skip)]
    pub(crate) values: Vec<(&'static str, String)>,
    /// Seconds after which to try again.
    #[serde(skip)]
    pub(crate) retry_after: Option<u64>,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, code: impl Into<String>, detail: impl Into<String>) -> Self {
        let code = code.into();
        Self {
            kind: format!("urn:veche:problem:{code}"),
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            code,
            detail: detail.into(),
            field: None,
            findings: Vec::new(),
            values: Vec::new(),
            retry_after: None,
        }
    }

    /// There is nothing at that address, or nothing that this visitor may see.
    pub(crate) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "there is nothing here")
    }

    /// He may not.
    pub(crate) fn forbidden(code: &'static str, detail: &'static str) -> Self {
        Self::new(StatusCode::FORBIDDEN, code, detail)
    }

    /// He has to sign in.
    pub(crate) fn sign_in() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "sign_in_needed", "sign in first")
    }

    /// What he sent cannot be read.
    pub(crate) fn bad(code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, detail)
    }

    /// One field of what he sent does not do.
    pub(crate) fn field(name: impl Into<String>, code: &'static str, detail: impl Into<String>) -> Self {
        let problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, detail);
        Self { field: Some(name.into()), ..problem }
    }

    /// Too often.
    pub(crate) fn too_many(seconds: u64) -> Self {
        let problem =
            Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", "too often; wait a little");
        Self { retry_after: Some(seconds), ..problem }
    }

    /// Something of ours failed; the log knows what.
    pub(crate) fn failed(error: &(dyn std::error::Error + 'static), code: &'static str) -> Self {
        tracing::error!(error, code, "a request failed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, code, "this failed on our side; nothing was recorded")
    }

    /// A part that it cannot do without does not answer.
    pub(crate) fn unavailable(code: &'static str, detail: impl Into<String>) -> Self {
        let problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, code, detail);
        Self { retry_after: Some(2), ..problem }
    }

    pub(crate) fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// Refusals that are about who asks, and not about what the thing is like.
const FORBIDDEN: &[&str] = &[
    "held_by_another",
    "not_a_clerk",
    "not_administrator",
    "not_allowed",
    "not_its_clerk",
    "not_the_author",
    "not_verified",
    "own_initiative",
    "wrong_role",
];

impl From<EngineError> for Problem {
    fn from(error: EngineError) -> Self {
        let (code, detail) = (error.code(), error.to_string());
        match error {
            EngineError::Refused(refusal) => {
                let forbidden = FORBIDDEN.contains(&refusal.code);
                let status = if forbidden { StatusCode::FORBIDDEN } else { StatusCode::CONFLICT };
                let value = |name| refusal.values.iter().find(|(other, _)| *other == name);
                let field = value("field").map(|(_, field)| field.clone());
                let (findings, values) = (refusal.findings, refusal.values.into());
                Self { field, findings, values, ..Self::new(status, code, detail) }
            }
            EngineError::BadRequest { path, .. } => Self::field(path, code, detail),
            EngineError::NotFound { .. } => Self::new(StatusCode::NOT_FOUND, code, detail),
            EngineError::Stale { .. } => Self::new(StatusCode::PRECONDITION_FAILED, code, detail),
            EngineError::IdReused => Self::new(StatusCode::CONFLICT, code, detail),
            EngineError::Busy | EngineError::ClockJumped { .. } => Self::unavailable(code, detail),
            EngineError::View(ref view) => match view {
                ViewError::Unknown(_) | ViewError::NothingToSetAside { .. } => Self::failed(&error, code),
                ViewError::Behind { .. } => Self::unavailable(code, detail),
                // It is built anew, a disk gets room again, a program is updated: all without us.
                ViewError::Unreadable { .. }
                | ViewError::Stopped { .. }
                | ViewError::NotTheWriter
                | ViewError::Query { .. }
                | ViewError::Asides { .. }
                | ViewError::Journal(_)
                | ViewError::Vault(_) => {
                    tracing::error!(error = &error as &dyn std::error::Error, "a view failed");
                    Self::unavailable(code, detail)
                }
            },
            EngineError::Vault(ref vault) => match vault {
                VaultError::Attachment(refusal) => {
                    let status = match refusal {
                        AttachmentRefusal::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
                        _ => StatusCode::UNPROCESSABLE_ENTITY,
                    };
                    let problem = Self::new(status, refusal.code(), refusal.to_string());
                    Self { field: Some("attachment".to_owned()), ..problem }
                }
                // A letter came in, and nobody was named whose it is.
                VaultError::NoSubject { .. } => Self::field("author", code, detail),
                VaultError::Locked | VaultError::Full | VaultError::Stopped | VaultError::Unavailable(_) => {
                    tracing::error!(error = &error as &dyn std::error::Error, "the vault failed");
                    Self::unavailable(code, detail)
                }
                _ => Self::failed(&error, code),
            },
            EngineError::Journal(_) => {
                tracing::error!(error = &error as &dyn std::error::Error, "the journal failed");
                Self::unavailable(code, detail)
            }
            EngineError::Misfounded { .. }
            | EngineError::Damaged { .. }
            | EngineError::VaultMissing { .. }
            | EngineError::File { .. } => Self::failed(&error, code),
        }
    }
}

impl From<ViewError> for Problem {
    fn from(error: ViewError) -> Self {
        EngineError::View(error).into()
    }
}

impl From<DeskError> for Problem {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::LoginTaken => Self::new(StatusCode::CONFLICT, error.code(), error.to_string()),
            DeskError::Full
            | DeskError::Unavailable(_)
            | DeskError::Newer { .. }
            | DeskError::Damaged { .. } => {
                tracing::error!(error = &error as &dyn std::error::Error, "the desk failed");
                Self::unavailable(error.code(), error.to_string())
            }
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::to_vec(&self).expect("a problem is made of what JSON can say");
        let mut response = (self.status(), body).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = self.retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        // A page says the same in words (`pages::in_words`).
        response.extensions_mut().insert(self);
        response
    }
}
