//! What an import did, for whoever started it.

use std::{
    collections::{BTreeMap, HashSet},
    fmt,
};

use uuid::Uuid;

use super::reading::{Note, NoteKind};
use crate::{Error, Fault};

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

/// What an import did.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// In the order in which they came in.
    pub arrivals: Vec<Arrival>,
    /// What was wrong with the items, each with its place.
    pub faults: Vec<(String, Fault)>,
    by_kind: BTreeMap<&'static str, Tally>,
    /// Where, and why.
    skipped: Vec<(String, String)>,
    repaired: Vec<(String, String)>,
    gone: Vec<String>,
}

impl Report {
    /// Begins with what the reader noted.
    pub fn new(notes: &[Note]) -> Self {
        let mut report = Self::default();
        for note in notes {
            let times = if note.count > 1 { format!(" ({} times)", note.count) } else { String::new() };
            let line = (note.place.clone(), format!("{}{times}", note.reason));
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
        self.leave_out(place, Error::Invalid(faults));
    }

    /// Parts of a thing that did not come in; the same one is told once.
    pub fn lose(&mut self, place: &str, faults: Vec<Fault>) {
        let mut told: HashSet<String> = HashSet::new();
        for fault in faults {
            if told.insert(fault.rule.to_string()) {
                self.leave_out(place, &fault.rule);
            }
            self.faults.push((place.to_owned(), fault));
        }
    }

    /// A part of a thing that did not come in.
    pub fn leave_out(&mut self, place: &str, reason: impl fmt::Display) {
        self.skipped.push((place.to_owned(), reason.to_string()));
    }

    pub fn repair(&mut self, place: &str, reason: impl fmt::Display) {
        self.repaired.push((place.to_owned(), reason.to_string()));
    }

    /// Something that an earlier version of the file held and this one does not.
    pub fn gone(&mut self, name: String) {
        self.gone.push(name);
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  {:<10} {:>8} {:>8} {:>10} {:>8}", "", "created", "updated", "unchanged", "skipped")?;
        for (kind, tally) in &self.by_kind {
            let Tally { created, updated, unchanged, skipped } = tally;
            writeln!(f, "  {kind:<10} {created:>8} {updated:>8} {unchanged:>10} {skipped:>8}")?;
        }
        for (title, lines) in [("Skipped", &self.skipped), ("Repaired", &self.repaired)] {
            if !lines.is_empty() {
                writeln!(f, "  {title}:")?;
            }
            for (place, reason) in lines {
                writeln!(f, "    {place}: {reason}")?;
            }
        }
        if !self.gone.is_empty() {
            writeln!(f, "  Not in this file, and kept:")?;
        }
        for name in &self.gone {
            writeln!(f, "    {name}")?;
        }
        Ok(())
    }
}
