//! When entries were recorded: never before the one before, and not before a witness has
//! seen the log without them.

use jiff::Timestamp;

use crate::report::Trouble;

/// Seconds by which the clock of the log may differ from that of a witness.
const CLOCKS: u64 = 120;

/// Bytes of a time to the microsecond.
const LONGEST: usize = 27;
/// Bytes of a day.
const DAY: usize = 10;

/// A time or only a day, as an entry writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct At {
    text: [u8; LONGEST],
    length: usize,
}

impl At {
    /// Takes what an entry says: `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM:SS.ffffffZ`, and nothing else.
    pub(crate) fn of(said: &str) -> Option<Self> {
        const WRITTEN: &[u8; LONGEST] = b"0000-00-00T00:00:00.000000Z";
        let is_like = |byte: &u8, like: &u8| if *like == b'0' { byte.is_ascii_digit() } else { byte == like };
        let whole = said.len() == LONGEST || said.len() == DAY;
        if !whole || !said.as_bytes().iter().zip(WRITTEN).all(|(byte, like)| is_like(byte, like)) {
            return None;
        }
        let mut text = [0; LONGEST];
        text.get_mut(..said.len())?.copy_from_slice(said.as_bytes());
        Some(Self { text, length: said.len() })
    }

    /// As the entry says it.
    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.text[..self.length]).expect("it was taken from a text")
    }
}

/// Times or only days, as entries write them: the longer says more, and both compare as texts.
#[derive(Debug, Default)]
pub(crate) struct Dates {
    /// The latest so far.
    latest: String,
    cosigned: Vec<Cosigned>,
}

/// A checkpoint that a witness saw: its size and when, with the clocks' differences either way.
#[derive(Debug)]
struct Cosigned {
    size: u64,
    early: String,
    time: String,
    late: String,
}

impl Dates {
    /// A checkpoint of `size` entries was cosigned at `time`, in seconds since 1970.
    pub(crate) fn bound(&mut self, size: u64, time: u64) {
        let (early, late) = (time.saturating_sub(CLOCKS), time.saturating_add(CLOCKS));
        let (early, time, late) = (as_written(early), as_written(time), as_written(late));
        self.cosigned.push(Cosigned { size, early, time, late });
    }

    /// Takes up the next entry, recorded at `at`.
    pub(crate) fn tell(&mut self, position: u64, at: &str) -> Result<(), Trouble> {
        let common = at.len().min(self.latest.len());
        let (begins, before) = (at.get(..common), self.latest.get(..common));
        if begins < before {
            let expected = format!("{} or later", self.latest);
            return Err(Trouble::at(position, "an entry is dated before the one before it", expected, at));
        }
        if begins > before || at.len() > common {
            self.latest.clear();
            self.latest.push_str(at);
        }
        for Cosigned { size, early, time, late } in &self.cosigned {
            if position > *size && at < begin(early, at) {
                let what = "an entry is dated before a checkpoint that was cosigned without it";
                return Err(Trouble::at(position, what, format!("{} or later", begin(time, at)), at));
            }
            if position <= *size && at > begin(late, at) {
                let what = "an entry is dated after a checkpoint that it was cosigned in";
                return Err(Trouble::at(position, what, format!("{} or earlier", begin(time, at)), at));
            }
        }
        Ok(())
    }
}

/// As much of a time as `at` says.
fn begin<'t>(time: &'t str, at: &str) -> &'t str {
    time.get(..at.len()).unwrap_or(time)
}

/// Seconds since 1970 as entries write a time.
fn as_written(seconds: u64) -> String {
    let at = i64::try_from(seconds).ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    // What no calendar has lies after everything.
    at.unwrap_or(Timestamp::MAX).strftime("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(dates: &mut Dates, times: &[&str]) -> Option<u64> {
        (1..).zip(times).find(|(position, at)| dates.tell(*position, at).is_err()).map(|(at, _)| at)
    }

    #[test]
    fn an_entry_says_a_day_or_a_time_and_nothing_shorter_that_compares_with_everything() {
        for said in ["2027-01-11", "2027-01-11T06:00:00.000000Z"] {
            assert_eq!(At::of(said).expect("it is one").as_str(), said);
        }
        for said in ["", "2", "2027", "2027-01-1x", "2027-01-11T06:00", "2027-01-11 06:00:00.000000Z"] {
            assert_eq!(At::of(said), None, "{said}");
        }
    }

    #[test]
    fn an_entry_before_the_one_before_is_found_whether_day_or_time() {
        let morning = "2027-01-11T06:00:00.000000Z";
        assert_eq!(told(&mut Dates::default(), &[morning, "2027-01-11", morning, "2027-01-12"]), None);
        assert_eq!(told(&mut Dates::default(), &[morning, "2027-01-10"]), Some(2));
        assert_eq!(told(&mut Dates::default(), &["2027-01-12", morning]), Some(2));
        let earlier = "2027-01-11T05:59:59.000000Z";
        assert_eq!(told(&mut Dates::default(), &[morning, "2027-01-11", earlier]), Some(3));
    }

    #[test]
    fn an_entry_before_a_cosignature_without_it_is_found() {
        let times = ["2027-01-11T06:00:00.000000Z", "2027-01-12T06:00:00.000000Z"];
        // 2027-01-13T00:00:00Z
        let seen = |size| {
            let mut dates = Dates::default();
            dates.bound(size, 1_799_798_400);
            dates
        };
        assert_eq!(told(&mut seen(2), &times), None);
        assert_eq!(told(&mut seen(1), &times), Some(2));
        assert_eq!(told(&mut seen(2), &["2027-01-11", "2027-01-14"]), Some(2));
        assert_eq!(told(&mut seen(1), &["2027-01-11", "2027-01-13"]), None);
    }

    #[test]
    fn seconds_are_written_as_entries_write_them() {
        assert_eq!(as_written(0), "1970-01-01T00:00:00.000000Z");
        assert_eq!(as_written(951_782_400), "2000-02-29T00:00:00.000000Z");
        assert_eq!(as_written(1_799_798_400), "2027-01-13T00:00:00.000000Z");
    }
}
