//! Tribune's own JSON: every type, every locale, one document.
//!
//! It is what `tribune import` reads and `tribune export` writes, what the readers of other formats produce, and
//! the shape of the demo. The JSON Schema of it is `api/document.schema.json` (`tribune schema --document`). Its
//! items are the inputs of the domains, see `crate::content::input`.

pub use entity::value::{SessionKind, SessionLevel, SessionState};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use crate::{
    company::{CompanyInput, CompanyTranslationInput},
    content::input::{Field, Reference, Translations},
    event::{EventInput, EventTranslationInput, SponsorshipInput},
    link::LinkInput,
    post::{PostInput, PostTranslationInput},
    release::ReleaseInput,
    room::{RoomInput, RoomTranslationInput},
    series::SeriesInput,
    session::{ParticipationInput, SessionInput, SessionTranslationInput},
    speaker::{SpeakerInput, SpeakerTranslationInput},
    tag::{TagInput, TagTranslationInput},
    tier::{TierInput, TierTranslationInput},
    track::{TrackInput, TrackTranslationInput},
};

/// The version of the format that this program reads and writes.
pub const VERSION: u32 = 1;

/// A whole document. Items may stand in any order; they are brought in so that what is named comes first.
///
/// Every field may be left out. On import an absent field leaves what is there, `null` clears it. One thing names
/// another by any of its `externalIds`, by its slug or by its uid.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Document {
    /// The version of this format: 1.
    pub tribune: u32,
    #[serde(default)]
    pub tags: Vec<TagInput>,
    #[serde(default)]
    pub series: Vec<SeriesInput>,
    #[serde(default)]
    pub companies: Vec<CompanyInput>,
    #[serde(default)]
    pub speakers: Vec<SpeakerInput>,
    #[serde(default)]
    pub events: Vec<EventInput>,
    #[serde(default)]
    pub posts: Vec<PostInput>,
}
