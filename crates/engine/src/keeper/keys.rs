//! The keys of the log: which the journal names, and which of them this node has.
//!
//! A change of key is an event, and so an entry. From that entry on checkpoints are signed with
//! the new key, and with the one before as long as a node has both: whoever verifies with the
//! one that he knows finds the change in the log, under a signature that he believes.

use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use aggregates::installation::{self, Action, Installation};
use ledger::{Policy, SigningKey, VerifyingKey};

use super::{Keeper, KeeperError};
use crate::{Caller, Engine, Intent, Request};

/// The keys that the journal names; of one that names none, this node's first.
pub(super) async fn named(engine: &Engine) -> Result<Option<Policy>, KeeperError> {
    let (installation, _) = engine.load::<Installation>(installation::STREAM).await?;
    let told = installation.log().and_then(|log| log.key.as_deref()).map(VerifyingKey::parse).transpose()?;
    let Some(log) = told.or_else(|| engine.inner().log_keys.first().map(SigningKey::verifying)) else {
        return Ok(None);
    };
    let earlier = installation.earlier_log_keys().iter().map(|key| VerifyingKey::parse(key));
    Ok(Some(Policy { earlier: earlier.collect::<Result<_, _>>()?, ..Policy::log_alone(log) }))
}

impl Keeper {
    /// Names another key of this node for the log, by an event, and signs with it and with the
    /// one before. Gives what verifies from now on.
    ///
    /// # Errors
    ///
    /// [`KeeperError::NoOtherKey`] where this node has no key that was never named, and
    /// [`KeeperError::OtherKey`] where it lacks the one that is.
    pub async fn change_key(&self) -> Result<VerifyingKey, KeeperError> {
        self.step(true).await?;
        self.signers()?;
        let policy = self.policy();
        let is_new = |key: &VerifyingKey| policy.iter().flat_map(Policy::keys).all(|named| named != key);
        let own = self.kept.engine.inner().log_keys.iter().map(SigningKey::verifying);
        let next = own.into_iter().find(is_new).ok_or(KeeperError::NoOtherKey)?;
        let (installation, _) = self.kept.engine.load::<Installation>(installation::STREAM).await?;
        let before = installation.log().and_then(|log| log.key.clone());
        let action = Action::ChangeLogKey { before, key: next.to_string() };
        self.kept.engine.execute(Request::new(Caller::Installation, Intent::Installation { action })).await?;
        self.step(true).await?;
        Ok(next)
    }

    /// What verifies the log's checkpoints, if a key was ever named.
    pub fn verifying_key(&self) -> Option<VerifyingKey> {
        self.policy().map(|policy| policy.log)
    }

    /// The key that is named now and those before, if one was ever named.
    pub fn policy(&self) -> Option<Policy> {
        self.kept.policy.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Looks whether the journal names another key, whenever the tree has other entries than at the
    /// last look; the tree then has the entry that names it.
    pub(super) async fn look_for_keys(&self) -> Result<(), KeeperError> {
        loop {
            let size = self.kept.read().size();
            if self.kept.keys_known.load(Ordering::Acquire) == size && size > 0 {
                return Ok(());
            }
            let now = named(&self.kept.engine).await?;
            let key = |policy: &Option<Policy>| policy.as_ref().map(|policy| policy.log.clone());
            let changed = key(&now) != key(&self.policy());
            *self.kept.policy.write().unwrap_or_else(PoisonError::into_inner) = now;
            self.kept.keys_known.store(size, Ordering::Release);
            if !changed {
                return Ok(());
            }
            self.follow().await?;
        }
    }

    /// The keys that are named, and those that this node has beside them.
    pub(super) fn with_own_keys(&self, mut policy: Policy) -> Policy {
        policy.earlier.extend(self.kept.engine.inner().log_keys.iter().map(SigningKey::verifying));
        policy
    }

    /// What this node signs with: the key that is named now, then those before.
    pub(super) fn signers(&self) -> Result<Vec<&SigningKey>, KeeperError> {
        let own = &self.kept.engine.inner().log_keys;
        let Some(policy) = self.policy() else { return Ok(Vec::new()) };
        let of = |named: &VerifyingKey| own.iter().find(|key| key.verifying() == *named);
        let signers: Vec<_> = policy.keys().filter_map(of).collect();
        match of(&policy.log) {
            Some(_) => Ok(signers),
            None => Err(KeeperError::OtherKey { named: policy.log.to_string() }),
        }
    }
}
