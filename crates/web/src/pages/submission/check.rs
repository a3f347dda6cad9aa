//! `GET /submit/{draft}/check`: as others will read it, before it is sent.

use aggregates::ids::ParticipantId;
use aggregates::initiative::fields::Finding;
use aggregates::procedure::{Consent, Procedure};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use calendar::UtcOffset;
use maud::{Markup, html};
use projections::directory::{self, Participant};

use super::draft::{DraftId, Sheet, draft};
use super::{places, similar};
use crate::layout::{self, Page};
use crate::pages::participation::personal;
use crate::pages::participation::{Proposal, TEXTS};
use crate::problem::Problem;
use crate::visitor::Visitor;
use crate::words::Lang;

/// The page.
pub(super) async fn show(visitor: Visitor, id: DraftId) -> Result<Response, Problem> {
    visitor.participant()?;
    match draft(&visitor, id).await? {
        Some(sheet) => page(&visitor, id, &sheet, Agreed::default(), None).await,
        None => Ok(Redirect::to(&visitor.to(&format!("/submit/{}", id.0))).into_response()),
    }
}

/// What was ticked before.
#[derive(Clone, Copy, Default)]
pub(super) struct Agreed {
    pub(super) publish_text: bool,
    pub(super) pass_up: bool,
    pub(super) publish_name: bool,
    pub(super) author: Option<ParticipantId>,
}

/// The organisations and TOS bodies that the visitor may submit for.
///
/// # Errors
///
/// If he is no participant, or the directory cannot be read.
pub(super) async fn bodies(visitor: &Visitor) -> Result<Vec<Participant>, Problem> {
    let me = visitor.participant()?.id;
    let views = visitor.app.engine().views();
    Ok(views.read("directory", move |view| directory::represented_by(view, me)).await?)
}

/// The page, with why it could not be sent.
///
/// # Errors
///
/// If a view cannot be read.
pub(super) async fn page(
    visitor: &Visitor,
    id: DraftId,
    sheet: &Sheet,
    agreed: Agreed,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let say = visitor.say();
    let today = calendar::local_date(visitor.app.engine().now(), UtcOffset::moscow());
    let procedures = visitor.app.engine().procedures_in_force(today);
    let procedure = procedures
        .iter()
        .find(|it| Some(it.id()) == sheet.procedure.as_ref())
        .or_else(|| procedures.first())
        .ok_or_else(|| Problem::unavailable("no_procedure", "no procedure is in force"))?;
    let home = match &sheet.home {
        Some(home) => places::named(visitor, home).await?,
        None => None,
    };
    let receiver = receiver(visitor, sheet).await?;
    let missing = missing(sheet, procedure, home.is_some());
    let findings = findings(&sheet.proposal);
    let similar = similar::list(visitor, &sheet.words()).await?;
    let verified = visitor.participant()?.method.is_some();
    let back = visitor.to(&format!("/submit/{}", id.0));
    let body = html! {
        h1 { (say.t("check-title")) }
        @if let Some(problem) = problem { (layout::problem_box(visitor, problem)) }
        @if !missing.is_empty() {
            div.problem {
                p { (say.t("check-missing")) }
                ul { @for key in &missing { li { (say.t(key)) } } }
                p { a href=(back) { (say.t("check-mend")) } }
            }
        }
        @if !findings.is_empty() {
            div.problem {
                p { strong { (say.t(if procedure.is_public() { "check-personal" } else { "check-personal-private" })) } }
                (personal::places(visitor, &findings, |field| sheet.proposal.text(field), None))
                p { a href=(back) { (say.t("check-mend")) } }
            }
        }
        article.card {
            h2 { (sheet.proposal.title.as_deref().unwrap_or_default()) }
            dl.facts {
                dt { (say.t("submit-kind")) } dd { (say.t(&format!("kind-{}", sheet.kind().as_str()))) }
                @if let Some(path) = &home { dt { (say.t("place-legend")) } dd { (places::in_words(path)) } }
                @if let Some(receiver) = &receiver { dt { (say.t("check-receiver")) } dd { (receiver) } }
                dt { (say.t("submit-procedure")) }
                dd { (match visitor.lang { Lang::Ru => &procedure.names().ru, Lang::En => &procedure.names().en }) }
            }
            (texts(visitor, &sheet.proposal))
        }
        p { a href=(back) { (say.t("check-change")) } }
        (similar)
        @if !verified {
            p.notice { (say.t("submit-not-verified")) " "
                a href=(visitor.to("/account")) { (say.t("how-to-be-verified")) } }
        } @else if missing.is_empty() {
            (sending(visitor, id, procedure, agreed, &bodies(visitor).await?))
        }
    };
    let status = problem.map_or(StatusCode::OK, Problem::status);
    Ok(Page::new(visitor, "submit", say.t("check-title")).status(status).show(None, body))
}

