//! `veche demo`: a made-up country to look at, served on this machine.

use std::io::IsTerminal;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use ::journal::Store;
use clap::Args;
use desk::{Desk, NewAccount};
use engine::{Clock, Engine, Entropy, Keeper};
use jiff::Timestamp;
use serde_json::json;
use simulation::demo::{self, Cast, Who};
use web::{App, DemoAccount};

use super::serve::{bind, open_desk, run_until_stopped};
use crate::exit::{Exit, Failure};
use crate::moment::Moment;
use crate::output::Output;
use crate::progress::Progress;
use crate::settings::Settings;
use crate::store::{self, Opening};
use crate::table::Table;

/// The password of every account of the demonstration. It listens on this machine only.
const PASSWORD: &str = "veche-demo";
/// What a kept demonstration notes about its accounts.
const ACCOUNTS: &str = "accounts.json";

/// Where, and whether to open it.
#[derive(Debug, Args)]
#[command(
    after_help = "Some sixty initiatives of the Khanty-Mansi region, with their history up to this minute; from then\n\
on its clock runs with the wall's. It listens on this machine only. Without --dir everything is gone\n\
when it stops; with it, the same command goes on where it ended.\n\n\
Example:\n  veche demo\n  veche demo --port 0 --dir ./demo --no-open"
)]
pub(crate) struct Demo {
    /// The port on 127.0.0.1; 0 for any that is free
    #[arg(long, default_value_t = 8080, value_name = "N")]
    port: u16,
    /// Keep it in this directory
    #[arg(long, value_name = "D")]
    dir: Option<PathBuf>,
    /// Do not open a browser
    #[arg(long)]
    no_open: bool,
}

impl Demo {
    /// Builds it, or takes up a kept one, and serves it.
    pub(crate) async fn run(self, settings: &Settings, output: &mut Output) -> Result<Exit, Failure> {
        let listener = bind(SocketAddr::from((Ipv4Addr::LOCALHOST, self.port))).await?;
        let base_url = format!("http://localhost:{}", listener.local_addr()?.port());
        // Dropped, and with it removed, when the program ends.
        let passing = if self.dir.is_none() { Some(tempfile::tempdir()?) } else { None };
        let directory = self.dir.as_deref().or(passing.as_ref().map(tempfile::TempDir::path));
        let directory = directory.unwrap_or(Path::new("."));
        let settings = at(settings, directory);
        let (engine, desk, accounts) = match store::peek(&settings.store).await? {
            Some((_, head)) => take_up(&settings, directory, head.at).await?,
            None => build(&settings, directory, output).await?,
        };
        if let Some(clock) = engine.clock().simulation() {
            clock.run();
        }
        tell(&base_url, &accounts, output)?;
        let web = web::Settings {
            base_url: base_url.clone(),
            root: "RU".to_owned(),
            behind_proxy: false,
            demo: accounts,
            openid: None,
            witnesses: Vec::new(),
            webhooks: settings.web.webhooks.clone(),
            rates: web::Rates::default(),
        };
        if !self.no_open && !output.is_json() && std::io::stdout().is_terminal() {
            // Who has no browser here reads the address.
            if let Err(error) = open::that_detached(&base_url) {
                tracing::info!(%error, "no browser was opened");
            }
        }
        let keeper = Keeper::open(&engine, desk.clone()).await?;
        run_until_stopped(App::new(engine, keeper, desk, web), listener).await
    }
}

/// Everything in one directory, whatever else is set.
fn at(settings: &Settings, directory: &Path) -> Settings {
    let store = Store::Sqlite(directory.to_owned());
    Settings {
        vault: store.clone(),
        store,
        data: directory.to_owned(),
        keys: directory.join("keys.toml"),
        log_key: directory.join("log.key"),
        ..settings.clone()
    }
}

async fn build(
    settings: &Settings,
    directory: &Path,
    output: &mut Output,
) -> Result<(Engine, Desk, Vec<DemoAccount>), Failure> {
    let now = Clock::Real.now();
    let engine = store::engine(settings, &Opening::to_write(Some(Moment(demo::begins(now))))).await?;
    let mut progress = Progress::start("days", None, output);
    let cast = demo::build(&engine, now, |so_far| progress.at(u64::from(so_far.day))).await;
    drop(progress);
    let cast = cast.map_err(|error| Failure::new(Exit::Machine, error.code(), crate::exit::chain(&error)))?;
    let desk = open_desk(settings).await?;
    let accounts = sign_up(&engine, &desk, &cast).await?;
    std::fs::write(
        directory.join(ACCOUNTS),
        serde_json::to_vec_pretty(&accounts).map_err(std::io::Error::other)?,
    )?;
    Ok((engine, desk, accounts))
}

/// A demonstration that was kept, and has come to `head`: time has passed meanwhile, if it
/// was not moved on beyond today already.
async fn take_up(
    settings: &Settings,
    directory: &Path,
    head: Option<Timestamp>,
) -> Result<(Engine, Desk, Vec<DemoAccount>), Failure> {
    let kept = directory.join(ACCOUNTS);
    let bytes = std::fs::read(&kept).map_err(|error| {
        Failure::unreadable("the accounts of the demonstration", &kept, &error)
            .hint("this directory holds another journal, or one that was not finished; name an empty one")
    })?;
    let accounts = serde_json::from_slice(&bytes)
        .map_err(|error| Failure::input("bad_demo", format!("{}: {error}", kept.display())))?;
    let now = Clock::Real.now();
    let now = head.map_or(now, |head| head.max(now));
    let engine = store::engine(settings, &Opening::to_go_on(Some(Moment(now)))).await?;
    Ok((engine, open_desk(settings).await?, accounts))
}

/// An account for each part. One hash serves them all: the password is no secret.
async fn sign_up(engine: &Engine, desk: &Desk, cast: &Cast) -> Result<Vec<DemoAccount>, Failure> {
    let entropy = Entropy::system();
    let password = web::hash_password(PASSWORD, &entropy);
    let mut accounts = Vec::with_capacity(cast.people.len());
    for role in &cast.people {
        let (official, participant) = match role.who {
            Who::Official(id) => (Some(id), None),
            Who::Participant(id) => (None, Some(id)),
        };
        let (login, password) = (Some(role.login.clone()), Some(password.clone()));
        let new = NewAccount { login, password, provider: None, participant, official };
        desk.open_account(entropy.uuid_v4(), new, engine.now()).await?;
        accounts.push(DemoAccount {
            login: role.login.clone(),
            password: PASSWORD.to_owned(),
            name: role.name.clone(),
            about_ru: role.about_ru.clone(),
            about_en: role.about_en.clone(),
        });
    }
    Ok(accounts)
}

fn tell(base_url: &str, accounts: &[DemoAccount], output: &mut Output) -> Result<(), Failure> {
    if output.is_json() {
        output.json(&json!({ "url": base_url, "accounts": accounts }))?;
    } else {
        output.title(format!("Veche is at {base_url}"))?;
        output.gap()?;
        output.line(format!("Sign in as anybody of these; the password is always {PASSWORD}"))?;
        output.gap()?;
        let mut table = Table::new(["login", "who"]);
        for account in accounts {
            table.row([account.login.clone(), format!("{}: {}", account.name, account.about_en)]);
        }
        table.write(output)?;
        output.gap()?;
        output.line("Ctrl-C stops it.")?;
    }
    output.flush()?;
    Ok(())
}
