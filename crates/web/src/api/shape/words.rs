//! Words of closed lists. The list is the type's own: serde says it.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeOwned, Deserializer, Error, Visitor};
use serde_json::Value;
use utoipa::openapi::schema::{Object, Type};
use utoipa::openapi::{RefOr, Schema};

use super::{Book, Shape};

/// The words that serde takes for a type without data.
pub(in crate::api) fn words<T: DeserializeOwned>() -> &'static [&'static str] {
    match T::deserialize(Asking) {
        Err(Told::Words(words)) => words,
        Ok(_) | Err(Told::Nothing) => &[],
    }
}

/// One word of these.
pub(in crate::api) fn one_of<'w>(words: impl IntoIterator<Item = &'w str>) -> RefOr<Schema> {
    let mut object = Object::with_type(Type::String);
    object.enum_values = Some(words.into_iter().map(Value::from).collect());
    object.into()
}

/// Asks a type for its words, and reads nothing.
struct Asking;

#[derive(Debug)]
enum Told {
    Words(&'static [&'static str]),
    Nothing,
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nothing is read here")
    }
}

impl std::error::Error for Told {}

impl Error for Told {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::Nothing
    }
}

impl<'de> Deserializer<'de> for Asking {
    type Error = Told;

    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, Told> {
        Err(Told::Nothing)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        words: &'static [&'static str],
        _visitor: V,
    ) -> Result<V::Value, Told> {
        Err(Told::Words(words))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

macro_rules! word_shapes {
    ($($type:ty as $name:literal $(, $example:literal)?;)*) => {$(
        impl Shape for $type {
            fn shape(book: &mut Book) -> RefOr<Schema> {
                book.named($name, |_| one_of(words::<Self>().iter().copied()))
            }

            fn example() -> Value {
                let mut _word = words::<Self>().first().copied().unwrap_or_default();
                $(_word = $example;)?
                Value::from(_word)
            }
        }
    )*};
}

word_shapes! {
    aggregates::authority::event::AuthorityKind as "AuthorityKind";
    aggregates::gate::Publishable as "Publishable", "office_contact";
    aggregates::initiative::event::AppealOutcome as "AppealOutcome";
    aggregates::initiative::event::Closing as "Closing";
    aggregates::initiative::event::ReturnCause as "ReturnCause";
    aggregates::initiative::fields::Basis as "Basis", "unlawful_processing";
    aggregates::initiative::fields::Channel as "Channel";
    aggregates::initiative::fields::CorrectedField as "CorrectedField";
    aggregates::initiative::fields::Kind as "Kind";
    aggregates::initiative::stage::Awaited as "Awaited";
    aggregates::initiative::stage::EscalationCause as "EscalationCause";
    aggregates::installation::event::ClockKind as "ClockKind";
    aggregates::level::Level as "Level";
    aggregates::official::OpeningReason as "OpeningReason", "contact";
    aggregates::official::Role as "Role";
    aggregates::official::SealedField as "SealedField", "contacts";
    aggregates::participant::Method as "Method", "document_seen_by_clerk";
    aggregates::procedure::StageName as "StageName", "under_review";
    aggregates::procedure::TermKind as "TermKind";
    aggregates::support::event::InvalidationGround as "InvalidationGround";
    aggregates::territory::kind::FederalDistrict as "FederalDistrict", "ural";
    aggregates::territory::kind::TerritoryKind as "TerritoryKind", "settlement";
    aggregates::territory::kind::TerritoryType as "TerritoryType", "rural_settlement";
    calendar::Roll as "Roll";
}

impl Shape for projections::initiative::Outcome {
    fn shape(book: &mut Book) -> RefOr<Schema> {
        // It is only ever written; the test below keeps the list.
        book.named("Outcome", |_| one_of(OUTCOMES.iter().copied()))
    }
}

const OUTCOMES: &[&str] = &[
    "not_admitted",
    "adopted",
    "refused",
    "revision_offered",
    "passed_up",
    "endorsed",
    "returned",
    "appeal_dismissed",
    "appeal_granted",
    "taken_over",
    "answered",
    "left_without_answer",
    "correspondence_ended",
];

/// A count for each word.
impl Shape for BTreeMap<aggregates::procedure::StageName, u64> {
    fn shape(book: &mut Book) -> RefOr<Schema> {
        let mut members = super::Members::default();
        for word in words::<aggregates::procedure::StageName>() {
            members = members.field(word, u64::shape(book), false, "");
        }
        members.closed().schema("")
    }
}

#[cfg(test)]
mod tests {
    use aggregates::initiative::fields::Kind;
    use projections::initiative::Outcome;

    use super::*;

    #[test]
    fn a_type_says_its_own_words() {
        assert_eq!(words::<Kind>(), ["work", "programme", "rule", "law"]);
        assert!(words::<aggregates::procedure::StageName>().contains(&"under_review"));
        assert_eq!(words::<u64>(), [""; 0]);
    }

    #[test]
    fn every_outcome_is_in_the_list() {
        use Outcome::*;
        let all = [
            NotAdmitted,
            Adopted,
            Refused,
            RevisionOffered,
            PassedUp,
            Endorsed,
            Returned,
            AppealDismissed,
            AppealGranted,
            TakenOver,
            Answered,
            LeftWithoutAnswer,
            CorrespondenceEnded,
        ];
        let written = all.map(|outcome| serde_json::to_value(outcome).expect("a word"));
        assert_eq!(written.to_vec(), OUTCOMES.iter().map(|word| Value::from(*word)).collect::<Vec<_>>());
    }
}
