//! Follows the change log, so that kept answers end when what they show changes: in this process, in another one, or by
//! the clock.

use std::{convert::Infallible, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use entity::change;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use tokio::time::{sleep, timeout};

use super::schedule;
use crate::{Error, Result, cache::tag::Touched, database::last_seq, instance::Instance};

/// How long the database may take to answer before it counts as lost.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long it waits after a failure. Nothing is kept meanwhile.
const PAUSE: Duration = Duration::from_millis(500);
/// With more changes than this at once, all that was kept is over.
const MOST_CHANGES: u64 = 1_000;

/// Follows for ever.
pub async fn run(instance: Arc<Instance>) {
    loop {
        let Err(error) = follow(&instance).await;
        // What changes from now on is not seen: nothing is given again before the log is.
        instance.database.replicas.lose();
        instance.cache.validity.lose();
        tracing::error!(?error, "the change log cannot be followed");
        sleep(PAUSE).await;
    }
}

async fn follow(instance: &Instance) -> Result<Infallible> {
    // Listens before it looks: what changes in between is told.
    let mut news = timed(instance.database.news()).await?;
    let mut follower = None;
    loop {
        timed(look(instance, &mut follower)).await?;
        let due_in = instance.cache.validity.settled_for(instance.clock.now());
        news.wait(due_in).await?;
    }
}

/// Fails when the database does not answer in time.
async fn timed<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    let limit_ms = u64::try_from(PATIENCE.as_millis()).unwrap_or(u64::MAX);
    timeout(PATIENCE, work).await.unwrap_or(Err(Error::Timeout { limit_ms }))
}

/// How far the log has been read, and until when the clock was looked at.
struct Follower {
    seen: i64,
    settled_at: DateTime<Utc>,
}

async fn look(instance: &Instance, follower: &mut Option<Follower>) -> Result<()> {
    let db = instance.database.connection();
    let follower = match follower {
        Some(follower) => follower,
        None => {
            let settled_at = instance.clock.now();
            let seen = last_seq::<change::Entity>(change::Column::Seq, db).await?;
            instance.database.replicas.know(seen);
            follower.insert(Follower { seen, settled_at })
        }
    };
    let changes: Vec<(i64, Option<String>, Option<DateTime<Utc>>)> = change::Entity::find()
        .select_only()
        .columns([change::Column::Seq, change::Column::Touches, change::Column::DueAt])
        .filter(change::Column::Seq.gt(follower.seen))
        .order_by_asc(change::Column::Seq)
        .limit(MOST_CHANGES + 1)
        .into_tuple()
        .all(db)
        .await?;
    if u64::try_from(changes.len()).unwrap_or(u64::MAX) > MOST_CHANGES {
        follower.seen = last_seq::<change::Entity>(change::Column::Seq, db).await?;
        instance.database.replicas.know(follower.seen);
        instance.cache.validity.lose();
    } else {
        for (seq, touches, due_at) in changes {
            follower.seen = seq;
            if instance.cache.is_own(seq) {
                continue;
            }
            instance.database.replicas.know(seq);
            match touches.map(|touches| touches.split_whitespace().map(str::parse).collect()) {
                Some(Ok(tags)) => instance.cache.validity.touch(&Touched { tags, due_at }),
                // A change from before changes said what they touch, or of a version to come.
                _ => instance.cache.validity.lose(),
            }
        }
    }
    let now = instance.clock.now();
    while let Some(found_in) = instance.cache.validity.unsettled(now) {
        let due = schedule::due(instance, follower.settled_at, now).await?;
        let next = schedule::next(instance, now).await?;
        if instance.cache.validity.settle(found_in, &due, next) {
            follower.settled_at = now;
        }
    }
    Ok(())
}
