//! Numbers of cars: `А123ВС 86`.

use super::chars::Chars;
use super::{FindingKind, Taken};

pub(super) fn find(chars: &Chars, taken: &mut Taken) {
    for start in 0..chars.written.len() {
        if let Some(end) = plate(chars, start) {
            taken.take(FindingKind::CarPlate, start..end);
        }
    }
}

/// Where the plate that begins here ends.
fn plate(chars: &Chars, start: usize) -> Option<usize> {
    if !is_letter(chars, start) || chars.before(start).is_some_and(char::is_alphanumeric) {
        return None;
    }
    let number = skip_space(chars, start + 1);
    let series = skip_space(chars, number + 3);
    let region = skip_space(chars, series + 2);
    let all_digits =
        |from: usize, to: usize| (from..to).all(|at| chars.get(at).is_some_and(|c| c.is_ascii_digit()));
    if !all_digits(number, number + 3) || !is_letter(chars, series) || !is_letter(chars, series + 1) {
        return None;
    }
    let end = region + chars.written.get(region..)?.iter().take(4).take_while(|c| c.is_ascii_digit()).count();
    let nothing = |from: usize, to: usize| chars.written[from..to].iter().all(|c| *c == '0');
    if !matches!(end - region, 2 | 3) || nothing(number, number + 3) || nothing(region, end) {
        return None;
    }
    // «в 123 см 50» is a measure.
    let spaced = number > start + 1 || series > number + 3;
    let capital = |at: usize| chars.written[at].is_uppercase();
    if spaced && !(capital(start) && capital(series) && capital(series + 1)) {
        return None;
    }
    (!joins(chars, end)).then_some(end)
}

/// Whether the word goes on; `RUS` may follow at once.
fn joins(chars: &Chars, end: usize) -> bool {
    let next: String = chars.small[end..].iter().take(4).collect();
    let after = next.strip_prefix("rus").unwrap_or(&next);
    after.starts_with(char::is_alphanumeric)
}

fn skip_space(chars: &Chars, at: usize) -> usize {
    at + usize::from(matches!(chars.get(at), Some(' ' | '\u{a0}')))
}

/// The twelve letters that look the same in both alphabets, in either.
fn is_letter(chars: &Chars, at: usize) -> bool {
    chars.small.get(at).is_some_and(|c| "авекмнорстухabekmhopctyx".contains(*c))
}
