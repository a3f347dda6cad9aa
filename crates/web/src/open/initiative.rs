//! One initiative, as the public sees it.

use std::ops::Deref;

use aggregates::actor::Actor;
use aggregates::ids::InitiativeId;
use projections::initiative::{Comment, Hearing, Page};
use projections::texts::Readable;
use serde::Serialize;
use serde_json::Value;

use super::pseudonym;

/// An initiative without what is not the public's.
///
/// - Before it is published: stages, dates, authorities, terms; no text, no author.
/// - Once it is: the published versions, decisions with reasons, hearings, opinions; not
///   what was submitted or clarified, which nobody looked through.
/// - Under a procedure that is not public: authorities, dates and outcomes only.
///
/// People go by a [`pseudonym`], also an author who agreed to be named: his id, once known,
/// would tell what else he did.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct OpenInitiative(Page);

/// Events whose texts were looked through by nobody, or quote such texts.
const NOT_LOOKED_THROUGH: &[&str] = &["Submitted", "Clarified", "ReturnedForClarification"];

impl OpenInitiative {
    /// Takes away what is not the public's.
    pub fn of(page: Page) -> Self {
        let id = page.id;
        let readable = page.public && page.texts.iter().any(|text| text.published);
        let mut page = page;
        let name = |actor: Actor| match actor {
            Actor::Participant(person) => Actor::Participant(pseudonym(id, person)),
            Actor::Official { .. } | Actor::Engine | Actor::Installation => actor,
        };
        for entry in &mut page.timeline {
            entry.by = name(entry.by.clone());
            if !page.public {
                entry.details = Value::Null;
            } else {
                let keep = readable && !NOT_LOOKED_THROUGH.contains(&entry.event);
                strip(&mut entry.details, keep, id);
            }
        }
        for decision in &mut page.decisions {
            decision.by = name(decision.by.clone());
            if !readable {
                decision.reasons = None;
                decision.link = None;
            }
        }
        page.texts.retain(|text| readable && text.published);
        if !readable {
            page.title = Readable::default();
            page.hearings.iter_mut().for_each(hide_words);
            for opinion in &mut page.opinions {
                opinion.question = Readable::default();
                opinion.opinion = None;
            }
        }
        page.author = page.author.filter(|_| readable).map(|person| pseudonym(id, person));
        page.co_initiators =
            page.co_initiators.iter().filter(|_| readable).map(|person| pseudonym(id, *person)).collect();
        page.attachments.clear();
        if !page.public {
            page.linked_from = None;
        }
        Self(page)
    }

    /// Whether a text of it may be read.
    pub fn is_readable(&self) -> bool {
        !self.0.texts.is_empty()
    }
}

impl Deref for OpenInitiative {
    type Target = Page;

    fn deref(&self) -> &Page {
        &self.0
    }
}

/// Takes the words out of an event's details, or leaves them; people lose their names
/// either way.
fn strip(details: &mut Value, keep_texts: bool, id: InitiativeId) {
    match details {
        Value::Object(fields) => {
            if !keep_texts && fields.contains_key("text") && fields.contains_key("redacted") {
                fields.insert("text".to_owned(), Value::Null);
            }
            for (name, value) in fields.iter_mut() {
                match super::details::person(name, value) {
                    Some(person) => *value = Value::String(pseudonym(id, person).to_string()),
                    None => strip(value, keep_texts, id),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| strip(item, keep_texts, id)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn hide_words(hearing: &mut Hearing) {
    match hearing {
        Hearing::Announced { place, .. } => *place = Readable::default(),
        Hearing::Recorded { protocol, .. } => *protocol = Readable::default(),
    }
}

/// A comment as the public reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct OpenComment(Comment);

impl OpenComment {
    /// Takes away who wrote it.
    pub fn of(initiative: InitiativeId, comment: Comment) -> Self {
        let author = pseudonym(initiative, comment.author);
        let text = if comment.withheld { Readable { text: None, redacted: true } } else { comment.text };
        Self(Comment { author, text, ..comment })
    }
}

impl Deref for OpenComment {
    type Target = Comment;

    fn deref(&self) -> &Comment {
        &self.0
    }
}
