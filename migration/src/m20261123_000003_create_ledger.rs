//! What the write door keeps beside the content: names, sort keys, folded texts, revisions and the change log.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

use super::m20261123_000001_create_content::{index, tag};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn tables(backend: DbBackend) -> Vec<TableCreateStatement> {
    vec![
        Table::create()
            .table("slug")
            .col(text("kind"))
            .col(uuid("scope_uid"))
            .col(text("slug"))
            .col(uuid("uid"))
            .col(tag("locale", backend))
            .primary_key(Index::create().col("kind").col("scope_uid").col("slug").col("locale"))
            .take(),
        Table::create()
            .table("external_id")
            .col(text("kind"))
            .col(uuid("scope_uid"))
            .col(text("external_id"))
            .col(uuid("uid"))
            .primary_key(Index::create().col("kind").col("scope_uid").col("external_id"))
            .take(),
        Table::create()
            .table("sort_key")
            .col(uuid("uid"))
            .col(tag("locale", backend))
            .col(text("collation"))
            .col(blob("key"))
            .primary_key(Index::create().col("uid").col("collation").col("locale"))
            .take(),
        Table::create()
            .table("search_text")
            .col(uuid("uid"))
            .col(text("field"))
            .col(tag("locale", backend))
            .col(text("folded"))
            .primary_key(Index::create().col("uid").col("field").col("locale"))
            .take(),
        Table::create()
            .table("revision")
            .col(uuid("uid"))
            .col(integer("version"))
            .col(text("kind"))
            .col(timestamp_with_time_zone("at"))
            .col(text("actor"))
            .col(json_binary("snapshot"))
            .primary_key(Index::create().col("uid").col("version"))
            .take(),
        Table::create()
            .table("change")
            .col(big_integer("seq").primary_key())
            .col(timestamp_with_time_zone("at"))
            .col(text("actor"))
            .col(text("kind"))
            .col(uuid("uid"))
            .col(integer("version"))
            .col(text("action"))
            .col(json_binary("fields"))
            .take(),
        Table::create().table("setting").col(text("name").primary_key()).col(text("value")).take(),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables(manager.get_database_backend()) {
            manager.create_table(table).await?;
        }
        let indexes: [(&str, &[&str]); 3] =
            [("slug", &["uid"]), ("external_id", &["uid"]), ("change", &["kind", "uid"])];
        for (table, columns) in indexes {
            manager.create_index(index(table, columns)).await?;
        }
        Ok(())
    }
}
