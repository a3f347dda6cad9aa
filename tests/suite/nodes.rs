//! Several nodes on a PostgreSQL whose machines die: `veche serve` itself, under load.

pub(crate) mod checked;
mod failover;
pub(crate) mod load;
pub(crate) mod shown;
pub(crate) mod town;
