//! Full names. What shows one is a patronymic after a given name, or initials
//! beside a surname; a surname is known by where it stands and how it ends.

use std::ops::Range;

use super::chars::{Chars, Word};
use super::{FindingKind, Taken, named_after};

pub(super) fn find(chars: &Chars, words: &[Word], taken: &mut Taken) {
    let text = Text { chars, words };
    for at in 0..words.len() {
        let place = text.by_patronymic(at).or_else(|| text.by_initials(at));
        if let Some(place) = place
            && !named_after::is_a_place(chars, words, &place)
        {
            taken.take(FindingKind::FullName, place);
        }
    }
}

struct Text<'a> {
    chars: &'a Chars,
    words: &'a [Word],
}

impl Text<'_> {
    /// The name whose patronymic is word `at`.
    fn by_patronymic(&self, at: usize) -> Option<Range<usize>> {
        let word = &self.words[at];
        let given = match word.small.as_str() {
            "оглы" | "оглу" | "кызы" => at.checked_sub(2).filter(|_| self.adjoin(at - 1))?,
            _ => at.checked_sub(1).filter(|_| is_patronymic(word))?,
        };
        let name = &self.words[given];
        if !self.adjoin(given + 1) || name.chars() < 2 || is_no_name(name) {
            return None;
        }
        let small_letters = !self.chars.is_capital(name) || !self.chars.is_capital(&self.words[given + 1]);
        if small_letters && (!is_given(name) || is_no_name(word)) {
            return None;
        }
        let (mut start, mut end) = (name.place.start, word.place.end);
        let before = given.checked_sub(1).filter(|_| self.adjoin(given)).map(|at| (at, &self.words[at]));
        let after = self.words.get(at + 1).filter(|_| self.adjoin(at + 1));
        let could_be = |word: &Word| {
            word.chars() > 1 && (self.chars.is_capital(word) != small_letters) && !is_no_name(word)
        };
        let before = before.filter(|(_, word)| could_be(word));
        let after = after.filter(|word| could_be(word));
        match (before, after) {
            (Some((_, surname)), _) if is_like_a_surname(surname) => start = surname.place.start,
            (_, Some(surname)) if !small_letters || is_like_a_surname(surname) => end = surname.place.end,
            (Some((at, surname)), _) if !small_letters && !self.begins_a_sentence(at) => {
                start = surname.place.start
            }
            (Some(_) | None, Some(_) | None) => {}
        }
        Some(start..end)
    }

    /// The name whose first initial is word `at`: two beside any surname, one
    /// beside what ends as surnames do.
    fn by_initials(&self, at: usize) -> Option<Range<usize>> {
        let initial = |at: usize| self.words.get(at).filter(|word| self.is_initial(word));
        let first = initial(at)?;
        let continues = at.checked_sub(1).and_then(initial);
        if continues.is_some_and(|before| self.chars.only_blanks(before.place.end + 1, first.place.start)) {
            return None;
        }
        let second =
            initial(at + 1).filter(|second| self.chars.only_blanks(first.place.end + 1, second.place.start));
        let last = second.map_or(at, |_| at + 1);
        let end = self.words[last].place.end + 1;
        let before = at.checked_sub(1).filter(|_| self.adjoin(at)).map(|at| (at, &self.words[at]));
        let after = self.words.get(last + 1).filter(|after| self.chars.only_blanks(end, after.place.start));
        let could_be = |word: &Word| word.chars() > 1 && self.chars.is_capital(word) && !is_no_name(word);
        let before = before.filter(|(_, word)| could_be(word));
        let after = after.filter(|word| could_be(word));
        match (before, after) {
            (Some((_, surname)), _) if is_like_a_surname(surname) => Some(surname.place.start..end),
            (_, Some(surname)) if is_like_a_surname(surname) => Some(first.place.start..surname.place.end),
            _ if second.is_none() => None,
            (Some((at, surname)), _) if !self.begins_a_sentence(at) => Some(surname.place.start..end),
            (_, Some(surname)) => Some(first.place.start..surname.place.end),
            (Some((_, surname)), None) => Some(surname.place.start..end),
            (None, None) => None,
        }
    }

    /// A capital letter by itself with its full stop; `U. S.` is none.
    fn is_initial(&self, word: &Word) -> bool {
        word.chars() == 1
            && !word.small.is_ascii()
            && self.chars.is_capital(word)
            && self.chars.get(word.place.end) == Some('.')
    }

    /// Whether word `at` follows the one before it in one line.
    fn adjoin(&self, at: usize) -> bool {
        self.chars.only_blanks(self.words[at - 1].place.end, self.words[at].place.start)
    }

    fn begins_a_sentence(&self, at: usize) -> bool {
        let before = &self.chars.written[..self.words[at].place.start];
        let mark = before.iter().rev().find(|c| !matches!(c, ' ' | '\u{a0}'));
        mark.is_none_or(|c| matches!(c, '.' | '!' | '?' | '\n' | '…' | '«' | '"' | '“'))
    }
}

