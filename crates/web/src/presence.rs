//! Who else has a case open, as far as this node knows.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use aggregates::ids::{InitiativeId, OfficialId};
use jiff::Timestamp;
use tokio::time::Instant;

/// For how long somebody who opened a page is taken to be reading it.
const READING: Duration = Duration::from_secs(600);

/// Who opened which case, in memory: it goes with the process, and nothing rests on it.
#[derive(Default)]
pub(crate) struct Presence {
    open: Mutex<BTreeMap<(InitiativeId, OfficialId), Reader>>,
}

/// Somebody who has a case open.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reader {
    /// His name.
    pub(crate) name: String,
    /// When he loaded the page last.
    pub(crate) at: Timestamp,
    seen: Instant,
}

impl Presence {
    /// Notes that an official has a case open, and says who else has.
    pub(crate) fn opened(
        &self,
        case: InitiativeId,
        by: OfficialId,
        name: &str,
        at: Timestamp,
    ) -> Vec<Reader> {
        self.opened_now(case, by, name, at, Instant::now())
    }

    fn opened_now(
        &self,
        case: InitiativeId,
        by: OfficialId,
        name: &str,
        at: Timestamp,
        now: Instant,
    ) -> Vec<Reader> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|_, reader| now.duration_since(reader.seen) < READING);
        open.insert((case, by), Reader { name: name.to_owned(), at, seen: now });
        let others = open.iter().filter(|((of, who), _)| *of == case && *who != by);
        others.map(|(_, reader)| reader.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn whoever_opened_a_case_is_shown_to_others_for_a_while() {
        let presence = Presence::default();
        let case = InitiativeId(Uuid::from_u128(1));
        let [one, other] = [2, 3].map(|n| OfficialId(Uuid::from_u128(n)));
        let (at, now) = (Timestamp::UNIX_EPOCH, Instant::now());
        assert_eq!(presence.opened_now(case, one, "Anna", at, now), []);
        let seen = presence.opened_now(case, other, "Boris", at, now);
        assert_eq!(seen.into_iter().map(|it| it.name).collect::<Vec<_>>(), ["Anna"]);
        assert_eq!(presence.opened_now(InitiativeId(Uuid::from_u128(9)), one, "Anna", at, now), []);
        assert_eq!(presence.opened_now(case, other, "Boris", at, now + READING), []);
    }
}
