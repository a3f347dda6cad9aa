//! `GET /desk`: the worklist.

use std::collections::BTreeMap;

use aggregates::ids::OfficialId;
use aggregates::initiative::obligation::Standing;
use aggregates::official::Role;
use aggregates::procedure::{TermKind, themes};
use axum::extract::Query;
use axum::http::HeaderMap;
use axum::response::Response;
use maud::{Markup, html};
use projections::directory;
use projections::worklist::Task;

use super::sorted::{Asked, Line, Section, sorted};
use crate::layout::{self, Page};
use crate::pages::cases::{days_left, theme_name};
use crate::problem::Problem;
use crate::visitor::{Office, Visitor};
use crate::words::Say;

/// More obligations than a worklist shows.
pub(super) const MOST: u32 = 3000;

/// The terms by which a clerk narrows his list.
const TERMS: &[TermKind] = &[
    TermKind::Register,
    TermKind::Publish,
    TermKind::ReviewMunicipality,
    TermKind::ReviewRegion,
    TermKind::ReviewFederation,
    TermKind::ReviewAgain,
    TermKind::Dispatch,
    TermKind::Opinion,
    TermKind::AppealDecide,
    TermKind::Execution,
    TermKind::Progress,
    TermKind::Report,
];

pub(super) async fn show(
    visitor: Visitor,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let office = visitor.office_as(Role::Clerk)?;
    let (authority, today, me) = (office.authority.id.clone(), office.today, office.id());
    let views = visitor.app.engine().views();
    let of = authority.clone();
    let work =
        views.read("worklist", move |view| projections::worklist::worklist(view, &of, MOST, None)).await?;
    let officials =
        views.read("directory", move |view| directory::officials_of(view, &authority, None)).await?;
    let sections = sorted(work, &asked, me, today);
    let say = visitor.say();
    let desk = Desk { say, visitor: &visitor, office, officials: &officials };
    let body = html! {
        div.case-head {
            h1 { (say.t("nav-desk")) ": " (office.authority.name.as_deref().unwrap_or_default()) }
            nav.desk-links aria-label=(say.t("desk-more")) {
                a href=(visitor.to("/desk/find")) { (say.t("desk-find")) }
                a href=(visitor.to("/desk/intake")) { (say.t("desk-intake")) }
                a href=(visitor.to("/desk/registers/incoming")) { (say.t("desk-registers")) }
                a href=(visitor.to("/desk/verify")) { (say.t("desk-verify")) }
            }
        }
        @if let Some(count) = asked.assigned { div.notice role="status" { p { (say.count("desk-assigned", count)) } } }
        (desk.filters(&asked))
        nav.jump #jump data-live aria-label=(say.t("desk-sections")) {
            @for (section, lines) in &sections {
                a.tag.bad[*section == Section::Overdue && !lines.is_empty()] href={ "#" (section.as_str()) } {
                    (say.t(&format!("section-{}", section.as_str()))) " " strong { (lines.len()) }
                }
            }
        }
        @if sections.iter().all(|(_, lines)| lines.is_empty()) { p { (say.t("desk-empty")) } }
        form.worklist method="post" action=(visitor.to("/desk/assign")) {
            (layout::once(&visitor, None))
            input type="hidden" name="back" value=(visitor.here);
            @for (section, lines) in &sections {
                section id=(section.as_str()) data-live {
                    @if !lines.is_empty() {
                        h2 { (say.t(&format!("section-{}", section.as_str()))) " " span.soft { (lines.len()) } }
                        (desk.table(*section, lines))
                    }
                }
            }
            div.bulk {
                label.inline for="colleague" { (say.t("desk-assign-ticked")) }
                select #colleague name="official" {
                    @for colleague in officials.iter().filter(|it| desk.works(it)) {
                        option value=(colleague.id) selected[colleague.id == me] { (colleague.name.as_deref().unwrap_or("—")) }
                    }
                }
                button { (say.t("desk-assign")) }
            }
        }
    };
    let page = Page::new(&visitor, "desk", say.t("nav-desk")).live("/live/worklist");
    Ok(page.show(Some(&headers), body))
}

struct Desk<'d> {
    say: Say<'d>,
    visitor: &'d Visitor,
    office: &'d Office,
    officials: &'d [directory::Official],
}

