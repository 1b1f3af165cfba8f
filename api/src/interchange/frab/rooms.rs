//! The rooms and tracks of a programme: those it lists, and those its sessions name.

use std::collections::HashMap;

use super::{Frame, Names, Schedule, identity, mentioned};
use crate::interchange::{
    clean,
    document::{Field, RoomInput, RoomTranslationInput, TrackInput, TrackTranslationInput, Translations},
    reading::{Notes, Reason},
};

/// Parts of an event that its sessions name, in order of appearance.
pub struct Parts<T> {
    pub items: Vec<T>,
    /// The identifiers of each by [`clean::name_key`], the surest first.
    ids: HashMap<String, Vec<String>>,
}

impl<T> Parts<T> {
    /// How a document names the part with this name.
    pub fn id(&self, name: &str) -> Option<String> {
        self.ids.get(&clean::name_key(name))?.first().cloned()
    }
}

/// One part under all that the file says of it in several places.
struct Group<'a, T> {
    name: String,
    /// The first place that says anything.
    place: &'a str,
    guid: Option<String>,
    sources: Vec<&'a T>,
}

pub fn rooms(schedule: &Schedule, frame: &Frame, notes: &mut Notes) -> Parts<RoomInput> {
    let sources = schedule.rooms.iter().map(|room| (&room.name, &room.guid, room.place.as_str(), room));
    let groups = groups("room", sources, notes);
    let ids = identifiers("room", &groups, frame, notes);
    let has_capacity = schedule.rooms.iter().any(|room| room.capacity.is_some());
    let mut items = Vec::with_capacity(groups.len());
    for (position, group) in (0..).zip(&groups) {
        let capacity = group.sources.iter().find_map(|room| capacity(room, notes));
        items.push(RoomInput {
            external_ids: ids.get(&clean::name_key(&group.name)).cloned().unwrap_or_default(),
            source_locale: Some(frame.locale.clone().into()),
            translations: room_texts(group, frame, notes),
            place: Some(group.place.to_owned()),
            capacity: mentioned(capacity, has_capacity),
            position: Field::Value(position),
            guid: guid(group, &ids),
            ..RoomInput::default()
        });
    }
    Parts { items, ids }
}

pub fn tracks(schedule: &Schedule, frame: &Frame, notes: &mut Notes) -> Parts<TrackInput> {
    let sources = schedule.tracks.iter().map(|track| (&track.name, &track.guid, track.place.as_str(), track));
    let groups = groups("track", sources, notes);
    let ids = identifiers("track", &groups, frame, notes);
    let has_colour = schedule.tracks.iter().any(|track| track.colour.is_some());
    let mut items = Vec::with_capacity(groups.len());
    for (position, group) in (0..).zip(&groups) {
        let colour = group.sources.iter().find_map(|track| colour(track.colour.as_deref()?, &track.place, notes));
        let texts =
            TrackTranslationInput { name: Field::Value(group.name.clone()), ..TrackTranslationInput::default() };
        items.push(TrackInput {
            external_ids: ids.get(&clean::name_key(&group.name)).cloned().unwrap_or_default(),
            source_locale: Some(frame.locale.clone().into()),
            translations: Translations::one(&frame.locale, texts),
            place: Some(group.place.to_owned()),
            colour: mentioned(colour, has_colour),
            position: Field::Value(position),
            ..TrackInput::default()
        });
    }
    Parts { items, ids }
}

fn groups<'a, T>(
    field: &'static str,
    sources: impl Iterator<Item = (&'a Option<String>, &'a Option<String>, &'a str, &'a T)>,
    notes: &mut Notes,
) -> Vec<Group<'a, T>> {
    let mut groups: Vec<Group<'a, T>> = Vec::new();
    let mut by_name: HashMap<String, usize> = HashMap::new();
    for (name, guid, place, source) in sources {
        let Some(name) = notes.line(field, place, name.as_deref()) else { continue };
        let guid = guid.as_deref().and_then(clean::token).map(str::to_owned);
        let next = groups.len();
        let index = *by_name.entry(clean::name_key(&name)).or_insert(next);
        match groups.get_mut(index) {
            Some(group) => {
                group.guid = group.guid.take().or(guid);
                group.sources.push(source);
            }
            None => groups.push(Group { name, place, guid, sources: vec![source] }),
        }
    }
    groups
}

