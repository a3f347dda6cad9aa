//! The routes, what stands around each of them, and the listening.

use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::header::{
    CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::middleware::{from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Router, extract::DefaultBodyLimit};
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use crate::app::App;
use crate::problem::Problem;
use crate::{api, feeds, log, operation, pages, pressure};

/// The largest body of a form or a request without files.
const LARGEST: usize = 512 * 1024;

/// Everything that answers.
pub fn router(app: App) -> Router {
    let languages = ["/ru", "/en"].into_iter().fold(Router::new(), |router, lang| {
        let routes = pages::routes()
            .fallback(pages::nothing_here)
            .layer(from_fn_with_state(app.clone(), pages::in_words));
        // A nested router does not answer to the slash after its prefix.
        let front = pages::front_page().layer(from_fn_with_state(app.clone(), pages::in_words));
        router.nest(lang, routes).route(&format!("{lang}/"), front)
    });
    Router::new()
        .merge(languages)
        .merge(api::routes())
        .merge(feeds::routes())
        .merge(log::routes())
        .route("/", get(pages::choose_language))
        .route("/assets/{name}", get(asset))
        .route("/health", get(operation::health))
        .route("/metrics", get(operation::metrics))
        .fallback(pages::choose_language)
        .layer(DefaultBodyLimit::max(LARGEST))
        .layer(from_fn_with_state(app.clone(), pressure::bounded))
        .layer(from_fn_with_state(app.clone(), operation::measure))
        .layer(map_response(guarded))
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::custom(|_| {
            Problem::new(axum::http::StatusCode::INTERNAL_SERVER_ERROR, "panicked", "this failed on our side")
                .into_response()
        }))
        .with_state(app)
}

async fn asset(State(app): State<App>, Path(name): Path<String>) -> Result<Response, Problem> {
    app.assets().serve(&name)
}

/// Nothing from elsewhere is loaded, framed or told where somebody came from.
async fn guarded(mut response: Response) -> Response {
    let headers = response.headers_mut();
    let policy = "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; \
         frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'";
    if !headers.contains_key(CONTENT_SECURITY_POLICY) {
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    }
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(HeaderName::from_static("x-frame-options"), HeaderValue::from_static("DENY"));
    response
}

/// Answers until `stop` comes; then takes nothing new, and finishes what it has begun.
/// Streams of events end at once: their readers come back.
///
/// # Errors
///
/// If it can no longer listen.
pub async fn serve(
    app: App,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let stopping = app.clone();
    let stop = async move {
        stop.await;
        stopping.live().end();
    };
    let forgetting = tokio::spawn(forget_the_quiet(app.clone()));
    let witnessed = tokio::spawn(crate::log::keep_asking(app.clone()));
    let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, service).with_graceful_shutdown(stop).await;
    forgetting.abort();
    witnessed.abort();
    served
}

/// Limits are kept by login, account and address: who has been quiet is forgotten.
async fn forget_the_quiet(app: App) {
    loop {
        tokio::time::sleep(Duration::from_secs(600)).await;
        app.limits().tidy();
    }
}
