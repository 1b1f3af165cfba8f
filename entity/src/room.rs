//! A room of an event.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[serde(default)]
#[sea_orm(table_name = "room")]
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
    /// Seats.
    pub capacity: Option<i32>,
    /// Order among the rooms of the event.
    pub position: i32,
    /// The guid that schedules exchange.
    pub guid: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::content_row!();
