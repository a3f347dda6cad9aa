//! As of which day something is shown.

use calendar::UtcOffset;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use crate::app::App;
use crate::problem::Problem;

/// A day at whose end something is shown, and the position that was the last then.
/// Neither where it is shown as it is now.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct AsOf {
    pub(crate) date: Option<Date>,
    pub(crate) position: Option<u64>,
}

impl AsOf {
    /// Looks up which position it was. A day ends in Moscow, whatever the territory: one
    /// date then means one moment everywhere.
    ///
    /// # Errors
    ///
    /// If the day is still to come, or the journal cannot be read.
    pub(crate) async fn of(app: &App, date: Option<Date>) -> Result<Self, Problem> {
        let Some(day) = date else { return Ok(Self::default()) };
        if day > today(app) {
            return Err(Problem::bad(
                "as_of_to_come",
                "that day is still to come: choose today or an earlier one",
            ));
        }
        let end = calendar::midnight_after(day, UtcOffset::moscow());
        let last = end.checked_sub(1.nanosecond()).unwrap_or(Timestamp::MIN);
        let position =
            app.engine().journal().position_as_of(last).await.map_err(engine::EngineError::from)?;
        Ok(Self { date, position: Some(position) })
    }

    /// As it stands in an address.
    pub(crate) fn in_address(self) -> Option<String> {
        self.date.map(|date| date.to_string())
    }
}

/// Today by the time of the capital.
pub(crate) fn today(app: &App) -> Date {
    calendar::local_date(app.engine().now(), UtcOffset::moscow())
}
