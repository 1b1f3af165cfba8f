//! Several files read as one source. Start at [`read_files`].

use std::{collections::HashSet, path::Path};

use super::{
    Found, Part, PartFormat,
    document::{Document, VERSION},
    files::{File, Files},
    json::Json,
    read_found,
    reading::{NoSchedule, Note, NoteKind, Notes, Options, ReadError, Reading, Reason},
    recognise,
};

/// Reads files. One that is broken fails all; one of no format that is known is noted.
pub fn read_files(source: &Files, options: &Options) -> Result<Reading, ReadError> {
    let file = Some(source.name.clone()).filter(|name| !name.is_empty());
    let options = Options { file, ..options.clone() };
    let mut reading = match source.files.as_slice() {
        [file] => super::read(&file.bytes, &options)?,
        files => together(files, &options)?,
    };
    reading.notes.extend(source.notes.iter().cloned());
    Ok(reading)
}

/// The files that tell one programme.
struct Programme<'f> {
    kind: &'static str,
    format: &'static PartFormat,
    files: Vec<(&'f str, Json)>,
}

fn together(files: &[File], options: &Options) -> Result<Reading, ReadError> {
    let document = Document { tribune: VERSION, ..Document::default() };
    let mut all = Reading { document, notes: Vec::new() };
    let mut programmes: Vec<Programme> = Vec::new();
    let mut unread = None;
    let mut is_empty = true;
    for file in files {
        let name = file.name.as_str();
        let stem = Path::new(name).file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let read = match recognise(&file.bytes) {
            Ok(Found::Part(kind, format, json, notes)) => {
                all.notes.extend(within(name, notes.into_vec()));
                match programmes.iter_mut().find(|programme| programme.kind == kind) {
                    Some(programme) => programme.files.push((name, json)),
                    None => programmes.push(Programme { kind, format, files: vec![(name, json)] }),
                }
                continue;
            }
            found => found.and_then(|found| read_found(found, &Options { file: stem, ..options.clone() })),
        };
        match read {
            Ok(reading) => {
                is_empty = false;
                add(&mut all, name, reading);
            }
            Err(problem) if is_foreign(&problem) => {
                let reason = Reason::NotRead { problem: Box::new(problem.clone()) };
                all.notes.push(Note { kind: NoteKind::Skipped, place: name.to_owned(), reason, count: 1 });
                unread = unread.or(Some(problem));
            }
            Err(problem) => return Err(in_file(name, problem)),
        }
    }
    for programme in &programmes {
        let parts: Vec<Part> = programme.files.iter().map(|(file, json)| Part { file: Some(file), json }).collect();
        let reading = (programme.format.read)(&parts, options, Notes::default());
        append(&mut all, reading);
    }
    match unread.filter(|_| is_empty && programmes.is_empty()) {
        Some(problem) => Err(problem),
        None => Ok(all),
    }
}

/// Whether a file is no programme at all, as pictures and settings beside one are.
fn is_foreign(problem: &ReadError) -> bool {
    matches!(
        problem,
        ReadError::UnknownFormat
            | ReadError::NotASchedule { problem: NoSchedule::Shape | NoSchedule::Root(_) | NoSchedule::Empty }
    )
}

fn in_file(name: &str, problem: ReadError) -> ReadError {
    ReadError::InFile { file: name.to_owned(), problem: Box::new(problem) }
}

fn within(file: &str, notes: Vec<Note>) -> impl Iterator<Item = Note> {
    notes.into_iter().map(move |note| Note { place: format!("{file}: {}", note.place), ..note })
}

/// Adds what a file holds, with its name in every place.
fn add(all: &mut Reading, file: &str, mut reading: Reading) {
    reading.notes = within(file, reading.notes).collect();
    let document = &mut reading.document;
    let rename = |place: &mut Option<String>| {
        if let Some(place) = place {
            *place = format!("{file}: {place}");
        }
    };
    document.tags.iter_mut().for_each(|item| rename(&mut item.place));
    document.series.iter_mut().for_each(|item| rename(&mut item.place));
    document.companies.iter_mut().for_each(|item| rename(&mut item.place));
    document.speakers.iter_mut().for_each(|item| rename(&mut item.place));
    document.posts.iter_mut().for_each(|item| rename(&mut item.place));
    for event in &mut document.events {
        rename(&mut event.place);
        event.rooms.iter_mut().for_each(|item| rename(&mut item.place));
        event.tracks.iter_mut().for_each(|item| rename(&mut item.place));
        event.tiers.iter_mut().for_each(|item| rename(&mut item.place));
        event.sessions.iter_mut().for_each(|item| rename(&mut item.place));
    }
    append(all, reading);
}

/// Tags and companies are the same ones in every file.
fn append(all: &mut Reading, reading: Reading) {
    let (known, new) = (&mut all.document, reading.document);
    let tags: HashSet<Option<String>> = known.tags.iter().map(|tag| tag.slug.clone()).collect();
    known.tags.extend(new.tags.into_iter().filter(|tag| tag.slug.is_none() || !tags.contains(&tag.slug)));
    let companies: HashSet<Option<String>> = known.companies.iter().map(|company| company.slug.clone()).collect();
    let is_new = |slug: &Option<String>| slug.is_none() || !companies.contains(slug);
    known.companies.extend(new.companies.into_iter().filter(|company| is_new(&company.slug)));
    known.series.extend(new.series);
    known.speakers.extend(new.speakers);
    known.events.extend(new.events);
    known.posts.extend(new.posts);
    all.notes.extend(reading.notes);
}
