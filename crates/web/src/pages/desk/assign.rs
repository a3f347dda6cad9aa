//! `POST /desk/assign`: one case or several, to oneself or a colleague.

use aggregates::ids::{InitiativeId, OfficialId};
use aggregates::initiative::Action;
use aggregates::official::Role;
use axum::response::{IntoResponse, Redirect, Response};
use engine::Intent;
use serde::de::IgnoredAny;

use crate::acting::{Terms, act};
use crate::posted::Posted;
use crate::problem::Problem;

pub(super) async fn assign(posted: Posted<IgnoredAny>) -> Result<Response, Problem> {
    let Posted { visitor, typed, .. } = posted;
    let me = visitor.office_as(Role::Clerk)?.id();
    let caller = visitor.as_official()?;
    // The button beside a case means that case alone, whatever is ticked.
    let (cases, official) = match typed.get("mine") {
        Some(case) => (vec![case], me),
        None => {
            let official = typed.get("official").unwrap_or_default().parse::<OfficialId>();
            let official =
                official.map_err(|_| Problem::field("official", "field_unfit", "assign to whom?"))?;
            (typed.all("case").collect(), official)
        }
    };
    let mut assigned = 0;
    for case in cases {
        let id: InitiativeId = case.parse().map_err(|_| Problem::not_found())?;
        let action = Box::new(Action::Assign { official });
        let what = Intent::Initiative { id: Some(id), procedure: None, action };
        match act(&visitor.app, caller, what, Terms::default()).await {
            Ok(_) => assigned += 1,
            // Somebody was faster, and did the same.
            Err(problem) if problem.code == "already_done" => {}
            Err(problem) => return Err(problem),
        }
    }
    let back = typed.get("back").filter(|back| back.starts_with(&visitor.to("/desk")));
    let back = back.map_or_else(|| visitor.to("/desk"), str::to_owned);
    let (path, query) = back.split_once('?').unwrap_or((&back, ""));
    let kept = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("assigned="));
    let query: Vec<String> = kept.map(str::to_owned).chain([format!("assigned={assigned}")]).collect();
    Ok(Redirect::to(&format!("{path}?{}", query.join("&"))).into_response())
}
