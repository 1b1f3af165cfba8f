//! Something that takes place at an event.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::value::{Links, SessionKind, SessionLevel, SessionState, Words};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[serde(default)]
#[sea_orm(table_name = "session")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub uid: Uuid,
    pub slug: String,
    /// The locale that the texts were first written in.
    pub source_locale: String,
    pub version: i32,
    pub published_at: Option<DateTimeUtc>,
    pub unpublished_at: Option<DateTimeUtc>,
    pub archived_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub event_uid: Uuid,
    pub room_uid: Option<Uuid>,
    pub track_uid: Option<Uuid>,
    pub kind: SessionKind,
    /// None: not scheduled yet.
    pub starts_at: Option<DateTimeUtc>,
    /// Exclusive.
    pub ends_at: Option<DateTimeUtc>,
    /// BCP 47.
    pub spoken_languages: Words,
    pub level: Option<SessionLevel>,
    pub state: SessionState,
    pub livestream_url: Option<String>,
    pub recording_url: Option<String>,
    pub slides_url: Option<String>,
    pub links: Links,
    pub do_not_record: bool,
    pub featured: bool,
    /// The guid that schedules exchange.
    pub guid: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::content_row!();
