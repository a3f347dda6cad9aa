//! The only source of random bytes in the program.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{OsRng, RngCore, SeedableRng, TryRngCore};
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

/// Random bytes, from the operating system or from a seed. A clone draws from
/// the same sequence.
#[derive(Clone)]
pub struct Entropy {
    source: Source,
}

#[derive(Clone)]
enum Source {
    System,
    Seeded(Arc<Mutex<ChaCha20Rng>>),
}

impl Entropy {
    /// The operating system's generator, for everything real.
    pub fn system() -> Self {
        Self { source: Source::System }
    }

    /// A sequence that repeats. Whoever knows the seed knows every key: only
    /// for simulated journals.
    pub fn seeded(seed: u64) -> Self {
        // Hashed here rather than by `seed_from_u64`, whose expansion may change.
        let seed = Sha256::new().chain_update(b"veche entropy").chain_update(seed.to_be_bytes()).finalize();
        Self { source: Source::Seeded(Arc::new(Mutex::new(ChaCha20Rng::from_seed(seed.into())))) }
    }

    /// The next `N` bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        match &self.source {
            Source::System => OsRng
                .try_fill_bytes(&mut bytes)
                .expect("without the system's random generator no key may be made"),
            Source::Seeded(generator) => {
                generator.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes);
            }
        }
        bytes
    }

    /// A random id.
    pub fn uuid_v4(&self) -> Uuid {
        Builder::from_random_bytes(self.bytes()).into_uuid()
    }

    /// A random id that sorts by `at`, to the millisecond; before 1970 all are equal in that.
    /// It takes as many bytes of the sequence as [`Self::uuid_v4`].
    pub fn uuid_v7(&self, at: Timestamp) -> Uuid {
        let milliseconds = u64::try_from(at.as_millisecond()).unwrap_or(0);
        let [_, _, _, _, _, _, random @ ..] = self.bytes::<16>();
        Builder::from_unix_timestamp_millis(milliseconds, &random).into_uuid()
    }
}

impl fmt::Debug for Entropy {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self.source {
            Source::System => "Entropy(system)",
            Source::Seeded(_) => "Entropy(seeded)",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_and_another_seed_differs() {
        let draw = |seed| {
            let entropy = Entropy::seeded(seed);
            (entropy.bytes::<32>(), entropy.uuid_v4(), entropy.uuid_v7(Timestamp::UNIX_EPOCH))
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }

    #[test]
    fn the_sequence_of_a_seed_is_the_same_in_every_version() {
        assert_eq!(Entropy::seeded(1).uuid_v4().to_string(), "81a7f377-08e8-44f3-913c-7d320f32dbd5");
    }

    #[test]
    fn a_clone_goes_on_where_the_other_stopped() {
        let entropy = Entropy::seeded(7);
        let first = entropy.bytes::<16>();
        let second = entropy.clone().bytes::<16>();
        assert_ne!(first, second);
        let both = Entropy::seeded(7);
        assert_eq!([first, second], [both.bytes(), both.bytes()]);
    }

    #[test]
    fn ids_say_their_version_and_sort_by_time() {
        let entropy = Entropy::system();
        let at = |second| Timestamp::from_second(second).unwrap();
        let (early, late) = (entropy.uuid_v7(at(1_700_000_000)), entropy.uuid_v7(at(1_700_000_001)));
        assert!(early < late);
        assert_eq!((early.get_version_num(), entropy.uuid_v4().get_version_num()), (7, 4));
        assert_eq!(entropy.uuid_v7(at(-1)).get_version_num(), 7);
    }
}
