//! Terms by the calendar that ships: the examples people can check by hand, and
//! what holds for every date.

use calendar::{Calendar, Due, Length, Roll, UtcOffset, local_date, midnight_after};
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Span};
use proptest::prelude::*;

fn russia() -> Calendar {
    Calendar::parse("ru-2013-2027", include_str!("../../../data/production_calendar.csv"))
        .expect("the shipped calendar is valid")
}

fn offset(text: &str) -> UtcOffset {
    text.parse().expect("an offset")
}

#[test]
fn surgut_over_the_new_year_of_2027() {
    let (calendar, surgut) = (russia(), offset("+5"));
    let received = date(2027, 1, 1);

    let register = calendar.due(received, Length::CalendarDays(3), Roll::Next);
    assert_eq!(register.date, date(2027, 1, 11));
    let registered = register.date;
    assert_eq!(calendar.due(registered, Length::WorkingDays(3), Roll::None).date, date(2027, 1, 14));
    assert_eq!(calendar.due(date(2027, 1, 14), Length::WorkingDays(5), Roll::None).date, date(2027, 1, 21));

    let review = calendar.due(registered, Length::CalendarDays(30), Roll::Previous);
    assert_eq!(review.date, date(2027, 2, 10));
    assert_eq!(midnight_after(review.date, surgut).to_string(), "2027-02-10T19:00:00Z");

    let grace = calendar.due(review.date, Length::WorkingDays(5), Roll::None);
    assert_eq!(grace.date, date(2027, 2, 17));
    assert_eq!(midnight_after(grace.date, surgut).to_string(), "2027-02-17T19:00:00Z");

    let extended = review.date.saturating_add(Span::new().days(30));
    assert_eq!(calendar.roll(extended, Roll::Previous, review.trigger), date(2027, 3, 12));
}

#[test]
fn a_roll_back_to_before_the_trigger_goes_forward_instead() {
    let calendar = russia();
    let back = calendar.add_working_days(date(2027, 1, 4), -1);
    assert_eq!(back, date(2026, 12, 30));
    let due = calendar.due(date(2027, 1, 1), Length::CalendarDays(3), Roll::Previous);
    assert_eq!(due.date, date(2027, 1, 11));
    assert_eq!(
        due.to_string(),
        "3 calendar days from 2027-01-01 end on 2027-01-04, a day off; the working day before is not after the trigger \
         day, so it is due on the next one, 2027-01-11 (calendar ru-2013-2027)."
    );
}

#[test]
fn kaliningrad_and_kamchatka_share_a_due_date_and_miss_it_ten_hours_apart() {
    let calendar = russia();
    let due = calendar.due(date(2027, 1, 11), Length::CalendarDays(30), Roll::Previous).date;
    let [kaliningrad, kamchatka] = ["+2", "+12"].map(|text| midnight_after(due, offset(text)));
    assert_eq!(kaliningrad.duration_since(kamchatka), SignedDuration::from_hours(10));
    // At Kamchatka's midnight it is still the due date in Kaliningrad.
    assert_eq!(local_date(kamchatka, offset("+2")), due);
    assert_eq!(local_date(kamchatka, offset("+12")), due.tomorrow().unwrap());
}

#[test]
fn a_working_saturday_counts() {
    let calendar = russia();
    let due = calendar.due(date(2027, 2, 19), Length::WorkingDays(1), Roll::None);
    assert_eq!(due.date, date(2027, 2, 20));
    // The 21st is a Sunday, the 22nd moved, the 23rd a holiday.
    assert_eq!(calendar.due(date(2027, 2, 20), Length::WorkingDays(1), Roll::None).date, date(2027, 2, 24));
    assert_eq!(calendar.due(date(2024, 12, 27), Length::WorkingDays(1), Roll::None).date, date(2024, 12, 28));
    assert_eq!(calendar.due(date(2025, 10, 31), Length::WorkingDays(1), Roll::None).date, date(2025, 11, 1));
}

#[test]
fn every_year_of_the_file_is_covered_and_begins_with_a_day_off() {
    let calendar = russia();
    assert_eq!(calendar.years().collect::<Vec<_>>(), (2013..=2027).collect::<Vec<_>>());
    for year in calendar.years() {
        assert!(!calendar.is_working_day(date(year, 1, 1)), "{year}");
    }
}

