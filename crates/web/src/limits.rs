//! How often something may be tried: by account where somebody is signed in, by
//! address only for those who are not, since a whole town can share one.

use std::net::IpAddr;
use std::num::NonZeroU32;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use uuid::Uuid;

use crate::problem::Problem;

/// Tries at a password, per login: ten at once, then one in six seconds.
const SIGN_IN: (u32, u32) = (10, 10);
/// New accounts and tries at any login, per address: three hundred at once, then two a
/// second. A whole town hall signs in at nine behind one address.
const ANONYMOUS: (u32, u32) = (300, 120);
/// What an account sends: two hundred at once, six hundred a minute. A clerk who enters
/// a sheet of signatures stays far below.
const ACCOUNT: (u32, u32) = (200, 600);

/// The limits of this node.
pub(crate) struct Limits {
    sign_in: DefaultKeyedRateLimiter<String>,
    anonymous: DefaultKeyedRateLimiter<IpAddr>,
    account: DefaultKeyedRateLimiter<Uuid>,
}

impl Limits {
    pub(crate) fn new() -> Self {
        Self {
            sign_in: RateLimiter::keyed(quota(SIGN_IN)),
            anonymous: RateLimiter::keyed(quota(ANONYMOUS)),
            account: RateLimiter::keyed(quota(ACCOUNT)),
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

fn quota((at_once, a_minute): (u32, u32)) -> Quota {
    let number = |number| NonZeroU32::new(number).expect("limits are not zero");
    Quota::per_minute(number(a_minute)).allow_burst(number(at_once))
}

fn verdict(checked: Result<(), u64>) -> Result<(), Problem> {
    checked.map_err(|seconds| Problem::too_many(seconds + 1))
}
