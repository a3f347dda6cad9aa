//! `GET` and `POST /desk/initiatives/{id}/sealed`: what is sealed of a case, for an official
//! who says which of it he has to read, and why. It is shown in the answer to the form and
//! nowhere else; the event is recorded before.

use std::collections::BTreeSet;

use aggregates::ids::{InitiativeId, OfficialId};
use aggregates::official::{OpeningReason, SealedField};
use axum::extract::Path;
use axum::response::Response;
use engine::{Kept, Opened};
use maud::{Markup, html};
use serde::Deserialize;

use super::file::CaseFile;
use super::heading;
use crate::layout::{self, Page};
use crate::posted::{Posted, Typed};
use crate::problem::Problem;
use crate::visitor::Visitor;
use crate::{log, open};

/// What is to be opened, and why. The fields come as often as there are ticks, so they are
/// read from what was typed.
#[derive(Debug, Deserialize)]
pub(super) struct Opens {
    reason: OpeningReason,
}

pub(super) async fn show(visitor: Visitor, Path(id): Path<String>) -> Result<Response, Problem> {
    let id: InitiativeId = id.parse().map_err(|_| Problem::not_found())?;
    let case = CaseFile::open(&visitor, id).await?;
    Ok(page(&visitor, &case, &Typed::default(), None, None))
}

/// Opens it. Whatever is in the way, the form comes back with what was chosen.
pub(super) async fn open(Path(id): Path<String>, posted: Posted<Opens>) -> Result<Response, Problem> {
    let id: InitiativeId = id.parse().map_err(|_| Problem::not_found())?;
    let Posted { visitor, fields: Opens { reason }, typed, .. } = posted;
    let case = CaseFile::open(&visitor, id).await?;
    let official: OfficialId = visitor.office()?.id();
    let ticked = |field: &SealedField| typed.get(field.code()).is_some();
    let fields: BTreeSet<_> = SealedField::ALL.iter().copied().filter(ticked).collect();
    let opened = visitor.app.engine().open_sealed(official, id, fields, reason).await;
    match opened.map_err(Problem::from) {
        Ok(opened) => Ok(page(&visitor, &case, &typed, Some(&opened), None)),
        Err(problem) => Ok(page(&visitor, &case, &typed, None, Some(&problem))),
    }
}

/// Proves what he opened today, to whoever asks him: the event with the openings of what is sealed
/// in it.
pub(super) async fn evidence(
    visitor: Visitor,
    Path((id, position)): Path<(String, u64)>,
) -> Result<Response, Problem> {
    let id: InitiativeId = id.parse().map_err(|_| Problem::not_found())?;
    let case = CaseFile::open(&visitor, id).await?;
    let office = visitor.office()?;
    let opened = visitor.app.engine().opened_today(office.id(), case.page.id, office.today).await?;
    if opened.positions.values().all(|holds| *holds != position) {
        return Err(Problem::forbidden(
            "not_opened",
            "say first what of this case you have to read, and why",
        ));
    }
    let openings = open::openings_of(&visitor.app, position, Kept::Sealed).await?;
    log::private_bundle(&visitor.app, position, &openings).await
}

fn page(
    visitor: &Visitor,
    case: &CaseFile,
    typed: &Typed,
    opened: Option<&Opened>,
    problem: Option<&Problem>,
) -> Response {
    let say = visitor.say();
    let title = say.t("sealed-title");
    let body = html! {
        p { a href=(visitor.to(&format!("/desk/initiatives/{}", case.page.id))) { "← " (heading::short(say, case)) } }
        h1 { (title) }
        @if let Some(problem) = problem { (layout::problem_box(visitor, problem)) }
        @match opened {
            Some(opened) => (what(visitor, case, opened)),
            None => (form(visitor, case, typed)),
        }
    };
    let status = problem.map_or(axum::http::StatusCode::OK, Problem::status);
    Page::new(visitor, "desk", title).status(status).show(None, body)
}

fn form(visitor: &Visitor, case: &CaseFile, typed: &Typed) -> Markup {
    let say = visitor.say();
    html! {
        p.hint { (say.t("sealed-hint")) }
        form method="post" action=(visitor.to(&format!("/desk/initiatives/{}/sealed", case.page.id))) {
            (layout::once(visitor, None))
            fieldset {
                legend { (say.t("sealed-fields")) }
                @for field in SealedField::ALL {
                    label {
                        input type="checkbox" name=(field.code()) value="on" checked[typed.get(field.code()).is_some()]; " "
                        (say.t(&format!("sealed-{}", field.code())))
                    }
                }
            }
            label for="reason" { (say.t("sealed-reason")) }
            select #reason name="reason" required {
                option value="" { "—" }
                @for reason in OpeningReason::ALL {
                    option value=(reason.code()) selected[typed.get("reason") == Some(reason.code())] {
                        (say.t(&format!("opening-{}", reason.code()))) }
                }
            }
            p { button { (say.t("sealed-open")) } }
        }
    }
}

fn what(visitor: &Visitor, case: &CaseFile, opened: &Opened) -> Markup {
    let say = visitor.say();
    let Opened { identity, phone, email, letter, attachments, erased, positions } = opened;
    let nothing = identity.is_none()
        && phone.is_none()
        && email.is_none()
        && letter.is_none()
        && attachments.is_empty();
    html! {
        div.notice role="status" { p { (say.t("sealed-recorded")) } }
        @if *erased { p { (say.t("sealed-erased")) } }
        @else if nothing { p { (say.t("sealed-nothing")) } }
        dl {
            @if let Some(identity) = identity {
                dt { (say.t("sealed-identity")) }
                dd {
                    (identity.surname) " " (identity.given_names)
                    @if let Some(patronymic) = &identity.patronymic { " " (patronymic) }
                    ", " (say.date(identity.birth_date))
                }
            }
            @if let Some(phone) = phone { dt { (say.t("sealed-phone")) } dd { (phone) } }
            @if let Some(email) = email { dt { (say.t("sealed-email")) } dd { (email) } }
            @if let Some(letter) = letter { dt { (say.t("sealed-letter")) } dd { p.text { (letter) } } }
            @if !attachments.is_empty() {
                dt { (say.t("sealed-attachments")) }
                dd {
                    @for file in attachments {
                        div {
                            a href=(visitor.to(&format!("/desk/initiatives/{}/files/{}", case.page.id, file.id))) {
                                (file.media_type) ", " (say.number(file.size.div_ceil(1024))) " " (say.t("kilobytes"))
                            }
                        }
                    }
                }
            }
            @if !positions.is_empty() {
                dt { (say.t("sealed-evidence")) }
                dd {
                    @for position in positions.values() {
                        div {
                            a href=(visitor.to(&format!("/desk/initiatives/{}/sealed/evidence/{position}", case.page.id))) {
                                "evidence-" (position) ".zip" } }
                    }
                }
            }
        }
    }
}
