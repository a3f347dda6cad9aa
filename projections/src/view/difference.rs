//! Two files of one view, row by row.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

/// What two files of a view have in common, and where they first differ.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// Tables looked at.
    pub tables: u64,
    /// Rows that are the same in both.
    pub rows: u64,
    /// The first row that is not.
    pub difference: Option<Difference>,
}

/// Rows that stand at the same place of a table and are not the same. Columns by name;
/// nothing where a table has ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Which table.
    pub table: String,
    /// The row of the first file.
    pub expected: Option<Value>,
    /// The row of the second.
    pub found: Option<Value>,
}

/// Compares every table of two files, ordered by its key; of a full-text index the texts
/// and the vocabulary, since how it is laid out depends on how often it was written.
///
/// # Errors
///
/// If a file cannot be read.
pub fn difference(expected: &Connection, found: &Connection) -> rusqlite::Result<Comparison> {
    let mut comparison = Comparison::default();
    for table in tables(expected)? {
        comparison.tables += 1;
        let query = query(expected, &table)?;
        let mut ours = expected.prepare(&query)?;
        let mut theirs = match found.prepare(&query) {
            // The table, or a column, is not there.
            Err(rusqlite::Error::SqliteFailure(error, _)) if error.extended_code == 1 => {
                comparison.difference = Some(Difference { table, expected: None, found: None });
                return Ok(comparison);
            }
            prepared => prepared?,
        };
        let columns: Vec<String> = ours.column_names().into_iter().map(str::to_owned).collect();
        let (mut ours, mut theirs) = (ours.query(())?, theirs.query(())?);
        loop {
            let (expected, found) = (ours.next()?, theirs.next()?);
            match (expected, found) {
                (None, None) => break,
                (Some(expected), Some(found)) if same(expected, found, columns.len())? => {}
                (expected, found) => {
                    let told = |row: Option<&Row<'_>>| row.map(|row| read(&table, row, &columns)).transpose();
                    let (expected, found) = (told(expected)?, told(found)?);
                    comparison.difference = Some(Difference { table, expected, found });
                    return Ok(comparison);
                }
            }
            comparison.rows += 1;
        }
    }
    Ok(comparison)
}

fn tables(view: &Connection) -> rusqlite::Result<Vec<String>> {
    let sql = "SELECT name FROM pragma_table_list
               WHERE schema = 'main' AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
               ORDER BY name";
    view.prepare(sql)?.query_map((), |row| row.get(0))?.collect()
}

/// All columns, the key first in the order of rows.
fn query(view: &Connection, table: &str) -> rusqlite::Result<String> {
    let sql = "SELECT name FROM pragma_table_info(?1) ORDER BY pk = 0, pk, cid";
    let mut statement = view.prepare(sql)?;
    let columns = statement.query_map([table], |row| row.get::<_, String>(0))?;
    let columns = columns.map(|name| name.map(|name| quoted(&name)));
    let columns = columns.collect::<rusqlite::Result<Vec<_>>>()?.join(", ");
    Ok(format!("SELECT {columns} FROM {} ORDER BY {columns}", quoted(table)))
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn same(one: &Row<'_>, other: &Row<'_>, columns: usize) -> rusqlite::Result<bool> {
    for at in 0..columns {
        if one.get_ref(at)? != other.get_ref(at)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What stands in a row. Of texts that people wrote, of their words and of what searches them,
/// only how long it is and its hash.
fn read(table: &str, row: &Row<'_>, columns: &[String]) -> rusqlite::Result<Value> {
    let written = table == "texts" || table == "vocabulary" || table.starts_with("words");
    let mut values = Map::new();
    for (at, column) in columns.iter().enumerate() {
        let told_by_hash = written && column != "key" && column != "masked_by";
        let value = match row.get_ref(at)? {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(number) => number.into(),
            ValueRef::Real(number) => number.to_string().into(),
            // Whoever reads a report may not be who may read what people wrote.
            ValueRef::Text(text) if told_by_hash => {
                format!("{} bytes, SHA-256 {}", text.len(), hex(&Sha256::digest(text))).into()
            }
            ValueRef::Text(text) => String::from_utf8_lossy(text).into(),
            ValueRef::Blob(bytes) if told_by_hash => hex(&Sha256::digest(bytes)).into(),
            ValueRef::Blob(bytes) => hex(bytes).into(),
        };
        values.insert(column.clone(), value);
    }
    Ok(Value::Object(values))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn view(statements: &str) -> Connection {
        let view = Connection::open_in_memory().expect("a database");
        view.execute_batch(
            "CREATE TABLE counts (place TEXT PRIMARY KEY, people INTEGER) WITHOUT ROWID;
             CREATE VIRTUAL TABLE words USING fts5 (title);
             CREATE VIRTUAL TABLE vocabulary USING fts5vocab (words, row);",
        )
        .expect("tables");
        view.execute_batch(statements).expect("rows");
        view
    }

    #[test]
    fn the_same_rows_in_another_order_are_the_same() {
        let one = view("INSERT INTO counts VALUES ('a', 1), ('b', 2); INSERT INTO words VALUES ('bridge');");
        let other = view(
            "INSERT INTO counts VALUES ('b', 2); INSERT INTO counts VALUES ('a', 1);
             INSERT INTO words VALUES ('road'); UPDATE words SET title = 'bridge';",
        );
        let compared = difference(&one, &other).expect("both can be read");
        assert_eq!((compared.tables, compared.rows, compared.difference), (3, 4, None));
    }

    #[test]
    fn a_row_that_differs_is_named_with_both_values() {
        let one = view("INSERT INTO counts VALUES ('a', 1), ('b', 2);");
        let other = view("INSERT INTO counts VALUES ('a', 1), ('b', 3);");
        let found = difference(&one, &other).expect("both can be read").difference.expect("they differ");
        assert_eq!(found.table, "counts");
        assert_eq!(found.expected, Some(json!({"place": "b", "people": 2})));
        assert_eq!(found.found, Some(json!({"place": "b", "people": 3})));
    }

    #[test]
    fn a_row_too_few_and_a_word_too_many_are_found() {
        let one = view("INSERT INTO counts VALUES ('a', 1);");
        let found = difference(&one, &view("")).expect("both can be read").difference.expect("they differ");
        assert_eq!((found.expected, found.found), (Some(json!({"place": "a", "people": 1})), None));
        let other = view("INSERT INTO counts VALUES ('a', 1); INSERT INTO words VALUES ('bridge');");
        let found = difference(&one, &other).expect("both can be read").difference.expect("they differ");
        assert_eq!(found.expected, None);
    }
}
