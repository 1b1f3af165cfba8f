//! Programmes that several files tell together: each file is known by its shape, and any may be missing. Start at
//! [`PartFormat`].

use super::{
    clean,
    json::Json,
    reading::{Notes, Options, Reading},
};

/// A format whose programmes are told by several files of JSON.
pub struct PartFormat {
    /// Whether a file is one of the format.
    pub recognises: fn(&Json) -> bool,
    pub read: fn(&[Part], &Options, Notes) -> Reading,
}

/// One of the files.
pub struct Part<'a> {
    /// Its name; none when there is no other file.
    pub file: Option<&'a str>,
    pub json: &'a Json,
}

impl<'a> Part<'a> {
    /// Where something stands: `speakers.json: event`.
    pub fn place(&self, inside: &str) -> String {
        match self.file {
            Some(file) => format!("{file}: {inside}"),
            None => inside.to_owned(),
        }
    }

    /// What the list of the file holds, each with its place: `speakers.json: [3]`.
    pub fn items(&self) -> impl Iterator<Item = (String, &'a Json)> {
        self.json.list().iter().enumerate().map(|(at, item)| (self.place(&format!("[{at}]")), item))
    }
}

/// A place with what stands there: `speakers.json: [3] "Ada Winter"`.
pub fn titled(place: String, title: Option<&str>) -> String {
    match title.and_then(|title| clean::line(title).text) {
        Some(title) => format!("{place} \"{title}\""),
        None => place,
    }
}
