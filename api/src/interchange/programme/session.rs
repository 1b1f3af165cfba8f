//! The sessions of a programme.

use std::collections::{HashMap, HashSet};

use super::{
    Frame, LONGEST_SLUG, Link, Names, Person, Programme, Session as Raw, Texts, identity, link, mentioned, rooms,
    speakers::Speakers, tags::Tags, texts::Gathered, time::Clock,
};
use crate::interchange::{
    clean,
    document::{
        Field, LinkInput, ParticipationInput, RoomInput, SessionInput, SessionKind, SessionLevel,
        SessionTranslationInput, TrackInput, Translations,
    },
    reading::{Notes, Reason},
};

/// What organisers call kinds of sessions, the more special words first. Short words must stand alone, longer
/// ones may be part of a word: `Abschlusskeynote`, `Podiumsdiskussion`.
const KINDS: &[(SessionKind, &[&str])] = &[
    (SessionKind::Keynote, &["keynote", "plenary", "pleniere", "plenaria", "magistral"]),
    (SessionKind::LightningTalk, &["lightning", "blitz", "relampago", "eclair", "ignite", "pecha"]),
    (SessionKind::Workshop, &["workshop", "atelier", "taller", "tutorial", "hands on", "training"]),
    (SessionKind::RoundTable, &["round table", "roundtable", "table ronde", "mesa redonda", "rundtisch", "bof"]),
    (SessionKind::Panel, &["panel", "podium", "diskussion", "discussion", "debat", "debate"]),
    (
        SessionKind::Break,
        &[
            "break",
            "breaks",
            "lunch",
            "breakfast",
            "coffee",
            "cafe",
            "kaffee",
            "pause",
            "pausa",
            "descanso",
            "dinner",
            "supper",
            "meal",
            "dejeuner",
            "almuerzo",
            "mittagessen",
        ],
    ),
    (
        SessionKind::Social,
        &["party", "social", "concert", "konzert", "concierto", "dj", "music", "networking", "apero", "convivial"],
    ),
    (
        SessionKind::Talk,
        &[
            "talk",
            "talks",
            "lecture",
            "vortrag",
            "conference",
            "conferencia",
            "charla",
            "presentation",
            "presentacion",
            "ponencia",
            "devroom",
            "maintrack",
            "session",
            "speech",
        ],
    ),
];

/// What organisers call levels, the more special words first.
const LEVELS: &[(SessionLevel, &[&str])] = &[
    (
        SessionLevel::Beginner,
        &[
            "beginner",
            "beginners",
            "introductory",
            "introduction",
            "basic",
            "novice",
            "easy",
            "junior",
            "debutant",
            "debutants",
            "principiante",
            "principiantes",
            "basico",
            "anfanger",
            "einsteiger",
        ],
    ),
    (
        SessionLevel::Intermediate,
        &["intermediate", "intermediaire", "intermedio", "medium", "standard", "mittel", "fortgeschrittene"],
    ),
    (
        SessionLevel::Advanced,
        &[
            "advanced", "expert", "experts", "senior", "avance", "confirme", "avanzado", "experto", "experte",
            "experten",
        ],
    ),
];

/// From this length on a word of [`KINDS`] may be part of a longer one. `break` may not: of `breakout`.
const LONG_WORD: usize = 6;

/// What sessions refer to.
pub struct Parts<'a> {
    pub frame: &'a Frame,
    pub rooms: &'a rooms::Parts<RoomInput>,
    pub tracks: &'a rooms::Parts<TrackInput>,
    pub speakers: &'a Speakers,
    pub tags: &'a Tags,
    pub clock: &'a Clock,
}

/// What the file tells of any session.
struct Known {
    room: bool,
    track: bool,
    language: bool,
    subtitle: bool,
    r#abstract: bool,
    description: bool,
    links: bool,
    livestream: bool,
    recording: bool,
    slides: bool,
    do_not_record: bool,
    level: bool,
    tags: bool,
    state: bool,
    featured: bool,
    guid: bool,
}

