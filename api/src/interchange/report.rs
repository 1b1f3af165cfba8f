//! What an import did, for whoever started it.

use std::collections::{BTreeMap, HashSet};

use uuid::Uuid;

use super::reading::{Note, NoteKind, Reason};
use crate::{
    Fault,
    locale::messages::Said,
    output::{Voice, row},
};

/// What became of the things of one type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub created: usize,
    pub updated: usize,
    pub unchanged: usize,
    pub skipped: usize,
}

/// What became of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Became {
    Created,
    Updated,
    Unchanged,
}

/// An item that came in.
#[derive(Clone, Debug)]
pub struct Arrival {
    pub kind: &'static str,
    /// Where it stood.
    pub place: String,
    pub uid: Uuid,
    pub became: Became,
}

/// Why something did not come in as it was.
#[derive(Clone, Debug)]
enum Cause {
    /// The reader noted it, so many times.
    Noted(Reason, usize),
    Faults(Vec<Fault>),
    /// The parts of an event that did not come in.
    EventSkipped {
        kind: &'static str,
        count: usize,
    },
    SlugTaken {
        wanted: String,
        given: String,
    },
}

/// What an import did.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// In the order in which they came in.
    pub arrivals: Vec<Arrival>,
    /// What was wrong with the items, each with its place.
    pub faults: Vec<(String, Fault)>,
    by_kind: BTreeMap<&'static str, Tally>,
    /// Where, and why.
    skipped: Vec<(String, Cause)>,
    repaired: Vec<(String, Cause)>,
    gone: Vec<String>,
}

impl Report {
    /// Begins with what the reader noted.
    pub fn new(notes: &[Note]) -> Self {
        let mut report = Self::default();
        for note in notes {
            let line = (note.place.clone(), Cause::Noted(note.reason.clone(), note.count));
            match note.kind {
                NoteKind::Skipped => report.skipped.push(line),
                NoteKind::Repaired => report.repaired.push(line),
            }
        }
        report
    }

    pub fn tally(&mut self, kind: &'static str) -> &mut Tally {
        self.by_kind.entry(kind).or_default()
    }

    /// A thing that came in, or was there already.
    pub fn came_in(&mut self, kind: &'static str, place: &str, uid: Uuid, became: Became) {
        let tally = self.tally(kind);
        match became {
            Became::Created => tally.created += 1,
            Became::Updated => tally.updated += 1,
            Became::Unchanged => tally.unchanged += 1,
        }
        self.arrivals.push(Arrival { kind, place: place.to_owned(), uid, became });
    }

    /// A thing that seemed to be unchanged, before its relations were looked at.
    pub fn is_updated_after_all(&mut self, kind: &'static str, uid: Uuid) {
        let tally = self.tally(kind);
        tally.unchanged = tally.unchanged.saturating_sub(1);
        tally.updated += 1;
        if let Some(arrival) = self.arrivals.iter_mut().find(|arrival| arrival.uid == uid) {
            arrival.became = Became::Updated;
        }
    }

    /// A whole thing that did not come in.
    pub fn skip(&mut self, kind: &'static str, place: &str, faults: Vec<Fault>) {
        self.tally(kind).skipped += 1;
        self.faults.extend(faults.iter().map(|fault| (place.to_owned(), fault.clone())));
        self.skipped.push((place.to_owned(), Cause::Faults(faults)));
    }

    /// Parts of a thing that did not come in; the same one is told once.
    pub fn lose(&mut self, place: &str, faults: Vec<Fault>) {
        let mut told: HashSet<String> = HashSet::new();
        for fault in faults {
            if told.insert(fault.rule.to_string()) {
                self.skipped.push((place.to_owned(), Cause::Faults(vec![fault.clone()])));
            }
            self.faults.push((place.to_owned(), fault));
        }
    }

    /// Parts of an event that did not come in, since the event did not.
    pub fn skip_parts(&mut self, kind: &'static str, place: &str, count: usize) {
        self.tally(kind).skipped += count;
        self.skipped.push((place.to_owned(), Cause::EventSkipped { kind, count }));
    }

    /// A thing that could not have the slug that it has in the file.
    pub fn slug_taken(&mut self, place: &str, wanted: &str, given: &str) {
        let (wanted, given) = (wanted.to_owned(), given.to_owned());
        self.repaired.push((place.to_owned(), Cause::SlugTaken { wanted, given }));
    }

    /// Something that an earlier version of the file held and this one does not.
    pub fn gone(&mut self, name: String) {
        self.gone.push(name);
    }

    /// The report as it is printed. Types and places are in the words of the file.
    pub fn told(&self, voice: &Voice<'_>) -> String {
        let say = |id| voice.say((id, vec![]));
        let titles = [say("import-created"), say("import-updated"), say("import-unchanged"), say("import-skipped")];
        let widths = [8, 8, 10, 8];
        let mut text = row("", 10, &titles, &titles, &widths);
        for (kind, tally) in &self.by_kind {
            let Tally { created, updated, unchanged, skipped } = tally;
            let numbers = [created, updated, unchanged, skipped].map(ToString::to_string);
            text.push_str(&row(kind, 10, &numbers, &titles, &widths));
        }
        for (title, lines) in [("import-skipped-list", &self.skipped), ("import-repaired-list", &self.repaired)] {
            if !lines.is_empty() {
                text.push_str(&format!("  {}\n", say(title)));
            }
            for (place, cause) in lines {
                let reasons: Vec<String> = cause.messages().into_iter().map(|message| voice.say(message)).collect();
                text.push_str(&format!("    {place}: {}\n", reasons.join(" ")));
            }
        }
        if !self.gone.is_empty() {
            text.push_str(&format!("  {}\n", say("import-kept-list")));
        }
        for name in &self.gone {
            text.push_str(&format!("    {name}\n"));
        }
        text
    }
}

impl Cause {
    /// Fluent messages of `locales/*/reports.ftl`, or of `rules.ftl`, and their arguments.
    fn messages(&self) -> Vec<Said> {
        match self {
            Self::Noted(reason, 1) => vec![reason.message()],
            Self::Noted(reason, count) => {
                vec![("note-times", vec![("note", reason.message().into()), ("count", (*count).into())])]
            }
            Self::Faults(faults) => faults.iter().map(Fault::message).collect(),
            Self::EventSkipped { kind, count } => {
                vec![("note-event-skipped", vec![("kind", (*kind).into()), ("count", (*count).into())])]
            }
            Self::SlugTaken { wanted, given } => {
                let args = vec![("wanted", wanted.as_str().into()), ("given", given.as_str().into())];
                vec![("note-slug-taken", args)]
            }
        }
    }
}
