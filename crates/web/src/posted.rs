//! What a form sent.

mod files;

pub(crate) use files::{PostedFile, PostedFiles};

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::app::App;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// A form that came from a page of ours: its CSRF token holds, and it was not sent too
/// often. Fields that were left empty are as if they were not there.
pub(crate) struct Posted<T> {
    pub(crate) visitor: Visitor,
    /// The fields.
    pub(crate) fields: T,
    /// The same as they came, to show the form again.
    pub(crate) typed: Typed,
    /// The id of the command, made with the page: sent twice, done once.
    pub(crate) command_id: Option<Uuid>,
    /// The sequence at which the page showed the thing.
    pub(crate) expected: Option<u64>,
}

/// What was typed, by the names of the fields.
#[derive(Clone, Debug, Default)]
pub(crate) struct Typed(pub(crate) Vec<(String, String)>);

impl Typed {
    /// The first value of a field.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// All values of a field that may come more than once.
    pub(crate) fn all<'t>(&'t self, name: &'t str) -> impl Iterator<Item = &'t str> {
        self.0.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }
}

/// What somebody says of personal data that was found in what he typed: any form with
/// a text may carry it, as often as there were findings.
pub(crate) const CONFIRM: &str = "confirm";

/// Fields that every form carries for itself.
const OWN: [&str; 3] = ["csrf", "command_id", "expected"];

impl<T: DeserializeOwned> FromRequest<App> for Posted<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, app).await?;
        let request = Request::from_parts(parts, body);
        let kind =
            request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind.starts_with("application/x-www-form-urlencoded") {
            return Err(Problem::new(
                axum::http::StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "not_a_form",
                "this address takes a form (application/x-www-form-urlencoded)",
            ));
        }
        let body = Bytes::from_request(request, app).await.map_err(|rejected| {
            Problem::new(rejected.status(), "bad_body", "the form is too large or was cut off")
        })?;
        let pairs: Vec<(String, String)> = read_pairs(&body)?;
        Self::of(visitor, pairs)
    }
}

impl<T: DeserializeOwned> Posted<T> {
    /// Checks and reads the fields of a form, however it was encoded.
    ///
    /// # Errors
    ///
    /// If it is not from a page of ours, comes too often, or has fields that this form
    /// does not have.
    pub(crate) fn of(visitor: Visitor, pairs: Vec<(String, String)>) -> Result<Self, Problem> {
        let own = |name: &str| pairs.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str());
        if !own("csrf").is_some_and(|token| visitor.holds(token)) {
            return Err(not_from_here());
        }
        match &visitor.signed {
            Some(signed) => visitor.app.limits().account(signed.account.id)?,
            None => visitor.app.limits().anonymous(visitor.address)?,
        }
        let command_id = own("command_id").map(str::parse).transpose();
        let command_id =
            command_id.map_err(|_| Problem::bad("bad_command_id", "the id of the command is no UUID"))?;
        let expected = own("expected").map(str::parse).transpose();
        let expected = expected.map_err(|_| Problem::bad("bad_sequence", "the sequence is no number"))?;
        let typed: Vec<(String, String)> =
            pairs.into_iter().filter(|(field, _)| !OWN.contains(&field.as_str())).collect();
        let fields = fields(&typed)?;
        Ok(Self { visitor, fields, typed: Typed(typed), command_id, expected })
    }
}

fn not_from_here() -> Problem {
    Problem::forbidden(
        "form_expired",
        "this form is no longer valid: go back, open the page again and send it once more",
    )
}

/// Reads what stands in an address after the question mark. Fields that were left empty
/// are as if they were not there, and names that mean nothing here are passed over: others
/// add them to links.
///
/// # Errors
///
/// If a value cannot be read as what it is for.
pub(crate) fn asked<T: DeserializeOwned>(query: &str) -> Result<T, Problem> {
    let told = |problem: Problem| Problem::bad("bad_filter", problem.detail);
    let pairs = read_pairs(query.as_bytes()).map_err(told)?;
    fields(&pairs).map_err(told)
}

/// The pairs of a form body. What is not UTF-8 is refused, not replaced.
fn read_pairs(body: &[u8]) -> Result<Vec<(String, String)>, Problem> {
    let bad = || Problem::bad("bad_form", "the form cannot be read: it is not UTF-8");
    let text = std::str::from_utf8(body).map_err(|_| bad())?;
    let decoded = |part: &str| {
        let part = part.replace('+', " ");
        percent_encoding::percent_decode_str(&part)
            .decode_utf8()
            .map(|text| text.into_owned())
            .map_err(|_| bad())
    };
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            // Browsers send line ends as CR LF.
            Ok((decoded(name)?, decoded(value)?.replace("\r\n", "\n")))
        })
        .collect()
}

