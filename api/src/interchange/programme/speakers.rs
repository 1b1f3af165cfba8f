//! Who is who. Files name people by guid, by an id that merged sources repeat, or only by name; the same name
//! under two ids is nearly always one person, the same id with two names never is.

use std::collections::{HashMap, HashSet};

use super::{
    Frame, Link, Names, Person, Programme, Texts, companies::Companies, identity, language, link, mentioned,
    texts::Gathered,
};
use crate::interchange::{
    clean,
    document::{Field, LinkInput, SpeakerInput, SpeakerTranslationInput},
    reading::{Notes, Reason},
};

/// The people of a programme.
pub struct Speakers {
    pub items: Vec<SpeakerInput>,
    /// The index in `items` of each person of the sessions, in the order of the file, then of those listed beside
    /// them; `None` for one without a name.
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
    /// What surely tells people apart: a guid, else the id in a list of people.
    guid: Option<&'a str>,
    id: Option<&'a str>,
    is_listed: bool,
}

pub fn speakers(programme: &Programme, frame: &Frame, companies: &Companies, notes: &mut Notes) -> Speakers {
    let mentions = mentions(programme, notes);
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
    let known = Known::of(programme);
    let mut items = Vec::with_capacity(groups.len());
    for (group, ids) in groups.iter().zip(ids) {
        items.push(speaker(group, ids, &known, frame, companies, notes));
    }
    Speakers { items, of_persons }
}

fn mentions<'a>(programme: &'a Programme, notes: &mut Notes) -> Vec<Option<Mention<'a>>> {
    let mut listed: HashMap<&str, &Person> = HashMap::new();
    for person in &programme.people {
        if let Some(id) = person.id.as_deref().and_then(clean::token) {
            listed.entry(id).or_insert(person);
        }
    }
    let mut mentions = Vec::new();
    for session in &programme.sessions {
        for person in &session.persons {
            let place = session.place.as_str();
            if !person.is_reference {
                mentions.push(mention(person, place, false, notes));
                continue;
            }
            let id = person.id.as_deref().unwrap_or_default().trim();
            let person = listed.get(id);
            if person.is_none() {
                notes.skipped(place, Reason::Dangling { field: "speaker", id: id.to_owned() });
            }
            // Whoever has no name is told of once, in the list.
            let named = person.filter(|person| person.name.as_deref().and_then(clean::token).is_some());
            mentions.push(named.and_then(|person| mention(person, &person.place, true, &mut Notes::default())));
        }
    }
    for person in &programme.people {
        mentions.push(mention(person, &person.place, true, notes));
    }
    mentions
}

