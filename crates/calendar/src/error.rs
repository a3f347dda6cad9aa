//! What can be wrong with a calendar file.

/// A calendar file that cannot be used, and the line that is to blame.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("calendar {version}, line {line}: {rule}")]
pub struct CalendarError {
    /// The version the file was given under.
    pub version: String,
    /// Counted from 1, the header.
    pub line: usize,
    /// What the line breaks.
    pub rule: CalendarRule,
}

impl CalendarError {
    /// The stable name of the broken rule.
    pub fn code(&self) -> &'static str {
        self.rule.code()
    }
}

/// What a calendar file must keep to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CalendarRule {
    /// The first line names the columns.
    #[error("the first line must be `date,kind,moved_from`")]
    Header,
    /// A line has the columns of the header.
    #[error("a line has three columns, this one has {found}")]
    Columns {
        /// Columns found.
        found: usize,
    },
    /// Dates are written 2027-01-31.
    #[error("`{text}` is not a date; dates are written 2027-01-31")]
    Date {
        /// What stands there.
        text: String,
    },
    /// A day is off, short or a working weekend.
    #[error("`{text}` is not a kind of day; these are off, short, working_weekend")]
    Kind {
        /// What stands there.
        text: String,
    },
    /// A day is listed once.
    #[error("this day is already listed in line {first}")]
    Repeated {
        /// Where it is listed first.
        first: usize,
    },
    /// A working weekend is a Saturday or a Sunday.
    #[error("a working weekend must be a Saturday or a Sunday")]
    NotAWeekend,
    /// Only a day off has been moved from somewhere, and from another day.
    #[error("only a day off can be moved, and from another day")]
    Moved,
    /// There is at least one day.
    #[error("no day is listed")]
    Empty,
}

impl CalendarRule {
    /// The stable name of this rule.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Header => "calendar_header",
            Self::Columns { .. } => "calendar_columns",
            Self::Date { .. } => "calendar_date",
            Self::Kind { .. } => "calendar_kind",
            Self::Repeated { .. } => "calendar_repeated",
            Self::NotAWeekend => "calendar_not_a_weekend",
            Self::Moved => "calendar_moved",
            Self::Empty => "calendar_empty",
        }
    }
}
