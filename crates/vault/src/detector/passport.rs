//! Series and number of a passport, after a word that says so.

use std::ops::Range;

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
        let Some(abroad) = introduces(chars, &word) else { continue };
        let near = groups.partition_point(|group| group.start < word.end);
        let within = groups[near..].iter().take_while(|group| group.start <= word.end + REACH).count();
        let found = (near..near + within).find_map(|at| {
            number(chars, &groups[at..])
                .or_else(|| abroad.then(|| number_abroad(chars, &groups[at..])).flatten())
        });
        if let Some((start, end)) = found {
            taken.take(FindingKind::Passport, start..end);
        }
    }
}

/// Whether a word says that a passport follows, and whether it may be one for
/// going abroad. Wastes, buildings and machines have passports too, and houses
/// and tickets have series.
fn introduces(chars: &Chars, word: &Range<usize>) -> Option<bool> {
    const THINGS: [&str; 12] = [
        "отход",
        "готовност",
        "дом",
        "объект",
        "безопасност",
        "проект",
        "издели",
        "качеств",
        "оборудован",
        "техническ",
        "лифт",
        "дорог",
    ];
    const SERIES_OF: [&str; 7] = ["проект", "дом", "плит", "билет", "типов", "облигац", "акци"];
    let is_one_of = |word: &str, things: &[&str]| things.iter().any(|thing| word.starts_with(thing));
    if !matches!(chars.small[word.start], 'п' | 'з' | 'с') {
        return None;
    }
    let said: String = chars.small[word.clone()].iter().collect();
    let follows = |things: &[&str]| chars.follows(word.start, 15, 1, |before| is_one_of(before, things));
    if matches!(said.as_str(), "серия" | "серии" | "сер") {
        return (!follows(&SERIES_OF)).then_some(false);
    }
    if !said.starts_with("паспорт") && !said.starts_with("загранпаспорт") {
        return None;
    }
    let next: String = chars.small[word.end..].iter().skip(1).take_while(|c| c.is_alphabetic()).collect();
    (!is_one_of(&next, &THINGS) && !follows(&["техническ", "экологическ"])).then_some(true)
}

/// `71 4561237`, `71 № 4561237`.
fn number_abroad(chars: &Chars, groups: &[Group]) -> Option<(usize, usize)> {
    let [series, number, ..] = groups else { return None };
    let fits = series.len() == 2 && number.len() == 7 && number.start - series.end <= 4;
    fits.then(|| whole(chars, series.start, number.end)).flatten()
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
