//! Where somebody lives: a house with a flat, with its street where it stands
//! beside. A house alone is what proposals are about, unless somebody says that
//! he lives there.

use std::ops::Range;

use super::chars::{Chars, Word};
use super::street::{self, house_number};
use super::{FindingKind, Taken};

/// What may stand between the parts of an address.
const BETWEEN: &str = " ,.;\u{a0}\n";
/// How many characters before a street the word for living may stand.
const LIVING_WITHIN: usize = 60;

pub(super) fn find(chars: &Chars, words: &[Word], taken: &mut Taken) {
    let streets = street::all(chars, words);
    let text = Text { chars, words, streets: &streets };
    let mut names_a_house = false;
    for street in &streets {
        let Some(house) = text.house(chars.skip(street.end, BETWEEN)) else { continue };
        names_a_house = true;
        if let Some(end) = text.flat_after(house.end).or_else(|| text.flat_after_a_dash(&house)) {
            taken.take(FindingKind::Address, street.start..end);
        } else if text.somebody_lives_at(street.start) {
            taken.take(FindingKind::Address, street.start..house.end);
        }
    }
    for word in words {
        if is_house(word) {
            let house = text.house(word.place.start);
            names_a_house |= house.is_some() || text.is_soon_a_number(word.place.end);
            if let Some(end) = house.and_then(|house| text.flat_after(house.end)) {
                let start = text.street_without_its_word(word.place.start);
                taken.take(FindingKind::Address, start..text.street_behind(end));
            }
        } else if is_flat(word)
            && let Some(flat) = text.flat_at(word)
            && let Some(house) = text.house(chars.skip(flat.end, BETWEEN)).filter(|house| house.told)
        {
            names_a_house = true;
            taken.take(FindingKind::Address, flat.start..text.street_behind(house.end));
        }
    }
    if names_a_house {
        for flat in words.iter().filter(|word| is_flat(word)).filter_map(|word| text.flat_alone(word)) {
            taken.take(FindingKind::Address, flat);
        }
    }
}

struct Text<'a> {
    chars: &'a Chars,
    words: &'a [Word],
    streets: &'a [Range<usize>],
}

struct House {
    /// Where number and building end.
    end: usize,
    /// `дом`, `д.` stands before it.
    told: bool,
    /// `дома` stands before it: perhaps several.
    several: bool,
}

