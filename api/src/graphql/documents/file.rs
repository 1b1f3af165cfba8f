//! Files of documents, as the tools of clients write them.

use std::{
    ffi::OsStr,
    fs, io,
    path::{Path, PathBuf},
};

use serde::Deserialize;
use serde_json::Value;

use super::store::Document;
use crate::{error::shortened, locale::messages::Said, output::unopened, signing::sha256};

/// What an operation manifest of Apollo calls itself.
const MANIFEST: &str = "apollo-persisted-query-manifest";

/// The files that are meant: those of a folder, and of the folders in it, in the order of their names.
pub fn files(path: &Path) -> io::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut entries = fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    entries.sort();
    let mut all = Vec::new();
    for entry in entries {
        if entry.is_dir() || Kind::of(&entry).is_some() {
            all.extend(files(&entry)?);
        }
    }
    Ok(all)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Json,
    GraphQl,
}

impl Kind {
    fn of(path: &Path) -> Option<Self> {
        match path.extension().and_then(OsStr::to_str)?.to_ascii_lowercase().as_str() {
            "json" => Some(Self::Json),
            "graphql" | "gql" => Some(Self::GraphQl),
            _ => None,
        }
    }
}

/// Why a file has no documents for us.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    #[error("it ends neither in .json nor in .graphql or .gql")]
    Ending,
    #[error("{0}")]
    Unopened(#[from] io::Error),
    /// It is not JSON, or a manifest lacks something.
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    #[error("it is neither a manifest of Apollo nor a map from ids to documents")]
    Unknown,
    #[error("its format is `{format}`, version {version}, and not `{MANIFEST}`, version 1")]
    Format { format: String, version: u32 },
}

impl Unreadable {
    /// The Fluent message of `locales/*/reports.ftl`, and its arguments.
    pub fn message(&self) -> Said {
        match self {
            Self::Ending => ("documents-ending", vec![]),
            Self::Unopened(error) => unopened(error),
            Self::Json(error) => ("documents-json", vec![("reason", shortened(&error.to_string()).into())]),
            Self::Unknown => ("documents-unknown", vec![]),
            Self::Format { format, version } => {
                let given = [("format", shortened(format)), ("version", version.to_string())];
                let given = given.into_iter().map(|(name, given)| (name, given.into()));
                ("documents-format", given.chain([("expected", MANIFEST.into())]).collect())
            }
        }
    }
}

/// The documents of a file; the error is a reason for whoever named it.
pub fn read(path: &Path) -> Result<Vec<Document>, Unreadable> {
    let kind = Kind::of(path).ok_or(Unreadable::Ending)?;
    let text = fs::read_to_string(path)?;
    match kind {
        Kind::Json => documents(&text),
        // Byte for byte: that is what a client hashes.
        Kind::GraphQl => Ok(vec![Document { id: sha256(text.as_bytes()), text }]),
    }
}

/// The documents of a JSON file, whichever tool wrote it.
fn documents(json: &str) -> Result<Vec<Document>, Unreadable> {
    let value: Value = serde_json::from_str(json)?;
    match value {
        Value::Object(ref fields) if fields.get("operations").is_some_and(|field| !field.is_string()) => {
            manifest(value)
        }
        // Relay (`persistConfig.file`) and GraphQL Code Generator (`persisted-documents.json`).
        Value::Object(fields) => {
            let document = |(id, text)| match text {
                Value::String(text) => Ok(Document { id, text }),
                _ => Err(Unreadable::Unknown),
            };
            fields.into_iter().map(document).collect()
        }
        // The server that Relay's guide has for an example (`queryMap.json`).
        Value::Array(_) => {
            let pairs: Vec<(String, String)> = serde_json::from_value(value).map_err(|_| Unreadable::Unknown)?;
            Ok(pairs.into_iter().map(|(id, text)| Document { id, text }).collect())
        }
        _ => Err(Unreadable::Unknown),
    }
}

/// What `generate-persisted-query-manifest` writes, and the generators of Apollo iOS and Kotlin.
fn manifest(value: Value) -> Result<Vec<Document>, Unreadable> {
    #[derive(Deserialize)]
    struct Manifest {
        format: String,
        version: u32,
        operations: Vec<Operation>,
    }
    #[derive(Deserialize)]
    struct Operation {
        id: String,
        body: String,
    }
    let manifest: Manifest = serde_json::from_value(value)?;
    if manifest.format != MANIFEST || manifest.version != 1 {
        return Err(Unreadable::Format { format: manifest.format, version: manifest.version });
    }
    Ok(manifest.operations.into_iter().map(|Operation { id, body }| Document { id, text: body }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(json: &str) -> Vec<(String, String)> {
        documents(json).unwrap().into_iter().map(|document| (document.id, document.text)).collect()
    }

    #[test]
    fn each_tool_is_understood() {
        let expected = [("one".to_owned(), "query A { a }".to_owned()), ("two".to_owned(), "query B { b }".to_owned())];
        let apollo = r#"{ "format": "apollo-persisted-query-manifest", "version": 1, "operations": [
            { "id": "one", "body": "query A { a }", "name": "A", "type": "query" },
            { "id": "two", "body": "query B { b }", "name": "B", "type": "query" }] }"#;

        assert_eq!(ids(apollo), expected);
        assert_eq!(ids(r#"{ "one": "query A { a }", "two": "query B { b }" }"#), expected);
        assert_eq!(ids(r#"[["one", "query A { a }"], ["two", "query B { b }"]]"#), expected);
        assert_eq!(ids("{}"), []);
        // An id may be any word.
        assert_eq!(ids(r#"{ "operations": "{ a }", "format": "{ b }" }"#).len(), 2);
    }

    #[test]
    fn what_no_tool_writes_is_refused() {
        for (json, reason) in [
            ("{", "EOF while parsing"),
            ("1", "neither a manifest"),
            (r#"{ "name": "app", "scripts": {} }"#, "neither a manifest"),
            (r#"["{ a }"]"#, "neither a manifest"),
            (r#"{ "format": "apollo-persisted-query-manifest", "version": 2, "operations": [] }"#, "version 2"),
            (r#"{ "format": "other", "version": 1, "operations": [] }"#, "`other`"),
            (
                r#"{ "format": "apollo-persisted-query-manifest", "version": 1, "operations": [{ "id": "a" }] }"#,
                "`body`",
            ),
        ] {
            let error = documents(json).unwrap_err().to_string();
            assert!(error.contains(reason), "{json}: {error}");
        }
    }

    #[test]
    fn a_folder_is_its_files_in_order() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("b")).unwrap();
        for name in ["c.json", "a.graphql", "b/d.GQL", "README.md"] {
            fs::write(folder.path().join(name), "{ __typename }\n").unwrap();
        }

        let found = files(folder.path()).unwrap();

        let names: Vec<_> =
            found.iter().map(|path| path.strip_prefix(folder.path()).unwrap().to_str().unwrap()).collect();
        assert_eq!(names, ["a.graphql", "b/d.GQL", "c.json"]);
        let document = read(&found[0]).unwrap().remove(0);
        assert_eq!((document.id, document.text.as_str()), (sha256(b"{ __typename }\n"), "{ __typename }\n"));
        assert!(read(Path::new("README.md")).unwrap_err().to_string().contains(".graphql"));
    }
}
