//! What a request means, whatever it looks like: two requests with the same meaning have the same answer.

use async_graphql::Value;

use super::request::Operation;
use crate::{cache::Key, locale::Locale};

/// All that an answer follows from, however it was sent: language, operation, variables, and the document without what
/// GraphQL ignores.
pub fn key(operation: &Operation, language: &Locale) -> Key {
    let mut key = String::with_capacity(operation.query.len() + 128);
    // No request begins so.
    key.push('=');
    key.push_str(language.as_str());
    key.push('\0');
    key.push_str(operation.operation_name.as_deref().unwrap_or("\0"));
    key.push('\0');
    for (name, value) in operation.variables.iter() {
        key.push_str(name);
        key.push(':');
        write(value, &mut key);
    }
    key.push('\0');
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
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_unstable_by_key(|(name, _)| name.as_str());
            out.push('{');
            for (name, value) in fields {
                write(&Value::String(name.to_string()), out);
                write(value, out);
                out.push(',');
            }
            out.push('}');
        }
        other => out.push_str(&other.to_string()),
    }
}

/// The document without what GraphQL ignores: space, line ends, commas and comments.
fn strip(document: &str, out: &mut String) {
    let mut rest = document;
    // Whether two names would run together here.
    let mut after_name = false;
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
            _ if is_of_name(next) => &rest[..rest.find(|letter| !is_of_name(letter)).unwrap_or(rest.len())],
            _ => &rest[..next.len_utf8()],
        };
        let is_name = is_of_name(next);
        if after_name && (is_name || next == '.') {
            out.push(' ');
        }
        out.push_str(token);
        after_name = is_name;
        rest = &rest[token.len()..];
    }
}

/// What names and numbers are made of; a number's point and sign stand alone, which tells them apart as well.
fn is_of_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
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
            ("query Q ( $a : Int, $b: [ Int! ] ) { a b }", "query Q($a:Int$b:[Int!]){a b}"),
            ("{\n  a # not { this }\n  b, c\n}\u{feff}", "{a b c}"),
            ("{ ... on Event { name } ...F }", "{...on Event{name}...F}"),
            ("{ a(n: 1 f: -1.5e3) ...F }", "{a(n:1 f:-1 .5e3)...F}"),
        ] {
            assert_eq!(stripped(document), expected, "{document}");
        }
    }

    #[test]
    fn strings_stay_as_they_are() {
        for text in [
            r##"{a(s:"# , \" ,  \\"b:"x")}"##,
            "{a(s:\"\"\"  one ,\n # two \\\"\"\" three \"\"\"b:1)}",
            "{a(s:\"without end , ",
            "{a(s:\"\"\"without end , ",
        ] {
            assert_eq!(stripped(text), text);
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
        ] {
            // The second of the numbers is no GraphQL, and what is no GraphQL has no answer that is kept.
            assert!(stripped(one) != stripped(other) || one.contains("1.5"), "{one} {other}");
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
        assert_ne!(key_of(r#"{"f": ["a", "b"]}"#), key_of(r#"{"f": ["a\",\"b"]}"#));
    }
}
