//! `auditLog`, and the same for the command line.

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use entity::{
    audit,
    value::{AccessRole, Outcome as OutcomeValue},
};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use serde_json::json;

use crate::{
    Result,
    content::{
        filter::TimeRange,
        history::{ActorKind, Who},
        object::uid_of,
    },
    context::RequestContext,
    log::{Log, LogEntry, Stretch},
    scalar::DateTime,
};

/// How a deed ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(name = "AuditOutcome", remote = "entity::value::Outcome")]
pub enum Outcome {
    /// It was done.
    Done,
    /// It was refused: a sign-in with a wrong password.
    Denied,
}

/// Which entries of the audit log to list. All that is given must hold.
#[derive(Clone, Debug, Default, InputObject)]
#[graphql(name = "AuditFilter")]
pub struct AuditFilter {
    /// What was done: `update`, `publish`, `signIn`; any of these.
    pub deed: Option<Vec<String>>,
    /// Who did it: the uid of a user or a token.
    pub actor: Option<ID>,
    /// What kind of actor did it; any of these.
    pub actor_kind: Option<Vec<ActorKind>>,
    /// What it was done to: an id or a uid.
    pub target: Option<ID>,
    /// What type of thing it was done to: `session`, `user`; any of these.
    pub kind: Option<Vec<String>>,
    /// The network address that it was done from.
    pub address: Option<String>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// When it was done.
    pub at: Option<TimeRange>,
}

impl AuditFilter {
    fn condition(&self) -> Condition {
        let uid = |id: &ID| uid_of(id).unwrap_or_default();
        Condition::all()
            .add_option(self.deed.as_ref().map(|deeds| audit::Column::Deed.is_in(deeds)))
            .add_option(self.actor.as_ref().map(|actor| audit::Column::ActorUid.eq(uid(actor))))
            .add_option(self.actor_kind.as_ref().map(|kinds| {
                audit::Column::ActorKind.is_in(kinds.iter().map(|kind| entity::value::ActorKind::from(*kind)))
            }))
            .add_option(self.target.as_ref().map(|target| audit::Column::Uid.eq(uid(target))))
            .add_option(self.kind.as_ref().map(|kinds| audit::Column::Kind.is_in(kinds)))
            .add_option(self.address.as_ref().map(|address| audit::Column::Address.eq(address)))
            .add_option(self.outcome.map(|outcome| audit::Column::Outcome.eq(OutcomeValue::from(outcome))))
            .add_option(self.at.and_then(|at| at.gte).map(|from| audit::Column::At.gte(from.0)))
            .add_option(self.at.and_then(|at| at.lt).map(|until| audit::Column::At.lt(until.0)))
    }
}

/// Something that somebody did.
#[derive(Clone, Debug, SimpleObject)]
pub struct AuditEntry {
    /// Counts the entries, from 1 on and without a gap.
    seq: i64,
    /// When.
    at: DateTime,
    /// Who.
    actor: Who,
    /// From which network address; null for a command.
    address: Option<String>,
    /// What: `create`, `update`, `publish`, `signIn`, `tokenCreate`, …
    deed: String,
    /// How it ended.
    outcome: Outcome,
    /// The type of what it was done to: `session`, `user`, …
    kind: Option<String>,
    /// The uid of what it was done to.
    uid: Option<ID>,
    /// The fields that it changed: `startsAt`, `translations.fr.title`.
    fields: Vec<String>,
}

impl LogEntry for AuditEntry {
    fn number(&self) -> i64 {
        self.seq
    }
}

impl From<audit::Model> for AuditEntry {
    fn from(row: audit::Model) -> Self {
        Self {
            seq: row.seq,
            at: row.at.into(),
            actor: Who::new(row.actor_kind, row.actor_uid, row.actor),
            address: row.address,
            deed: row.deed,
            outcome: row.outcome.into(),
            kind: row.kind,
            uid: row.uid.map(ID::from),
            fields: row.fields.0,
        }
    }
}

/// Entries from the first on, beyond a number: for an export.
pub async fn entries(after: i64, size: u64, db: &impl ConnectionTrait) -> Result<Vec<audit::Model>> {
    let rows = audit::Entity::find().filter(audit::Column::Seq.gt(after)).order_by_asc(audit::Column::Seq);
    Ok(rows.limit(size).all(db).await?)
}

/// An entry as one line of JSON.
pub fn line(entry: &audit::Model) -> String {
    json!({
        "seq": entry.seq,
        "at": DateTime(entry.at).to_string(),
        "actorKind": entry.actor_kind,
        "actorUid": entry.actor_uid,
        "actor": entry.actor,
        "address": entry.address,
        "deed": entry.deed,
        "outcome": entry.outcome,
        "kind": entry.kind,
        "uid": entry.uid,
        "fields": entry.fields,
    })
    .to_string()
}

#[derive(Default)]
pub struct AuditQuery;

#[Object]
impl AuditQuery {
    /// Who did what, the latest first. For the role ADMIN of all events. Entries are never changed or removed.
    async fn audit_log(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which to list.")] filter: Option<AuditFilter>,
        #[graphql(desc = "How many, at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor: what is older.")] after: Option<String>,
    ) -> Option<Result<Log<AuditEntry>>> {
        let answer = async {
            ctx.viewer().require(AccessRole::Admin)?;
            let stretch = Stretch::of(first, after.as_deref())?;
            let rows = audit::Entity::find()
                .filter(filter.unwrap_or_default().condition())
                .apply_if(stretch.after, |rows, seq| rows.filter(audit::Column::Seq.lt(seq)))
                .order_by_desc(audit::Column::Seq)
                .limit(stretch.size + 1);
            let found = rows.all(ctx.instance().database.connection()).await?;
            Ok(Log::new(stretch, found.into_iter().map(AuditEntry::from).collect()))
        };
        Some(answer.await)
    }
}
