//! The rooms and tracks of a programme: those it lists, and those its sessions name.

use std::collections::HashMap;

use super::{Frame, Names, Programme, Texts, identity, mentioned, texts::Gathered};
use crate::interchange::{
    clean,
    document::{Field, RoomInput, RoomTranslationInput, TrackInput, TrackTranslationInput},
    reading::{Notes, Reason},
};

/// Parts of an event that its sessions name, in order of appearance.
pub struct Parts<T> {
    pub items: Vec<T>,
    /// The identifiers of each by its keys, the surest first.
    ids: HashMap<Key, Vec<String>>,
}

/// How sessions name a part: by its id in the file or its guid, or by its name, see [`clean::name_key`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Id(String),
    Name(String),
}

impl<T> Parts<T> {
    /// How a document names the part with this id or name.
    pub fn id(&self, name: &str) -> Option<String> {
        let ids = self.ids.get(&Key::Id(name.to_owned()));
        ids.or_else(|| self.ids.get(&Key::Name(clean::name_key(name))))?.first().cloned()
    }
}

/// What the file says of a part in one place.
struct Mention<'a, T> {
    place: &'a str,
    id: Option<&'a str>,
    name: Option<&'a Texts>,
    guid: Option<&'a str>,
    item: &'a T,
}

/// One part under all that the file says of it in several places.
struct Group<'a, T> {
    name: String,
    /// The first place that says anything.
    place: &'a str,
    id: Option<&'a str>,
    guid: Option<String>,
    sources: Vec<&'a T>,
}

pub fn rooms(programme: &Programme, frame: &Frame, notes: &mut Notes) -> Parts<RoomInput> {
    let mentions = programme.rooms.iter().map(|room| Mention {
        place: &room.place,
        id: room.id.as_deref().and_then(clean::token),
        name: room.name.as_ref(),
        guid: room.guid.as_deref().and_then(clean::token),
        item: room,
    });
    let groups = groups("room", mentions, frame, notes);
    let ids = identifiers("room", &groups, frame, notes);
    let has_capacity = programme.rooms.iter().any(|room| room.capacity.is_some());
    let mut items = Vec::with_capacity(groups.len());
    for ((position, group), external_ids) in (0..).zip(&groups).zip(&ids) {
        let capacity = group.sources.iter().find_map(|room| capacity(room, notes));
        let name = group.sources.iter().find_map(|room| room.name.as_ref());
        let locale = Texts::locale(name, &frame.locale);
        let mut texts = Gathered::<RoomTranslationInput>::new(&locale, group.place);
        for room in &group.sources {
            texts.quiet_line(room.name.as_ref(), |texts| &mut texts.name);
            texts.markdown("room description", room.description.as_ref(), false, |texts| &mut texts.description, notes);
        }
        name_at_least(&mut texts.row(&locale).name, &group.name);
        items.push(RoomInput {
            external_ids: external_ids.clone(),
            source_locale: Some(locale.as_str().into()),
            translations: texts.translations(),
            place: Some(group.place.to_owned()),
            capacity: mentioned(capacity, has_capacity),
            position: Field::Value(position),
            guid: guid(group, external_ids),
            ..RoomInput::default()
        });
    }
    Parts { items, ids: by_key(&groups, &ids) }
}

pub fn tracks(programme: &Programme, frame: &Frame, notes: &mut Notes) -> Parts<TrackInput> {
    let mentions = programme.tracks.iter().map(|track| Mention {
        place: &track.place,
        id: track.id.as_deref().and_then(clean::token),
        name: track.name.as_ref(),
        guid: track.guid.as_deref().and_then(clean::token),
        item: track,
    });
    let groups = groups("track", mentions, frame, notes);
    let ids = identifiers("track", &groups, frame, notes);
    let has_colour = programme.tracks.iter().any(|track| track.colour.is_some());
    let mut items = Vec::with_capacity(groups.len());
    for ((position, group), external_ids) in (0..).zip(&groups).zip(&ids) {
        let colour = group.sources.iter().find_map(|track| colour(track.colour.as_deref()?, &track.place, notes));
        let name = group.sources.iter().find_map(|track| track.name.as_ref());
        let locale = Texts::locale(name, &frame.locale);
        let mut texts = Gathered::<TrackTranslationInput>::new(&locale, group.place);
        for track in &group.sources {
            texts.quiet_line(track.name.as_ref(), |texts| &mut texts.name);
            let description = track.description.as_ref();
            texts.markdown("track description", description, false, |texts| &mut texts.description, notes);
        }
        name_at_least(&mut texts.row(&locale).name, &group.name);
        items.push(TrackInput {
            external_ids: external_ids.clone(),
            source_locale: Some(locale.as_str().into()),
            translations: texts.translations(),
            place: Some(group.place.to_owned()),
            colour: mentioned(colour, has_colour),
            position: Field::Value(position),
            ..TrackInput::default()
        });
    }
    Parts { items, ids: by_key(&groups, &ids) }
}

