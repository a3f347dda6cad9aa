//! A worklist in the order in which a clerk works: by what is due, a line a case.

use aggregates::ids::{InitiativeId, OfficialId};
use aggregates::initiative::obligation::Standing;
use aggregates::procedure::TermKind;
use jiff::Span;
use jiff::civil::{Date, Weekday};
use projections::worklist::{Task, Work};
use serde::Deserialize;

/// A part of the worklist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Section {
    /// Its due date is over, in a case that the authority still has.
    Overdue,
    /// Due today.
    Today,
    /// Due until Sunday.
    Week,
    /// Due later.
    Later,
    /// Missed, in a case that has gone elsewhere.
    Debts,
    /// The author is awaited.
    Waiting,
}

impl Section {
    /// All, in the order of the page.
    pub(super) const ALL: [Self; 6] =
        [Self::Overdue, Self::Today, Self::Week, Self::Later, Self::Debts, Self::Waiting];

    /// Its name in texts and addresses.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Today => "today",
            Self::Week => "week",
            Self::Later => "later",
            Self::Debts => "debts",
            Self::Waiting => "waiting",
        }
    }
}

/// A case with what is due in it, the nearest first.
pub(super) struct Line {
    pub(super) tasks: Vec<Task>,
}

impl Line {
    pub(super) fn first(&self) -> &Task {
        &self.tasks[0]
    }

    pub(super) fn initiative(&self) -> InitiativeId {
        self.first().owed.initiative
    }
}

/// Which lines are asked for.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    /// `mine`, `unassigned`, or all.
    #[serde(default)]
    pub(super) who: String,
    /// A theme's id, or all.
    #[serde(default)]
    pub(super) theme: String,
    /// What is due, or all.
    #[serde(default)]
    pub(super) term: String,
    /// How many cases were just assigned, to say so.
    #[serde(default)]
    pub(super) assigned: Option<u64>,
}

impl Asked {
    fn fits(&self, task: &Task, me: OfficialId) -> bool {
        let who = match self.who.as_str() {
            "mine" => task.assigned == Some(me),
            "unassigned" => task.assigned.is_none(),
            _ => true,
        };
        let theme = task.theme.as_ref().map(|theme| theme.as_str()).unwrap_or_default();
        who && (self.theme.is_empty() || self.theme == theme)
            && (self.term.is_empty() || self.term == task.owed.kind.as_str())
    }
}

/// The lines of each section, those due first before the others.
pub(super) fn sorted(work: Work, asked: &Asked, me: OfficialId, today: Date) -> Vec<(Section, Vec<Line>)> {
    let sunday = today.saturating_add(Span::new().days(i64::from(days_to_sunday(today))));
    let section = |task: &Task| match task.owed.standing {
        Standing::Paused { .. } => Section::Waiting,
        _ if task.owed.due < today => Section::Overdue,
        _ if task.owed.due == today => Section::Today,
        _ if task.owed.due <= sunday => Section::Week,
        _ => Section::Later,
    };
    let Work { authority: _, due, missed, debts, awaiting_author } = work;
    let all = (missed.into_iter().map(|task| (Section::Overdue, task)))
        .chain(due.into_iter().map(|task| (section(&task), task)))
        .chain(debts.into_iter().map(|task| (Section::Debts, task)))
        .chain(awaiting_author.into_iter().map(|task| (Section::Waiting, task)));
    let mut lines: Vec<(Section, Line)> = Vec::new();
    // While comments are accepted an authority waits: there is nothing to do by then.
    let tasks = all.filter(|(_, task)| task.owed.kind != TermKind::Comments && asked.fits(task, me));
    for (section, task) in tasks {
        let apart = matches!(section, Section::Debts | Section::Waiting);
        let same = lines.iter_mut().find(|(other, line)| {
            let together = if apart { *other == section } else { *other < Section::Debts };
            together && line.initiative() == task.owed.initiative
        });
        match same {
            Some((at, line)) => {
                *at = section.min(*at);
                line.tasks.push(task);
            }
            None => lines.push((section, Line { tasks: vec![task] })),
        }
    }
    for (_, line) in &mut lines {
        line.tasks.sort_by_key(|task| task.owed.due);
    }
    lines.sort_by_key(|(section, line)| (*section, line.first().owed.due));
    let mut sections: Vec<(Section, Vec<Line>)> = Section::ALL.map(|section| (section, Vec::new())).into();
    for (section, line) in lines {
        let place = sections.iter_mut().find(|(other, _)| *other == section);
        place.expect("all sections are there").1.push(line);
    }
    sections
}

fn days_to_sunday(today: Date) -> i8 {
    today.weekday().until(Weekday::Sunday)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_week_ends_on_sunday() {
        assert_eq!(days_to_sunday(date(2027, 1, 11)), 6, "a Monday");
        assert_eq!(days_to_sunday(date(2027, 1, 17)), 0, "a Sunday");
    }
}
