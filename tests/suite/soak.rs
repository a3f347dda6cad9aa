//! The long versions of what can break, for `cargo xtask soak`: bounded, and ended by themselves.
//!
//! They are ignored elsewhere. Each prints a line of counts that begins with `soak:`.

mod failover;
mod faults;
mod killed;

use std::time::Duration;

/// A share of the minutes that the whole soak may take, in hundredths.
fn share(hundredths: u32) -> Duration {
    let minutes: f64 =
        std::env::var("VECHE_SOAK_MINUTES").ok().and_then(|text| text.parse().ok()).unwrap_or(20.0);
    Duration::from_secs_f64(minutes * 60.0 * f64::from(hundredths) / 100.0)
}
