//! The ids of an address.

use std::str::FromStr;

use crate::problem::Problem;

/// What stood in the place of each `{name}`.
pub(super) struct Ids(pub(super) Vec<(String, String)>);

impl Ids {
    /// The id of that name. One that cannot be an id names nothing.
    ///
    /// # Errors
    ///
    /// 404.
    pub(super) fn get<T: FromStr>(&self, name: &str) -> Result<T, Problem> {
        self.maybe(name)?.ok_or_else(Problem::not_found)
    }

    /// The same where the address may have none.
    pub(super) fn maybe<T: FromStr>(&self, name: &str) -> Result<Option<T>, Problem> {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map(|(_, text)| text.parse().map_err(|_| Problem::not_found())).transpose()
    }
}
