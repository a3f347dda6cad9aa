//! Standard output and standard error.
//!
//! `println!` panics when the reader has gone; everything is written through here
//! instead, where a closed pipe is an error like any other.

use std::fmt::Display;
use std::io::{self, BufWriter, Write};

use console::{Term, measure_text_width};
use serde::Serialize;

use crate::words::printable;

/// Where results go, and in which form.
pub(crate) struct Output {
    out: BufWriter<io::Stdout>,
    json: bool,
    /// Columns of a paragraph; 100 where there is no terminal.
    width: usize,
    /// Whether a person looks, and lines end with the screen.
    terminal: bool,
}

impl Output {
    /// Standard output; with `json`, results are written for programs.
    pub(crate) fn stdout(json: bool) -> Self {
        let terminal = Term::stdout();
        let width = terminal.size_checked().map_or(100, |(_, columns)| usize::from(columns));
        let terminal = terminal.is_term();
        Self {
            out: BufWriter::with_capacity(1 << 16, io::stdout()),
            json,
            width: width.clamp(60, 160),
            terminal,
        }
    }

    /// Whether results are to be JSON.
    pub(crate) fn is_json(&self) -> bool {
        self.json
    }

    /// How wide a line of a table may be: what is read by `grep` is never cut.
    pub(crate) fn line_width(&self) -> Option<usize> {
        self.terminal.then_some(self.width)
    }

    /// A line for a person.
    pub(crate) fn line(&mut self, line: impl Display) -> io::Result<()> {
        writeln!(self.out, "{line}")
    }

    /// An empty line.
    pub(crate) fn gap(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// A title above what follows.
    pub(crate) fn title(&mut self, title: impl Display) -> io::Result<()> {
        writeln!(self.out, "{}", console::style(printable(&title.to_string())).bold())
    }

    /// A text that somebody wrote, broken into lines by words.
    pub(crate) fn paragraph(&mut self, indent: usize, text: &str) -> io::Result<()> {
        let width = self.width.saturating_sub(indent).max(20);
        for line in text.lines() {
            for part in broken(&printable(line), width) {
                writeln!(self.out, "{:indent$}{part}", "")?;
            }
        }
        Ok(())
    }

    /// One JSON value on a line.
    pub(crate) fn json<T: Serialize + ?Sized>(&mut self, value: &T) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, value)?;
        self.out.write_all(b"\n")
    }

    /// Everything written so far reaches its reader.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// A line on standard error, beside the results.
    pub(crate) fn complain(&self, line: &str) {
        // If standard error is closed nobody wants to know.
        let _ = writeln!(io::stderr(), "{line}");
    }
}

/// Lines of at most `width`, unless one word is wider.
fn broken(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last_mut().expect("there is always a line");
        if line.is_empty() {
            line.push_str(word);
        } else if measure_text_width(line) + 1 + measure_text_width(word) <= width {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_broken_between_words() {
        assert_eq!(broken("мост через ручей", 10), ["мост через", "ручей"]);
        assert_eq!(broken("extraordinarily long", 10), ["extraordinarily", "long"]);
        assert_eq!(broken("", 10), [""]);
    }

    #[test]
    fn a_text_cannot_move_the_cursor() {
        assert_eq!(printable("a\x1b[2Jb"), "a [2Jb");
    }
}
