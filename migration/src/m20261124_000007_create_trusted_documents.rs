//! The documents that clients name instead of sending them. A text may have several ids, one for each tool.

use sea_orm_migration::{prelude::*, schema::*};

use super::m20261123_000001_create_content::index;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("trusted_document")
            .col(text("id").primary_key())
            .col(text("hash"))
            .col(text("text"))
            .col(timestamp_with_time_zone("created_at"))
            .take();
        manager.create_table(table).await?;
        manager.create_index(index("trusted_document", &["hash"])).await
    }
}
