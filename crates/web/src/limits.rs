//! How often something may be tried: by account where somebody is signed in, by
//! address only for those who are not, since a whole town can share one.

use std::net::IpAddr;
use std::num::NonZeroU32;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use uuid::Uuid;

use crate::problem::Problem;

/// How often something may be tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// So many at once.
    pub at_once: NonZeroU32,
    /// So many a minute from then on.
    pub a_minute: NonZeroU32,
}

/// What is limited, and to how much. The defaults are meant for people at work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    /// Tries at a password, per login: ten at once, then one in six seconds.
    pub sign_in: Rate,
    /// New accounts and tries at any login, per address: three hundred at once, then two a
    /// second. A whole town hall signs in at nine behind one address.
    pub anonymous: Rate,
    /// What an account sends: two hundred at once, six hundred a minute. A clerk who enters
    /// a sheet of signatures stays far below.
    pub account: Rate,
    /// Requests in work at once, on the whole node; one more is refused at once. As many as
    /// the journal lets wait.
    pub in_work: usize,
}

impl Default for Rates {
    fn default() -> Self {
        let rate = |at_once, a_minute| Rate { at_once: number(at_once), a_minute: number(a_minute) };
        Self { sign_in: rate(10, 10), anonymous: rate(300, 120), account: rate(200, 600), in_work: 4096 }
    }
}

/// The limits of this node.
pub(crate) struct Limits {
    sign_in: DefaultKeyedRateLimiter<String>,
    anonymous: DefaultKeyedRateLimiter<IpAddr>,
    account: DefaultKeyedRateLimiter<Uuid>,
}

impl Limits {
    pub(crate) fn new(rates: Rates) -> Self {
        Self {
            sign_in: RateLimiter::keyed(quota(rates.sign_in)),
            anonymous: RateLimiter::keyed(quota(rates.anonymous)),
            account: RateLimiter::keyed(quota(rates.account)),
        }
    }

    /// One more try at the password of a login.
    pub(crate) fn sign_in(&self, login: &str) -> Result<(), Problem> {
        verdict(
            self.sign_in
                .check_key(&login.trim().to_lowercase())
                .map_err(|wait| wait.wait_time_from(DefaultClock::default().now()).as_secs()),
        )
    }

    /// One more thing sent by somebody who is not signed in.
    pub(crate) fn anonymous(&self, address: IpAddr) -> Result<(), Problem> {
        verdict(
            self.anonymous
                .check_key(&address)
                .map_err(|wait| wait.wait_time_from(DefaultClock::default().now()).as_secs()),
        )
    }

    /// One more thing sent by an account.
    pub(crate) fn account(&self, account: Uuid) -> Result<(), Problem> {
        verdict(
            self.account
                .check_key(&account)
                .map_err(|wait| wait.wait_time_from(DefaultClock::default().now()).as_secs()),
        )
    }

    /// Forgets who has been quiet for long enough.
    pub(crate) fn tidy(&self) {
        self.sign_in.retain_recent();
        self.anonymous.retain_recent();
        self.account.retain_recent();
    }
}

fn number(number: u32) -> NonZeroU32 {
    NonZeroU32::new(number).expect("limits are not zero")
}

fn quota(rate: Rate) -> Quota {
    Quota::per_minute(rate.a_minute).allow_burst(rate.at_once)
}

fn verdict(checked: Result<(), u64>) -> Result<(), Problem> {
    checked.map_err(|seconds| Problem::too_many(seconds + 1))
}
