//! What things were and who changed them: revisions, pending edits, the change log.

use async_graphql::{Context, Enum, ID, Json, Object, SimpleObject};
use entity::{
    change, draft, revision,
    value::{AccessRole, ActorKind as ActorKindValue},
};
use futures::future::try_join;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    Error, Result,
    content::{
        object::{LocaleTag, uid_of},
        write::difference::{differences, readable},
    },
    context::RequestContext,
    error::FieldDifference,
    log::{Log, LogEntry, Stretch},
    node::by_kind,
    scalar::DateTime,
};

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

fn field_changes(before: &Value, after: &Value) -> Vec<FieldChange> {
    readable(&differences(before, after)).into_iter().map(FieldChange::from).collect()
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
        field_changes(&self.live, &self.row.snapshot)
    }
}

/// A change of a thing, in the order of commits.
#[derive(Clone, Debug)]
pub struct Change(change::Model);

impl LogEntry for Change {
    fn number(&self) -> i64 {
        self.0.seq
    }
}

/// A change of a thing, in the order of commits.
#[Object]
impl Change {
    /// Counts the changes of all things, from 1 on and without a gap.
    async fn seq(&self) -> i64 {
        self.0.seq
    }

    /// When.
    async fn at(&self) -> DateTime {
        self.0.at.into()
    }

    /// Who.
    async fn by(&self) -> Who {
        Who::new(self.0.actor_kind, self.0.actor_uid, self.0.actor.clone())
    }

    /// What was done: `create`, `update`, `publish`, `unpublish`, `schedule`, `archive`, `restore`, `revert`,
    /// `confirm`, `purge`.
    async fn action(&self) -> &str {
        &self.0.action
    }

    /// The type of the thing: `session`.
    async fn kind(&self) -> &str {
        &self.0.kind
    }

    /// The thing.
    async fn uid(&self) -> ID {
        self.0.uid.into()
    }

    /// The version that the thing has since.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// What changed, by field and language.
    async fn fields(&self) -> Vec<FieldChange> {
        let fields = self.0.fields.as_object().map(readable).unwrap_or_default();
        fields.into_iter().map(FieldChange::from).collect()
    }
}

#[derive(Default)]
pub struct HistoryQuery;

#[Object]
impl HistoryQuery {
    /// The change log, the oldest first: all that was written, whatever is public. For accounts with the role
    /// EDITOR or ADMIN of all events.
    async fn changes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only changes of this thing: an id or a uid.")] of: Option<ID>,
        #[graphql(desc = "How many, at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "Only what comes after the change with this number.")] after_seq: Option<i64>,
    ) -> Result<Log<Change>> {
        ctx.viewer().require(AccessRole::Editor)?;
        let stretch = Stretch::of(first, after.as_deref())?;
        let since = stretch.after.max(after_seq).unwrap_or_default();
        let rows = change::Entity::find()
            .filter(change::Column::Seq.gt(since))
            .apply_if(of, |rows, id| rows.filter(change::Column::Uid.eq(uid_of(&id).unwrap_or_default())))
            .order_by_asc(change::Column::Seq)
            .limit(stretch.size + 1);
        let found = rows.all(ctx.instance().database.connection()).await?;
        Ok(Log::new(stretch, found.into_iter().map(Change).collect()))
    }

    /// What differs between two versions of a thing, by field and language; for accounts that may see it before
    /// it is public.
    async fn revision_diff(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The thing: its id in any language, or its uid.")] id: ID,
        #[graphql(desc = "The older version.")] from: i32,
        #[graphql(desc = "The younger version.")] to: i32,
    ) -> Result<Vec<FieldChange>> {
        ctx.viewer().require_account()?;
        let not_found = |argument| Error::NotFound { argument, given: id.to_string() };
        let uid = uid_of(&id).ok_or_else(|| not_found("id"))?;
        let (before, after) = try_join(ctx.rows().version(uid, from), ctx.rows().version(uid, to)).await?;
        let before = before.ok_or_else(|| not_found("from"))?;
        let is_seen = by_kind!(before.kind.as_str(), E => ctx.rows().sees::<E>(uid).await?);
        // What may not be seen has no versions.
        let before = is_seen.filter(|seen| *seen).map(|_| before).ok_or_else(|| not_found("from"))?;
        let after = after.ok_or_else(|| not_found("to"))?;
        Ok(field_changes(&before.snapshot, &after.snapshot))
    }
}
