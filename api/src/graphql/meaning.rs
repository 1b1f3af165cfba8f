//! What a request means, whatever it looks like: two requests with the same meaning have the same answer.

use async_graphql::{Name, Value};

use super::request::Operation;
use crate::{cache::Key, locale::Locale};

/// All that an answer follows from, however it was sent: language, operation, variables, and the document without what
/// GraphQL ignores. Each part says where it ends, whatever is in it: no two meanings have one key.
pub fn key(operation: &Operation, language: &Locale) -> Key {
    let mut key = String::with_capacity(operation.query.len() + 128);
    // No request begins so.
    key.push('=');
    key.push_str(language.as_str());
    key.push('\0');
    if let Some(name) = &operation.operation_name {
        write_text(name, &mut key);
    }
    write_fields(operation.variables.iter(), &mut key);
    strip(&operation.query, &mut key);
    key.into_bytes().into()
}

/// A value with the fields of its objects in the order of their names.
fn write(value: &Value, out: &mut String) {
    match value {
        Value::List(items) => {
            out.push('[');
            for item in items {
                write(item, out);
                out.push(',');
            }
            out.push(']');
        }
        Value::Object(fields) => write_fields(fields.iter(), out),
        other => out.push_str(&other.to_string()),
    }
}

fn write_fields<'v>(fields: impl Iterator<Item = (&'v Name, &'v Value)>, out: &mut String) {
    let mut fields: Vec<_> = fields.collect();
    fields.sort_unstable_by_key(|(name, _)| name.as_str());
    out.push('{');
    for (name, value) in fields {
        write_text(name, out);
        write(value, out);
        out.push(',');
    }
    out.push('}');
}

/// A text in quotes: a name in JSON may hold anything.
fn write_text(text: &str, out: &mut String) {
    out.push_str(&Value::String(text.to_owned()).to_string());
}

/// The document without what GraphQL ignores, space, line ends, commas and comments: one space after each token.
fn strip(document: &str, out: &mut String) {
    let mut rest = document;
    while let Some(next) = rest.chars().next() {
        let token = match next {
            ' ' | '\t' | '\n' | '\r' | ',' | '\u{feff}' => {
                rest = &rest[next.len_utf8()..];
                continue;
            }
            '#' => {
                rest = &rest[rest.find(['\n', '\r']).unwrap_or(rest.len())..];
                continue;
            }
            '"' => string(rest),
            '.' => &rest[..rest.len() - rest.trim_start_matches('.').len()],
            '-' | '0'..='9' => number(rest),
            _ if is_of_name(next) => &rest[..rest.find(|letter| !is_of_name(letter)).unwrap_or(rest.len())],
            _ => &rest[..next.len_utf8()],
        };
        out.push_str(token);
        out.push(' ');
        rest = &rest[token.len()..];
    }
}

fn is_of_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// The number that a text begins with, to where it cannot go on.
fn number(text: &str) -> &str {
    let mut before = 'e';
    let ends = |letter: char| {
        let is_sign = matches!(letter, '+' | '-') && matches!(before, 'e' | 'E');
        before = letter;
        !(is_sign || is_of_name(letter) || letter == '.')
    };
    &text[..text.find(ends).unwrap_or(text.len())]
}

/// The string that a text begins with, to its end or to that of the text.
fn string(text: &str) -> &str {
    if text.starts_with("\"\"\"") {
        let mut from = 3;
        while let Some(at) = text[from..].find("\"\"\"") {
            let end = from + at + 3;
            if !text[..from + at].ends_with('\\') {
                return &text[..end];
            }
            from = end;
        }
        return text;
    }
    let mut is_escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            '\n' | '\r' => return &text[..at],
            '"' if !is_escaped => return &text[..=at],
            _ => is_escaped = letter == '\\' && !is_escaped,
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use async_graphql::Variables;

    use super::*;

    fn stripped(document: &str) -> String {
        let mut out = String::new();
        strip(document, &mut out);
        out
    }

    #[test]
    fn what_graphql_ignores_is_not_there() {
        for (document, expected) in [
            ("query Q ( $a : Int, $b: [ Int! ] ) { a b }", "query Q ( $ a : Int $ b : [ Int ! ] ) { a b } "),
            ("{\n  a # not { this }\n  b, c\n}\u{feff}", "{ a b c } "),
            ("{ ... on Event { name } ...F }", "{ ... on Event { name } ... F } "),
            ("{ a(n: 1 f: -1.5e-3) ...F }", "{ a ( n : 1 f : -1.5e-3 ) ... F } "),
        ] {
            assert_eq!(stripped(document), expected, "{document}");
        }
    }

    #[test]
    fn strings_stay_as_they_are() {
        for text in [
            r##""# , \" ,  \\""##,
            "\"\"\"  one ,\n # two \\\"\"\" three \"\"\"",
            "\"without end , ",
            "\"\"\"without end , ",
        ] {
            assert_eq!(stripped(&format!("a:{text}")), format!("a : {text} "));
        }
    }

    #[test]
    fn different_documents_stay_different() {
        for (one, other) in [
            ("{ a b }", "{ ab }"),
            ("{ a(n: 1 2) }", "{ a(n: 12) }"),
            ("{ a(n: 1.5) }", "{ a(n: 1 .5) }"),
            (r#"{ a(s: "a b") }"#, r#"{ a(s: "a  b") }"#),
            (r#"{ a(s: "") }"#, r#"{ a(s: "" "") }"#),
            (r#"{ a(s: ["" "x" "" ""]) }"#, r#"{ a(s: ["""x""" ""]) }"#),
            ("{ a(n: -1) }", "{ a(n: - 1) }"),
            ("{ a(n: 1e-3) }", "{ a(n: 1e -3) }"),
            ("{ ...F }", "{ . . .F }"),
        ] {
            assert_ne!(stripped(one), stripped(other), "{one} {other}");
        }
    }

    #[test]
    fn the_order_of_fields_means_nothing() {
        let operation = |variables: &str| {
            let variables = Variables::from_json(serde_json::from_str(variables).unwrap());
            Operation { query: "{ a }".to_owned(), variables, ..Operation::default() }
        };
        let key_of = |variables: &str| key(&operation(variables), &Locale::parse("en").unwrap());

        assert_eq!(
            key_of(r#"{"f": {"a": 1, "b": [{"c": 1, "d": "x"}]}}"#),
            key_of(r#"{"f": {"b": [{"d": "x", "c": 1}], "a": 1}}"#)
        );
        assert_ne!(key_of(r#"{"f": "1"}"#), key_of(r#"{"f": 1}"#));
        assert_ne!(key_of(r#"{"f": null}"#), key_of("{}"));
        assert_ne!(key_of(r#"{"a": 1, "b": 2}"#), key_of(r#"{"a:1b": 2}"#));
        assert_ne!(key_of(r#"{"a": 1, "b": 2}"#), key_of(r#"{"a\"1,\"b": 2}"#));
        assert_ne!(key_of(r#"{"f": ["a", "b"]}"#), key_of(r#"{"f": ["a\",\"b"]}"#));
    }
}
