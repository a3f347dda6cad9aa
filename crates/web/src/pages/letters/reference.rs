//! Legal references as a Russian letter writes them.
//!
//! Procedure files name an act and its place in short: `59-FZ 8(3)`, `131-FZ 26.1(7) 5`.
//! What begins with `own` or `after` is the procedure's own rule, made after an act.

use aggregates::initiative::fields::Kind;
use jiff::civil::Date;

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

/// What the words for a reference depend on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cited<'c> {
    /// What the procedure is called.
    pub(super) procedure: &'c str,
    /// What the initiative asks for: a term may be the law's for one kind and the
    /// procedure's own for another.
    pub(super) kind: Kind,
    /// The day of the step: an act that was out of force by then is not cited.
    pub(super) on: Date,
}

/// Art. 26.1 of 131-FZ gave way to art. 49 of 33-FZ that day.
const SUCCEEDED_ON: Date = jiff::civil::date(2025, 6, 19);
const SUCCEEDED: (&str, &str) = ("131-FZ 26.1", "33-FZ 49");

/// The words for a reference.
pub(super) fn in_words(reference: &str, cited: &Cited<'_>) -> String {
    let own_for_kind = format!("for a {} are this procedure's own", cited.kind.as_str());
    let rule = own_rule(cited);
    if reference.contains(&own_for_kind) {
        return rule;
    }
    let own = reference.starts_with("own") || reference.starts_with("after");
    let places = places(&in_force(reference, own, cited.on)).join(", ");
    match (own, places.is_empty()) {
        (false, false) => places,
        (true, false) => format!("{rule}, по образцу {places}"),
        (_, true) => rule,
    }
}

/// By what a term is extended. Only the law on appeals says it itself; a procedure that
/// follows another act has the rule from there.
pub(super) fn of_extension(reference: &str, cited: &Cited<'_>) -> String {
    let law = places("59-FZ 12(2)").join(", ");
    if reference.contains("extension 12(2)") {
        law
    } else {
        format!("{}, по образцу {law}", own_rule(cited))
    }
}

fn own_rule(cited: &Cited<'_>) -> String {
    format!("правило порядка «{}»", cited.procedure)
}

/// The reference without what was no law any more on that day. What a rule was made after
/// stays: that is history.
fn in_force(reference: &str, own: bool, on: Date) -> String {
    let (old, successor) = SUCCEEDED;
    if own || on < SUCCEEDED_ON || !reference.contains(old) {
        return reference.to_owned();
    }
    let (law, remark) = reference.split_once(';').unwrap_or((reference, ""));
    let kept: Vec<&str> = law.split(", ").filter(|place| !place.contains(old)).collect();
    let law = if kept.is_empty() { successor.to_owned() } else { kept.join(", ") };
    if remark.is_empty() { law } else { format!("{law};{remark}") }
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
    use jiff::civil::date;

    use super::*;

    fn cited(kind: Kind, on: Date) -> Cited<'static> {
        Cited { procedure: "Пирамида", kind, on }
    }

    fn said(reference: &str) -> String {
        in_words(reference, &cited(Kind::Work, date(2025, 1, 13)))
    }

    #[test]
    fn a_reference_is_written_out_with_part_and_article() {
        let law = said("59-FZ 8(3), from registration");
        assert!(law.starts_with("ч. 3 ст. 8 Федерального закона от 02.05.2006 № 59-ФЗ"), "{law}");
        let item = said("after 131-FZ 26.1(7) 5");
        assert!(item.starts_with("правило порядка «Пирамида», по образцу п. 5 ч. 7 ст. 26.1"), "{item}");
        assert_eq!(said("own"), "правило порядка «Пирамида»");
        assert!(said("59-FZ 11(4) and 11(4.1)").ends_with("ч. 4.1 ст. 11 того же закона"));
    }

    #[test]
    fn a_term_that_is_the_procedures_own_for_this_kind_is_not_called_law() {
        let reference = "59-FZ 12(1), 131-FZ 26.1(6); three months for a rule are this procedure's own";
        let rule = in_words(reference, &cited(Kind::Rule, date(2025, 1, 13)));
        assert_eq!(rule, "правило порядка «Пирамида»");
        let work = said(reference);
        assert!(work.contains("59-ФЗ") && work.contains("131-ФЗ"), "{work}");
    }

    #[test]
    fn an_article_that_gave_way_to_another_is_cited_until_that_day_only() {
        let reference = "59-FZ 12(1), 131-FZ 26.1(6)";
        let on = |day| in_words(reference, &cited(Kind::Work, day));
        assert!(on(date(2025, 6, 18)).contains("131-ФЗ"));
        let later = on(date(2025, 6, 19));
        assert!(later.contains("59-ФЗ") && !later.contains("131-ФЗ"), "{later}");
        let alone = in_words("131-FZ 26.1(15)", &cited(Kind::Work, date(2025, 6, 19)));
        assert!(alone.starts_with("ст. 49 Федерального закона от 20.03.2025 № 33-ФЗ"), "{alone}");
    }

    #[test]
    fn only_the_law_on_appeals_itself_extends_a_term() {
        let appeal = "59-FZ 12(1), from registration; extension 12(2), with notice to the author";
        let on = cited(Kind::Work, date(2026, 1, 12));
        assert!(of_extension(appeal, &on).starts_with("ч. 2 ст. 12 Федерального закона"));
        let other = of_extension("59-FZ 12(1)", &on);
        assert!(other.starts_with("правило порядка «Пирамида», по образцу ч. 2 ст. 12"), "{other}");
    }

    #[test]
    fn every_reference_of_the_shipped_procedures_has_words() {
        for procedure in aggregates::procedure::shipped() {
            let references = procedure.grounds().iter().map(|ground| &ground.reference);
            for reference in references.chain(procedure.terms().iter().map(|term| &term.reference)) {
                let words = said(reference);
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
