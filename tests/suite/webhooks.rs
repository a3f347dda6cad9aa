//! Webhooks, received by a program that is not ours: `tests/outside/receive_webhooks.py`
//! verifies each message with `standardwebhooks`.

mod administering;
mod delivering;
mod failing;
mod nodes;
mod receiver;
mod restored;
