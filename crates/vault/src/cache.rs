//! Unwrapped keys of readable texts, kept while they are in use.

use std::collections::HashMap;

use aggregates::ids::TextId;

use crate::key::DataKey;

/// How many keys one generation holds; there are two.
const GENERATION: usize = 50_000;

/// At most 100,000 keys. Whatever was used since the last turn is in `young`;
/// when that is full it becomes `old`, and what was there unused goes.
#[derive(Default)]
pub(crate) struct Cache {
    young: HashMap<TextId, DataKey>,
    old: HashMap<TextId, DataKey>,
    /// Grows with every key that was destroyed.
    destroyed: u64,
}

/// When a key was asked of the database, in destructions seen by then.
#[derive(Clone, Copy)]
pub(crate) struct Asked(u64);

impl Cache {
    pub(crate) fn get(&mut self, id: TextId) -> Option<DataKey> {
        if let Some(key) = self.young.get(&id) {
            return Some(*key);
        }
        let key = self.old.remove(&id)?;
        self.insert(id, key);
        Some(key)
    }

    /// To be called before the database is asked.
    pub(crate) fn asking(&self) -> Asked {
        Asked(self.destroyed)
    }

    /// Takes what the database said, unless a key was destroyed meanwhile: it
    /// could be one of these.
    pub(crate) fn put(&mut self, asked: Asked, keys: impl IntoIterator<Item = (TextId, DataKey)>) {
        if asked.0 == self.destroyed {
            for (id, key) in keys {
                self.insert(id, key);
            }
        }
    }

    pub(crate) fn forget(&mut self, id: TextId) {
        self.destroyed += 1;
        self.young.remove(&id);
        self.old.remove(&id);
    }

    fn insert(&mut self, id: TextId, key: DataKey) {
        if self.young.len() == GENERATION {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(id, key);
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::Entropy;

    fn id(number: usize) -> TextId {
        TextId(Uuid::from_u128(number as u128))
    }

    #[test]
    fn it_is_bounded_and_keeps_what_is_used() {
        let mut cache = Cache::default();
        let key = DataKey::generate(&Entropy::seeded(1));
        let asked = cache.asking();
        for number in 0..3 * GENERATION {
            cache.put(asked, [(id(number), key)]);
            assert!(cache.get(id(0)).is_some());
        }
        assert!(cache.young.len() + cache.old.len() <= 2 * GENERATION);
        assert!(cache.get(id(1)).is_none());
        assert!(cache.get(id(3 * GENERATION - 1)).is_some());
    }

    #[test]
    fn a_destroyed_key_does_not_come_back_from_an_answer_that_is_older() {
        let mut cache = Cache::default();
        let key = DataKey::generate(&Entropy::seeded(1));
        let asked = cache.asking();
        cache.put(asked, [(id(1), key)]);
        cache.forget(id(1));
        cache.put(asked, [(id(1), key)]);
        assert!(cache.get(id(1)).is_none());
    }
}
