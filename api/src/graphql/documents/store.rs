//! Trusted documents in the database. What was added or removed is noted in a setting, which running servers look at.

use chrono::{DateTime, Utc};
use entity::trusted_document::{Column, Entity, Model};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

use super::{MAX_ID, is_hash, is_id, without_prefix};
use crate::{
    Error, Result,
    database::{Database, set_setting},
    locale::messages::Said,
    signing::sha256,
};

/// The name of the setting that is another one after each change.
const SETTING: &str = "trusted_documents";

/// A document that a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    pub id: String,
    pub text: String,
}

/// What became of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Addition {
    Added,
    /// It was there already.
    Known,
}

/// Why a document is not taken.
#[derive(Clone, Debug)]
pub enum Refusal {
    Unsound(Error),
    Id,
    Hash,
    Taken,
}

impl Refusal {
    /// The Fluent message of `locales/*/rules.ftl`, or of `errors.ftl`, and its arguments.
    pub fn message(&self) -> Said {
        match self {
            Self::Unsound(error) => error.message(),
            Self::Id => ("refusal-document-id", vec![("max", MAX_ID.into())]),
            Self::Hash => ("refusal-document-hash", vec![]),
            Self::Taken => ("refusal-document-taken", vec![]),
        }
    }
}

/// The text that an id stands for. A hash finds its text whatever id that has.
pub async fn text(id: &str, db: &impl ConnectionTrait) -> Result<Option<String>> {
    let column = if is_hash(id) { Column::Hash } else { Column::Id };
    Ok(Entity::find().select_only().column(Column::Text).filter(column.eq(id)).into_tuple().one(db).await?)
}

/// What the present documents are known by: something else after each change.
pub async fn version(database: &Database) -> Result<Option<String>> {
    database.setting(SETTING).await
}

/// The trusted documents of a database, for the command line.
pub struct Store<'d> {
    pub database: &'d Database,
    pub now: DateTime<Utc>,
}

impl Store<'_> {
    /// All documents, by id.
    pub async fn all(&self) -> Result<Vec<Model>> {
        Ok(Entity::find().order_by_asc(Column::Id).all(self.database.connection()).await?)
    }

    /// Adds sound documents; what became of each.
    pub async fn add(&self, documents: &[Document]) -> Result<Vec<Result<Addition, Refusal>>> {
        let transaction = self.database.begin().await?;
        let mut outcomes = Vec::with_capacity(documents.len());
        for document in documents {
            outcomes.push(self.add_one(document, &transaction).await?);
        }
        if outcomes.iter().any(|outcome| matches!(outcome, Ok(Addition::Added))) {
            note_change(&transaction).await?;
        }
        transaction.commit().await?;
        Ok(outcomes)
    }

    async fn add_one(&self, document: &Document, db: &DatabaseTransaction) -> Result<Result<Addition, Refusal>> {
        let (id, hash) = (without_prefix(&document.id), sha256(document.text.as_bytes()));
        if !is_id(id) {
            return Ok(Err(Refusal::Id));
        }
        // Whoever names a hash means its text.
        if is_hash(id) && id != hash {
            return Ok(Err(Refusal::Hash));
        }
        if let Some(known) = Entity::find_by_id(id.to_owned()).one(db).await? {
            return Ok(if known.text == document.text { Ok(Addition::Known) } else { Err(Refusal::Taken) });
        }
        let row = Model { id: id.to_owned(), hash, text: document.text.clone(), created_at: self.now };
        Entity::insert(row.into_active_model()).exec_without_returning(db).await?;
        Ok(Ok(Addition::Added))
    }

    /// Removes documents, all of those that are named or none.
    pub async fn remove(&self, ids: &[String]) -> Result<()> {
        let transaction = self.database.begin().await?;
        for id in ids {
            let removed = Entity::delete_by_id(without_prefix(id).to_owned()).exec(&transaction).await?;
            if removed.rows_affected == 0 {
                return Err(Error::UnknownDocument { given: id.clone() });
            }
        }
        note_change(&transaction).await?;
        Ok(transaction.commit().await?)
    }
}

async fn note_change(db: &impl ConnectionTrait) -> Result<()> {
    set_setting(db, SETTING, &Uuid::now_v7().to_string()).await
}
