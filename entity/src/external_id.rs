//! What a thing is called elsewhere, so that the next import finds it again.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "external_id")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    /// What it is a part of, in which the name is its own; the nil uid for what is part of nothing.
    #[sea_orm(primary_key, auto_increment = false)]
    pub scope_uid: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub external_id: String,
    pub uid: Uuid,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
