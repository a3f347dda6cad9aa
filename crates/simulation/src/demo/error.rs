//! Why the made-up country could not be built.

use engine::EngineError;

/// What is wrong with the journal, or with the texts.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// Something is there already.
    #[error("the demo needs an empty journal; this one has territories already")]
    NotEmpty,
    /// Recorded time never goes back.
    #[error("the journal's clock is past the day on which the demo's history begins")]
    ClockPast,
    /// A rule said no to a step that the texts tell.
    #[error("the initiative {initiative} cannot take the step {step}")]
    Refused {
        /// Its key in `data/demo/`.
        initiative: String,
        /// Which step, by number and name.
        step: String,
        /// What the engine said.
        #[source]
        source: EngineError,
    },
    /// The country itself could not be set up.
    #[error("{what} could not be set up")]
    Setting {
        /// An authority, an official or a participant.
        what: String,
        /// What the engine said.
        #[source]
        source: EngineError,
    },
    /// A story that does not come to its end by `now`.
    #[error("the initiative {initiative} never came to the step {step}")]
    Unfinished {
        /// Its key in `data/demo/`.
        initiative: String,
        /// Which step, by number and name.
        step: String,
    },
    /// A text names somebody or something that is not told of.
    #[error("the initiative {initiative} names {name}, which is not there")]
    Unknown {
        /// Its key in `data/demo/`.
        initiative: String,
        /// The name.
        name: String,
    },
}

impl DemoError {
    /// The stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotEmpty => "demo_not_empty",
            Self::ClockPast => "demo_clock_past",
            Self::Refused { .. } | Self::Setting { .. } => "demo_refused",
            Self::Unfinished { .. } => "demo_unfinished",
            Self::Unknown { .. } => "demo_unknown_name",
        }
    }
}
