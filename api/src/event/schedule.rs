//! The whole programme of an event: by day, then by room.

use std::collections::BTreeMap;

use async_graphql::SimpleObject;
use chrono::NaiveDate;
use futures::future::try_join;

use super::Event;
use crate::{
    Result,
    content::{connection::whole, list::Via, rows::Rows},
    room::Room,
    scalar::{Date, DateTime},
    session::{Session, day_of},
};

/// The programme of an event.
#[derive(SimpleObject)]
pub struct Schedule {
    /// Its days, in order. A day lasts until the event's `dayStartsAt` of the next.
    days: Vec<ScheduleDay>,
    /// Sessions without a time.
    unscheduled: Vec<Session>,
}

/// A day of a programme.
#[derive(SimpleObject)]
pub struct ScheduleDay {
    /// The date on which it begins.
    date: Date,
    /// When its first session starts.
    opens_at: DateTime,
    /// When its last session ends.
    closes_at: DateTime,
    /// Its sessions by room; rooms in order, at last what has no room.
    rooms: Vec<ScheduleRoom>,
}

/// What takes place in a room on a day.
#[derive(SimpleObject)]
pub struct ScheduleRoom {
    /// The room; null for sessions without one.
    room: Option<Room>,
    /// Its sessions of the day, by start.
    sessions: Vec<Session>,
}

impl Schedule {
    /// The programme that the viewer may see.
    pub async fn of(event: &Event, rows: &Rows) -> Result<Self> {
        let (sessions, rooms) = sessions_and_rooms(event, rows).await?;
        let (scheduled, unscheduled): (Vec<_>, Vec<_>) =
            sessions.into_iter().partition(|session| session.0.row().starts_at.is_some());
        let mut days: BTreeMap<NaiveDate, Vec<Session>> = BTreeMap::new();
        for session in scheduled {
            if let Some(starts_at) = session.0.row().starts_at {
                days.entry(day_of(starts_at, event.0.row())).or_default().push(session);
            }
        }
        let days = days.into_iter().filter_map(|(date, sessions)| day(date, sessions, &rooms)).collect();
        Ok(Self { days, unscheduled })
    }
}

/// The sessions of an event, by start, and its rooms, in order.
pub async fn sessions_and_rooms(event: &Event, rows: &Rows) -> Result<(Vec<Session>, Vec<Room>)> {
    let (uid, chain) = (event.0.row().uid, &event.0.chain);
    let (sessions, rooms) =
        try_join(whole(rows, uid, Via::Column("event_uid"), chain), whole(rows, uid, Via::Column("event_uid"), chain))
            .await?;
    Ok((sessions.into_iter().map(Session).collect(), rooms.into_iter().map(Room).collect()))
}

fn day(date: NaiveDate, sessions: Vec<Session>, rooms: &[Room]) -> Option<ScheduleDay> {
    let opens_at = sessions.iter().filter_map(|session| session.0.row().starts_at).min()?;
    let ends = |session: &Session| session.0.row().ends_at.or(session.0.row().starts_at);
    let closes_at = sessions.iter().filter_map(ends).max()?;
    Some(ScheduleDay {
        date: Date(date),
        opens_at: opens_at.into(),
        closes_at: closes_at.into(),
        rooms: by_room(sessions, rooms),
    })
}

/// The sessions of each room that has any, rooms in order, at last what has no room that the viewer may see.
fn by_room(sessions: Vec<Session>, rooms: &[Room]) -> Vec<ScheduleRoom> {
    let mut grouped: Vec<ScheduleRoom> =
        rooms.iter().map(|room| ScheduleRoom { room: Some(room.clone()), sessions: Vec::new() }).collect();
    grouped.push(ScheduleRoom { room: None, sessions: Vec::new() });
    for session in sessions {
        let of_session = rooms.iter().position(|room| Some(room.0.row().uid) == session.0.row().room_uid);
        grouped[of_session.unwrap_or(rooms.len())].sessions.push(session);
    }
    grouped.retain(|room| !room.sessions.is_empty());
    grouped
}
