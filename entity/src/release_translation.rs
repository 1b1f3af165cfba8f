//! The texts of a release in one locale.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::value::TextVersions;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[serde(default)]
#[sea_orm(table_name = "release_translation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub release_uid: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub locale: String,
    /// An address of its own in this language.
    pub slug: Option<String>,
    /// None: with the release itself.
    pub published_at: Option<DateTimeUtc>,
    pub unpublished_at: Option<DateTimeUtc>,
    /// The version of the release in which these texts last changed.
    pub text_version: i32,
    /// The version of the release whose source texts these were made from; none for the source itself.
    pub source_version: Option<i32>,
    /// For each text, the version of the release in which it was written, or last found to be right.
    pub text_versions: TextVersions,
    pub updated_at: DateTimeUtc,
    pub name: Option<String>,
    pub note: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::translation_row!(release_uid);
