//! Everything, or all about one event, as a document in Tribune's own JSON. Brought into an empty database, it makes
//! a database whose export is the same, byte for byte.

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    ContentRow, company, event, external_id, post, post_event, post_session, release, room, series, session, slug,
    speaker, tag, tier, track,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Condition, ExprTrait, Query},
};
use uuid::Uuid;

use super::document::{Document, EventInput, PostInput, VERSION};
use crate::{
    Result,
    content::{
        Content,
        input::{Field, Input, describe},
        names::named,
        sql::{self, Column},
        write::{CHUNK, State, load},
    },
};

/// What a name in a list of names elsewhere begins with when it is the slug of an import, and no name at all.
const OF_IMPORT: &str = "slug:";

/// A document as it is written to a file.
pub fn text(document: &Document) -> String {
    serde_json::to_string_pretty(document).expect("a document is plain JSON") + "\n"
}

/// All content, whoever may see it.
pub async fn all(db: &impl ConnectionTrait) -> Result<Document> {
    let all = Condition::all;
    let mut document = Document {
        tribune: VERSION,
        tags: items::<tag::Entity, _>(db, all()).await?,
        series: items::<series::Entity, _>(db, all()).await?,
        companies: items::<company::Entity, _>(db, all()).await?,
        speakers: items::<speaker::Entity, _>(db, all()).await?,
        events: Vec::new(),
        posts: items::<post::Entity, _>(db, all()).await?,
    };
    for event in items::<event::Entity, EventInput>(db, all()).await? {
        document.events.push(with_parts(db, event).await?);
    }
    Ok(document)
}

/// An event, its parts, and all that these name or that is written about them.
pub async fn of_event(db: &impl ConnectionTrait, event: Uuid) -> Result<Document> {
    let own = |uids: &BTreeSet<Uuid>| among::<event::Entity>(uids);
    let events: Vec<EventInput> = items::<event::Entity, _>(db, own(&[event].into())).await?;
    let sessions: Vec<State<session::Entity>> =
        states(db, Condition::all().add(sql::column::<session::Entity>(Column::Uid).in_subquery(parts(event)))).await?;
    let session_uids: BTreeSet<Uuid> = sessions.iter().map(|state| state.row.uid).collect();
    let posts: Vec<State<post::Entity>> = states(db, posts_about(event, &session_uids)).await?;
    let event_states: Vec<State<event::Entity>> = states(db, own(&[event].into())).await?;

    let participants = sessions.iter().flat_map(|state| &state.relations.participations).map(|row| row.speaker_uid);
    let authors = posts.iter().filter_map(|state| state.row.author_uid);
    let speakers: BTreeSet<Uuid> = participants.chain(authors).collect();
    let speakers: Vec<State<speaker::Entity>> = states(db, among::<speaker::Entity>(&speakers)).await?;
    let sponsors = event_states.iter().flat_map(|state| &state.relations.sponsorships).map(|row| row.company_uid);
    let employers = speakers.iter().filter_map(|state| state.row.company_uid);
    let companies: BTreeSet<Uuid> =
        sponsors.chain(employers).chain(posts.iter().filter_map(|state| state.row.company_uid)).collect();
    let of_sessions = sessions.iter().flat_map(|state| &state.relations.tags).map(|row| row.tag_uid);
    let of_posts = posts.iter().flat_map(|state| &state.relations.tags).map(|row| row.tag_uid);
    let tags: BTreeSet<Uuid> = of_sessions.chain(of_posts).collect();
    let of_series: BTreeSet<Uuid> = event_states.iter().filter_map(|state| state.row.series_uid).collect();

    let mut document = Document {
        tribune: VERSION,
        tags: items::<tag::Entity, _>(db, among::<tag::Entity>(&tags)).await?,
        series: items::<series::Entity, _>(db, among::<series::Entity>(&of_series)).await?,
        companies: items::<company::Entity, _>(db, among::<company::Entity>(&companies)).await?,
        speakers: described(db, &speakers).await?,
        events: Vec::new(),
        posts: described(db, &posts).await?,
    };
    for post in &mut document.posts {
        leave_out_others(post, event, &session_uids);
    }
    for event in events {
        document.events.push(with_parts(db, event).await?);
    }
    Ok(document)
}

/// What a post says of other events is not in the document.
fn leave_out_others(post: &mut PostInput, event: Uuid, sessions: &BTreeSet<Uuid>) {
    if let Field::Value(events) = &mut post.events {
        events.retain(|name| *name == named(event));
    }
    if let Field::Value(names) = &mut post.sessions {
        names.retain(|name| Uuid::try_parse(name).is_ok_and(|uid| sessions.contains(&uid)));
    }
}

