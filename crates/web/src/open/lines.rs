//! Lines about initiatives, as the public sees them: misses and hearings.

use std::ops::Deref;

use projections::hearings::Hearing;
use projections::texts::Readable;
use projections::worklist::Miss;
use serde::Serialize;

/// A miss without the title of what is not the public's to read.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct OpenMiss(Miss);

impl OpenMiss {
    /// Takes away what is not the public's.
    pub fn of(miss: Miss) -> Self {
        let title = miss.title.clone().filter(|_| miss.public && miss.published);
        Self(Miss { title, ..miss })
    }
}

impl Deref for OpenMiss {
    type Target = Miss;

    fn deref(&self) -> &Miss {
        &self.0
    }
}

/// A hearing without the words that are not the public's to read.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct OpenHearing(Hearing);

impl OpenHearing {
    /// Takes away what is not the public's.
    pub fn of(hearing: Hearing) -> Self {
        let mut hearing = hearing;
        if !(hearing.case.public && hearing.case.published) {
            hearing.case.title = None;
            hearing.place = hearing.place.map(|_| Readable::default());
            if let Some(protocol) = &mut hearing.protocol {
                protocol.text = Readable::default();
            }
        }
        Self(hearing)
    }
}

impl Deref for OpenHearing {
    type Target = Hearing;

    fn deref(&self) -> &Hearing {
        &self.0
    }
}