/// Whatever has no name is called by its id.
fn name_at_least(name: &mut Field<String>, otherwise: &str) {
    if name.value().is_none() {
        *name = Field::Value(otherwise.to_owned());
    }
}

fn groups<'a, T>(
    field: &'static str,
    mentions: impl Iterator<Item = Mention<'a, T>>,
    frame: &Frame,
    notes: &mut Notes,
) -> Vec<Group<'a, T>> {
    let mut groups: Vec<Group<'a, T>> = Vec::new();
    let mut by_key: HashMap<Key, usize> = HashMap::new();
    for mention in mentions {
        let text = mention.name.and_then(|name| name.in_locale(&frame.locale).or_else(|| name.first()));
        let name = notes.line(field, mention.place, text).or_else(|| {
            let id = mention.id.map(str::to_owned);
            id.iter().for_each(|_| notes.repaired(mention.place, Reason::NoTitle { source_field: "id" }));
            id
        });
        let Some(name) = name else { continue };
        let guid = mention.guid.map(str::to_owned);
        let next = groups.len();
        let by_name = Key::Name(clean::name_key(&name));
        let key = mention.id.map_or_else(|| by_name.clone(), |id| Key::Id(id.to_owned()));
        let index = *by_key.entry(key).or_insert(next);
        by_key.entry(by_name).or_insert(index);
        match groups.get_mut(index) {
            Some(group) => {
                group.guid = group.guid.take().or(guid);
                group.sources.push(mention.item);
            }
            None => {
                groups.push(Group { name, place: mention.place, id: mention.id, guid, sources: vec![mention.item] })
            }
        }
    }
    groups
}

/// By guid and id, where they name one part only, then by name. The import looks at all guids before any name, so
/// that a room that takes the name of another is not taken for it.
fn identifiers<T>(kind: &str, groups: &[Group<T>], frame: &Frame, notes: &mut Notes) -> Vec<Vec<String>> {
    let names = Names::of(groups.iter().map(|group| group.name.as_str()));
    let candidates: Vec<Vec<String>> = groups
        .iter()
        .map(|group| {
            let guid = group.guid.iter().map(|guid| format!("guid:{guid}"));
            let id = group.id.map(|id| format!("{}:{kind}:{id}", frame.prefix));
            let name = format!("{}:{kind}:{}", frame.prefix, names.key(&group.name));
            let name = Some(name).filter(|name| id.as_ref() != Some(name));
            guid.chain(id).chain(name).collect()
        })
        .collect();
    let shared = identity::shared(candidates.iter().map(Vec::as_slice));
    for (group, ids) in groups.iter().zip(&candidates) {
        for identifier in ids.iter().filter(|id| id.starts_with("guid:") && shared.contains(*id)) {
            notes.repaired(group.place, Reason::SharedIdentifier { identifier: identifier.clone() });
        }
    }
    candidates.into_iter().map(|ids| ids.into_iter().filter(|id| !shared.contains(id)).collect()).collect()
}

/// What sessions may call each part.
fn by_key<T>(groups: &[Group<T>], ids: &[Vec<String>]) -> HashMap<Key, Vec<String>> {
    let mut by_key = HashMap::with_capacity(groups.len());
    for (group, ids) in groups.iter().zip(ids) {
        let id = group.id.map(str::to_owned).into_iter().chain(group.guid.clone()).map(Key::Id);
        for key in id.chain([Key::Name(clean::name_key(&group.name))]) {
            by_key.entry(key).or_insert_with(|| ids.clone());
        }
    }
    by_key
}

/// Absent where the file gives none: the XML of a programme lacks guids that its JSON has.
fn guid<T>(group: &Group<T>, external_ids: &[String]) -> Field<String> {
    match &group.guid {
        None => Field::Absent,
        Some(guid) => {
            let identifies = external_ids.contains(&format!("guid:{guid}"));
            Field::known(Some(guid.clone()).filter(|_| identifies))
        }
    }
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
