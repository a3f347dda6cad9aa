//! What bears somebody's name: `школа имени А. С. Пушкина` names a school.

use std::ops::Range;

use super::chars::{Chars, Word};

/// How many words back the thing that bears the name may stand.
const REACH: usize = 7;

/// Whether the name at `place`, in characters, is that of a street, a school, a
/// monument, or of the author of a book.
pub(super) fn is_a_place(chars: &Chars, words: &[Word], place: &Range<usize>) -> bool {
    let first = words.partition_point(|word| word.place.start < place.start);
    let next = words.partition_point(|word| word.place.start < place.end);
    if words.get(next).is_some_and(|next| {
        chars.only_blanks(place.end, next.place.start) && next.begins_with("улиц проспект переул площад")
    }) {
        return true;
    }
    let mut from = place.start;
    for word in words[..first].iter().rev().take(REACH) {
        if !continues(chars, word, from) {
            return false;
        }
        if bears_a_name(word) {
            return true;
        }
        if word.small == "рождения" {
            return is_an_anniversary(words, word);
        }
        if !is_an_epithet(word) {
            return false;
        }
        from = word.place.start;
    }
    false
}

/// Whether what stands between a word and `from` is part of one expression.
fn continues(chars: &Chars, word: &Word, from: usize) -> bool {
    let abbreviated = word.chars() <= 5;
    chars.written[word.place.end..from].iter().all(|c| {
        matches!(c, ' ' | '\u{a0}' | '«' | '"' | '№' | '-') || c.is_ascii_digit() || *c == '.' && abbreviated
    })
}

fn bears_a_name(word: &Word) -> bool {
    const WHOLE: &str = "им имени именем имя памяти память честь ул пр просп пер пл бул наб пр-т пр-кт";
    const BEGINNINGS: &str = "улиц проспект переул площад бульвар набережн шоссе проезд сквер парк памятник бюст \
         монумент мемориал обелиск сказк сказок стих роман повест пьес картин музык песн \
         произведен";
    word.is_one_of(WHOLE) || word.begins_with(BEGINNINGS)
}

/// What may stand between the thing and the name: `Героя Советского Союза`.
fn is_an_epithet(word: &Word) -> bool {
    const BEGINNINGS: &str = "геро советск союз росси социалист труд дважды академик акад маршал генерал ген адмирал \
         космонавт летчик поэт писател композитор художник артист народн заслужен профессор \
         доктор врач учител геолог первопроход строител полковник майор капитан лейтенант сержант \
         рядов княз свят перв президент";
    word.begins_with(BEGINNINGS)
}

/// `к 225-летию со дня рождения`.
fn is_an_anniversary(words: &[Word], birth: &Word) -> bool {
    let at = words.partition_point(|word| word.place.start < birth.place.start);
    words[at.saturating_sub(4)..at].iter().any(|word| word.begins_with("лети годовщин юбиле столет"))
}
