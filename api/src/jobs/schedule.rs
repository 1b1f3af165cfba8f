//! Announces in the change log what has become public, or ceased to be, by the clock alone. Nothing waits for it:
//! what is due is seen or hidden to the second anyway. It goes on from where the last one stopped, whichever
//! instance that was, so that each thing is announced once.

use std::{collections::HashSet, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use entity::{ContentRow, TranslationRow, release, revision};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Condition, Expr, ExprTrait, Query, SelectStatement, UnionType},
};
use tokio::time::{sleep, timeout};
use uuid::Uuid;

use crate::{
    Error, Result,
    cache::tag::Touched,
    content::{
        Content,
        publication::{Status, status},
        sql::{self, Column},
        write::{Action, State, Write, load, uids},
    },
    event::is_released_only,
    instance::Instance,
    node::each_kind,
    scalar,
    viewer::Writer,
};

/// The name of the setting that says until when all was announced.
const SETTING: &str = "announced_until";
/// How long it sleeps when nothing is due: another instance may schedule something.
const LONGEST: Duration = Duration::from_secs(5);
/// How long it waits after a failure.
const PAUSE: Duration = Duration::from_secs(5);
/// Many writes in a row wake it once.
const CALM: Duration = Duration::from_millis(200);

/// Announces for ever.
pub async fn run(instance: Arc<Instance>) {
    loop {
        // Whatever is written from now on wakes it.
        let written = instance.written.notified();
        match round(&instance).await {
            Ok(wait) => {
                if timeout(wait, written).await.is_ok() {
                    sleep(CALM).await;
                }
            }
            Err(error) => {
                tracing::error!(?error, "what is scheduled could not be announced");
                sleep(PAUSE).await;
            }
        }
    }
}

/// One look; how long to wait for the next.
async fn round(instance: &Instance) -> Result<Duration> {
    let now = instance.clock.now();
    if is_due(instance, now).await? {
        release(instance, now).await?;
        let mut write = instance.write(&Writer::schedule()).await?;
        announce(&mut write, now).await?;
        instance.changed(&write.commit().await?);
    }
    let next = next(instance, now).await?;
    let wait = next.and_then(|next| (next - instance.clock.now()).to_std().ok());
    Ok(wait.map_or(LONGEST, |wait| wait.min(LONGEST)))
}

