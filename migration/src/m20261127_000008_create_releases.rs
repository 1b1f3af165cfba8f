//! Programmes that were announced: points in time that changes are told from.

use sea_orm_migration::{prelude::*, schema::*};

use super::m20261123_000001_create_content::{content, index, part_of, translation};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut releases = content("release", vec![uuid("event_uid")]);
        releases.foreign_key(&mut part_of("release", "event_uid", "event"));
        manager.create_table(releases).await?;
        let mut texts = translation("release", &["name", "note"], manager.get_database_backend());
        texts.col(json_binary("text_versions").default("{}"));
        manager.create_table(texts).await?;
        manager.create_index(index("release", &["event_uid", "published_at"])).await?;
        manager.create_index(index("release", &["event_uid", "slug"]).unique().take()).await
    }
}
