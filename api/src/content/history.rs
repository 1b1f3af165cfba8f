//! What things were, and what is to become of them: revisions and pending edits, as objects.

use async_graphql::{Enum, ID, Json, Object, SimpleObject};
use entity::{draft, revision, value::ActorKind as ActorKindValue};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{
    object::LocaleTag,
    write::difference::{pending, readable},
};
use crate::{error::FieldDifference, log::LogEntry, scalar::DateTime};

/// What kind of actor did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(remote = "entity::value::ActorKind")]
pub enum ActorKind {
    /// Somebody who is signed in.
    User,
    /// A program with an API token.
    Token,
    /// A command of Tribune itself: an import.
    Command,
    /// The clock: what was scheduled became due.
    Schedule,
    /// Nobody who is known.
    Anonymous,
}

/// Who did something.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(name = "Actor")]
pub struct Who {
    /// What kind of actor.
    kind: ActorKind,
    /// The uid of the user or the token; null for others.
    uid: Option<ID>,
    /// The name, as it was then.
    name: String,
}

impl Who {
    pub fn new(kind: ActorKindValue, uid: Option<Uuid>, name: String) -> Self {
        Self { kind: kind.into(), uid: uid.map(ID::from), name }
    }
}

/// What differs in one field.
#[derive(Clone, Debug, SimpleObject)]
pub struct FieldChange {
    /// The field: `title`, `startsAt`, `participations`.
    field: String,
    /// The language of a localised text; null for what is the same in every language.
    locale: Option<LocaleTag>,
    /// What it was; null when it was empty.
    before: Json<Value>,
    /// What it became; null when it was cleared.
    after: Json<Value>,
}

impl From<FieldDifference> for FieldChange {
    fn from(change: FieldDifference) -> Self {
        Self {
            field: change.field,
            locale: change.locale.map(LocaleTag),
            before: Json(change.before),
            after: Json(change.after),
        }
    }
}

/// Differences in the words of the contract.
pub fn field_changes(differences: &Map<String, Value>) -> Vec<FieldChange> {
    readable(differences).into_iter().map(FieldChange::from).collect()
}

/// A thing as it was at one version.
#[derive(Clone, Debug)]
pub struct Revision(pub revision::Model);

impl LogEntry for Revision {
    fn number(&self) -> i64 {
        self.0.version.into()
    }
}

/// A thing as it was at one version.
#[Object]
impl Revision {
    /// Which version: counts from 1 on, without a gap.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// When it came to be.
    async fn at(&self) -> DateTime {
        self.0.at.into()
    }

    /// Who wrote it.
    async fn by(&self) -> Who {
        Who::new(self.0.actor_kind, self.0.actor_uid, self.0.actor.clone())
    }

    /// All of it: row, translations and relations, by the names of columns.
    async fn snapshot(&self) -> Json<&Value> {
        Json(&self.0.snapshot)
    }
}

/// Pending edits of a thing, which stays as it is until they are published.
#[derive(Clone, Debug)]
pub struct Draft {
    pub row: draft::Model,
    /// What the edits began from, as a snapshot.
    pub base: Value,
    /// The thing as it is, as a snapshot.
    pub live: Value,
}

/// Pending edits of a thing, which stays as it is until they are published.
#[Object]
impl Draft {
    /// Counts how often the edits were saved.
    async fn version(&self) -> i32 {
        self.row.version
    }

    /// The version of the thing that the edits began from.
    async fn base_version(&self) -> i32 {
        self.row.base_version
    }

    /// When they were last saved.
    async fn saved_at(&self) -> DateTime {
        self.row.at.into()
    }

    /// Who saved them last.
    async fn saved_by(&self) -> Who {
        Who::new(self.row.actor_kind, self.row.actor_uid, self.row.actor.clone())
    }

    /// What they would change of the thing as it is now, by field and language.
    async fn changes(&self) -> Vec<FieldChange> {
        field_changes(&pending(&self.base, &self.row.snapshot, &self.live))
    }
}
