//! A draft: the form as it was left.

use aggregates::ids::{ProcedureId, TerritoryId};
use aggregates::initiative::fields::Kind;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use desk::Draft;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::pages::participation::Proposal;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// What was filled in so far; anything may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sheet {
    /// By which procedure; the default if nothing was chosen.
    #[serde(default)]
    pub(crate) procedure: Option<ProcedureId>,
    /// What is asked for.
    #[serde(default)]
    pub(crate) kind: Option<Kind>,
    /// The territory it is about.
    #[serde(default)]
    pub(crate) home: Option<TerritoryId>,
    /// The texts.
    #[serde(default)]
    pub(crate) proposal: Proposal,
}

impl Sheet {
    pub(super) fn kind(&self) -> Kind {
        self.kind.unwrap_or(Kind::Work)
    }

    /// Everything that was written, to look for what is similar.
    pub(super) fn words(&self) -> String {
        let it = &self.proposal;
        [&it.title, &it.problem, &it.proposal].into_iter().flatten().cloned().collect::<Vec<_>>().join(" ")
    }
}

/// The `{draft}` of an address.
#[derive(Clone, Copy)]
pub(super) struct DraftId(pub(super) Uuid);

impl<S: Send + Sync> FromRequestParts<S> for DraftId {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let params = RawPathParams::from_request_parts(parts, state).await;
        let params = params.map_err(|_| Problem::not_found())?;
        let id = params.iter().find(|(name, _)| *name == "draft").and_then(|(_, id)| id.parse().ok());
        id.map(Self).ok_or_else(Problem::not_found)
    }
}

/// The drafts of the account, the last changed first. One that an earlier program wrote
/// and that cannot be read is passed over.
///
/// # Errors
///
/// If nobody is signed in, or the desk cannot be read.
pub(crate) async fn drafts(visitor: &Visitor) -> Result<Vec<(Draft, Sheet)>, Problem> {
    let kept = visitor.app.desk().drafts(visitor.signed()?.account.id).await?;
    let read = |draft: Draft| serde_json::from_str(&draft.body).ok().map(|sheet| (draft, sheet));
    Ok(kept.into_iter().filter_map(read).collect())
}

/// One draft of the account.
///
/// # Errors
///
/// As [`drafts`].
pub(super) async fn draft(visitor: &Visitor, DraftId(id): DraftId) -> Result<Option<Sheet>, Problem> {
    let found = drafts(visitor).await?.into_iter().find(|(draft, _)| draft.id == id);
    Ok(found.map(|(_, sheet)| sheet))
}

/// Keeps a draft.
///
/// # Errors
///
/// If nobody is signed in, or the desk cannot be written.
pub(super) async fn keep(visitor: &Visitor, DraftId(id): DraftId, sheet: &Sheet) -> Result<(), Problem> {
    let body = serde_json::to_string(sheet).expect("a sheet is made of what JSON can say");
    let updated_at = visitor.app.engine().now();
    let account = visitor.signed()?.account.id;
    Ok(visitor.app.desk().keep_draft(account, &Draft { id, body, updated_at }).await?)
}
