//! An event may show the programme of its latest release only.

use sea_orm_migration::{prelude::*, schema::boolean};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut column = boolean("released_only");
        column.default(false);
        manager.alter_table(Table::alter().table("event").add_column(column).take()).await
    }
}
