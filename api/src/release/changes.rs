//! What changed of a programme between two instants, in the words of whoever wants to attend: what was added, cancelled,
//! moved, retitled.

use std::collections::HashSet;

use async_graphql::{Context, Enum, ID, Object, SimpleObject};
use chrono::{DateTime as Instant, Utc};
use entity::{
    session,
    value::{Role, SessionState as StateValue},
};
use futures::future::try_join_all;
use uuid::Uuid;

use crate::{
    Result,
    content::{
        Localized,
        object::LocaleTag,
        past::{Changed, Past, Span},
        rows::Rows,
    },
    context::RequestContext,
    locale::Chain,
    room::Room,
    scalar::DateTime,
    session::{Session, SessionState},
    speaker::Speaker,
};

/// What changed of a session, for whoever wants to attend it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Enum)]
pub enum ProgrammeChangeKind {
    /// It takes place, and did not before.
    Added,
    /// It does not take place any more: it was cancelled, or withdrawn.
    Cancelled,
    /// It starts or ends at another time.
    MovedInTime,
    /// It takes place in another room.
    MovedInRoom,
    /// Its title is another one in the same language.
    Retitled,
    /// Others take part, or in other roles.
    SpeakersChanged,
    /// It is held in other languages.
    LanguageChanged,
    /// Its texts are others, or in another language.
    TextChanged,
}

impl ProgrammeChangeKind {
    /// The word for it in documents, and in ids of messages.
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Cancelled => "cancelled",
            Self::MovedInTime => "moved-in-time",
            Self::MovedInRoom => "moved-in-room",
            Self::Retitled => "retitled",
            Self::SpeakersChanged => "speakers-changed",
            Self::LanguageChanged => "language-changed",
            Self::TextChanged => "text-changed",
        }
    }
}

/// A change of a programme.
#[derive(SimpleObject)]
pub struct ProgrammeChange {
    /// What changed.
    pub kind: ProgrammeChangeKind,
    /// When the session came to be as it was after.
    pub at: DateTime,
    /// The uid of the session.
    pub session_uid: ID,
    /// The session as it is now; null when nobody sees it any more.
    pub session: Option<Session>,
    /// What it was; null when nobody saw it.
    pub before: Option<SessionSnapshot>,
    /// What it became; null when nobody sees it.
    pub after: Option<SessionSnapshot>,
}

/// A session as everybody could see it at an instant.
#[derive(Clone)]
pub struct SessionSnapshot {
    pub session: Localized<session::Entity>,
    /// Who took part, in order.
    pub speakers: Vec<Uuid>,
}

impl SessionSnapshot {
    fn of(past: &Past<session::Entity>, chain: &Chain) -> Self {
        let speakers = past.relations.participations.iter().map(|row| row.speaker_uid).collect();
        Self { session: past.localized(chain), speakers }
    }
}

/// A session as everybody could see it at an instant. Rooms and speakers are as they are now.
#[Object]
impl SessionSnapshot {
    /// The title.
    async fn title(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language, instead of the one around it.")] locale: Option<LocaleTag>,
    ) -> Option<Result<String>> {
        ctx.show(&self.session, locale, |row| row.title.as_deref())
    }

    /// When it was to start.
    async fn starts_at(&self) -> Option<DateTime> {
        self.session.row().starts_at.map(DateTime)
    }

    /// When it was to end, exclusive.
    async fn ends_at(&self) -> Option<DateTime> {
        self.session.row().ends_at.map(DateTime)
    }

    /// Where it was to take place; null when that room is hidden now.
    async fn room(&self, ctx: &Context<'_>) -> Option<Result<Room>> {
        let uid = self.session.row().room_uid?;
        Some(ctx.rows().get(uid, &self.session.chain).await.transpose()?.map(Room))
    }

    /// Who was to take part, in order, but for those who are hidden now.
    async fn speakers(&self, ctx: &Context<'_>) -> Result<Vec<Speaker>> {
        let speakers = ctx.rows().many(self.speakers.iter().copied(), &self.session.chain).await?;
        Ok(speakers.into_iter().map(Speaker).collect())
    }

