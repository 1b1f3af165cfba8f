//! Cursors: where an item stands in an ordered list, as an opaque text.
//!
//! A cursor holds the values that the list is ordered by, so that a page goes on from there even when the
//! item itself is gone; and it names the list's type, order and language, so that it is refused elsewhere.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Error, Result};

/// A value that a list is ordered by.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum KeyValue {
    #[serde(rename = "-")]
    Missing,
    #[serde(rename = "i")]
    Int(i32),
    #[serde(rename = "t")]
    Time(DateTime<Utc>),
    #[serde(rename = "b")]
    Bytes(Vec<u8>),
}

/// The place of an item in a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Position {
    #[serde(rename = "k")]
    pub keys: Vec<KeyValue>,
    #[serde(rename = "u")]
    pub uid: Uuid,
}

#[derive(Serialize, Deserialize)]
struct Cursor {
    #[serde(rename = "l")]
    list: String,
    #[serde(flatten)]
    position: Position,
}

/// The cursor of a position in the list that `list` names.
pub fn encode(list: &str, position: &Position) -> String {
    let cursor = Cursor { list: list.to_owned(), position: position.clone() };
    BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(&cursor).expect("a cursor is plain JSON"))
}

/// The position that a cursor of the list `list` names; `argument` is where it was given.
pub fn decode(list: &str, argument: &'static str, cursor: &str) -> Result<Position> {
    let foreign = || Error::ForeignCursor { argument };
    let json = BASE64_URL_SAFE_NO_PAD.decode(cursor).map_err(|_| foreign())?;
    let cursor: Cursor = serde_json::from_slice(&json).map_err(|_| foreign())?;
    if cursor.list == list { Ok(cursor.position) } else { Err(foreign()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_good_in_its_own_list_only() {
        let keys = vec![KeyValue::Missing, KeyValue::Int(3), KeyValue::Time(DateTime::UNIX_EPOCH)];
        let position = Position { keys, uid: Uuid::nil() };

        let cursor = encode("session:STARTS_AT:fr", &position);

        assert_eq!(decode("session:STARTS_AT:fr", "after", &cursor).unwrap(), position);
        assert!(decode("session:TITLE:fr", "after", &cursor).is_err());
        assert!(decode("session:STARTS_AT:fr", "after", "bm9uc2Vuc2U").is_err());
    }
}