/// Consents, files, and the button.
fn sending(
    visitor: &Visitor,
    id: DraftId,
    procedure: &Procedure,
    agreed: Agreed,
    bodies: &[Participant],
) -> Markup {
    let say = visitor.say();
    let public = procedure.is_public();
    let consents = [
        ("publish_text", agreed.publish_text, procedure.requires_consent(Consent::PublishText), public),
        ("pass_up", agreed.pass_up, procedure.requires_consent(Consent::PassUp), public),
        ("publish_name", agreed.publish_name, false, public),
    ];
    html! {
        h2 { (say.t("check-send-title")) }
        form method="post" enctype="multipart/form-data" action=(visitor.to(&format!("/submit/{}/send", id.0))) {
            (layout::once(visitor, None))
            @if !bodies.is_empty() {
                label for="author" { (say.t("submit-in-whose-name")) }
                select #author name="author" {
                    option value="" { (say.t("submit-myself")) }
                    @for body in bodies {
                        option value=(body.id) selected[agreed.author == Some(body.id)] { (body.name.as_deref().unwrap_or("—")) }
                    }
                }
            }
            @if public {
                fieldset {
                    legend { (say.t("consents")) }
                    @for (name, ticked, needed, _) in consents.into_iter().filter(|(.., shown)| *shown) {
                        p.check {
                            input id=(name) type="checkbox" name=(name) value="on" checked[ticked] required[needed]
                                aria-describedby={ (name) "-why" };
                            " " label for=(name) { (say.t(&format!("consent-{}", name.replace('_', "-")))) }
                            br;
                            span.hint id={ (name) "-why" } { (say.t(&format!("consent-{}-why", name.replace('_', "-")))) }
                        }
                    }
                }
            } @else { p.notice { (say.t("procedure-private")) } }
            label for="files" { (say.t("files-label")) " " span.soft { (say.t("optional")) } }
            p.hint #files-hint { (say.t("files-hint")) }
            input #files type="file" name="files" multiple accept="application/pdf,image/jpeg,image/png,text/plain"
                aria-describedby="files-hint";
            p { button { (say.t("submit-send")) } }
        }
    }
}

/// The names of what the procedure wants and nobody filled in.
fn missing(sheet: &Sheet, procedure: &Procedure, has_home: bool) -> Vec<String> {
    let fields = sheet.proposal.fields();
    let wording = procedure.draft_wording_for(sheet.kind()).then_some("draft_wording");
    let required = procedure.required_fields().iter().map(String::as_str).chain(wording);
    let empty = |name: &&str| match *name {
        "title" => sheet.proposal.title.is_none(),
        name => !fields.has(name),
    };
    let mut keys: Vec<String> =
        required.filter(empty).map(|name| format!("field-{}", name.replace('_', "-"))).collect();
    if !has_home {
        keys.push("place-legend".to_owned());
    }
    keys
}

/// Personal data in what was written.
pub(super) fn findings(proposal: &Proposal) -> Vec<Finding> {
    let of = |field: &'static str| {
        vault::detector::find(proposal.text(field).unwrap_or_default()).into_iter().map(move |found| {
            Finding {
                field: field.to_owned(),
                kind: found.kind.code().to_owned(),
                start: u32::try_from(found.start).unwrap_or(u32::MAX),
                end: u32::try_from(found.end).unwrap_or(u32::MAX),
            }
        })
    };
    TEXTS.into_iter().flat_map(of).collect()
}

/// The authority that it would go to first.
async fn receiver(visitor: &Visitor, sheet: &Sheet) -> Result<Option<String>, Problem> {
    let Some(home) = sheet.home.clone() else { return Ok(None) };
    let today = calendar::local_date(visitor.app.engine().now(), UtcOffset::moscow());
    let views = visitor.app.engine().views();
    let found = views.read("directory", move |view| {
        let first = directory::custodians(view, &home, today, None)?.into_iter().min_by_key(|it| it.level);
        Ok(match first {
            Some(first) => directory::authority(view, &first.authority, None)?,
            None => None,
        })
    });
    Ok(found.await?.and_then(|authority| authority.name))
}

fn texts(visitor: &Visitor, proposal: &Proposal) -> Markup {
    let say = visitor.say();
    html! {
        @for field in TEXTS.into_iter().filter(|field| *field != "title") {
            @if let Some(text) = proposal.text(field) {
                h3 { (say.t(&format!("field-{}", field.replace('_', "-")))) }
                (layout::paragraphs(text))
            }
        }
        @if let Some(cost) = proposal.cost_rubles {
            h3 { (say.t("field-cost-rubles")) }
            p { (say.number(cost)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use aggregates::initiative::fields::Kind;
    use aggregates::procedure::Procedures;

    use super::*;

    #[test]
    fn what_a_procedure_wants_and_nobody_filled_in_is_named() {
        let shipped = Procedures::shipped();
        let procedure = shipped.iter().find(|it| it.id().as_str() == "inverted-pyramid").unwrap();
        let mut sheet = Sheet { kind: Some(Kind::Law), ..Sheet::default() };
        sheet.proposal.title = Some("О тишине".into());
        let keys = missing(&sheet, procedure, false);
        for key in [
            "field-problem",
            "field-proposal",
            "field-expected-result",
            "field-draft-wording",
            "place-legend",
        ] {
            assert!(keys.iter().any(|found| found == key), "{key} in {keys:?}");
        }
        assert!(!keys.iter().any(|found| found == "field-title"));
    }
}
