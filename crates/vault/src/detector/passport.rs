//! Series and number of a passport, after a word that says so.

use super::chars::Chars;
use super::digits::{Group, runs};
use super::{FindingKind, Taken};

/// How far after the word the series may begin, in characters.
const REACH: usize = 60;
/// How far apart series and number may stand.
const GAP: usize = 12;

pub(super) fn find(chars: &Chars, taken: &mut Taken) {
    let groups = runs(chars).concat();
    for word in chars.words() {
        if !introduces(&chars.small[word.clone()]) {
            continue;
        }
        let near = groups.partition_point(|group| group.start < word.end);
        let within = groups[near..].iter().take_while(|group| group.start <= word.end + REACH).count();
        let found = (near..near + within).find_map(|at| number(chars, &groups[at..]));
        if let Some((start, end)) = found {
            taken.take(FindingKind::Passport, start..end);
        }
    }
}

fn introduces(word: &[char]) -> bool {
    let word: String = word.iter().collect();
    word.starts_with("паспорт") || matches!(word.as_str(), "серия" | "серии" | "сер")
}

/// `67 14 123456`, `6714 № 123456`, `6714123456`: from where to where.
fn number(chars: &Chars, groups: &[Group]) -> Option<(usize, usize)> {
    let start = groups.first()?.start;
    let sizes: Vec<usize> = groups.iter().take(4).map(|group| group.len()).collect();
    let series = match sizes[..] {
        [10, ..] => return whole(chars, start, groups[0].end),
        [4, ..] => 1,
        [2, 2, ..] if groups[1].start - groups[0].end <= GAP => 2,
        _ => return None,
    };
    let length = match sizes[series..] {
        [6, ..] => 1,
        [3, 3, ..] if groups[series + 1].start - groups[series].end == 1 => 2,
        _ => return None,
    };
    let gap = &chars.small[groups[series - 1].end..groups[series].start];
    let plain = gap.split(|c| !c.is_alphabetic()).filter(|word| !word.is_empty()).all(|word| {
        matches!(word.iter().collect::<String>().as_str(), "номер" | "ном" | "н" | "и" | "no" | "n")
    });
    if gap.len() > GAP || !plain {
        return None;
    }
    whole(chars, start, groups[series + length - 1].end)
}

fn whole(chars: &Chars, start: usize, end: usize) -> Option<(usize, usize)> {
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == ':');
    (!chars.before(start).is_some_and(char::is_alphanumeric) && !joins(chars.get(end)))
        .then_some((start, end))
}
