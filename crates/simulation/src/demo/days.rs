//! The days of the history, counted back from its last one.

use aggregates::procedure::shipped_calendar;
use calendar::{Calendar, Length, Roll, UtcOffset};
use jiff::civil::Date;
use jiff::{Span, Timestamp};

/// The time of Yugra, by which the days of the history are told.
const YUGRA: UtcOffset = UtcOffset::from_minutes(5 * 60).expect("five hours are an offset");

/// Working days from the first to the last: some fourteen months.
const WORKING_DAYS: i32 = 294;

/// The clock of the authorities strikes ten minutes after midnight in Moscow, when the
/// day has begun in Yugra too: minutes from midnight in Yugra.
const STROKE: i64 = 2 * 60 + 10;

/// The axis of time.
#[derive(Clone, Debug)]
pub(super) struct Days {
    calendar: Calendar,
    now: Timestamp,
    /// The first day of the history.
    pub(super) first: Date,
    /// How many working days there were up to each day since the first one: every
    /// initiative is asked for it several times a day.
    worked: Vec<i32>,
    /// The day on which the history ends; nothing but the clock's strokes happens on it.
    pub(super) today: Date,
}

impl Days {
    pub(super) fn up_to(now: Timestamp) -> Self {
        let (calendar, today) = (shipped_calendar(), calendar::local_date(now, YUGRA));
        let first = calendar.add_working_days(today, -WORKING_DAYS);
        let worked = first
            .series(Span::new().days(1))
            .take_while(|day| *day <= today)
            .scan(0, |worked, day| {
                *worked += i32::from(calendar.is_working_day(day));
                Some(*worked)
            })
            .collect();
        Self { calendar, now, first, worked, today }
    }

    /// The `count`-th working day before today.
    pub(super) fn ago(&self, count: u32) -> Date {
        self.calendar.add_working_days(self.today, -i32::try_from(count).unwrap_or(i32::MAX))
    }

    /// So many days from today; negative for days past.
    pub(super) fn after_today(&self, days: i32) -> Date {
        self.today.saturating_add(Span::new().days(days))
    }

    /// When the country is set up: the morning of the day before.
    pub(super) fn founding(&self) -> Timestamp {
        moment(self.first.yesterday().unwrap_or(Date::MIN), 9 * 60)
    }

    pub(super) fn is_working_day(&self, day: Date) -> bool {
        self.calendar.is_working_day(day)
    }

    /// How many working days of the history lie after `from` up to and including `to`.
    pub(super) fn worked_between(&self, from: Date, to: Date) -> i32 {
        self.worked_by(to) - self.worked_by(from)
    }

    fn worked_by(&self, day: Date) -> i32 {
        let passed = usize::try_from((day - self.first).get_days()).unwrap_or_default();
        self.worked.get(passed).or(self.worked.last()).copied().unwrap_or_default()
    }

    /// The working day this many before `day`.
    pub(super) fn before(&self, day: Date, working_days: u32) -> Date {
        self.calendar.add_working_days(day, -i32::try_from(working_days).unwrap_or(i32::MAX))
    }

    /// How many working days ago something has to be submitted, and be registered on
    /// the next one, so that its thirty days of review ended some `late` working days
    /// ago. There are weeks of holidays in which no such day exists; then the nearest.
    pub(super) fn start_of_overdue_review(&self, late: i32) -> u32 {
        let off = |start: &u32| {
            let registered = self.ago(start - 1);
            let due = self.calendar.due(registered, Length::CalendarDays(30), Roll::Previous).date;
            let ago = self.calendar.working_days_between(due, self.today);
            (ago - late).abs() + if ago < 1 { 100 } else { 0 }
        };
        (2..60).min_by_key(off).unwrap_or(26)
    }

    /// When the clock strikes on that day, unless the history ends before.
    pub(super) fn stroke(&self, day: Date) -> Option<Timestamp> {
        Some(moment(day, STROKE)).filter(|at| *at <= self.now)
    }

    /// In the office, at the `round`-th time of that day; not always at the same minute.
    pub(super) fn office_hour(&self, day: Date, round: u32) -> Timestamp {
        let wobble = i64::from(day.day_of_year() * 37 + i16::try_from(round).unwrap_or_default() * 11) % 55;
        moment(day, 9 * 60 + 20 + i64::from(round) * 75 + wobble)
    }

    /// After work, when people support and comment.
    pub(super) fn evening(&self, day: Date) -> Timestamp {
        moment(day, 19 * 60 + 5 + i64::from(day.day_of_year() * 29 % 80))
    }
}

/// So many minutes after midnight in Yugra.
fn moment(day: Date, minutes: i64) -> Timestamp {
    let midnight = calendar::midnight_after(day.yesterday().unwrap_or(day), YUGRA);
    midnight.saturating_add(Span::new().minutes(minutes)).unwrap_or(midnight)
}