/// Makes public what waits for the releases that have become due, each at the instant at which that is done. When it
/// cannot be, the release is a draft again, and the log says why.
async fn release(instance: &Instance, now: DateTime<Utc>) -> Result<()> {
    let known = instance.database.setting(SETTING).await?;
    let Some(since) = known.and_then(|text| text.parse().ok()) else { return Ok(()) };
    let db = instance.database.connection();
    let uids = uids::<release::Entity>(db, became_due::<release::Entity>(since, now)).await?;
    let mut states: Vec<_> = load::<release::Entity>(db, &uids).await?.into_values().collect();
    states.sort_by_key(|state| state.row.published_at);
    for uid in states.iter().map(|state| state.row.uid) {
        let mut write = instance.write(&Writer::schedule()).await?;
        let Some(before) = write.load::<release::Entity>(&[uid]).await?.remove(&uid) else { continue };
        let is_due = status(&before.row.publication(), now) == Status::Published
            && before.row.published_at.is_some_and(|from| since < from)
            && was_ahead(&write, &before).await?;
        if !is_due || !is_released_only(&write, before.row.event_uid).await? {
            continue;
        }
        match release::Entity::release(&mut write, &before).await {
            Ok(()) => settle(write, &before, true, instance).await?,
            Err(error @ (Error::Invalid(_) | Error::Conflict { .. })) => {
                tracing::warn!(release = %uid, ?error, "what waits for a release could not be published");
                drop(write);
                settle(instance.write(&Writer::schedule()).await?, &before, false, instance).await?;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Whether a release was given its instant before that came. Else it is what was public then.
async fn was_ahead(write: &Write, release: &State<release::Entity>) -> Result<bool> {
    let instant = |snapshot: &serde_json::Value| snapshot["row"]["published_at"].clone();
    let (from, present) = (release.row.published_at, instant(&release.snapshot()?));
    let revisions = revision::Entity::find()
        .filter(revision::Column::Uid.eq(release.row.uid))
        .order_by_desc(revision::Column::Version)
        .all(write.connection())
        .await?;
    let given = revisions.iter().take_while(|revision| instant(&revision.snapshot) == present).last();
    Ok(given.zip(from).is_some_and(|(given, from)| given.at < from))
}

/// Publishes a release at this instant, or makes it a draft again.
async fn settle(
    mut write: Write,
    before: &State<release::Entity>,
    is_published: bool,
    instance: &Instance,
) -> Result<()> {
    let mut after = before.clone();
    after.row.published_at = is_published.then(|| write.now());
    let action = if is_published { Action::Publish } else { Action::Unpublish };
    write.update(before, after, action, Vec::new()).await?;
    instance.changed(&write.commit().await?);
    Ok(())
}

/// Whether something has become due that was not announced.
async fn is_due(instance: &Instance, now: DateTime<Utc>) -> Result<bool> {
    let known = instance.database.setting(SETTING).await?;
    let Some(since) = known.and_then(|text| text.parse().ok()) else { return Ok(true) };
    Ok(next(instance, since).await?.is_some_and(|next| next <= now))
}

/// The first instant after `since` at which something appears or disappears.
pub async fn next(instance: &Instance, since: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
    let mut instants: Vec<SelectStatement> = Vec::new();
    each_kind!(E => {
        instants.extend(instants_after::<E>(since));
        instants.extend(instants_after::<<E as Content>::Translation>(since));
    });
    let all = instants.into_iter().reduce(|mut all, one| all.union(UnionType::All, one).take());
    let Some(all) = all else { return Ok(None) };
    let query = Query::select().expr_as(Expr::col(("instant", "at")).min(), "at").from_subquery(all, "instant").take();
    match instance.database.connection().query_one(&query).await? {
        Some(row) => Ok(row.try_get("", "at")?),
        None => Ok(None),
    }
}

/// Queries of the instants after `since` in each of the columns that say when something is public.
fn instants_after<E: EntityTrait + Default>(since: DateTime<Utc>) -> [SelectStatement; 2] {
    [Column::PublishedAt, Column::UnpublishedAt].map(|column| {
        let instant = sql::column::<E>(column);
        Query::select().expr_as(instant.clone(), "at").from(E::default()).and_where(instant.gt(since)).take()
    })
}

/// Appends to the change log all that became due since it was done last, until `now`. In the same transaction, so that
/// it is done once.
pub async fn announce(write: &mut Write, now: DateTime<Utc>) -> Result<()> {
    let since: Option<DateTime<Utc>> = write.setting(SETTING).await?.and_then(|text| text.parse().ok());
    if let Some(since) = since.filter(|since| *since < now) {
        each_kind!(E => announce_type::<E>(write, since, now).await?);
    }
    if since.is_none_or(|since| since < now) {
        write.set_setting(SETTING, &scalar::DateTime(now).to_string()).await?;
    }
    Ok(())
}

/// What has become due after `since` and until `now`.
pub async fn due(instance: &Instance, since: DateTime<Utc>, now: DateTime<Utc>) -> Result<Touched> {
    let (db, mut touched) = (instance.database.connection(), Touched::default());
    each_kind!(E => {
        let uids = uids::<E>(db, became_due::<E>(since, now)).await?;
        for state in load::<E>(db, &uids).await?.into_values() {
            touched.extend(state.touches(now));
        }
    });
    Ok(touched)
}

/// Whether a row or a translation of it has an instant after `since` and until `now`.
fn became_due<E: Content>(since: DateTime<Utc>, now: DateTime<Utc>) -> Condition {
    let is_due = |column: Expr| column.clone().gt(since).and(column.lte(now));
    let of_row = Condition::any()
        .add(is_due(sql::column::<E>(Column::PublishedAt)))
        .add(is_due(sql::column::<E>(Column::UnpublishedAt)));
    let of_translation = Query::select()
        .expr(Expr::col((E::Translation::default(), E::OWNER)))
        .from(E::Translation::default())
        .cond_where(
            Condition::any()
                .add(is_due(sql::column::<E::Translation>(Column::PublishedAt)))
                .add(is_due(sql::column::<E::Translation>(Column::UnpublishedAt))),
        )
        .take();
    of_row.add(sql::column::<E>(Column::Uid).in_subquery(of_translation))
}

async fn announce_type<E: Content>(write: &mut Write, since: DateTime<Utc>, now: DateTime<Utc>) -> Result<()> {
    let uids = write.uids::<E>(became_due::<E>(since, now)).await?;
    // What somebody published by hand has the instant of the change that did it.
    let told: HashSet<(Uuid, DateTime<Utc>)> = write.changes_since::<E>(since).await?;
    let mut states: Vec<_> = write.load::<E>(&uids).await?.into_values().collect();
    states.sort_by_key(|state| state.row.uid());
    for state in states.iter().filter(|state| state.row.publication().archived_at.is_none()) {
        let (row, publication) = (&state.row, state.row.publication());
        let is_news = |at: Option<DateTime<Utc>>| {
            at.is_some_and(|at| since < at && at <= now && !told.contains(&(row.uid(), at)))
        };
        let of_row = (None, publication.published_at, publication.unpublished_at);
        let of_translations =
            state.translations.values().map(|row| (Some(row.locale()), row.published_at(), row.unpublished_at()));
        for (locale, from, until) in std::iter::once(of_row).chain(of_translations) {
            if is_news(from) {
                write.announce(state, Action::Publish, locale);
            }
            if is_news(until) {
                write.announce(state, Action::Unpublish, locale);
            }
        }
    }
    Ok(())
}
