//! Journeys: what people and offices go through, over HTTP, from the first letter to the
//! last, on both stores.
//!
//! The scenarios `a` to `l` of the default procedure are in `upward`, `sideways` and
//! `afterwards`; what is promised of supports, strangers, appeals, repeated commands and
//! secrets has a file each. Numbers are smaller than in life, and shares are the same:
//! a town of a hundred has its threshold at five.
//!
//! After each journey the journal is verified, and the views must equal those of a node
//! that has just built its own.

mod afterwards;
mod appeals;
pub(crate) mod case;
mod neighbours;
pub(crate) mod public;
mod repeats;
mod secrets;
mod sideways;
mod supports;
mod upward;
pub(crate) mod world;

/// Lists the journeys of a module; each becomes `sqlite::journey` and `postgres::journey`.
macro_rules! on_both_stores {
    ($($journey:ident)*) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $journey() {
                let town = $crate::journeys::world::Town::sqlite().await;
                super::$journey(&town).await;
                town.holds_together().await;
            })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $journey() {
                let town = $crate::journeys::world::Town::postgres().await;
                super::$journey(&town).await;
                town.holds_together().await;
            })*
        }
    };
}

pub(crate) use on_both_stores;
