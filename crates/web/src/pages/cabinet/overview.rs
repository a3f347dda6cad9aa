//! `GET /cabinet`.

use aggregates::initiative::Initiative;
use aggregates::procedure::TermKind;
use axum::response::Response;
use maud::{Markup, html};
use projections::directory;
use projections::register::Listed;

use super::{mine, waiting};
use crate::layout::{self, Page};
use crate::open::OpenListed;
use crate::pages::submission;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// The page.
pub(super) async fn show(visitor: Visitor) -> Result<Response, Problem> {
    let app = &visitor.app;
    let signed = visitor.signed()?;
    let me = visitor.participant()?.id;
    let proposed = mine::proposed(app, me).await?;
    let followed = mine::followed(app, signed.account.id, &proposed).await?;
    let waiting = waiting::list(&visitor, &proposed, followed.iter().map(|(listed, _)| listed)).await?;
    let drafts = submission::drafts(&visitor).await?;
    let say = visitor.say();
    let mut lines = Vec::with_capacity(proposed.len());
    for listed in &proposed {
        lines.push(line(&visitor, listed, &title_of(&visitor, listed, true)).await?);
    }
    let mut follows = Vec::with_capacity(followed.len());
    for (listed, _) in &followed {
        follows.push(line(&visitor, listed, &title_of(&visitor, listed, false)).await?);
    }
    let body = html! {
        h1 { (say.t("nav-cabinet")) }
        p { a href=(visitor.to("/cabinet/notices")) { (say.t("notices-title")) }
            @if signed.unread > 0 { " — " strong { (say.count("notices-unread", signed.unread)) } } }
        h2 { (say.t("cabinet-waiting")) }
        @if waiting.is_empty() { p.soft { (say.t("cabinet-nothing-waits")) } }
        @for it in &waiting {
            div.notice {
                p {
                    a href=(visitor.to(&format!("/initiatives/{}#take-part", it.listed.id))) {
                        (it.listed.title.as_deref().unwrap_or_default()) }
                }
                p {
                    @match it.until {
                        Some(until) => (say.with("cabinet-until", &[("what", say.t(&it.what).into()), ("date", say.date(until).into())])),
                        None => (say.t(&it.what)),
                    }
                }
            }
        }
        h2 { (say.t("cabinet-mine")) }
        @if lines.is_empty() { p.soft { (say.t("cabinet-none")) } } @else { (table(&visitor, &lines)) }
        p { a.button href=(visitor.to("/submit")) { (say.t("nav-submit")) } }
        @if !drafts.is_empty() {
            h2 { (say.t("drafts")) }
            ul {
                @for (draft, sheet) in &drafts {
                    li {
                        a href=(visitor.to(&format!("/submit/{}", draft.id))) {
                            (sheet.proposal.title.clone().unwrap_or_else(|| say.t("draft-untitled"))) }
                        form method="post" action=(visitor.to(&format!("/submit/{}/drop", draft.id))) {
                            (layout::csrf(&visitor))
                            button.link { (say.t("draft-drop")) }
                        }
                    }
                }
            }
        }
        h2 { (say.t("cabinet-followed")) }
        @if follows.is_empty() { p.soft { (say.t("cabinet-followed-none")) } } @else { (table(&visitor, &follows)) }
    };
    Ok(Page::new(&visitor, "cabinet", say.t("nav-cabinet")).show(None, body))
}

fn table(visitor: &Visitor, lines: &[Markup]) -> Markup {
    let say = visitor.say();
    html! {
        table.stacked {
            thead { tr {
                th { (say.t("cabinet-column-initiative")) }
                th { (say.t("cabinet-column-stage")) }
                th { (say.t("cabinet-next")) }
            } }
            tbody { @for line in lines { (line) } }
        }
    }
}

/// One initiative: what it is, where it is, and what is due next.
async fn line(visitor: &Visitor, listed: &Listed, title: &str) -> Result<Markup, Problem> {
    let say = visitor.say();
    let me = visitor.participant_id();
    let now = visitor.app.engine().initiative(listed.id).await?;
    let holder = match listed.custody.clone() {
        Some(holder) => {
            let views = visitor.app.engine().views();
            views.read("directory", move |view| directory::authority(view, &holder, None)).await?
        }
        None => None,
    };
    let stage = listed.stage.name().map(|name| format!("stage-{}", name.as_str().replace('_', "-")));
    let proposes = listed.author.is_some() && listed.author == me;
    Ok(html! {
        tr {
            td data-label=(say.t("cabinet-column-initiative")) {
                a href=(visitor.to(&format!("/initiatives/{}", listed.id))) { (title) }
                @if proposes {
                    br; span.tag { (say.t("cabinet-role-author")) }
                    " " a.small href=(visitor.to(&format!("/cabinet/letters/{}", listed.id))) { (say.t("cabinet-letters")) }
                }
            }
            td data-label=(say.t("cabinet-column-stage")) {
                @if let Some(stage) = stage { (say.t(&stage)) }
                @if let Some(name) = holder.and_then(|holder| holder.name) { br; span.soft { (name) } }
            }
            td data-label=(say.t("cabinet-next")) { @if let Some(now) = &now { (next(visitor, now)) } }
        }
    })
}

/// What is due first, and what is late.
fn next(visitor: &Visitor, now: &Initiative) -> Markup {
    use aggregates::initiative::obligation::{Obliged, Standing};
    let say = visitor.say();
    let key = |kind: TermKind| format!("term-{}", kind.as_str().replace('_', "-"));
    // Windows that close by themselves are nothing that anybody has to do.
    let window =
        |kind| matches!(kind, TermKind::Comments | TermKind::Forward | TermKind::Support | TermKind::Assess);
    let owed =
        now.obligations().iter().filter(|it| it.term.obliged != Obliged::Nobody && !window(it.term.kind));
    let first = owed.clone().filter(|it| it.is_running()).min_by_key(|it| it.term.due.date);
    let late = owed.filter(|it| it.standing == Standing::Missed);
    html! {
        @for it in late {
            p.small { span.tag.bad.wraps { (say.with("cabinet-late",
                &[("what", say.t(&key(it.term.kind)).into()), ("date", say.short_date(it.term.due.date).into())])) } }
        }
        @if let Some(it) = first {
            p.small { (say.with("cabinet-until",
                &[("what", say.t(&key(it.term.kind)).into()), ("date", say.date(it.term.due.date).into())])) }
        }
    }
}

/// Its title before somebody who proposes it, or before everybody.
fn title_of(visitor: &Visitor, listed: &Listed, proposes: bool) -> String {
    let title = if proposes { listed.title.clone() } else { OpenListed::of(listed.clone()).title.clone() };
    title
        .unwrap_or_else(|| visitor.say().t(if listed.public { "unpublished-title" } else { "private-title" }))
}
