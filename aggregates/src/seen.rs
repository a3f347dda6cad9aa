//! What a decision knew about other streams.

use std::ops::Deref;
use std::sync::Arc;

/// The state of another aggregate as a decision saw it.
///
/// The engine makes these when it loads a stream for a command, and guards the
/// append by every stream it loaded: if one has moved meanwhile, the command is
/// decided again. Tests make them with [`Seen::new`].
#[derive(Clone, Debug, PartialEq)]
pub struct Seen<T> {
    /// The folded state, which the engine may hold too: a case is large, and many look at it.
    pub state: Arc<T>,
    /// The aggregate's id.
    pub id: String,
    /// The sequence of the last event in `state`; 0 when there is none.
    pub sequence: u64,
}

impl<T> Seen<T> {
    /// `state` of the aggregate `id` after `sequence` events.
    pub fn new(state: T, id: impl Into<String>, sequence: u64) -> Self {
        Self::shared(Arc::new(state), id, sequence)
    }

    /// The same of a state that somebody else holds too.
    pub fn shared(state: Arc<T>, id: impl Into<String>, sequence: u64) -> Self {
        Self { state, id: id.into(), sequence }
    }
}

impl<T: Clone> Seen<T> {
    /// The state, for who changes it: what others hold stays as it is.
    pub fn state_mut(&mut self) -> &mut T {
        Arc::make_mut(&mut self.state)
    }

    /// The state alone.
    pub fn into_state(self) -> T {
        Arc::unwrap_or_clone(self.state)
    }
}

impl<T> Deref for Seen<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.state
    }
}
