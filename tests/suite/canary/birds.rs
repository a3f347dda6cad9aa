//! Unique things that somebody could type, and how they are found again in any text.

use std::cell::RefCell;

/// Who may read what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nobody but by an opening: not even a view has it.
    Sealed,
    /// Offices and those concerned.
    Office,
    /// Everybody, by what the procedure says.
    Open,
}

/// What was typed somewhere.
#[derive(Clone, Debug)]
pub(super) struct Bird {
    pub(super) kind: Kind,
    /// Into which field of which form.
    pub(super) put: String,
    number: usize,
}

/// All of them, by number.
#[derive(Debug, Default)]
pub(super) struct Birds(RefCell<Vec<Bird>>);

/// Begins every word; the letters of its number follow.
const NAME: &str = "kanareyk";
const LETTERS: usize = 4;
/// Begins every phone number; the digits of its number follow, and those that check them, so that
/// no moment and no hash looks like one.
const PHONE: &str = "9127";
const DIGITS: usize = 6;

/// The digits of a number: three of its own, three that follow from them.
fn digits(number: usize) -> String {
    assert!(number < 1000, "no more than a thousand birds have a phone number of their own");
    format!("{number:03}{:03}", (number * 619 + 271) % 1000)
}

fn letters(number: usize) -> String {
    (0..LETTERS)
        .rev()
        .map(|place| char::from(b'a' + (number / 26_usize.pow(place as u32) % 26) as u8))
        .collect()
}

impl Birds {
    pub(super) fn len(&self) -> usize {
        self.0.borrow().len()
    }

    fn hatch(&self, kind: Kind, put: &str) -> usize {
        let mut all = self.0.borrow_mut();
        let number = all.len();
        all.push(Bird { kind, put: put.to_owned(), number });
        number
    }

    /// A word, which could be a surname.
    pub(super) fn word(&self, kind: Kind, put: &str) -> String {
        format!("Kanareyk{}ova", letters(self.hatch(kind, put)))
    }

    /// A sentence with the word in it.
    pub(super) fn sentence(&self, kind: Kind, put: &str) -> String {
        // Long enough to be reasons for a refusal.
        format!(
            "{} was here, and said what there was to say of it: the creek is wide, the way to the school is \
             long, the old bridge was closed in spring, and nobody could tell the children of Lesnaya street \
             when it would be opened again.",
            self.word(kind, put)
        )
    }

    /// A phone number.
    pub(super) fn phone(&self, kind: Kind, put: &str) -> String {
        let number = digits(self.hatch(kind, put));
        format!("+7 912 7{}-{}-{}", &number[..2], &number[2..4], &number[4..])
    }

    /// An address of e-mail.
    pub(super) fn email(&self, kind: Kind, put: &str) -> String {
        format!("{}@example.org", self.word(kind, put).to_lowercase())
    }

    /// Words that nobody but an office is to read, as people write them: with a phone
    /// number, a passport and an address.
    pub(super) fn confession(&self, kind: Kind, put: &str) -> String {
        let (word, phone) = (self.word(kind, put), self.phone(kind, put));
        format!("{word}, паспорт 71 04 123456, Lesnaya 4, flat 7, {phone}")
    }

    /// Those that a text tells of, however it writes them.
    pub(super) fn found_in(&self, text: &str) -> Vec<Bird> {
        let all = self.0.borrow();
        let text = text.to_lowercase();
        let mut found: Vec<usize> = text
            .match_indices(NAME)
            .filter_map(|(at, _)| text.get(at + NAME.len()..at + NAME.len() + LETTERS))
            .filter_map(|letters| {
                letters.bytes().try_fold(0, |number, letter| {
                    letter.is_ascii_lowercase().then(|| number * 26 + usize::from(letter - b'a'))
                })
            })
            .collect();
        let plain: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')')).collect();
        found.extend(plain.match_indices(PHONE).filter_map(|(at, _)| {
            let six = plain.get(at + PHONE.len()..at + PHONE.len() + DIGITS)?;
            let number = six.get(..3)?.parse::<usize>().ok()?;
            (digits(number) == six).then_some(number)
        }));
        found.sort_unstable();
        found.dedup();
        found.into_iter().filter_map(|number: usize| all.get(number).cloned()).collect()
    }
}

#[test]
fn a_bird_is_found_however_it_is_written() {
    let birds = Birds::default();
    for _ in 0..700 {
        birds.word(Kind::Open, "before");
    }
    let (word, phone) = (birds.word(Kind::Office, "a name"), birds.phone(Kind::Sealed, "a phone"));
    let found = |text: &str| birds.found_in(text).into_iter().map(|bird| bird.put).collect::<Vec<_>>();
    assert_eq!(found(&format!("<p>{}</p>", word.to_uppercase())), ["a name"]);
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    for text in [phone.clone(), digits, phone.replace(' ', "")] {
        assert_eq!(found(&format!("call {text}.")), ["a phone"], "{text}");
    }
    assert_eq!(found("nobody"), [""; 0]);
    assert_eq!(found("a hash with 9127000701 in it"), [""; 0]);
    assert_eq!(birds.0.borrow()[700].number, 700);
}
