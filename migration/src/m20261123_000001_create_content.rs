//! The content tables, each with its translation table.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// A content table: the columns that all have, then its own.
pub(crate) fn content(name: &'static str, columns: Vec<ColumnDef>) -> TableCreateStatement {
    let mut table = Table::create();
    table
        .table(name)
        .col(uuid("uid").primary_key())
        .col(text("slug"))
        .col(text("source_locale"))
        .col(integer("version"))
        .col(timestamp_with_time_zone_null("published_at"))
        .col(timestamp_with_time_zone_null("unpublished_at"))
        .col(timestamp_with_time_zone_null("archived_at"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"));
    for column in columns {
        table.col(column);
    }
    table.take()
}

/// A language tag, in the order of its bytes on both databases, whatever the locale of PostgreSQL.
pub(crate) fn tag(name: &'static str, backend: DbBackend) -> ColumnDef {
    let mut column = text(name);
    if backend == DbBackend::Postgres {
        column.extra("COLLATE \"C\"");
    }
    column
}

/// The texts of `owner`, one row for each locale.
pub(crate) fn translation(owner: &'static str, texts: &[&'static str], backend: DbBackend) -> TableCreateStatement {
    let owner_uid = format!("{owner}_uid");
    let mut table = Table::create();
    table
        .table(format!("{owner}_translation"))
        .col(uuid(owner_uid.clone()))
        .col(tag("locale", backend))
        .col(text_null("slug"))
        .col(timestamp_with_time_zone_null("published_at"))
        .col(timestamp_with_time_zone_null("unpublished_at"))
        .col(integer("text_version"))
        .col(integer_null("source_version"))
        .col(timestamp_with_time_zone("updated_at"))
        .primary_key(Index::create().col(owner_uid.clone()).col("locale"));
    for name in texts {
        table.col(text_null(*name));
    }
    table.foreign_key(
        ForeignKey::create()
            .from(format!("{owner}_translation"), owner_uid)
            .to(owner, "uid")
            .on_delete(ForeignKeyAction::Cascade),
    );
    table.take()
}

/// A reference that goes away with what it names.
pub(crate) fn part_of(from: &'static str, column: &'static str, to: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(from, column).to(to, "uid").on_delete(ForeignKeyAction::Cascade).to_owned()
}

/// A reference that is cleared when what it names goes away.
fn refers(from: &'static str, column: &'static str, to: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(from, column).to(to, "uid").on_delete(ForeignKeyAction::SetNull).to_owned()
}

fn tables(backend: DbBackend) -> Vec<TableCreateStatement> {
    let translation = |owner, texts| translation(owner, texts, backend);
    vec![
        content("series", vec![]),
        translation("series", &["name", "description"]),
        content("tag", vec![]),
        translation("tag", &["label"]),
        content("company", vec![text("name"), text_null("website"), text_null("logo_url"), json_binary("links")]),
        translation("company", &["description"]),
        content(
            "speaker",
            vec![
                text("name"),
                text_null("pronouns"),
                uuid_null("company_uid"),
                text_null("photo_url"),
                json_binary("links"),
                json_binary("languages"),
            ],
        )
        .foreign_key(&mut refers("speaker", "company_uid", "company"))
        .take(),
        translation("speaker", &["job_title", "bio"]),
        content(
            "event",
            vec![
                uuid_null("series_uid"),
                integer_null("edition"),
                timestamp_with_time_zone("starts_at"),
                timestamp_with_time_zone("ends_at"),
                text("time_zone"),
                time("day_starts_at"),
                text("attendance_mode"),
                text_null("address"),
                text_null("city"),
                text_null("country"),
                double_null("latitude"),
                double_null("longitude"),
                json_binary("hashtags"),
                text_null("website"),
                text_null("livestream_url"),
                text_null("cover_url"),
            ],
        )
        .foreign_key(&mut refers("event", "series_uid", "series"))
        .take(),
        translation("event", &["name", "tagline", "description", "venue_name"]),
        content("room", vec![uuid("event_uid"), integer_null("capacity"), integer("position"), text_null("guid")])
            .foreign_key(&mut part_of("room", "event_uid", "event"))
            .take(),
        translation("room", &["name", "description"]),
        content("track", vec![uuid("event_uid"), text_null("colour"), integer("position")])
            .foreign_key(&mut part_of("track", "event_uid", "event"))
            .take(),
        translation("track", &["name", "description"]),
        content("tier", vec![uuid("event_uid"), integer("position")])
            .foreign_key(&mut part_of("tier", "event_uid", "event"))
            .take(),
        translation("tier", &["name"]),
        content(
            "session",
            vec![
                uuid("event_uid"),
                uuid_null("room_uid"),
                uuid_null("track_uid"),
                text("kind"),
                timestamp_with_time_zone_null("starts_at"),
                timestamp_with_time_zone_null("ends_at"),
                json_binary("spoken_languages"),
                text_null("level"),
                text("state"),
                text_null("livestream_url"),
                text_null("recording_url"),
                text_null("slides_url"),
                json_binary("links"),
                boolean("do_not_record"),
                boolean("featured"),
                text_null("guid"),
            ],
        )
        .foreign_key(&mut part_of("session", "event_uid", "event"))
        .foreign_key(&mut refers("session", "room_uid", "room"))
        .foreign_key(&mut refers("session", "track_uid", "track"))
        .take(),
        translation("session", &["title", "subtitle", "abstract", "description"]),
        content(
            "post",
            vec![uuid_null("author_uid"), uuid_null("company_uid"), text_null("canonical_url"), text_null("cover_url")],
        )
        .foreign_key(&mut refers("post", "author_uid", "speaker"))
        .foreign_key(&mut refers("post", "company_uid", "company"))
        .take(),
        translation("post", &["title", "excerpt", "body"]),
    ]
}

/// What lists are ordered by, and what relations are followed by.
const INDEXES: &[(&str, &[&str])] = &[
    ("event", &["starts_at"]),
    ("event", &["series_uid", "starts_at"]),
    ("room", &["event_uid", "position"]),
    ("track", &["event_uid", "position"]),
    ("tier", &["event_uid", "position"]),
    ("session", &["event_uid", "starts_at"]),
    ("session", &["starts_at"]),
    ("session", &["room_uid", "starts_at"]),
    ("session", &["track_uid", "starts_at"]),
    ("speaker", &["company_uid"]),
    ("post", &["published_at"]),
    ("post", &["author_uid"]),
    ("post", &["company_uid"]),
];

/// What a slug is unique in: the type, or the event.
const SLUGS: &[(&str, &[&str])] = &[
    ("series", &["slug"]),
    ("tag", &["slug"]),
    ("company", &["slug"]),
    ("speaker", &["slug"]),
    ("event", &["slug"]),
    ("session", &["slug"]),
    ("post", &["slug"]),
    ("room", &["event_uid", "slug"]),
    ("track", &["event_uid", "slug"]),
    ("tier", &["event_uid", "slug"]),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables(manager.get_database_backend()) {
            manager.create_table(table).await?;
        }
        for (table, columns) in INDEXES {
            manager.create_index(index(table, columns)).await?;
        }
        for (table, columns) in SLUGS {
            manager.create_index(index(table, columns).unique().take()).await?;
        }
        Ok(())
    }
}

pub(crate) fn index(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(format!("{table}_{}_index", columns.join("_"))).table(table);
    for column in columns {
        index.col(*column);
    }
    index.take()
}
