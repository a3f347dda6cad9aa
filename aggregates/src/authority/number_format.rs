//! How an authority writes its registration numbers.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::ids::AuthorityId;

/// A pattern such as `{n}/{year}-{authority}`: at most 60 ASCII letters, digits
/// and `-`, `/`, `.`, `_`, with the placeholders `{n}` (needed), `{year}` and
/// `{authority}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NumberFormat(String);

/// A text that is not such a pattern.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is not a number format: ASCII letters, digits, - / . _ and {{n}}, {{year}}, {{authority}}, with {{n}} once"
)]
pub struct BadNumberFormat(pub String);

impl NumberFormat {
    /// The number `n` of `year`, as `authority` writes it.
    pub fn write(&self, n: u32, year: i16, authority: &AuthorityId) -> String {
        self.0
            .replace("{n}", &n.to_string())
            .replace("{year}", &year.to_string())
            .replace("{authority}", authority.as_str())
    }
}

impl Default for NumberFormat {
    /// `{n}/{year}`.
    fn default() -> Self {
        Self("{n}/{year}".to_owned())
    }
}

impl fmt::Display for NumberFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for NumberFormat {
    type Err = BadNumberFormat;

    fn from_str(text: &str) -> Result<Self, BadNumberFormat> {
        let rest = text.replacen("{n}", "", 1).replacen("{year}", "", 1).replacen("{authority}", "", 1);
        let fits = text.len() <= 60
            && text.contains("{n}")
            && rest.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'/' | b'.' | b'_'));
        if fits { Ok(Self(text.to_owned())) } else { Err(BadNumberFormat(text.chars().take(80).collect())) }
    }
}

impl TryFrom<String> for NumberFormat {
    type Error = BadNumberFormat;

    fn try_from(text: String) -> Result<Self, BadNumberFormat> {
        text.parse()
    }
}

impl From<NumberFormat> for String {
    fn from(format: NumberFormat) -> String {
        format.0
    }
}
