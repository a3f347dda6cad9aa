//! Aggregates that stay in memory with their sequence.
//!
//! A stale copy is harmless: whatever is decided by it is appended under expected
//! sequences and guards, and a refusal is only given after the journal was asked
//! whether something newer is there. Only a copy of what the journal has lost is not harmless:
//! after the journal has connected anew, to what may be another server, all copies go.

use std::any::Any;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aggregates::assessment::Assessment;
use aggregates::authority::Authority;
use aggregates::comment::Comment;
use aggregates::initiative::Initiative;
use aggregates::installation::Installation;
use aggregates::official::Official;
use aggregates::participant::Participant;
use aggregates::register::Register;
use aggregates::support::Support;
use aggregates::territory::Territory;
use cqrs_es::Aggregate;
use journal::StreamId;

/// Copies of one type that are kept; twice as many for a moment. In a storm each resident comes once.
const KEPT: usize = 30_000;

/// The copies of all types.
#[derive(Default)]
pub(crate) struct Hot {
    assessment: Copies<Assessment>,
    authority: Copies<Authority>,
    comment: Copies<Comment>,
    initiative: Copies<Initiative>,
    installation: Copies<Installation>,
    official: Copies<Official>,
    participant: Copies<Participant>,
    register: Copies<Register>,
    support: Copies<Support>,
    territory: Copies<Territory>,
}

/// An aggregate type that [`Hot`] has a place for.
pub(crate) trait Kept: Aggregate + Clone + 'static {
    /// That place.
    fn copies(hot: &Hot) -> &Copies<Self>;

    /// Whether it is a case that nobody may know of but those concerned.
    fn is_confidential(&self) -> bool {
        (self as &dyn Any).downcast_ref::<Initiative>().is_some_and(|case| !case.is_public())
    }
}

macro_rules! kept {
    ($($aggregate:ident in $field:ident),+ $(,)?) => {
        $(impl Kept for $aggregate {
            fn copies(hot: &Hot) -> &Copies<Self> {
                &hot.$field
            }
        })+

        impl Hot {
            /// Drops all copies.
            pub(crate) fn forget_all(&self) {
                $(self.$field.forget_all();)+
            }

            /// Drops the copy of a stream, whatever it is of.
            pub(crate) fn forget(&self, stream: &StreamId) {
                $(if &*stream.kind == $aggregate::TYPE {
                    self.$field.forget(&stream.id);
                })+
            }
        }
    };
}

kept!(
    Assessment in assessment,
    Authority in authority,
    Comment in comment,
    Initiative in initiative,
    Installation in installation,
    Official in official,
    Participant in participant,
    Register in register,
    Support in support,
    Territory in territory,
);

/// Copies of one type, in two generations: what was not used while the younger
/// one filled up goes.
pub(crate) struct Copies<A> {
    generations: Mutex<Generations<A>>,
}

struct Generations<A> {
    younger: HashMap<Arc<str>, (Arc<A>, u64)>,
    older: HashMap<Arc<str>, (Arc<A>, u64)>,
}

impl<A> Default for Copies<A> {
    fn default() -> Self {
        let generations = Generations { younger: HashMap::new(), older: HashMap::new() };
        Self { generations: Mutex::new(generations) }
    }
}

impl<A> Copies<A> {
    /// The copy of an aggregate and the sequence of its last event.
    pub(crate) fn get(&self, id: &str) -> Option<(Arc<A>, u64)> {
        let mut generations = self.lock();
        if let Some(copy) = generations.younger.get(id) {
            return Some(copy.clone());
        }
        let (id, copy) = generations.older.remove_entry(id)?;
        generations.put(id, copy.clone());
        Some(copy)
    }

    /// Keeps a copy, unless a newer one is there.
    pub(crate) fn put(&self, id: Arc<str>, state: Arc<A>, sequence: u64) {
        let mut generations = self.lock();
        let known = generations.younger.get(&id).or_else(|| generations.older.get(&id));
        if known.is_none_or(|(_, known)| *known < sequence) {
            generations.put(id, (state, sequence));
        }
    }

    /// Drops a copy.
    pub(crate) fn forget(&self, id: &str) {
        let mut generations = self.lock();
        generations.younger.remove(id);
        generations.older.remove(id);
    }

    fn forget_all(&self) {
        let mut generations = self.lock();
        generations.younger.clear();
        generations.older.clear();
    }

    fn lock(&self) -> MutexGuard<'_, Generations<A>> {
        self.generations.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<A> Generations<A> {
    fn put(&mut self, id: Arc<str>, copy: (Arc<A>, u64)) {
        if self.younger.len() >= KEPT {
            self.older = std::mem::take(&mut self.younger);
        }
        self.younger.insert(id, copy);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_copy_does_not_replace_a_newer_one() {
        let copies = Copies::<u8>::default();
        copies.put("a".into(), Arc::new(2), 2);
        copies.put("a".into(), Arc::new(1), 1);
        assert_eq!(copies.get("a"), Some((Arc::new(2), 2)));
    }

    #[test]
    fn what_is_not_used_goes_and_what_is_used_stays() {
        let copies = Copies::<u8>::default();
        copies.put("used".into(), Arc::new(0), 1);
        copies.put("unused".into(), Arc::new(0), 1);
        for round in 0..2 {
            for number in 0..KEPT {
                copies.put(format!("{round}/{number}").into(), Arc::new(0), 1);
                copies.get("used");
            }
        }
        assert!(copies.get("used").is_some());
        assert!(copies.get("unused").is_none());
    }
}