    /// The languages that it was to be held in (BCP 47).
    async fn spoken_languages(&self) -> &[String] {
        &self.session.row().spoken_languages.0
    }

    /// Whether it was to take place.
    async fn state(&self) -> SessionState {
        self.session.row().state.into()
    }
}

/// What changed of the programme of an event, by start of the sessions.
pub async fn of_event(event: Uuid, span: Span, chain: &Chain, rows: &Rows) -> Result<Vec<ProgrammeChange>> {
    let changed = rows.changed::<session::Entity>(event, span).await?;
    let concerning = changed.iter().map(|one| (one, kinds(one, chain))).filter(|(_, kinds)| !kinds.is_empty());
    let concerning: Vec<_> = concerning.collect();
    // Asked for together, and so loaded together.
    let sessions = concerning.iter().map(|(one, _)| rows.find::<session::Entity>(one.uid, chain));
    let sessions = try_join_all(sessions).await?;
    let mut changes = Vec::new();
    for ((one, kinds), session) in concerning.into_iter().zip(sessions) {
        let snapshot = |past: &Option<Past<_>>| past.as_ref().map(|past| SessionSnapshot::of(past, chain));
        changes.extend(kinds.into_iter().map(|kind| ProgrammeChange {
            kind,
            at: one.at.into(),
            session_uid: one.uid.into(),
            session: session.clone().map(Session),
            before: snapshot(&one.before),
            after: snapshot(&one.after),
        }));
    }
    changes.sort_by_cached_key(|change| (start(change), change.session_uid.to_string(), change.kind));
    Ok(changes)
}

/// When the session of a change starts, or was to; what has no time comes last.
fn start(change: &ProgrammeChange) -> (bool, Option<Instant<Utc>>) {
    let snapshots = [&change.after, &change.before].into_iter().flatten();
    let start = snapshots.filter_map(|snapshot| snapshot.session.row().starts_at).next();
    (start.is_none(), start)
}

/// What changed of a session for a reader.
fn kinds(changed: &Changed<session::Entity>, chain: &Chain) -> Vec<ProgrammeChangeKind> {
    use ProgrammeChangeKind::{Added, Cancelled, LanguageChanged, MovedInRoom, MovedInTime, Retitled, SpeakersChanged};
    let takes_place = |past: &&Past<session::Entity>| past.row().state != StateValue::Cancelled;
    let before = changed.before.as_ref().filter(takes_place);
    let after = changed.after.as_ref().filter(takes_place);
    let (before, after) = match (before, after) {
        (None, None) => return Vec::new(),
        (None, Some(_)) => return vec![Added],
        (Some(_), None) => return vec![Cancelled],
        (Some(before), Some(after)) => (before, after),
    };
    let (old, new) = (before.localized(chain), after.localized(chain));
    let times = |session: &session::Model| (session.starts_at, session.ends_at);
    let (was, is) = (old.text(|row| row.title.as_deref()), new.text(|row| row.title.as_deref()));
    let is_retitled = was.zip(is).is_some_and(|(was, is)| was.0 == is.0 && was.1 != is.1);
    let differences = [
        (MovedInTime, times(old.row()) != times(new.row())),
        (MovedInRoom, old.row().room_uid != new.row().room_uid),
        (Retitled, is_retitled),
        (SpeakersChanged, people(before) != people(after)),
        (LanguageChanged, old.row().spoken_languages != new.row().spoken_languages),
        (ProgrammeChangeKind::TextChanged, (was != is && !is_retitled) || texts(&old) != texts(&new)),
    ];
    differences.into_iter().filter(|(_, differs)| *differs).map(|(kind, _)| kind).collect()
}

fn people(session: &Past<session::Entity>) -> HashSet<(Uuid, Role)> {
    session.relations.participations.iter().map(|row| (row.speaker_uid, row.role)).collect()
}

/// The texts beside the title, as the reader sees them.
fn texts(session: &Localized<session::Entity>) -> [Option<(&str, &str)>; 3] {
    [
        session.text(|row| row.subtitle.as_deref()),
        session.text(|row| row.r#abstract.as_deref()),
        session.text(|row| row.description.as_deref()),
    ]
}