impl Known {
    fn of(sessions: &[Raw]) -> Self {
        let any = |mentions: fn(&Raw) -> bool| sessions.iter().any(mentions);
        Self {
            room: any(|raw| raw.room.is_some()),
            track: any(|raw| raw.track.is_some()),
            language: any(|raw| raw.language.is_some()),
            subtitle: any(|raw| raw.subtitle.is_some()),
            r#abstract: any(|raw| raw.r#abstract.is_some()),
            description: any(|raw| raw.description.is_some()),
            links: any(|raw| raw.links.is_some() || raw.attachments.is_some() || raw.url.is_some()),
            livestream: any(|raw| raw.livestream_url.is_some()),
            recording: any(|raw| raw.recording_url.is_some()),
            slides: any(|raw| raw.slides_url.is_some()),
            level: any(|raw| raw.level.is_some()),
            tags: any(|raw| raw.tags.is_some()),
            state: any(|raw| raw.state.is_some()),
            featured: any(|raw| raw.featured.is_some()),
            do_not_record: any(|raw| raw.do_not_record.is_some()),
            guid: any(|raw| raw.guid.is_some()),
        }
    }
}

pub fn sessions(
    programme: &Programme,
    languages: &super::Languages,
    parts: &Parts,
    notes: &mut Notes,
) -> Vec<SessionInput> {
    let known = Known::of(&programme.sessions);
    let mut sessions = Vec::with_capacity(programme.sessions.len());
    let mut person = 0;
    for (index, raw) in programme.sessions.iter().enumerate() {
        let speakers = participations(&raw.persons, person, &raw.place, parts.speakers, notes);
        person += raw.persons.len();
        let mut session = session(raw, &known, languages.of_texts(index), parts, notes);
        session.kind = Field::Value(kind(raw, speakers.is_empty()));
        session.speakers = Field::known(Some(speakers).filter(|speakers| !speakers.is_empty()));
        let spoken = languages.spoken.get(index).filter(|spoken| !spoken.is_empty());
        session.spoken_languages = mentioned(spoken.cloned(), known.language);
        sessions.push(session);
    }
    identify(&programme.sessions, &mut sessions, &known, parts.frame, notes);
    sessions
}

fn session(raw: &Raw, known: &Known, locale: &str, parts: &Parts, notes: &mut Notes) -> SessionInput {
    let place = &raw.place;
    let (starts_at, ends_at) = parts.clock.interval(raw, notes);
    let mut id = |field, raw: &Option<String>, ids: &dyn Fn(&str) -> Option<String>| {
        let name = notes.line(field, place, raw.as_deref())?;
        let id = ids(&name);
        if id.is_none() {
            notes.skipped(place, Reason::Dangling { field, id: name });
        }
        id
    };
    let room = id("room", &raw.room, &|name| parts.rooms.id(name));
    let track = id("track", &raw.track, &|name| parts.tracks.id(name));
    let mut web =
        |raw: &Option<String>| raw.as_deref().and_then(|url| link::web(url, parts.frame.base.as_ref(), place, notes));
    let recording = web(&raw.recording_url);
    let (livestream, slides) = (web(&raw.livestream_url), web(&raw.slides_url));
    let do_not_record = raw
        .do_not_record
        .as_deref()
        .and_then(clean::token)
        .map(|optout| !matches!(optout.to_ascii_lowercase().as_str(), "false" | "0" | "no"));
    let links = links(raw, parts.frame, notes);
    let level = raw.level.as_deref().and_then(|level| level_of(level, place, notes));
    let tags = parts.tags.references(raw.tags.as_deref().unwrap_or_default());
    let locale = Texts::locale(raw.title.as_ref(), locale);
    SessionInput {
        source_locale: Some(locale.as_str().into()),
        translations: texts(raw, known, &locale, notes),
        place: Some(place.clone()),
        room: mentioned(room.map(Into::into), known.room),
        track: mentioned(track.map(Into::into), known.track),
        starts_at: Field::known(starts_at),
        ends_at: Field::known(ends_at),
        level: mentioned(level, known.level),
        state: mentioned(raw.state, known.state),
        featured: mentioned(raw.featured, known.featured),
        livestream_url: mentioned(livestream, known.livestream),
        recording_url: mentioned(recording, known.recording),
        slides_url: mentioned(slides, known.slides),
        links: mentioned(Some(links).filter(|links| !links.is_empty()), known.links),
        do_not_record: mentioned(do_not_record, known.do_not_record),
        tags: mentioned(Some(tags).filter(|tags| !tags.is_empty()), known.tags),
        ..SessionInput::default()
    }
}

