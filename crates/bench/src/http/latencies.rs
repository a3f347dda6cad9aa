//! How long answers took.

use std::time::Duration;

/// All of them, in milliseconds.
#[derive(Debug, Default)]
pub(crate) struct Latencies {
    sorted: Vec<f64>,
}

impl Latencies {
    pub(crate) fn of(taken: impl IntoIterator<Item = Duration>) -> Self {
        let mut sorted: Vec<f64> = taken.into_iter().map(|taken| taken.as_secs_f64() * 1e3).collect();
        sorted.sort_by(f64::total_cmp);
        Self { sorted }
    }

    /// The latency, in milliseconds, within which this part of the answers came; 0 of none.
    pub(crate) fn within(&self, part: f64) -> f64 {
        let last = self.sorted.len().saturating_sub(1);
        let at = ((self.sorted.len() as f64 * part) as usize).min(last);
        self.sorted.get(at).copied().unwrap_or_default()
    }
}
