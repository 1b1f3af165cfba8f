//! The change log: one row for each change of a thing, in commit order.

use sea_orm::entity::prelude::*;

use crate::value::ActorKind;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "change")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    pub at: DateTimeUtc,
    pub actor_kind: ActorKind,
    /// The user or the token; none for a command.
    pub actor_uid: Option<Uuid>,
    /// Who it was, as people call them at that time.
    pub actor: String,
    pub kind: String,
    pub uid: Uuid,
    pub version: i32,
    /// `create`, `update`, …
    pub action: String,
    /// What changed: `{path: {before, after}}`.
    pub fields: Json,
    /// The tags of what is over since, one space between two; none: all is.
    #[sea_orm(column_type = "Text", nullable)]
    pub touches: Option<String>,
    /// The first instant after the change at which something of the thing appears or disappears by the clock alone.
    pub due_at: Option<DateTimeUtc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
