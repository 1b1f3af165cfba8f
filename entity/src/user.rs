//! Who may sign in.

use sea_orm::entity::prelude::*;

use crate::value::Grants;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub uid: Uuid,
    /// In lower case; what they sign in with.
    pub email: String,
    pub name: String,
    /// Argon2id, in the PHC string format.
    pub password_hash: String,
    pub grants: Grants,
    /// Since when they may not sign in any more.
    pub disabled_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
