//! Digits in groups, as people write long numbers.

use super::chars::Chars;

/// A group of digits without anything between them, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Group {
    pub(super) fn len(self) -> usize {
        self.end - self.start
    }
}

/// What may stand between the groups of one number.
fn is_separator(c: char) -> bool {
    matches!(
        c,
        ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '-' | '\u{2010}'
            ..='\u{2015}' | '\u{2212}' | '.' | '(' | ')'
    )
}

/// The most separators between two groups of one number: `) - ` and less.
const WIDEST: usize = 3;

/// Groups that could belong to one number, run by run.
pub(super) fn runs(chars: &Chars) -> Vec<Vec<Group>> {
    let mut runs: Vec<Vec<Group>> = Vec::new();
    let mut at = 0;
    while at < chars.written.len() {
        let end = at + chars.written[at..].iter().take_while(|c| c.is_ascii_digit()).count();
        if end == at {
            at += 1;
            continue;
        }
        let group = Group { start: at, end };
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|last| is_gap(&chars.written[last.end..at])) => {
                run.push(group)
            }
            _ => runs.push(vec![group]),
        }
        at = end;
    }
    runs
}

fn is_gap(between: &[char]) -> bool {
    between.len() <= WIDEST && between.iter().all(|c| is_separator(*c))
}

/// Consecutive groups, looked at as one number.
#[derive(Clone, Copy)]
pub(super) struct Candidate<'a> {
    pub(super) chars: &'a Chars,
    pub(super) groups: &'a [Group],
}

impl Candidate<'_> {
    pub(super) fn start(&self) -> usize {
        self.groups[0].start
    }

    pub(super) fn end(&self) -> usize {
        self.groups[self.groups.len() - 1].end
    }

    pub(super) fn digits(&self) -> Vec<u32> {
        self.groups
            .iter()
            .flat_map(|group| &self.chars.written[group.start..group.end])
            .filter_map(|c| c.to_digit(10))
            .collect()
    }

    pub(super) fn sizes(&self) -> Vec<usize> {
        self.groups.iter().map(|group| group.len()).collect()
    }

    /// Whether `c` stands between two of the groups.
    pub(super) fn is_split_by(&self, c: char) -> bool {
        self.groups.windows(2).any(|pair| self.chars.written[pair[0].end..pair[1].start].contains(&c))
    }

    /// One group, or groups of three as sums are written: `12 345 678`.
    pub(super) fn could_be_an_amount(&self) -> bool {
        self.groups[0].len() <= 3 && self.groups[1..].iter().all(|group| group.len() == 3)
            || self.groups.len() == 1
    }

    /// Whether digits stand before it, with nothing but separators between.
    pub(super) fn continues_another(&self) -> bool {
        let before = self.chars.written[..self.start()].iter().rev().find(|c| !is_separator(**c));
        before.is_some_and(char::is_ascii_digit)
    }

    /// Whether the number begins and ends here, rather than being a piece of a
    /// word, a cadastral number or a longer number.
    pub(super) fn stands_alone(&self) -> bool {
        let (start, end) = (self.start(), self.end());
        let digit =
            |at: Option<usize>| at.and_then(|at| self.chars.get(at)).is_some_and(|c| c.is_ascii_digit());
        let joint = |c: Option<char>, beyond: Option<usize>| match c {
            Some(c) if c.is_alphanumeric() => true,
            Some(':' | '_') => digit(beyond),
            Some('-' | '.') => digit(beyond),
            _ => false,
        };
        !joint(self.chars.before(start), start.checked_sub(2)) && !joint(self.chars.get(end), Some(end + 1))
    }
}
