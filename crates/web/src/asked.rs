//! What stands in an address after the question mark.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::app::App;
use crate::posted;
use crate::problem::Problem;

/// The filters of a page, as its form left them in the address.
pub(crate) struct Asked<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequestParts<App> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self, Problem> {
        posted::asked(parts.uri.query().unwrap_or_default()).map(Self)
    }
}

/// An address with those of its parameters that have a value.
pub(crate) fn address(path: &str, parameters: &[(&str, Option<String>)]) -> String {
    let mut address = path.to_owned();
    let mut between = '?';
    for (name, value) in parameters {
        let Some(value) = value.as_deref().filter(|value| !value.is_empty()) else { continue };
        let value = percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC);
        address.push_str(&format!("{between}{name}={value}"));
        between = '&';
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_carries_what_has_a_value_and_nothing_that_could_be_read_as_more() {
        let parameters =
            [("level", Some("region".to_owned())), ("q", Some("a&b=c".to_owned())), ("stage", None)];
        assert_eq!(address("/ru/initiatives", &parameters), "/ru/initiatives?level=region&q=a%26b%3Dc");
        assert_eq!(address("/ru/initiatives", &[("q", Some(String::new()))]), "/ru/initiatives");
    }
}
