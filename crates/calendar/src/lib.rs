//! Working days, terms, and the midnights at which they are missed.
//!
//! A term is a [`Length`] from a trigger day, which is day zero, with a [`Roll`]
//! for the case that it ends on a day off. [`Calendar::due`] computes the date
//! and keeps in a [`Due`] everything needed to explain it years later, when the
//! calendar file may say something else. A [`UtcOffset`] turns that date into the
//! moment from which the term is missed.
//!
//! Dates that would leave the range of [`jiff::civil::Date`] stop at its ends, the
//! years -9999 and 9999: nothing here panics on a date, and none of these can be
//! a date of a real term. Whoever takes dates from people bounds them first.
//!
//! Nothing here knows what a term is for, or what time it is.

mod days;
mod due;
mod error;
mod length;
mod offset;

pub use days::Calendar;
pub use due::{Due, Roll};
pub use error::{CalendarError, CalendarRule};
pub use length::{BadLength, Length};
pub use offset::{BadOffset, UtcOffset, local_date, midnight_after};
