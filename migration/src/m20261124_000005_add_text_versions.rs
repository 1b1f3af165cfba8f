//! Each text knows the version that it was written in, so that one text of a translation can be out of date while
//! the others are not. Without an entry, what the whole row says counts.

use sea_orm_migration::{prelude::*, schema::json_binary};

#[derive(DeriveMigrationName)]
pub struct Migration;

const OWNERS: [&str; 10] = ["series", "tag", "company", "speaker", "event", "room", "track", "tier", "session", "post"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for owner in OWNERS {
            let column = json_binary("text_versions").default("{}").take();
            let table = format!("{owner}_translation");
            manager.alter_table(Table::alter().table(table).add_column(column).take()).await?;
        }
        Ok(())
    }
}
