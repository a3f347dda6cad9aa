//! The table of the API: every address, once.

mod case;
mod country;
mod steps;

use super::row::{Row, under};

/// All rows.
pub(super) fn all() -> Vec<Row> {
    [
        under("initiatives", case::initiatives()),
        under("steps of the author", steps::author()),
        under("steps of the office", steps::offices()),
        under("voices", case::voices()),
        under("territories", country::territories()),
        under("authorities", country::authorities()),
        under("people", country::people()),
        under("journal and installation", country::installation()),
    ]
    .concat()
}

/// Commands below one address: verb, operation, body, sentence, who may.
macro_rules! commands {
    ($needs:expr, $base:literal; $($verb:literal $name:literal $body:ty, $about:literal, $who:literal;)*) => {
        vec![$(
            $crate::api::row::Row::post::<$body>(concat!($base, "/", $verb), $name, $about, $needs).who($who),
        )*]
    };
}

/// An address of one initiative.
macro_rules! of_one {
    ($rest:literal) => {
        concat!("/api/v1/initiatives/{initiative}", $rest)
    };
}

use {commands, of_one};
