//! A hearing, as the public sees it.

use std::ops::Deref;

use projections::hearings::Hearing;
use serde::Serialize;

/// A hearing about an initiative that the public may read.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct OpenHearing(Hearing);

impl OpenHearing {
    /// The hearing, if it is the public's.
    pub fn of(hearing: Hearing) -> Option<Self> {
        (hearing.case.public && hearing.case.published).then_some(Self(hearing))
    }
}

impl Deref for OpenHearing {
    type Target = Hearing;

    fn deref(&self) -> &Hearing {
        &self.0
    }
}
