//! Feeds and open data, read by clients that are not ours.

mod changes;
mod live;
mod outside;
pub(crate) mod place;
