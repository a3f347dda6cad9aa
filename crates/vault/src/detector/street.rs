//! Streets and microdistricts, as they are written before or behind a house.

use std::ops::Range;

use super::chars::{Chars, Word};

/// The most words of a name: `Героя Советского Союза Иванова`.
const LONGEST: usize = 4;

/// Every street that the text names with its word, in order: `ул. Мира`,
/// `30 лет Победы улица`, `мкр. 16А`.
pub(super) fn all(chars: &Chars, words: &[Word]) -> Vec<Range<usize>> {
    let street = |at: usize| {
        let word = &words[at];
        if !is_street(word) {
            return None;
        }
        let behind = name_behind(chars, words, at).map(|end| word.place.start..end);
        behind.or_else(|| name_before(chars, words, at).map(|start| start..word.place.end))
    };
    (0..words.len()).filter_map(street).collect()
}

/// `5`, `21а`, `10/1`: where the number of a house or flat ends.
pub(super) fn house_number(chars: &Chars, at: usize) -> Option<usize> {
    let digits = |at: usize| chars.written[at..].iter().take_while(|c| c.is_ascii_digit()).count();
    let letter = |at: usize| {
        let alone = chars.get(at).is_some_and(char::is_alphabetic)
            && !chars.get(at + 1).is_some_and(char::is_alphanumeric);
        at + usize::from(alone)
    };
    let length = digits(at.min(chars.written.len()));
    if !(1..=4).contains(&length) {
        return None;
    }
    let mut end = letter(at + length);
    if chars.get(end) == Some('/') && (1..=3).contains(&digits(end + 1)) {
        end = letter(end + 1 + digits(end + 1));
    }
    (!chars.get(end).is_some_and(char::is_alphanumeric)).then_some(end)
}

/// Where `59-й ` before `at` begins.
pub(super) fn ordinal_before(chars: &Chars, at: usize) -> Option<usize> {
    let at = chars.skip_back(at, " \u{a0}");
    let letters = chars.written[..at].iter().rev().take_while(|c| c.is_alphabetic()).count();
    let dash = at.checked_sub(letters + 1).filter(|dash| chars.written[*dash] == '-' && letters <= 2)?;
    let digits = chars.written[..dash].iter().rev().take_while(|c| c.is_ascii_digit()).count();
    (digits > 0 && letters > 0).then_some(dash - digits)
}

/// `Ленинградской`, `Сургутская`.
pub(super) fn is_like_an_adjective(word: &Word) -> bool {
    word.ends_with("ая ой ую ий ый ого его ому ему ом ем им ым")
}

fn name_behind(chars: &Chars, words: &[Word], at: usize) -> Option<usize> {
    let from = chars.skip(words[at].place.end, " .\u{a0}");
    if from == words[at].place.end {
        return None;
    }
    let numbered = chars.get(from).is_some_and(|c| c.is_ascii_digit());
    if numbered && is_district(&words[at]) {
        let end = house_number(chars, from);
        return end.or_else(|| ordinal_at(chars, from));
    }
    let next = |at: usize| words.partition_point(|word| word.place.start < at);
    let name = match numbered {
        true => {
            let digits = chars.skip(from, "0123456789");
            let first = words.get(next(digits))?;
            let adjoins = chars.only_blanks(digits, first.place.start) && first.place.start > digits;
            next(digits) + usize::from(adjoins && first.small == "лет")
        }
        false => next(from),
    };
    let mut end = None;
    for (at, word) in words.iter().enumerate().skip(name).take(LONGEST) {
        let adjoins = match end {
            None => numbered || word.place.start == from,
            Some(end) => chars.only_blanks(chars.skip(end, "."), word.place.start),
        };
        let initial = word.chars() == 1 && chars.get(word.place.end) == Some('.');
        if !adjoins
            || !chars.is_capital(word)
            || end.is_some() && chars.get(word.place.start - 1) == Some('.') && !initial
        {
            break;
        }
        if initial && at + 1 == words.len() {
            break;
        }
        end = Some(word.place.end);
    }
    end.or_else(|| in_small_letters(chars, words.get(name)?, from, numbered))
}

/// `ул ленина д 5`: known as a street by the number behind.
fn in_small_letters(chars: &Chars, name: &Word, from: usize, numbered: bool) -> Option<usize> {
    let behind = chars.skip(name.place.end, " ,.д\u{a0}");
    (!numbered && name.place.start == from && name.chars() > 3 && house_number(chars, behind).is_some())
        .then_some(name.place.end)
}

fn name_before(chars: &Chars, words: &[Word], at: usize) -> Option<usize> {
    let word = &words[at];
    if is_district(word) {
        return ordinal_before(chars, word.place.start);
    }
    let name = at.checked_sub(1).map(|at| &words[at])?;
    let abbreviated = word.is_one_of("ул пр просп пер наб пр-т пр-кт б-р");
    let fits = chars.is_capital(name) && name.chars() > 3 && (abbreviated || is_like_an_adjective(name));
    (fits && chars.only_blanks(name.place.end, word.place.start)).then_some(name.place.start)
}

fn ordinal_at(chars: &Chars, at: usize) -> Option<usize> {
    let dash = chars.skip(at, "0123456789");
    let letters = chars.written.get(dash + 1..)?.iter().take_while(|c| c.is_alphabetic()).count();
    (chars.get(dash) == Some('-') && (1..=2).contains(&letters)).then_some(dash + 1 + letters)
}

// Asked of every word, these compare strings as they are instead of a list of them.
fn is_street(word: &Word) -> bool {
    let small = word.small.as_str();
    let is_short = matches!(
        small,
        "ул" | "пр"
            | "просп"
            | "пр-т"
            | "пр-кт"
            | "пер"
            | "бул"
            | "б-р"
            | "наб"
            | "ш"
            | "пл"
            | "туп"
    );
    let is_long = || match word.small.chars().next() {
        Some('у') => small.starts_with("улиц"),
        Some('п') => word.begins_with("проспект переул площад проезд проулок"),
        Some('б') => small.starts_with("бульвар"),
        Some('н') => small.starts_with("набережн"),
        _ => matches!(small, "шоссе" | "тракт" | "аллея" | "тупик" | "линия"),
    };
    is_short || is_long() || is_district(word)
}

fn is_district(word: &Word) -> bool {
    let small = word.small.as_str();
    matches!(small, "мкр" | "мкрн" | "мкр-н" | "квартал" | "квартале") || small.starts_with("микрорайон")
}
