//! A programme as its file has it: strings, where they stand. `None` is what the file does not mention; an empty
//! string is what it leaves empty. Nothing here is cleaned, parsed or looked up yet.

use entity::value::{Role, SessionKind, SessionState};

use super::texts::Texts;

/// What a reader finds in a file.
#[derive(Clone, Debug, Default)]
pub struct Programme {
    /// The format, as the identifiers of its parts begin: `frab`, `sessionize`, `ics`.
    pub source: &'static str,
    pub event: Event,
    /// Whether the file tells of no event: people, companies and posts come in, and nothing else.
    pub without_event: bool,
    /// Those the file lists, then those it uses, in order of appearance. A name may occur often.
    pub rooms: Vec<Room>,
    /// Those the file lists, then those it uses, in order of appearance. A name may occur often.
    pub tracks: Vec<Track>,
    pub sessions: Vec<Session>,
    /// The `date` of each day.
    pub days: Vec<String>,
    /// When each day begins and ends, where the file tells: moments, ISO 8601.
    pub spans: Vec<(String, String)>,
    /// Those the file lists beside the sessions, each with an `id` of its own.
    pub people: Vec<Person>,
    /// Ranks of sponsors, the highest first; `None` when the file knows no sponsors.
    pub tiers: Option<Vec<Tier>>,
    pub posts: Vec<Post>,
}

impl Programme {
    /// An empty programme of a format.
    pub fn of(source: &'static str) -> Self {
        Self { source, ..Self::default() }
    }
}

#[derive(Clone, Debug, Default)]
pub struct Event {
    pub place: String,
    /// A short name that stays the same: `39c3`. It becomes the slug.
    pub acronym: Option<String>,
    pub title: Option<Texts>,
    pub subtitle: Option<Texts>,
    pub description: Option<Texts>,
    /// The name of the venue.
    pub venue: Option<Texts>,
    pub address: Option<String>,
    pub city: Option<String>,
    /// A code of ISO 3166-1, or a name of the country.
    pub country: Option<String>,
    pub latitude: Option<String>,
    pub longitude: Option<String>,
    /// A day or a moment, ISO 8601.
    pub start: Option<String>,
    /// A day, which is its last, or a moment, ISO 8601.
    pub end: Option<String>,
    pub time_zone: Option<String>,
    /// The time from which on it is the next day.
    pub day_change: Option<String>,
    pub url: Option<String>,
    pub base_url: Option<String>,
    pub cover_url: Option<String>,
    /// The language of texts whose own is not told. Without it the sessions decide.
    pub language: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub struct Room {
    pub place: String,
    /// The room's own id in the file. Sessions may name the room by it.
    pub id: Option<String>,
    pub name: Option<Texts>,
    pub guid: Option<String>,
    pub capacity: Option<String>,
    pub description: Option<Texts>,
}

#[derive(Clone, Debug, Default)]
pub struct Track {
    pub place: String,
    /// The track's own id in the file. Sessions may name the track by it.
    pub id: Option<String>,
    pub name: Option<Texts>,
    pub guid: Option<String>,
    pub colour: Option<String>,
    pub description: Option<Texts>,
}

#[derive(Clone, Debug, Default)]
pub struct Session {
    pub place: String,
    /// The `date` of the day that the session stands under.
    pub day: Option<String>,
    /// The id, the guid or the name of the room that the session stands under, else of the one it names.
    pub room: Option<String>,
    pub guid: Option<String>,
    pub id: Option<String>,
    /// A further name of it, less sure than the others, and that of no other.
    pub also: Option<String>,
    pub slug: Option<String>,
    pub title: Option<Texts>,
    pub subtitle: Option<Texts>,
    pub r#abstract: Option<Texts>,
    pub description: Option<Texts>,
    /// What is spoken.
    pub language: Option<String>,
    /// What its texts are written in, where that is told apart from what is spoken.
    pub text_language: Option<String>,
    /// The id or the name of a track.
    pub track: Option<String>,
    /// A word of the organisers for what kind of session it is.
    pub kind: Option<Texts>,
    /// What kind of session it is, where the format itself tells.
    pub known_kind: Option<SessionKind>,
    /// A word of the organisers for whom it is.
    pub level: Option<String>,
    pub tags: Option<Vec<String>>,
    pub state: Option<SessionState>,
    pub featured: Option<bool>,
    /// When it starts, ISO 8601: a moment with or without offset, or a day to which `start` belongs.
    pub date: Option<String>,
    /// The local time of day at which it starts.
    pub start: Option<String>,
    pub duration: Option<String>,
    /// When it ends, where there is no duration: a moment, ISO 8601, or a local time of day.
    pub end: Option<String>,
    /// The zone of its local times, where that is not the zone of the event.
    pub time_zone: Option<String>,
    pub url: Option<String>,
    pub feedback_url: Option<String>,
    pub livestream_url: Option<String>,
    pub recording_url: Option<String>,
    pub slides_url: Option<String>,
    pub do_not_record: Option<String>,
    /// Who takes part, in order: in full, or by [`Person::reference`].
    pub persons: Vec<Person>,
    pub links: Option<Vec<Link>>,
    pub attachments: Option<Vec<Link>>,
}

impl Session {
    /// Gives the livestream and the slides their own places, where a format has them among links and attachments.
    pub fn sort_links(&mut self) {
        self.livestream_url = self.livestream_url.take().or_else(|| self.take_link("livestream"));
        self.slides_url = self.slides_url.take().or_else(|| self.take_link("slides"));
    }

