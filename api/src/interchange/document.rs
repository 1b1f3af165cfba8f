//! Tribune's own JSON: every type, every locale, one document.
//!
//! It is what `tribune import` reads, what the readers of other formats produce, and the shape of the demo.
//! The JSON Schema of it is `api/document.schema.json` (`tribune schema --document`).
//!
//! Every field may be left out. On import an absent field leaves what is there, `null` clears it.
//! One thing names another by any of its `externalIds`, by its slug or by its uid.

use std::{borrow::Cow, collections::BTreeMap};

use chrono::{DateTime, NaiveTime, SubsecRound, Utc};
pub use entity::value::{AttendanceMode, Link, Role, SessionKind, SessionLevel, SessionState};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer};
use uuid::Uuid;

/// The version of the format that this program reads and writes.
pub const VERSION: u32 = 1;

/// A field of an item: left out, `null`, or a value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Field<T> {
    /// Not in the document: leave what is there.
    #[default]
    Absent,
    /// `null`: clear what is there.
    Null,
    /// Replace what is there.
    Value(T),
}

impl<T> Field<T> {
    /// A reader that knows the field says so even when it is empty.
    pub fn known(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }

    /// The value, when there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Field<U> {
        match self {
            Self::Absent => Field::Absent,
            Self::Null => Field::Null,
            Self::Value(value) => Field::Value(change(value)),
        }
    }

    /// Puts the field into a nullable place.
    pub fn apply(self, place: &mut Option<T>) {
        match self {
            Self::Absent => {}
            Self::Null => *place = None,
            Self::Value(value) => *place = Some(value),
        }
    }

    /// Puts the field into a place that always holds something; `null` is its default.
    pub fn apply_or(self, place: &mut T, default: T) {
        match self {
            Self::Absent => {}
            Self::Null => *place = default,
            Self::Value(value) => *place = value,
        }
    }
}

impl Field<DateTime<Utc>> {
    /// In microseconds: what both databases keep.
    pub fn in_micros(self) -> Self {
        self.map(|instant| instant.trunc_subsecs(6))
    }
}

impl<T> Field<Vec<T>> {
    /// The list that the field asks for; none when the list is to stay as it is.
    pub fn or_empty(&self) -> Option<&[T]> {
        match self {
            Self::Absent => None,
            Self::Null => Some(&[]),
            Self::Value(list) => Some(list),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self::known)
    }
}

impl<T: JsonSchema> JsonSchema for Field<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        Option::<T>::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Option::<T>::json_schema(generator)
    }
}

/// What every item of a document has, whatever its type.
pub trait Item {
    /// The localised texts of one locale.
    type Texts;
    fn uid(&self) -> Option<Uuid>;
    fn slug(&self) -> Option<&str>;
    fn external_ids(&self) -> &[String];
    fn source_locale(&self) -> Option<&str>;
    fn published_at(&self) -> Field<DateTime<Utc>>;
    fn unpublished_at(&self) -> Field<DateTime<Utc>>;
    fn archived_at(&self) -> Field<DateTime<Utc>>;
    fn translations(&self) -> &BTreeMap<String, Self::Texts>;
    /// Where the item stands in the file it came from, for the report.
    fn place(&self) -> Option<&str>;
}

/// The localised texts of an item in one locale.
pub trait Texts {
    /// The text that a column of the translation table holds; none when there is no such text.
    fn text(&self, column: &str) -> Option<&Field<String>>;
    fn slug(&self) -> &Field<String>;
    fn published_at(&self) -> Field<DateTime<Utc>>;
    fn unpublished_at(&self) -> Field<DateTime<Utc>>;
}

