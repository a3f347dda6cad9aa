//! The API as programs meet it.

mod bad_input;
mod commands;
mod document;
mod outside;
mod reads;
pub(crate) mod site;

/// Lists the tests of a module; each becomes `sqlite::name` and `postgres::name`.
macro_rules! on_both_stores {
    ($($name:ident)*) => {
        mod sqlite {
            $(#[tokio::test]
            async fn $name() {
                super::$name($crate::api::site::Site::open().await).await;
            })*
        }
        mod postgres {
            $(#[tokio::test]
            async fn $name() {
                super::$name($crate::api::site::Site::postgres().await).await;
            })*
        }
    };
}

pub(crate) use commands::proposal;
use on_both_stores;
