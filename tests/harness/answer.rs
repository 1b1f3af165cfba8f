//! JSON in the order in which it came.
//!
//! The order of the keys is a promise of GraphQL, which a map sorted by key would hide. (`serde_json` can keep
//! it, but that is a setting for all crates of a build: the program would be tested with it and shipped without.)

use std::{collections::HashMap, fmt};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, SeqAccess, Visitor},
    ser::{SerializeMap, SerializeSeq},
};
use serde_json::Value;

/// An answer whose objects keep their order.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    Scalar(Value),
    List(Vec<Answer>),
    Object(Vec<(String, Answer)>),
}

impl Answer {
    /// Reads JSON.
    #[track_caller]
    pub fn parse(json: &str) -> Self {
        serde_json::from_str(json).unwrap_or_else(|error| panic!("{error} in {json}"))
    }

    /// `data` and `errors` for a snapshot. The same identifier has the same name all over the answer, `id 1`,
    /// `uid 1`, `cursor 1`, counted in the order of appearance.
    pub fn snapshot(mut self) -> String {
        if let Self::Object(fields) = &mut self {
            fields.retain(|(name, _)| name != "extensions");
        }
        self.name_identifiers("", &mut HashMap::new());
        serde_json::to_string_pretty(&self).expect("JSON can be written")
    }

    fn name_identifiers(&mut self, field: &str, names: &mut HashMap<String, String>) {
        match self {
            Self::List(items) => {
                items.iter_mut().for_each(|item| item.name_identifiers(field, names));
            }
            Self::Object(fields) => {
                fields.iter_mut().for_each(|(field, value)| value.name_identifiers(field, names));
            }
            Self::Scalar(Value::String(text)) => {
                if let Some(kind) = identifier(field, text) {
                    let number = names.values().filter(|name| name.starts_with(kind)).count() + 1;
                    let name = names.entry(text.clone());
                    *text = name.or_insert_with(|| format!("{kind} {number}")).clone();
                }
            }
            Self::Scalar(_) => {}
        }
    }
}

/// Which kind of random identifier this is, if it is one.
fn identifier(field: &str, text: &str) -> Option<&'static str> {
    if is_uuid(text) {
        return Some("uid");
    }
    match field {
        "id" | "ids" => Some("id"),
        "uid" => Some("uid"),
        _ if field == "cursor" || field.ends_with("Cursor") => Some("cursor"),
        _ => None,
    }
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(place, byte)| match place {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

impl Serialize for Answer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Scalar(value) => value.serialize(serializer),
            Self::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(item)?;
                }
                list.end()
            }
            Self::Object(fields) => {
                let mut object = serializer.serialize_map(Some(fields.len()))?;
                for (name, value) in fields {
                    object.serialize_entry(name, value)?;
                }
                object.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for Answer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnswerVisitor)
    }
}

struct AnswerVisitor;

impl<'de> Visitor<'de> for AnswerVisitor {
    type Value = Answer;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Answer, E> {
        Ok(Answer::Scalar(Value::Null))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Answer, E> {
        Ok(Answer::Scalar(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Answer, E> {
        Ok(Answer::Scalar(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Answer, E> {
        Ok(Answer::Scalar(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Answer, E> {
        Ok(Answer::Scalar(value.into()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Answer, E> {
        Ok(Answer::Scalar(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Answer, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Answer::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Answer, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = object.next_entry()? {
            fields.push(field);
        }
        Ok(Answer::Object(fields))
    }
}
