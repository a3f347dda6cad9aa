//! `veche webhooks`: who is sent public events.

mod list;

use aggregates::ids::{AuthorityId, InitiativeId, TerritoryId};
use clap::{Args, Subcommand};
use desk::Desk;
use engine::Engine;
use serde_json::json;
use uuid::Uuid;
use web::{NewReceiver, Receivers, Registered, Wants};

use super::serve::open_desk;
use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::settings::Settings;
use crate::store;

/// What about them.
#[derive(Debug, Subcommand)]
pub(crate) enum Webhooks {
    /// Register a receiver; its secret is printed this once
    Add(Add),
    /// List the receivers: state, position, lag, last answer, next attempt
    List,
    /// Send a receiver nothing until it is resumed; its place is kept
    Pause(Which),
    /// Go on with a receiver at once, from where it stands or from elsewhere
    Resume(Resume),
    /// Forget a receiver and its place
    Remove(Which),
    /// Send a receiver one message of the type webhook.test, now
    ///
    /// Exit code 1 if it does not accept it.
    Test(Which),
    /// Give a receiver another secret; for a day messages are signed with both
    Rotate(Which),
}

/// A new one.
#[derive(Debug, Args)]
#[command(
    after_help = "`veche serve` delivers: each event as /api/v1/changes tells it, signed as Standard Webhooks says, in\n\
order, the next after the one before was accepted. Without a condition all public events are sent;\n\
of several each has to hold.\n\n\
Example:\n  veche webhooks add https://example.org/hook --territory 71826000 --type Published --type AnswerDispatched"
)]
pub(crate) struct Add {
    /// Where its messages go: https://…
    #[arg(value_name = "URL")]
    url: String,
    /// Only of initiatives at home in this territory or part of it
    #[arg(long, value_name = "CODE")]
    territory: Option<TerritoryId>,
    /// Only what this authority does, and what happens to what it has
    #[arg(long, value_name = "CODE")]
    authority: Option<AuthorityId>,
    /// Only of this initiative
    #[arg(long, value_name = "ID")]
    initiative: Option<InitiativeId>,
    /// Only events of this type; may be given several times
    #[arg(long = "type", value_name = "NAME")]
    types: Vec<String>,
    /// Begin after this position: 0 for the first event [default: the last there is]
    #[arg(long, value_name = "POSITION")]
    after: Option<u64>,
}

/// Of which.
#[derive(Debug, Args)]
pub(crate) struct Which {
    /// Its id
    #[arg(value_name = "ID")]
    id: Uuid,
}

/// From where.
#[derive(Debug, Args)]
pub(crate) struct Resume {
    /// Its id
    #[arg(value_name = "ID")]
    id: Uuid,
    /// Go on after this position: what a receiver needs whose journal was restored or replaced [default: where it stands]
    #[arg(long, value_name = "POSITION")]
    after: Option<u64>,
}

impl Webhooks {
    pub(crate) async fn run(self, settings: &Settings, output: &mut Output) -> Result<Exit, Failure> {
        let engine = match self {
            // What it wants is looked up.
            Self::Add(_) => store::caught_up(settings).await?,
            _ => store::engine(settings, &store::Opening::to_read()).await?,
        };
        let desk = open_desk(settings).await?;
        self.on(&engine, &desk, settings, output).await
    }

    async fn on(
        self,
        engine: &Engine,
        desk: &Desk,
        settings: &Settings,
        output: &mut Output,
    ) -> Result<Exit, Failure> {
        let receivers = Receivers::new(engine, desk, &settings.web.webhooks);
        match self {
            Self::Add(Add { url, territory, authority, initiative, types, after }) => {
                let wants = Wants { territory, authority, initiative, types };
                tell_secret(&receivers.add(NewReceiver { url, wants, after }).await?, output)?;
            }
            Self::List => list::show(desk, engine.journal().head().await?.position, output).await?,
            Self::Pause(Which { id }) => receivers.pause(id).await?,
            Self::Resume(Resume { id, after }) => receivers.resume(id, after).await?,
            Self::Remove(Which { id }) => receivers.remove(id).await?,
            Self::Rotate(Which { id }) => tell_secret(&receivers.rotate(id).await?, output)?,
            Self::Test(Which { id }) => {
                let answer = receivers.test(id).await?;
                let accepted = answer.is_accepted();
                if output.is_json() {
                    output.json(&json!({ "accepted": accepted, "answer": answer.to_string() }))?;
                } else {
                    output
                        .line(format!("{}  {answer}", if accepted { "accepted" } else { "not accepted" }))?;
                }
                return Ok(if accepted { Exit::Done } else { Exit::No });
            }
        }
        Ok(Exit::Done)
    }
}

fn tell_secret(registered: &Registered, output: &mut Output) -> Result<(), Failure> {
    let Registered { id, secret } = registered;
    if output.is_json() {
        output.json(&json!({ "id": id, "secret": secret }))?;
    } else {
        output.line(format!("id      {id}"))?;
        output.line(format!("secret  {secret}"))?;
    }
    Ok(())
}