#[test]
fn a_year_that_is_not_covered_goes_by_saturdays_and_sundays_and_says_so() {
    let calendar = russia();
    let due = calendar.due(date(2027, 12, 30), Length::WorkingDays(3), Roll::None);
    // 2027-12-31 is off by the calendar; 2028-01-01 is a Saturday; the third to fifth count as worked.
    assert_eq!(due.date, date(2028, 1, 5));
    assert_eq!(due.uncovered_years, [2028]);
    assert_eq!(
        due.to_string(),
        "3 working days from 2027-12-30 end on 2028-01-05 (calendar ru-2013-2027, which does not cover 2028: only \
         Saturdays and Sundays counted as days off there)."
    );
    let covered = calendar.due(date(2027, 1, 11), Length::CalendarDays(30), Roll::Previous);
    assert!(covered.uncovered_years.is_empty());
    let unasked = calendar.due(date(2027, 12, 30), Length::CalendarDays(30), Roll::None);
    assert!(unasked.uncovered_years.is_empty(), "no day's kind was asked for");
}

#[test]
fn months_end_on_the_same_day_number_or_on_the_last_day() {
    let calendar = russia();
    let months = |trigger, months| calendar.due(trigger, Length::Months(months), Roll::None).date;
    assert_eq!(months(date(2026, 12, 31), 2), date(2027, 2, 28));
    assert_eq!(months(date(2023, 11, 30), 3), date(2024, 2, 29));
    assert_eq!(months(date(2026, 3, 15), 12), date(2027, 3, 15));
}

#[test]
fn a_due_date_is_stored_with_all_it_was_computed_from() {
    let due = russia().due(date(2027, 1, 11), Length::CalendarDays(30), Roll::Previous);
    let json = serde_json::to_string(&due).unwrap();
    assert_eq!(
        json,
        r#"{"trigger":"2027-01-11","length":"30 cd","roll":"previous","unrolled":"2027-02-10","date":"2027-02-10","calendar":"ru-2013-2027"}"#
    );
    assert_eq!(serde_json::from_str::<Due>(&json).unwrap(), due);
}

#[test]
fn terms_at_the_ends_of_time_do_not_panic() {
    let calendar = russia();
    for length in [Length::CalendarDays(u16::MAX), Length::WorkingDays(u16::MAX), Length::Months(u8::MAX)] {
        for roll in [Roll::None, Roll::Next, Roll::Previous] {
            assert_eq!(calendar.due(Date::MAX, length, roll).date, Date::MAX);
            assert!(calendar.due(Date::MIN, length, roll).date > Date::MIN);
        }
    }
}

fn any_date() -> impl Strategy<Value = Date> {
    (0..7_300_i64).prop_map(|days| date(2010, 1, 1).saturating_add(Span::new().days(days)))
}

fn any_length() -> impl Strategy<Value = Length> {
    prop_oneof![
        (0..200_u16).prop_map(Length::CalendarDays),
        (0..200_u16).prop_map(Length::WorkingDays),
        (0..30_u8).prop_map(Length::Months),
    ]
}

fn any_roll() -> impl Strategy<Value = Roll> {
    prop_oneof![Just(Roll::None), Just(Roll::Next), Just(Roll::Previous)]
}

proptest! {
    #[test]
    fn no_term_is_due_on_or_before_its_trigger_day(trigger in any_date(), length in any_length(), roll in any_roll()) {
        prop_assert!(russia().due(trigger, length, roll).date > trigger);
    }

    #[test]
    fn a_rolled_term_ends_on_a_working_day(trigger in any_date(), length in any_length()) {
        let calendar = russia();
        for roll in [Roll::Next, Roll::Previous] {
            prop_assert!(calendar.is_working_day(calendar.due(trigger, length, roll).date));
        }
    }

    #[test]
    fn more_working_days_end_later_and_are_counted_back(from in any_date(), days in 1..150_i32) {
        let calendar = russia();
        let end = calendar.add_working_days(from, days);
        prop_assert!(calendar.add_working_days(from, days + 1) > end);
        prop_assert!(calendar.is_working_day(end));
        prop_assert_eq!(calendar.working_days_between(from, end), days);
        prop_assert_eq!(calendar.working_days_between(end, from), -days);
    }

    #[test]
    fn a_later_trigger_never_makes_working_days_end_earlier(from in any_date(), later in 0..30_i64, days in 1..60_u16) {
        let calendar = russia();
        let due = |trigger| calendar.due(trigger, Length::WorkingDays(days), Roll::None).date;
        prop_assert!(due(from) <= due(from.saturating_add(Span::new().days(later))));
    }

    #[test]
    fn a_moment_is_missed_only_when_its_local_date_is_past(day in any_date(), minutes in -720..=840_i16) {
        let offset = UtcOffset::from_minutes(minutes).expect("within the range");
        let midnight = midnight_after(day, offset);
        prop_assert_eq!(local_date(midnight, offset), day.tomorrow().expect("far from the end of time"));
        prop_assert_eq!(local_date(midnight - SignedDuration::from_nanos(1), offset), day);
    }
}
