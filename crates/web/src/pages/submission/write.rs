//! `GET`, `POST /submit/{draft}`: the form.

use aggregates::ids::{ProcedureId, TerritoryId};
use aggregates::initiative::fields::Kind;
use axum::extract::Query;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use super::draft::{DraftId, Sheet, draft, keep as keep_draft};
use super::{KINDS, places, similar};
use crate::layout::{self, Page};
use crate::pages::participation::{Proposal, proposal_inputs};
use crate::posted::Posted;
use crate::problem::Problem;
use crate::visitor::Visitor;
use crate::words::Lang;

/// What the address says besides.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    /// A territory is looked for by this name.
    #[serde(default)]
    place: Option<String>,
    /// The draft was kept a moment ago.
    #[serde(default)]
    kept: Option<String>,
}

/// What is filled in, and which button was pressed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    #[serde(default)]
    then: Then,
    #[serde(default)]
    place: Option<String>,
    #[serde(default)]
    procedure: Option<ProcedureId>,
    #[serde(default)]
    kind: Option<Kind>,
    #[serde(default)]
    home: Option<TerritoryId>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    problem: Option<String>,
    #[serde(default)]
    proposal: Option<String>,
    #[serde(default)]
    expected_result: Option<String>,
    #[serde(default)]
    cost_rubles: Option<u64>,
    #[serde(default)]
    own_contribution: Option<String>,
    #[serde(default)]
    draft_wording: Option<String>,
}

/// What to do once it is kept.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Then {
    /// Look for the territory.
    Find,
    /// Nothing.
    #[default]
    Keep,
    /// Look at it as others will read it.
    Check,
}

/// The form, as it was left.
pub(super) async fn show(
    visitor: Visitor,
    id: DraftId,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    visitor.participant()?;
    let sheet = draft(&visitor, id).await?.unwrap_or_default();
    let say = visitor.say();
    let chosen = match &sheet.home {
        Some(home) => places::named(&visitor, home).await?,
        None => None,
    };
    let looked_for = asked.place.as_deref().filter(|place| !place.trim().is_empty());
    let found = match looked_for {
        Some(place) => places::find(&visitor, place).await?,
        None => Vec::new(),
    };
    let similar = similar::list(&visitor, &sheet.words()).await?;
    let today = calendar::local_date(visitor.app.engine().now(), calendar::UtcOffset::moscow());
    let unverified = visitor.participant()?.method.is_none();
    let body = html! {
        h1 { (say.t("submit-title")) }
        @if asked.kept.is_some() { p.notice role="status" { (say.t("draft-kept")) } }
        @if unverified {
            p.notice { (say.t("submit-not-verified")) " "
                a href=(visitor.to("/account")) { (say.t("how-to-be-verified")) } }
        }
        form method="post" action=(visitor.to(&format!("/submit/{}", id.0))) {
            (layout::csrf(&visitor))
            // What Enter presses: the first button of the form.
            button.offscreen name="then" value="keep" tabindex="-1" aria-hidden="true" { (say.t("draft-keep")) }
            (kinds(&visitor, &sheet))
            (places::inputs(&visitor, chosen.as_ref(), looked_for, &found))
            (proposal_inputs(&visitor, &sheet.proposal, sheet.kind(), "submit"))
            div #similar aria-live="polite" data-similar=(visitor.to("/submit/similar")) { (similar) }
            (procedures(&visitor, &sheet, today))
            p {
                button name="then" value="check" { (say.t("submit-check")) }
                " " button.plain name="then" value="keep" { (say.t("draft-keep")) }
            }
        }
    };
    Ok(Page::new(&visitor, "submit", say.t("submit-title")).show(None, body))
}

/// Keeps what was typed, and goes on as the button says.
pub(super) async fn keep(id: DraftId, posted: Posted<Form>) -> Result<Response, Problem> {
    let Posted { visitor, fields: form, .. } = posted;
    visitor.participant()?;
    let sheet = Sheet {
        procedure: form.procedure,
        kind: form.kind,
        home: form.home,
        proposal: Proposal {
            title: form.title,
            problem: form.problem,
            proposal: form.proposal,
            expected_result: form.expected_result,
            cost_rubles: form.cost_rubles,
            own_contribution: form.own_contribution,
            draft_wording: form.draft_wording,
        },
    };
    keep_draft(&visitor, id, &sheet).await?;
    let place = form.place.unwrap_or_default();
    let place = percent_encoding::utf8_percent_encode(&place, percent_encoding::NON_ALPHANUMERIC);
    let rest = match form.then {
        Then::Find => format!("?place={place}#place"),
        Then::Keep => "?kept=1".to_owned(),
        Then::Check => "/check".to_owned(),
    };
    Ok(Redirect::to(&visitor.to(&format!("/submit/{}{rest}", id.0))).into_response())
}

fn kinds(visitor: &Visitor, sheet: &Sheet) -> Markup {
    let say = visitor.say();
    html! {
        fieldset {
            legend { (say.t("submit-kind")) }
            @for kind in KINDS {
                p.check {
                    input id={ "kind-" (kind.as_str()) } type="radio" name="kind" value=(kind.as_str())
                        checked[sheet.kind() == kind];
                    " " label for={ "kind-" (kind.as_str()) } { (say.t(&format!("submit-kind-{}", kind.as_str()))) }
                }
            }
        }
    }
}

/// By which procedure: shown closed, as nearly everybody wants the first.
fn procedures(visitor: &Visitor, sheet: &Sheet, today: Date) -> Markup {
    let say = visitor.say();
    let procedures = visitor.app.engine().procedures_in_force(today);
    let chosen = sheet.procedure.as_ref().or_else(|| procedures.first().map(|first| first.id()));
    let usual = chosen == procedures.first().map(|first| first.id());
    html! {
        details open[!usual] {
            summary { (say.t("submit-procedure")) }
            @for procedure in &procedures {
                @let id = procedure.id().as_str();
                p.check {
                    input id={ "procedure-" (id) } type="radio" name="procedure" value=(id)
                        checked[chosen == Some(procedure.id())];
                    " " label for={ "procedure-" (id) } {
                        (match visitor.lang { Lang::Ru => &procedure.names().ru, Lang::En => &procedure.names().en })
                    }
                    br;
                    span.hint { (say.t(if procedure.is_public() { "procedure-public" } else { "procedure-private" })) }
                }
            }
        }
    }
}