fn texts(raw: &Raw, known: &Known, locale: &str, notes: &mut Notes) -> Translations<SessionTranslationInput> {
    let place = &raw.place;
    let mut texts = Gathered::<SessionTranslationInput>::new(locale, place);
    texts.line("subtitle", raw.subtitle.as_ref(), known.subtitle, |texts| &mut texts.subtitle, notes);
    texts.line("title", raw.title.as_ref(), true, |texts| &mut texts.title, notes);
    let own = texts.row(locale);
    if own.title.value().is_none() {
        let subtitle = own.subtitle.value().cloned();
        if subtitle.is_some() {
            own.subtitle = mentioned(None, known.subtitle);
        }
        own.title = Field::known(title_at_least(subtitle, raw, notes));
    }
    let (r#abstract, description) = (raw.r#abstract.as_ref(), raw.description.as_ref());
    texts.markdown("abstract", r#abstract, known.r#abstract, |texts| &mut texts.r#abstract, notes);
    texts.markdown("description", description, known.description, |texts| &mut texts.description, notes);
    let mut texts = texts.translations();
    for texts in &mut texts.0 {
        // OSEM writes every text twice.
        if texts.description.value().is_some() && texts.description == texts.r#abstract {
            texts.description = mentioned(None, known.description);
        }
    }
    texts
}

/// What stands in for a title.
fn title_at_least(subtitle: Option<String>, raw: &Raw, notes: &mut Notes) -> Option<String> {
    let place = &raw.place;
    let (title, source_field) = match subtitle {
        Some(subtitle) => (Some(subtitle), "subtitle"),
        None => (notes.line("slug", place, raw.slug.as_deref()), "slug"),
    };
    let (title, source_field) = match title {
        Some(title) => (title, source_field),
        None => (raw.id.clone().or_else(|| raw.guid.clone())?, "id"),
    };
    notes.repaired(place, Reason::NoTitle { source_field });
    Some(title)
}

fn level_of(raw: &str, place: &str, notes: &mut Notes) -> Option<SessionLevel> {
    let level = notes.line("level", place, Some(raw))?;
    let words = words(&level);
    let tells = |word: &&str| words.contains(&format!(" {word} "));
    let known = LEVELS.iter().find(|(_, known)| known.iter().any(tells)).map(|(level, _)| *level);
    if known.is_none() {
        notes.skipped(place, Reason::Unreadable { field: "level", value: level });
    }
    known
}

fn participations(
    persons: &[Person],
    first: usize,
    place: &str,
    speakers: &Speakers,
    notes: &mut Notes,
) -> Vec<ParticipationInput> {
    let mut participations: Vec<ParticipationInput> = Vec::with_capacity(persons.len());
    let mut seen = HashSet::new();
    for (index, person) in (first..).zip(persons) {
        let Some(speaker) = speakers.id(index) else { continue };
        if seen.insert(speaker) {
            let role = person.role.unwrap_or_default().into();
            participations.push(ParticipationInput { speaker: speaker.into(), role });
        } else {
            notes.repaired(place, Reason::RepeatedPerson);
        }
    }
    participations
}

/// The kind that the format or `type` tells. Without one it is a talk, or a break when nobody speaks and its title
/// is that of one: DebConf lists its lunches so.
fn kind(raw: &Raw, nobody_speaks: bool) -> SessionKind {
    if let Some(kind) = raw.known_kind {
        return kind;
    }
    let is_break = |title: &Texts| title.first().and_then(kind_of) == Some(SessionKind::Break);
    let names = raw.kind.iter().flat_map(Texts::iter).filter_map(|(_, name)| clean::token(name));
    let mut names = names.peekable();
    match names.peek() {
        Some(_) => names.find_map(kind_of).unwrap_or(SessionKind::Other),
        None if nobody_speaks && raw.title.as_ref().is_some_and(is_break) => SessionKind::Break,
        None => SessionKind::Talk,
    }
}

/// The kind of session that a text names.
pub fn kind_of(text: &str) -> Option<SessionKind> {
    let words = words(text);
    let tells =
        |word: &&str| words.contains(&format!(" {word} ")) || (word.len() >= LONG_WORD && words.contains(*word));
    KINDS.iter().find(|(_, known)| known.iter().any(&tells)).map(|(kind, _)| *kind)
}

/// Words in plain letters, each between spaces.
fn words(text: &str) -> String {
    format!(" {} ", clean::slug(text).replace('-', " "))
}

fn links(raw: &Raw, frame: &Frame, notes: &mut Notes) -> Vec<LinkInput> {
    let page = |url: &Option<String>, kind: &str| {
        let kind = Some(kind.to_owned());
        url.clone().map(|url| Link { url: Some(url), title: None, kind })
    };
    let attachments = raw.attachments.iter().flatten().cloned().map(|link| {
        let kind = link.kind.clone().or_else(|| Some("attachment".to_owned()));
        Link { kind, ..link }
    });
    let all: Vec<Link> = [page(&raw.url, "website"), page(&raw.feedback_url, "feedback")]
        .into_iter()
        .flatten()
        .chain(raw.links.iter().flatten().cloned())
        .chain(attachments)
        .collect();
    link::links(&all, frame.base.as_ref(), &raw.place, notes)
}

/// Gives each session what tells it from the others, the surest first.
fn identify(raws: &[Raw], sessions: &mut [SessionInput], known: &Known, frame: &Frame, notes: &mut Notes) {
    let prefix = format!("{}:session", frame.prefix);
    let candidates: Vec<Vec<String>> = raws.iter().map(|raw| candidates(raw, &prefix, notes)).collect();
    let shared = identity::shared(candidates.iter().map(Vec::as_slice));
    let slugs: Vec<Vec<String>> = raws.iter().map(|raw| file_slug(raw).into_iter().collect()).collect();
    let shared_slugs = identity::shared(slugs.iter().map(Vec::as_slice));
    for (((raw, session), ids), slug) in raws.iter().zip(&mut *sessions).zip(candidates).zip(slugs) {
        for identifier in ids.iter().filter(|id| shared.contains(*id)) {
            notes.repaired(&raw.place, Reason::SharedIdentifier { identifier: identifier.clone() });
        }
        session.external_ids = ids.into_iter().filter(|id| !shared.contains(id)).collect();
        session.slug = slug.into_iter().find(|slug| !shared_slugs.contains(slug) && slug.len() <= LONGEST_SLUG);
        let guid = raw.guid.as_deref().and_then(clean::token).filter(|guid| !shared.contains(&format!("guid:{guid}")));
        session.guid = mentioned(guid.map(str::to_owned), known.guid);
    }
    identify_by_texts(sessions, &prefix, notes);
}

fn candidates(raw: &Raw, prefix: &str, notes: &mut Notes) -> Vec<String> {
    let id = raw.id.as_deref().and_then(clean::token).filter(|id| {
        if *id == "0" {
            notes.repaired(&raw.place, Reason::ZeroId);
        }
        *id != "0"
    });
    let guid = raw.guid.as_deref().and_then(clean::token).map(|guid| format!("guid:{guid}"));
    let id = id.map(|id| format!("{prefix}:{id}"));
    let slug = file_slug(raw).map(|slug| format!("{prefix}:{slug}"));
    let also = raw.also.as_ref().map(|also| format!("{prefix}:{also}"));
    [guid, id, slug, also].into_iter().flatten().collect()
}

fn file_slug(raw: &Raw) -> Option<String> {
    raw.slug.as_deref().map(clean::slug).filter(|slug| !slug.is_empty())
}

/// For sessions that nothing else identifies: title and speakers; where several have those, the start too, then
/// the room. Never the position in the file, which changes with every session that is added. What is the same in
/// all of that is numbered, so that the same file again finds it.
fn identify_by_texts(sessions: &mut [SessionInput], prefix: &str, notes: &mut Notes) {
    let titles: Vec<String> = sessions.iter().map(|session| title(session).to_owned()).collect();
    let names = Names::of(titles.iter().map(String::as_str));
    for detail in [Detail::Speakers, Detail::Start, Detail::Room] {
        let ids: Vec<String> = sessions
            .iter()
            .zip(&titles)
            .map(|(session, title)| text_id(session, &names.key(title), prefix, detail))
            .collect();
        let mut uses: HashMap<&str, usize> = HashMap::new();
        let taken: Vec<String> = sessions.iter().flat_map(|session| session.external_ids.clone()).collect();
        for id in ids.iter().chain(&taken) {
            *uses.entry(id).or_default() += 1;
        }
        for (session, id) in sessions.iter_mut().zip(&ids) {
            if session.external_ids.is_empty() && uses.get(id.as_str()) == Some(&1) {
                session.external_ids.push(id.clone());
            }
        }
    }
    let mut same: HashMap<String, usize> = HashMap::new();
    for (session, title) in sessions.iter_mut().zip(&titles).filter(|(session, _)| session.external_ids.is_empty()) {
        notes.repaired(session.place.as_deref().unwrap_or_default(), Reason::NoIdentity);
        let id = text_id(session, &names.key(title), prefix, Detail::Room);
        let number = same.entry(id.clone()).and_modify(|number| *number += 1).or_insert(1);
        session.external_ids.push(format!("{id}:same-{number}"));
    }
}

/// How much of a session is in its identifier.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Detail {
    Speakers,
    Start,
    Room,
}

