//! What people and programs touch: pages, the API, feeds.
//!
//! A request comes in, is told who asks ([`visitor`]), becomes an engine request
//! ([`acting`]) or a question to the views, and is answered as a page, as JSON or as a
//! feed. No rule is decided here: what may be done is the aggregates' to say, and what
//! a page shows was computed by the projections.
//!
//! | place | what stands there |
//! | --- | --- |
//! | `app` | what every request shares |
//! | `visitor`, `posted`, `cookies`, `csrf`, `limits` | who asks, and what he sent |
//! | `asked`, `as_of` | what stands in an address: filters, and as of which day |
//! | `names` | what authorities, territories and officials are called |
//! | `openid` | the provider that vouches for people |
//! | `attaching` | files on their way into the vault |
//! | `acting` | a request to the engine, and the wait for the views |
//! | `presence` | who else has a case open |
//! | `problem` | why it was not done: RFC 9457 for programs, a page for people |
//! | `open` | what the public may see of an initiative and of an event |
//! | `words` | Russian and English |
//! | `layout`, `assets` | the frame of every page, its styles and its script |
//! | `pages/` | one folder a noun, one file a verb |
//! | `api/`, `feeds/` | for programs |
//! | `log/` | the public log, for whoever verifies it |
//! | `operation` | health, metrics |
//!
//! Invariants:
//! - What the public sees passes through `open`: nothing else strips what is not its to read.
//! - Every page that changes something is a form that works without a script, carries the
//!   session's CSRF token and an id of its command, and is done once however often it is sent.
//! - Rights come from events, by way of the directory and the aggregates; never from an account.

pub mod app;
pub mod layout;
pub mod open;
pub mod words;

mod acting;
mod api;
mod as_of;
mod asked;
mod assets;
mod attaching;
mod cookies;
mod csrf;
mod feeds;
mod limits;
mod log;
mod names;
mod openid;
mod operation;
mod pages;
mod password;
mod posted;
mod presence;
mod pressure;
mod problem;
#[cfg(test)]
mod sentences;
mod serve;
mod visitor;

pub use app::{App, DemoAccount, OpenId, Settings};
pub use limits::{Rate, Rates};
pub use log::{BadWitness, Witness, WitnessError, cosign};
pub use password::{SHORTEST as SHORTEST_PASSWORD, hash as hash_password};
pub use serve::{router, serve};

/// Every address of the API: method and pattern, as `/api/v1/initiatives/{initiative}`.
pub fn api_addresses() -> Vec<(String, String)> {
    api::addresses().map(|(method, path)| (method, path.to_owned())).collect()
}
