//! The query of an address. What an address does not take is refused, not ignored: a
//! filter that was misspelt would answer another question.

use serde::Deserializer;
use serde::de::value::{Error, MapDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer, Visitor};

use super::call::MOST;
use super::row::Row;
use crate::problem::Problem;

type Pairs = Vec<(String, String)>;

/// The names and values of a query, decoded.
///
/// # Errors
///
/// 400 for what is not UTF-8, and for a name that comes twice.
pub(super) fn pairs(query: &str) -> Result<Pairs, Problem> {
    let mut pairs = Pairs::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (name, value) = (decoded(name)?, decoded(value)?);
        if pairs.iter().any(|(known, _)| *known == name) {
            return Err(bad(&name, format!("{name} is there twice")));
        }
        pairs.push((name, value));
    }
    Ok(pairs)
}

fn decoded(part: &str) -> Result<String, Problem> {
    let part = part.replace('+', " ");
    let decoded = percent_encoding::percent_decode_str(&part).decode_utf8();
    decoded
        .map(|text| text.into_owned())
        .map_err(|_| Problem::bad("bad_parameter", "the query of the address is not UTF-8"))
}

fn bad(name: &str, detail: String) -> Problem {
    Problem { field: Some(name.to_owned()), ..Problem::bad("bad_parameter", detail) }
}

/// What every question can say, as far as its row takes it.
#[derive(Default)]
pub(super) struct Common {
    /// The views have to be that far.
    pub(super) min_position: Option<u64>,
    /// As of when.
    pub(super) as_of: Option<String>,
    /// Where the page before ended.
    pub(super) cursor: Option<String>,
    /// The most lines.
    pub(super) limit: Option<u32>,
}

impl Common {
    /// Takes them out of the pairs.
    ///
    /// # Errors
    ///
    /// 400 for numbers that are none.
    pub(super) fn taken_from(pairs: &mut Pairs, row: &Row) -> Result<Self, Problem> {
        let mut take = |name: &str, there: bool| {
            let place = pairs.iter().position(|(known, _)| known == name).filter(|_| there)?;
            Some(pairs.remove(place).1)
        };
        let min_position = take("min_position", !row.is_command());
        let (as_of, cursor) = (take("as_of", row.as_of), take("cursor", row.pages));
        let limit = take("limit", row.pages);
        let limit = limit.map(|limit| number("limit", &limit)).transpose()?;
        if limit.is_some_and(|limit| limit == 0 || limit > u64::from(MOST)) {
            return Err(bad("limit", format!("limit is a number from 1 to {MOST}")));
        }
        let min_position = min_position.map(|text| number("min_position", &text)).transpose()?;
        Ok(Self { min_position, as_of, cursor, limit: limit.and_then(|limit| u32::try_from(limit).ok()) })
    }
}

fn number(name: &str, text: &str) -> Result<u64, Problem> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|_| digits);
    number.ok_or_else(|| bad(name, format!("{name} is a whole number")))
}

/// Reads what is left.
///
/// # Errors
///
/// 400 with the name of what is unknown or cannot be read.
pub(super) fn read<Q: DeserializeOwned>(pairs: &Pairs) -> Result<Q, Problem> {
    let fields = pairs.iter().map(|(name, value)| (name.as_str(), Value(value)));
    serde_path_to_error::deserialize(MapDeserializer::<_, Error>::new(fields)).map_err(|error| {
        let told = error.inner().to_string();
        let unknown = told.starts_with("unknown field");
        let named = if unknown || told.starts_with("missing field") {
            told.split('`').nth(1).map(str::to_owned)
        } else {
            Some(error.path().to_string())
        };
        let code = if unknown { "unknown_parameter" } else { "bad_parameter" };
        Problem { field: named, ..Problem::bad(code, told) }
    })
}

/// A value, read as whatever is expected there.
struct Value<'q>(&'q str);

impl<'de> IntoDeserializer<'de> for Value<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

macro_rules! numbers {
    ($($method:ident => $visit:ident),+) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            let digits = self.0.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
            match self.0.parse() {
                Ok(number) if digits => visitor.$visit(number),
                Ok(_) | Err(_) => Err(serde::de::Error::custom("this is no whole number that fits")),
            }
        })+
    };
}

impl<'de> Deserializer<'de> for Value<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_borrowed_str(self.0)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            "true" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            _ => Err(serde::de::Error::custom("write true or false")),
        }
    }

    numbers!(
        deserialize_u8 => visit_u8, deserialize_u16 => visit_u16, deserialize_u32 => visit_u32,
        deserialize_u64 => visit_u64, deserialize_i16 => visit_i16, deserialize_i64 => visit_i64
    );

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _words: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_enum(self.0.into_deserializer())
    }

    serde::forward_to_deserialize_any! {
        i8 i32 i128 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map
        struct identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use aggregates::level::Level;

    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Asked {
        level: Option<Level>,
        overdue: Option<bool>,
        year: Option<i16>,
    }

    fn asked(query: &str) -> Result<Asked, (String, Option<String>)> {
        let read = pairs(query).and_then(|pairs| read(&pairs));
        read.map_err(|problem| (problem.code, problem.field))
    }

    #[test]
    fn values_are_read_as_what_they_are() {
        let read = asked("level=region&overdue=true&year=2027").expect("it can be read");
        assert_eq!((read.level, read.overdue, read.year), (Some(Level::Region), Some(true), Some(2027)));
    }

    #[test]
    fn what_is_unknown_or_unfit_is_named() {
        let refused = |query: &str| asked(query).expect_err("it is not taken");
        assert_eq!(refused("levle=region"), ("unknown_parameter".to_owned(), Some("levle".to_owned())));
        assert_eq!(refused("level=moon"), ("bad_parameter".to_owned(), Some("level".to_owned())));
        assert_eq!(refused("overdue=yes"), ("bad_parameter".to_owned(), Some("overdue".to_owned())));
        assert_eq!(refused("year=%2B7"), ("bad_parameter".to_owned(), Some("year".to_owned())));
        assert_eq!(refused("year=1&year=2"), ("bad_parameter".to_owned(), Some("year".to_owned())));
        assert_eq!(refused("level=%ff").0, "bad_parameter");
    }
}