fn mention<'a>(person: &'a Person, place: &'a str, is_listed: bool, notes: &mut Notes) -> Option<Mention<'a>> {
    let name = notes.line("name", place, person.name.as_deref());
    if name.is_none() {
        notes.skipped(place, Reason::NamelessPerson);
    }
    let name = name?;
    let id = person.id.as_deref().and_then(clean::token);
    let guid = person.guid.as_deref().and_then(clean::token).or(id.filter(|_| is_listed));
    Some(Mention { person, place, key: clean::name_key(&name), name, guid, id, is_listed })
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
    let mut seen = HashSet::new();
    for mention in mentions.iter().flatten() {
        let guid = mention.guid.filter(is_sure).filter(|guid| seen.insert((mention.key.as_str(), *guid)));
        guids_of.entry(&mention.key).or_default().extend(guid);
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
            let guids = group.iter().filter_map(|mention| mention.person.guid.as_deref().and_then(clean::token));
            let guids = guids.map(|guid| format!("guid:{guid}"));
            let by_id = group.iter().filter_map(|mention| match mention.is_listed {
                true => Some(format!("{prefix}:person:{}", mention.id?)),
                false => Some(format!("{prefix}:person:{}:{}", mention.id?, names.key(&mention.name))),
            });
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
    job_title: bool,
    company: bool,
    pronouns: bool,
    languages: bool,
    photo: bool,
    links: bool,
}

impl Known {
    fn of(programme: &Programme) -> Self {
        let persons = || programme.sessions.iter().flat_map(|session| &session.persons).chain(&programme.people);
        let any = |mentions: fn(&Person) -> bool| persons().any(mentions);
        Self {
            biography: any(|person| person.biography.is_some()),
            job_title: any(|person| person.job_title.is_some()),
            company: any(|person| person.company.is_some()),
            pronouns: any(|person| person.pronouns.is_some()),
            languages: any(|person| person.languages.is_some()),
            photo: any(|person| person.photo_url.is_some()),
            links: any(|person| person.url.is_some() || person.links.is_some()),
        }
    }
}

fn speaker(
    group: &[&Mention],
    external_ids: Vec<String>,
    known: &Known,
    frame: &Frame,
    companies: &Companies,
    notes: &mut Notes,
) -> SpeakerInput {
    let place = group.first().map(|mention| format!("{}, person \"{}\"", mention.place, mention.name));
    let at = place.as_deref().unwrap_or_default();
    let bio = first_of("biography", group, at, notes, |person| person.biography.as_ref().filter(has_text));
    let job_title = first_of("job title", group, at, notes, |person| person.job_title.as_ref().filter(has_text));
    let locale = Texts::locale(bio.or(job_title), &frame.locale);
    let mut texts = Gathered::<SpeakerTranslationInput>::new(&locale, at);
    texts.markdown("biography", bio, known.biography, |texts| &mut texts.bio, notes);
    texts.line("job title", job_title, known.job_title, |texts| &mut texts.job_title, notes);
    let mut token = |field, pick: fn(&Person) -> Option<&String>| {
        first_of(field, group, at, notes, |person| pick(person).and_then(|text| clean::token(text)))
    };
    let photo = token("avatar", |person| person.photo_url.as_ref());
    let pronouns = token("pronouns", |person| person.pronouns.as_ref());
    let languages = token("languages", |person| person.languages.as_ref());
    let company = token("company", |person| person.company.as_ref().and_then(|company| company.name.as_ref()));
    let photo = photo.and_then(|url| link::web(url, frame.base.as_ref(), at, notes));
    let pronouns = notes.line("pronouns", at, pronouns);
    let languages = languages.map(|languages| language::valid(languages, at, notes)).filter(|all| !all.is_empty());
    let links = links(group, at, frame, notes);
    SpeakerInput {
        external_ids,
        source_locale: Some(locale.as_str().into()),
        translations: texts.translations(),
        name: Field::known(group.first().map(|mention| mention.name.clone())),
        pronouns: mentioned(pronouns, known.pronouns),
        company: mentioned(company.and_then(|name| companies.id(name)), known.company),
        languages: mentioned(languages, known.languages),
        photo_url: mentioned(photo, known.photo),
        links: mentioned(Some(links).filter(|links| !links.is_empty()), known.links),
        place,
        ..SpeakerInput::default()
    }
}

fn has_text(texts: &&Texts) -> bool {
    texts.first().is_some()
}

/// The first that a person has anywhere; others are noted.
fn first_of<'a, T: PartialEq + ?Sized>(
    field: &'static str,
    group: &[&Mention<'a>],
    place: &str,
    notes: &mut Notes,
    pick: impl Fn(&'a Person) -> Option<&'a T>,
) -> Option<&'a T> {
    let mut texts = group.iter().filter_map(|mention| pick(mention.person));
    let first = texts.next()?;
    if texts.any(|text| text != first) {
        notes.repaired(place, Reason::Repeated { field });
    }
    Some(first)
}

fn links(group: &[&Mention], place: &str, frame: &Frame, notes: &mut Notes) -> Vec<LinkInput> {
    let mut raws: Vec<Link> = Vec::new();
    let mut seen = HashSet::new();
    for Mention { person, .. } in group {
        let website = || Some("website".to_owned());
        let page = person.url.clone().map(|url| Link { url: Some(url), title: None, kind: website() });
        let all = page.into_iter().chain(person.links.iter().flatten().cloned());
        raws.extend(all.filter(|link| seen.insert(link.url.clone())));
    }
    link::links(&raws, frame.base.as_ref(), place, notes)
}
