//! One file a check: each says what it looked at, and how many of it.

pub(crate) mod checkpoint;
pub(crate) mod consistency;
pub(crate) mod evidence;
pub(crate) mod receipt;
pub(crate) mod replay;