    fn take_link(&mut self, kind: &str) -> Option<String> {
        let lists = [&mut self.links, &mut self.attachments];
        lists.into_iter().flatten().find_map(|links| {
            let place = links.iter().position(|link| link.kind.as_deref() == Some(kind) && link.url.is_some())?;
            links.remove(place).url
        })
    }
}

#[derive(Clone, Debug, Default)]
pub struct Person {
    /// Where a person of [`Programme::people`] stands.
    pub place: String,
    pub guid: Option<String>,
    pub id: Option<String>,
    /// Whether this is only the `id` of one of [`Programme::people`].
    pub is_reference: bool,
    /// As what the person takes part in the session.
    pub role: Option<Role>,
    pub name: Option<String>,
    pub biography: Option<Texts>,
    pub job_title: Option<Texts>,
    pub company: Option<Company>,
    pub pronouns: Option<String>,
    /// What the person speaks.
    pub languages: Option<String>,
    pub photo_url: Option<String>,
    pub url: Option<String>,
    pub links: Option<Vec<Link>>,
}

impl Person {
    /// One of [`Programme::people`].
    pub fn reference(id: impl Into<String>) -> Self {
        Self { id: Some(id.into()), is_reference: true, ..Self::default() }
    }
}

/// A company, an institution, a community: whatever has this name is the same one.
#[derive(Clone, Debug, Default)]
pub struct Company {
    pub place: String,
    pub name: Option<String>,
    pub description: Option<Texts>,
    pub logo_url: Option<String>,
    pub url: Option<String>,
    pub links: Option<Vec<Link>>,
}

/// A rank of sponsors, and who has it.
#[derive(Clone, Debug, Default)]
pub struct Tier {
    pub place: String,
    /// `None`: sponsors without a rank.
    pub name: Option<Texts>,
    pub sponsors: Vec<Company>,
}

#[derive(Clone, Debug, Default)]
pub struct Post {
    pub place: String,
    pub id: Option<String>,
    pub title: Option<Texts>,
    pub excerpt: Option<Texts>,
    /// Markdown or HTML.
    pub body: Option<Texts>,
    /// A day or a moment, ISO 8601.
    pub published: Option<String>,
    pub cover_url: Option<String>,
    pub tags: Option<Vec<String>>,
}

#[derive(Clone, Debug, Default)]
pub struct Link {
    pub url: Option<String>,
    pub title: Option<String>,
    /// What it is, in a word: `github`, `slides`.
    pub kind: Option<String>,
}
