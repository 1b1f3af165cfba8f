//! The steps that bring a database to its present shape. A step is history: it names tables and columns in
//! words of its own and never changes once it has been released.

mod m20261123_000001_create_content;
mod m20261123_000002_create_relations;
mod m20261123_000003_create_ledger;
mod m20261124_000004_create_accounts;
mod m20261124_000005_add_text_versions;
mod m20261124_000006_add_touches;
mod m20261124_000007_create_trusted_documents;
mod m20261127_000008_create_releases;
mod m20261128_000009_add_released_only;

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261123_000001_create_content::Migration),
            Box::new(m20261123_000002_create_relations::Migration),
            Box::new(m20261123_000003_create_ledger::Migration),
            Box::new(m20261124_000004_create_accounts::Migration),
            Box::new(m20261124_000005_add_text_versions::Migration),
            Box::new(m20261124_000006_add_touches::Migration),
            Box::new(m20261124_000007_create_trusted_documents::Migration),
            Box::new(m20261127_000008_create_releases::Migration),
            Box::new(m20261128_000009_add_released_only::Migration),
        ]
    }
}
