//! A company supports an event.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "sponsorship")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    #[serde(skip)]
    pub event_uid: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub company_uid: Uuid,
    pub tier_uid: Option<Uuid>,
    pub position: i32,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::join!(event_uid: EventUid, CompanyUid, [TierUid]);
