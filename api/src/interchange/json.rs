//! JSON as it stands. What is a string in one program is a number, an object or nothing in another, so values are
//! read as they come. Start at [`parse`].

use std::{cell::Cell, fmt};

use serde::{
    Deserializer,
    de::{DeserializeSeed, MapAccess, SeqAccess, Visitor},
};

use super::{
    programme::Texts,
    reading::{self, Notes, ReadError, Reason},
    without_place,
};

/// Values nested deeper than this are no programme.
const DEEPEST: usize = 64;

/// Most values of a file. The largest programme we know has 100 000; each takes memory, however small it is.
const MOST_VALUES: usize = 2_000_000;

/// A value: objects keep their order, in which rooms are to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    Null,
    /// A string, a number, `true` or `false`.
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// The value that a file holds. It is an error when it is not JSON, or without measure.
pub fn parse(bytes: &[u8], notes: &mut Notes) -> Result<Json, ReadError> {
    let text = reading::utf8(bytes, notes);
    let (values, excess) = (Cell::new(0), Cell::new(None));
    let mut deserializer = serde_json::Deserializer::from_str(&text);
    // The limit here is lower than its own.
    let seed = Values { depth: 0, values: &values, excess: &excess };
    let parsed = seed.deserialize(&mut deserializer).and_then(|value| deserializer.end().map(|()| value));
    parsed.map_err(|error| {
        let (line, column) = (error.line(), error.column());
        match excess.get() {
            Some(Excess::Depth) => ReadError::TooDeep { line, column, limit: DEEPEST },
            Some(Excess::Values) => ReadError::TooMany { limit: MOST_VALUES },
            None => ReadError::Syntax { line, column, problem: without_place(&error) },
        }
    })
}

impl Json {
    pub fn get(&self, name: &str) -> Option<&Json> {
        match self {
            Json::Object(fields) => fields.iter().find(|(field, _)| field == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// Whether it is an object with all these fields.
    pub fn has(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.get(name).is_some())
    }

    /// A field as text; `Some("")` when it is `null`.
    pub fn text(&self, name: &str) -> Option<String> {
        match self.get(name)? {
            Json::Text(text) => Some(text.clone()),
            Json::Null => Some(String::new()),
            Json::List(_) | Json::Object(_) => None,
        }
    }

    /// A field as text in one language or, as `{"en": …, "fr": …}`, in several; empty when it is `null`.
    pub fn texts(&self, name: &str) -> Option<Texts> {
        match self.get(name)? {
            Json::Text(text) => Some(text.as_str().into()),
            Json::Null => Some("".into()),
            Json::List(_) => None,
            Json::Object(fields) => {
                let text = |(language, value): &(String, Json)| match value {
                    Json::Text(text) => Some((Some(language.clone()), text.clone())),
                    _ => None,
                };
                Some(fields.iter().filter_map(text).collect())
            }
        }
    }

    /// Whether a field says `true`; none when it says neither that nor `false`.
    pub fn truth(&self, name: &str) -> Option<bool> {
        match self.get(name)? {
            Json::Text(text) => text.trim().to_ascii_lowercase().parse().ok(),
            _ => None,
        }
    }

    /// The texts of a list.
    pub fn strings(&self, name: &str, place: &str, notes: &mut Notes) -> Option<Vec<String>> {
        self.get(name)?;
        let mut strings = Vec::new();
        for item in self.items(name, place, notes) {
            match item {
                Json::Text(text) => strings.push(text.clone()),
                Json::Null => {}
                _ => notes.skipped(place, Reason::NotText { field: name.to_owned() }),
            }
        }
        Some(strings)
    }

    /// The items, where it is a list.
    pub fn list(&self) -> &[Json] {
        match self {
            Json::List(items) => items,
            _ => &[],
        }
    }

    /// The fields, where it is an object.
    pub fn fields(&self) -> &[(String, Json)] {
        match self {
            Json::Object(fields) => fields,
            _ => &[],
        }
    }

    pub fn is_empty(&self) -> bool {
        match self {
            Json::Null => true,
            Json::Text(text) => text.trim().is_empty(),
            Json::List(items) => items.is_empty(),
            Json::Object(fields) => fields.is_empty(),
        }
    }

    /// Notes the fields that say something nobody reads, and those that should be texts and are not.
    pub fn note_unknown(&self, known: &[&str], structured: &[&str], place: &str, notes: &mut Notes) {
        for (field, value) in self.fields().iter().filter(|(_, value)| !value.is_empty()) {
            let is_text = matches!(value, Json::Text(_));
            if !known.contains(&field.as_str()) {
                notes.skipped(place, Reason::Ignored { field: field.clone() });
            } else if !is_text && !structured.contains(&field.as_str()) {
                notes.skipped(place, Reason::NotText { field: field.clone() });
            }
        }
    }

    /// The items of a list; none, with a note, when it is something else.
    pub fn items(&self, name: &str, place: &str, notes: &mut Notes) -> &[Json] {
        match self.get(name) {
            Some(Json::List(items)) => items,
            Some(value) if !value.is_empty() => {
                notes.skipped(place, Reason::NotAList { field: name.to_owned() });
                &[]
            }
            _ => &[],
        }
    }
}

/// What there is too much of.
#[derive(Clone, Copy)]
enum Excess {
    Depth,
    Values,
}

/// Reads values, and counts them.
#[derive(Clone, Copy)]
struct Values<'c> {
    depth: usize,
    values: &'c Cell<usize>,
    excess: &'c Cell<Option<Excess>>,
}

impl Values<'_> {
    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.depth == DEEPEST { self.refuse(Excess::Depth) } else { Ok(Self { depth: self.depth + 1, ..self }) }
    }

    fn refuse<T, E: serde::de::Error>(self, excess: Excess) -> Result<T, E> {
        self.excess.set(Some(excess));
        Err(E::custom("too much"))
    }
}

