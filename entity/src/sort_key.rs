//! The title of a thing in one locale, as bytes that sort like a reader of another locale expects.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sort_key")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub uid: Uuid,
    /// The locale of the title; empty for a name that is the same in every language.
    #[sea_orm(primary_key, auto_increment = false)]
    pub locale: String,
    /// The locale whose reader it is sorted for.
    #[sea_orm(primary_key, auto_increment = false)]
    pub collation: String,
    pub key: Vec<u8>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
