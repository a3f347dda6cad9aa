//! Phone numbers.

use super::chars::Chars;
use super::digits::{Candidate, Group};

/// How many digits numbers of these countries have, with the code.
const LENGTHS: [(&[u32], usize); 12] = [
    (&[7], 11),
    (&[1], 11),
    (&[3, 7, 4], 11),
    (&[3, 7, 5], 12),
    (&[3, 8, 0], 12),
    (&[9, 9, 2], 12),
    (&[9, 9, 3], 11),
    (&[9, 9, 4], 12),
    (&[9, 9, 5], 12),
    (&[9, 9, 6], 12),
    (&[9, 9, 8], 12),
    (&[8, 6], 13),
];

/// Where the `+` before a number stands, if there is one that is no sum's.
pub(super) fn plus(chars: &Chars, start: usize) -> Option<usize> {
    let at = match chars.before(start)? {
        '(' | ' ' => start.checked_sub(2)?,
        _ => start.checked_sub(1)?,
    };
    let before = chars.before(at);
    (chars.get(at) == Some('+') && !before.is_some_and(char::is_alphanumeric)).then_some(at)
}

/// How many groups after a `+` are a phone number.
pub(super) fn international(chars: &Chars, run: &[Group]) -> Option<usize> {
    let fits = |groups: &usize| {
        let number = Candidate { chars, groups: &run[..*groups] };
        let digits = number.digits();
        let length = match LENGTHS.iter().find(|(code, _)| digits.starts_with(code)) {
            Some((_, length)) => digits.len() == *length,
            None => (10..=15).contains(&digits.len()) && digits[0] != 0,
        };
        let free_line = digits.starts_with(&[7, 8, 0, 0]);
        let amount = number.could_be_an_amount() && chars.is_amount(number.end());
        let ends = !chars.get(number.end()).is_some_and(char::is_alphabetic);
        length && !free_line && !amount && ends
    };
    (1..=run.len().min(9)).rev().find(fits)
}

/// A number as it is written inside Russia.
pub(super) fn is_russian(number: &Candidate, digits: &[u32], sizes: &[usize]) -> bool {
    if number.could_be_an_amount() && number.chars.is_amount(number.end()) {
        return false;
    }
    match digits.len() {
        11 => matches!(digits[0], 7 | 8) && is_code(&digits[1..]) && is_split_like_eleven(sizes),
        10 => is_code(digits) && is_ten(number, digits, sizes),
        5..=7 => is_local(number, sizes),
        _ => false,
    }
}

/// An area or an operator, but for 800: those are the lines of offices.
fn is_code(digits: &[u32]) -> bool {
    matches!(digits[0], 3 | 4 | 8 | 9) && digits[..3] != [8, 0, 0]
}

/// `8 912 345-67-89`, `8912 3456789`, `89123456789`; but not `89 123 456 789`.
fn is_split_like_eleven(sizes: &[usize]) -> bool {
    let ends = sizes.last().is_some_and(|last| *last >= 2);
    match *sizes {
        [1, 1, ..] => sizes.len() == 11,
        [1, code, ..] => ends && matches!(code, 3..=6 | 10),
        [first, ..] => ends && first >= 4,
        [] => false,
    }
}

fn is_ten(number: &Candidate, digits: &[u32], sizes: &[usize]) -> bool {
    let chars = number.chars;
    let bracketed = chars.before(number.start()) == Some('(')
        && chars.get(number.groups[0].end) == Some(')')
        && matches!(sizes[0], 3..=5);
    let in_pairs = *sizes == [3, 3, 2, 2] && (digits[0] == 9 || number.is_split_by('-'));
    bracketed || in_pairs || chars.follows(number.start(), 25, 3, is_phone_word)
}

/// `22-33-44`: only after a word that says what it is.
fn is_local(number: &Candidate, sizes: &[usize]) -> bool {
    let grouped = matches!(*sizes, [5..=7] | [1..=3, 2, 2] | [3, 3] | [3, 4]);
    grouped
        && !number.is_split_by('.')
        && !number.continues_another()
        && number.chars.follows(number.start(), 20, 2, is_phone_word)
}

fn is_phone_word(word: &str) -> bool {
    const WHOLE: [&str; 13] = [
        "тел",
        "моб",
        "сот",
        "ватсап",
        "вотсап",
        "вацап",
        "вайбер",
        "телеграм",
        "телеграмм",
        "whatsapp",
        "viber",
        "telegram",
        "tel",
    ];
    const BEGINNINGS: [&str; 7] = ["телефон", "мобильн", "сотов", "факс", "звон", "позвон", "phone"];
    WHOLE.contains(&word) || BEGINNINGS.iter().any(|beginning| word.starts_with(beginning))
}
