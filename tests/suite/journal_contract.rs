//! What every journal promises, whatever store it is in.
//!
//! A rule is a function that takes a [`Place`](place::Place); `on_both_stores!`
//! makes of each a test on SQLite and a test on PostgreSQL.

#![expect(clippy::unwrap_used, reason = "a panic is how a rule says that it is broken")]

/// Lists the rules of a module; each becomes `sqlite::rule` and `postgres::rule`.
macro_rules! on_both_stores {
    ($($rule:ident)*) => {
        mod sqlite {
            use crate::journal_contract::place::Place;
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $rule() { super::$rule(&Place::sqlite()).await; })*
        }
        mod postgres {
            use crate::journal_contract::place::Place;
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $rule() { super::$rule(&Place::postgres()).await; })*
        }
    };
}

mod append_only;
mod connection;
mod copying;
pub(crate) mod items;
mod opening;
mod order;
pub(crate) mod place;
mod reading;
mod times;
mod verdicts;
mod verifying;
