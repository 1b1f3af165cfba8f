//! Pending edits of a thing that stays as it is meanwhile.

use sea_orm::entity::prelude::*;

use crate::value::ActorKind;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "draft")]
pub struct Model {
    /// What it is a draft of.
    #[sea_orm(primary_key, auto_increment = false)]
    pub uid: Uuid,
    pub kind: String,
    /// Counts how often the draft was saved.
    pub version: i32,
    /// The version of the thing that the edits began from.
    pub base_version: i32,
    /// The thing with its edits: row, translations and relations.
    pub snapshot: Json,
    pub at: DateTimeUtc,
    pub actor_kind: ActorKind,
    pub actor_uid: Option<Uuid>,
    pub actor: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
