//! `veche serve`: the pages, the API and the feeds, until it is told to stop.

use std::net::SocketAddr;
use std::time::Duration;

use clap::Args;
use desk::Desk;
use engine::{Engine, Keeper};
use journal::Store;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use web::App;

use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::settings::Settings;
use crate::store::{self, Opening};

/// How often the deadline clock looks.
const TICK: Duration = Duration::from_secs(15);
/// How long what was begun may take after the word to stop.
const FAREWELL: Duration = Duration::from_secs(20);

/// Where to listen.
#[derive(Debug, Args)]
#[command(
    after_help = "An empty embedded store is made; on PostgreSQL run `veche migrate` first. The deadline clock runs\n\
along: no cron job is needed. SIGTERM or Ctrl-C: nothing new is taken, what was begun is finished.\n\n\
Example:\n  veche serve --store sqlite:/var/lib/veche --listen 127.0.0.1:8080 --base-url https://veche.example.org"
)]
pub(crate) struct Serve {
    /// The address to listen on [default: 127.0.0.1:8080]
    #[arg(long, env = "VECHE_LISTEN", hide_env_values = true, value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,
    /// The address under which people reach it [default: http://ADDRESS:PORT]
    #[arg(long, env = "VECHE_BASE_URL", hide_env_values = true, value_name = "URL")]
    base_url: Option<String>,
}

impl Serve {
    /// Opens everything, listens, and stays.
    pub(crate) async fn run(self, settings: &Settings, output: &mut Output) -> Result<Exit, Failure> {
        let engine = store::engine(settings, &Opening::to_write(None)).await?;
        if let Some(clock) = engine.clock().simulation() {
            clock.run();
        }
        let desk = open_desk(settings).await?;
        let listen = self.listen.or(settings.web.listen).unwrap_or(SocketAddr::from(([127, 0, 0, 1], 8080)));
        let listener = bind(listen).await?;
        let address = listener.local_addr()?;
        let base_url = self.base_url.or_else(|| settings.web.base_url.clone());
        let web = web::Settings {
            base_url: base_url
                .unwrap_or_else(|| format!("http://{address}"))
                .trim_end_matches('/')
                .to_owned(),
            root: "RU".to_owned(),
            behind_proxy: settings.web.behind_proxy,
            demo: Vec::new(),
            openid: settings.web.openid.clone().map(Into::into),
            witnesses: settings.web.witnesses.clone(),
            webhooks: settings.web.webhooks.clone(),
            rates: web::Rates::default(),
        };
        output.line(format!("listening on http://{address}"))?;
        output.flush()?;
        let keeper = Keeper::open(&engine, desk.clone()).await?;
        run_until_stopped(App::new(engine, keeper, desk, web), listener).await
    }
}

/// The store of accounts: beside the journal.
pub(crate) async fn open_desk(settings: &Settings) -> Result<Desk, Failure> {
    Ok(match &settings.store {
        Store::Sqlite(directory) => Desk::open_sqlite(&directory.join("desk.sqlite")).await?,
        Store::Postgres(url) => Desk::open_postgres(url).await?,
    })
}

/// Takes the port.
pub(crate) async fn bind(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| {
        Failure::new(Exit::Machine, "cannot_listen", format!("cannot listen on {address}: {error}"))
            .hint("name another port, for instance --port 0 or --listen 127.0.0.1:0 for any that is free")
    })
}

/// Answers, keeps the views up to date and the deadline clock going, until a signal.
pub(crate) async fn run_until_stopped(app: App, listener: TcpListener) -> Result<Exit, Failure> {
    let (mut terminated, mut interrupted) =
        (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let (tell, told) = tokio::sync::watch::channel(false);
    let stop = |mut told: tokio::sync::watch::Receiver<bool>| async move {
        // A sender that is gone means the same.
        let _ = told.wait_for(|stop| *stop).await;
    };
    let views = {
        let engine = app.engine().clone();
        tokio::spawn(async move { engine.views().run().await })
    };
    let clock = tokio::spawn(run_clock(app.engine().clone()));
    let keeper = {
        let keeper = app.keeper().clone();
        tokio::spawn(async move { keeper.run().await })
    };
    let mut server = tokio::spawn(web::serve(app, listener, stop(told)));
    let ended = tokio::select! {
        _ = terminated.recv() => None,
        _ = interrupted.recv() => None,
        ended = &mut server => Some(ended),
    };
    let ended = match ended {
        Some(ended) => ended,
        None => {
            tell.send_replace(true);
            match tokio::time::timeout(FAREWELL, server).await {
                Ok(ended) => ended,
                // Streams stay open as long as the listener likes.
                Err(_) => Ok(Ok(())),
            }
        }
    };
    views.abort();
    clock.abort();
    keeper.abort();
    ended.map_err(std::io::Error::other)??;
    Ok(Exit::Done)
}

async fn run_clock(engine: Engine) {
    let mut told: Option<&'static str> = None;
    loop {
        match engine.tick(engine.now()).await {
            Ok(_) => told = None,
            Err(error) => {
                if told.replace(error.code()) != Some(error.code()) {
                    tracing::error!(error = &error as &dyn std::error::Error, "the deadline clock stands");
                }
            }
        }
        tokio::time::sleep(TICK).await;
    }
}
