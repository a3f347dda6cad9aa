//! `GET /audit/log`: what is signed, by whom, how far behind, what the last audit on this
//! node found, and how anybody checks it without us.

use axum::response::Response;
use engine::{Audited, Check, Published, Status};
use maud::{Markup, html};

use super::{admitted, events, parts};
use crate::layout::Page;
use crate::problem::Problem;
use crate::visitor::Visitor;

pub(super) async fn show(visitor: Visitor) -> Result<Response, Problem> {
    admitted(&visitor)?;
    let keeper = visitor.app.keeper();
    let head = visitor.app.engine().journal().head().await.map_err(engine::EngineError::from)?.position;
    let published = keeper.published();
    let audited = keeper.last_audit()?;
    let say = visitor.say();
    let body = html! {
        h1 { (say.t("audit-log")) }
        (parts(&visitor, "log"))
        p.lead { (say.t("audit-log-lead")) }
        (signed(&visitor, published.as_deref(), head))
        h2 { (say.t("audit-log-last")) }
        @match &audited {
            None => p.notice { (say.t("audit-log-no-audit")) " " code { "veche audit verify" } },
            Some(audited) => (last(&visitor, audited)),
        }
        h2 { (say.t("audit-log-how")) }
        (how(&visitor))
    };
    Ok(Page::new(&visitor, "audit", say.t("audit-log")).show(None, body))
}

fn signed(visitor: &Visitor, published: Option<&Published>, head: u64) -> Markup {
    let say = visitor.say();
    let size = published.map_or(0, |published| published.checkpoint.size);
    html! {
        div.card {
            dl.facts {
                dt { (say.t("audit-log-origin")) } dd { code { (visitor.app.engine().origin()) } }
                @if let Some(key) = visitor.app.keeper().verifying_key() {
                    dt { (say.t("audit-log-key")) } dd { code { (key) } p.small.soft { (say.t("audit-log-key-hint")) } }
                }
                @if let Some(published) = published {
                    dt { (say.t("audit-log-size")) } dd { (say.number(size)) }
                    dt { (say.t("audit-log-root")) } dd { code { (published.checkpoint.root) } }
                    dt { (say.t("audit-log-signed-at")) } dd { (events::recorded(visitor, published.signed_at)) }
                    dt { (say.t("audit-log-cosigned")) }
                    dd {
                        @let witnesses = cosigners(published);
                        @if witnesses.is_empty() { span.tag.warn { (say.t("audit-log-no-witness")) } }
                        @else { ul { @for witness in &witnesses { li { code { (witness) } } } } }
                    }
                } @else {
                    dt { (say.t("audit-log-size")) } dd { span.tag.warn { (say.t("audit-log-unsigned")) } }
                }
                dt { (say.t("audit-log-head")) } dd { (say.number(head)) }
                dt { (say.t("audit-log-lag")) }
                dd {
                    @match head.saturating_sub(size) {
                        0 => span.tag.good { (say.t("audit-log-no-lag")) },
                        lag => (say.with("audit-log-lag-of", &[("count", lag.into())])),
                    }
                }
            }
        }
    }
}

/// Who signed besides the log itself, by name: what their signatures are worth, whoever
/// holds their keys finds out.
fn cosigners(published: &Published) -> Vec<String> {
    let note = published.note.to_string();
    let names = note.lines().filter_map(|line| line.strip_prefix("— ")?.split(' ').next());
    names.filter(|name| *name != published.checkpoint.origin).map(str::to_owned).collect()
}

fn last(visitor: &Visitor, audited: &Audited) -> Markup {
    let say = visitor.say();
    let label = |column: &str| say.t(&format!("audit-check-{column}"));
    html! {
        p {
            (status(visitor, audited.status)) " "
            (say.with("audit-log-audited", &[
                ("at", events::recorded(visitor, audited.at).into()),
                ("events", say.number(audited.events).into()),
            ]))
        }
        table.stacked {
            thead { tr { @for column in ["name", "status", "figures"] { th scope="col" { (label(column)) } } } }
            tbody {
                @for check in &audited.checks {
                    tr.overdue[check.status == Status::Failed] {
                        td data-label=(label("name")) {
                            (say.maybe(&format!("audit-check-of-{}", check.name), &[]).unwrap_or_else(|| check.name.clone()))
                        }
                        td data-label=(label("status")) { (status(visitor, check.status)) }
                        td data-label=(label("figures")) { (figures(visitor, check)) }
                    }
                }
            }
        }
    }
}

fn status(visitor: &Visitor, status: Status) -> Markup {
    let told = visitor.say().t(&format!("audit-status-{}", status.code()));
    html! {
        @match status {
            Status::Held => span.tag.good { (told) },
            Status::Unchecked => span.tag.warn { (told) },
            Status::Failed => span.tag.bad { (told) },
        }
    }
}

/// How many of what; or what does not hold, with both values.
fn figures(visitor: &Visitor, check: &Check) -> Markup {
    let say = visitor.say();
    html! {
        @if let Some(failure) = &check.failure {
            p { (failure.what) }
            dl.facts {
                @if let Some(position) = failure.position {
                    dt { (say.t("audit-column-position")) }
                    dd { a href=(visitor.to(&format!("/audit/events/{position}"))) { (say.number(position)) } }
                }
                @for (name, value) in [("expected", &failure.expected), ("found", &failure.found)] {
                    @if let Some(value) = value {
                        dt { (say.t(&format!("audit-check-{name}"))) } dd { code { (value) } }
                    }
                }
            }
        } @else {
            dl.facts {
                @for (name, count) in &check.figures {
                    @let key = format!("audit-figure-{}-{name}", check.name);
                    dt { (say.maybe(&key, &[]).unwrap_or_else(|| name.clone())) } dd { (say.number(*count)) }
                }
            }
        }
    }
}

fn how(visitor: &Visitor) -> Markup {
    let say = visitor.say();
    let base = &visitor.app.settings().base_url;
    let key = visitor.app.keeper().verifying_key().map_or_else(|| "KEY".to_owned(), |key| key.to_string());
    let downloads =
        [("checkpoint", "/log/checkpoint"), ("key", "/log/key"), ("register", "/data/initiatives.ndjson")];
    html! {
        p { (say.t("audit-log-verify")) }
        pre tabindex="0" { code {
            "veche-verify checkpoint --log " (base) "/log --key '" (key) "' --save kept.txt\n"
            "veche-verify consistency --log " (base) "/log --key '" (key) "' --since kept.txt --update\n"
            "veche-verify replay --log " (base) "/log --key '" (key) "' --published " (base) "/data/initiatives.ndjson"
        } }
        p { (say.t("audit-log-inside")) }
        pre tabindex="0" { code { "veche audit verify\nveche audit export FOLDER" } }
        h3 { (say.t("audit-log-downloads")) }
        ul { @for (what, link) in downloads { li { a href=(link) { (say.t(&format!("audit-download-{what}"))) } } } }
    }
}
