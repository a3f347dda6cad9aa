//! Personal data in free text: what a clerk is shown before a text is published.
//!
//! It looks for what has a form: numbers with their checksums and the words
//! around them, names with a patronymic or initials, houses with a flat. It would
//! rather ask once too often than let something pass, but sums of money, codes of
//! the state (ОКТМО, ОГРН, КБК) and cadastral numbers, of which proposals are full,
//! are left alone; so are the free lines 8-800, streets and schools that bear a
//! name, and houses without a flat. docs/detector.md says where each line is, and
//! how often the detector is right.

mod address;
mod birth;
mod chars;
mod digits;
mod email;
mod name;
mod named_after;
mod number;
mod passport;
mod phone;
mod plate;
mod street;

#[cfg(test)]
mod corpus;
#[cfg(test)]
mod tests;

use std::ops::Range;

use chars::Chars;

/// What was found. The code of a kind stands in events: it never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingKind {
    /// A phone number, Russian or international.
    Phone,
    /// An e-mail address.
    Email,
    /// Страховой номер индивидуального лицевого счёта, with a right checksum.
    Snils,
    /// Идентификационный номер налогоплательщика, with right checksums.
    Inn,
    /// The number of a bank card, with a right check digit.
    BankCard,
    /// Series and number of a passport.
    Passport,
    /// Государственный номер of a car.
    CarPlate,
    /// A name with a patronymic, or a surname with initials.
    FullName,
    /// Where somebody lives: a house with its flat.
    Address,
    /// The day somebody was born.
    BirthDate,
}

impl FindingKind {
    /// Each once.
    pub const ALL: [Self; 10] = [
        Self::Phone,
        Self::Email,
        Self::Snils,
        Self::Inn,
        Self::BankCard,
        Self::Passport,
        Self::CarPlate,
        Self::FullName,
        Self::Address,
        Self::BirthDate,
    ];

    /// A stable word for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Snils => "snils",
            Self::Inn => "inn",
            Self::BankCard => "bank_card",
            Self::Passport => "passport",
            Self::CarPlate => "car_plate",
            Self::FullName => "full_name",
            Self::Address => "address",
            Self::BirthDate => "birth_date",
        }
    }
}

/// A place in a text that looks like personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Finding {
    /// What it looks like.
    pub kind: FindingKind,
    /// The first byte; a character begins here.
    pub start: usize,
    /// The byte after the last; a character ends here.
    pub end: usize,
}

/// All findings, in the order of the text; none overlaps another.
pub fn find(text: &str) -> Vec<Finding> {
    let chars = Chars::of(text);
    let mut taken = Taken::default();
    email::find(&chars, &mut taken);
    passport::find(&chars, &mut taken);
    number::find(&chars, &mut taken);
    plate::find(&chars, &mut taken);
    let words = chars.hyphenated();
    name::find(&chars, &words, &mut taken);
    address::find(&chars, &words, &mut taken);
    birth::find(&chars, &words, &mut taken);
    taken.found.sort_by_key(|(_, place)| place.start);
    taken
        .found
        .into_iter()
        .map(|(kind, place)| Finding { kind, start: chars.byte(place.start), end: chars.byte(place.end) })
        .collect()
}

/// What stands in a masked text instead of a finding: it does not tell its length.
pub const MASK: &str = "█████";

/// The text with every finding replaced by [`MASK`]. Findings may come in any
/// order and overlap, and from outside: what lies beyond the text is left out,
/// what begins or ends within a character takes the whole of it.
pub fn mask(text: &str, findings: &[Finding]) -> String {
    let mut places: Vec<Range<usize>> = findings
        .iter()
        .map(|finding| text.floor_char_boundary(finding.start)..text.ceil_char_boundary(finding.end))
        .filter(|place| place.start < place.end)
        .collect();
    places.sort_by_key(|place| place.start);
    let (mut masked, mut done) = (String::with_capacity(text.len()), 0);
    for place in places {
        if place.start >= done {
            masked.push_str(&text[done..place.start]);
            masked.push_str(MASK);
        }
        done = done.max(place.end);
    }
    masked.push_str(&text[done..]);
    masked
}

/// What is found already: whoever comes first keeps his place.
#[derive(Default)]
struct Taken {
    found: Vec<(FindingKind, Range<usize>)>,
}

impl Taken {
    /// Whether the place, in characters, was free and is taken now.
    fn take(&mut self, kind: FindingKind, place: Range<usize>) -> bool {
        let free = self.found.iter().all(|(_, other)| place.end <= other.start || other.end <= place.start);
        if free {
            self.found.push((kind, place));
        }
        free
    }

    /// Whether a full name stands before `at`, with a comma or a blank between.
    fn ends_with_a_name(&self, chars: &Chars, at: usize) -> bool {
        let is_before = |place: &Range<usize>| place.end <= at && chars.skip(place.end, " ,(\u{a0}") == at;
        self.found.iter().any(|(kind, place)| *kind == FindingKind::FullName && is_before(place))
    }
}
