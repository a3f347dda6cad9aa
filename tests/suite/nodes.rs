//! Several nodes on a PostgreSQL whose machines die: `veche serve` itself, under load.

mod checked;
mod failover;
mod load;
mod shown;
mod town;