impl Desk<'_> {
    fn works(&self, official: &directory::Official) -> bool {
        let today = self.office.today;
        official.may_act_as(Role::Clerk, today) && official.dismissed_on.is_none_or(|last| today <= last)
    }

    fn filters(&self, asked: &Asked) -> Markup {
        let say = self.say;
        html! {
            form.filters method="get" action=(self.visitor.to("/desk")) {
                div {
                    label for="who" { (say.t("filter-who")) }
                    select #who name="who" {
                        @for who in ["", "mine", "unassigned"] {
                            option value=(who) selected[asked.who == who] {
                                (say.t(&format!("filter-who-{}", if who.is_empty() { "all" } else { who })))
                            }
                        }
                    }
                }
                div {
                    label for="theme" { (say.t("desk-filter-theme")) }
                    select #theme name="theme" {
                        option value="" { (say.t("filter-all")) }
                        @for theme in themes().iter() {
                            option value=(theme.id) selected[asked.theme == theme.id.as_str()] { (theme_name(say, theme)) }
                        }
                    }
                }
                div {
                    label for="term" { (say.t("filter-term")) }
                    select #term name="term" {
                        option value="" { (say.t("filter-all")) }
                        @for term in TERMS {
                            option value=(term.as_str()) selected[asked.term == term.as_str()] { (self.term(*term)) }
                        }
                    }
                }
                div { button.plain { (say.t("filter-apply")) } }
            }
        }
    }

    fn term(&self, kind: TermKind) -> String {
        self.say.t(&format!("term-{}", kind.as_str().replace('_', "-")))
    }

    fn table(&self, section: Section, lines: &[Line]) -> Markup {
        let say = self.say;
        let names: BTreeMap<OfficialId, &str> =
            self.officials.iter().filter_map(|it| Some((it.id, it.name.as_deref()?))).collect();
        html! {
            div.rows {
                table.dense.work {
                    thead { tr {
                        th.tick { span.away { (say.t("desk-tick")) } }
                        th.num { (say.t("column-number")) }
                        th { (say.t("column-title")) }
                        th.what { (say.t("column-term")) }
                        th.due { (say.t("column-due")) }
                        th.who-does { (say.t("column-assigned")) }
                        th.stage { (say.t("column-stage")) }
                    } }
                    tbody { @for line in lines { (self.row(section, line, &names)) } }
                }
            }
        }
    }

    fn row(&self, section: Section, line: &Line, names: &BTreeMap<OfficialId, &str>) -> Markup {
        let (say, task, me) = (self.say, line.first(), self.office.id());
        let id = line.initiative();
        let number = task.number.as_deref();
        let assignable = task.custody.as_ref() == Some(&self.office.authority.id);
        html! {
            tr.overdue[section == Section::Overdue || section == Section::Debts] {
                td.tick {
                    @if assignable {
                        input type="checkbox" name="case" value=(id)
                            aria-label=(say.with("desk-tick-case", &[("title", title(say, task).into())]));
                    }
                }
                td.num { (number.unwrap_or("—")) }
                td.title { a href=(self.visitor.to(&format!("/desk/initiatives/{id}"))) { (title(say, task)) } }
                // What and until when, side by side however long the words are.
                td.owed colspan="2" {
                    @for task in &line.tasks {
                        div {
                            span { (self.term(task.owed.kind)) (mark(say, task)) }
                            span { (say.short_date(task.owed.due)) " "
                                (days_left(say, (task.owed.due - self.office.today).get_days())) }
                        }
                    }
                }
                td.who-does {
                    @match task.assigned {
                        Some(official) => (names.get(&official).copied().unwrap_or("—")),
                        None => span.soft { (say.t("nobody-assigned")) },
                    }
                    @if assignable && task.assigned != Some(me) {
                        " " button.link name="mine" value=(id)
                            aria-label=(say.with("desk-take-case", &[("title", title(say, task).into())])) { (say.t("desk-take")) }
                    }
                }
                td.stage { (self.stage(task)) }
            }
        }
    }

    fn stage(&self, task: &Task) -> String {
        let stage = task.stage.name().map_or("unknown", |name| name.as_str());
        self.say.t(&format!("stage-{}", stage.replace('_', "-")))
    }
}

fn title(say: Say<'_>, task: &Task) -> String {
    task.title.clone().unwrap_or_else(|| say.t("redacted"))
}

/// What stands behind a term that does not simply run.
fn mark(say: Say<'_>, task: &Task) -> Markup {
    match task.owed.standing {
        Standing::Paused { .. } => html! { " " span.tag { (say.t("standing-paused")) } },
        _ if task.owed.extended => html! { " " span.tag { (say.t("term-extended")) } },
        _ => Markup::default(),
    }
}
