//! One edition, at one place, over some days.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::value::{AttendanceMode, Words};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[serde(default)]
#[sea_orm(table_name = "event")]
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
    /// The series that it is an edition of.
    pub series_uid: Option<Uuid>,
    /// Which edition of the series it is: 3 for the third.
    pub edition: Option<i32>,
    pub starts_at: DateTimeUtc,
    /// Exclusive.
    pub ends_at: DateTimeUtc,
    /// IANA name; all local times of the event are in it.
    pub time_zone: String,
    /// Local time at which a day of the programme begins: what starts earlier belongs to the day before.
    pub day_starts_at: Time,
    pub attendance_mode: AttendanceMode,
    pub address: Option<String>,
    pub city: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Degrees, WGS 84.
    pub latitude: Option<f64>,
    /// Degrees, WGS 84.
    pub longitude: Option<f64>,
    /// Without `#`.
    pub hashtags: Words,
    pub website: Option<String>,
    pub livestream_url: Option<String>,
    pub cover_url: Option<String>,
    /// Whether what is public of its programme changes with releases only.
    pub released_only: bool,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::content_row!();
