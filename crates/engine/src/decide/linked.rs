//! Row 9: a matter that belongs under another procedure goes on as a case of its own.

use std::collections::BTreeMap;

use aggregates::actor::{By, Order, local_date};
use aggregates::ids::{GroundId, InitiativeId};
use aggregates::initiative::fields::Fields;
use aggregates::initiative::{Action, Around, Command, Fact, Initiative, Rules, Submission};
use aggregates::kept::{Open, Private, Typed};
use aggregates::seen::Seen;
use journal::StreamId;
use vault::VaultError;

use super::story::Story;
use crate::EngineError;
use crate::command::Prepared;
use crate::sealing::{json, typed};
use crate::session::Session;

impl Session<'_> {
    /// Submits the linked case: the same texts, sealed again for its own stream.
    /// The authority that does not admit it receives it.
    #[expect(clippy::too_many_arguments, reason = "all of one decision, handed on once")]
    pub(super) async fn open_linked(
        &mut self,
        command: &Prepared,
        from: InitiativeId,
        before: &Seen<Initiative>,
        by: &By,
        rules: &Rules,
        ground: &GroundId,
        linked: InitiativeId,
    ) -> Result<(), EngineError> {
        let procedure = rules.procedure.ground(ground).and_then(|ground| ground.opens_linked.clone());
        let rules =
            self.engine.rules_in_force(procedure.as_ref(), local_date(self.at, before.home_offset()))?;
        self.engine.record_rules(&rules.procedure, self.at).await?;

        let original = self.submission_again(from, &self.story(before).await?).await?;
        let (home, author) = (original.home.clone(), original.author);
        let author = author.ok_or(EngineError::NotFound { what: "author of", id: from.to_string() })?;
        let stream = StreamId::new("initiative", linked.to_string());
        let place = self.engine.place(&stream, command.terms.labels.id);
        let sealed = self.engine.seal(vec![(place, Some(author), json(&original))]).await.pop();
        let submission: Submission = typed(sealed.expect("the vault answers for each sheet")?)?;

        let seen = self.see_as_new::<Initiative>(&linked.to_string()).await?;
        let receivers: BTreeMap<_, _> = match by.official() {
            Some((_, authority)) => [(authority.level(), authority.clone())].into(),
            None => self.receivers_along(before.path()).await?,
        };
        let around = Around {
            id: Some(linked),
            territories: self.path(&home).await?,
            receivers,
            author: Some(self.see(&author.to_string()).await?),
            ..Around::default()
        };
        let order = Order { at: self.at, by: by.clone(), action: Action::Submit(Box::new(submission)) };
        let command = Command { order, done_on: None, around, findings: Vec::new(), confirmed: Vec::new() };
        self.decide(seen, command, &rules).await?;
        Ok(())
    }

    /// What the author wrote, opened, as a submission of the same matter.
    async fn submission_again(
        &self,
        from: InitiativeId,
        story: &Story,
    ) -> Result<Submission<Typed, Private>, EngineError> {
        let missing = || EngineError::NotFound { what: "submission of", id: from.to_string() };
        let fields = story.fields().ok_or_else(missing)?;
        let first = story.events.first().map(|event| &event.fact);
        let Some(Fact::Submitted {
            kind,
            home,
            also_concerns,
            author,
            consents,
            channel,
            letter,
            attachments,
            ..
        }) = first
        else {
            return Err(missing());
        };
        let letter = match letter {
            Some(letter) => {
                match self.engine.vault.open_sealed(&story.beginning, "letter", &json(letter)).await {
                    Ok(letter) => Some(Private(typed(letter)?)),
                    Err(VaultError::Erased { .. }) => None,
                    Err(error) => return Err(error.into()),
                }
            }
            None => None,
        };
        Ok(Submission {
            kind: *kind,
            home: home.clone(),
            also_concerns: also_concerns.clone(),
            author: Some(*author),
            fields: again(story, fields).ok_or_else(missing)?,
            consents: *consents,
            channel: *channel,
            received_on: None,
            origin: None,
            linked_from: Some(from),
            letter,
            attachments: attachments.clone(),
        })
    }
}

/// The texts whose keys live; one that was redacted does not come along, and
/// without a title nothing does.
fn again(story: &Story, fields: &Fields) -> Option<Fields<Typed>> {
    let text = |text: &Open| story.text(text).map(|text| Typed(text.to_owned()));
    Some(Fields {
        title: text(&fields.title)?,
        problem: fields.problem.as_ref().and_then(text),
        proposal: fields.proposal.as_ref().and_then(text),
        expected_result: fields.expected_result.as_ref().and_then(text),
        cost_rubles: fields.cost_rubles,
        own_contribution: fields.own_contribution.as_ref().and_then(text),
        draft_wording: fields.draft_wording.as_ref().and_then(text),
    })
}
