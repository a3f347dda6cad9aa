//! A query put together from what is asked for.

use rusqlite::types::ToSql;

/// Conditions with the values they ask for.
#[derive(Default)]
pub(crate) struct Question {
    conditions: Vec<String>,
    values: Vec<Box<dyn ToSql>>,
}

impl Question {
    /// One more condition.
    pub(crate) fn ask(&mut self, condition: &str) {
        self.conditions.push(condition.to_owned());
    }

    /// The parameter under which a value stands.
    pub(crate) fn value(&mut self, value: impl ToSql + 'static) -> String {
        self.values.push(Box::new(value));
        format!("?{}", self.values.len())
    }

    /// A condition that ends in a value.
    pub(crate) fn ask_for(&mut self, condition: &str, value: impl ToSql + 'static) {
        let value = self.value(value);
        self.ask(&format!("{condition} {value}"));
    }

    /// The same, where there is a value.
    pub(crate) fn ask_if(&mut self, condition: &str, value: Option<impl ToSql + 'static>) {
        if let Some(value) = value {
            self.ask_for(condition, value);
        }
    }

    /// All conditions; at least one was asked.
    pub(crate) fn conditions(&self) -> String {
        self.conditions.join(" AND ")
    }

    /// The values in the order of their parameters.
    pub(crate) fn values(&self) -> Vec<&dyn ToSql> {
        self.values.iter().map(AsRef::as_ref).collect()
    }
}
