//! Figures, side by side.

use serde_json::{Value, json};

/// What was measured, in order.
#[derive(Debug, Default)]
pub(crate) struct Table {
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    what: String,
    unit: String,
    rates: Vec<f64>,
    against: Option<(String, Vec<f64>, String)>,
}

impl Table {
    /// Something measured alone.
    pub(crate) fn alone(&mut self, what: &str, unit: &str, rates: Vec<f64>) {
        self.add(Row { what: what.to_owned(), unit: unit.to_owned(), rates, against: None });
    }

    /// Something measured in turn with something else; `floor` says what is asked of the ratio.
    pub(crate) fn compare(
        &mut self,
        what: &str,
        unit: &str,
        rates: Vec<f64>,
        other: &str,
        others: Vec<f64>,
        floor: &str,
    ) {
        let against = Some((other.to_owned(), others, floor.to_owned()));
        self.add(Row { what: what.to_owned(), unit: unit.to_owned(), rates, against });
    }

    fn add(&mut self, row: Row) {
        eprintln!("{}", row.line());
        self.rows.push(row);
    }

    /// As a table of Markdown.
    pub(crate) fn print(&self) {
        println!("| what | median (least–most) | against | ratio |\n| --- | --- | --- | --- |");
        for row in &self.rows {
            println!("{}", row.line());
        }
    }

    /// As JSON: every single figure.
    pub(crate) fn to_json(&self) -> String {
        let rows: Vec<Value> = self.rows.iter().map(Row::json).collect();
        serde_json::to_string_pretty(&rows).expect("numbers and texts are JSON")
    }
}

impl Row {
    fn line(&self) -> String {
        let Self { what, unit, rates, against } = self;
        let own = spread(rates, unit);
        match against {
            None => format!("| {what} | {own} | | |"),
            Some((other, others, floor)) => {
                let ratio = median(rates) / median(others);
                let floor = if floor.is_empty() { String::new() } else { format!(" ({floor})") };
                format!("| {what} | {own} | {other}: {} | {}{floor} |", spread(others, unit), short(ratio))
            }
        }
    }

    fn json(&self) -> Value {
        let Self { what, unit, rates, against } = self;
        let against = against.as_ref().map(|(other, others, floor)| {
            json!({ "what": other, "rates": others, "ratio": median(rates) / median(others), "floor": floor })
        });
        json!({ "what": what, "unit": unit, "rates": rates, "median": median(rates), "against": against })
    }
}

fn spread(rates: &[f64], unit: &str) -> String {
    let least = rates.iter().copied().fold(f64::INFINITY, f64::min);
    let most = rates.iter().copied().fold(0.0, f64::max);
    let (median, least, most) = (short(median(rates)), short(least), short(most));
    if rates.len() == 1 { format!("{median} {unit}") } else { format!("{median} {unit} ({least}–{most})") }
}

/// Three figures at least, and thousands apart.
fn short(number: f64) -> String {
    match number.abs() {
        size if size == 0.0 || size >= 100.0 => {
            let whole = format!("{number:.0}");
            let mut apart = String::new();
            for (at, digit) in whole.chars().enumerate() {
                if at > 0 && (whole.len() - at).is_multiple_of(3) {
                    apart.push(',');
                }
                apart.push(digit);
            }
            apart
        }
        size if size >= 10.0 => format!("{number:.1}"),
        _ => format!("{number:.2}"),
    }
}

fn median(rates: &[f64]) -> f64 {
    let mut sorted = rates.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}
