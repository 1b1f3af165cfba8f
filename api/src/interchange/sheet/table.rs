//! CSV as spreadsheets write it: `,`, `;`, TAB or `|` between cells, with or without a byte order mark, in UTF-8,
//! UTF-16 or Windows-1252, with any line ends. Start at [`Table::read`].

use std::borrow::Cow;

use csv::{ReaderBuilder, StringRecord, Trim};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::interchange::reading::{self, Notes, Reason};

const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// A header has no more columns than this.
const MOST_COLUMNS: usize = 500;

/// The header, or a row, is found within so many bytes of the beginning.
const HEADER_BYTES: usize = 64 * 1024;

/// Rows under a header.
#[derive(Debug)]
pub struct Table {
    pub header: Vec<String>,
    pub rows: Vec<Row>,
}

/// A row that says something.
#[derive(Debug)]
pub struct Row {
    /// The line that it begins on, from 1.
    pub line: u64,
    cells: StringRecord,
}

impl Row {
    /// The text of a cell; none when it is empty.
    pub fn cell(&self, column: usize) -> Option<&str> {
        self.cells.get(column).map(str::trim).filter(|text| !text.is_empty())
    }
}

impl Table {
    /// Whether the header of a file names a column that `known` knows; which separator it has then.
    pub fn separator(bytes: &[u8], known: &dyn Fn(&str) -> bool) -> Option<u8> {
        let text = beginning(bytes);
        let (sep, text) = declared_separator(&text);
        let known_columns = |separator: &u8| {
            let header = header(text, *separator)?;
            Some(header.iter().filter(|name| known(name)).count()).filter(|count| *count > 0)
        };
        match sep {
            Some(separator) => known_columns(&separator).map(|_| separator),
            None => SEPARATORS
                .into_iter()
                .rev()
                .max_by_key(|separator| known_columns(separator))
                .filter(|separator| known_columns(separator).is_some()),
        }
    }

    /// Reads a table whose separator is known. A cell without a column is noted.
    pub fn read(bytes: &[u8], separator: u8, notes: &mut Notes) -> Self {
        let text = decode(bytes, notes);
        let (declared, text) = declared_separator(&text);
        let skipped_lines = u64::from(declared.is_some());
        let mut reader = builder(separator).from_reader(text.as_bytes());
        let mut records = reader.records();
        // The text is UTF-8 and rows may have any length, so that no record can fail.
        let header: Vec<String> = records.next().and_then(Result::ok).iter().flatten().map(str::to_owned).collect();
        let mut rows = Vec::new();
        for cells in records.filter_map(Result::ok) {
            let line = cells.position().map_or(0, |position| position.line()) + skipped_lines;
            if cells.iter().skip(header.len()).any(|cell| !cell.trim().is_empty()) {
                notes.skipped(&format!("line {line}"), Reason::CellsWithoutColumn);
            }
            if cells.iter().take(header.len()).any(|cell| !cell.trim().is_empty()) {
                rows.push(Row { line, cells });
            }
        }
        Self { header, rows }
    }
}

fn builder(separator: u8) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder.delimiter(separator).has_headers(false).flexible(true).trim(Trim::None);
    builder
}

fn header(text: &str, separator: u8) -> Option<Vec<String>> {
    let mut reader = builder(separator).from_reader(text.as_bytes());
    let header = reader.records().next()?.ok()?;
    (header.len() <= MOST_COLUMNS).then(|| header.iter().map(str::to_owned).collect())
}

/// Excel's own first line `sep=;`, and what follows it.
fn declared_separator(text: &str) -> (Option<u8>, &str) {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    match line.trim_end_matches('\r').strip_prefix("sep=").map(str::as_bytes) {
        Some([separator]) if SEPARATORS.contains(separator) => (Some(*separator), rest),
        _ => (None, text),
    }
}

/// The first lines, whatever their encoding; enough to recognise a header.
fn beginning(bytes: &[u8]) -> Cow<'_, str> {
    let bytes = &bytes[..bytes.len().min(HEADER_BYTES)];
    encoding(bytes).decode(bytes).0
}

