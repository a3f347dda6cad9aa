//! Accounts: making one, signing in and out, what an account is and may do.
//!
//! | file | what stands there |
//! | --- | --- |
//! | `sign_up`, `sign_in`, `sign_out` | with login and password |
//! | `openid`, `admit` | by way of a provider, and whom it brings |
//! | `overview`, `rights` | the page of the account: who I am, what I may do and why |
//! | `contacts`, `language`, `password`, `tokens`, `close` | what can be changed there |

mod admit;
mod close;
mod contacts;
mod language;
mod openid;
mod overview;
mod password;
mod rights;
mod sign_in;
mod sign_out;
mod sign_up;
mod tokens;

use axum::Router;
use axum::routing::{get, post};

use crate::app::App;

pub(super) use sign_in::SESSION_HOURS;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/sign-in", get(sign_in::show).post(sign_in::enter))
        .route("/sign-in/openid", get(openid::leave))
        .route("/sign-in/openid/callback", get(openid::come_back))
        .route("/sign-in/openid/residence", get(admit::ask).post(admit::answer))
        .route("/sign-out", post(sign_out::leave))
        .route("/sign-up", get(sign_up::show).post(sign_up::make))
        .route("/account", get(overview::show))
        .route("/account/contacts", post(contacts::set))
        .route("/account/language", post(language::set))
        .route("/account/password", post(password::change))
        .route("/account/tokens", get(tokens::show).post(tokens::issue))
        .route("/account/tokens/{token}/revoke", post(tokens::revoke))
        .route("/account/close", get(close::show).post(close::close))
}
