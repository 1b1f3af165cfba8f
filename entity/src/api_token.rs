//! What a program shows instead of a password.

use sea_orm::entity::prelude::*;

use crate::value::Grants;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_token")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub uid: Uuid,
    /// What it is for, as people call it.
    pub name: String,
    /// SHA-256 of the token, in hexadecimal; the token itself is kept nowhere.
    pub token_hash: String,
    pub grants: Grants,
    /// The user who made it; none for one made on the command line.
    pub user_uid: Option<Uuid>,
    pub created_at: DateTimeUtc,
    /// None: never.
    pub expires_at: Option<DateTimeUtc>,
    /// To the minute.
    pub last_used_at: Option<DateTimeUtc>,
    pub revoked_at: Option<DateTimeUtc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
