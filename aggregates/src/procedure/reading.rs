//! Reading a TOML file table by table, so that a mistake in one does not hide
//! those in the others, and each keeps its line.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::error::{ProcedureError, ProcedureErrors, ProcedureRule};

/// A value with the line it begins in.
#[derive(Clone, Debug)]
pub(super) struct Placed<T> {
    pub(super) line: usize,
    pub(super) value: T,
}

/// A file on its way in, with the mistakes found so far.
pub(super) struct Reading<'t> {
    file: &'t str,
    text: &'t str,
    errors: Vec<ProcedureError>,
}

impl<'t> Reading<'t> {
    pub(super) fn new(file: &'t str, text: &'t str) -> Self {
        Self { file, text, errors: Vec::new() }
    }

    /// The tables of the document, unless it is no TOML.
    pub(super) fn document(&mut self) -> Option<DeTable<'t>> {
        let (document, errors) = DeTable::parse_recoverable(self.text);
        if errors.is_empty() {
            return Some(document.into_inner());
        }
        for error in errors {
            self.refuse_toml(&error, 1);
        }
        None
    }

    pub(super) fn refuse(&mut self, line: usize, rule: ProcedureRule) {
        self.errors.push(ProcedureError { file: self.file.to_owned(), line, rule });
    }

    pub(super) fn unknown(&mut self, key: &Spanned<Cow<'_, str>>) {
        let message = format!("unknown field `{}`", key.get_ref());
        self.refuse(self.line_of(key.span().start), ProcedureRule::UnknownField { message });
    }

    pub(super) fn line_of(&self, offset: usize) -> usize {
        1 + self.text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
    }

    /// A value, or one mistake.
    pub(super) fn value<T: DeserializeOwned>(&mut self, value: Spanned<DeValue<'t>>) -> Option<Placed<T>> {
        let line = self.line_of(value.span().start);
        match T::deserialize(ValueDeserializer::from(value)) {
            Ok(value) => Some(Placed { line, value }),
            Err(error) => {
                self.refuse_toml(&error, line);
                None
            }
        }
    }

    /// The values of an array, or a mistake for each that is none.
    pub(super) fn values<T: DeserializeOwned>(&mut self, value: Spanned<DeValue<'t>>) -> Vec<Placed<T>> {
        let line = self.line_of(value.span().start);
        match value.into_inner() {
            DeValue::Array(items) => items.into_iter().filter_map(|item| self.value(item)).collect(),
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Table(_) => {
                let message = "expected an array of tables, written with [[…]]".to_owned();
                self.refuse(line, ProcedureRule::Malformed { message });
                Vec::new()
            }
        }
    }

    /// What must be there. What was there and could not be read is refused already.
    pub(super) fn need<T>(
        &mut self,
        value: Option<T>,
        name: &'static str,
        seen: &BTreeSet<String>,
    ) -> Option<T> {
        if value.is_none() && !seen.contains(name) {
            self.refuse(1, ProcedureRule::Missing { name });
        }
        value
    }

    pub(super) fn has_mistakes(&self) -> bool {
        !self.errors.is_empty()
    }

    /// The mistakes by line, if there is one.
    pub(super) fn mistakes(mut self) -> Result<(), ProcedureErrors> {
        self.errors.sort_by_key(|error| error.line);
        if self.errors.is_empty() { Ok(()) } else { Err(ProcedureErrors(self.errors)) }
    }

    fn refuse_toml(&mut self, error: &toml::de::Error, line: usize) {
        let line = error.span().map_or(line, |span| self.line_of(span.start));
        let message = error.message().to_owned();
        // Serde's derives have no other way to tell this mistake from a wrong type.
        let rule = if message.starts_with("unknown field") {
            ProcedureRule::UnknownField { message }
        } else {
            ProcedureRule::Malformed { message }
        };
        self.refuse(line, rule);
    }
}
