//! One journal into another store.

use crate::{Head, Journal, JournalError};

const PAGE: usize = 2000;

/// Copies all of `from` into the empty journal `to`, which must have been
/// created with the same id and kind of clock. Positions, times, sequences, the
/// bytes of payloads, metadata and entries, and the commands stay as they are. It is one
/// transaction: an error leaves `to` empty. What is appended to `from` meanwhile
/// is left out. `progress` is told the positions copied so far. Returns how many
/// events there are.
pub async fn copy(from: &Journal, to: &Journal, mut progress: impl FnMut(u64)) -> Result<u64, JournalError> {
    if from.identity() != to.identity() {
        return Err(JournalError::OtherJournal);
    }
    let end = from.head().await?;
    let mut import = to.backend.import().await?;
    let mut copied = Head { position: 0, at: None };
    while copied.position < end.position {
        let mut events = from.read(copied.position, PAGE).await?;
        events.retain(|event| event.position <= end.position);
        let Some(last) = events.last() else {
            let what = format!("there is no event at position {}", copied.position + 1);
            return Err(JournalError::Corrupt { what });
        };
        let mut entries = from.entries(copied.position, PAGE).await?;
        entries.truncate(events.len());
        copied = Head { position: last.position, at: Some(last.at) };
        import.events(events, entries).await?;
        progress(copied.position);
    }
    let mut after = None;
    loop {
        let mut commands = from.backend.commands(after, PAGE).await?;
        let Some(last) = commands.last() else {
            break;
        };
        after = Some(last.command_id);
        commands.retain(|command| command.last <= end.position);
        import.commands(commands).await?;
    }
    import.finish(end).await?;
    to.noted(end.position);
    Ok(end.position)
}
