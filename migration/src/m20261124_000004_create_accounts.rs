//! Who may write, what they have pending, and what they did.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

use super::m20261123_000001_create_content::{index, tag};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Who did something: a kind, the account when there is one, and its name at that time.
fn actor() -> [ColumnDef; 2] {
    [text("actor_kind").default("command").take(), uuid_null("actor_uid")]
}

fn tables(backend: DbBackend) -> Vec<TableCreateStatement> {
    let [actor_kind, actor_uid] = actor();
    vec![
        Table::create()
            .table("user")
            .col(uuid("uid").primary_key())
            .col(tag("email", backend).unique_key())
            .col(text("name"))
            .col(text("password_hash"))
            .col(json_binary("grants"))
            .col(timestamp_with_time_zone_null("disabled_at"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone("updated_at"))
            .take(),
        Table::create()
            .table("user_session")
            .col(text("token_hash").primary_key())
            .col(uuid("user_uid"))
            .col(text_null("address"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone("expires_at"))
            .foreign_key(
                ForeignKey::create()
                    .from("user_session", "user_uid")
                    .to("user", "uid")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .take(),
        Table::create()
            .table("api_token")
            .col(uuid("uid").primary_key())
            .col(text("name"))
            .col(text("token_hash").unique_key())
            .col(json_binary("grants"))
            .col(uuid_null("user_uid"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone_null("expires_at"))
            .col(timestamp_with_time_zone_null("last_used_at"))
            .col(timestamp_with_time_zone_null("revoked_at"))
            .foreign_key(
                ForeignKey::create()
                    .from("api_token", "user_uid")
                    .to("user", "uid")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .take(),
        Table::create()
            .table("draft")
            .col(uuid("uid").primary_key())
            .col(text("kind"))
            .col(integer("version"))
            .col(integer("base_version"))
            .col(json_binary("snapshot"))
            .col(timestamp_with_time_zone("at"))
            .col(actor_kind.clone())
            .col(actor_uid.clone())
            .col(text("actor"))
            .take(),
        Table::create()
            .table("audit")
            .col(big_integer("seq").primary_key())
            .col(timestamp_with_time_zone("at"))
            .col(actor_kind)
            .col(actor_uid)
            .col(text("actor"))
            .col(text_null("address"))
            .col(text("deed"))
            .col(text("outcome"))
            .col(text_null("kind"))
            .col(uuid_null("uid"))
            .col(json_binary("fields"))
            .take(),
        Table::create()
            .table("idempotency")
            .col(uuid("actor_uid"))
            .col(text("key"))
            .col(text("request_hash"))
            .col(text_null("answer"))
            .col(timestamp_with_time_zone("created_at"))
            .primary_key(Index::create().col("actor_uid").col("key"))
            .take(),
    ]
}

const INDEXES: &[(&str, &[&str])] = &[
    ("user_session", &["user_uid"]),
    ("user_session", &["expires_at"]),
    ("api_token", &["user_uid"]),
    ("audit", &["at"]),
    ("audit", &["actor_uid", "seq"]),
    ("audit", &["uid", "seq"]),
    ("idempotency", &["created_at"]),
];

/// The database itself refuses to change or remove a row of the audit log.
fn append_only(backend: DbBackend) -> Vec<String> {
    match backend {
        DbBackend::Postgres => vec![
            "CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$"
                .to_owned(),
            "CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON \"audit\" \
             FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()"
                .to_owned(),
        ],
        _ => ["UPDATE", "DELETE"]
            .map(|deed| {
                format!(
                    "CREATE TRIGGER audit_append_only_{} BEFORE {deed} ON \"audit\" \
                     BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
                    deed.to_lowercase()
                )
            })
            .into(),
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        for table in tables(backend) {
            manager.create_table(table).await?;
        }
        for (table, columns) in INDEXES {
            manager.create_index(index(table, columns)).await?;
        }
        for sql in append_only(backend) {
            manager.get_connection().execute_unprepared(&sql).await?;
        }
        for table in ["change", "revision"] {
            for column in actor() {
                manager.alter_table(Table::alter().table(table).add_column(column).take()).await?;
            }
        }
        manager.create_index(index("change", &["uid", "version"])).await
    }
}
