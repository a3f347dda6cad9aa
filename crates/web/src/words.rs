//! Russian and English: every word of a screen stands in `texts/<language>/*.ftl`
//! (Project Fluent), and both languages say everything.

use std::collections::BTreeMap;
use std::fmt;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use jiff::civil::Date;
use unic_langid::langid;

/// A language of the screens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lang {
    /// Russian.
    #[default]
    Ru,
    /// English.
    En,
}

impl Lang {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Ru, Self::En];

    /// As it stands in an address and in `lang="…"`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ru => "ru",
            Self::En => "en",
        }
    }

    /// The other one.
    pub const fn other(self) -> Self {
        match self {
            Self::Ru => Self::En,
            Self::En => Self::Ru,
        }
    }

    /// The language that an address begins with.
    pub fn of_path(path: &str) -> Option<Self> {
        let first = path.trim_start_matches('/').split('/').next()?;
        Self::ALL.into_iter().find(|lang| lang.as_str() == first)
    }

    /// What the browser asks for: the first of ours in `Accept-Language`.
    pub fn preferred(accept: Option<&str>) -> Self {
        let asked = accept.unwrap_or_default().split(',').map(str::trim);
        asked
            .filter_map(|tag| {
                Self::ALL.into_iter().find(|lang| tag.to_lowercase().starts_with(lang.as_str()))
            })
            .next()
            .unwrap_or_default()
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

macro_rules! texts {
    ($($file:literal),+ $(,)?) => {
        /// Each file in each language: name, text.
        pub const FILES: &[(Lang, &str, &str)] = &[
            $((Lang::Ru, $file, include_str!(concat!("../texts/ru/", $file, ".ftl"))),
              (Lang::En, $file, include_str!(concat!("../texts/en/", $file, ".ftl"))),)+
        ];
    };
}

texts!("frame", "terms", "refusals", "public", "resident", "office", "letters", "audit");

/// What letters say: Russian whoever prints them, since it is the language of the office.
const LETTERS: &str = include_str!("../texts/ru/paper.ftl");

/// What the screens say, in both languages.
pub struct Words {
    bundles: BTreeMap<Lang, FluentBundle<FluentResource>>,
}

impl Words {
    /// Reads the texts that the program carries.
    ///
    /// # Panics
    ///
    /// If one of them is malformed or says something twice; a test reads them all.
    pub fn new() -> Self {
        let bundle = |lang| {
            let locale = match lang {
                Lang::Ru => langid!("ru-RU"),
                Lang::En => langid!("en-GB"),
            };
            let mut bundle = FluentBundle::new_concurrent(vec![locale]);
            // Direction marks around every value would only disturb copying.
            bundle.set_use_isolating(false);
            let letters = [(Lang::Ru, "paper", LETTERS)];
            for (_, name, text) in FILES.iter().chain(&letters).filter(|(of, ..)| *of == lang) {
                let resource = FluentResource::try_new((*text).to_owned());
                let resource = resource.unwrap_or_else(|(_, errors)| panic!("{lang}/{name}: {errors:?}"));
                bundle.add_resource(resource).unwrap_or_else(|errors| panic!("{lang}/{name}: {errors:?}"));
            }
            (lang, bundle)
        };
        Self { bundles: Lang::ALL.into_iter().map(bundle).collect() }
    }

    /// The texts of one language.
    pub fn of(&self, lang: Lang) -> Say<'_> {
        Say { lang, bundle: &self.bundles[&lang] }
    }
}

impl Default for Words {
    fn default() -> Self {
        Self::new()
    }
}

/// Says things in one language.
#[derive(Clone, Copy)]
pub struct Say<'w> {
    /// Which.
    pub lang: Lang,
    bundle: &'w FluentBundle<FluentResource>,
}

