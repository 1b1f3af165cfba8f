//! The audit log: who did what, when, from where. Rows are added and never changed.

use sea_orm::entity::prelude::*;

use crate::value::{ActorKind, Outcome, Words};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    pub at: DateTimeUtc,
    pub actor_kind: ActorKind,
    pub actor_uid: Option<Uuid>,
    pub actor: String,
    /// The network address; none for a command.
    pub address: Option<String>,
    /// `update`, `publish`, `signIn`, …
    pub deed: String,
    pub outcome: Outcome,
    /// What it was done to, when it was done to something.
    pub kind: Option<String>,
    pub uid: Option<Uuid>,
    /// The fields that changed, `translations.fr.title`; never what was in them.
    pub fields: Words,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
