//! Words reduced to their stems: Russian ones by the Russian stemmer, those in
//! Latin letters by the English one.

use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};

static RUSSIAN: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::Russian));
static ENGLISH: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::English));

/// The stems of a text, in its order. `ё` counts as `е`.
pub(super) fn stems(text: &str) -> Vec<String> {
    text.to_lowercase()
        .replace('ё', "е")
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(stem)
        .collect()
}

fn stem(word: &str) -> String {
    let is_russian = word.chars().any(|letter| ('а'..='я').contains(&letter));
    let stemmer = if is_russian { &RUSSIAN } else { &ENGLISH };
    stemmer.stem(word).into_owned()
}

#[cfg(test)]
mod tests {
    use super::stems;

    #[test]
    fn forms_of_a_russian_word_have_one_stem() {
        assert_eq!(stems("Дорога дороги дорогами"), ["дорог", "дорог", "дорог"]);
        assert_eq!(stems("посёлок"), stems("поселок"));
    }

    #[test]
    fn forms_of_an_english_word_have_one_stem() {
        assert_eq!(stems("Bridges, bridge"), ["bridg", "bridg"]);
    }

    #[test]
    fn punctuation_is_no_word() {
        assert!(stems("— «» … \"*\" ()").is_empty());
    }
}
