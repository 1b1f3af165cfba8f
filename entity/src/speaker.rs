//! A person who speaks, moderates or writes.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::value::{Links, Words};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[serde(default)]
#[sea_orm(table_name = "speaker")]
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
    pub name: String,
    pub pronouns: Option<String>,
    /// Whom the speaker works for.
    pub company_uid: Option<Uuid>,
    pub photo_url: Option<String>,
    pub links: Links,
    /// Languages that the speaker speaks, BCP 47.
    pub languages: Words,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::content_row!();
