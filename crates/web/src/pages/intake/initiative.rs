//! `GET`, `POST /desk/intake/author/{participant}`: an initiative that came on paper or at
//! a hearing.

use aggregates::ids::{InitiativeId, ParticipantId, ProcedureId, TerritoryId};
use aggregates::initiative::fields::{Channel, Consents, Kind};
use aggregates::initiative::{Action, Submission};
use aggregates::kept::Private;
use aggregates::official::Role;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use engine::Intent;
use jiff::civil::Date;
use maud::{Markup, html};
use projections::directory::Participant;
use serde::Deserialize;
use vault::{IndexTerm, Target, TermKind};

use super::residence::Places;
use super::{derived, person};
use crate::acting::{Terms, act};
use crate::attaching;
use crate::layout::{self, Page};
use crate::pages::participation::{Proposal, proposal_inputs};
use crate::posted::{Posted, PostedFile, PostedFiles, Typed};
use crate::problem::Problem;
use crate::visitor::Visitor;
use crate::words::Lang;

/// What can be asked for, in the order of the form.
const KINDS: [Kind; 4] = [Kind::Work, Kind::Programme, Kind::Rule, Kind::Law];

/// What is typed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    home: TerritoryId,
    #[serde(default)]
    procedure: Option<ProcedureId>,
    kind: Kind,
    channel: Channel,
    received_on: Date,
    #[serde(default)]
    sender_number: Option<String>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    problem: Option<String>,
    #[serde(default)]
    proposal: Option<String>,
    #[serde(default)]
    expected_result: Option<String>,
    #[serde(default)]
    cost_rubles: Option<u64>,
    #[serde(default)]
    own_contribution: Option<String>,
    #[serde(default)]
    draft_wording: Option<String>,
    #[serde(default)]
    letter: Option<String>,
    #[serde(default)]
    publish_text: bool,
    #[serde(default)]
    pass_up: bool,
    #[serde(default)]
    publish_name: bool,
}

/// The empty form.
pub(super) async fn show(visitor: Visitor, Path(author): Path<String>) -> Result<Response, Problem> {
    visitor.office_as(Role::Clerk)?;
    let author = known(&visitor, &author).await?;
    page(&visitor, &author, &Typed::default(), &Proposal::default(), None).await
}

/// Submits it in the author's name.
pub(super) async fn submit(
    Path(author): Path<String>,
    posted: PostedFiles<Form>,
) -> Result<Response, Problem> {
    let PostedFiles { posted: Posted { visitor, fields: form, typed, command_id, .. }, files } = posted;
    visitor.office_as(Role::Clerk)?;
    let author = known(&visitor, &author).await?;
    let proposal = form.proposal();
    let command = command_id.unwrap_or_else(|| visitor.app.engine().entropy().uuid_v4());
    let id = InitiativeId(derived(command, &["initiative"]));
    let done = || Redirect::to(&visitor.to(&format!("/desk/initiatives/{id}"))).into_response();
    if visitor.app.engine().initiative(id).await?.is_some() {
        // Sent before, with the same button.
        return Ok(done());
    }
    match take(&visitor, form, &proposal, author.0.id, id, command, files).await {
        Ok(()) => Ok(done()),
        Err(problem) if problem.status < 500 => {
            page(&visitor, &author, &typed, &proposal, Some(&problem)).await
        }
        Err(problem) => Err(problem),
    }
}

async fn take(
    visitor: &Visitor,
    form: Form,
    proposal: &Proposal,
    author: ParticipantId,
    id: InitiativeId,
    command: uuid::Uuid,
    files: Vec<PostedFile>,
) -> Result<(), Problem> {
    let app = &visitor.app;
    let attachments = attaching::keep(app, id, id.0, Some(author), files).await?;
    let submission = Submission {
        kind: form.kind,
        home: form.home,
        also_concerns: Vec::new(),
        author: Some(author),
        fields: proposal.fields(),
        consents: Consents {
            publish_text: form.publish_text,
            pass_up: form.pass_up,
            publish_name: form.publish_name,
        },
        channel: form.channel,
        received_on: Some(form.received_on),
        origin: None,
        linked_from: None,
        letter: form.letter.map(Private),
        attachments: attachments.clone(),
    };
    let action = Box::new(Action::Submit(Box::new(submission)));
    let what = Intent::Initiative { id: Some(id), procedure: form.procedure, action };
    let terms = Terms { command_id: Some(command), ..Terms::default() };
    if let Err(problem) = act(app, visitor.as_official()?, what, terms).await {
        attaching::give_up(app, &attachments).await?;
        return Err(problem);
    }
    if let Some(value) = form.sender_number {
        let target = Target::Initiative(id);
        let term = IndexTerm { kind: TermKind::IncomingNumber, value, target, subject: Some(author) };
        if let Err(error) = app.engine().vault().remember(vec![term]).await {
            // The case is there; it is only not found by this number.
            tracing::warn!(error = &error as &dyn std::error::Error, "a number was not indexed");
        }
    }
    Ok(())
}

