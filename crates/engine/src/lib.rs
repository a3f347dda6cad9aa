//! The engine: executes commands, keeps the views of this node, runs the clock.
//!
//! A [`Request`] goes in and a [`Receipt`] comes out: texts are sealed, the actor and
//! everything else the decision looks at is loaded and guarded, the aggregate
//! decides, and one append records all of it or nothing. Whatever moved meanwhile is
//! loaded and decided again.
//!
//! | file | what stands there |
//! | --- | --- |
//! | `engine`, `founding` | the door; opening, and the first event of a journal |
//! | `request`, `command`, `prepare`, `sealing`, `index` | what comes in, with ids given and texts sealed; the blind index |
//! | `session` | what one command looked at, hence its guards |
//! | `decide` | what each aggregate's decision needs to see |
//! | `execute`, `batch` | one command; many in few transactions |
//! | `hot`, `cold` | aggregates in memory, and from the store |
//! | `opening` | what is sealed of a case, for an official who says why |
//! | `options` | what somebody may do now, and why not the rest |
//! | `rulebook` | procedures and calendar, and their record |
//! | `entry`, `keeper` | what the public ledger says of an event; its tree and checkpoints |
//! | `audit`, `audited` | rows against entries, entries against what was published; what was found last |
//! | `sample` | a sample of texts and sealed values against what was committed to |
//! | `opening`, `openings` | what an official opens for a reason; what anybody checks a text with
//! | `erasures` | what the journal says was destroyed, also in an older vault |
//! | `coverage` | sealed fields that do not open against the events that say why |
//! | `views`, `records`, `directory` | the views caught up; what the engine itself asks of them |
//! | `deadline`, `heartbeat` | the deadline clock |
//! | `clock`, `secrets` | time; keyed hashes |
//!
//! Invariants:
//! - Time and random bytes enter the program here and nowhere else.
//! - No stream that a decision looked at goes unguarded.
//! - Nothing that a human typed leaves here for the journal unsealed.
//! - A refusal records nothing and is not remembered.

mod aside;
mod audit;
mod audited;
mod batch;
mod clock;
mod cold;
mod command;
mod coverage;
mod deadline;
mod decide;
mod directory;
mod engine;
mod entry;
mod erasures;
mod error;
mod execute;
mod founding;
mod heartbeat;
mod hot;
mod index;
mod keeper;
mod opening;
mod openings;
mod options;
mod prepare;
mod records;
mod request;
mod rulebook;
mod sample;
mod sealing;
mod secrets;
mod session;
mod views;

pub use aside::SetAside;
pub use audit::{Audit, Divergence};
pub use audited::{Audited, Check, Failure, Seen, Status};
pub use clock::{Clock, SimulatedClock};
pub use coverage::{Coverage, Gap, Uncovered};
pub use deadline::TickReport;
pub use engine::{Config, Engine, Stand};
pub use entry::pseudonym;
pub use error::{EngineError, Refusal};
pub use keeper::{Keeper, KeeperError, Published};
pub use opening::Opened;
pub use openings::OpenedText;
pub use options::{Options, Possible};
pub use request::{Caller, Intent, Receipt, Request};
pub use sample::Openings;
pub use vault::Entropy;
pub use views::{Rebuilt, ViewError, ViewStatus, Views};
