//! What is read at once: a file, the files of a folder, or those of a ZIP archive. How large it may be is known
//! before any of it is kept. Start at [`Files::open`].

use std::{
    borrow::Cow,
    fs,
    io::{self, Cursor, Read},
    path::Path,
};

use sha2::{Digest, Sha256};
use zip::{ZipArchive, result::ZipError};

use super::{
    clean,
    reading::{LARGEST_BYTES, Note, Notes, ReadError, Reason},
};
use crate::{locale::messages::Said, output::unopened};

/// A folder or an archive has no more files than this.
const MOST_FILES: usize = 1_000;

/// What every ZIP archive begins with that is not empty.
const ZIP: &[u8] = b"PK\x03\x04";

/// Files that are read at once: they tell one programme, or several.
#[derive(Debug)]
pub struct Files {
    /// What it is called, without folder and extension: a programme may have no other name.
    pub name: String,
    /// In the order of their names; at least one.
    pub files: Vec<File>,
    /// What beside them was not read.
    pub notes: Vec<Note>,
}

/// One of them.
#[derive(Debug)]
pub struct File {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Why files cannot be read at all.
#[derive(Debug)]
pub enum Unopened {
    System(io::Error),
    Refused(ReadError),
}

impl Unopened {
    /// The Fluent message of `locales/*/reports.ftl`, and its arguments.
    pub fn message(&self) -> Said {
        match self {
            Self::System(error) => unopened(error),
            Self::Refused(error) => error.message(),
        }
    }
}

impl From<io::Error> for Unopened {
    fn from(error: io::Error) -> Self {
        Self::System(error)
    }
}

impl From<ReadError> for Unopened {
    fn from(error: ReadError) -> Self {
        Self::Refused(error)
    }
}

impl Files {
    /// What stands at a path of this machine.
    pub fn open(path: &Path) -> Result<Self, Unopened> {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let name = clean::line(&name).text.unwrap_or_default();
        if fs::metadata(path)?.is_dir() {
            return folder(name, path);
        }
        let mut bytes = Vec::new();
        read(fs::File::open(path)?, LARGEST_BYTES, &mut bytes)?;
        Self::of(name, file_name(path), bytes)
    }

    /// A file, which may be an archive of some.
    pub fn of(name: String, file_name: String, bytes: Vec<u8>) -> Result<Self, Unopened> {
        if bytes.starts_with(ZIP) {
            return archive(name, bytes);
        }
        Ok(Self { files: vec![File { name: file_name, bytes }], name, notes: Vec::new() })
    }

    /// What tells whether they are the same as another time.
    pub fn fingerprint(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        for file in &self.files {
            for part in [file.name.as_bytes(), &file.bytes] {
                hash.update(part.len().to_le_bytes());
                hash.update(part);
            }
        }
        hash.finalize().into()
    }
}

/// Reads no more than the limit, whatever the system says about the size beforehand.
fn read(reader: impl Read, limit: usize, bytes: &mut Vec<u8>) -> Result<(), Unopened> {
    reader.take(limit as u64 + 1).read_to_end(bytes)?;
    match bytes.len() {
        read if read > limit => Err(ReadError::TooLargeTogether { limit: LARGEST_BYTES }.into()),
        _ => Ok(()),
    }
}

fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    clean::line(&name).text.unwrap_or_default()
}

/// The files of a folder, but not those of folders in it.
fn folder(name: String, path: &Path) -> Result<Files, Unopened> {
    let mut notes = Notes::default();
    let mut paths = Vec::new();
    for entry in fs::read_dir(path)? {
        let path = entry?.path();
        let file_name = file_name(&path);
        if file_name.starts_with('.') {
            continue;
        }
        if fs::metadata(&path)?.is_file() {
            paths.push(path);
        } else {
            notes.skipped(&file_name, Reason::NoFile);
        }
        if paths.len() > MOST_FILES {
            return Err(ReadError::TooManyFiles { limit: MOST_FILES }.into());
        }
    }
    paths.sort();
    let mut files = Vec::with_capacity(paths.len());
    let mut left = LARGEST_BYTES;
    for path in paths {
        let mut bytes = Vec::new();
        read(fs::File::open(&path)?, left, &mut bytes)?;
        left -= bytes.len();
        files.push(File { name: file_name(&path), bytes });
    }
    together(name, files, notes)
}

