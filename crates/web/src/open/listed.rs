//! An initiative in a list, as the public sees it.

use std::ops::Deref;

use projections::register::Listed;
use serde::Serialize;

use super::pseudonym;

/// A listed initiative without what is not the public's: the title before it is
/// published, and who the author is.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct OpenListed(Listed);

impl OpenListed {
    /// Takes away what is not the public's.
    pub fn of(listed: Listed) -> Self {
        let readable = listed.public && listed.text_version > 0;
        let title = listed.title.clone().filter(|_| readable);
        let author = listed.author.filter(|_| readable).map(|author| pseudonym(listed.id, author));
        // Where an appeal or a linked case came from says something about a person.
        let linked_from = listed.linked_from.filter(|_| readable);
        Self(Listed { title, author, linked_from, ..listed })
    }
}

impl Deref for OpenListed {
    type Target = Listed;

    fn deref(&self) -> &Listed {
        &self.0
    }
}
