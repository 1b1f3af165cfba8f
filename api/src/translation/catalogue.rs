//! Texts on their way to translators and back: what XLIFF and PO both carry, and what may be wrong with a file that
//! comes back. Start at [`Catalogue`].

use crate::{Error, error::shortened, locale::messages::Said, output::at};

/// The largest file that is read.
pub const LARGEST_BYTES: usize = 64 * 1024 * 1024;

/// Texts in one language, and what there is of them in another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalogue {
    /// BCP 47, as is `target_locale`.
    pub source_locale: String,
    pub target_locale: String,
    /// Those of one thing (kind and uid) stand together; no id comes twice.
    pub units: Vec<Unit>,
}

/// One text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// `session/0190…/title`: kind, uid, field. Without control characters.
    pub id: String,
    /// What it is, for whoever translates it: `Title of a session at Social Media Week Paris 2012`. One line each: a
    /// control character in it is written as a space.
    pub notes: Vec<String>,
    /// The most characters that a translation may have.
    pub max_length: Option<usize>,
    pub source: String,
    pub translation: Translation,
}

/// How far a text is translated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Translation {
    /// There is none.
    Missing,
    /// It is not to be relied on: the source has changed since, or the translator is not done.
    Outdated {
        target: String,
        /// The source that the target was made from, where it is known.
        previous_source: Option<String>,
    },
    /// It is up to date; in a file that comes back, the translator says that it is done.
    Translated { target: String },
}

impl Translation {
    pub fn target(&self) -> Option<&str> {
        match self {
            Self::Missing => None,
            Self::Outdated { target, .. } | Self::Translated { target } => Some(target),
        }
    }
}

/// A note for translators about [`Unit::max_length`].
pub fn length_note(max_length: usize) -> String {
    format!("At most {max_length} characters.")
}

/// A note as it is written: on one line.
pub fn one_line(note: &str) -> String {
    note.replace(char::is_control, " ")
}

/// What a file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Only the units that could be read.
    pub catalogue: Catalogue,
    /// One for each unit that could not, in the order of the file.
    pub problems: Vec<Problem>,
}

/// A unit that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}line {line}: {reason}", .unit.as_ref().map(|unit| format!("unit `{unit}`, ")).unwrap_or_default())]
pub struct Problem {
    /// None when it has no id of ours.
    pub unit: Option<String>,
    /// From 1.
    pub line: usize,
    pub reason: Reason,
}

/// Why a unit could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    #[error("it does not say which text it is")]
    NoId,
    #[error("the same text stands in the file before")]
    Repeated,
    #[error("there is no source")]
    NoSource,
    #[error("`<{name}>` has no place in a text")]
    UnknownInline { name: String },
    #[error("nothing tells what the code `{code}` stands for")]
    UnknownCode { code: String },
    #[error("`{hex}` is no code point")]
    NoCodePoint { hex: String },
    #[error("it has plural forms")]
    Plural,
}

impl Problem {
    /// The Fluent message of `locales/*/reports.ftl`, and its arguments. Whoever says it names the unit.
    pub fn message(&self) -> Said {
        ("read-at-line", vec![("line", self.line.to_string().into()), ("reason", self.reason.message().into())])
    }
}

impl Reason {
    /// The Fluent message of `locales/*/reports.ftl`, and its arguments.
    pub fn message(&self) -> Said {
        match self {
            Self::NoId => ("read-no-id", vec![]),
            Self::Repeated => ("read-repeated", vec![]),
            Self::NoSource => ("read-no-source", vec![]),
            Self::UnknownInline { name } => ("read-unknown-inline", vec![("name", shortened(name).into())]),
            Self::UnknownCode { code } => ("read-unknown-code", vec![("code", shortened(code).into())]),
            Self::NoCodePoint { hex } => ("read-no-code-point", vec![("hex", shortened(hex).into())]),
            Self::Plural => ("read-plural", vec![]),
        }
    }
}

