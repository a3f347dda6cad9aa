//! Long rounds of what the other modules try in short: `cargo xtask soak`.

mod failover;
