//! `veche accounts`: ways to sign in, made by whoever runs the installation.

use std::io::{BufRead, IsTerminal};

use aggregates::ids::{OfficialId, ParticipantId};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use clap::{Args, Subcommand};
use desk::NewAccount;
use projections::directory;
use serde_json::json;

use super::serve::open_desk;
use crate::exit::Exit;
use crate::exit::Failure;
use crate::output::Output;
use crate::settings::Settings;
use crate::store;

/// What about accounts.
#[derive(Debug, Subcommand)]
pub(crate) enum Accounts {
    /// Make an account for an official or a participant
    Add(Add),
    /// Give an account a new password; whoever is signed in with it is signed out
    Password(Password),
}

/// For whom.
#[derive(Debug, Args)]
#[command(
    after_help = "What the account may do is said by the events of the official or participant, not here. A password\n\
is read from standard input if something is piped in, else made up and printed once.\n\n\
Example:\n  veche officials 71826000.administration\n  veche accounts add --login ivanova --official 0b9a… "
)]
pub(crate) struct Add {
    /// What is typed to sign in
    #[arg(long, value_name = "LOGIN")]
    login: String,
    /// The official that it is
    #[arg(long, value_name = "ID", required_unless_present = "participant")]
    official: Option<OfficialId>,
    /// The participant that it is
    #[arg(long, value_name = "ID")]
    participant: Option<ParticipantId>,
}

/// Of which account.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  echo 'a new password' | veche accounts password --login ivanova")]
pub(crate) struct Password {
    /// Its login
    #[arg(long, value_name = "LOGIN")]
    login: String,
}

impl Accounts {
    pub(crate) async fn run(self, settings: &Settings, output: &mut Output) -> Result<Exit, Failure> {
        match self {
            Self::Add(command) => command.run(settings, output).await,
            Self::Password(command) => command.run(settings, output).await,
        }
    }
}

impl Add {
    async fn run(self, settings: &Settings, output: &mut Output) -> Result<Exit, Failure> {
        let engine = store::caught_up(settings).await?;
        let (official, participant) = (self.official, self.participant);
        let known = engine.views().read("directory", move |view| {
            let official = official.map(|id| directory::official(view, id, None)).transpose()?;
            let participant = participant.map(|id| directory::participant(view, id, None)).transpose()?;
            Ok((official, participant))
        });
        match known.await? {
            (Some(None), _) => return Err(Failure::input("not_found", "there is no such official")),
            (_, Some(None)) => return Err(Failure::input("not_found", "there is no such participant")),
            (Some(Some(_)) | None, Some(Some(_)) | None) => {}
        }
        let (password, made_up) = password(engine.entropy())?;
        let new = NewAccount {
            login: Some(self.login.clone()),
            password: Some(web::hash_password(&password, engine.entropy())),
            provider: None,
            participant,
            official,
        };
        let desk = open_desk(settings).await?;
        desk.open_account(engine.entropy().uuid_v4(), new, engine.now()).await?;
        tell(&self.login, made_up.then_some(&password), output)
    }
}

impl Password {
    async fn run(self, settings: &Settings, output: &mut Output) -> Result<Exit, Failure> {
        let desk = open_desk(settings).await?;
        let account = desk.account_by_login(&self.login).await?;
        let account =
            account.ok_or_else(|| Failure::input("not_found", "there is no account with this login"))?;
        let entropy = engine::Entropy::system();
        let (password, made_up) = password(&entropy)?;
        desk.set_password(account.id, &web::hash_password(&password, &entropy)).await?;
        tell(&self.login, made_up.then_some(&password), output)
    }
}

/// What was piped in, or a new one; and whether it is new.
fn password(entropy: &engine::Entropy) -> Result<(String, bool), Failure> {
    let mut line = String::new();
    if !std::io::stdin().is_terminal() {
        std::io::stdin().lock().read_line(&mut line)?;
    }
    let line = line.trim_end_matches(['\r', '\n']);
    if line.is_empty() {
        let bytes: [u8; 32] = entropy.bytes();
        return Ok((URL_SAFE_NO_PAD.encode(&bytes[..12]), true));
    }
    if line.chars().count() < web::SHORTEST_PASSWORD {
        let told = format!("a password has at least {} characters", web::SHORTEST_PASSWORD);
        return Err(Failure::input("password_too_short", told));
    }
    Ok((line.to_owned(), false))
}

fn tell(login: &str, password: Option<&String>, output: &mut Output) -> Result<Exit, Failure> {
    if output.is_json() {
        output.json(&json!({ "login": login, "password": password }))?;
    } else {
        output.line(format!("login     {login}"))?;
        if let Some(password) = password {
            output.line(format!("password  {password}"))?;
        }
    }
    Ok(Exit::Done)
}
