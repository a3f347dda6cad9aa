//! `GET /admin/procedures`, `/admin/procedures/{id}/{version}`: the rules as this program
//! has them. They are files: nothing is changed here.

use aggregates::ids::ProcedureId;
use aggregates::procedure::{Procedure, Row};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};

use super::{admitted, page};
use crate::pages::{about, law, phrases};
use crate::problem::Problem;
use crate::visitor::Visitor;
use crate::words::Say;

pub(super) async fn list(visitor: Visitor) -> Result<Response, Problem> {
    admitted(&visitor)?;
    let say = visitor.say();
    let label = |column: &str| say.t(&format!("admin-procedure-{column}"));
    let body = html! {
        p.lead { (say.t("admin-procedures-lead")) }
        table.stacked {
            thead { tr { @for column in ["name", "version", "force", "reference"] { th scope="col" { (label(column)) } } } }
            tbody {
                @for procedure in phrases::procedures() {
                    @let path = format!("/admin/procedures/{}/{}", procedure.id(), procedure.version());
                    tr {
                        td data-label=(label("name")) {
                            a href=(visitor.to(&path)) { (phrases::procedure_name(say, procedure)) }
                            br; code.small { (procedure.id()) }
                        }
                        td data-label=(label("version")) { (procedure.version()) }
                        td data-label=(label("force")) { (in_force(say, procedure)) }
                        td data-label=(label("reference")) { (law::reference(say.lang, procedure.reference())) }
                    }
                }
            }
        }
    };
    Ok(page(&visitor, "procedures", &say.t("admin-procedures"), StatusCode::OK, &body))
}

fn in_force(say: Say<'_>, procedure: &Procedure) -> String {
    let from = say.short_date(procedure.in_force_from());
    match procedure.in_force_to() {
        Some(until) => {
            say.with("audit-from-until", &[("from", from.into()), ("until", say.short_date(until).into())])
        }
        None => say.with("audit-from", &[("from", from.into())]),
    }
}

pub(super) async fn show(
    visitor: Visitor,
    Path((id, version)): Path<(String, String)>,
) -> Result<Response, Problem> {
    admitted(&visitor)?;
    let id: ProcedureId = id.parse().map_err(|_| Problem::not_found())?;
    let version: u32 = version.parse().map_err(|_| Problem::not_found())?;
    let found = phrases::procedures().find(|one| *one.id() == id && one.version() == version);
    let procedure = found.ok_or_else(Problem::not_found)?;
    let say = visitor.say();
    let body = html! {
        dl.facts {
            dt { (say.t("admin-procedure-force")) } dd { (in_force(say, procedure)) }
            dt { (say.t("admin-procedure-digest")) } dd { code { (procedure.sha256()) } }
        }
        (about::procedure(say, procedure))
        h3 { (say.t("admin-procedure-steps")) }
        (steps(say, procedure.rows()))
    };
    let title = phrases::procedure_name(say, procedure);
    Ok(page(&visitor, "procedures", &title, StatusCode::OK, &body))
}

fn steps(say: Say<'_>, rows: &[Row]) -> Markup {
    let label = |column: &str| say.t(&format!("admin-step-{column}"));
    let stages = |stages: &[aggregates::procedure::StageName]| -> Vec<String> {
        stages.iter().map(|stage| phrases::word(say, "stage", stage)).collect()
    };
    html! {
        table.stacked {
            thead { tr { @for column in ["what", "who", "from", "to"] { th scope="col" { (label(column)) } } } }
            tbody {
                @for row in rows {
                    tr {
                        td data-label=(label("what")) {
                            (say.t(&phrases::event_key(row.event.as_str())))
                            @if let Some(outcome) = row.outcome {
                                ": " (say.maybe(&format!("outcome-{}", outcome.as_str().replace('_', "-")), &[]).unwrap_or_else(|| outcome.to_string()))
                            }
                        }
                        td data-label=(label("who")) {
                            (row.by.iter().map(|doer| phrases::word(say, "doer", doer)).collect::<Vec<_>>().join(", "))
                        }
                        td data-label=(label("from")) { (stages(&row.from).join(", ")) }
                        td data-label=(label("to")) { (stages(&row.to).join(", ")) }
                    }
                }
            }
        }
    }
}