impl Form {
    fn proposal(&self) -> Proposal {
        Proposal {
            title: self.title.clone(),
            problem: self.problem.clone(),
            proposal: self.proposal.clone(),
            expected_result: self.expected_result.clone(),
            cost_rubles: self.cost_rubles,
            own_contribution: self.own_contribution.clone(),
            draft_wording: self.draft_wording.clone(),
        }
    }
}

/// The author, with where he lives.
async fn known(visitor: &Visitor, id: &str) -> Result<(Participant, String), Problem> {
    let id: ParticipantId = id.parse().map_err(|_| Problem::not_found())?;
    person::described(visitor, vec![id]).await?.pop().ok_or_else(Problem::not_found)
}

async fn page(
    visitor: &Visitor,
    (author, lives): &(Participant, String),
    typed: &Typed,
    proposal: &Proposal,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let say = visitor.say();
    let places = Places::near(visitor, author.residence.as_ref()).await?;
    let today = visitor.office()?.today;
    let kind = KINDS.into_iter().find(|kind| typed.get("kind") == Some(kind.as_str())).unwrap_or(Kind::Work);
    let status = problem.map_or(StatusCode::OK, Problem::status);
    let text = |name: &str| typed.get(name).unwrap_or_default().to_owned();
    let body = html! {
        h1 { (say.t("intake-initiative")) }
        p {
            (say.t("intake-author")) ": "
            strong { (author.name.clone().unwrap_or_else(|| say.t("intake-person"))) } ", " (lives)
            " · " a href=(visitor.to("/desk/intake")) { (say.t("intake-other-author")) }
        }
        @if let Some(problem) = problem { (layout::problem_box(visitor, problem)) }
        form method="post" enctype="multipart/form-data"
            action=(visitor.to(&format!("/desk/intake/author/{}", author.id))) {
            (layout::once(visitor, None))
            div.inputs {
                div {
                    label for="channel" { (say.t("intake-channel")) }
                    select #channel name="channel" {
                        option value="paper" selected[typed.get("channel") != Some("hearing")] { (say.t("channel-paper")) }
                        option value="hearing" selected[typed.get("channel") == Some("hearing")] { (say.t("channel-hearing")) }
                    }
                }
                div {
                    label for="received_on" { (say.t("intake-received-on")) }
                    input #received_on name="received_on" type="date" required max=(today)
                        value=(typed.get("received_on").map_or_else(|| today.to_string(), str::to_owned));
                }
                div {
                    label for="sender_number" { (say.t("intake-sender-number")) " " span.soft { (say.t("optional")) } }
                    input #sender_number name="sender_number" value=(text("sender_number")) maxlength="60";
                }
                div {
                    label for="home" { (say.t("intake-home")) }
                    (places.select("home", typed.get("home").or(author.residence.as_ref().map(TerritoryId::as_str))))
                }
                (procedures(visitor, typed.get("procedure"), today))
            }
            fieldset {
                legend { (say.t("submit-kind")) }
                @for each in KINDS {
                    p.check {
                        input id={ "kind-" (each.as_str()) } type="radio" name="kind" value=(each.as_str()) checked[each == kind];
                        " " label for={ "kind-" (each.as_str()) } { (say.t(&format!("submit-kind-{}", each.as_str()))) }
                    }
                }
            }
            (proposal_inputs(visitor, proposal, kind, "intake"))
            fieldset {
                legend { (say.t("intake-consents")) }
                p.hint { (say.t("intake-consents-hint")) }
                @for name in ["publish_text", "pass_up", "publish_name"] {
                    p.check {
                        input id=(name) type="checkbox" name=(name) checked[typed.get(name).is_some()];
                        " " label for=(name) { (say.t(&format!("consent-{}", name.replace('_', "-")))) }
                    }
                }
            }
            label for="letter" { (say.t("intake-letter")) " " span.soft { (say.t("optional")) } }
            p.hint #letter-hint { (say.t("intake-letter-hint")) }
            textarea #letter name="letter" aria-describedby="letter-hint" { (text("letter")) }
            label for="files" { (say.t("intake-files")) " " span.soft { (say.t("optional")) } }
            p.hint #files-hint { (say.t("intake-files-hint")) }
            input #files name="files" type="file" multiple accept=".pdf,.jpg,.jpeg,.png,.txt" aria-describedby="files-hint";
            button { (say.t("intake-submit")) }
        }
    };
    Ok(Page::new(visitor, "desk", say.t("intake-initiative")).status(status).show(None, body))
}

fn procedures(visitor: &Visitor, chosen: Option<&str>, today: Date) -> Markup {
    let say = visitor.say();
    html! {
        div {
            label for="procedure" { (say.t("intake-procedure")) }
            select #procedure name="procedure" {
                @for procedure in visitor.app.engine().procedures_in_force(today) {
                    option value=(procedure.id()) selected[chosen == Some(procedure.id().as_str())] {
                        (match visitor.lang { Lang::Ru => &procedure.names().ru, Lang::En => &procedure.names().en })
                    }
                }
            }
        }
    }
}
