//! What every reader of a foreign format is asked, and what it answers: a document, and a note for each thing
//! that it could not take over as it was. Start at [`Reading`].

use std::{borrow::Cow, collections::HashMap};

use chrono_tz::Tz;

use super::{
    clean::{self, Cleaned, Repair},
    document::Document,
};
use crate::{
    calendar::parser::FaultKind,
    error::shortened,
    locale::messages::{Arg, Said},
    output::at,
};

/// The largest file that is read. The largest programme we know has 3 MiB.
pub const LARGEST_BYTES: usize = 64 * 1024 * 1024;

/// What the file itself may not tell.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The locale (BCP 47) of texts whose language the file does not tell.
    pub locale: String,
    /// The time zone of an event whose file names none.
    pub time_zone: Option<Tz>,
    /// The name of an event whose file tells none.
    pub event: Option<String>,
    /// What addresses are relative to, where the file does not tell it.
    pub site: Option<String>,
    /// The name of the file, which has to do where nobody gave the event one.
    pub file: Option<String>,
}

impl Options {
    /// No more than the locale is known.
    pub fn of_locale(locale: &str) -> Self {
        Self { locale: locale.to_owned(), ..Self::default() }
    }
}

/// What a reader made of a file.
#[derive(Clone, Debug)]
pub struct Reading {
    pub document: Document,
    /// In the order in which the reader met them.
    pub notes: Vec<Note>,
}

/// Something a reader could not take over as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub kind: NoteKind,
    /// Where it was met first: `day 2, room "Saal One", event 1233 (line 812)`.
    pub place: String,
    pub reason: Reason,
    /// How often it was met.
    pub count: usize,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoteKind {
    /// It is not in the document.
    Skipped,
    /// It is in the document, but not as the file has it.
    Repaired,
}

