//! The join tables: who speaks, who sponsors, what is tagged, what a post is about.

use sea_orm_migration::{prelude::*, schema::*};

use super::m20261123_000001_create_content::index;

#[derive(DeriveMigrationName)]
pub struct Migration;

fn join(
    name: &'static str,
    owner: &'static str,
    target: &'static str,
    columns: Vec<ColumnDef>,
) -> TableCreateStatement {
    let (owner_uid, target_uid) = (format!("{owner}_uid"), format!("{target}_uid"));
    let mut table = Table::create();
    table
        .table(name)
        .col(uuid(owner_uid.clone()))
        .col(uuid(target_uid.clone()))
        .col(integer("position"))
        .primary_key(Index::create().col(owner_uid.clone()).col(target_uid.clone()));
    for column in columns {
        table.col(column);
    }
    for (column, to) in [(owner_uid, owner), (target_uid, target)] {
        table.foreign_key(ForeignKey::create().from(name, column).to(to, "uid").on_delete(ForeignKeyAction::Cascade));
    }
    table.take()
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut tier = ForeignKey::create();
        tier.from("sponsorship", "tier_uid").to("tier", "uid").on_delete(ForeignKeyAction::SetNull);
        let tables = [
            join("participation", "session", "speaker", vec![text("role")]),
            join("sponsorship", "event", "company", vec![uuid_null("tier_uid")]).foreign_key(&mut tier).take(),
            join("session_tag", "session", "tag", vec![]),
            join("post_tag", "post", "tag", vec![]),
            join("post_event", "post", "event", vec![]),
            join("post_session", "post", "session", vec![]),
        ];
        for table in tables {
            manager.create_table(table).await?;
        }
        // The primary keys lead from owner to target; these lead back.
        let back = [
            ("participation", "speaker_uid"),
            ("sponsorship", "company_uid"),
            ("sponsorship", "tier_uid"),
            ("session_tag", "tag_uid"),
            ("post_tag", "tag_uid"),
            ("post_event", "event_uid"),
            ("post_session", "session_uid"),
        ];
        for (table, column) in back {
            manager.create_index(index(table, &[column])).await?;
        }
        Ok(())
    }
}
