//! Tables in plain text, aligned by what a terminal shows.

use std::io;

use console::{measure_text_width, pad_str, truncate_str};

use crate::output::Output;
use crate::words::printable;

const GAP: usize = 2;

/// Rows of cells under a head. On a terminal the last column takes what is left of the line.
pub(crate) struct Table {
    head: Vec<&'static str>,
    rows: Vec<Vec<String>>,
    indent: usize,
}

impl Table {
    /// An empty one.
    pub(crate) fn new<const N: usize>(head: [&'static str; N]) -> Self {
        Self { head: head.to_vec(), rows: Vec::new(), indent: 0 }
    }

    /// Everything this many columns to the right.
    pub(crate) fn indented(mut self, indent: usize) -> Self {
        self.indent = indent;
        self
    }

    /// One more row.
    pub(crate) fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.iter().map(|cell| printable(cell)).collect());
    }

    /// Whether there is a row.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Writes it; nothing if there is no row.
    pub(crate) fn write(&self, output: &mut Output) -> io::Result<()> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let widths = self.widths(output.line_width());
        let head: Vec<String> = self.head.iter().map(|cell| console::style(cell).dim().to_string()).collect();
        if self.head.iter().any(|cell| !cell.is_empty()) {
            output.line(self.laid_out(&head, &widths))?;
        }
        self.rows.iter().try_for_each(|row| output.line(self.laid_out(row, &widths)))
    }

    fn widths(&self, line: Option<usize>) -> Vec<usize> {
        let mut widths: Vec<usize> = self.head.iter().map(|cell| measure_text_width(cell)).collect();
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(measure_text_width(cell));
            }
        }
        if let (Some(line), Some((last, others))) = (line, widths.split_last_mut()) {
            let taken = self.indent + others.iter().map(|width| width + GAP).sum::<usize>();
            *last = (*last).min(line.saturating_sub(taken).max(20));
        }
        widths
    }

    fn laid_out(&self, row: &[String], widths: &[usize]) -> String {
        let mut line = " ".repeat(self.indent);
        for (nth, (cell, width)) in row.iter().zip(widths).enumerate() {
            let cell = truncate_str(cell, *width, "…");
            if nth + 1 == widths.len() {
                line.push_str(&cell);
            } else {
                line.push_str(&pad_str(&cell, width + GAP, console::Alignment::Left, None));
            }
        }
        line.truncate(line.trim_end().len());
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_by_letters_not_bytes() {
        let mut table = Table::new(["name", "n"]);
        table.row(["Сургут".into(), "1".into()]);
        table.row(["abc".into(), "2".into()]);
        let widths = table.widths(Some(80));
        assert_eq!(table.laid_out(&table.rows[0], &widths), "Сургут  1");
        assert_eq!(table.laid_out(&table.rows[1], &widths), "abc     2");
    }

    #[test]
    fn only_the_last_column_is_cut() {
        let mut table = Table::new(["id", "title"]);
        table.row(["x".repeat(50), "y".repeat(50)]);
        let widths = table.widths(Some(80));
        assert_eq!(widths, [50, 28]);
        assert!(table.laid_out(&table.rows[0], &widths).ends_with('…'));
        assert_eq!(table.widths(None), [50, 50]);
    }
}