impl Text<'_> {
    fn word(&self, at: usize) -> Option<&Word> {
        self.words
            .get(self.words.partition_point(|word| word.place.start < at))
            .filter(|word| word.place.start == at)
    }

    /// `д. 5`, `дом № 5/1 корп. 2`, `5а`.
    fn house(&self, at: usize) -> Option<House> {
        let word = self.word(at).filter(|word| is_house(word));
        let number = word.map_or(at, |word| self.chars.skip(word.place.end, " .№\u{a0}"));
        let mut end = house_number(self.chars, number)?;
        for _ in 0..2 {
            let next = self.chars.skip(end, " ,\u{a0}");
            let Some(part) = self.word(next).filter(|word| is_part_of_a_house(word)) else { break };
            let which = self.chars.skip(part.place.end, " .№\u{a0}");
            let letter = self.word(which).filter(|word| word.chars() == 1).map(|word| word.place.end);
            let Some(stop) = house_number(self.chars, which).or(letter) else { break };
            end = stop;
        }
        Some(House { end, told: word.is_some(), several: word.is_some_and(|word| word.small == "дома") })
    }

    /// Where the flat behind a house ends: `, кв. 7`.
    fn flat_after(&self, end: usize) -> Option<usize> {
        let word = self.word(self.chars.skip(end, BETWEEN)).filter(|word| is_flat(word))?;
        self.flat_at(word).map(|flat| flat.end)
    }

    /// `ул. Мира, 12-5`.
    fn flat_after_a_dash(&self, house: &House) -> Option<usize> {
        let dash = matches!(self.chars.get(house.end), Some('-' | '–' | '—')) && !house.several;
        let end = dash.then(|| house_number(self.chars, house.end + 1)).flatten()?;
        (!matches!(self.chars.get(end), Some('-' | '–' | '/'))).then_some(end)
    }

    /// `кв. 7`, `квартира № 7`; but not an area.
    fn flat_at(&self, word: &Word) -> Option<Range<usize>> {
        let end = house_number(self.chars, self.chars.skip(word.place.end, " .№\u{a0}"))?;
        let next = self.word(self.chars.skip(end, " -\u{a0}"));
        let is_area = next.is_some_and(|next| next.is_one_of("м кв метр метра метров к комн"));
        (!is_area).then_some(word.place.start..end)
    }

    /// A flat whose house stands elsewhere in the text: `соседи из кв. 33`, `в 59-й квартире`.
    fn flat_alone(&self, word: &Word) -> Option<Range<usize>> {
        if let Some(flat) = self.flat_at(word) {
            let area = self.chars.before(self.chars.skip_back(word.place.start, " \u{a0}"));
            return (!area.is_some_and(|c| c.is_ascii_digit())).then_some(flat);
        }
        let start = street::ordinal_before(self.chars, word.place.start)?;
        (word.small != "кв" && word.small.starts_with("квартир")).then_some(start..word.place.end)
    }

    fn is_soon_a_number(&self, at: usize) -> bool {
        self.chars.written[at..].iter().take(8).any(char::is_ascii_digit)
    }

    /// `Привокзальная, д. 20`: the street before a house, if it looks like one.
    fn street_without_its_word(&self, start: usize) -> usize {
        let first = self.words.partition_point(|word| word.place.start < start);
        let Some(name) = first.checked_sub(1).map(|at| &self.words[at]) else { return start };
        let between = &self.chars.written[name.place.end..start];
        let listed = between.contains(&',') || street::is_like_an_adjective(name);
        let adjoin = between.len() <= 2 && between.iter().all(|c| matches!(c, ',' | ' ' | '\u{a0}'));
        match adjoin && listed && self.chars.is_capital(name) && name.chars() > 3 {
            true => name.place.start,
            false => start,
        }
    }

    /// `кв. 16 по ул. Садовой`: where the street behind ends, if there is one.
    fn street_behind(&self, end: usize) -> usize {
        let at = self.chars.skip(end, " ,\u{a0}");
        let at = self
            .word(at)
            .filter(|word| word.is_one_of("по на"))
            .map_or(at, |word| self.chars.skip(word.place.end, " \u{a0}"));
        self.streets.iter().find(|street| street.start == at).map_or(end, |street| street.end)
    }

    /// Whether a word before says that somebody lives there.
    fn somebody_lives_at(&self, start: usize) -> bool {
        let first = self.words.partition_point(|word| word.place.start < start);
        let near: Vec<&Word> = self.words[..first]
            .iter()
            .rev()
            .take(8)
            .take_while(|word| word.place.start + LIVING_WITHIN > start && !self.ends_a_sentence(word))
            .collect();
        let own = |pair: &[&Word]| pair[1].is_one_of("мой моем моего моему") && pair[0].begins_with("дом");
        near.iter().any(|word| lives(word)) || near.windows(2).any(own)
    }

    fn ends_a_sentence(&self, word: &Word) -> bool {
        matches!(self.chars.get(word.place.end), Some('!' | '?' | '\n' | ';'))
    }
}

fn is_house(word: &Word) -> bool {
    word.small.starts_with('д') && word.is_one_of("д дом дома доме дому домом")
}

fn is_part_of_a_house(word: &Word) -> bool {
    word.is_one_of("к корп корпус корпуса корпусе стр строение литер лит подъезд этаж")
}

fn is_flat(word: &Word) -> bool {
    const FLATS: &str = "кв квартира квартиры квартире квартиру квартирой ком комн комната комнаты комнате \
         комнату";
    word.small.starts_with('к') && word.is_one_of(FLATS)
}

fn lives(word: &Word) -> bool {
    word.begins_with("прожива прописан")
        || word.is_one_of("живу живем живет зарегистрирован зарегистрирована")
}
