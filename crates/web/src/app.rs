//! What every request shares.

use std::sync::Arc;
use std::time::Duration;

use desk::Desk;
use engine::{Engine, Keeper};
use serde::{Deserialize, Serialize};

use crate::assets::Assets;
use crate::csrf::Csrf;
use crate::feeds::Live;
use crate::limits::{Limits, Rates};
use crate::log::Witness;
use crate::openid::Newcomers;
use crate::operation::Metrics;
use crate::presence::Presence;
use crate::pressure::Pressure;
use crate::words::Words;

/// How long a page or an answer waits for this node's views.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

/// What an operator says of the web side.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The address under which people reach it, without a slash at its end:
    /// links in feeds and letters begin with it.
    pub base_url: String,
    /// Which country's numbers stand on the front page: the root territory.
    pub root: String,
    /// Whether the addresses of callers are taken from `X-Forwarded-For`: only behind a
    /// proxy that sets it.
    pub behind_proxy: bool,
    /// Whether the pages say that this is a demonstration and show its accounts.
    pub demo: Vec<DemoAccount>,
    /// The OpenID provider, if there is one.
    pub openid: Option<OpenId>,
    /// Who cosigns the checkpoints of the public log.
    pub witnesses: Vec<Witness>,
    /// How often something may be tried.
    pub rates: Rates,
}

/// An account that the demonstration shows to everybody.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DemoAccount {
    /// What to type as login.
    pub login: String,
    /// What to type as password.
    pub password: String,
    /// Who it is, in Russian.
    pub name: String,
    /// What he may do, in Russian.
    pub about_ru: String,
    /// What he may do, in English.
    pub about_en: String,
}

/// An OpenID Connect provider that vouches for people.
#[derive(Clone, Debug)]
pub struct OpenId {
    /// Its issuer URL.
    pub issuer: String,
    /// Our client id there.
    pub client_id: String,
    /// Our secret there.
    pub client_secret: String,
    /// How people know it.
    pub name: String,
}

/// The web side of a node. Cheap to clone.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

struct Inner {
    engine: Engine,
    keeper: Keeper,
    desk: Desk,
    settings: Settings,
    words: Words,
    assets: Assets,
    csrf: Csrf,
    limits: Limits,
    newcomers: Newcomers,
    metrics: Metrics,
    live: Live,
    presence: Presence,
    pressure: Pressure,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "App({})", self.inner.settings.base_url)
    }
}

impl App {
    /// Puts it together; nothing listens yet.
    pub fn new(engine: Engine, keeper: Keeper, desk: Desk, settings: Settings) -> Self {
        let csrf = Csrf::new(engine.entropy());
        let inner = Inner {
            metrics: Metrics::new(),
            live: Live::new(),
            presence: Presence::default(),
            pressure: Pressure::new(settings.rates.in_work),
            limits: Limits::new(settings.rates),
            newcomers: Newcomers::default(),
            assets: Assets::new(),
            words: Words::new(),
            csrf,
            engine,
            keeper,
            desk,
            settings,
        };
        Self { inner: Arc::new(inner) }
    }

    /// The engine.
    pub fn engine(&self) -> &Engine {
        &self.inner.engine
    }

    /// The public log of this node.
    pub fn keeper(&self) -> &Keeper {
        &self.inner.keeper
    }

    /// Accounts, sessions, tokens.
    pub fn desk(&self) -> &Desk {
        &self.inner.desk
    }

    /// What the operator said.
    pub fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    pub(crate) fn words(&self) -> &Words {
        &self.inner.words
    }

    pub(crate) fn assets(&self) -> &Assets {
        &self.inner.assets
    }

    pub(crate) fn csrf(&self) -> &Csrf {
        &self.inner.csrf
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.inner.limits
    }

    pub(crate) fn newcomers(&self) -> &Newcomers {
        &self.inner.newcomers
    }

    pub(crate) fn metrics(&self) -> &Metrics {
        &self.inner.metrics
    }

    /// Where events are told as they happen.
    pub(crate) fn live(&self) -> &Live {
        &self.inner.live
    }

    pub(crate) fn pressure(&self) -> &Pressure {
        &self.inner.pressure
    }

    pub(crate) fn presence(&self) -> &Presence {
        &self.inner.presence
    }
}
