//! The columns that all content tables, all translation tables and all join tables have.

use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::value::TextVersions;

/// The columns that decide when something is public.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Publication {
    pub published_at: Option<DateTimeUtc>,
    pub unpublished_at: Option<DateTimeUtc>,
    pub archived_at: Option<DateTimeUtc>,
}

/// A row of a content table.
pub trait ContentRow: Send + Sync {
    fn uid(&self) -> Uuid;
    fn slug(&self) -> &str;
    fn set_slug(&mut self, slug: String);
    fn source_locale(&self) -> &str;
    fn set_source_locale(&mut self, locale: String);
    fn version(&self) -> i32;
    fn created_at(&self) -> DateTimeUtc;
    fn updated_at(&self) -> DateTimeUtc;
    /// Says what this is a version of, which one, and since when.
    fn stamp(&mut self, uid: Uuid, version: i32, created_at: DateTimeUtc, updated_at: DateTimeUtc);
    fn publication(&self) -> Publication;
    fn set_publication(&mut self, publication: Publication);
}

/// A row of a translation table.
pub trait TranslationRow {
    fn owner_uid(&self) -> Uuid;
    fn locale(&self) -> &str;
    fn set_locale(&mut self, locale: String);
    fn slug(&self) -> Option<&str>;
    fn set_slug(&mut self, slug: Option<String>);
    fn published_at(&self) -> Option<DateTimeUtc>;
    fn unpublished_at(&self) -> Option<DateTimeUtc>;
    fn set_publication(&mut self, published_at: Option<DateTimeUtc>, unpublished_at: Option<DateTimeUtc>);
    fn text_version(&self) -> i32;
    fn source_version(&self) -> Option<i32>;
    fn text_versions(&self) -> &TextVersions;
    fn set_text_versions(&mut self, versions: TextVersions);
    fn updated_at(&self) -> DateTimeUtc;
    /// Says whose texts they are, in which version they changed, and which version of the source they were
    /// made from.
    fn stamp(&mut self, owner: Uuid, text_version: i32, source_version: Option<i32>, updated_at: DateTimeUtc);
}

/// A join table between an owner and its targets, in order. It is read and written with its owner.
pub trait Join: EntityTrait + Default {
    const OWNER: Self::Column;
    const TARGET: Self::Column;
    const POSITION: Self::Column;
    /// Further columns that name other things, and may be empty.
    const REFERENCES: &'static [Self::Column] = &[];
    fn owner_uid(row: &Self::Model) -> Uuid;
    fn set_owner_uid(row: &mut Self::Model, uid: Uuid);
}

#[macro_export]
#[doc(hidden)]
macro_rules! content_row {
    () => {
        impl $crate::ContentRow for Model {
            fn uid(&self) -> Uuid {
                self.uid
            }
            fn slug(&self) -> &str {
                &self.slug
            }
            fn set_slug(&mut self, slug: String) {
                self.slug = slug;
            }
            fn source_locale(&self) -> &str {
                &self.source_locale
            }
            fn set_source_locale(&mut self, locale: String) {
                self.source_locale = locale;
            }
            fn version(&self) -> i32 {
                self.version
            }
            fn created_at(&self) -> DateTimeUtc {
                self.created_at
            }
            fn updated_at(&self) -> DateTimeUtc {
                self.updated_at
            }
            fn stamp(&mut self, uid: Uuid, version: i32, created_at: DateTimeUtc, updated_at: DateTimeUtc) {
                self.uid = uid;
                self.version = version;
                self.created_at = created_at;
                self.updated_at = updated_at;
            }
            fn publication(&self) -> $crate::Publication {
                $crate::Publication {
                    published_at: self.published_at,
                    unpublished_at: self.unpublished_at,
                    archived_at: self.archived_at,
                }
            }
            fn set_publication(&mut self, publication: $crate::Publication) {
                self.published_at = publication.published_at;
                self.unpublished_at = publication.unpublished_at;
                self.archived_at = publication.archived_at;
            }
        }
    };
}

#[macro_export]
#[doc(hidden)]
macro_rules! translation_row {
    ($owner:ident) => {
        impl $crate::TranslationRow for Model {
            fn owner_uid(&self) -> Uuid {
                self.$owner
            }
            fn locale(&self) -> &str {
                &self.locale
            }
            fn set_locale(&mut self, locale: String) {
                self.locale = locale;
            }
            fn slug(&self) -> Option<&str> {
                self.slug.as_deref()
            }
            fn set_slug(&mut self, slug: Option<String>) {
                self.slug = slug;
            }
            fn published_at(&self) -> Option<DateTimeUtc> {
                self.published_at
            }
            fn unpublished_at(&self) -> Option<DateTimeUtc> {
                self.unpublished_at
            }
            fn set_publication(&mut self, published_at: Option<DateTimeUtc>, unpublished_at: Option<DateTimeUtc>) {
                self.published_at = published_at;
                self.unpublished_at = unpublished_at;
            }
            fn text_version(&self) -> i32 {
                self.text_version
            }
            fn source_version(&self) -> Option<i32> {
                self.source_version
            }
            fn text_versions(&self) -> &$crate::value::TextVersions {
                &self.text_versions
            }
            fn set_text_versions(&mut self, versions: $crate::value::TextVersions) {
                self.text_versions = versions;
            }
            fn updated_at(&self) -> DateTimeUtc {
                self.updated_at
            }
            fn stamp(&mut self, owner: Uuid, text_version: i32, source_version: Option<i32>, updated_at: DateTimeUtc) {
                self.$owner = owner;
                self.text_version = text_version;
                self.source_version = source_version;
                self.updated_at = updated_at;
            }
        }
    };
}

#[macro_export]
#[doc(hidden)]
macro_rules! join {
    ($owner:ident: $owner_column:ident, $target_column:ident $(, [$($reference:ident),*])?) => {
        impl $crate::Join for Entity {
            const OWNER: Column = Column::$owner_column;
            const TARGET: Column = Column::$target_column;
            const POSITION: Column = Column::Position;
            $(const REFERENCES: &'static [Column] = &[$(Column::$reference),*];)?
            fn owner_uid(row: &Model) -> Uuid {
                row.$owner
            }
            fn set_owner_uid(row: &mut Model, uid: Uuid) {
                row.$owner = uid;
            }
        }
    };
}