/// Why there is a note.
#[derive(Clone, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Reason {
    #[error("{field}: {repair}")]
    Text { field: &'static str, repair: Repair },
    #[error("`{field}` has no place in Tribune")]
    Ignored { field: String },
    #[error("{field} is given more than once, with different texts; the first was taken")]
    Repeated { field: &'static str },
    #[error("bytes that are not {encoding} were replaced by \u{fffd}")]
    BrokenEncoding { encoding: String },
    #[error("the encoding `{name}` is not known; read as UTF-8")]
    UnknownEncoding { name: String },
    #[error("the entity `&{name};` is not defined by XML; kept as it is written")]
    UndefinedEntity { name: String },
    #[error("the file names no time zone, so local times were taken for UTC; `--time-zone` can give one")]
    NoTimeZone,
    #[error("`{name}` is not a time zone; `--time-zone` can give one")]
    UnknownTimeZone { name: String },
    #[error("the time zone `{name}` was read as {zone}")]
    TimeZoneSpelling { name: String, zone: String },
    #[error("the offset {offset} contradicts {zone} and the local start; the local start was taken")]
    OffsetContradictsZone { offset: String, zone: String },
    #[error("the event names UTC as its zone, but its dates say {offset}; the dates were taken")]
    ZoneContradictsOffset { offset: String },
    #[error("the dates say +00:00, and without a time zone nothing tells whether that is true; it was taken")]
    OffsetUnproven,
    #[error("date `{date}` and start `{start}` contradict each other; the date was taken")]
    StartContradictsDate { date: String, start: String },
    #[error("{local} exists twice in {zone} (summer time ends); the earlier was taken")]
    TimeExistsTwice { local: String, zone: String },
    #[error("{local} does not exist in {zone} (summer time begins); moved forward")]
    TimeDoesNotExist { local: String, zone: String },
    #[error("{field} `{value}` cannot be read")]
    Unreadable { field: &'static str, value: String },
    #[error("`{field}` is not a list")]
    NotAList { field: String },
    #[error("`{field}` is not a text")]
    NotText { field: String },
    #[error("it has no start")]
    NoStart,
    #[error("it has no duration, so no end")]
    NoDuration,
    #[error("the file does not tell when the event {field}s; taken from its days and sessions")]
    NoEventTime { field: &'static str },
    #[error("the {field} of the event was moved so that every session lies inside")]
    EventWidened { field: &'static str },
    #[error("`{identifier}` names more than one thing, so it identifies none of them")]
    SharedIdentifier { identifier: String },
    #[error("the file does not name the event; it is called \"{name}\", `--event` can give another name")]
    NoEventName { name: String },
    #[error("its {field} `{id}` is not in the file")]
    Dangling { field: &'static str, id: String },
    #[error("its state is `{state}`; only what was accepted comes in")]
    NotAccepted { state: String },
    #[error("this is one page of several; the others are not in the file")]
    OnePage,
    #[error("a company without a name")]
    NamelessCompany,
    #[error("\"{name}\" is a sponsor of several tiers; the first was taken")]
    RepeatedSponsor { name: String },
    #[error("the id 0 identifies nothing")]
    ZeroId,
    #[error("nothing tells it from another; a newer version of the file may take one for the other")]
    NoIdentity,
    #[error("it has no title; its {source_field} was taken")]
    NoTitle { source_field: &'static str },
    #[error("`{value}` is not a language")]
    UnknownLanguage { value: String },
    #[error("`{value}` is hardly a language of this event; give it by name if it is")]
    UnlikelyLanguage { value: String },
    #[error("\"{name}\" has several ids; taken for one person")]
    SeveralPersonIds { name: String },
    #[error("the person id `{id}` names different people; told apart by name")]
    SharedPersonId { id: String },
    #[error("several people are called \"{name}\"; taken for the first of them")]
    AmbiguousPerson { name: String },
    #[error("a line that is not understood: {kind}")]
    BrokenLine { kind: FaultKind },
    #[error("it is not for everybody")]
    Private,
    #[error("it happens more than {limit} times; the others were left out")]
    RepeatsTooOften { limit: usize },
    #[error("a person without a name")]
    NamelessPerson,
    #[error("the same person twice")]
    RepeatedPerson,
    #[error("a link to `{url}`, which is not an address on the web")]
    NotOnTheWeb { url: String },
    #[error("the relative address `{url}`, and the file does not tell relative to what; `--site` can")]
    RelativeAddress { url: String },
    #[error("the address `{url}` lacked its scheme; taken for https")]
    AddressWithoutScheme { url: String },
    #[error(
        "the event says it takes place in \"{inner}\", its place in the file says \"{outer}\"; the latter was taken"
    )]
    RoomContradicts { outer: String, inner: String },
    #[error("the file does not tell its encoding and is not UTF-8; read as {encoding}")]
    GuessedEncoding { encoding: String },
    #[error("cells without a column")]
    CellsWithoutColumn,
    #[error("it is no file, so it was not read")]
    NoFile,
    #[error("it stands in the file before")]
    GivenBefore,
    #[error("it was not read: {problem}")]
    NotRead { problem: Box<ReadError> },
    #[error("`{id}` takes place {count} times; each time is a session of its own")]
    SeveralTimes { id: String, count: usize },
    #[error("\"{name}\" is not in the list of speakers; nothing but the name is known")]
    NotListed { name: String },
    #[error("it ends at `{value}`, which is not after its start")]
    EndBeforeStart { value: String },
    #[error("it has no name")]
    NoName,
    #[error("the day `{value}` can be read in two ways; write it as 2027-05-31")]
    AmbiguousDay { value: String },
    #[error("it is of another event, \"{name}\"")]
    OtherEvent { name: String },
    #[error("{field}: there is neither one for each speaker nor one for all")]
    NotForEach { field: &'static str },
}

/// Why a file could not be read. Nothing of it was taken over.
#[derive(Clone, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum ReadError {
    #[error("the format is not known: it is neither XML, JSON, iCalendar nor a table with a column `title`")]
    UnknownFormat,
    #[error("line {line}: a text holds the character U+0000, which not every database keeps")]
    Nul { line: usize },
    #[error("the file has {bytes} bytes; the limit is {limit}")]
    TooLarge { bytes: usize, limit: usize },
    #[error("line {line}, column {column}: elements are nested more than {limit} deep")]
    TooDeep { line: usize, column: usize, limit: usize },
    #[error("the file has more than {limit} values")]
    TooMany { limit: usize },
    #[error("line {line}, column {column}: {problem}")]
    Syntax { line: usize, column: usize, problem: String },
    #[error("`{path}` should be {expected}")]
    Shape { path: String, expected: Expected },
    #[error("this is not a schedule: {problem}")]
    NotASchedule { problem: NoSchedule },
    #[error("there is no file in it")]
    NoFiles,
    #[error("there are more than {limit} files in it")]
    TooManyFiles { limit: usize },
    #[error("it has more than {limit} bytes")]
    TooLargeTogether { limit: usize },
    #[error("the archive cannot be read: {problem}")]
    Archive { problem: String },
    #[error("{file}: {problem}")]
    InFile { file: String, problem: Box<ReadError> },
}

/// What a place of a JSON file should have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Expected {
    #[error("a list")]
    List,
    #[error("an object")]
    Object,
    #[error("1, the version of the format")]
    Version,
}

/// What tells that a file is no schedule.
#[derive(Clone, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum NoSchedule {
    #[error("it begins with `<{0}>`")]
    Root(String),
    #[error("there is no `schedule.conference` in it")]
    NoConference,
    #[error("there is no element in it")]
    Empty,
    #[error("there is no VEVENT in it")]
    NoEvent,
    #[error("it has the shape of no format that is known")]
    Shape,
}

impl Reason {
    /// The Fluent message of `locales/*/reports.ftl`, and its arguments.
    pub fn message(&self) -> Said {
        let text = |text: &str| Arg::from(shortened(text));
        match self {
            Self::Text { field, repair } => {
                ("note-text", vec![("field", (*field).into()), ("repair", repair.message().into())])
            }
            Self::Ignored { field } => ("note-ignored", vec![("field", text(field))]),
            Self::Repeated { field } => ("note-repeated", vec![("field", (*field).into())]),
            Self::BrokenEncoding { encoding } => ("note-broken-encoding", vec![("encoding", text(encoding))]),
            Self::UnknownEncoding { name } => ("note-unknown-encoding", vec![("name", text(name))]),
            Self::UndefinedEntity { name } => ("note-undefined-entity", vec![("name", text(name))]),
            Self::NoTimeZone => ("note-no-time-zone", vec![]),
            Self::UnknownTimeZone { name } => ("note-unknown-time-zone", vec![("name", text(name))]),
            Self::TimeZoneSpelling { name, zone } => {
                ("note-time-zone-spelling", vec![("name", text(name)), ("zone", text(zone))])
            }
            Self::OffsetContradictsZone { offset, zone } => {
                ("note-offset-contradicts-zone", vec![("offset", text(offset)), ("zone", text(zone))])
            }
            Self::ZoneContradictsOffset { offset } => ("note-zone-contradicts-offset", vec![("offset", text(offset))]),
            Self::OffsetUnproven => ("note-offset-unproven", vec![]),
            Self::StartContradictsDate { date, start } => {
                ("note-start-contradicts-date", vec![("date", text(date)), ("start", text(start))])
            }
            Self::TimeExistsTwice { local, zone } => {
                ("note-time-exists-twice", vec![("local", text(local)), ("zone", text(zone))])
            }
            Self::TimeDoesNotExist { local, zone } => {
                ("note-time-does-not-exist", vec![("local", text(local)), ("zone", text(zone))])
            }
            Self::Unreadable { field, value } => {
                ("note-unreadable", vec![("field", (*field).into()), ("value", text(value))])
            }
            Self::NotAList { field } => ("note-not-a-list", vec![("field", text(field))]),
            Self::NotText { field } => ("note-not-text", vec![("field", text(field))]),
            Self::NoStart => ("note-no-start", vec![]),
            Self::NoDuration => ("note-no-duration", vec![]),
            Self::NoEventTime { field } => ("note-no-event-time", vec![("field", (*field).into())]),
            Self::EventWidened { field } => ("note-event-widened", vec![("field", (*field).into())]),
            Self::SharedIdentifier { identifier } => ("note-shared-identifier", vec![("identifier", text(identifier))]),
            Self::NoEventName { name } => ("note-no-event-name", vec![("name", text(name))]),
            Self::Dangling { field, id } => ("note-dangling", vec![("field", (*field).into()), ("id", text(id))]),
            Self::NotAccepted { state } => ("note-not-accepted", vec![("state", text(state))]),
            Self::OnePage => ("note-one-page", vec![]),
            Self::NamelessCompany => ("note-nameless-company", vec![]),
            Self::RepeatedSponsor { name } => ("note-repeated-sponsor", vec![("name", text(name))]),
            Self::ZeroId => ("note-zero-id", vec![]),
            Self::NoIdentity => ("note-no-identity", vec![]),
            Self::NoTitle { source_field } => ("note-no-title", vec![("field", (*source_field).into())]),
            Self::UnknownLanguage { value } => ("note-unknown-language", vec![("value", text(value))]),
            Self::UnlikelyLanguage { value } => ("note-unlikely-language", vec![("value", text(value))]),
            Self::SeveralPersonIds { name } => ("note-several-person-ids", vec![("name", text(name))]),
            Self::SharedPersonId { id } => ("note-shared-person-id", vec![("id", text(id))]),
            Self::AmbiguousPerson { name } => ("note-ambiguous-person", vec![("name", text(name))]),
            Self::BrokenLine { kind } => ("note-broken-line", vec![("kind", kind.name().into())]),
            Self::Private => ("note-private", vec![]),
            Self::RepeatsTooOften { limit } => ("note-repeats-too-often", vec![("limit", (*limit).into())]),
            Self::NamelessPerson => ("note-nameless-person", vec![]),
            Self::RepeatedPerson => ("note-repeated-person", vec![]),
            Self::NotOnTheWeb { url } => ("note-not-on-the-web", vec![("url", text(url))]),
            Self::RelativeAddress { url } => ("note-relative-address", vec![("url", text(url))]),
            Self::AddressWithoutScheme { url } => ("note-address-without-scheme", vec![("url", text(url))]),
            Self::RoomContradicts { outer, inner } => {
                ("note-room-contradicts", vec![("outer", text(outer)), ("inner", text(inner))])
            }
            Self::GuessedEncoding { encoding } => ("note-guessed-encoding", vec![("encoding", text(encoding))]),
            Self::CellsWithoutColumn => ("note-cells-without-column", vec![]),
            Self::NoFile => ("note-no-file", vec![]),
            Self::GivenBefore => ("note-given-before", vec![]),
            Self::NotRead { problem } => ("note-not-read", vec![("reason", problem.message().into())]),
            Self::SeveralTimes { id, count } => {
                ("note-several-times", vec![("id", text(id)), ("count", (*count).into())])
            }
            Self::NotListed { name } => ("note-not-listed", vec![("name", text(name))]),
            Self::EndBeforeStart { value } => ("note-end-before-start", vec![("value", text(value))]),
            Self::NoName => ("note-no-name", vec![]),
            Self::AmbiguousDay { value } => ("note-ambiguous-day", vec![("value", text(value))]),
            Self::OtherEvent { name } => ("note-other-event", vec![("name", text(name))]),
            Self::NotForEach { field } => ("note-not-for-each", vec![("field", (*field).into())]),
        }
    }
}

impl ReadError {
    /// The Fluent message of `locales/*/reports.ftl`, and its arguments. Numbers are those of a machine.
    pub fn message(&self) -> Said {
        match self {
            Self::UnknownFormat => ("read-unknown-format", vec![]),
            Self::Nul { line } => {
                ("read-at-line", vec![("line", line.to_string().into()), ("reason", ("read-nul", vec![]).into())])
            }
            Self::TooLarge { bytes, limit } => {
                ("read-too-large", vec![("bytes", bytes.to_string().into()), ("limit", limit.to_string().into())])
            }
            Self::TooDeep { line, column, limit } => {
                let limit = limit.to_string();
                at(*line, *column, ("read-too-deep", vec![("limit", limit.into())]).into())
            }
            Self::TooMany { limit } => ("read-too-many", vec![("limit", limit.to_string().into())]),
            Self::Syntax { line, column, problem } => at(*line, *column, shortened(problem).into()),
            Self::Shape { path, expected } => {
                let expected = match expected {
                    Expected::List => "list",
                    Expected::Object => "object",
                    Expected::Version => "version",
                };
                ("read-shape", vec![("path", shortened(path).into()), ("expected", expected.into())])
            }
            Self::NotASchedule { problem } => {
                let problem = match problem {
                    NoSchedule::Root(name) => ("read-begins-with", vec![("name", shortened(name).into())]),
                    NoSchedule::NoConference => ("read-no-conference", vec![]),
                    NoSchedule::Empty => ("read-empty", vec![]),
                    NoSchedule::NoEvent => ("read-no-event", vec![]),
                    NoSchedule::Shape => ("read-no-shape", vec![]),
                };
                ("read-not-a-schedule", vec![("reason", problem.into())])
            }
            Self::NoFiles => ("read-no-files", vec![]),
            Self::TooManyFiles { limit } => ("read-too-many-files", vec![("limit", limit.to_string().into())]),
            Self::TooLargeTogether { limit } => ("read-too-large-together", vec![("limit", limit.to_string().into())]),
            Self::Archive { problem } => ("read-archive", vec![("reason", shortened(problem).into())]),
            Self::InFile { file, problem } => {
                ("read-in-file", vec![("file", shortened(file).into()), ("reason", problem.message().into())])
            }
        }
    }
}

/// The notes of one reading. What is met again is counted, not noted again: FOSDEM has 674 texts in HTML.
#[derive(Debug, Default)]
pub struct Notes {
    notes: Vec<Note>,
    known: HashMap<(NoteKind, Reason), usize>,
}

impl Notes {
    pub fn skipped(&mut self, place: &str, reason: Reason) {
        self.add(NoteKind::Skipped, place, reason);
    }

    pub fn repaired(&mut self, place: &str, reason: Reason) {
        self.add(NoteKind::Repaired, place, reason);
    }

    /// A name, a title: one line of plain text. `None` when nothing is left of it.
    pub fn line(&mut self, field: &'static str, place: &str, raw: Option<&str>) -> Option<String> {
        self.cleaned(field, place, clean::line(raw?))
    }

    /// Markdown of any length. `None` when nothing is left of it.
    pub fn markdown(&mut self, field: &'static str, place: &str, raw: Option<&str>) -> Option<String> {
        self.cleaned(field, place, clean::markdown(raw?))
    }

    /// All notes, in the order in which they were first met.
    pub fn into_vec(self) -> Vec<Note> {
        self.notes
    }

    fn cleaned(&mut self, field: &'static str, place: &str, cleaned: Cleaned) -> Option<String> {
        for repair in cleaned.repairs {
            self.repaired(place, Reason::Text { field, repair });
        }
        cleaned.text
    }

    fn add(&mut self, kind: NoteKind, place: &str, reason: Reason) {
        let next = self.notes.len();
        let index = *self.known.entry((kind, reason.clone())).or_insert(next);
        match self.notes.get_mut(index) {
            Some(note) => note.count += 1,
            None => self.notes.push(Note { kind, place: place.to_owned(), reason, count: 1 }),
        }
    }
}

/// Refuses a file that is larger than [`LARGEST_BYTES`].
pub fn check_size(bytes: &[u8]) -> Result<(), ReadError> {
    match bytes.len() {
        bytes if bytes > LARGEST_BYTES => Err(ReadError::TooLarge { bytes, limit: LARGEST_BYTES }),
        _ => Ok(()),
    }
}

/// Bytes that claim to be UTF-8, without a byte order mark. What is broken becomes U+FFFD, with a note.
pub fn utf8<'a>(bytes: &'a [u8], notes: &mut Notes) -> Cow<'a, str> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    for broken in bytes.utf8_chunks().scan(1, |line, chunk| {
        *line += chunk.valid().matches('\n').count();
        Some((*line, !chunk.invalid().is_empty()))
    }) {
        if let (line, true) = broken {
            notes.repaired(&format!("line {line}"), Reason::BrokenEncoding { encoding: "UTF-8".into() });
        }
    }
    String::from_utf8_lossy(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_met_again_is_counted() {
        let mut notes = Notes::default();

        notes.repaired("event 1", Reason::NoTimeZone);
        notes.skipped("event 2", Reason::NamelessPerson);
        notes.repaired("event 3", Reason::NoTimeZone);

        let notes = notes.into_vec();
        assert_eq!(notes.len(), 2);
        assert_eq!((notes[0].place.as_str(), notes[0].count), ("event 1", 2));
        assert_eq!((notes[1].place.as_str(), notes[1].count), ("event 2", 1));
    }

    #[test]
    fn broken_utf8_is_replaced_and_its_line_noted() {
        let mut notes = Notes::default();

        let text = utf8(b"\xef\xbb\xbfa\nb\xe9c", &mut notes);

        assert_eq!(text, "a\nb\u{fffd}c");
        assert_eq!(notes.into_vec()[0].place, "line 2");
    }
}
