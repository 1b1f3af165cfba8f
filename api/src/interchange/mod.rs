//! Programmes in and out. Each format has a reader, which finds what a file says; `programme` makes a
//! `document::Document` of that, whatever the format was, and notes what it could not take over; the importer brings
//! a document in.
//!
//! A further format of JSON is a file with a reader, and its line in `JSON_FORMATS` or `PART_FORMATS`; others are
//! told by how they begin, in `recognise`, and have their line in `named.rs`.

mod breizhcamp;
mod clean;
pub mod document;
mod element;
pub mod export;
pub mod fetch;
pub mod files;
mod frab_json;
mod frab_xml;
mod hoverboard;
mod ics;
pub mod import;
mod json;
mod list;
#[cfg(test)]
mod mutations;
mod named;
mod once;
mod open_event;
mod parts;
mod pretalx;
mod programme;
mod question;
pub mod reading;
pub mod report;
#[cfg(test)]
mod samples;
mod schedule2;
mod sessionize;
mod sheet;
mod standing;
mod together;
mod upsert;

pub use named::{format_names, read_as};
pub use together::read_files;
pub use upsert::UpsertMutation;

use document::{Document, VERSION};
use json::Json;
use parts::{Part, PartFormat};
use reading::{Expected, NoSchedule, Notes, Options, ReadError, Reading};

/// A format of JSON, told by its shape.
struct Format {
    recognises: fn(&Json) -> bool,
    read: fn(&Json, &Options, Notes) -> Result<Reading, ReadError>,
}

/// Each under its name and in its own file. The first that recognises a value reads it.
const JSON_FORMATS: &[(&str, Format)] = &[
    ("sessionize", sessionize::FORMAT),
    ("pretalx", pretalx::FORMAT),
    ("frab-json-2", schedule2::FORMAT),
    ("hoverboard", hoverboard::FORMAT),
    ("list", list::FORMAT),
    ("frab-json", frab_json::FORMAT),
];

/// As [`JSON_FORMATS`], of programmes that several files tell.
const PART_FORMATS: &[(&str, PartFormat)] = &[("open-event", open_event::FORMAT), ("breizhcamp", breizhcamp::FORMAT)];

/// What a file turns out to be, and what of it is known by then.
enum Found<'f> {
    /// Tribune's own JSON.
    Own(&'f [u8]),
    Json(&'static Format, Json, Notes),
    /// One of several files that tell one programme, in the format of this name.
    Part(&'static str, &'static PartFormat, Json, Notes),
    Xml(&'f [u8]),
    Calendar(&'f [u8]),
    /// A table, with what separates its cells.
    Sheet(&'f [u8], u8),
}

/// Reads a file in whichever of the known formats it is.
pub fn read(bytes: &[u8], options: &Options) -> Result<Reading, ReadError> {
    read_found(recognise(bytes)?, options)
}

/// Tells a format by how the file begins, and one of JSON by its shape.
fn recognise(bytes: &[u8]) -> Result<Found<'_>, ReadError> {
    reading::check_size(bytes)?;
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    match text.first() {
        Some(b'{') if is_own(text) => return Ok(Found::Own(text)),
        Some(b'{' | b'[') => return of_json(bytes),
        // Its lines are folded between bytes.
        _ if ics::recognises(text) => return Ok(Found::Calendar(text)),
        _ => {}
    }
    match (sheet::separator(bytes), text.first()) {
        (Some(separator), _) => Ok(Found::Sheet(bytes, separator)),
        // UTF-16 begins with a mark of its own.
        (None, Some(b'<' | 0xFE | 0xFF)) => Ok(Found::Xml(bytes)),
        (None, _) => Err(ReadError::UnknownFormat),
    }
}

fn of_json(bytes: &[u8]) -> Result<Found<'_>, ReadError> {
    let mut notes = Notes::default();
    let json = json::parse(bytes, &mut notes)?;
    if let Some((_, format)) = JSON_FORMATS.iter().find(|(_, format)| (format.recognises)(&json)) {
        return Ok(Found::Json(format, json, notes));
    }
    let format = PART_FORMATS.iter().find(|(_, format)| (format.recognises)(&json));
    let (name, format) = format.ok_or(ReadError::NotASchedule { problem: NoSchedule::Shape })?;
    Ok(Found::Part(name, format, json, notes))
}

fn read_found(found: Found, options: &Options) -> Result<Reading, ReadError> {
    match found {
        Found::Own(json) => own(json),
        Found::Json(format, json, notes) => (format.read)(&json, options, notes),
        Found::Part(_, format, json, notes) => Ok((format.read)(&[Part { file: None, json: &json }], options, notes)),
        Found::Xml(bytes) => frab_xml::read(bytes, options),
        Found::Calendar(text) => ics::read(text, options),
        Found::Sheet(bytes, separator) => Ok(sheet::read(bytes, separator, options)),
    }
}

/// Whether a JSON object is Tribune's own, by a key that it has at its top level; also when it goes wrong further on.
fn is_own(json: &[u8]) -> bool {
    const KEY: &[u8] = b"\"tribune\"";

    #[derive(serde::Deserialize)]
    struct Head {
        tribune: Option<serde::de::IgnoredAny>,
    }
    match serde_json::from_slice::<Head>(json) {
        Ok(head) => head.tribune.is_some(),
        Err(_) => json.windows(KEY.len()).take(256).any(|window| window == KEY),
    }
}

fn own(json: &[u8]) -> Result<Reading, ReadError> {
    if let Some(at) = json.windows(6).position(|window| window == b"\\u0000") {
        let line = 1 + json[..at].iter().filter(|byte| **byte == b'\n').count();
        return Err(ReadError::Nul { line });
    }
    let document: Document = serde_json::from_slice(json).map_err(|error| ReadError::Syntax {
        line: error.line(),
        column: error.column(),
        problem: without_place(&error),
    })?;
    if document.tribune != VERSION {
        return Err(ReadError::Shape { path: "tribune".to_owned(), expected: Expected::Version });
    }
    Ok(Reading { document, notes: Vec::new() })
}

/// What is wrong, without ` at line 3 column 9`, which is said before it.
fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.clone(), |(problem, _)| problem.to_owned())
}

/// The JSON Schema of Tribune's own JSON: `api/document.schema.json`.
pub fn document_schema() -> String {
    let schema = schemars::schema_for!(Document);
    serde_json::to_string_pretty(&schema).expect("a schema is plain JSON") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options() -> Options {
        Options::of_locale("en")
    }

    #[test]
    fn a_misspelt_field_is_named_with_its_place() {
        let refused = read(b"{\"tribune\": 1,\n \"tags\": [{\"slgu\": \"a\"}]}", &options()).unwrap_err();

        assert!(refused.to_string().contains("line 2"), "{refused}");
        assert!(refused.to_string().contains("`slgu`"), "{refused}");
    }

    #[test]
    fn another_version_is_refused() {
        assert!(read(b"{\"tribune\": 2}", &options()).is_err());
    }

    #[test]
    fn the_schema_file_is_that_of_the_code() {
        let committed = include_str!("../../document.schema.json");

        assert_eq!(committed, document_schema(), "`make schema` writes it");
    }
}