fn decode<'a>(bytes: &'a [u8], notes: &mut Notes) -> Cow<'a, str> {
    let encoding = encoding(bytes);
    if encoding == UTF_8 && bytes.utf8_chunks().all(|chunk| chunk.invalid().is_empty()) {
        return reading::utf8(bytes, notes);
    }
    let (text, encoding, is_broken) = if encoding == UTF_8 { WINDOWS_1252 } else { encoding }.decode(bytes);
    if encoding == WINDOWS_1252 {
        notes.repaired("the file", Reason::GuessedEncoding { encoding: encoding.name().to_owned() });
    }
    if is_broken {
        notes.repaired("the file", Reason::BrokenEncoding { encoding: encoding.name().to_owned() });
    }
    text
}

/// What a byte order mark tells; UTF-16 also without one, where every second byte of ASCII is 0.
fn encoding(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    match bytes {
        [0, first, 0, second, ..] if *first != 0 && *second != 0 => UTF_16BE,
        [first, 0, second, 0, ..] if *first != 0 && *second != 0 => UTF_16LE,
        _ => UTF_8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(bytes: &[u8]) -> (Vec<Vec<String>>, usize) {
        let mut notes = Notes::default();
        let known = |name: &str| matches!(name.trim(), "title" | "room");
        let separator = Table::separator(bytes, &known).expect("a table");
        let table = Table::read(bytes, separator, &mut notes);
        let cells = |row: &Row| (0..table.header.len()).map(|at| row.cell(at).unwrap_or_default().to_owned()).collect();
        (table.rows.iter().map(cells).collect(), notes.into_vec().len())
    }

    #[test]
    fn every_separator_is_recognised() {
        for separator in [",", ";", "\t", "|"] {
            let text = ["title", "room"].join(separator) + "\r\n" + &["A", "B"].join(separator) + "\r\n";
            assert_eq!(table(text.as_bytes()), (vec![vec!["A".to_owned(), "B".to_owned()]], 0), "{separator}");
        }
        assert_eq!(table(b"sep=;\r\ntitle;room\r\nA, B;C").0, [["A, B", "C"]]);
    }

    #[test]
    fn encodings_of_spreadsheets_are_read() {
        let utf16 = |text: &str, bom: bool| {
            let units = bom.then_some(0xFEFF).into_iter().chain(text.encode_utf16());
            units.flat_map(u16::to_le_bytes).collect::<Vec<_>>()
        };
        let text = "title\troom\nCafé\tÉtage";
        for bytes in [utf16(text, true), utf16(text, false), [b"\xEF\xBB\xBF", text.as_bytes()].concat()] {
            assert_eq!(table(&bytes), (vec![vec!["Café".to_owned(), "Étage".to_owned()]], 0));
        }
        assert_eq!(table(b"title;room\nCaf\xE9;A"), (vec![vec!["Café".to_owned(), "A".to_owned()]], 1));
    }

    #[test]
    fn quoted_cells_may_hold_anything() {
        let text = b"title,room\n\"one,\n\"\"two\"\"\",B\n\n,\nC,D,E\n";

        assert_eq!(
            table(text),
            (vec![vec!["one,\n\"two\"".to_owned(), "B".to_owned()], vec!["C".to_owned(), "D".to_owned()]], 1)
        );
    }

    #[test]
    fn rows_know_their_line() {
        let mut notes = Notes::default();

        let table = Table::read(b"sep=,\ntitle\n\"a\nb\"\nc", b',', &mut notes);

        assert_eq!(table.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [3, 5]);
    }

    #[test]
    fn what_has_no_known_column_is_no_table() {
        for bytes in [b"".as_slice(), b"hello", b"a,b\n1,2", b"\xFF\xFE", b"\0\0\0\0"] {
            assert_eq!(Table::separator(bytes, &|name| name == "title"), None);
        }
    }
}