/// The files at the top of an archive, or in the one folder that all of it lies in.
fn archive(name: String, bytes: Vec<u8>) -> Result<Files, Unopened> {
    let broken = |error: ZipError| ReadError::Archive { problem: error.to_string() };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let names = archive.file_names().map(|name| name.map(Cow::into_owned));
    let names = names.collect::<Result<Vec<String>, ZipError>>().map_err(broken)?;
    let top = common_folder(&names);
    let mut notes = Notes::default();
    let mut wanted = Vec::new();
    for (index, name) in names.iter().enumerate() {
        let Some(inside) = name.strip_prefix(&top).filter(|inside| !inside.is_empty()) else { continue };
        match inside.split_once('/') {
            None => wanted.push((inside, index)),
            Some((folder, _)) => notes.skipped(folder, Reason::NoFile),
        }
    }
    if wanted.len() > MOST_FILES {
        return Err(ReadError::TooManyFiles { limit: MOST_FILES }.into());
    }
    wanted.sort();
    let mut files = Vec::with_capacity(wanted.len());
    let mut left = LARGEST_BYTES;
    for (inside, index) in wanted {
        let mut bytes = Vec::new();
        read(archive.by_index(index).map_err(broken)?, left, &mut bytes)?;
        left -= bytes.len();
        files.push(File { name: clean::line(inside).text.unwrap_or_default(), bytes });
    }
    together(name, files, notes)
}

/// `export/`, when every name begins so.
fn common_folder(names: &[String]) -> String {
    let folder = |name: &String| name.split_once('/').map(|(folder, _)| format!("{folder}/"));
    let first = names.first().and_then(folder).unwrap_or_default();
    let is_common = names.iter().all(|name| name.starts_with(&first));
    if is_common { first } else { String::new() }
}

fn together(name: String, files: Vec<File>, notes: Notes) -> Result<Files, Unopened> {
    if files.is_empty() {
        return Err(ReadError::NoFiles.into());
    }
    Ok(Files { name, files, notes: notes.into_vec() })
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::*;

    fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn names(source: &Files) -> Vec<&str> {
        source.files.iter().map(|file| file.name.as_str()).collect()
    }

    #[test]
    fn folder_is_one_source() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.json", "a.json", ".hidden"] {
            fs::write(folder.path().join(name), "{}").unwrap();
        }
        fs::create_dir(folder.path().join("images")).unwrap();

        let source = Files::open(folder.path()).unwrap();

        assert_eq!(names(&source), ["a.json", "b.json"]);
        assert_eq!(source.notes.len(), 1);
    }

    #[test]
    fn empty_folder_is_refused() {
        let folder = tempfile::tempdir().unwrap();

        assert!(matches!(Files::open(folder.path()), Err(Unopened::Refused(ReadError::NoFiles))));
    }

    #[test]
    fn archive_is_unpacked_without_its_folder() {
        let bytes = zipped(&[("export/sessions", b"[]"), ("export/event", b"{}"), ("export/images/a.png", b"")]);

        let source = archive("export".into(), bytes).unwrap();

        assert_eq!(names(&source), ["event", "sessions"]);
        assert_eq!(source.notes.len(), 1);
    }

    #[test]
    fn bombs_and_broken_archives_are_refused() {
        let zeroes = vec![0; LARGEST_BYTES / 2 + 1];
        let bomb = zipped(&[("a", &zeroes), ("b", &zeroes)]);
        assert!(bomb.len() < 1024 * 1024);
        let refused = |bytes| match archive(String::new(), bytes) {
            Err(Unopened::Refused(error)) => error,
            other => panic!("{other:?}"),
        };

        assert!(matches!(refused(bomb), ReadError::TooLargeTogether { .. }));
        assert!(matches!(refused(b"PK\x03\x04 and nothing else".to_vec()), ReadError::Archive { .. }));
        let many: Vec<String> = (0..=MOST_FILES).map(|number| number.to_string()).collect();
        let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
        assert!(matches!(refused(zipped(&many)), ReadError::TooManyFiles { .. }));
    }
}