/// Why nothing of a file could be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    #[error("the file has {size_bytes} bytes; at most {LARGEST_BYTES} are read")]
    TooLarge { size_bytes: usize },
    #[error("the file is not in {encoding}")]
    BrokenEncoding { encoding: String },
    #[error("line {line}, column {column}: {problem}")]
    Syntax { line: usize, column: usize, problem: String },
    #[error("line {line}, column {column}: elements are nested more than {limit} deep")]
    TooDeep { line: usize, column: usize, limit: usize },
    /// A DTD could define entities, and they could grow without end.
    #[error("line {line}, column {column}: a document type declaration is not allowed")]
    DocumentType { line: usize, column: usize },
    #[error("this is not {format}: {beginning}")]
    WrongFormat { format: &'static str, beginning: Beginning },
    /// `srcLang` or `trgLang` of XLIFF, `X-Source-Language` or `Language` of PO.
    #[error("`{name}` is missing, so the language is not known")]
    NoLocale { name: &'static str },
    #[error("`{tag}` is not a language")]
    NotALanguage { tag: String },
}

/// How a file begins that is of another format.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Beginning {
    #[error("it is version {0}")]
    Version(String),
    #[error("it begins with `<{0}>`")]
    Element(String),
    #[error("it does not begin with a header")]
    NoHeader,
}

impl Beginning {
    fn message(&self) -> Said {
        match self {
            Self::Version(version) => ("read-version", vec![("version", shortened(version).into())]),
            Self::Element(name) => ("read-begins-with", vec![("name", shortened(name).into())]),
            Self::NoHeader => ("read-no-header", vec![]),
        }
    }
}

impl ReadError {
    /// The Fluent message of `locales/*/reports.ftl`, and its arguments.
    pub fn message(&self) -> Said {
        match self {
            Self::TooLarge { size_bytes } => {
                let limit = LARGEST_BYTES.to_string();
                ("read-too-large", vec![("bytes", size_bytes.to_string().into()), ("limit", limit.into())])
            }
            Self::BrokenEncoding { encoding } => ("read-encoding", vec![("encoding", encoding.as_str().into())]),
            Self::Syntax { line, column, problem } => at(*line, *column, shortened(problem).into()),
            Self::TooDeep { line, column, limit } => {
                let limit = limit.to_string();
                at(*line, *column, ("read-too-deep", vec![("limit", limit.into())]).into())
            }
            Self::DocumentType { line, column } => at(*line, *column, ("read-document-type", vec![]).into()),
            Self::WrongFormat { format, beginning } => {
                ("read-other-format", vec![("format", (*format).into()), ("reason", beginning.message().into())])
            }
            Self::NoLocale { name } => ("read-no-locale", vec![("name", (*name).into())]),
            Self::NotALanguage { tag } => ("read-not-a-language", vec![("tag", shortened(tag).into())]),
        }
    }
}

impl From<ReadError> for Error {
    fn from(error: ReadError) -> Self {
        Self::UnreadableFile { reason: error.to_string(), said: error.message() }
    }
}

pub fn check_size(bytes: &[u8]) -> Result<(), ReadError> {
    match bytes.len() {
        size_bytes if size_bytes > LARGEST_BYTES => Err(ReadError::TooLarge { size_bytes }),
        _ => Ok(()),
    }
}

/// A syntax error at this byte of a text.
pub fn syntax(text: &str, at: usize, problem: impl ToString) -> ReadError {
    let (line, column) = position(text, at);
    ReadError::Syntax { line, column, problem: problem.to_string() }
}

/// Line and column of this byte of a text, both from 1.
pub fn position(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..text.floor_char_boundary(at)];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// Catalogues that a codec could trip over.
#[cfg(test)]
pub mod samples {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::{collection, option, prelude::*, sample::select, string::string_regex};

    use super::*;

    pub fn unit(source: &str, translation: Translation) -> Unit {
        Unit { id: "session/1/title".into(), notes: Vec::new(), max_length: None, source: source.into(), translation }
    }

    pub fn translated(target: &str) -> Translation {
        Translation::Translated { target: target.into() }
    }

    pub fn outdated(target: &str, previous_source: Option<&str>) -> Translation {
        Translation::Outdated { target: target.into(), previous_source: previous_source.map(str::to_owned) }
    }

    pub fn of(units: impl IntoIterator<Item = Unit>) -> Catalogue {
        Catalogue { source_locale: "en".into(), target_locale: "pt-BR".into(), units: units.into_iter().collect() }
    }

