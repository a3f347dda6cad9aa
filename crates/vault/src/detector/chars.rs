//! A text as characters, with the words around a place.

use std::ops::Range;

/// Letters in a row; hyphens within belong to it: `Орлов-Денисов`.
pub(super) struct Word {
    /// In characters.
    pub(super) place: Range<usize>,
    /// In small letters, ё as е.
    pub(super) small: String,
}

impl Word {
    /// Whether it is one of the words listed with blanks between.
    pub(super) fn is_one_of(&self, listed: &str) -> bool {
        listed.split(' ').any(|word| self.small == word)
    }

    /// Likewise for how it begins.
    pub(super) fn begins_with(&self, listed: &str) -> bool {
        listed.split(' ').any(|beginning| self.small.starts_with(beginning))
    }

    /// Likewise for how it ends.
    pub(super) fn ends_with(&self, listed: &str) -> bool {
        listed.split(' ').any(|ending| self.small.ends_with(ending))
    }

    pub(super) fn chars(&self) -> usize {
        self.place.len()
    }
}

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

    /// Whether a word begins with a capital letter.
    pub(super) fn is_capital(&self, word: &Word) -> bool {
        self.written[word.place.start].is_uppercase()
    }

    /// Whether nothing but a blank or two stands between two places of one line.
    pub(super) fn only_blanks(&self, from: usize, to: usize) -> bool {
        to - from <= 2 && self.written[from..to].iter().all(|c| c.is_whitespace() && *c != '\n')
    }

    /// The first character from `at` on that is none of these.
    pub(super) fn skip(&self, at: usize, these: &str) -> usize {
        at + self.written[at..].iter().take_while(|c| these.contains(**c)).count()
    }

    /// The place behind the last character before `at` that is none of these.
    pub(super) fn skip_back(&self, at: usize, these: &str) -> usize {
        at - self.written[..at].iter().rev().take_while(|c| these.contains(**c)).count()
    }

    /// The words of the text with the hyphens within them.
    pub(super) fn hyphenated(&self) -> Vec<Word> {
        let mut places: Vec<Range<usize>> = Vec::new();
        for place in self.words() {
            match places.last_mut() {
                Some(last) if last.end + 1 == place.start && self.written[last.end] == '-' => {
                    last.end = place.end
                }
                _ => places.push(place),
            }
        }
        let small = |place: &Range<usize>| self.small[place.clone()].iter().collect();
        places.into_iter().map(|place| Word { small: small(&place), place }).collect()
    }

    /// The words of the text, in characters.
    pub(super) fn words(&self) -> impl Iterator<Item = Range<usize>> {
        let mut at = 0;
        self.small.chunk_by(|a, b| is_letter(*a) == is_letter(*b)).filter_map(move |chunk| {
            let place = at..at + chunk.len();
            at = place.end;
            is_letter(chunk[0]).then_some(place)
        })
    }
}

/// As `char::is_alphabetic`, which looks up Cyrillic in a table: half of the time
/// that a text takes.
pub(super) fn is_letter(c: char) -> bool {
    match c {
        'а'..='я' | 'А'..='Я' | 'a'..='z' | 'A'..='Z' => true,
        _ if c.is_ascii() => false,
        _ => c.is_alphabetic(),
    }
}

/// The first character of the small form: lengths must agree.
fn small(c: char) -> char {
    match c {
        'а'..='я' | 'a'..='z' | ' ' => c,
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}