async fn with_parts(db: &impl ConnectionTrait, mut event: EventInput) -> Result<EventInput> {
    let uid = event.uid.unwrap_or_default();
    event.rooms = items::<room::Entity, _>(db, parts_of::<room::Entity>(uid)).await?;
    event.tracks = items::<track::Entity, _>(db, parts_of::<track::Entity>(uid)).await?;
    event.tiers = items::<tier::Entity, _>(db, parts_of::<tier::Entity>(uid)).await?;
    event.sessions = items::<session::Entity, _>(db, parts_of::<session::Entity>(uid)).await?;
    event.releases = items::<release::Entity, _>(db, parts_of::<release::Entity>(uid)).await?;
    Ok(event)
}

fn parts_of<E: Content>(event: Uuid) -> Condition {
    Condition::all().add(sql::belongs_to_any::<E>(&[event]))
}

fn parts(event: Uuid) -> sea_orm::sea_query::SelectStatement {
    Query::select()
        .expr(sql::column::<session::Entity>(Column::Uid))
        .from(session::Entity)
        .cond_where(parts_of::<session::Entity>(event))
        .take()
}

fn posts_about(event: Uuid, sessions: &BTreeSet<Uuid>) -> Condition {
    let of_event = Query::select()
        .column((post_event::Entity, post_event::Column::PostUid))
        .from(post_event::Entity)
        .and_where(post_event::Column::EventUid.eq(event))
        .take();
    let of_sessions = Query::select()
        .column((post_session::Entity, post_session::Column::PostUid))
        .from(post_session::Entity)
        .and_where(post_session::Column::SessionUid.is_in(sessions.iter().copied()))
        .take();
    let uid = || sql::column::<post::Entity>(Column::Uid);
    Condition::any().add(uid().in_subquery(of_event)).add(uid().in_subquery(of_sessions))
}

fn among<E: Content>(uids: &BTreeSet<Uuid>) -> Condition {
    Condition::all().add(sql::column::<E>(Column::Uid).is_in(uids.iter().copied()))
}

/// The things that a condition holds for, by uid.
async fn states<E: Content>(db: &impl ConnectionTrait, condition: Condition) -> Result<Vec<State<E>>> {
    let uid = sql::column::<E>(Column::Uid);
    let query = Query::select().expr_as(uid, "uid").from(E::default()).cond_where(condition).take();
    let rows = db.query_all(&query).await?;
    let uids = rows.iter().map(|row| Ok(row.try_get("", "uid")?)).collect::<Result<Vec<Uuid>>>()?;
    let mut states: Vec<State<E>> = load::<E>(db, &uids).await?.into_values().collect();
    states.sort_by_key(|state| state.row.uid());
    Ok(states)
}

async fn items<E, I>(db: &impl ConnectionTrait, condition: Condition) -> Result<Vec<I>>
where
    E: Content,
    I: Input<Entity = E>,
{
    described(db, &states::<E>(db, condition).await?).await
}

/// The items that say all of the states.
async fn described<E, I>(db: &impl ConnectionTrait, states: &[State<E>]) -> Result<Vec<I>>
where
    E: Content,
    I: Input<Entity = E>,
{
    let (mut elsewhere, mut slugs): (BTreeMap<Uuid, Vec<String>>, BTreeMap<Uuid, BTreeSet<String>>) =
        Default::default();
    let uids: Vec<Uuid> = states.iter().map(|state| state.row.uid()).collect();
    for uids in uids.chunks(CHUNK) {
        let named = external_id::Entity::find().filter(external_id::Column::Kind.eq(E::KIND));
        let named = named.filter(external_id::Column::Uid.is_in(uids.iter().copied())).all(db).await?;
        for row in named.into_iter().filter(|row| !row.external_id.starts_with(OF_IMPORT)) {
            elsewhere.entry(row.uid).or_default().push(row.external_id);
        }
        let known = slug::Entity::find().filter(slug::Column::Kind.eq(E::KIND));
        for row in known.filter(slug::Column::Uid.is_in(uids.iter().copied())).all(db).await? {
            slugs.entry(row.uid).or_default().insert(row.slug);
        }
    }
    let item = |state: &State<E>| {
        let uid = state.row.uid();
        let mut ids = elsewhere.remove(&uid).unwrap_or_default();
        // The surest first, then in an order that is always the same.
        ids.sort_by_key(|id| (!id.starts_with("guid:"), id.clone()));
        let mut former = slugs.remove(&uid).unwrap_or_default();
        former.remove(state.row.slug());
        for slug in state.translations.values().filter_map(entity::TranslationRow::slug) {
            former.remove(slug);
        }
        describe(state, &ids, &former.into_iter().collect::<Vec<_>>())
    };
    Ok(states.iter().map(item).collect())
}
