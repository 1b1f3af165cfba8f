//! Several files read as one source. Start at [`read_files`].

use std::path::Path;

use super::{
    Found, Part, PartFormat,
    document::{Document, VERSION},
    files::{File, Files},
    json::Json,
    once::once,
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
    once(&mut all.document);
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

fn append(all: &mut Reading, reading: Reading) {
    let (known, new) = (&mut all.document, reading.document);
    known.tags.extend(new.tags);
    known.series.extend(new.series);
    known.companies.extend(new.companies);
    known.speakers.extend(new.speakers);
    known.events.extend(new.events);
    known.posts.extend(new.posts);
    all.notes.extend(reading.notes);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interchange::document::Field;

    const ID: &str = "5e1f0f00-0000-4000-8000-00000000000a";

    fn read(files: &[(&str, String)]) -> Document {
        let file = |(name, text): &(&str, String)| File { name: (*name).to_owned(), bytes: text.clone().into_bytes() };
        let files = Files { name: "Mini".into(), files: files.iter().map(file).collect(), notes: Vec::new() };
        read_files(&files, &Options::of_locale("en")).expect("they are read").document
    }

    #[test]
    fn people_of_several_views_are_the_same() {
        let wall = format!(r#"[{{"id": "{ID}", "fullName": "Ana Gil", "tagLine": "", "profilePicture": null}}]"#);
        let speakers = format!(
            r#"[{{"id": "{ID}", "fullName": "Ana Gil", "bio": "B", "tagLine": "", "profilePicture": null, "links": []}}]"#
        );
        let sessions = format!(
            r#"[{{"groupId": 1, "groupName": "All", "sessions": [{{"id": "1", "title": "A", "roomId": null,
                "speakers": [{{"id": "{ID}", "name": "Ana Gil"}}]}}]}}]"#
        );

        let document = read(&[("a.json", wall), ("b.json", sessions), ("c.json", speakers)]);

        let [ana] = document.speakers.as_slice() else { panic!("{:?}", document.speakers) };
        assert_eq!(ana.translations["en"].bio, Field::Value("B".into()));
        let speaks = document.events[0].sessions[0].speakers.value().expect("somebody speaks");
        assert_eq!(speaks[0].speaker.0, ana.external_ids[0]);
        let own = |file: &str| format!("sessionize:{file}:person:{ID}");
        assert!(ana.external_ids.contains(&own("a")) && ana.external_ids.contains(&own("c")), "{ana:?}");
    }

    #[test]
    fn tag_that_no_slug_can_name_is_one_in_all_files() {
        let table = |title: &str| format!("title,tags\n{title},\"***, Web\"\n");

        let document = read(&[("a.csv", table("A")), ("b.csv", table("B"))]);

        let names: Vec<_> = document.tags.iter().map(|tag| (tag.slug.as_deref(), tag.external_ids.concat())).collect();
        assert_eq!(names, [(None, "tag:***".to_owned()), (Some("web"), String::new())]);
        let tags = |at: usize| document.events[at].sessions[0].tags.clone();
        assert_eq!((tags(0), tags(0).value().map(Vec::len)), (tags(1), Some(2)));
    }
}
