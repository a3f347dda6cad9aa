//! What the journal says was destroyed is destroyed, also in a vault that is older.
//!
//! The vault remembers up to which position it has followed the journal. One that was
//! restored from a backup remembers an earlier one, holds keys that are gone since, and
//! takes up from there before anything is read with them.

use journal::{Journal, Recorded};
use projections::Event;
use vault::{KeyId, Vault};

use crate::EngineError;
use crate::coverage::destroyed_by;
use crate::sealing::destroy;

const PAGE: usize = 2_000;
/// The events that destroy a key, by name.
const ERASURES: [&str; 3] = ["Redacted", "CommentWithheld", "PersonalDataErased"];

/// Destroys every key that the journal says is destroyed, from where the vault remembers
/// on. Says how many were still there.
///
/// # Errors
///
/// If journal or vault cannot be used.
pub(crate) async fn replay(journal: &Journal, vault: &Vault) -> Result<u64, EngineError> {
    let known = vault.erased_to().await?;
    // A journal that was cut off goes on from where it ends now.
    let mut after = known.min(journal.head().await?.position);
    let mut found = 0;
    loop {
        let rows = journal.read(after, PAGE).await?;
        let Some(last) = rows.last() else { break };
        for key in rows.iter().filter_map(destroyed) {
            if !vault.is_destroyed(key).await? {
                destroy(vault, key).await?;
                found += 1;
            }
            vault.drop_cached(key);
        }
        after = last.position;
    }
    if after != known {
        vault.note_erased_to(after).await?;
    }
    Ok(found)
}

fn destroyed(row: &Recorded) -> Option<KeyId> {
    if !ERASURES.contains(&row.event_type.as_str()) {
        return None;
    }
    match Event::parse(&row.stream.kind, &row.event_type, &row.event_version, &row.payload) {
        Ok(event) => destroyed_by(row, &event),
        Err(error) => {
            // The views stop there, and say so; what it should have destroyed nobody can tell.
            let error = &error as &dyn std::error::Error;
            tracing::error!(position = row.position, error, "an erasure cannot be read");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aggregates::comment::CommentEvent;
    use aggregates::event::Named;
    use aggregates::initiative::InitiativeEvent;
    use aggregates::participant::ParticipantEvent;

    #[test]
    fn the_names_are_names_of_events() {
        let names = [InitiativeEvent::NAMES, CommentEvent::NAMES, ParticipantEvent::NAMES].concat();
        assert!(ERASURES.iter().all(|name| names.contains(name)));
    }
}
