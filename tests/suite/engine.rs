//! The engine on both stores: what it promises of commands, views and the clock.

mod batches;
mod clock;
mod commands;
mod coverage;
mod erasure;
mod journey;
mod nodes;
mod opening;
mod options;
mod views;
pub(crate) mod world;

/// Lists the rules of a module; each becomes `sqlite::rule` and `postgres::rule`.
macro_rules! in_a_world {
    ($($rule:ident)*) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $rule() { super::$rule($crate::engine::world::World::sqlite().await).await; })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $rule() { super::$rule($crate::engine::world::World::postgres().await).await; })*
        }
    };
}

pub(crate) use in_a_world;
