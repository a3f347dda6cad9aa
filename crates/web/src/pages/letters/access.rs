//! Whose letters somebody may read and print.

use aggregates::ids::InitiativeId;
use aggregates::official::Role;
use projections::initiative::{self, Page};

use super::kind::{Dispatch, Writing, letters_of};
use crate::pages::participation::acts_for_author;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// Who prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reader {
    /// An official of an authority that is concerned, or an auditor.
    Office,
    /// The author, or who represents it.
    Author,
}

impl Reader {
    /// Where his letters are.
    pub(super) const fn room(self) -> &'static str {
        match self {
            Self::Office => "desk",
            Self::Author => "cabinet",
        }
    }
}

/// The initiative with those of its letters that he may see. To anybody else it is as if
/// there was nothing.
pub(super) async fn letters(
    visitor: &Visitor,
    reader: Reader,
    initiative: &str,
) -> Result<(Page, Vec<Writing>), Problem> {
    match reader {
        Reader::Office => drop(visitor.office()?),
        Reader::Author => drop(visitor.participant()?),
    }
    let id: InitiativeId = initiative.parse().map_err(|_| Problem::not_found())?;
    let page = visitor
        .app
        .engine()
        .views()
        .read("initiative", move |view| initiative::page(view, id, None))
        .await?
        .ok_or_else(Problem::not_found)?;
    let mut letters = letters_of(&page);
    match reader {
        Reader::Office => {
            let office = visitor.office()?;
            let may = office.is(Role::Auditor) || office.works() && visitor.sees_all_of(&page);
            if !may {
                return Err(Problem::not_found());
            }
        }
        Reader::Author => {
            if !acts_for_author(visitor, &page).await? {
                return Err(Problem::not_found());
            }
            letters.retain(|letter| !matches!(letter.dispatch, Dispatch::Owed { .. }));
        }
    }
    Ok((page, letters))
}