/// Declares an item: the fields of its type, and those that all items share.
macro_rules! item {
    ($(#[$doc:meta])* $name:ident: $texts:ident { $($fields:tt)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
        #[serde(default, deny_unknown_fields, rename_all = "camelCase")]
        pub struct $name {
            /// The identity that Tribune gave it; written by `export`.
            pub uid: Option<Uuid>,
            /// `[a-z0-9-]`, never depends on the locale; made from the title when absent.
            pub slug: Option<String>,
            /// Stable names of the thing elsewhere, the surest first: `guid:…`, `https://…`.
            pub external_ids: Vec<String>,
            /// The locale that the texts were first written in; the default locale when absent.
            pub source_locale: Option<String>,
            /// From when on it is public (UTC). Absent on something new: at once. `null`: a draft.
            pub published_at: Field<DateTime<Utc>>,
            /// Until when it is public (UTC), exclusive.
            pub unpublished_at: Field<DateTime<Utc>>,
            /// Since when it is archived (UTC).
            pub archived_at: Field<DateTime<Utc>>,
            /// The localised texts by locale (BCP 47). Locales that are not given stay as they are.
            pub translations: BTreeMap<String, $texts>,
            /// Where it stands in the file it came from.
            #[serde(skip)]
            pub place: Option<String>,
            $($fields)*
        }

        impl Item for $name {
            type Texts = $texts;
            fn uid(&self) -> Option<Uuid> { self.uid }
            fn slug(&self) -> Option<&str> { self.slug.as_deref() }
            fn external_ids(&self) -> &[String] { &self.external_ids }
            fn source_locale(&self) -> Option<&str> { self.source_locale.as_deref() }
            fn published_at(&self) -> Field<DateTime<Utc>> { self.published_at.in_micros() }
            fn unpublished_at(&self) -> Field<DateTime<Utc>> { self.unpublished_at.in_micros() }
            fn archived_at(&self) -> Field<DateTime<Utc>> { self.archived_at.in_micros() }
            fn translations(&self) -> &BTreeMap<String, $texts> { &self.translations }
            fn place(&self) -> Option<&str> { self.place.as_deref() }
        }
    };
}

/// Declares the localised texts of a type.
macro_rules! texts {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
        #[serde(default, deny_unknown_fields, rename_all = "camelCase")]
        pub struct $name {
            /// An address of its own in this language, `[a-z0-9-]`.
            pub slug: Field<String>,
            /// From when on this translation is public (UTC). Absent on a new one: with the thing itself.
            pub published_at: Field<DateTime<Utc>>,
            /// Until when this translation is public (UTC), exclusive.
            pub unpublished_at: Field<DateTime<Utc>>,
            $($(#[$field_doc])* pub $field: Field<String>,)*
        }

        impl Texts for $name {
            fn text(&self, column: &str) -> Option<&Field<String>> {
                $(if stringify!($field).trim_start_matches("r#") == column {
                    return Some(&self.$field);
                })*
                None
            }
            fn slug(&self) -> &Field<String> { &self.slug }
            fn published_at(&self) -> Field<DateTime<Utc>> { self.published_at.in_micros() }
            fn unpublished_at(&self) -> Field<DateTime<Utc>> { self.unpublished_at.in_micros() }
        }
    };
}

/// A whole document. Items may stand in any order; they are brought in so that what is named comes first.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Document {
    /// The version of this format: 1.
    pub tribune: u32,
    #[serde(default)]
    pub tags: Vec<Tag>,
    #[serde(default)]
    pub series: Vec<Series>,
    #[serde(default)]
    pub companies: Vec<Company>,
    #[serde(default)]
    pub speakers: Vec<Speaker>,
    #[serde(default)]
    pub events: Vec<Event>,
    #[serde(default)]
    pub posts: Vec<Post>,
}

texts! {
    /// A tag in one language.
    TagTexts { label, }
}
item! {
    /// A word that sessions and posts are found by.
    Tag: TagTexts {}
}

texts! {
    /// A series in one language. `description` is Markdown.
    SeriesTexts { name, description, }
}
item! {
    /// What an event is an edition of.
    Series: SeriesTexts {}
}

texts! {
    /// A company in one language. `description` is Markdown.
    CompanyTexts { description, }
}
item! {
    /// A company, an institution, a community.
    Company: CompanyTexts {
        /// Required on something new.
        pub name: Field<String>,
        pub website: Field<String>,
        /// Address of an image.
        pub logo_url: Field<String>,
        pub links: Field<Vec<Link>>,
    }
}

texts! {
    /// A speaker in one language. `bio` is Markdown.
    SpeakerTexts { job_title, bio, }
}
item! {
    /// A person who speaks, moderates or writes.
    Speaker: SpeakerTexts {
        /// Required on something new.
        pub name: Field<String>,
        pub pronouns: Field<String>,
        /// Whom the speaker works for.
        pub company: Field<String>,
        /// Address of an image.
        pub photo_url: Field<String>,
        pub links: Field<Vec<Link>>,
        /// Languages that the speaker speaks (BCP 47).
        pub languages: Field<Vec<String>>,
    }
}

texts! {
    /// An event in one language. `description` is Markdown.
    EventTexts { name, tagline, description, venue_name, }
}
item! {
    /// One edition, at one place, over some days.
    Event: EventTexts {
        /// What it is an edition of.
        pub series: Field<String>,
        /// Which edition of the series this is: 3 for the third.
        pub edition: Field<i32>,
        /// UTC, required on something new.
        pub starts_at: Field<DateTime<Utc>>,
        /// UTC, exclusive, required on something new.
        pub ends_at: Field<DateTime<Utc>>,
        /// IANA name, required on something new: `Europe/Paris`.
        pub time_zone: Field<String>,
        /// The local time at which a day of the programme begins; 04:00 when `null`.
        pub day_starts_at: Field<NaiveTime>,
        /// `offline`, `online` or `mixed`; `offline` when `null`.
        pub attendance_mode: Field<AttendanceMode>,
        pub address: Field<String>,
        pub city: Field<String>,
        /// ISO 3166-1 alpha-2: `FR`.
        pub country: Field<String>,
        pub latitude: Field<f64>,
        pub longitude: Field<f64>,
        /// Without `#`.
        pub hashtags: Field<Vec<String>>,
        pub website: Field<String>,
        pub livestream_url: Field<String>,
        /// Address of an image.
        pub cover_url: Field<String>,
        pub rooms: Vec<Room>,
        pub tracks: Vec<Track>,
        /// Sponsor tiers, the highest first.
        pub tiers: Vec<Tier>,
        /// All sponsorships of the event, in order.
        pub sponsorships: Field<Vec<Sponsorship>>,
        pub sessions: Vec<Session>,
    }
}

texts! {
    /// A room in one language. `description` is Markdown.
    RoomTexts { name, description, }
}
item! {
    /// A room of an event.
    Room: RoomTexts {
        pub capacity: Field<i32>,
        /// Order among the rooms of the event.
        pub position: Field<i32>,
        /// The guid that schedules exchange.
        pub guid: Field<String>,
    }
}

texts! {
    /// A track in one language. `description` is Markdown.
    TrackTexts { name, description, }
}
item! {
    /// A thread through the programme of an event.
    Track: TrackTexts {
        /// `#rrggbb`.
        pub colour: Field<String>,
        /// Order among the tracks of the event.
        pub position: Field<i32>,
    }
}

texts! {
    /// A sponsor tier in one language.
    TierTexts { name, }
}
item! {
    /// A rank of sponsors of an event.
    Tier: TierTexts {
        /// Order among the tiers of the event, the highest first.
        pub position: Field<i32>,
    }
}

/// A company supports an event.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Sponsorship {
    pub company: String,
    #[serde(default)]
    pub tier: Option<String>,
}

