//! References of the procedure files, as they are read in Russian. The files name acts the
//! short English way: `131-FZ 26.1(5)`.

use crate::words::Lang;

/// What a procedure says of the origin of a rule besides naming an act.
const SAYINGS: &[(&str, &str)] = &[
    (
        "131-FZ 26.1 and 59-FZ where a rule says so; otherwise this procedure's own rules",
        "131-ФЗ, ст. 26.1 и 59-ФЗ там, где это указано; в остальном собственные правила этого порядка",
    ),
    (
        "own, after the rules of the national site of public initiatives",
        "собственное правило по образцу Российской общественной инициативы",
    ),
    (
        "after the rules of the national site of public initiatives",
        "по образцу Российской общественной инициативы",
    ),
    ("own, the municipality's list at this level", "собственное правило: перечень муниципального уровня"),
    (
        "three months for a rule are this procedure's own",
        "три месяца для правил — собственное правило порядка",
    ),
    (
        "three months for a law are this procedure's own",
        "три месяца для законов — собственное правило порядка",
    ),
    ("a decision that is not sent is no answer", "неотправленное решение ответом не считается"),
    ("never the authority complained of", "жалобу не рассматривает орган, на который жалуются"),
    ("there is no further offer of a revision", "повторно доработка не предлагается"),
    ("joint revision", "совместная доработка"),
    ("the authority helps", "орган помогает автору"),
    ("nobody's initiative ends in another without his word", "без согласия автора инициативы не объединяют"),
    ("one clarification, with a term, after registration", "одно уточнение, со сроком, после регистрации"),
    ("people see what happens after a decision", "люди видят, что происходит после решения"),
    ("residents say how it turned out", "жители оценивают результат"),
    ("the court stays open apart from it", "обращение в суд остаётся возможным независимо от этого"),
    (
        "the date in the decision; each move of it is counted in public",
        "дата из решения; каждый перенос учитывается публично",
    ),
    ("the last days before silence moves it up", "последние дни перед передачей на уровень выше"),
    ("the linked case follows 59-FZ", "связанное обращение рассматривается по 59-ФЗ"),
    ("extension 12(2), with notice to the author", "продление по ч. 2 ст. 12, с уведомлением автора"),
    ("from registration", "со дня регистрации"),
    ("own", "собственное правило порядка"),
];

/// A reference in the language of the page.
pub(crate) fn reference(lang: Lang, text: &str) -> String {
    match lang {
        Lang::En => text.to_owned(),
        Lang::Ru => russian(text),
    }
}

fn russian(text: &str) -> String {
    if let Some((_, russian)) = SAYINGS.iter().find(|(english, _)| *english == text) {
        return (*russian).to_owned();
    }
    for between in ["; ", ", "] {
        if text.contains(between) {
            return text.split(between).map(russian).collect::<Vec<_>>().join(between);
        }
    }
    if let Some(model) = text.strip_prefix("after ") {
        return format!("по образцу {}", act(model));
    }
    act(text)
}

/// `131-FZ 26.1(7) 2` → `131-ФЗ, ст. 26.1 ч. 7 п. 2`.
fn act(text: &str) -> String {
    let mut words = text.split_whitespace();
    let name = words.next().unwrap_or_default().replace("-FZ", "-ФЗ");
    let rest: Vec<&str> = words.collect();
    match rest[..] {
        [] => name,
        ["of", date] => {
            let parts: Vec<&str> = date.split('-').rev().collect();
            format!("{name} от {}", parts.join("."))
        }
        [article, ref more @ ..] => {
            let mut said = format!("{name}, {}", part("ст.", article));
            for word in more {
                match *word {
                    "and" => said.push_str(" и"),
                    word if word.contains('(') => said.push_str(&format!(" {}", part("ст.", word))),
                    word => said.push_str(&format!(" п. {word}")),
                }
            }
            said
        }
    }
}

fn part(article: &str, text: &str) -> String {
    match text.trim_end_matches(')').split_once('(') {
        Some((number, part)) => format!("{article} {number} ч. {part}"),
        None => format!("{article} {text}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::phrases::procedures;

    #[test]
    fn an_article_is_named_the_russian_way() {
        assert_eq!(russian("59-FZ 8(2)"), "59-ФЗ, ст. 8 ч. 2");
        assert_eq!(russian("after 131-FZ 26.1(7) 2"), "по образцу 131-ФЗ, ст. 26.1 ч. 7 п. 2");
        assert_eq!(russian("59-FZ of 2006-05-02"), "59-ФЗ от 02.05.2006");
        assert_eq!(
            russian("own, after 59-FZ 11(4) and 11(4.1)"),
            "собственное правило порядка, по образцу 59-ФЗ, ст. 11 ч. 4 и ст. 11 ч. 4.1"
        );
    }

    #[test]
    fn no_reference_of_a_shipped_procedure_stays_english_on_a_russian_page() {
        for procedure in procedures() {
            let terms = procedure.terms().iter().map(|term| term.reference.as_str());
            let grounds = procedure.grounds().iter().map(|ground| ground.reference.as_str());
            let thresholds = procedure.thresholds().values().map(|threshold| threshold.reference.as_str());
            for text in terms.chain(grounds).chain(thresholds).chain([procedure.reference()]) {
                let said = reference(Lang::Ru, text);
                assert!(!said.contains(|c: char| c.is_ascii_alphabetic()), "{text:?} is read as {said:?}");
            }
        }
    }
}
