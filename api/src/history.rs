//! Root fields: the change log, and what differs between two versions.

use async_graphql::{Context, ID, Object};
use entity::{change, value::AccessRole};
use futures::future::try_join;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use crate::{
    Error, Result,
    content::{
        history::{FieldChange, Who, field_changes},
        object::uid_of,
        write::difference::differences,
    },
    context::RequestContext,
    log::{Log, LogEntry, Stretch},
    node::by_kind,
    scalar::DateTime,
};

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

    /// The tags of the answers that are over since: what a CDN is to be told, see `--cache-tags`. Null for a change that
    /// is older than tags: all are over.
    async fn touches(&self) -> Option<Vec<&str>> {
        Some(self.0.touches.as_deref()?.split_whitespace().collect())
    }

    /// What changed, by field and language.
    async fn fields(&self) -> Vec<FieldChange> {
        self.0.fields.as_object().map(field_changes).unwrap_or_default()
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
    ) -> Option<Result<Log<Change>>> {
        let answer = async {
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
        };
        Some(answer.await)
    }

    /// What differs between two versions of a thing, by field and language; for accounts that may see it before
    /// it is public.
    async fn revision_diff(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The thing: its id in any language, or its uid.")] id: ID,
        #[graphql(desc = "The older version.")] from: i32,
        #[graphql(desc = "The younger version.")] to: i32,
    ) -> Option<Result<Vec<FieldChange>>> {
        let answer = async {
            ctx.viewer().require_account()?;
            let not_found = |argument| Error::NotFound { argument, given: id.to_string() };
            let uid = uid_of(&id).ok_or_else(|| not_found("id"))?;
            let (before, after) = try_join(ctx.rows().version(uid, from), ctx.rows().version(uid, to)).await?;
            let before = before.ok_or_else(|| not_found("from"))?;
            let is_seen = by_kind!(before.kind.as_str(), E => ctx.rows().sees::<E>(uid).await?);
            // What may not be seen has no versions.
            let before = is_seen.filter(|seen| *seen).map(|_| before).ok_or_else(|| not_found("from"))?;
            let after = after.ok_or_else(|| not_found("to"))?;
            Ok(field_changes(&differences(&before.snapshot, &after.snapshot)))
        };
        Some(answer.await)
    }
}
