//! Numbers of vehicles: `А123ВС 86`, and those of motorcycles, buses and trailers.

use super::chars::{self, Chars};
use super::{FindingKind, Taken};

/// How many characters before a number the word may stand that says what it is.
const REACH: usize = 40;

pub(super) fn find(chars: &Chars, taken: &mut Taken) {
    let mut at = 0;
    while at < chars.written.len() {
        let begins = (is_letter(chars, at) || chars.written[at].is_ascii_digit())
            && !chars.before(at).is_some_and(|c| is_letter_or_digit(c) || matches!(c, '-' | '/' | '№'));
        match begins.then(|| SHAPES.iter().find_map(|shape| plate(chars, at, shape))).flatten() {
            Some(end) => {
                taken.take(FindingKind::CarPlate, at..end);
                at = end;
            }
            None => at += 1,
        }
    }
}

/// Of what a number is made.
struct Shape {
    /// Letters and digits in a row: how many letters, then how many digits, and again.
    parts: &'static [Part],
    /// Whether the code of a region ends it.
    region: bool,
    /// How much it says by itself.
    certainty: Certainty,
}

enum Part {
    Letters(usize),
    Digits(usize),
}

#[derive(PartialEq)]
enum Certainty {
    /// Nothing else looks like it, unless it is written with blanks in small letters:
    /// «в 123 см 50» is a measure.
    Certain,
    /// If it is written in capital letters without blanks.
    InOnePiece,
    /// After a word for a vehicle or a number.
    AfterItsWord,
}

use Part::{Digits, Letters};

const SHAPES: [Shape; 5] = [
    Shape { parts: &[Letters(1), Digits(3), Letters(2)], region: true, certainty: Certainty::Certain },
    Shape { parts: &[Letters(1), Digits(3), Letters(2)], region: false, certainty: Certainty::InOnePiece },
    Shape { parts: &[Letters(2), Digits(3)], region: true, certainty: Certainty::AfterItsWord },
    Shape { parts: &[Letters(2), Digits(4)], region: true, certainty: Certainty::AfterItsWord },
    Shape { parts: &[Digits(4), Letters(2)], region: true, certainty: Certainty::AfterItsWord },
];

/// Where the number that begins here ends.
fn plate(chars: &Chars, start: usize, shape: &Shape) -> Option<usize> {
    let (mut at, mut spaced, mut capital, mut nothing) = (start, false, true, true);
    for (nth, part) in shape.parts.iter().enumerate() {
        let from = if nth == 0 { at } else { skip_space(chars, at) };
        spaced |= from > at;
        let fits: &dyn Fn(usize) -> bool = match part {
            Letters(_) => &|at| is_letter(chars, at),
            Digits(_) => &|at| chars.get(at).is_some_and(|c| c.is_ascii_digit()),
        };
        let (Letters(length) | Digits(length)) = part;
        at = from + length;
        if !(from..at).all(fits) {
            return None;
        }
        match part {
            Letters(_) => capital &= chars.written[from..at].iter().all(|c| c.is_uppercase()),
            Digits(_) => nothing &= chars.written[from..at].iter().all(|c| *c == '0'),
        }
    }
    if shape.region {
        let region = skip_space(chars, at);
        at = region + chars.written[region..].iter().take(4).take_while(|c| c.is_ascii_digit()).count();
        nothing |= chars.written[region..at].iter().all(|c| *c == '0');
        if !matches!(at - region, 2 | 3) {
            return None;
        }
    }
    let is_said = || chars.follows(start, REACH, 4, says_so);
    let certain = match shape.certainty {
        Certainty::Certain => !spaced || capital || is_said(),
        Certainty::InOnePiece => !spaced && capital || is_said(),
        Certainty::AfterItsWord => capital && is_said(),
    };
    (!nothing && certain && !joins(chars, at)).then_some(at)
}

fn says_so(word: &str) -> bool {
    const WHOLE: [&str; 4] = ["авто", "грз", "такси", "знак"];
    const BEGINNINGS: [&str; 12] = [
        "номер",
        "госномер",
        "машин",
        "автомоб",
        "автобус",
        "маршрутк",
        "мотоцикл",
        "мопед",
        "прицеп",
        "грузовик",
        "квадроцикл",
        "самосвал",
    ];
    WHOLE.contains(&word) || BEGINNINGS.iter().any(|beginning| word.starts_with(beginning))
}

/// Whether the word goes on; `RUS` may follow at once.
fn joins(chars: &Chars, end: usize) -> bool {
    let next: String = chars.small[end..].iter().take(4).collect();
    let after = next.strip_prefix("rus").unwrap_or(&next);
    after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '/'))
}

fn is_letter_or_digit(c: char) -> bool {
    chars::is_letter(c) || c.is_ascii_digit()
}

fn skip_space(chars: &Chars, at: usize) -> usize {
    at + usize::from(matches!(chars.get(at), Some(' ' | '\u{a0}')))
}

/// The twelve letters that look the same in both alphabets, in either.
fn is_letter(chars: &Chars, at: usize) -> bool {
    matches!(
        chars.small.get(at),
        Some('а' | 'в' | 'е' | 'к' | 'м' | 'н' | 'о' | 'р' | 'с' | 'т' | 'у' | 'х')
            | Some('a' | 'b' | 'e' | 'k' | 'm' | 'h' | 'o' | 'p' | 'c' | 't' | 'y' | 'x')
    )
}
