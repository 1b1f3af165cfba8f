//! Somebody takes part in a session.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::value::Role;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "participation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    #[serde(skip)]
    pub session_uid: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub speaker_uid: Uuid,
    pub role: Role,
    pub position: i32,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::join!(session_uid: SessionUid, SpeakerUid);
