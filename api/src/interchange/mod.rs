//! Programmes in and out. Each format has a reader, which makes a `document::Document` of a file and notes what
//! it could not take over; the importer brings a document in, whatever its format was.

mod clean;
pub mod document;
pub mod export;
mod frab;
mod frab_json;
mod frab_xml;
pub mod import;
pub mod reading;
pub mod report;
mod upsert;

pub use upsert::UpsertMutation;

use document::{Document, VERSION};
use reading::{Expected, Options, ReadError, Reading};

/// Reads a file in whichever of the known formats it is.
pub fn read(bytes: &[u8], options: &Options) -> Result<Reading, ReadError> {
    reading::check_size(bytes)?;
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    match text.first() {
        Some(b'{') if has_key(text, "tribune") => own(text),
        Some(b'{') => frab_json::read(bytes, options),
        // UTF-16 begins with a mark of its own.
        Some(b'<' | 0xFE | 0xFF) => frab_xml::read(bytes, options),
        _ => Err(ReadError::UnknownFormat),
    }
}

/// Whether a JSON object has a key at its top level; also when it goes wrong further on.
fn has_key(json: &[u8], key: &str) -> bool {
    #[derive(serde::Deserialize)]
    struct Head {
        tribune: Option<serde::de::IgnoredAny>,
    }
    match serde_json::from_slice::<Head>(json) {
        Ok(head) => head.tribune.is_some(),
        Err(_) => {
            let quoted = format!("\"{key}\"");
            json.windows(quoted.len()).take(256).any(|window| window == quoted.as_bytes())
        }
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
        Options { locale: "en".to_owned(), time_zone: None }
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
