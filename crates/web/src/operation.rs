//! For whoever runs it: is it well, and how much does it do.

use std::time::Duration;

use axum::Json;
use axum::extract::{MatchedPath, Request, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use desk::{Webhook, WebhookState};
use prometheus::{
    Encoder, Histogram, HistogramOpts, HistogramVec, IntCounterVec, IntGauge, IntGaugeVec, Opts, Registry,
    TextEncoder,
};
use serde::Serialize;
use uuid::Uuid;

use crate::app::App;
use crate::problem::Problem;

/// Seconds of an answer or an append, from one millisecond to ten seconds.
const SECONDS: &[f64] = &[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// What is counted. Nothing here names a person, an initiative or an address.
pub(crate) struct Metrics {
    registry: Registry,
    commands: IntCounterVec,
    append: Histogram,
    requests: HistogramVec,
    lag: IntGaugeVec,
    head: IntGauge,
    webhooks: Webhooks,
}

/// Receivers go by their ids, never by their addresses.
struct Webhooks {
    messages: IntCounterVec,
    lag: IntGaugeVec,
    failures: IntGaugeVec,
    states: IntGaugeVec,
}

impl Webhooks {
    fn new(registry: &Registry) -> Self {
        let gauge = |name: &str, about: &str, label: &str| {
            well_named(IntGaugeVec::new(Opts::new(name, about), &[label]))
        };
        let messages = IntCounterVec::new(
            Opts::new("veche_webhook_messages_total", "Attempts of this node by receiver: accepted, failed"),
            &["receiver", "outcome"],
        );
        let webhooks = Self {
            messages: well_named(messages),
            lag: gauge("veche_webhook_lag", "Positions a receiver is behind the journal", "receiver"),
            failures: gauge("veche_webhook_failures", "Attempts in vain for the next event", "receiver"),
            states: gauge("veche_webhooks", "Receivers by state", "state"),
        };
        let all: [Box<dyn prometheus::core::Collector>; 4] = [
            Box::new(webhooks.messages.clone()),
            Box::new(webhooks.lag.clone()),
            Box::new(webhooks.failures.clone()),
            Box::new(webhooks.states.clone()),
        ];
        for collector in all {
            registry.register(collector).expect("each is registered once");
        }
        webhooks
    }

    /// Shows receivers as they are; one that is gone is shown no more.
    fn show(&self, receivers: &[Webhook], head: u64) {
        for gauges in [&self.lag, &self.failures] {
            gauges.reset();
        }
        for state in WebhookState::ALL {
            let many = receivers.iter().filter(|receiver| receiver.state == state).count();
            self.states.with_label_values(&[state.as_str()]).set(i64::try_from(many).unwrap_or(i64::MAX));
        }
        for receiver in receivers {
            let id = receiver.id.to_string();
            let lag = head.saturating_sub(receiver.cursor.position);
            self.lag.with_label_values(&[&id]).set(i64::try_from(lag).unwrap_or(i64::MAX));
            self.failures.with_label_values(&[&id]).set(receiver.attempts.into());
        }
    }
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let registry = Registry::new();
        let commands = IntCounterVec::new(
            Opts::new("veche_commands_total", "Commands by outcome: done, or the code of the refusal"),
            &["outcome"],
        );
        let append = Histogram::with_opts(
            HistogramOpts::new("veche_append_seconds", "From a command's arrival to its commit")
                .buckets(SECONDS.to_vec()),
        );
        let requests = HistogramVec::new(
            HistogramOpts::new("veche_http_seconds", "HTTP answers by route, method and status")
                .buckets(SECONDS.to_vec()),
            &["route", "method", "status"],
        );
        let lag = IntGaugeVec::new(
            Opts::new("veche_view_lag", "Positions a view is behind the journal"),
            &["view"],
        );
        let head = IntGauge::new("veche_journal_position", "The last position of the journal");
        let (commands, append, requests) = (well_named(commands), well_named(append), well_named(requests));
        let (lag, head) = (well_named(lag), well_named(head));
        let all: [Box<dyn prometheus::core::Collector>; 5] = [
            Box::new(commands.clone()),
            Box::new(append.clone()),
            Box::new(requests.clone()),
            Box::new(lag.clone()),
            Box::new(head.clone()),
        ];
        for collector in all {
            registry.register(collector).expect("each is registered once");
        }
        let webhooks = Webhooks::new(&registry);
        Self { registry, commands, append, requests, lag, head, webhooks }
    }

    /// One more message to a receiver.
    pub(crate) fn delivered(&self, receiver: Uuid, accepted: bool) {
        let outcome = if accepted { "accepted" } else { "failed" };
        self.webhooks.messages.with_label_values(&[receiver.to_string().as_str(), outcome]).inc();
    }

    /// One more command, and how long it took.
    pub(crate) fn command(&self, outcome: &str, took: Duration) {
        self.commands.with_label_values(&[outcome]).inc();
        if outcome == "done" {
            self.append.observe(took.as_secs_f64());
        }
    }
}

fn well_named<T>(metric: prometheus::Result<T>) -> T {
    metric.expect("names and labels are fixed and valid")
}

/// Times every answer under the pattern of its route.
pub(crate) async fn measure(State(app): State<App>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let method = request.method().as_str().to_owned();
    let start = tokio::time::Instant::now();
    let response = next.run(request).await;
    let status = response.status();
    let labels = [route.as_str(), method.as_str(), status.as_str()];
    app.metrics().requests.with_label_values(&labels).observe(start.elapsed().as_secs_f64());
    response
}

/// Whether the node is well.
#[derive(Serialize)]
pub(crate) struct Health {
    /// `ok`, or `degraded` where a view has stopped, is far behind, or has not been read in yet.
    status: &'static str,
    /// `ok`, or the code of why nothing can be recorded by this node although it can be read:
    /// `newer_format` once a newer program has upgraded the journal.
    appends: &'static str,
    /// `ok`, or the code of why the deadline clock of this node stands: `clock_jumped` until
    /// somebody confirms the time.
    clock: &'static str,
    /// The last position of the journal.
    position: u64,
    /// The views with the position each has reached.
    views: Vec<ViewHealth>,
    /// Positions that the views of this node pass over, because an operator said so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    set_aside: Vec<u64>,
}

#[derive(Serialize)]
struct ViewHealth {
    view: String,
    lag: u64,
    /// The code of why it stands still, if it does; the whole of it only `veche views status` says.
    #[serde(skip_serializing_if = "Option::is_none")]
    stopped: Option<String>,
}

/// Positions a view may be behind and still be well.
const FAR_BEHIND: u64 = 10_000;

/// `GET /health`: 200 while the journal, the desk and the views answer, else 503.
pub(crate) async fn health(State(app): State<App>) -> Result<Response, Problem> {
    app.desk().check().await?;
    let health = look(&app).await?;
    let status = if health.status == "ok" { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    Ok((status, Json(health)).into_response())
}

async fn look(app: &App) -> Result<Health, Problem> {
    let position = app.engine().journal().head().await.map_err(engine::EngineError::from)?.position;
    let status = app.engine().views().status().await?;
    let lag = |view: &engine::ViewStatus| view.head.saturating_sub(view.position);
    let ready = app.engine().views().is_ready();
    let well = ready && status.iter().all(|view| view.stopped.is_none() && lag(view) <= FAR_BEHIND);
    let views = status.iter().map(|view| ViewHealth {
        view: view.name.to_owned(),
        lag: lag(view),
        stopped: view.stopped_by.clone(),
    });
    let appends = app.engine().journal().check_format().await.map_or_else(|error| error.code(), |()| "ok");
    Ok(Health {
        status: if well { "ok" } else { "degraded" },
        appends,
        clock: app.engine().clock_trouble().unwrap_or("ok"),
        position,
        views: views.collect(),
        set_aside: app.engine().views().set_asides()?.into_iter().map(|aside| aside.position).collect(),
    })
}

/// `GET /metrics`, in the text format of Prometheus.
pub(crate) async fn metrics(State(app): State<App>) -> Result<Response, Problem> {
    let health = look(&app).await?;
    let metrics = app.metrics();
    metrics.head.set(i64::try_from(health.position).unwrap_or(i64::MAX));
    for view in &health.views {
        metrics.lag.with_label_values(&[view.view.as_str()]).set(i64::try_from(view.lag).unwrap_or(i64::MAX));
    }
    metrics.webhooks.show(&app.desk().webhooks().await?, health.position);
    let mut text = Vec::new();
    let encoder = TextEncoder::new();
    encoder
        .encode(&metrics.registry.gather(), &mut text)
        .map_err(|error| Problem::failed(&error, "metrics_failed"))?;
    Ok(([(CONTENT_TYPE, encoder.format_type().to_owned())], text).into_response())
}
