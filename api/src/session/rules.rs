//! What must hold between a session, its event and its room, and what an organiser had better look at: somebody
//! or a room booked twice, no room, a language that nobody speaks.

use entity::{event, participation, room, session, speaker, track, value::SessionState};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::{
    Fault, Result, Rule,
    content::write::{State, Write},
    error::{Caution, Warning},
    scalar::DateTime,
};

/// The faults of a session among others: it lies inside its event, with a room and a track of the same event.
pub async fn faults(write: &Write, state: &State<session::Entity>) -> Result<Vec<Fault>> {
    let (row, db) = (&state.row, write.connection());
    let mut faults = Vec::new();
    let Some(event) = event::Entity::find_by_id(row.event_uid).one(db).await? else { return Ok(faults) };
    let outside =
        Rule::OutsideEvent { from: DateTime(event.starts_at).to_string(), until: DateTime(event.ends_at).to_string() };
    for (field, at) in [("starts_at", row.starts_at), ("ends_at", row.ends_at)] {
        if at.is_some_and(|at| at < event.starts_at || event.ends_at < at) {
            faults.push(Fault::new(field, outside.clone()));
        }
    }
    if let Some(uid) = row.room_uid {
        let room = room::Entity::find_by_id(uid).one(db).await?;
        faults.extend(room.and_then(|room| of_another("room", &room.slug, room.event_uid, row.event_uid)));
    }
    if let Some(uid) = row.track_uid {
        let track = track::Entity::find_by_id(uid).one(db).await?;
        faults.extend(track.and_then(|track| of_another("track", &track.slug, track.event_uid, row.event_uid)));
    }
    Ok(faults)
}

fn of_another(kind: &'static str, slug: &str, event: Uuid, own: Uuid) -> Option<Fault> {
    (event != own).then(|| Fault::new(kind, Rule::OfAnotherEvent { kind, name: slug.to_owned() }))
}

/// What is odd about a session, as far as the writer sees the others.
pub async fn warnings(write: &Write, state: &State<session::Entity>) -> Result<Vec<Warning>> {
    let row = &state.row;
    let mut warnings = Vec::new();
    if row.state == SessionState::Cancelled || row.archived_at.is_some() {
        return Ok(warnings);
    }
    if row.starts_at.is_some() && row.room_uid.is_none() {
        warnings.push(Warning { field: "room".to_owned(), caution: Caution::NoRoom });
    }
    warnings.extend(speakers_booked_twice(write, state).await?);
    warnings.extend(room_booked_twice(write, state).await?);
    warnings.extend(languages_not_offered(write, state).await?);
    Ok(warnings)
}

/// Sessions that take place at the same time; none when this one has no time.
fn meanwhile(row: &session::Model) -> Option<Condition> {
    let (starts_at, ends_at) = row.starts_at.zip(row.ends_at)?;
    Some(
        Condition::all()
            .add(session::Column::Uid.ne(row.uid))
            .add(session::Column::StartsAt.lt(ends_at))
            .add(session::Column::EndsAt.gt(starts_at))
            .add(session::Column::ArchivedAt.is_null())
            .add(session::Column::State.ne(SessionState::Cancelled)),
    )
}

async fn speakers_booked_twice(write: &Write, state: &State<session::Entity>) -> Result<Vec<Warning>> {
    let speakers: Vec<Uuid> = state.relations.participations.iter().map(|row| row.speaker_uid).collect();
    let Some(meanwhile) = meanwhile(&state.row).filter(|_| !speakers.is_empty()) else { return Ok(Vec::new()) };
    let db = write.connection();
    let booked = participation::Entity::find().filter(participation::Column::SpeakerUid.is_in(speakers.clone()));
    let booked = booked.all(db).await?;
    let sessions = booked.iter().map(|row| row.session_uid);
    let others = session::Entity::find().filter(meanwhile).filter(session::Column::Uid.is_in(sessions)).all(db).await?;
    let others: Vec<Uuid> = others.iter().map(|row| row.uid).collect();
    let titles = write.titles::<session::Entity>(&others).await?;
    let names = speaker::Entity::find().filter(speaker::Column::Uid.is_in(speakers.clone())).all(db).await?;
    let mut warnings = Vec::new();
    for (at, uid) in speakers.iter().enumerate() {
        let Some(name) = names.iter().find(|row| row.uid == *uid) else { continue };
        for other in booked.iter().filter(|row| row.speaker_uid == *uid) {
            let Some(title) = titles.get(&other.session_uid).cloned() else { continue };
            let caution = Caution::SpeakerBookedTwice { speaker: name.name.clone(), session: title };
            warnings.push(Warning { field: format!("speakers.{at}"), caution });
        }
    }
    Ok(warnings)
}

async fn room_booked_twice(write: &Write, state: &State<session::Entity>) -> Result<Vec<Warning>> {
    let Some((meanwhile, room)) = meanwhile(&state.row).zip(state.row.room_uid) else { return Ok(Vec::new()) };
    let others = session::Entity::find().filter(meanwhile).filter(session::Column::RoomUid.eq(room));
    let others: Vec<Uuid> = others.all(write.connection()).await?.iter().map(|row| row.uid).collect();
    let room = write.titles::<room::Entity>(&[room]).await?.remove(&room).unwrap_or_default();
    let titles = write.titles::<session::Entity>(&others).await?;
    let warning = |title: &String| Warning {
        field: "room".to_owned(),
        caution: Caution::RoomBookedTwice { room: room.clone(), session: title.clone() },
    };
    Ok(others.iter().filter_map(|uid| titles.get(uid)).map(warning).collect())
}

/// The languages of the session that nobody who takes part says to speak, when anybody says anything.
async fn languages_not_offered(write: &Write, state: &State<session::Entity>) -> Result<Vec<Warning>> {
    let speakers = state.relations.participations.iter().map(|row| row.speaker_uid);
    let speakers = speaker::Entity::find().filter(speaker::Column::Uid.is_in(speakers)).all(write.connection()).await?;
    let offered: Vec<String> = speakers.iter().flat_map(|row| &row.languages.0).map(|tag| language(tag)).collect();
    if offered.is_empty() {
        return Ok(Vec::new());
    }
    let missing = state.row.spoken_languages.0.iter().enumerate().filter(|(_, tag)| !offered.contains(&language(tag)));
    let warning = |(at, tag): (usize, &String)| Warning {
        field: format!("spokenLanguages.{at}"),
        caution: Caution::LanguageNotOffered { language: tag.clone() },
    };
    Ok(missing.map(warning).collect())
}

/// The language without its region.
fn language(tag: &str) -> String {
    tag.split('-').next().unwrap_or_default().to_ascii_lowercase()
}