impl Say<'_> {
    /// The text of a key. One that is missing shows as its key, and fails a test.
    pub fn t(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// The text of a key with values put in; numbers choose the plural form.
    pub fn with(&self, key: &str, values: &[(&str, FluentValue<'_>)]) -> String {
        self.maybe(key, values).unwrap_or_else(|| {
            tracing::warn!(key, lang = %self.lang, "nothing to say for this key");
            key.to_owned()
        })
    }

    /// The text of a key with one number.
    pub fn count(&self, key: &str, count: u64) -> String {
        self.with(key, &[("count", FluentValue::from(count))])
    }

    /// The text of a key, if there is one.
    pub fn maybe(&self, key: &str, values: &[(&str, FluentValue<'_>)]) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut arguments = FluentArgs::new();
        for (name, value) in values {
            arguments.set(*name, value.clone());
        }
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&arguments), &mut errors).into_owned();
        if !errors.is_empty() {
            tracing::warn!(key, ?errors, "a text misses a value");
        }
        Some(text)
    }

    /// A date as people write it: 11 января 2027; 11 January 2027.
    pub fn date(&self, date: Date) -> String {
        let month = self.t(&format!("month-{}", date.month()));
        format!("{} {month} {}", date.day(), date.year())
    }

    /// A date in a table: 11.01.2027 in Russian, 2027-01-11 in English.
    pub fn short_date(&self, date: Date) -> String {
        match self.lang {
            Lang::Ru => format!("{:02}.{:02}.{:04}", date.day(), date.month(), date.year()),
            Lang::En => date.to_string(),
        }
    }

    /// A number with its thousands apart.
    pub fn number(&self, number: u64) -> String {
        let digits = number.to_string();
        let mut text = String::with_capacity(digits.len() * 2);
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                text.push(match self.lang {
                    Lang::Ru => '\u{a0}',
                    Lang::En => ',',
                });
            }
            text.push(digit);
        }
        text
    }
}

/// The name of an event or of a field as keys have it: `AnswerDispatched` and
/// `answer_dispatched` → `answer-dispatched`.
pub(crate) fn kebab(name: &str) -> String {
    let mut key = String::with_capacity(name.len() + 4);
    for (place, c) in name.chars().enumerate() {
        match c {
            '_' => key.push('-'),
            c if c.is_ascii_uppercase() => {
                if place > 0 {
                    key.push('-');
                }
                key.push(c.to_ascii_lowercase());
            }
            c => key.push(c),
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn keys(lang: Lang) -> BTreeSet<&'static str> {
        FILES
            .iter()
            .filter(|(of, ..)| *of == lang)
            .flat_map(|(.., text)| text.lines())
            .filter_map(|line| line.split_once(" =").map(|(key, _)| key))
            .filter(|key| key.starts_with(|c: char| c.is_ascii_lowercase()))
            .collect()
    }

    #[test]
    fn both_languages_say_everything() {
        Words::new();
        let (russian, english) = (keys(Lang::Ru), keys(Lang::En));
        let only: Vec<_> = russian.symmetric_difference(&english).collect();
        assert!(only.is_empty(), "said in one language only: {only:?}");
    }

    #[test]
    fn dates_and_numbers_are_written_as_people_write_them() {
        let words = Words::new();
        let date = jiff::civil::date(2027, 1, 11);
        assert_eq!(words.of(Lang::Ru).date(date), "11 января 2027");
        assert_eq!(words.of(Lang::En).date(date), "11 January 2027");
        assert_eq!(words.of(Lang::En).number(1_234_567), "1,234,567");
        assert_eq!(words.of(Lang::Ru).number(999), "999");
    }

    #[test]
    fn the_first_language_of_ours_that_the_browser_asks_for_is_taken() {
        assert_eq!(Lang::preferred(Some("de, en-US;q=0.8, ru;q=0.5")), Lang::En);
        assert_eq!(Lang::preferred(Some("ru-RU,ru")), Lang::Ru);
        assert_eq!(Lang::preferred(Some("*")), Lang::Ru);
        assert_eq!(Lang::of_path("/en/territories/RU"), Some(Lang::En));
        assert_eq!(Lang::of_path("/english"), None);
    }
}