/// In any case: `Петровича`, `Ильиничной`, `Иваныч`.
fn is_patronymic(word: &Word) -> bool {
    const ENDINGS: &str = "ович овича овичу овичем овиче евич евича евичу евичем евиче ыч ыча ычу ычем \
        овна овны овне овну овной овною евна евны евне евну евной евною";
    const MALE: &str = "ильич кузьмич лукич фомич никитич саввич силич николаич сергеич андреич \
        алексеич матвеич";
    const FEMALE: &str = "ильинич кузьминич лукинич фоминич никитич саввич";
    let declined = |stems: &str, endings: &str| {
        let stem =
            |stem| word.small.strip_prefix(stem).is_some_and(|rest| endings.split(' ').any(|it| it == rest));
        stems.split(' ').any(stem)
    };
    let could_be = word.chars() > 4 && (word.small.contains('ч') || word.small.contains("вн"));
    could_be
        && (word.ends_with(ENDINGS)
            || word.small.contains("ич")
                && (declined(MALE, " а у ем е") || declined(FEMALE, "на ны не ну ной")))
}

/// In any case: `Кузнецовой`, `Белинскому`, `Шевченко`, `Косых`.
fn is_like_a_surname(word: &Word) -> bool {
    const ENDINGS: &str = "ов ова ову овым ове овой ев ева еву евым еве евой ин ина ину иным ине иной ын ына ыну ыным \
        ыной ский ского скому ским ском ская скую ской цкий цкого цкому цким цкая цкую цкой енко чук \
        чука чуку юк ян яна яну дзе швили ых их ук ука уку чак ляк ман берг штейн";
    word.chars() > 3 && word.ends_with(ENDINGS)
}

/// Words that stand with a capital letter before a name, or look like one.
fn is_no_name(word: &Word) -> bool {
    const BEGINNINGS: &str = "украин уважаем дорог господин госпож товарищ гражданин граждан хозя сосед росси союз \
         улиц проспект площад переул бульвар завет";
    const WHOLE: &str = "наш наша мой моя нашего нашей моего моей герой героя глава главы врач один дядя тетя \
         баба дед своих наших ваших этих";
    const NOT_PATRONYMICS: &str = "виновна духовна условна равновелик душевна плачевна верховна равна";
    word.begins_with(BEGINNINGS) || word.is_one_of(WHOLE) || word.is_one_of(NOT_PATRONYMICS)
}

/// Given names that are common enough for a name to be known in small letters.
fn is_given(word: &Word) -> bool {
    const NAMES: &str = "александр алексе анатоли андре антон аркади артем артур борис вадим валенти валери васили \
        виктор витали владимир владислав вячеслав геннади георги григори даниил данил денис дмитри \
        евгени егор иван игор иль илья ильдар кирилл константин лев леонид максим марат михаил никит \
        никола олег павел павл петр ринат роман руслан рустам семен серге станислав степан тимофе \
        тимур федор юри яков ярослав алин алл алсу анастаси ангелин анн валентин вер вероник гали \
        дарь екатерин елен елизавет жанн зинаид зо инн ирин кристин ксени ларис лиди любов людмил \
        мари надежд наталь нин ольг светлан татьян юли";
    NAMES.split(' ').any(|name| word.small.strip_prefix(name).is_some_and(|rest| rest.chars().count() <= 2))
}
