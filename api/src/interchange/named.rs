//! Each reader under its name, for those that test it: bytes go to it whatever they look like. Start at [`read_as`].

use super::{
    JSON_FORMATS, PART_FORMATS, Part, frab_xml, ics,
    json::{self, Json},
    own,
    reading::{self, Notes, Options, ReadError, Reading},
    sheet,
};

/// Readers of formats that are not in a list of formats: they are told by how their bytes begin.
const OTHERS: [&str; 4] = ["tribune", "frab-xml", "icalendar", "csv"];

/// The names of all formats.
pub fn format_names() -> impl Iterator<Item = &'static str> {
    let json = JSON_FORMATS.iter().map(|(name, _)| *name);
    let parts = PART_FORMATS.iter().map(|(name, _)| *name);
    OTHERS.into_iter().chain(json).chain(parts)
}

/// Reads bytes as a file of the format with this name. The files of a programme that several tell are separated by
/// the byte 0. A name that is none is an unknown format.
pub fn read_as(name: &str, bytes: &[u8], options: &Options) -> Result<Reading, ReadError> {
    reading::check_size(bytes)?;
    let mut notes = Notes::default();
    match name {
        "tribune" => return own(bytes),
        "frab-xml" => return frab_xml::read(bytes, options),
        "icalendar" => return ics::read(bytes, options),
        "csv" => return Ok(sheet::read(bytes, sheet::separator(bytes).unwrap_or(b','), options)),
        _ => {}
    }
    if let Some((_, format)) = JSON_FORMATS.iter().find(|(format, _)| *format == name) {
        return (format.read)(&json::parse(bytes, &mut notes)?, options, notes);
    }
    let (_, format) = PART_FORMATS.iter().find(|(format, _)| *format == name).ok_or(ReadError::UnknownFormat)?;
    let files = bytes.split(|byte| *byte == 0).map(|file| json::parse(file, &mut notes));
    let files = files.collect::<Result<Vec<Json>, ReadError>>()?;
    let parts: Vec<Part> = files.iter().map(|json| Part { file: Some("file"), json }).collect();
    Ok((format.read)(&parts, options, notes))
}