/// Somebody takes part in a session.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Participation {
    pub speaker: String,
    #[serde(default)]
    pub role: Role,
}

texts! {
    /// A session in one language. `abstract` and `description` are Markdown.
    SessionTexts { title, subtitle, r#abstract, description, }
}
item! {
    /// Something that takes place at an event.
    Session: SessionTexts {
        /// A room of the same event.
        pub room: Field<String>,
        /// A track of the same event.
        pub track: Field<String>,
        /// `talk` when `null`.
        pub kind: Field<SessionKind>,
        /// UTC; `null` when it is not scheduled yet.
        pub starts_at: Field<DateTime<Utc>>,
        /// UTC, exclusive.
        pub ends_at: Field<DateTime<Utc>>,
        /// Languages spoken in the session (BCP 47).
        pub spoken_languages: Field<Vec<String>>,
        pub level: Field<SessionLevel>,
        /// `confirmed` when `null`.
        pub state: Field<SessionState>,
        pub livestream_url: Field<String>,
        pub recording_url: Field<String>,
        pub slides_url: Field<String>,
        pub links: Field<Vec<Link>>,
        pub do_not_record: Field<bool>,
        pub featured: Field<bool>,
        /// The guid that schedules exchange.
        pub guid: Field<String>,
        /// All who take part, in order.
        pub speakers: Field<Vec<Participation>>,
        /// All its tags, in order.
        pub tags: Field<Vec<String>>,
    }
}

texts! {
    /// A post in one language. `excerpt` and `body` are Markdown.
    PostTexts { title, excerpt, body, }
}
item! {
    /// News, an announcement, a report.
    Post: PostTexts {
        /// The speaker who wrote it.
        pub author: Field<String>,
        /// The company it speaks for.
        pub company: Field<String>,
        /// Where it was first published, when that was elsewhere.
        pub canonical_url: Field<String>,
        /// Address of an image.
        pub cover_url: Field<String>,
        /// Events it is about, in order.
        pub events: Field<Vec<String>>,
        /// Sessions it is about, in order.
        pub sessions: Field<Vec<String>>,
        /// All its tags, in order.
        pub tags: Field<Vec<String>>,
    }
}
