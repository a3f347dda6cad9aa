//! How things look in JSON, for the OpenAPI document.
//!
//! [`Shape`] is implemented here for the types of the aggregates and of the views, which
//! know nothing of documents. The lists of fields are checked by the compiler: a field
//! that a view gains is described, or this crate does not build.

mod aggregates;
mod case;
mod country;
mod initiatives;
mod plain;
mod words;

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use utoipa::openapi::schema::{AdditionalProperties, AnyOf, Array, Object, OneOf, Type};
use utoipa::openapi::{Ref, RefOr, Schema};

pub(super) use plain::{formatted, integer, text, text_like};
pub(super) use words::{one_of, words};

/// The named schemas of the document, as they are come across.
#[derive(Default)]
pub(super) struct Book {
    pub(super) named: BTreeMap<&'static str, Option<RefOr<Schema>>>,
}

impl Book {
    /// A reference to the schema of that name, which is made when it is first met.
    pub(super) fn named(
        &mut self,
        name: &'static str,
        make: impl FnOnce(&mut Self) -> RefOr<Schema>,
    ) -> RefOr<Schema> {
        if !self.named.contains_key(name) {
            // Known before it is made: it may hold itself.
            self.named.insert(name, None);
            let schema = make(self);
            self.named.insert(name, Some(schema));
        }
        RefOr::Ref(Ref::from_schema_name(name))
    }

    /// The schema itself, where a reference was given.
    pub(super) fn resolved<'b>(&'b self, schema: &'b RefOr<Schema>) -> Option<&'b Schema> {
        match schema {
            RefOr::T(schema) => Some(schema),
            RefOr::Ref(to) => {
                let name = to.ref_location.rsplit('/').next()?;
                match self.named.get(name)?.as_ref()? {
                    RefOr::T(schema) => Some(schema),
                    RefOr::Ref(_) => None,
                }
            }
        }
    }
}

/// Something that has a form in JSON.
pub(super) trait Shape {
    /// Whether a body may leave it out.
    const OPTIONAL: bool = false;

    /// Its schema; a reference where it has a name in the document.
    fn shape(book: &mut Book) -> RefOr<Schema>;

    /// One that would be taken.
    fn example() -> Value {
        Value::Null
    }
}

impl<T: Shape> Shape for Option<T> {
    const OPTIONAL: bool = true;

    fn shape(book: &mut Book) -> RefOr<Schema> {
        let null = Object::with_type(Type::Null);
        any([T::shape(book), null.into()])
    }

    fn example() -> Value {
        T::example()
    }
}

impl<T: Shape> Shape for Vec<T> {
    fn shape(book: &mut Book) -> RefOr<Schema> {
        Array::new(T::shape(book)).into()
    }

    fn example() -> Value {
        let one = T::example();
        Value::Array(if one.is_null() { Vec::new() } else { vec![one] })
    }
}

impl<T: Shape> Shape for Box<T> {
    const OPTIONAL: bool = T::OPTIONAL;

    fn shape(book: &mut Book) -> RefOr<Schema> {
        T::shape(book)
    }

    fn example() -> Value {
        T::example()
    }
}

/// A part of a longer list.
pub(super) fn page_of<T: Shape>(book: &mut Book) -> RefOr<Schema> {
    Members::default()
        .field("items", Vec::<T>::shape(book), true, "At most `limit` of them.")
        .field(
            "next",
            Option::<String>::shape(book),
            true,
            "The `cursor` of the page that follows; null on the last.",
        )
        .schema("")
}

/// The fields of an object, on their way into a schema.
#[derive(Default)]
pub(super) struct Members {
    object: Object,
}

impl Members {
    /// Adds a field.
    pub(super) fn field(mut self, name: &str, schema: RefOr<Schema>, required: bool, about: &str) -> Self {
        self.object.properties.insert(name.to_owned(), described(schema, about));
        if required {
            self.object.required.push(name.to_owned());
        }
        self
    }

    /// Adds all fields of another object.
    pub(super) fn flat(mut self, book: &Book, schema: &RefOr<Schema>) -> Self {
        let Some(Schema::Object(other)) = book.resolved(schema) else {
            unreachable!("only objects are flattened");
        };
        self.object.properties.extend(other.properties.clone());
        self.object.required.extend(other.required.clone());
        self
    }

    /// Nothing else may stand in it.
    pub(super) fn closed(mut self) -> Self {
        self.object.additional_properties = Some(Box::new(AdditionalProperties::FreeForm(false)));
        self
    }

    pub(super) fn schema(mut self, about: &str) -> RefOr<Schema> {
        self.object.description = Some(about.trim().to_owned()).filter(|about| !about.is_empty());
        self.object.into()
    }
}

/// The schema with a description, where there is one.
pub(super) fn described(schema: RefOr<Schema>, about: &str) -> RefOr<Schema> {
    let about = Some(about.trim().to_owned()).filter(|about| !about.is_empty());
    let Some(about) = about else { return schema };
    match schema {
        RefOr::Ref(mut to) => {
            to.description = about;
            RefOr::Ref(to)
        }
        RefOr::T(Schema::Object(mut object)) => {
            object.description = Some(about);
            object.into()
        }
        RefOr::T(Schema::Array(mut array)) => {
            array.description = Some(about);
            array.into()
        }
        RefOr::T(Schema::OneOf(mut one)) => {
            one.description = Some(about);
            RefOr::T(Schema::OneOf(one))
        }
        RefOr::T(Schema::AnyOf(mut any)) => {
            any.description = Some(about);
            RefOr::T(Schema::AnyOf(any))
        }
        other => other,
    }
}

