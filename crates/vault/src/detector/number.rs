//! Numbers with a check digit: СНИЛС, ИНН, bank cards.

use super::chars::Chars;
use super::digits::{Candidate, Group, runs};
use super::{FindingKind, Taken, phone};

/// The most groups that one number has: `8 9 1 2 3 4 5 6 7 8 9`.
const MOST_GROUPS: usize = 11;

/// Also phone numbers: which of the two a number is depends on the other.
pub(super) fn find(chars: &Chars, taken: &mut Taken) {
    for run in runs(chars) {
        let mut from = 0;
        while from < run.len() {
            from += match recognise(chars, &run[from..]) {
                Some((kind, groups, start)) if taken.take(kind, start..run[from + groups - 1].end) => groups,
                _ => 1,
            };
        }
    }
}

/// What begins with the first group: its kind, in how many groups, from which
/// character on.
fn recognise(chars: &Chars, run: &[Group]) -> Option<(FindingKind, usize, usize)> {
    let start = run[0].start;
    if chars.follows(start, 20, 1, is_code_of_the_state) {
        return None;
    }
    if let Some(plus) = phone::plus(chars, start) {
        let groups = phone::international(chars, run)?;
        return Some((FindingKind::Phone, groups, plus));
    }
    for groups in (1..=run.len().min(MOST_GROUPS)).rev() {
        let number = Candidate { chars, groups: &run[..groups] };
        if let Some(kind) = kind_of(&number) {
            let bracket = kind == FindingKind::Phone && chars.before(start) == Some('(');
            return Some((kind, groups, start - usize::from(bracket)));
        }
    }
    None
}

fn kind_of(number: &Candidate) -> Option<FindingKind> {
    let length: usize = number.sizes().iter().sum();
    if length > 19 || !number.stands_alone() {
        return None;
    }
    let digits = number.digits();
    let sizes = number.sizes();
    let near = |is: fn(&str) -> bool| number.chars.follows(number.start(), 25, 2, is);
    let snils = is_snils(&digits);
    if snils && (sizes == [3, 3, 3, 2] || near(is_snils_word)) {
        return Some(FindingKind::Snils);
    }
    if is_person_inn(&digits) && (sizes.len() == 1 || near(is_inn_word))
        || is_body_inn(&digits) && near(is_inn_word)
    {
        return Some(FindingKind::Inn);
    }
    if is_card(&digits, &sizes) {
        return Some(FindingKind::BankCard);
    }
    if phone::is_russian(number, &digits, &sizes) {
        return Some(FindingKind::Phone);
    }
    (snils && sizes.len() == 1).then_some(FindingKind::Snils)
}

/// What these introduce names a place, a body or a budget line, never a person.
fn is_code_of_the_state(word: &str) -> bool {
    matches!(word, "октмо" | "окато" | "окпо" | "огрн" | "кбк" | "бик" | "оквэд" | "кпп")
}

fn is_snils_word(word: &str) -> bool {
    word == "снилс" || word.starts_with("страхов")
}

fn is_inn_word(word: &str) -> bool {
    word == "инн"
}

/// Eleven digits; numbers up to 001-001-998 have no checksum and are not given out.
fn is_snils(digits: &[u32]) -> bool {
    if digits.len() != 11 {
        return false;
    }
    let number = digits[..9].iter().fold(0, |number, digit| number * 10 + digit);
    let sum: u32 = digits[..9].iter().zip((1..=9).rev()).map(|(digit, weight)| digit * weight).sum();
    number > 1_001_998 && sum % 101 % 100 == digits[9] * 10 + digits[10]
}

/// Twelve digits: of a person.
fn is_person_inn(digits: &[u32]) -> bool {
    digits.len() == 12
        && digits[..2] != [0, 0]
        && inn_check(digits, &[7, 2, 4, 10, 3, 5, 9, 4, 6, 8])
        && inn_check(digits, &[3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8])
}

/// Ten digits: of an organisation.
fn is_body_inn(digits: &[u32]) -> bool {
    digits.len() == 10 && digits[..2] != [0, 0] && inn_check(digits, &[2, 4, 10, 3, 5, 9, 4, 6, 8])
}

fn inn_check(digits: &[u32], weights: &[u32]) -> bool {
    let sum: u32 = digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum();
    sum % 11 % 10 == digits[weights.len()]
}

/// In the lengths and groups that cards have, from a payment system, by Luhn.
fn is_card(digits: &[u32], sizes: &[usize]) -> bool {
    let grouped = match *sizes {
        [_] | [4, 6, 5] | [8, 8] | [8, 10] => true,
        [4, 4, 4, ref rest @ ..] => matches!(*rest, [4] | [4, 2] | [4, 3] | [6] | [7]),
        _ => false,
    };
    if !grouped || digits.len() < 15 {
        return false;
    }
    let first = digits[..2].iter().fold(0, |prefix, digit| prefix * 10 + digit);
    let issued = match digits.len() {
        15 => matches!(first, 34 | 37),
        16 => matches!(first, 22..=27 | 35 | 36 | 40..=69 | 81),
        18 | 19 => matches!(first, 22 | 40..=49 | 50 | 56..=58 | 60..=69),
        _ => false,
    };
    issued && luhn(digits)
}

fn luhn(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| if at % 2 == 0 { *digit } else { digit * 2 / 10 + digit * 2 % 10 })
        .sum();
    sum.is_multiple_of(10)
}
