//! How far something has come: a bar on a terminal, plain lines otherwise, nothing
//! with `--json`. Always on standard error.

use std::borrow::Cow;
use std::io::Write;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::output::Output;

/// Plain lines come at most this often.
const PLAIN_EVERY: Duration = Duration::from_secs(5);

/// Something under way.
pub(crate) struct Progress(Shown);

enum Shown {
    Bar(ProgressBar),
    Lines { label: Cow<'static, str>, total: Option<u64>, told: Instant },
    Nothing,
}

impl Progress {
    /// Begins to show it; `total` if the end is known.
    pub(crate) fn start(label: impl Into<Cow<'static, str>>, total: Option<u64>, output: &Output) -> Self {
        let label = label.into();
        if output.is_json() {
            return Self(Shown::Nothing);
        }
        if !console::user_attended_stderr() {
            return Self(Shown::Lines { label, total, told: Instant::now() });
        }
        let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::stderr());
        let template = match total {
            Some(_) => "{prefix} {bar:30} {human_pos}/{human_len}  {per_sec}  {eta} left  {msg}",
            None => "{prefix} {spinner} {human_pos}  {per_sec}  {msg}",
        };
        let style =
            ProgressStyle::with_template(template).expect("the template is a constant that a test reads");
        bar.set_style(style);
        bar.set_prefix(label);
        Self(Shown::Bar(bar))
    }

    /// So far.
    pub(crate) fn at(&mut self, done: u64) {
        self.at_with(done, "");
    }

    /// So far, and what is being done.
    pub(crate) fn at_with(&mut self, done: u64, doing: &str) {
        match &mut self.0 {
            Shown::Bar(bar) => {
                bar.set_position(done);
                if !doing.is_empty() {
                    bar.set_message(doing.to_owned());
                }
            }
            Shown::Lines { label, total, told } => {
                if told.elapsed() >= PLAIN_EVERY {
                    *told = Instant::now();
                    plain(label, *total, done, doing);
                }
            }
            Shown::Nothing => {}
        }
    }

    /// The end became known, or moved.
    pub(crate) fn total(&mut self, new: u64) {
        match &mut self.0 {
            Shown::Bar(bar) => bar.set_length(new),
            Shown::Lines { total, .. } => *total = Some(new),
            Shown::Nothing => {}
        }
    }
}

fn plain(label: &str, total: Option<u64>, done: u64, doing: &str) {
    let share = match total {
        Some(total) if total > 0 => format!("{done} of {total} ({} %)", done.saturating_mul(100) / total),
        Some(_) | None => done.to_string(),
    };
    let space = if doing.is_empty() { "" } else { "  " };
    // Progress is a courtesy: if nobody can read it the work goes on.
    let _ = writeln!(std::io::stderr(), "{label}: {share}{space}{doing}");
}

/// A bar goes when the work is over; what came of it is a result, not progress.
impl Drop for Progress {
    fn drop(&mut self) {
        if let Shown::Bar(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_templates_can_be_read() {
        for template in [
            "{prefix} {bar:30} {human_pos}/{human_len}  {per_sec}  {eta} left  {msg}",
            "{prefix} {spinner} {human_pos}  {per_sec}  {msg}",
        ] {
            ProgressStyle::with_template(template).unwrap();
        }
    }
}
