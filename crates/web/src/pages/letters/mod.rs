//! Letters that can be printed from the record, and the books they are entered in.

mod access;
mod body;
mod file;
mod kind;
mod letter;
mod list;
mod paper;
mod print;
mod reference;
mod registers;
mod remedy;
mod signature;

use axum::Router;
use axum::routing::get;

use crate::app::App;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/desk/letters/{initiative}", get(list::at_the_desk))
        .route("/desk/letters/{initiative}/{kind}/{position}", get(print::at_the_desk))
        .route("/cabinet/letters/{initiative}", get(list::in_the_cabinet))
        .route("/cabinet/letters/{initiative}/{kind}/{position}", get(print::in_the_cabinet))
        .route("/desk/registers/{book}", get(registers::show))
}