/// By guid, where it names one part only, then by name. The import looks at all guids before any name, so that
/// a room that takes the name of another is not taken for it.
fn identifiers<T>(kind: &str, groups: &[Group<T>], frame: &Frame, notes: &mut Notes) -> HashMap<String, Vec<String>> {
    let guids: Vec<Vec<String>> =
        groups.iter().map(|group| group.guid.iter().map(|guid| format!("guid:{guid}")).collect()).collect();
    let shared = identity::shared(guids.iter().map(Vec::as_slice));
    let names = Names::of(groups.iter().map(|group| group.name.as_str()));
    let mut ids = HashMap::with_capacity(groups.len());
    for (group, guids) in groups.iter().zip(guids) {
        let mut guid = guids.into_iter().next();
        if let Some(identifier) = guid.take_if(|guid| shared.contains(guid)) {
            notes.repaired(group.place, Reason::SharedIdentifier { identifier });
        }
        let name = format!("{}:{kind}:{}", frame.prefix, names.key(&group.name));
        ids.insert(clean::name_key(&group.name), guid.into_iter().chain([name]).collect());
    }
    ids
}

/// Absent where the file gives none: the XML of a programme lacks guids that its JSON has.
fn guid<T>(group: &Group<T>, ids: &HashMap<String, Vec<String>>) -> Field<String> {
    match &group.guid {
        None => Field::Absent,
        Some(guid) => {
            let identifies = ids.values().flatten().any(|id| *id == format!("guid:{guid}"));
            Field::known(Some(guid.clone()).filter(|_| identifies))
        }
    }
}

fn room_texts(group: &Group<super::Room>, frame: &Frame, notes: &mut Notes) -> Translations<RoomTranslationInput> {
    let mut texts = std::collections::BTreeMap::<String, RoomTranslationInput>::new();
    texts.entry(frame.locale.clone()).or_default().name = Field::Value(group.name.clone());
    for room in &group.sources {
        for (locale, raw) in &room.descriptions {
            let description = notes.markdown("room description", &room.place, Some(raw));
            let locale = locale.as_ref().unwrap_or(&frame.locale);
            if description.is_none() && !texts.contains_key(locale) {
                continue;
            }
            let field = &mut texts.entry(locale.clone()).or_default().description;
            if field.value().is_none() {
                *field = Field::known(description);
            }
        }
    }
    texts.into_iter().collect()
}

fn capacity(room: &super::Room, notes: &mut Notes) -> Option<i32> {
    let raw = clean::token(room.capacity.as_deref()?)?;
    let capacity = raw.parse().ok().filter(|capacity| *capacity >= 0);
    if capacity.is_none() {
        notes.skipped(&room.place, Reason::Unreadable { field: "capacity", value: raw.to_owned() });
    }
    capacity
}

/// `#rrggbb` in lower case, from that, `#rgb`, or either without `#`.
fn colour(raw: &str, place: &str, notes: &mut Notes) -> Option<String> {
    let raw = clean::token(raw)?;
    let digits = raw.strip_prefix('#').unwrap_or(raw).to_ascii_lowercase();
    let is_hexadecimal = digits.chars().all(|c| c.is_ascii_hexdigit());
    match digits.len() {
        6 if is_hexadecimal => Some(format!("#{digits}")),
        3 if is_hexadecimal => Some(digits.chars().fold("#".to_owned(), |colour, c| format!("{colour}{c}{c}"))),
        _ => {
            notes.skipped(place, Reason::Unreadable { field: "colour", value: raw.to_owned() });
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_have_one_form() {
        let mut notes = Notes::default();
        let mut read = |raw| colour(raw, "here", &mut notes);

        assert_eq!(read("#4D4D4C").as_deref(), Some("#4d4d4c"));
        assert_eq!(read("a1F").as_deref(), Some("#aa11ff"));
        assert_eq!(read("teal"), None);
        assert_eq!(read(""), None);
        assert_eq!(notes.into_vec().len(), 1);
    }
}
