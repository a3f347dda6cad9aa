//! A line of a sheet of signatures, as somebody typed or pasted it.

use aggregates::participant::Identity;
use jiff::civil::Date;

/// What a line says.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Signed {
    pub(super) identity: Identity,
    /// Where he says he lives; nothing means what is set for the sheet.
    pub(super) place: Option<String>,
}

/// Why a line cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// No surname and given name.
    Name,
    /// No date of birth.
    Date,
    /// A date on which nobody who signs was born.
    Impossible,
}

/// The longest part of a name.
const LONGEST: usize = 100;

/// Reads a line: name, date of birth and place, with semicolons or tabs between them, or
/// with nothing but spaces around the date.
pub(super) fn read(text: &str, today: Date) -> Result<Signed, Fault> {
    let (name, date, place) = parted(text).ok_or(Fault::Date)?;
    let birth_date = date_of(date).ok_or(Fault::Date)?;
    if birth_date >= today || birth_date.year() < 1900 {
        return Err(Fault::Impossible);
    }
    let mut words = name.split_whitespace();
    let (surname, given) = (words.next(), words.next());
    let (Some(surname), Some(given_names)) = (surname, given) else { return Err(Fault::Name) };
    let patronymic: Vec<&str> = words.collect();
    let all = [surname, given_names].into_iter().chain(patronymic.iter().copied());
    if !all.clone().all(is_name) {
        return Err(Fault::Name);
    }
    Ok(Signed {
        identity: Identity {
            surname: surname.to_owned(),
            given_names: given_names.to_owned(),
            patronymic: Some(patronymic.join(" ")).filter(|patronymic| !patronymic.is_empty()),
            birth_date,
        },
        place: Some(place.trim()).filter(|place| !place.is_empty()).map(str::to_owned),
    })
}

/// Name, date and place.
fn parted(text: &str) -> Option<(&str, &str, &str)> {
    for between in [';', '\t'] {
        if text.contains(between) {
            let mut parts = text.splitn(3, between).map(str::trim);
            let (name, date) = (parts.next()?, parts.next()?);
            let place = parts.next().unwrap_or_default();
            return Some((name, date, place.trim_end_matches(between)));
        }
    }
    let date = text.split_whitespace().find(|word| date_of(word.trim_matches(',')).is_some())?;
    let (name, place) = text.split_once(date)?;
    Some((name.trim().trim_end_matches(','), date.trim_matches(','), place.trim().trim_start_matches(',')))
}

/// 01.02.1980, 1.2.1980, 01021980 or 1980-02-01. A year of two digits could be of two
/// centuries: it is no date.
fn date_of(text: &str) -> Option<Date> {
    let text = text.trim().trim_end_matches("г.").trim_end_matches('г').trim();
    if let Ok(date) = text.parse::<Date>() {
        return (text.len() == 10).then_some(date);
    }
    let parts: Vec<&str> = text.split(['.', '/', '-', ' ']).filter(|part| !part.is_empty()).collect();
    let (day, month, year) = match parts[..] {
        [day, month, year] => (day, month, year),
        [digits] if digits.len() == 8 && digits.is_ascii() => (&digits[..2], &digits[2..4], &digits[4..]),
        _ => return None,
    };
    if year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

fn is_name(word: &str) -> bool {
    word.chars().count() <= LONGEST
        && word.chars().any(char::is_alphabetic)
        && word.chars().all(|c| c.is_alphabetic() || "-‐–'’.".contains(c))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2027, 1, 11);

    #[test]
    fn typed_pasted_and_plain_lines_say_the_same() {
        let typed = read("Семёнова-Тян Анна Игоревна; 01.02.1980; Белый Яр", TODAY).unwrap();
        for other in [
            "Семёнова-Тян Анна Игоревна\t1.2.1980\tБелый Яр",
            "Семёнова-Тян  Анна  Игоревна ;01021980; Белый Яр;",
            "Семёнова-Тян Анна Игоревна 01.02.1980 Белый Яр",
            "Семёнова-Тян Анна Игоревна, 1980-02-01, Белый Яр",
            "Семёнова-Тян Анна Игоревна; 01.02.1980 г.; Белый Яр",
        ] {
            assert_eq!(read(other, TODAY).as_ref(), Ok(&typed), "{other}");
        }
        assert_eq!(typed.identity.birth_date, date(1980, 2, 1));
        assert_eq!(typed.place.as_deref(), Some("Белый Яр"));
        assert_eq!(read("Ким Ен; 01.02.1980", TODAY).unwrap().identity.patronymic, None);
    }

    #[test]
    fn what_cannot_be_read_is_told_apart() {
        for (line, fault) in [
            ("Иванов; 01.02.1980", Fault::Name),
            ("Ив4нов Иван; 01.02.1980", Fault::Name),
            ("Иванов Иван Иванович", Fault::Date),
            ("Иванов Иван; 31.02.1980", Fault::Date),
            ("Иванов Иван; 01.02.80", Fault::Date),
            ("Иванов Иван; 01.02.2030", Fault::Impossible),
            ("Иванов Иван; 01.02.1880", Fault::Impossible),
        ] {
            assert_eq!(read(line, TODAY), Err(fault), "{line}");
        }
    }
}
