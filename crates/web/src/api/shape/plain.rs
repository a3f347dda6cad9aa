//! Texts, numbers, dates, ids.

use aggregates::assessment::Score;
use aggregates::authority::number_format::NumberFormat;
use aggregates::ids::{
    AttachmentId, AuthorityId, CommentId, GroundId, InitiativeId, InvitationCode, NationalProjectId,
    OfficialId, ParticipantId, ProcedureId, SupportId, TerritoryId, TextId, ThemeId,
};
use aggregates::kept::{Private, Typed};
use calendar::{Length, UtcOffset};
use jiff::Timestamp;
use jiff::civil::Date;
use projections::performance::Month;
use serde_json::{Value, json};
use utoipa::openapi::schema::{Object, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};
use uuid::Uuid;

use super::{Book, Shape};

/// Any text.
pub(in crate::api) fn text() -> RefOr<Schema> {
    Object::with_type(Type::String).into()
}

/// A text of a well-known form.
pub(in crate::api) fn formatted(format: &str) -> RefOr<Schema> {
    let mut object = Object::with_type(Type::String);
    object.format = Some(SchemaFormat::Custom(format.to_owned()));
    object.into()
}

/// A text that a pattern fits.
pub(in crate::api) fn text_like(pattern: &str) -> RefOr<Schema> {
    let mut object = Object::with_type(Type::String);
    object.pattern = Some(pattern.to_owned());
    object.into()
}

/// A whole number within bounds.
pub(in crate::api) fn integer(least: i64, most: Option<i64>) -> RefOr<Schema> {
    let mut object = Object::with_type(Type::Integer);
    object.format = Some(SchemaFormat::Custom("int64".to_owned()));
    object.minimum = Some(number(least));
    object.maximum = most.map(number);
    object.into()
}

fn number(number: i64) -> utoipa::Number {
    utoipa::Number::Int(isize::try_from(number).unwrap_or(isize::MAX))
}

macro_rules! plain {
    ($($type:ty => $schema:expr, $example:expr;)*) => {$(
        impl Shape for $type {
            fn shape(_: &mut Book) -> RefOr<Schema> {
                $schema
            }

            fn example() -> Value {
                json!($example)
            }
        }
    )*};
}

/// An id of the example's people and things; nobody has it.
const SOMEBODY: &str = "00000000-0000-4000-8000-000000000000";

fn code(most: u8) -> RefOr<Schema> {
    text_like(&format!("^[A-Za-z0-9_./-]{{1,{most}}}$"))
}

/// What a person typed: not blank, no control characters but line ends and tabs.
fn typed() -> RefOr<Schema> {
    let mut object = Object::with_type(Type::String);
    object.min_length = Some(1);
    object.pattern = Some(r"\S".to_owned());
    object.into()
}

plain! {
    String => text(), "text";
    bool => Object::with_type(Type::Boolean).into(), true;
    u16 => integer(0, Some(i64::from(u16::MAX))), 1;
    u32 => integer(0, Some(i64::from(u32::MAX))), 1;
    u64 => integer(0, None), 1;
    i16 => integer(1, Some(9999)), 2027;
    i32 => integer(i64::from(i32::MIN), Some(i64::from(i32::MAX))), 1;
    i64 => integer(i64::MIN, None), 1;
    f64 => Object::with_type(Type::Number).into(), 1.0;
    Date => formatted("date"), "2027-02-10";
    Timestamp => formatted("date-time"), "2027-02-10T19:00:00Z";
    Month => text_like(r"^[0-9]{4}-[0-9]{2}$"), "2027-02";
    Uuid => formatted("uuid"), SOMEBODY;
    InitiativeId => formatted("uuid"), SOMEBODY;
    ParticipantId => formatted("uuid"), SOMEBODY;
    OfficialId => formatted("uuid"), SOMEBODY;
    TextId => formatted("uuid"), SOMEBODY;
    CommentId => formatted("uuid"), SOMEBODY;
    AttachmentId => formatted("uuid"), SOMEBODY;
    TerritoryId => code(40), "71826000";
    AuthorityId => code(80), "71826000.administration";
    ThemeId => code(40), "roads";
    NationalProjectId => code(60), Value::Null;
    GroundId => code(20), "M2";
    ProcedureId => code(60), "inverted-pyramid";
    InvitationCode => text_like("^[0-9a-f]{64}$"), "0".repeat(64);
    SupportId => text_like("^[0-9a-f]{64}$"), "0".repeat(64);
    Score => integer(1, Some(5)), 5;
    UtcOffset => text_like(r"^[+-][0-9]{1,2}(:[0-9]{2})?$"), "+5";
    Length => text(), "30 cd";
    NumberFormat => text_like(r"\{n\}"), "{n}/{year}";
    Typed => typed(), "A text that people can read, long enough to be understood by everybody it concerns.";
    Private => typed(), "Something that only the office reads.";
}

impl Shape for &'static str {
    fn shape(_: &mut Book) -> RefOr<Schema> {
        text()
    }
}

impl Shape for Value {
    fn shape(_: &mut Book) -> RefOr<Schema> {
        Object::with_type(utoipa::openapi::schema::SchemaType::AnyValue).into()
    }
}

impl Shape for (u32, u32) {
    fn shape(book: &mut Book) -> RefOr<Schema> {
        let mut array = utoipa::openapi::schema::Array::new(u32::shape(book));
        (array.min_items, array.max_items) = (Some(2), Some(2));
        array.into()
    }
}

impl Shape for [u64; 5] {
    fn shape(book: &mut Book) -> RefOr<Schema> {
        let mut array = utoipa::openapi::schema::Array::new(u64::shape(book));
        (array.min_items, array.max_items) = (Some(5), Some(5));
        array.into()
    }
}
