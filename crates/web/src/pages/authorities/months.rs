//! A period of months, as it stands in an address.

use jiff::civil::Date;
use maud::{Markup, html};
use projections::performance::Month;
use serde::Deserialize;

use crate::problem::Problem;
use crate::words::Say;

/// From which month until which, both included; all time where nothing is said.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Months {
    #[serde(default)]
    pub(crate) from: Option<String>,
    #[serde(default)]
    pub(crate) until: Option<String>,
}

impl Months {
    /// The months themselves.
    ///
    /// # Errors
    ///
    /// If one is no month, or the first comes after the last.
    pub(crate) fn read(&self) -> Result<(Month, Month), Problem> {
        let read =
            |text: &Option<String>, otherwise| text.as_ref().map_or(Ok(otherwise), |text| text.parse());
        let bad = |error: projections::performance::BadMonth| Problem::bad("bad_month", error.to_string());
        let first = read(&self.from, Month::FIRST).map_err(bad)?;
        let last = read(&self.until, Month::LAST).map_err(bad)?;
        if first > last {
            return Err(Problem::bad("bad_month", "the first month comes after the last"));
        }
        Ok((first, last))
    }

    pub(crate) fn one(month: Month) -> Self {
        Self { from: Some(month.to_string()), until: Some(month.to_string()) }
    }

    /// As they stand in an address.
    pub(crate) fn in_address(&self) -> [(&'static str, Option<String>); 2] {
        [("from", self.from.clone()), ("until", self.until.clone())]
    }

    pub(crate) fn fields(&self, say: Say<'_>) -> Markup {
        html! {
            div {
                label for="f-from" { (say.t("filter-from-month")) }
                input #f-from type="month" name="from" pattern="[0-9]{4}-[0-9]{2}" placeholder="2027-01" value=[self.from.as_deref()];
            }
            div {
                label for="f-until" { (say.t("filter-until-month")) }
                input #f-until type="month" name="until" pattern="[0-9]{4}-[0-9]{2}" placeholder="2027-12" value=[self.until.as_deref()];
            }
        }
    }

    /// In words; nothing for all time.
    pub(crate) fn in_words(&self, say: Say<'_>) -> Option<String> {
        match (&self.from, &self.until) {
            (None, None) => None,
            (Some(from), Some(until)) if from == until => Some(month(say, from)),
            (from, until) => {
                let said = |text: &Option<String>| {
                    text.as_ref().map_or_else(|| "…".to_owned(), |text| month(say, text))
                };
                Some(format!("{} – {}", said(from), said(until)))
            }
        }
    }
}

/// A month as people write it: 02.2027; 2027-02.
pub(crate) fn month(say: Say<'_>, text: &str) -> String {
    let first: Option<Date> = format!("{text}-01").parse().ok();
    match (say.lang, first) {
        (crate::words::Lang::Ru, Some(first)) => format!("{:02}.{}", first.month(), first.year()),
        (crate::words::Lang::Ru | crate::words::Lang::En, _) => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_needs_real_months_in_their_order() {
        let read = |from: Option<&str>, until: Option<&str>| {
            Months { from: from.map(str::to_owned), until: until.map(str::to_owned) }.read()
        };
        assert_eq!(read(None, None).unwrap(), (Month::FIRST, Month::LAST));
        assert!(read(Some("2027-01"), Some("2027-01")).is_ok());
        for (from, until) in [(Some("2027-13"), None), (None, Some("x")), (Some("2027-02"), Some("2027-01"))]
        {
            assert_eq!(read(from, until).unwrap_err().status, 400);
        }
    }
}
