//! What the log shows: nothing beyond the last published checkpoint.

use std::sync::Arc;

use ledger::{Hash, Inclusion, Path};

use super::{Keeper, KeeperError, Published};
use crate::Engine;

impl Keeper {
    /// The bytes of a tile or entry bundle, as far as the published checkpoint reaches;
    /// `None` where it does not.
    ///
    /// # Errors
    ///
    /// If a tile of this node cannot be read.
    pub async fn tile(&self, path: Path) -> Result<Option<Vec<u8>>, KeeperError> {
        let reach = self.published().map_or(0, |published| path.width_in(published.checkpoint.size));
        if path.width > reach {
            return Ok(None);
        }
        let kept = Arc::clone(&self.kept);
        let read = tokio::task::spawn_blocking(move || kept.read().get(path)).await;
        Ok(read.unwrap_or_else(|panic| std::panic::resume_unwind(panic.into_panic()))?)
    }

    /// The entry of an event, if it stands in the published checkpoint.
    ///
    /// # Errors
    ///
    /// If a tile of this node cannot be read.
    pub async fn entry(&self, position: u64) -> Result<Option<Vec<u8>>, KeeperError> {
        let Some(index) = self.index(position) else { return Ok(None) };
        let kept = Arc::clone(&self.kept);
        let read = tokio::task::spawn_blocking(move || kept.read().entry(index)).await;
        Ok(read.unwrap_or_else(|panic| std::panic::resume_unwind(panic.into_panic()))?)
    }

    /// The proof that an event stands in the published checkpoint; `None` while it does not.
    ///
    /// # Errors
    ///
    /// [`ledger::ProofError::Tiles`] where this node's tiles are damaged.
    pub async fn inclusion(&self, position: u64) -> Result<Option<Inclusion>, KeeperError> {
        let Some(published) = self.published() else { return Ok(None) };
        self.inclusion_in(&published, position).await
    }

    /// The proof that an event stands in a checkpoint that was published once; `None` where it
    /// came later.
    ///
    /// # Errors
    ///
    /// As [`inclusion`](Self::inclusion).
    pub async fn inclusion_in(
        &self,
        published: &Published,
        position: u64,
    ) -> Result<Option<Inclusion>, KeeperError> {
        let index = position.checked_sub(1).filter(|index| *index < published.checkpoint.size);
        let Some(index) = index else { return Ok(None) };
        let kept = Arc::clone(&self.kept);
        let tree = published.checkpoint.clone();
        let path = tokio::task::spawn_blocking(move || ledger::inclusion(&*kept.read(), &tree, index)).await;
        let path = path.unwrap_or_else(|panic| std::panic::resume_unwind(panic.into_panic()))?;
        Ok(Some(Inclusion { index, path, checkpoint: published.note.clone() }))
    }

    /// The proof that what is published begins with a log of `old` entries.
    ///
    /// # Errors
    ///
    /// [`ledger::ProofError`] where it is smaller, or this node's tiles are damaged.
    pub async fn consistency(&self, published: &Published, old: u64) -> Result<Vec<Hash>, KeeperError> {
        let kept = Arc::clone(&self.kept);
        let tree = published.checkpoint.clone();
        let proof = tokio::task::spawn_blocking(move || ledger::consistency(&*kept.read(), &tree, old)).await;
        Ok(proof.unwrap_or_else(|panic| std::panic::resume_unwind(panic.into_panic()))?)
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.kept.engine
    }

    pub(crate) fn folder(&self) -> &std::path::Path {
        &self.kept.folder
    }

    pub(crate) fn desk(&self) -> &desk::Desk {
        &self.kept.desk
    }

    fn index(&self, position: u64) -> Option<u64> {
        let size = self.published().map_or(0, |published| published.checkpoint.size);
        position.checked_sub(1).filter(|index| *index < size)
    }
}
