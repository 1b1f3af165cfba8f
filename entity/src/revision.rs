//! A thing as it was at one version, whole.

use sea_orm::entity::prelude::*;

use crate::value::ActorKind;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "revision")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub uid: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i32,
    pub kind: String,
    pub at: DateTimeUtc,
    pub actor_kind: ActorKind,
    /// The user or the token; none for a command.
    pub actor_uid: Option<Uuid>,
    /// Who it was, as people call them at that time.
    pub actor: String,
    /// Row, translations and relations.
    pub snapshot: Json,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