    /// Any text at all, of what means something to Markdown, XML or PO.
    pub fn text() -> impl Strategy<Value = String> {
        let telling = select(vec![
            "\n",
            "\n\n",
            "\r\n",
            "\r",
            "\t",
            "\u{0}",
            "\u{1}",
            "\u{1b}",
            "\u{7f}",
            "\u{85}",
            "\u{2028}",
            "\u{feff}",
            "\u{fffe}",
            "\u{ffff}",
            "\\",
            "\"",
            "'",
            "&",
            "<",
            ">",
            "]]>",
            "&amp;",
            "&#13;",
            "<!--",
            "-->",
            "<?",
            "`",
            "``",
            "```\n",
            "~~~\n",
            "`a`",
            "[",
            "![",
            "](",
            "](/a)",
            "](<b c> \"d\")",
            ")",
            "<b>",
            "</b>",
            "<br/>",
            "<https://a.example>",
            "https://b.example/c?d=(e)",
            "{name}",
            "{{ name }}",
            "{ $count }",
            "%s",
            "%1$d",
            "\\n",
            "\\001",
            "#",
            "#. ",
            "#~ ",
            "msgid \"",
            "tribune:",
            " ",
        ]);
        let piece = prop_oneof![4 => telling.prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from),
            2 => "\\PC{0,6}"];
        collection::vec(piece, 0..10).prop_map(|pieces| pieces.concat())
    }

    fn note() -> impl Strategy<Value = String> {
        prop_oneof![
            "\\PC{0,20}",
            select(vec!["At most 3 characters.", "tribune:", " a ", "\\", "a\\ ", "<b>&amp;"]).prop_map(String::from)
        ]
        .prop_filter("XML cannot hold it", |note| !note.contains(['\u{fffe}', '\u{ffff}']))
    }

    fn translation() -> impl Strategy<Value = Translation> {
        prop_oneof![
            Just(Translation::Missing),
            (text(), option::of(text()))
                .prop_map(|(target, previous_source)| Translation::Outdated { target, previous_source }),
            text().prop_map(|target| Translation::Translated { target }),
        ]
    }

    pub fn catalogue() -> impl Strategy<Value = Catalogue> {
        let locale = || string_regex("[a-z]{2}(-[A-Z][a-z]{3})?(-[A-Z]{2})?").expect("it is a pattern");
        let contents = (collection::vec(note(), 0..3), option::of(0_usize..5), text(), translation());
        let fields = collection::btree_map("[a-z_é&\"' ]{0,5}(/[0-9])?", contents, 0..3);
        let things = collection::btree_map("[a-z<>]{1,5}/[0-9a-f.-]{1,5}", fields, 0..4);
        (locale(), locale(), things).prop_map(|(source_locale, target_locale, things)| {
            let units = things.into_iter().flat_map(|(thing, fields): (String, BTreeMap<_, _>)| {
                fields.into_iter().map(move |(field, (notes, max_length, source, translation))| Unit {
                    id: format!("{thing}/{field}"),
                    notes,
                    max_length,
                    source,
                    translation,
                })
            });
            Catalogue { source_locale, target_locale, units: units.collect() }
        })
    }

    /// A file after an accident: some of its bytes lost, doubled or replaced.
    pub fn damaged(file: impl Strategy<Value = String>) -> impl Strategy<Value = Vec<u8>> {
        let accident = (any::<prop::sample::Index>(), 0_usize..40, collection::vec(any::<u8>(), 0..4), any::<bool>());
        (file, collection::vec(accident, 1..4)).prop_map(|(file, accidents)| {
            let mut bytes = file.into_bytes();
            for (at, length, mut inserted, is_doubled) in accidents {
                let start = at.index(bytes.len() + 1);
                let end = (start + length).min(bytes.len());
                if is_doubled {
                    inserted.extend_from_slice(&bytes[start..end]);
                    inserted.extend_from_slice(&bytes[start..end]);
                }
                bytes.splice(start..end, inserted);
            }
            bytes
        })
    }

    #[test]
    fn ids_are_unique() {
        let ids = |catalogue: &Catalogue| catalogue.units.iter().map(|unit| unit.id.clone()).collect::<BTreeSet<_>>();
        proptest!(|(catalogue in catalogue())| {
            prop_assert_eq!(ids(&catalogue).len(), catalogue.units.len());
        });
    }
}
