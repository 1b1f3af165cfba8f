//! A change says what it touches, so that every instance, and every cache before it, can end what shows it. An older
//! change says nothing, which means all.

use sea_orm_migration::{
    prelude::*,
    schema::{text_null, timestamp_with_time_zone_null},
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [text_null("touches"), timestamp_with_time_zone_null("due_at")] {
            manager.alter_table(Table::alter().table("change").add_column(column).take()).await?;
        }
        Ok(())
    }
}
