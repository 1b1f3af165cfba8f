//! Every slug that names or ever named something: its own, one of a translation, a former one.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "slug")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    /// What the slug is unique in: the event of a room, the nil uid for what stands alone.
    #[sea_orm(primary_key, auto_increment = false)]
    pub scope_uid: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub slug: String,
    pub uid: Uuid,
    /// The translation that it is the address of; empty for a slug of the thing itself.
    #[sea_orm(primary_key, auto_increment = false)]
    pub locale: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
