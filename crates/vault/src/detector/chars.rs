//! A text as characters, with the words around a place.

use std::ops::Range;

pub(super) struct Chars {
    /// As written.
    pub(super) written: Vec<char>,
    /// The same in small letters, ё as е, one for one.
    pub(super) small: Vec<char>,
    /// Where each begins, and where the text ends.
    bytes: Vec<usize>,
}

impl Chars {
    pub(super) fn of(text: &str) -> Self {
        let written: Vec<char> = text.chars().collect();
        let small = written.iter().map(|c| if matches!(c, 'ё' | 'Ё') { 'е' } else { small(*c) }).collect();
        let bytes = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
        Self { written, small, bytes }
    }

    /// The byte at which a character begins.
    pub(super) fn byte(&self, at: usize) -> usize {
        self.bytes[at]
    }

    pub(super) fn get(&self, at: usize) -> Option<char> {
        self.written.get(at).copied()
    }

    /// The character before.
    pub(super) fn before(&self, at: usize) -> Option<char> {
        self.get(at.checked_sub(1)?)
    }

    /// Whether one of the last `words` words within `reach` characters before
    /// `at` satisfies `is`.
    pub(super) fn follows(&self, at: usize, reach: usize, words: usize, is: impl Fn(&str) -> bool) -> bool {
        let window = &self.small[at.saturating_sub(reach)..at];
        window
            .split(|c| !c.is_alphabetic())
            .rev()
            .filter(|word| !word.is_empty())
            .take(words)
            .any(|word| is(&word.iter().collect::<String>()))
    }

    /// Whether a sum or a share ends at `at`: `руб.`, `млн`, `%` …
    pub(super) fn is_amount(&self, at: usize) -> bool {
        let rest = &self.small[at..];
        let blank = rest.iter().take_while(|c| c.is_whitespace() || **c == '(').count();
        let rest: String = rest[blank..].iter().take(4).collect();
        ["руб", "тыс", "млн", "млрд", "коп", "₽", "%"].iter().any(|unit| rest.starts_with(unit))
    }

    /// The words of the text, in characters.
    pub(super) fn words(&self) -> impl Iterator<Item = Range<usize>> {
        let mut at = 0;
        self.small.chunk_by(|a, b| a.is_alphabetic() == b.is_alphabetic()).filter_map(move |chunk| {
            let place = at..at + chunk.len();
            at = place.end;
            chunk[0].is_alphabetic().then_some(place)
        })
    }
}

/// The first character of the small form: lengths must agree.
fn small(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}
