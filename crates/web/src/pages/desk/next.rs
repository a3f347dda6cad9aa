//! The case that is due next: after one is done, nobody has to go back to the list.

use aggregates::ids::InitiativeId;
use projections::worklist::{Task, worklist};

use super::show::MOST;
use super::sorted::{Asked, Section, sorted};
use crate::problem::Problem;
use crate::visitor::{Office, Visitor};

/// What is due next for an official besides `done`: in the order of his worklist, among
/// the cases of his authority that are his or nobody's.
///
/// # Errors
///
/// If the worklist cannot be read.
pub(in crate::pages) async fn next_after(
    visitor: &Visitor,
    office: &Office,
    done: InitiativeId,
) -> Result<Option<Task>, Problem> {
    let (authority, me) = (office.authority.id.clone(), office.id());
    let views = visitor.app.engine().views();
    let of = authority.clone();
    let work = views.read("worklist", move |view| worklist(view, &of, MOST, None)).await?;
    let sections = sorted(work, &Asked::default(), me, office.today);
    let due = sections.into_iter().filter(|(section, _)| *section < Section::Debts);
    let mut lines = due.flat_map(|(_, lines)| lines);
    let next = lines.find(|line| {
        let task = line.first();
        line.initiative() != done
            && task.custody.as_ref() == Some(&authority)
            && task.assigned.is_none_or(|official| official == me)
    });
    Ok(next.map(|line| line.first().clone()))
}
