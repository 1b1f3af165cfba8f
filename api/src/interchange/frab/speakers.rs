//! Who is who. Files name people by guid, by an id that merged sources repeat, or only by name; the same name
//! under two ids is nearly always one person, the same id with two names never is.

use std::collections::{HashMap, HashSet};

use super::{Frame, Names, Person, Schedule, identity, link, mentioned};
use crate::interchange::{
    clean,
    document::{Field, LinkInput, SpeakerInput, SpeakerTranslationInput, Translations},
    reading::{Notes, Reason},
};

/// The people of a programme.
pub struct Speakers {
    pub items: Vec<SpeakerInput>,
    /// The index in `items` of each person, in the order of the file; `None` for one without a name.
    of_persons: Vec<Option<usize>>,
}

impl Speakers {
    /// How a document names a person of the file.
    pub fn id(&self, person: usize) -> Option<&str> {
        let speaker = self.items.get((*self.of_persons.get(person)?)?)?;
        speaker.external_ids.first().map(String::as_str)
    }
}

/// A person as one session of the file names them.
struct Mention<'a> {
    person: &'a Person,
    place: &'a str,
    name: String,
    key: String,
    guid: Option<&'a str>,
    id: Option<&'a str>,
}

pub fn speakers(schedule: &Schedule, frame: &Frame, notes: &mut Notes) -> Speakers {
    let mentions = mentions(schedule, notes);
    let groups = groups(&mentions, notes);
    let mut of_persons = vec![None; mentions.len()];
    for (speaker, group) in groups.iter().enumerate() {
        for index in group {
            of_persons[*index] = Some(speaker);
        }
    }
    let groups: Vec<Vec<&Mention>> =
        groups.iter().map(|group| group.iter().filter_map(|index| mentions[*index].as_ref()).collect()).collect();
    note_ids(&groups, notes);
    let ids = identifiers(&groups, frame);
    let known = Known::of(schedule);
    let items = groups.iter().zip(ids).map(|(group, ids)| speaker(group, ids, &known, frame, notes)).collect();
    Speakers { items, of_persons }
}

fn mentions<'a>(schedule: &'a Schedule, notes: &mut Notes) -> Vec<Option<Mention<'a>>> {
    let mut mentions = Vec::new();
    for session in &schedule.sessions {
        for person in &session.persons {
            let place = session.place.as_str();
            let name = notes.line("name", place, person.name.as_deref());
            if name.is_none() {
                notes.skipped(place, Reason::NamelessPerson);
            }
            mentions.push(name.map(|name| Mention {
                person,
                place,
                key: clean::name_key(&name),
                name,
                guid: person.guid.as_deref().and_then(clean::token),
                id: person.id.as_deref().and_then(clean::token),
            }));
        }
    }
    mentions
}

/// The mentions of each person, by index. A guid tells people apart, unless it names two; where there is none
/// the name does.
fn groups(mentions: &[Option<Mention>], notes: &mut Notes) -> Vec<Vec<usize>> {
    let mut names_of: HashMap<&str, HashSet<&str>> = HashMap::new();
    let mut guids_of: HashMap<&str, Vec<&str>> = HashMap::new();
    for mention in mentions.iter().flatten() {
        if let Some(guid) = mention.guid {
            names_of.entry(guid).or_default().insert(&mention.key);
        }
    }
    let is_sure = |guid: &&str| names_of.get(guid).is_some_and(|names| names.len() == 1);
    for mention in mentions.iter().flatten() {
        let guids = guids_of.entry(&mention.key).or_default();
        guids.extend(mention.guid.filter(is_sure).filter(|guid| !guids.contains(guid)));
    }

    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut known: HashMap<(&str, Option<&str>), usize> = HashMap::new();
    for (index, mention) in mentions.iter().enumerate() {
        let Some(mention) = mention else { continue };
        let namesakes = guids_of.get(mention.key.as_str()).map(Vec::as_slice).unwrap_or_default();
        let guid = mention.guid.filter(is_sure).or_else(|| {
            if namesakes.len() > 1 {
                notes.repaired(mention.place, Reason::AmbiguousPerson { name: mention.name.clone() });
            }
            namesakes.first().copied()
        });
        let next = groups.len();
        let group = *known.entry((&mention.key, guid)).or_insert(next);
        match groups.get_mut(group) {
            Some(group) => group.push(index),
            None => groups.push(vec![index]),
        }
    }
    groups
}

