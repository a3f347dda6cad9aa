//! `GET /admin/views`: how far each view of this node is, and what helps where one stands.

use axum::http::StatusCode;
use axum::response::Response;
use maud::html;

use super::{admitted, page};
use crate::problem::Problem;
use crate::visitor::Visitor;

pub(super) async fn show(visitor: Visitor) -> Result<Response, Problem> {
    admitted(&visitor)?;
    let status = visitor.app.engine().views().status().await?;
    let say = visitor.say();
    let label = |column: &str| say.t(&format!("admin-view-{column}"));
    let body = html! {
        p.lead { (say.t("admin-views-lead")) }
        table.stacked {
            thead { tr {
                th scope="col" { (label("name")) }
                @for column in ["position", "lag"] { th.num scope="col" { (label(column)) } }
                th scope="col" { (label("state")) }
            } }
            tbody {
                @for view in &status {
                    @let lag = view.head.saturating_sub(view.position);
                    tr.overdue[view.stopped.is_some()] {
                        td data-label=(label("name")) { code { (view.name) } " " span.small.soft { (view.version) } }
                        td.num data-label=(label("position")) { (say.number(view.position)) }
                        td.num data-label=(label("lag")) { (say.number(lag)) }
                        td data-label=(label("state")) {
                            @match (&view.stopped, view.building) {
                                (Some(why), _) => {
                                    span.tag.bad { (say.t("admin-view-stopped")) } p { (why) }
                                    p { (say.t("admin-view-mend")) " " code { "veche views rebuild " (view.name) } }
                                }
                                (None, Some(building)) => span.tag.warn {
                                    (say.with("admin-view-building", &[("position", say.number(building).into())]))
                                },
                                (None, None) => span.tag.good { (say.t("admin-view-well")) },
                            }
                            @if !view.written_here { p.small.soft { (say.t("admin-view-elsewhere")) } }
                        }
                    }
                }
            }
        }
    };
    Ok(page(&visitor, "views", &say.t("admin-views"), StatusCode::OK, &body))
}