fn text_id(session: &SessionInput, title: &str, prefix: &str, detail: Detail) -> String {
    let speakers = session.speakers.value().into_iter().flatten().map(|speaker| &*speaker.speaker);
    let mut id = format!("{prefix}:{title}");
    for speaker in speakers {
        id.push(':');
        id.push_str(speaker.rsplit(':').next().unwrap_or(speaker));
    }
    if let Some(start) = session.starts_at.value().filter(|_| detail >= Detail::Start) {
        id.push_str(&start.format(":%Y-%m-%dT%H:%MZ").to_string());
    }
    if let Some(room) = session.room.value().filter(|_| detail >= Detail::Room) {
        id.push(':');
        id.push_str(room.rsplit(':').next().unwrap_or(room));
    }
    id
}

fn title(session: &SessionInput) -> &str {
    let title = session.translations.0.first().and_then(|texts| texts.title.value());
    title.map(String::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_words_of_many_languages() {
        for (text, kind) in [
            ("Abschlusskeynote", SessionKind::Keynote),
            ("lightningtalk", SessionKind::LightningTalk),
            ("Workshop 4h", SessionKind::Workshop),
            ("Atelier", SessionKind::Workshop),
            ("Table ronde", SessionKind::RoundTable),
            ("Mesa redonda", SessionKind::RoundTable),
            ("Podiumsdiskussion", SessionKind::Panel),
            ("Coffee break", SessionKind::Break),
            ("DJ-Set", SessionKind::Social),
            ("Networking", SessionKind::Social),
            ("Conférence", SessionKind::Talk),
            ("lecture", SessionKind::Talk),
            ("devroom", SessionKind::Talk),
        ] {
            assert_eq!(kind_of(text), Some(kind), "{text}");
        }
        assert_eq!(kind_of("Breakout"), None);
        assert_eq!(kind_of("Ceremony"), None);
    }

    #[test]
    fn levels_are_told_by_words_of_many_languages() {
        let mut notes = Notes::default();
        let mut level = |raw| level_of(raw, "here", &mut notes);

        assert_eq!(level("Introductory and overview"), Some(SessionLevel::Beginner));
        assert_eq!(level("Débutant"), Some(SessionLevel::Beginner));
        assert_eq!(level("Intermedio"), Some(SessionLevel::Intermediate));
        assert_eq!(level("Avancé"), Some(SessionLevel::Advanced));
        assert_eq!(level("all"), None);
        assert_eq!(notes.into_vec().len(), 1);
    }

    #[test]
    fn without_a_type_it_is_a_talk_or_a_meal() {
        let raw = |title: &str| Raw { title: Some(title.into()), ..Raw::default() };

        assert_eq!(kind(&raw("Lunch"), true), SessionKind::Break);
        assert_eq!(kind(&raw("Lunch"), false), SessionKind::Talk);
        assert_eq!(kind(&raw("Rust"), true), SessionKind::Talk);
        assert_eq!(kind(&Raw { kind: Some("Ceremony".into()), ..Raw::default() }, true), SessionKind::Other);
        let known_kind = Some(SessionKind::Break);
        assert_eq!(kind(&Raw { known_kind, ..raw("Rust") }, true), SessionKind::Break);
    }

    /// What Tribune calls the kinds, in all its languages, for a programme that was exported.
    #[test]
    fn own_words_for_kinds_are_understood() {
        let locales = [
            include_str!("../../../../locales/en/sessions.ftl"),
            include_str!("../../../../locales/fr/sessions.ftl"),
            include_str!("../../../../locales/es/sessions.ftl"),
        ];
        for (id, text) in locales.iter().flat_map(|ftl| ftl.lines()).filter_map(|line| line.split_once(" = ")) {
            let Some(kind) = id.strip_prefix("session-kind-") else { continue };
            let understood = kind_of(text).unwrap_or(SessionKind::Other);
            assert_eq!(format!("{understood:?}").to_lowercase(), kind.replace('-', ""), "{text}");
        }
    }
}