/// Tells which ids did not tell people apart.
fn note_ids(groups: &[Vec<&Mention>], notes: &mut Notes) {
    let mut owner_of: HashMap<(&str, &str), usize> = HashMap::new();
    for (index, group) in groups.iter().enumerate() {
        let Some(first) = group.first() else { continue };
        for mention in group {
            let names = [("id", mention.id), ("guid", mention.guid)];
            for (kind, id) in names.into_iter().filter_map(|(kind, id)| Some((kind, id?))) {
                if *owner_of.entry((kind, id)).or_insert(index) != index {
                    notes.repaired(mention.place, Reason::SharedPersonId { id: id.to_owned() });
                }
            }
            if mention.guid.is_none() && first.id.is_some() && mention.id.is_some_and(|id| Some(id) != first.id) {
                notes.repaired(mention.place, Reason::SeveralPersonIds { name: mention.name.clone() });
            }
        }
    }
}

/// What names each person, the surest first. Never empty, and no two have one in common.
fn identifiers(groups: &[Vec<&Mention>], frame: &Frame) -> Vec<Vec<String>> {
    let names = Names::of(groups.iter().flatten().map(|mention| mention.name.as_str()));
    let prefix = &frame.prefix;
    let candidates: Vec<Vec<String>> = groups
        .iter()
        .map(|group| {
            let guids = group.iter().filter_map(|mention| Some(format!("guid:{}", mention.guid?)));
            let by_id = group
                .iter()
                .filter_map(|mention| Some(format!("{prefix}:person:{}:{}", mention.id?, names.key(&mention.name))));
            let by_name = group.iter().map(|mention| format!("{prefix}:person:{}", names.key(&mention.name)));
            let mut seen = HashSet::new();
            guids.chain(by_id).chain(by_name).filter(|id| seen.insert(id.clone())).collect()
        })
        .collect();
    let shared = identity::shared(candidates.iter().map(Vec::as_slice));
    candidates.into_iter().map(|ids| ids.into_iter().filter(|id| !shared.contains(id)).collect()).collect()
}

/// What the file tells of anybody.
struct Known {
    biography: bool,
    photo: bool,
    links: bool,
}

impl Known {
    fn of(schedule: &Schedule) -> Self {
        let persons = || schedule.sessions.iter().flat_map(|session| &session.persons);
        Self {
            biography: persons().any(|person| person.biography.is_some()),
            photo: persons().any(|person| person.photo_url.is_some()),
            links: persons().any(|person| person.url.is_some() || person.links.is_some()),
        }
    }
}

fn speaker(
    group: &[&Mention],
    external_ids: Vec<String>,
    known: &Known,
    frame: &Frame,
    notes: &mut Notes,
) -> SpeakerInput {
    let place = group.first().map(|mention| format!("{}, person \"{}\"", mention.place, mention.name));
    let at = place.as_deref().unwrap_or_default();
    let bio = first_of("biography", group, at, notes, |person| person.biography.as_deref());
    let bio = notes.markdown("biography", at, bio);
    let photo = first_of("avatar", group, at, notes, |person| person.photo_url.as_deref());
    let photo = photo.and_then(|url| link::web(url, frame.base.as_ref(), at, notes));
    let links = links(group, at, frame, notes);
    let texts = SpeakerTranslationInput { bio: mentioned(bio, known.biography), ..SpeakerTranslationInput::default() };
    SpeakerInput {
        external_ids,
        source_locale: Some(frame.locale.clone().into()),
        translations: Translations::one(&frame.locale, texts),
        name: Field::known(group.first().map(|mention| mention.name.clone())),
        photo_url: mentioned(photo, known.photo),
        links: mentioned(Some(links).filter(|links| !links.is_empty()), known.links),
        place,
        ..SpeakerInput::default()
    }
}

/// The first text that a person has anywhere; others are noted.
fn first_of<'a>(
    field: &'static str,
    group: &[&Mention<'a>],
    place: &str,
    notes: &mut Notes,
    pick: impl Fn(&'a Person) -> Option<&'a str>,
) -> Option<&'a str> {
    let mut texts = group.iter().filter_map(|mention| clean::token(pick(mention.person)?));
    let first = texts.next()?;
    if texts.any(|text| text != first) {
        notes.repaired(place, Reason::Repeated { field });
    }
    Some(first)
}

fn links(group: &[&Mention], place: &str, frame: &Frame, notes: &mut Notes) -> Vec<LinkInput> {
    let mut links: Vec<LinkInput> = Vec::new();
    let mut raws = HashSet::new();
    for Mention { person, .. } in group {
        let page = person.url.as_deref().map(|url| (url, None, Some("website")));
        let others =
            person.links.iter().flatten().filter_map(|link| Some((link.url.as_deref()?, link.title.as_deref(), None)));
        for (raw, title, kind) in page.into_iter().chain(others).filter(|(raw, ..)| raws.insert(*raw)) {
            let Some(url) = link::web(raw, frame.base.as_ref(), place, notes) else { continue };
            let title = notes.line("link title", place, title);
            links.push(LinkInput { url, title, kind: kind.map(str::to_owned) });
        }
    }
    links
}
