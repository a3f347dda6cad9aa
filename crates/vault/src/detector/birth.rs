//! Dates of birth: a date with a word that says so, or right after a full name.

use std::ops::Range;

use super::chars::{Chars, Word};
use super::{FindingKind, Taken};

/// How many characters before a date the word may stand, and how many after.
const BEFORE: usize = 45;
const AFTER: usize = 20;
/// Who was born earlier is history.
const EARLIEST: u32 = 1900;
/// A date after a name is the day of birth if it is not later than this year;
/// later ones are those of documents and meetings.
const LATEST_AFTER_A_NAME: u32 = 2012;

const MONTHS: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];

pub(super) fn find(chars: &Chars, words: &[Word], taken: &mut Taken) {
    let mut at = 0;
    while at < chars.written.len() {
        let begins = chars.written[at].is_ascii_digit()
            && !chars.before(at).is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '/' | '-' | ':'));
        let Some((end, year)) = begins.then(|| date(chars, words, at)).flatten() else {
            at += 1;
            continue;
        };
        let place = at..end;
        let after_a_name = taken.ends_with_a_name(chars, at) && year <= LATEST_AFTER_A_NAME;
        if year >= EARLIEST && (after_a_name || is_of_a_birth(words, &place)) {
            taken.take(FindingKind::BirthDate, place);
        }
        at = end;
    }
}

/// Where the date that begins here ends, and its year.
fn date(chars: &Chars, words: &[Word], at: usize) -> Option<(usize, u32)> {
    let (first, after_first) = number(chars, at)?;
    let separator = chars.get(after_first)?;
    if matches!(separator, ' ' | '\u{a0}') {
        let month = words.get(words.partition_point(|word| word.place.start < after_first + 1))?;
        let year_at = month.place.end + 1;
        if month.place.start != after_first + 1
            || !MONTHS.contains(&month.small.as_str())
            || !(1..=31).contains(&first)
        {
            return None;
        }
        let (year, end) = number(chars, year_at)?;
        return (end - year_at == 4).then_some((end, year));
    }
    if !matches!(separator, '.' | '/' | '-') {
        return None;
    }
    let (second, after_second) = number(chars, after_first + 1)?;
    if chars.get(after_second) != Some(separator) {
        return None;
    }
    let (third, end) = number(chars, after_second + 1)?;
    let whole = !chars.get(end).is_some_and(char::is_alphanumeric);
    let (day, month, year) = match (after_first - at, end - after_second - 1) {
        (4, 1 | 2) => (third, second, first),
        (1 | 2, 4) => (first, second, third),
        (1 | 2, 2) => (first, second, if third > 30 { 1900 + third } else { 2000 + third }),
        _ => return None,
    };
    ((1..=31).contains(&day) && (1..=12).contains(&month) && whole).then_some((end, year))
}

fn number(chars: &Chars, at: usize) -> Option<(u32, usize)> {
    let digits: String = chars.written.get(at..)?.iter().take(5).take_while(|c| c.is_ascii_digit()).collect();
    Some((digits.parse().ok()?, at + digits.len()))
}

fn is_of_a_birth(words: &[Word], place: &Range<usize>) -> bool {
    let first = words.partition_point(|word| word.place.start < place.start);
    let before = words[..first].iter().rev().take(6).take_while(|word| word.place.end + BEFORE > place.start);
    let before: Vec<&Word> = before.collect();
    let after = words[first..].iter().skip_while(|word| word.place.start < place.end);
    let after: Vec<&Word> = after.take(4).take_while(|word| word.place.start < place.end + AFTER).collect();
    let is_of_a_thing = before.iter().any(|word| is_a_thing(word));
    let told_before = before.iter().any(|word| is_birth(word)) || is_abbreviated(&before, ["р", "д"]);
    let told_after = after.iter().any(|word| is_birth(word) || word.begins_with("исполн"));
    let year_of_birth = is_abbreviated(&after, ["г", "р"]) || is_abbreviated(&after, ["д", "р"]);
    year_of_birth || (told_before || told_after) && !is_of_a_thing
}

/// `д. р.`, `г. р.`: two letters next to the date.
fn is_abbreviated(words: &[&Word], letters: [&str; 2]) -> bool {
    matches!(words, [first, second, ..] if first.small == letters[0] && second.small == letters[1])
}

fn is_birth(word: &Word) -> bool {
    word.begins_with("родил родивш рожден") || word.is_one_of("рожд др")
}

/// What has a birthday and is nobody; and anniversaries.
fn is_a_thing(word: &Word) -> bool {
    const BEGINNINGS: &str = "поселк город школ сел деревн район двор парк завод предприят организац музе библиотек \
         клуб улиц округ област памятник лети юбиле годовщин основан столет";
    word.begins_with(BEGINNINGS)
}
