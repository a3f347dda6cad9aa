//! `GET /events/{position}`: what the public log says of an event, its proof and its texts.

use axum::extract::Path;
use axum::response::Response;
use ledger::{Entry, leaf_hash};
use maud::{Markup, html};

use crate::layout::{Page, paragraphs};
use crate::open::{self, OpenText, reading};
use crate::pages::phrases;
use crate::problem::Problem;
use crate::visitor::Visitor;

pub(super) async fn show(visitor: Visitor, Path(position): Path<String>) -> Result<Response, Problem> {
    let position: u64 = position.parse().map_err(|_| Problem::not_found())?;
    let app = &visitor.app;
    let index = position.checked_sub(1).ok_or_else(Problem::not_found)?;
    let entries = app.engine().journal().entries(index, 1).await.map_err(engine::EngineError::from)?;
    let bytes = entries.into_iter().next().ok_or_else(Problem::not_found)?;
    let event = reading::event(app.engine().views(), position).await?;
    let texts = open::openings(app, position).await?;
    let say = visitor.say();
    let entry = Entry::parse(&bytes).ok();
    let event_type = entry.as_ref().map(|entry| entry.event_type.clone()).unwrap_or_default();
    let name = say.maybe(&phrases::event_key(&event_type), &[]).unwrap_or(event_type);
    let published = app.keeper().published().map_or(0, |published| published.checkpoint.size);
    let body = html! {
        h1 { (say.with("log-event-title", &[("position", position.into())])) }
        p { strong { (name) } @if let Some(event) = &event {
            @if let Some(id) = event.initiative() {
                ": " a href=(visitor.to(&format!("/initiatives/{id}"))) {
                    (event.title().map_or_else(|| say.t("log-event-initiative"), str::to_owned))
                }
            }
        } }
        div.card {
            h2 { (say.t("log-event-proof")) }
            p { (say.t(if published >= position { "log-event-signed" } else { "log-event-not-signed" })) }
            dl.facts {
                dt { (say.t("log-event-leaf")) } dd { code { (leaf_hash(&bytes)) } }
                @if let Some(published) = app.keeper().published().filter(|it| it.checkpoint.size >= position) {
                    dt { (say.t("log-event-size")) } dd { (say.number(published.checkpoint.size)) }
                    dt { (say.t("log-event-root")) } dd { code { (published.checkpoint.root) } }
                }
                @if let Some(key) = app.keeper().verifying_key() {
                    dt { (say.t("log-event-key")) } dd { code { (key) } }
                }
            }
            (checking(&visitor, position))
            p {
                a.button.plain href=(format!("/log/evidence/{position}")) { (say.t("log-event-evidence")) } " "
                a href=(format!("/log/proof/{position}.tlog-proof")) { "tlog-proof" } " · "
                a href=(format!("/log/entry/{position}")) { (say.t("log-event-entry-file")) }
            }
            p.small.soft { (say.t("log-event-by-program")) " " code { "veche-verify evidence evidence-" (position) ".zip --key …" } }
        }
        (opened(&visitor, &texts))
        h2 { (say.t("log-event-entry")) }
        p.soft { (say.t("log-event-entry-about")) }
        pre.entry tabindex="0" { code { (pretty(&bytes)) } }
    };
    let title = say.with("log-event-title", &[("position", position.into())]);
    Ok(Page::new(&visitor, "initiatives", title).show(None, body))
}

/// What the script needs to check the proof here, and what it says of each step.
fn checking(visitor: &Visitor, position: u64) -> Markup {
    let say = visitor.say();
    let key = visitor.app.keeper().verifying_key().map(|key| key.to_string()).unwrap_or_default();
    html! {
        div #proof role="status" data-position=(position) data-key=(key)
            data-wait=(say.t("check-wait")) data-checking=(say.t("check-checking")) data-leaf=(say.t("check-leaf"))
            data-path=(say.t("check-path")) data-signature=(say.t("check-signature"))
            data-texts=(say.t("check-texts")) data-failed=(say.t("check-failed"))
            data-unable=(say.t("check-unable")) data-key-told=(say.t("check-key")) {}
        noscript { p.small { (say.t("check-noscript")) } }
        script src=(visitor.app.assets().url("proof.js")) defer {}
    }
}

/// The texts that everybody may read, with what proves that they are the ones.
fn opened(visitor: &Visitor, texts: &[OpenText]) -> Markup {
    let say = visitor.say();
    html! {
        @if !texts.is_empty() {
            h2 { (say.t("log-event-texts")) }
            p.soft { (say.t("log-event-texts-about")) }
            @for text in texts {
                div.card {
                    p.small { code { (text.path) } }
                    blockquote { (paragraphs(&text.text)) }
                    details {
                        summary { (say.t("log-event-opening")) }
                        dl.facts {
                            dt { (say.t("log-event-opening")) } dd { code { (text.opening) } }
                            dt { (say.t("log-event-context")) } dd { code { (text.context) } }
                            dt { (say.t("log-event-commitment")) } dd { code { (text.commitment) } }
                        }
                    }
                }
            }
        }
    }
}

/// The entry for the eye: its bytes are those of the file.
fn pretty(bytes: &[u8]) -> String {
    let value: Option<serde_json::Value> = serde_json::from_slice(bytes).ok();
    let pretty = value.and_then(|value| serde_json::to_string_pretty(&value).ok());
    pretty.unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned())
}
