//! When entries were recorded: never before the one before, and not before a witness has
//! seen the log without them.

use jiff::Timestamp;
use ledger::Entry;

use crate::report::Trouble;

/// Seconds by which the clock of the log may differ from that of a witness.
const CLOCKS: u64 = 120;

/// A time or only a day, as entries write them: the longer says more, and both compare as texts.
#[derive(Debug, Default)]
pub(crate) struct Dates {
    /// The latest so far.
    latest: String,
    /// Of checkpoints: their sizes, and a time that was over when they were cosigned.
    cosigned: Vec<(u64, u64)>,
}

impl Dates {
    /// A checkpoint of `size` entries was cosigned at `time`, in seconds since 1970.
    pub(crate) fn bound(&mut self, size: u64, time: u64) {
        self.cosigned.push((size, time));
    }

    /// Takes up the next entry.
    pub(crate) fn tell(&mut self, position: u64, entry: &Entry) -> Result<(), Trouble> {
        let Some(at) = entry.at.as_deref() else { return Ok(()) };
        let common = at.len().min(self.latest.len());
        let (begins, before) = (at.get(..common), self.latest.get(..common));
        if begins < before {
            let expected = format!("{} or later", self.latest);
            return Err(Trouble::at(position, "an entry is dated before the one before it", expected, at));
        }
        if begins > before || at.len() > common {
            self.latest = at.to_owned();
        }
        for (size, time) in &self.cosigned {
            let (early, late) = (time.saturating_sub(CLOCKS), time.saturating_add(CLOCKS));
            if position > *size && at < as_written(early, at.len()).as_str() {
                let what = "an entry is dated before a checkpoint that was cosigned without it";
                return Err(Trouble::at(position, what, format!("{} or later", as_written(*time, 20)), at));
            }
            if position <= *size && at > as_written(late, at.len()).as_str() {
                let what = "an entry is dated after a checkpoint that it was cosigned in";
                return Err(Trouble::at(position, what, format!("{} or earlier", as_written(*time, 20)), at));
            }
        }
        Ok(())
    }
}

/// Seconds since 1970 as entries write a time, cut to `length`.
fn as_written(seconds: u64, length: usize) -> String {
    let at = i64::try_from(seconds).ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    // What no calendar has lies after everything.
    let at = at.unwrap_or(Timestamp::MAX);
    let mut text = at.strftime("%Y-%m-%dT%H:%M:%S%.6fZ").to_string();
    text.truncate(length);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(at: &str) -> Entry {
        let hash = "ab".repeat(32);
        let text = format!(
            r#"{{"v":1,"log":"a/log","stream":"support/a","sequence":1,"type":"SupportGiven","version":"1.0","at":"{at}","public":{{}},"commitments":{{}},"row":"{hash}"}}"#
        );
        Entry::parse(text.as_bytes()).expect("an entry")
    }

    fn told(dates: &mut Dates, times: &[&str]) -> Option<u64> {
        (1..).zip(times).find(|(position, at)| dates.tell(*position, &entry(at)).is_err()).map(|(at, _)| at)
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
        assert_eq!(as_written(0, 27), "1970-01-01T00:00:00.000000Z");
        assert_eq!(as_written(951_782_400, 10), "2000-02-29");
        assert_eq!(as_written(1_799_798_400, 19), "2027-01-13T00:00:00");
    }
}
