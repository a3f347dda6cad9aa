//! A miss, as the public sees it.

use std::ops::Deref;

use projections::worklist::Miss;
use serde::Serialize;

/// A line of the register of misses without a title that is not the public's.
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
