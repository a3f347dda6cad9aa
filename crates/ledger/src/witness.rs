//! What a witness is sent, and what it answers: C2SP tlog-witness.

use crate::{Hash, SignedCheckpoint};

/// Why a witness did not cosign, by the status of its answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// 409: it last saw another size; ask again from there.
    #[error("the witness last saw this log at {size} entries")]
    Moved {
        /// The size it saw.
        size: u64,
    },
    /// 422: what it saw before is no part of this log.
    #[error("the witness says that this log is not the one it saw before")]
    Inconsistent,
    /// 403: the key is not the one that it knows.
    #[error("the witness does not know the key of this log")]
    UnknownKey,
    /// 404: it does not follow this log.
    #[error("the witness does not follow this log")]
    UnknownLog,
    /// Anything else.
    #[error("the witness answered with status {status}")]
    Other {
        /// The status.
        status: u16,
    },
}

/// The body of `POST add-checkpoint`: a checkpoint, and the proof that it continues the
/// one of `old` entries.
pub fn add_checkpoint(old: u64, proof: &[Hash], checkpoint: &SignedCheckpoint) -> Vec<u8> {
    let mut body = format!("old {old}\n");
    for hash in proof {
        body.push_str(&format!("{hash}\n"));
    }
    body.push('\n');
    [body.as_bytes(), checkpoint.as_bytes()].concat()
}

impl Refusal {
    /// What an answer that is not 200 says.
    pub fn of(status: u16, body: &str) -> Self {
        match (status, body.trim_end().parse()) {
            (409, Ok(size)) => Self::Moved { size },
            (422 | 409, _) => Self::Inconsistent,
            (403, _) => Self::UnknownKey,
            (404, _) => Self::UnknownLog,
            (status, _) => Self::Other { status },
        }
    }
}
