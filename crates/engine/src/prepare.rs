//! From a request to a command that can be decided: ids given, texts sealed.

use aggregates::assessment::Assessment;
use aggregates::authority::Authority;
use aggregates::comment::Comment;
use aggregates::ids::{CommentId, InitiativeId, OfficialId, ParticipantId};
use aggregates::initiative::Initiative;
use aggregates::kept::{Private, Typed};
use aggregates::official::Official;
use aggregates::participant::{Age, Identity, Participant};
use aggregates::territory::Territory;
use aggregates::{comment, initiative, official, participant, support};
use cqrs_es::Aggregate;
use jiff::Timestamp;
use journal::StreamId;
use serde_json::Value;
use uuid::Uuid;
use vault::{AttachmentRefusal, VaultError};

use crate::command::{Prepared, Terms, Work};
use crate::engine::Inner;
use crate::sealing::{Sheet, found_in, json, typed, unfit};
use crate::session::Labels;
use crate::{Caller, EngineError, Intent, Request};

/// How a command goes on: `S` is what is to be sealed, until the vault has it.
enum Then<S> {
    /// It carries no texts.
    Decide(Box<Work>),
    /// Its texts are sealed first, and make it what it is.
    Seal(S, Finish),
}

type Finish = Box<dyn FnOnce(Value) -> Result<Work, EngineError> + Send>;

impl Inner {
    /// Prepares requests in order; all their new keys are written together, before
    /// anything that is sealed under them can be recorded.
    pub(crate) async fn prepare(
        &self,
        requests: Vec<Request>,
        at: Timestamp,
    ) -> Vec<Result<Prepared, EngineError>> {
        let mut sheets = Vec::new();
        let mut drafts = Vec::with_capacity(requests.len());
        for request in requests {
            let draft = self.draft(request, at).await.map(|(terms, then)| match then {
                Then::Decide(work) => (terms, Then::Decide(work)),
                Then::Seal(sheet, finish) => {
                    sheets.push(sheet);
                    (terms, Then::Seal((), finish))
                }
            });
            drafts.push(draft);
        }
        let mut sealed = self.seal(sheets).await.into_iter();
        drafts
            .into_iter()
            .map(|draft| {
                let (terms, then) = draft?;
                let work = match then {
                    Then::Decide(work) => *work,
                    Then::Seal((), finish) => {
                        finish(sealed.next().expect("the vault answers for each sheet")?)?
                    }
                };
                Ok(Prepared { terms, work })
            })
            .collect()
    }

    async fn draft(&self, request: Request, at: Timestamp) -> Result<(Terms, Then<Sheet>), EngineError> {
        let digest = match (request.by, request.command_id) {
            // What a derived id stands for is one thing, however two nodes counted.
            (Caller::Clock, Some(id)) => self.secrets.digest(id.as_bytes()),
            (Caller::Clock | Caller::Official(_) | Caller::Participant(_) | Caller::Installation, _) => self
                .secrets
                .digest(&serde_json::to_vec(&request).expect("a request is made of what JSON can say")),
        };
        let Request { command_id, by, expected, done_on, confirmed, what } = request;
        let labels = Labels {
            // One that the sender did not choose sorts by time: indexes grow at their end.
            id: command_id
                .map_or_else(|| self.entropy.uuid_v7(at), |key| self.secrets.command(&by.label(), key)),
            digest,
            actor: actor(by, &what),
        };
        let repeatable = command_id.is_some();
        let (findings, indexing) = (Vec::new(), None);
        let mut terms = Terms { labels, repeatable, by, expected, done_on, confirmed, findings, indexing };
        let then = self.then(&mut terms, what).await?;
        Ok((terms, then))
    }

