//! `POST /admin/{place}/new`, `/admin/{place}/{id}/{verb}`: does what an administrator asks.

use aggregates::official::Role;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use serde::de::IgnoredAny;

use super::acts::{Act, Noun};
use super::form::Refused;
use super::{authorities, fill, officials, territories};
use crate::acting::{Terms, act};
use crate::names::in_path;
use crate::posted::{Posted, Typed};
use crate::problem::Problem;
use crate::visitor::Visitor;

type Form = Posted<IgnoredAny>;

pub(super) async fn establish(posted: Form) -> Result<Response, Problem> {
    begin(Noun::Authority, posted).await
}

pub(super) async fn appoint(posted: Form) -> Result<Response, Problem> {
    begin(Noun::Official, posted).await
}

pub(super) async fn create(posted: Form) -> Result<Response, Problem> {
    begin(Noun::Territory, posted).await
}

pub(super) async fn authority(path: Path<(String, String)>, posted: Form) -> Result<Response, Problem> {
    change(Noun::Authority, path, posted).await
}

pub(super) async fn official(path: Path<(String, String)>, posted: Form) -> Result<Response, Problem> {
    change(Noun::Official, path, posted).await
}

pub(super) async fn territory(path: Path<(String, String)>, posted: Form) -> Result<Response, Problem> {
    change(Noun::Territory, path, posted).await
}

async fn begin(noun: Noun, posted: Form) -> Result<Response, Problem> {
    send(noun, None, noun.begins(), posted).await
}

async fn change(noun: Noun, path: Path<(String, String)>, posted: Form) -> Result<Response, Problem> {
    let Path((id, verb)) = path;
    let found = noun.changes().iter().find(|act| act.verb == verb).ok_or_else(Problem::not_found)?;
    send(noun, Some(id), found, posted).await
}

/// Whatever is in the way, the form comes back with everything that was typed.
async fn send(noun: Noun, id: Option<String>, what: &Act, posted: Form) -> Result<Response, Problem> {
    let Posted { visitor, typed, command_id, .. } = posted;
    visitor.office_as(Role::Administrator)?;
    let terms = Terms { command_id, ..Terms::default() };
    let done = match fill::intent(noun, id.as_deref(), what, &typed) {
        Ok(intent) => act(&visitor.app, visitor.as_official()?, intent, terms).await,
        Err(problem) => Err(problem),
    };
    match done {
        Ok(receipt) => {
            let (place, id) = (noun.place(), in_path(&receipt.stream.id));
            let to = visitor.to(&format!("/admin/{place}/{id}?done={}", what.verb));
            Ok(Redirect::to(&to).into_response())
        }
        Err(problem) => again(&visitor, noun, id.as_deref(), what, &typed, &problem).await,
    }
}

async fn again(
    visitor: &Visitor,
    noun: Noun,
    id: Option<&str>,
    what: &Act,
    typed: &Typed,
    problem: &Problem,
) -> Result<Response, Problem> {
    let refused = Refused { verb: what.verb, typed, problem };
    match (noun, id) {
        (Noun::Authority, None) => Ok(authorities::beginning(visitor, Some(&refused))),
        (Noun::Authority, Some(id)) => authorities::page(visitor, id, None, Some(&refused)).await,
        (Noun::Official, None) => Ok(officials::beginning(visitor, None, Some(&refused))),
        (Noun::Official, Some(id)) => officials::page(visitor, id, None, Some(&refused)).await,
        (Noun::Territory, None) => Ok(territories::beginning(visitor, None, Some(&refused))),
        (Noun::Territory, Some(id)) => territories::page(visitor, id, None, Some(&refused)).await,
    }
}