/// An object as serde writes an enum: a word where the variant holds nothing, else
/// `{"word": {…}}`.
pub(super) fn tagged(words: &[&str], holding: Vec<(&str, Members)>) -> RefOr<Schema> {
    let mut forms = Vec::new();
    if !words.is_empty() {
        forms.push(one_of(words.iter().copied()));
    }
    for (word, members) in holding {
        let inner = members.closed().schema("");
        forms.push(Members::default().field(word, inner, true, "").closed().schema(""));
    }
    either(forms)
}

/// One of these.
pub(super) fn either(forms: impl IntoIterator<Item = RefOr<Schema>>) -> RefOr<Schema> {
    let mut one = OneOf::new();
    one.items = forms.into_iter().collect();
    RefOr::T(Schema::OneOf(one))
}

/// What fits one of these, or several.
pub(super) fn any(forms: impl IntoIterator<Item = RefOr<Schema>>) -> RefOr<Schema> {
    let mut any = AnyOf::new();
    any.items = forms.into_iter().collect();
    RefOr::T(Schema::AnyOf(any))
}

/// A field's type, named by how one gets at it.
pub(super) fn of_field<S, T: Shape>(book: &mut Book, _get: fn(&S) -> &T) -> (RefOr<Schema>, bool) {
    (T::shape(book), T::OPTIONAL)
}

/// An example of a field.
pub(super) fn example_of_field<S, T: Shape>(_get: fn(&S) -> &T) -> Value {
    T::example()
}

/// An example without what would be null.
pub(super) fn example_object(fields: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    Value::Object(
        fields
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name.to_owned(), value))
            .collect::<Map<_, _>>(),
    )
}

/// Describes structs that are defined elsewhere, by all their fields. `[closed]` marks one
/// that is sent to us and may hold nothing else, `[maybe]` a field that may be missing from
/// the JSON, `[flat]` one whose fields stand beside it. `=` gives an example of the whole, where
/// those of its fields would not do.
macro_rules! shapes {
    ($($(#[doc = $about:literal])* $type:ty as $name:literal $([$closed:ident])? {
        $($field:ident $([$mark:ident])? $($told:literal)?),* $(,)?
    } $(= $sample:tt)?)*) => {$(
        impl $crate::api::shape::Shape for $type {
            fn shape(book: &mut $crate::api::shape::Book) -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                // A field that is not listed does not compile here.
                let _: fn(&Self) = |it| { let Self { $($field: _),* } = it; };
                book.named($name, |book| {
                    #[allow(unused_mut, reason = "one without fields")]
                    let mut members = $crate::api::shape::Members::default();
                    $(
                        let (schema, _) = $crate::api::shape::of_field(book, |it: &Self| &it.$field);
                        members = $crate::api::shape::shapes!(
                            @add members, book, stringify!($field), schema, concat!("" $(, $told)?) $(, $mark)?
                        );
                    )*
                    $(members = members.$closed();)?
                    members.schema(concat!("" $(, $about)*))
                })
            }

            fn example() -> serde_json::Value {
                $crate::api::shape::shapes!(@example $($field)* $(= $sample)?)
            }
        }
    )*};
    (@example $($field:ident)* = $sample:tt) => { serde_json::json!($sample) };
    (@example $($field:ident)*) => {
        $crate::api::shape::example_object([
            $((stringify!($field), $crate::api::shape::example_of_field(|it: &Self| &it.$field))),*
        ])
    };
    (@add $members:ident, $book:ident, $name:expr, $schema:ident, $about:expr) => {
        $members.field($name, $schema, true, $about)
    };
    (@add $members:ident, $book:ident, $name:expr, $schema:ident, $about:expr, maybe) => {
        $members.field($name, $schema, false, $about)
    };
    (@add $members:ident, $book:ident, $name:expr, $schema:ident, $about:expr, flat) => {
        $members.flat($book, &$schema)
    };
}

/// Defines structs that are read from a body or from the query of an address: their
/// fields and no others. `[default]` marks one that may be left out without being an
/// `Option`.
macro_rules! asked {
    ($($(#[doc = $about:literal])* $name:ident {
        $($(#[doc = $told:literal])* $field:ident $([$mark:ident])?: $type:ty $(= $example:expr)?),* $(,)?
    })*) => {$(
        $(#[doc = $about])*
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(in crate::api) struct $name {
            $($(#[doc = $told])* $(#[serde($mark)])? pub(in crate::api) $field: $type,)*
        }

        impl $crate::api::shape::Shape for $name {
            fn shape(_book: &mut $crate::api::shape::Book) -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                $crate::api::shape::Members::default()
                    $(.field(
                        stringify!($field),
                        <$type as $crate::api::shape::Shape>::shape(_book),
                        !(<$type as $crate::api::shape::Shape>::OPTIONAL $(|| stringify!($mark) == "default")?),
                        concat!("" $(, $told)*),
                    ))*
                    .closed()
                    .schema(concat!("" $(, $about)*))
            }

            fn example() -> serde_json::Value {
                $crate::api::shape::example_object([
                    $((stringify!($field), $crate::api::shape::asked!(@example $type $(, $example)?))),*
                ])
            }
        }
    )*};
    (@example $type:ty) => { <$type as $crate::api::shape::Shape>::example() };
    (@example $type:ty, $example:expr) => { serde_json::json!($example) };
}

pub(super) use {asked, shapes};