    async fn then(&self, terms: &mut Terms, what: Intent) -> Result<Then<Sheet>, EngineError> {
        let speaker = terms.by.participant();
        let (stream, subject, value, finish): (StreamId, _, Value, Finish) = match what {
            Intent::Initiative { id, procedure, mut action } => {
                let is_new = matches!(*action, initiative::Action::Submit(_));
                let id = InitiativeId(self.given_or_new(id.map(|id| id.0), is_new, "initiative")?);
                self.owns_files(id, &action).await?;
                let subject = self.complete(&mut action).or(speaker);
                let value = json(&action);
                // What an author submits or explains is not readable yet.
                if !matches!(*action, initiative::Action::Submit(_) | initiative::Action::Clarify { .. }) {
                    terms.findings = found_in(&value);
                }
                let finish: Finish = Box::new(move |sealed| {
                    Ok(Work::Initiative { id, procedure, action: Box::new(typed(sealed)?) })
                });
                (StreamId::new(Initiative::TYPE, id.to_string()), subject, value, finish)
            }
            Intent::Support { initiative, supporter, tag, action } => {
                let tag = match (tag, &action) {
                    (Some(tag), support::Action::Invalidate { .. }) => tag.to_string(),
                    (Some(_) | None, _) => self.support_tag(initiative, supporter.or(speaker)).await?,
                };
                return Ok(Then::Decide(Box::new(Work::Support { initiative, tag, supporter, action })));
            }
            Intent::Assessment { initiative, action } => {
                let tag = self.assessment_tag(initiative, speaker).await?;
                let stream = StreamId::new(Assessment::TYPE, tag.as_str());
                let value = json(&action);
                terms.findings = found_in(&value);
                let finish: Finish =
                    Box::new(move |sealed| Ok(Work::Assessment { tag, initiative, action: typed(sealed)? }));
                (stream, speaker, value, finish)
            }
            Intent::Territory { id, action } => {
                let stream = StreamId::new(Territory::TYPE, id.as_str());
                (
                    stream,
                    None,
                    json(&action),
                    Box::new(move |sealed| Ok(Work::Territory { id, action: typed(sealed)? })),
                )
            }
            Intent::Authority { id, action } => {
                let stream = StreamId::new(Authority::TYPE, id.as_str());
                (
                    stream,
                    None,
                    json(&action),
                    Box::new(move |sealed| Ok(Work::Authority { id, action: typed(sealed)? })),
                )
            }
            Intent::CloseRegister { register, continued_by } => {
                return Ok(Then::Decide(Box::new(Work::CloseRegister { register, continued_by })));
            }
            Intent::Official { id, action } => {
                let is_new = matches!(action, official::Action::Appoint { .. });
                let id = OfficialId(self.given_or_new(id.map(|id| id.0), is_new, "official")?);
                let stream = StreamId::new(Official::TYPE, id.to_string());
                (
                    stream,
                    None,
                    json(&action),
                    Box::new(move |sealed| Ok(Work::Official { id, action: typed(sealed)? })),
                )
            }
            Intent::Participant { id, namesake, action } => {
                let is_new = matches!(action, participant::Action::Register { .. });
                let id = ParticipantId(self.given_or_new(id.map(|id| id.0), is_new, "participant")?);
                terms.indexing = self.indexing(id, namesake, &action);
                let age = age(&action);
                let stream = StreamId::new(Participant::TYPE, id.to_string());
                let finish: Finish =
                    Box::new(move |sealed| Ok(Work::Participant { id, age, action: typed(sealed)? }));
                (stream, Some(id), json(&action), finish)
            }
            Intent::Comment { id, initiative, action } => {
                let is_new = matches!(action, comment::Action::Receive { .. });
                let id = CommentId(self.given_or_new(id.map(|id| id.0), is_new, "comment")?);
                let stream = StreamId::new(Comment::TYPE, id.to_string());
                let value = json(&action);
                terms.findings = found_in(&value);
                let finish: Finish =
                    Box::new(move |sealed| Ok(Work::Comment { id, initiative, action: typed(sealed)? }));
                (stream, speaker, value, finish)
            }
            Intent::Installation { action } => {
                return Ok(Then::Decide(Box::new(Work::Installation { action })));
            }
        };
        if let Some((path, what)) = unfit("do", &value) {
            return Err(EngineError::BadRequest { path, what: what.to_owned() });
        }
        Ok(Then::Seal((self.place(&stream, terms.labels.id), subject, value), finish))
    }

    /// Refuses an action that names a file which was not put for this initiative: whoever
    /// learns the id of somebody's file does not make it part of his case.
    async fn owns_files(
        &self,
        id: InitiativeId,
        action: &initiative::Action<Typed, Private>,
    ) -> Result<(), EngineError> {
        let (named, letter) = match action {
            initiative::Action::Submit(submission) => (submission.attachments.as_slice(), None),
            initiative::Action::DispatchAnswer { letter, .. } => (&[][..], *letter),
            _ => return Ok(()),
        };
        if named.is_empty() && letter.is_none() {
            return Ok(());
        }
        let files = self.vault.files_of(Initiative::TYPE, &id.to_string()).await?;
        let alien = named.iter().find(|file| !files.iter().any(|(kept, _)| kept == *file));
        let lost = letter.filter(|letter| !files.iter().any(|(kept, _)| kept.id == *letter));
        match alien.map(|file| file.id).or(lost) {
            Some(id) => Err(VaultError::from(AttachmentRefusal::Elsewhere { id }).into()),
            None => Ok(()),
        }
    }

    /// Gives an action what only the engine gives. Says on whose behalf a submission speaks.
    fn complete(&self, action: &mut initiative::Action<Typed, Private>) -> Option<ParticipantId> {
        match action {
            initiative::Action::NotAdmit { linked, .. } => {
                *linked = Some(InitiativeId(self.entropy.uuid_v4()));
                None
            }
            initiative::Action::Submit(submission) => {
                submission.linked_from = None;
                submission.author
            }
            _ => None,
        }
    }

    fn given_or_new(&self, id: Option<Uuid>, is_new: bool, what: &'static str) -> Result<Uuid, EngineError> {
        match id {
            Some(id) => Ok(id),
            None if is_new => Ok(self.entropy.uuid_v4()),
            None => {
                let what = format!("which {what}? the id is missing");
                Err(EngineError::BadRequest { path: "do".to_owned(), what })
            }
        }
    }
}

/// From when on the person is of age, computed before the identity is sealed.
fn age(action: &participant::Action<Typed, Private, Private<Identity>>) -> Option<Age> {
    match action {
        participant::Action::Verify { identity: Some(identity), .. } => Some(identity.0.age()),
        _ => None,
    }
}

/// Who gave it. A support or an assessment does not say whose it is.
fn actor(by: Caller, what: &Intent) -> String {
    match (by, what) {
        (Caller::Participant(_), Intent::Support { .. } | Intent::Assessment { .. }) => "resident".to_owned(),
        (Caller::Participant(_) | Caller::Official(_) | Caller::Installation | Caller::Clock, _) => {
            by.label()
        }
    }
}
