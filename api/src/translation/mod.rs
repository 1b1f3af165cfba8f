//! The work of translators: what is missing or out of date in a language, and texts on their way to translation
//! tools and back. Start at `coverage` and `exchange`.

mod catalogue;
pub mod command;
mod coverage;
mod exchange;
mod markup;
mod mutation;
mod po;
mod query;
mod xliff;
mod xml;

use std::collections::HashSet;

use entity::ContentRow;
use sea_orm::{
    ConnectionTrait,
    sea_query::{Condition, ExprTrait, Query},
};
use uuid::Uuid;

pub use mutation::TranslationMutation;
pub use query::TranslationQuery;

use crate::{
    Result,
    content::{
        Content,
        publication::{Status, translation_status},
        sql::{self, Column, Scope},
        write::{State, load},
    },
};

/// All things of a type that are not archived and that the viewer may see, of an event or of all; by uid.
async fn states<E: Content>(db: &impl ConnectionTrait, scope: &Scope, event: Option<Uuid>) -> Result<Vec<State<E>>> {
    let uid = sql::column::<E>(Column::Uid);
    let query = Query::select()
        .expr_as(uid, "uid")
        .from(E::default())
        .and_where(sql::column::<E>(Column::ArchivedAt).is_null())
        .cond_where(sql::visible::<E>(scope))
        .cond_where(event.map_or_else(Condition::all, |event| sql::belongs_to_any::<E>(&[event])))
        .take();
    let rows = db.query_all(&query).await?;
    let uids = rows.iter().map(|row| Ok(row.try_get("", "uid")?)).collect::<Result<Vec<Uuid>>>()?;
    let mut states: Vec<State<E>> = load::<E>(db, &uids).await?.into_values().collect();
    states.sort_by_key(|state| state.row.uid());
    let seen = seen_before_public::<E>(db, scope, &states).await?;
    for state in states.iter_mut().filter(|state| !seen.contains(&state.row.uid())) {
        state.translations.retain(|_, row| translation_status(row, scope.now) == Status::Published);
    }
    Ok(states)
}

/// Those of the things that the viewer may see before they are public, with their hidden translations and their
/// history.
async fn seen_before_public<E: Content>(
    db: &impl ConnectionTrait,
    scope: &Scope,
    states: &[State<E>],
) -> Result<HashSet<Uuid>> {
    let (sight, uids) = (scope.sight::<E>(), states.iter().map(|state| state.row.uid()));
    if sight.all || sight.is_public() {
        return Ok(if sight.all { uids.collect() } else { HashSet::new() });
    }
    let query = Query::select()
        .expr_as(sql::column::<E>(Column::Uid), "uid")
        .from(E::default())
        .cond_where(sql::seen_by::<E>(&sight))
        .take();
    let rows = db.query_all(&query).await?;
    rows.iter().map(|row| Ok(row.try_get("", "uid")?)).collect()
}
