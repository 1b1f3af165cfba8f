//! What an answer follows from, and what a change touches: an answer with a tag that was touched since is over.
//!
//! A tag is a number made of names, the same in every instance and every version, so that the change log can hold it
//! and a CDN can be told it. Two tags that happen to be equal end an answer too early, and never too late.

use std::{collections::BTreeSet, fmt, str::FromStr};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// What an answer follows from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tag(u64);

impl Tag {
    /// A thing: its row, its texts, what it is joined with.
    pub fn thing(uid: Uuid) -> Self {
        Self::of(b"thing", uid)
    }

    /// Which things of a type there are, and in which order.
    pub fn all(kind: &str) -> Self {
        Self::naming(kind, Uuid::nil())
    }

    /// Which things of a type name `uid`, and in which order.
    pub fn naming(kind: &str, uid: Uuid) -> Self {
        Self::of(kind.as_bytes(), uid)
    }

    /// Which things of any type name `uid`.
    pub fn named(uid: Uuid) -> Self {
        Self::of(b"named", uid)
    }

    /// FNV-1a of 64 bits.
    fn of(name: &[u8], uid: Uuid) -> Self {
        let mix = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        Self(name.iter().chain(uid.as_bytes()).fold(0xcbf2_9ce4_8422_2325, mix))
    }
}

/// Eleven letters of base64url.
impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE64_URL_SAFE_NO_PAD.encode(self.0.to_be_bytes()))
    }
}

/// Not a tag.
#[derive(Debug)]
pub struct NoTag;

impl FromStr for Tag {
    type Err = NoTag;

    fn from_str(text: &str) -> Result<Self, NoTag> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| NoTag)?;
        bytes.try_into().map(|bytes| Self(u64::from_be_bytes(bytes))).map_err(|_| NoTag)
    }
}

/// What one or several changes touch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    pub tags: BTreeSet<Tag>,
    /// The first instant after the change at which something of it appears or disappears by the clock alone.
    pub due_at: Option<DateTime<Utc>>,
}

impl Touched {
    pub fn extend(&mut self, other: Self) {
        self.tags.extend(other.tags);
        self.due_at = self.due_at.into_iter().chain(other.due_at).min();
    }

    /// The tags as the change log holds them.
    pub fn text(&self) -> String {
        self.tags.iter().map(Tag::to_string).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_written_and_read() {
        let tag = Tag::naming("session", Uuid::from_u128(7));

        assert_eq!(tag.to_string().len(), 11);
        assert_eq!(tag.to_string().parse::<Tag>().unwrap(), tag);
        assert!("session".parse::<Tag>().is_err());
    }

    #[test]
    fn a_tag_is_the_same_in_every_version() {
        assert_eq!(Tag::thing(Uuid::nil()).to_string(), "K3GT6Av4GA8");
        assert_ne!(Tag::all("session"), Tag::all("speaker"));
        assert_ne!(Tag::named(Uuid::from_u128(1)), Tag::thing(Uuid::from_u128(1)));
    }
}
