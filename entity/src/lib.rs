//! One file for each table: columns and nothing else. What a row means is said in the `api` crate.

#[macro_use]
mod content;
pub mod value;

pub use content::{ContentRow, Join, Publication, TranslationRow};

pub mod api_token;
pub mod audit;
pub mod change;
pub mod company;
pub mod company_translation;
pub mod draft;
pub mod event;
pub mod event_translation;
pub mod external_id;
pub mod idempotency;
pub mod participation;
pub mod post;
pub mod post_event;
pub mod post_session;
pub mod post_tag;
pub mod post_translation;
pub mod release;
pub mod release_translation;
pub mod revision;
pub mod room;
pub mod room_translation;
pub mod search_text;
pub mod series;
pub mod series_translation;
pub mod session;
pub mod session_tag;
pub mod session_translation;
pub mod setting;
pub mod slug;
pub mod sort_key;
pub mod speaker;
pub mod speaker_translation;
pub mod sponsorship;
pub mod tag;
pub mod tag_translation;
pub mod tier;
pub mod tier_translation;
pub mod track;
pub mod track_translation;
pub mod trusted_document;
pub mod user;
pub mod user_session;
