//! Who takes part in a session, and as what.

use async_graphql::{Enum, ID, SimpleObject};
use entity::{participation, session, session_tag, speaker};
use futures::future::try_join_all;
use schemars::JsonSchema;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use serde::{Deserialize, Serialize};

use crate::{
    Result,
    content::{
        Localized,
        object::refers,
        rows::Rows,
        sql::{self, Column, Scope},
    },
    speaker::Speaker,
};

/// What somebody does in a session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Enum, Serialize, Deserialize, JsonSchema)]
#[graphql(remote = "entity::value::Role")]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Speaks.
    #[default]
    Speaker,
    /// Leads the discussion.
    Moderator,
    /// Discusses.
    Panellist,
    /// Receives the audience.
    Host,
}

/// Somebody takes part in a session.
#[derive(SimpleObject)]
pub struct Participation {
    /// As what.
    pub role: Role,
    /// Order among those who take part.
    position: i32,
    /// Who.
    pub speaker: Speaker,
}

impl Participation {
    /// Those of a session whom the viewer may see, in order.
    pub async fn of(session: &Localized<session::Entity>, role: Option<Role>, rows: &Rows) -> Result<Vec<Self>> {
        let joined = rows.joined::<participation::Entity>(session.row().uid).await?;
        let wanted = joined.iter().filter(|row| role.is_none_or(|role| role == row.role.into()));
        let participations = wanted.map(async |row| -> Result<_> {
            let speaker = rows.find(row.speaker_uid, &session.chain).await?;
            Ok(speaker.map(|speaker| Self { role: row.role.into(), position: row.position, speaker: Speaker(speaker) }))
        });
        Ok(try_join_all(participations).await?.into_iter().flatten().collect())
    }
}

fn participation(column: participation::Column) -> Expr {
    Expr::col((participation::Entity, column))
}

fn session(column: session::Column) -> Expr {
    Expr::col((session::Entity, column))
}

/// The events (`event_uid`) of the sessions that a speaker takes part in, public or not.
pub fn events_with_speaker(speaker: Expr) -> SelectStatement {
    let joined = participation(participation::Column::SessionUid).eq(session(session::Column::Uid));
    Query::select()
        .expr_as(session(session::Column::EventUid), "event_uid")
        .from(participation::Entity)
        .inner_join(session::Entity, joined)
        .and_where(participation(participation::Column::SpeakerUid).eq(speaker))
        .take()
}

/// The events (`event_uid`) of the sessions that somebody of a company takes part in, public or not.
pub fn events_with_company(company: Expr) -> SelectStatement {
    let of_speaker = |column| Expr::col((speaker::Entity, column));
    let joined = participation(participation::Column::SessionUid).eq(session(session::Column::Uid));
    Query::select()
        .expr_as(session(session::Column::EventUid), "event_uid")
        .from(participation::Entity)
        .inner_join(session::Entity, joined)
        .inner_join(
            speaker::Entity,
            participation(participation::Column::SpeakerUid).eq(of_speaker(speaker::Column::Uid)),
        )
        .and_where(of_speaker(speaker::Column::CompanyUid).eq(company))
        .take()
}

/// The events (`event_uid`) of the sessions that have a tag, public or not.
pub fn events_with_tag(tag: Expr) -> SelectStatement {
    let of_tag = |column| Expr::col((session_tag::Entity, column));
    Query::select()
        .expr_as(session(session::Column::EventUid), "event_uid")
        .from(session_tag::Entity)
        .inner_join(session::Entity, of_tag(session_tag::Column::SessionUid).eq(session(session::Column::Uid)))
        .and_where(of_tag(session_tag::Column::TagUid).eq(tag))
        .take()
}

/// Participations in sessions that the viewer may see; nothing is selected yet.
fn visible_participations(scope: &Scope) -> SelectStatement {
    let joined = participation(participation::Column::SessionUid).eq(session(session::Column::Uid));
    Query::select()
        .from(participation::Entity)
        .inner_join(session::Entity, joined)
        .cond_where(sql::visible::<session::Entity>(scope))
        .distinct()
        .take()
}

/// Pairs of a speaker and an event that the speaker takes part in.
pub fn speakers_by_event(scope: &Scope) -> SelectStatement {
    visible_participations(scope)
        .expr_as(participation(participation::Column::SpeakerUid), "child")
        .expr_as(session(session::Column::EventUid), "parent")
        .take()
}

/// Pairs of an event and a speaker who takes part in it.
pub fn events_by_speaker(scope: &Scope) -> SelectStatement {
    visible_participations(scope)
        .expr_as(session(session::Column::EventUid), "child")
        .expr_as(participation(participation::Column::SpeakerUid), "parent")
        .take()
}

/// Whether the speaker in the outer query takes part in the event.
pub fn speakers_of_event(event: &ID, scope: &Scope) -> Expr {
    let speakers = visible_participations(scope)
        .expr(participation(participation::Column::SpeakerUid))
        .and_where(refers::<entity::event::Entity>(session(session::Column::EventUid), event, scope))
        .take();
    sql::column::<speaker::Entity>(Column::Uid).in_subquery(speakers)
}

/// Whether the speaker takes part in the event in the outer query.
pub fn events_of_speaker(speaker: &ID, scope: &Scope) -> Expr {
    let events = visible_participations(scope)
        .expr(session(session::Column::EventUid))
        .and_where(refers::<speaker::Entity>(participation(participation::Column::SpeakerUid), speaker, scope))
        .take();
    sql::column::<entity::event::Entity>(Column::Uid).in_subquery(events)
}

/// Whether somebody of the company takes part in the session in the outer query.
pub fn sessions_of_company(company: &ID, scope: &Scope) -> Expr {
    let company_uid = Expr::col((speaker::Entity, speaker::Column::CompanyUid));
    let joined = participation(participation::Column::SpeakerUid).eq(sql::column::<speaker::Entity>(Column::Uid));
    let sessions = Query::select()
        .expr(participation(participation::Column::SessionUid))
        .from(participation::Entity)
        .inner_join(speaker::Entity, joined)
        .cond_where(sql::visible::<speaker::Entity>(scope))
        .and_where(refers::<entity::company::Entity>(company_uid, company, scope))
        .take();
    sql::column::<session::Entity>(Column::Uid).in_subquery(sessions)
}
