//! Now and next, by room: what a livestream page and the screens in the corridor show.

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime as Instant, Utc};
use entity::value::SessionState;

use super::{Event, schedule::sessions_and_rooms};
use crate::{
    Result, content::object::LocaleTag, context::RequestContext, room::Room, scalar::DateTime, session::Session,
};

/// What happens in a room now, and what comes next.
#[derive(SimpleObject)]
pub struct RoomNow {
    /// The room; null for sessions without one.
    room: Option<Room>,
    /// What happens now; the one that started last, when there are several.
    now: Option<Session>,
    /// What comes next, on this day or a later one.
    next: Option<Session>,
}

#[derive(Default)]
pub struct HappeningQuery;

#[Object]
impl HappeningQuery {
    /// What happens now at an event, and what comes next, by room in order; null when there is no event that
    /// the viewer may see. Cancelled sessions do not happen.
    async fn happening_now(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The event: id, uid or slug.")] event: ID,
        #[graphql(desc = "The instant; now when absent.")] at: Option<DateTime>,
        #[graphql(desc = "The language to read in; without it that of the request.")] locale: Option<LocaleTag>,
        #[graphql(
            desc = "What is tried when that language has no text, instead of the configured chain. `[]`: nothing else, and what has no title in the language is absent."
        )]
        fallback: Option<Vec<LocaleTag>>,
    ) -> Option<Result<Vec<RoomNow>>> {
        let found = async {
            let chain = ctx.chain(locale, fallback)?;
            let Some(event) = ctx.rows().by_reference(&event, &chain).await? else { return Ok(None) };
            let (sessions, rooms) = sessions_and_rooms(&Event(event), ctx.rows()).await?;
            Ok(Some(happening(&sessions, &rooms, at.map_or_else(|| ctx.clock(), |at| at.0))))
        };
        found.await.transpose()
    }
}

/// `sessions` are by start.
fn happening(sessions: &[Session], rooms: &[Room], at: Instant<Utc>) -> Vec<RoomNow> {
    let of_room = |room: Option<&Room>| {
        let mut in_room = RoomNow { room: room.cloned(), now: None, next: None };
        for session in sessions {
            let row = session.0.row();
            let is_here = match room {
                Some(room) => row.room_uid == Some(room.0.row().uid),
                None => !rooms.iter().any(|room| row.room_uid == Some(room.0.row().uid)),
            };
            let Some(starts_at) = row.starts_at.filter(|_| is_here && row.state != SessionState::Cancelled) else {
                continue;
            };
            if starts_at <= at && row.ends_at.is_some_and(|ends_at| at < ends_at) {
                in_room.now = Some(session.clone());
            } else if at < starts_at && in_room.next.is_none() {
                in_room.next = Some(session.clone());
            }
        }
        in_room
    };
    let all = rooms.iter().map(Some).chain([None]).map(of_room);
    all.filter(|room| room.room.is_some() || room.now.is_some() || room.next.is_some()).collect()
}