impl<'de> DeserializeSeed<'de> for Values<'_> {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        self.values.set(self.values.get() + 1);
        if self.values.get() > MOST_VALUES {
            return self.refuse(Excess::Values);
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Values<'_> {
    type Value = Json;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Text(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Text(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Text(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Json::Text(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Json, A::Error> {
        let deeper = self.deeper()?;
        let mut items = Vec::new();
        while let Some(item) = access.next_element_seed(deeper)? {
            items.push(item);
        }
        Ok(Json::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Json, A::Error> {
        let deeper = self.deeper()?;
        let mut fields = Vec::new();
        while let Some(field) = access.next_key()? {
            fields.push((field, access.next_value_seed(deeper)?));
        }
        Ok(Json::Object(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(json: &str) -> Result<Json, ReadError> {
        parse(json.as_bytes(), &mut Notes::default())
    }

    #[test]
    fn values_are_texts_whatever_they_were() {
        let json = parsed(r#"{"a": 1, "b": true, "c": null, "d": {"en": "x", "fr": 1.50, "de": []}, "e": ["y", 2]}"#);
        let json = json.expect("it is JSON");
        let mut notes = Notes::default();

        assert_eq!((json.text("a"), json.truth("b")), (Some("1".into()), Some(true)));
        assert_eq!((json.text("c"), json.text("e")), (Some(String::new()), None));
        let texts = json.texts("d").expect("there are texts");
        assert_eq!(texts.iter().collect::<Vec<_>>(), [(Some("en"), "x"), (Some("fr"), "1.5")]);
        assert_eq!(json.strings("e", "here", &mut notes), Some(vec!["y".into(), "2".into()]));
        assert!(json.has(&["a", "b"]) && !json.has(&["a", "f"]));
    }

    #[test]
    fn neither_depth_nor_number_is_without_measure() {
        let deep = parsed(&"[".repeat(100_000));
        let many = parsed(&format!("[{}0]", "0,".repeat(MOST_VALUES)));

        assert_eq!(deep, Err(ReadError::TooDeep { line: 1, column: 65, limit: DEEPEST }));
        assert_eq!(many, Err(ReadError::TooMany { limit: MOST_VALUES }));
        assert!(parsed("{} {}").is_err());
    }
}
