//! Legal references as a Russian letter writes them.
//!
//! Procedure files name an act and its place in short: `59-FZ 8(3)`, `131-FZ 26.1(7) 5`.
//! What begins with `own` or `after` is the procedure's own rule, made after an act.

/// The acts that the procedure files name: short, as a letter names it first.
const ACTS: &[(&str, &str)] = &[
    (
        "59-FZ",
        "Федерального закона от 02.05.2006 № 59-ФЗ «О порядке рассмотрения обращений граждан Российской Федерации»",
    ),
    (
        "131-FZ",
        "Федерального закона от 06.10.2003 № 131-ФЗ «Об общих принципах организации местного самоуправления в Российской Федерации»",
    ),
    (
        "33-FZ",
        "Федерального закона от 20.03.2025 № 33-ФЗ «Об общих принципах организации местного самоуправления в единой системе публичной власти»",
    ),
];

/// The words for a reference of a procedure called `procedure`.
pub(super) fn in_words(reference: &str, procedure: &str) -> String {
    let own = reference.starts_with("own") || reference.starts_with("after");
    let places = places(reference).join(", ");
    let rule = format!("правило порядка «{procedure}»");
    match (own, places.is_empty()) {
        (false, false) => places,
        (true, false) => format!("{rule}, по образцу {places}"),
        (_, true) => rule,
    }
}

/// Each place of an act that a reference names.
fn places(reference: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut act: Option<&str> = None;
    let mut named: Option<&str> = None;
    let mut words = reference.split([' ', ',', ';']).filter(|word| !word.is_empty()).peekable();
    while let Some(word) = words.next() {
        if let Some((_, name)) = ACTS.iter().find(|(short, _)| *short == word) {
            act = Some(name);
            continue;
        }
        let (Some(name), true) = (act, word.starts_with(|c: char| c.is_ascii_digit())) else { continue };
        let (article, part) = word.split_once('(').unwrap_or((word, ""));
        let mut place = String::new();
        if let Some(item) = words.next_if(|next| next.chars().all(|c| c.is_ascii_digit())) {
            place.push_str(&format!("п. {item} "));
        }
        let part = part.trim_end_matches(')');
        if !part.is_empty() {
            place.push_str(&format!("ч. {part} "));
        }
        let name = if named.replace(name) == Some(name) { "того же закона" } else { name };
        found.push(format!("{place}ст. {article} {name}"));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_written_out_with_part_and_article() {
        let law = in_words("59-FZ 8(3), from registration", "Пирамида");
        assert!(law.starts_with("ч. 3 ст. 8 Федерального закона от 02.05.2006 № 59-ФЗ"), "{law}");
        let item = in_words("after 131-FZ 26.1(7) 5", "Пирамида");
        assert!(item.starts_with("правило порядка «Пирамида», по образцу п. 5 ч. 7 ст. 26.1"), "{item}");
        assert_eq!(in_words("own", "Пирамида"), "правило порядка «Пирамида»");
        assert!(in_words("59-FZ 11(4) and 11(4.1)", "П").ends_with("ч. 4.1 ст. 11 того же закона"));
    }

    #[test]
    fn every_reference_of_the_shipped_procedures_has_words() {
        for procedure in aggregates::procedure::shipped() {
            let references = procedure.grounds().iter().map(|ground| &ground.reference);
            for reference in references.chain(procedure.terms().iter().map(|term| &term.reference)) {
                let words = in_words(reference, "П");
                assert!(!words.contains("-FZ"), "{reference}: {words}");
                // A place is an act and a number after it; an act alone is a remark.
                let named = reference
                    .split("-FZ ")
                    .skip(1)
                    .any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
                assert_eq!(named, words.contains("-ФЗ"), "{reference}: {words}");
            }
        }
    }
}