/// Reads the fields that were filled in.
fn fields<T: DeserializeOwned>(typed: &[(String, String)]) -> Result<T, Problem> {
    let filled = typed.iter().filter(|(name, value)| name != CONFIRM && !value.trim().is_empty());
    let fields = serde::de::value::MapDeserializer::<_, serde::de::value::Error>::new(
        filled.map(|(name, value)| (name.as_str(), Field(value.trim()))),
    );
    T::deserialize(fields).map_err(|error| {
        let told = error.to_string();
        let named = told.split('`').nth(1).map(str::to_owned);
        let code = if told.starts_with("missing field") { "field_missing" } else { "field_unfit" };
        let problem = Problem::field("form", code, told);
        Problem { field: named.or(problem.field.clone()), ..problem }
    })
}

/// A value as typed, read as whatever the form expects there.
struct Field<'v>(&'v str);

impl<'de> serde::de::IntoDeserializer<'de> for Field<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

macro_rules! parsed {
    ($($method:ident => $visit:ident),+) => {
        $(fn $method<V: serde::de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
            match self.0.parse() {
                Ok(value) => visitor.$visit(value),
                Err(_) => Err(serde::de::Error::custom(format!("`{}` is no number", self.0))),
            }
        })+
    };
}

impl<'de> serde::Deserializer<'de> for Field<'de> {
    type Error = serde::de::value::Error;

    fn deserialize_any<V: serde::de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_borrowed_str(self.0)
    }

    fn deserialize_bool<V: serde::de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_bool(matches!(self.0, "on" | "true" | "yes"))
    }

    parsed!(
        deserialize_u8 => visit_u8, deserialize_u16 => visit_u16, deserialize_u32 => visit_u32,
        deserialize_u64 => visit_u64, deserialize_i16 => visit_i16, deserialize_i32 => visit_i32,
        deserialize_i64 => visit_i64
    );

    fn deserialize_option<V: serde::de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: serde::de::Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: serde::de::Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        use serde::de::IntoDeserializer;
        visitor.visit_enum(self.0.into_deserializer())
    }

    serde::forward_to_deserialize_any! {
        i8 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct
        identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Form {
        title: String,
        #[serde(default)]
        cost: Option<u64>,
        #[serde(default)]
        agreed: bool,
        #[serde(default)]
        kind: Option<aggregates::initiative::fields::Kind>,
        #[serde(default)]
        on: Option<jiff::civil::Date>,
    }

    fn read(body: &str) -> Result<Form, Problem> {
        fields(&read_pairs(body.as_bytes())?)
    }

    #[test]
    fn a_form_is_read_as_what_its_fields_are() {
        let form =
            read("title=%D0%9C%D0%BE%D1%81%D1%82+1&cost=12&agreed=on&kind=work&on=2027-01-11").unwrap();
        assert_eq!((form.title.as_str(), form.cost, form.agreed), ("Мост 1", Some(12), true));
        assert_eq!(form.on, Some(jiff::civil::date(2027, 1, 11)));
    }

    #[test]
    fn what_was_left_empty_is_not_there() {
        assert_eq!(read("title=x&cost=&kind=&on=+").unwrap().cost, None);
        let missing = read("title=++").unwrap_err();
        assert_eq!((missing.code.as_str(), missing.field.as_deref()), ("field_missing", Some("title")));
    }

    #[test]
    fn an_address_is_read_as_its_form_left_it_and_refused_where_it_cannot_be_read() {
        #[derive(Debug, Deserialize)]
        struct Query {
            #[serde(default)]
            kind: Option<aggregates::initiative::fields::Kind>,
        }
        assert_eq!(asked::<Query>("kind=&utm_source=x").unwrap().kind, None);
        assert!(asked::<Query>("kind=law").unwrap().kind.is_some());
        for query in ["kind=joke", "kind=law&kind=rule", "kind=%ff"] {
            let problem = asked::<Query>(query).unwrap_err();
            assert_eq!((problem.status, problem.code.as_str()), (400, "bad_filter"), "{query}");
        }
    }

    #[test]
    fn what_does_not_fit_names_the_field_or_the_value() {
        for body in [
            "title=x&cost=a",
            "title=x&nothing=1",
            "title=x&on=2027-02-30",
            "title=x&kind=joke",
            "title=x&title=y",
        ] {
            assert_eq!(read(body).unwrap_err().status, 422, "{body}");
        }
        assert_eq!(read("title=%ff").unwrap_err().code, "bad_form");
    }
}
