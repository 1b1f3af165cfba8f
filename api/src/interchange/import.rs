//! Brings a document in: finds what each item is, creates what is new, updates what differs, leaves the rest.
//!
//! A thing is found by its uid, else by its names elsewhere, the surest first, else by its slug, never by its
//! place in the file. So the same file again changes nothing, and a newer version changes what is new in it.

use std::collections::{HashMap, HashSet};

use entity::{
    ContentRow, Publication, TranslationRow, company, event, room, series, session, speaker, tag, tier, track,
};
use indicatif::ProgressBar;
use uuid::Uuid;

use super::{
    document::{self, Document, Field, Texts},
    item::{Find, Importable, References, apply_texts},
    names::Names,
    report::Report,
};
use crate::{
    Error, Result,
    content::{
        Content,
        write::{State, Updated, Write},
    },
    locale::Locale,
};

/// Brings a whole document in; the transaction is still to be committed.
pub async fn import(
    document: &Document,
    write: &mut Write,
    default_locale: &Locale,
    report: &mut Report,
    progress: &ProgressBar,
) -> Result<()> {
    progress.set_length(size(document));
    let mut importer =
        Importer { write, default_locale, names: Names::default(), updated: HashSet::new(), report, progress };
    importer.items(&document.tags, Uuid::nil(), "tags").await?;
    importer.items(&document.series, Uuid::nil(), "series").await?;
    importer.items(&document.companies, Uuid::nil(), "companies").await?;
    importer.items(&document.speakers, Uuid::nil(), "speakers").await?;
    let events = importer.items(&document.events, Uuid::nil(), "events").await?;
    for (at, (event, uid)) in document.events.iter().zip(events).enumerate() {
        let place = format!("events[{at}]");
        match uid {
            Some(uid) => importer.programme(event, uid, &place).await?,
            None => importer.skip_programme(event, &place),
        }
    }
    importer.items(&document.posts, Uuid::nil(), "posts").await?;
    Ok(())
}

/// How many items a document has.
fn size(document: &Document) -> u64 {
    let of_event =
        |event: &document::Event| 1 + event.rooms.len() + event.tracks.len() + event.tiers.len() + event.sessions.len();
    let events: usize = document.events.iter().map(of_event).sum();
    let rest = document.tags.len() + document.series.len() + document.companies.len() + document.speakers.len();
    (events + rest + document.posts.len()) as u64
}

struct Importer<'i> {
    write: &'i mut Write,
    default_locale: &'i Locale,
    names: Names,
    /// What has been created or updated so far.
    updated: HashSet<Uuid>,
    report: &'i mut Report,
    progress: &'i ProgressBar,
}

impl Importer<'_> {
    /// An event that does not come in takes its parts with it.
    fn skip_programme(&mut self, event: &document::Event, place: &str) {
        let place = event.place.as_deref().unwrap_or(place);
        let parts = [
            ("room", event.rooms.len()),
            ("track", event.tracks.len()),
            ("tier", event.tiers.len()),
            ("session", event.sessions.len()),
        ];
        for (kind, count) in parts.into_iter().filter(|(_, count)| *count > 0) {
            self.report.tally(kind).skipped += count;
            self.report.leave_out(place, format!("{count} of its parts, each a {kind}, since the event was skipped"));
        }
    }

    /// What is part of an event.
    async fn programme(&mut self, event: &document::Event, uid: Uuid, place: &str) -> Result<()> {
        self.items(&event.rooms, uid, &format!("{place}.rooms")).await?;
        self.items(&event.tracks, uid, &format!("{place}.tracks")).await?;
        self.items(&event.tiers, uid, &format!("{place}.tiers")).await?;
        self.sponsorships(event, uid, place).await?;
        let sessions = self.items(&event.sessions, uid, &format!("{place}.sessions")).await?;
        if event.sessions.iter().any(|session| !session.external_ids.is_empty()) {
            self.note_gone(uid, sessions.into_iter().flatten().collect()).await?;
        }
        Ok(())
    }

    async fn sponsorships(&mut self, event: &document::Event, uid: Uuid, place: &str) -> Result<()> {
        let tiers = event.sponsorships.value().into_iter().flatten().filter_map(|given| given.tier.as_deref());
        self.names.learn::<tier::Entity>(self.write, uid, tiers).await?;
        let Some(before) = self.write.load::<event::Entity>(&[uid]).await?.remove(&uid) else { return Ok(()) };
        let (mut after, mut lost) = (before.clone(), Vec::new());
        event.apply_sponsorships(&mut after, &Find { names: &self.names, event: uid }, &mut lost);
        self.tell_lost(event.place.as_deref().unwrap_or(place), lost);
        let updated = self.write.update(&before, after).await?;
        if updated != Updated::Unchanged && self.updated.insert(uid) {
            let tally = self.report.tally(event::Entity::KIND);
            tally.unchanged = tally.unchanged.saturating_sub(1);
            tally.updated += 1;
        }
        Ok(())
    }

    /// Sessions of the event that are not in this file.
    async fn note_gone(&mut self, event: Uuid, seen: HashSet<Uuid>) -> Result<()> {
        for row in self.write.parts::<session::Entity>(event).await? {
            if !seen.contains(&row.uid) {
                self.report.gone(format!("session `{}`", row.slug));
            }
        }
        Ok(())
    }

    /// Brings the items of one type in; the uid of each, none for one that was skipped.
    async fn items<I: Importable>(&mut self, items: &[I], event: Uuid, path: &str) -> Result<Vec<Option<Uuid>>> {
        let scope = if I::Entity::SLUG_IN_PARENT { event } else { Uuid::nil() };
        let known = self.known(items, event, scope).await?;
        self.learn_references(items, event).await?;
        let existing: Vec<Uuid> = known.iter().flatten().map(|found| found.uid).collect();
        let mut states = self.write.load::<I::Entity>(&existing).await?;
        let mut uids = Vec::with_capacity(items.len());
        for (at, (item, found)) in items.iter().zip(known).enumerate() {
            let place = item.place().map_or_else(|| format!("{path}[{at}]"), str::to_owned);
            let before = match &found {
                None => None,
                Some(found) => match states.remove(&found.uid) {
                    Some(state) => Some(state),
                    None => {
                        self.report.skip(I::Entity::KIND, &place, "another item of the file is the same thing");
                        uids.push(None);
                        continue;
                    }
                },
            };
            let takes_slug = found.is_some_and(|found| found.takes_slug);
            let uid = match self.item(item, before, takes_slug, event, scope, &place).await {
                Ok(uid) => Some(uid),
                Err(Error::Invalid(faults)) => {
                    self.report.skip(I::Entity::KIND, &place, Error::Invalid(faults));
                    None
                }
                Err(error) => return Err(error),
            };
            if let Some(uid) = uid {
                let given = item.uid().map(|uid| uid.to_string());
                let names = item.external_ids().iter().map(String::as_str).chain(item.slug()).chain(given.as_deref());
                for name in names {
                    self.names.insert::<I::Entity>(scope, name, uid);
                }
                self.names.insert::<I::Entity>(scope, &uid.to_string(), uid);
            }
            uids.push(uid);
            self.progress.inc(1);
        }
        Ok(uids)
    }

    /// What each item is already, when it is something.
    async fn known<I: Importable>(&self, items: &[I], event: Uuid, scope: Uuid) -> Result<Vec<Option<Found>>> {
        let uids: Vec<Uuid> = items.iter().filter_map(document::Item::uid).collect();
        let slugs: Vec<String> = items.iter().filter_map(|item| item.slug().map(str::to_owned)).collect();
        let external_ids: Vec<Vec<String>> = items.iter().map(names_elsewhere).collect();
        let by_uid = self.write.load::<I::Entity>(&uids).await?;
        let by_slug = self.write.find_by_slug::<I::Entity>(scope, &slugs).await?;
        let by_external_id = self.write.find_by_external_id::<I::Entity>(Some(event), &external_ids.concat()).await?;
        let mut found: Vec<Option<Found>> = items
            .iter()
            .map(|item| item.uid().filter(|uid| by_uid.contains_key(uid)).map(|uid| Found { uid, takes_slug: true }))
            .collect();
        let mut taken: HashSet<Uuid> = found.iter().flatten().map(|found| found.uid).collect();
        // The surest name of every item counts before the second of any: a room that took the name of another
        // is found by its guid, and so is the other.
        let ranks = external_ids.iter().map(Vec::len).max().unwrap_or_default();
        for rank in 0..ranks {
            for (ids, found) in external_ids.iter().zip(&mut found).filter(|(_, found)| found.is_none()) {
                let named = ids.get(rank).and_then(|id| by_external_id.get(id));
                // The slug here may have had to differ from the one there, and addresses stay as they are.
                *found = named.filter(|uid| taken.insert(**uid)).map(|uid| Found { uid: *uid, takes_slug: false });
            }
        }
        let parts: HashSet<Uuid> = if event.is_nil() || found.iter().all(Option::is_some) {
            HashSet::new()
        } else {
            self.write.parts::<I::Entity>(event).await?.iter().map(ContentRow::uid).collect()
        };
        for (item, found) in items.iter().zip(&mut found).filter(|(_, found)| found.is_none()) {
            // A slug may name a part of another event.
            let named =
                item.slug().and_then(|slug| by_slug.get(slug)).filter(|uid| event.is_nil() || parts.contains(uid));
            let counts = I::SLUG_IDENTIFIES || item.external_ids().is_empty();
            *found = named.filter(|_| counts).map(|uid| Found { uid: *uid, takes_slug: true });
        }
        Ok(found)
    }

    async fn learn_references<I: Importable>(&mut self, items: &[I], event: Uuid) -> Result<()> {
        let mut all = References::default();
        for item in items {
            let References { series, companies, speakers, tags, events, sessions, rooms, tracks, tiers } =
                item.references();
            all.series.extend(series);
            all.companies.extend(companies);
            all.speakers.extend(speakers);
            all.tags.extend(tags);
            all.events.extend(events);
            all.sessions.extend(sessions);
            all.rooms.extend(rooms);
            all.tracks.extend(tracks);
            all.tiers.extend(tiers);
        }
        let (names, write, nil) = (&mut self.names, &*self.write, Uuid::nil());
        names.learn::<series::Entity>(write, nil, all.series).await?;
        names.learn::<company::Entity>(write, nil, all.companies).await?;
        names.learn::<speaker::Entity>(write, nil, all.speakers).await?;
        names.learn::<tag::Entity>(write, nil, all.tags).await?;
        names.learn::<event::Entity>(write, nil, all.events).await?;
        names.learn::<session::Entity>(write, nil, all.sessions).await?;
        names.learn::<room::Entity>(write, event, all.rooms).await?;
        names.learn::<track::Entity>(write, event, all.tracks).await?;
        names.learn::<tier::Entity>(write, event, all.tiers).await
    }

    async fn item<I: Importable>(
        &mut self,
        item: &I,
        before: Option<State<I::Entity>>,
        takes_slug: bool,
        event: Uuid,
        scope: Uuid,
        place: &str,
    ) -> Result<Uuid> {
        let is_new = before.is_none();
        let mut after = before.clone().unwrap_or_default();
        let mut lost = Vec::new();
        self.head(item, &mut after, is_new);
        item.apply(&mut after, &Find { names: &self.names, event }, &mut lost);
        self.texts(item, &mut after, place);
        self.tell_lost(place, lost);
        let uid = match before {
            Some(before) => {
                if let Some(slug) = item.slug().filter(|slug| takes_slug && *slug != before.row.slug()) {
                    after.row.set_slug(slug.to_owned());
                }
                let uid = before.row.uid();
                match self.write.update(&before, after).await? {
                    Updated::Unchanged => self.report.tally(I::Entity::KIND).unchanged += 1,
                    Updated::Version(_) => {
                        self.updated.insert(uid);
                        self.report.tally(I::Entity::KIND).updated += 1;
                    }
                }
                uid
            }
            None => {
                if let Some(wanted) = item.slug() {
                    let slug = self.write.free_slug::<I::Entity>(scope, wanted).await?;
                    if slug != wanted {
                        self.report.repair(place, format!("the slug `{wanted}` is taken; it is `{slug}` here"));
                    }
                    after.row.set_slug(slug);
                }
                let uid = self.write.create(after, item.uid().unwrap_or_default()).await?;
                self.report.tally(I::Entity::KIND).created += 1;
                self.updated.insert(uid);
                uid
            }
        };
        self.write.identify::<I::Entity>(event, uid, &names_elsewhere(item));
        Ok(uid)
    }

    /// Source locale and publication.
    fn head<I: Importable>(&self, item: &I, state: &mut State<I::Entity>, is_new: bool) {
        match item.source_locale().and_then(Locale::parse) {
            Some(locale) => state.row.set_source_locale(locale.to_string()),
            None if is_new => state.row.set_source_locale(self.default_locale.to_string()),
            None => {}
        }
        let mut publication = state.row.publication();
        if is_new {
            publication = Publication { published_at: Some(self.write.now()), ..Publication::default() };
        }
        item.published_at().apply(&mut publication.published_at);
        item.unpublished_at().apply(&mut publication.unpublished_at);
        item.archived_at().apply(&mut publication.archived_at);
        state.row.set_publication(publication);
    }

    fn texts<I: Importable>(&mut self, item: &I, state: &mut State<I::Entity>, place: &str) {
        for (tag, texts) in item.translations() {
            let Some(locale) = Locale::parse(tag) else {
                self.report.leave_out(place, format!("`{tag}` is not a language tag (BCP 47)"));
                continue;
            };
            let row = state.translations.entry(locale.to_string()).or_default();
            row.set_locale(locale.to_string());
            let (slug, mut from, mut until) = (texts.slug(), row.published_at(), row.unpublished_at());
            texts.published_at().apply(&mut from);
            texts.unpublished_at().apply(&mut until);
            row.set_publication(from, until);
            if !matches!(slug, Field::Absent) {
                row.set_slug(slug.value().cloned());
            }
            apply_texts::<I::Entity>(texts, row);
        }
        // A language without any text is no translation.
        let has_text = |row: &_| I::Entity::TEXTS.iter().any(|text| (text.get)(row).is_some());
        state.translations.retain(|_, row| has_text(row));
    }

    fn tell_lost(&mut self, place: &str, lost: Vec<String>) {
        let mut counts: HashMap<String, usize> = HashMap::new();
        for name in lost {
            if *counts.entry(name.clone()).and_modify(|count| *count += 1).or_insert(1) == 1 {
                self.report.leave_out(place, format!("{name} names nothing"));
            }
        }
    }
}

/// What an item is called elsewhere, the surest first. An item that has no such name is known by its slug in the
/// document, which may have had to differ in the database.
fn names_elsewhere<I: Importable>(item: &I) -> Vec<String> {
    let mut names = item.external_ids().to_vec();
    if names.is_empty() {
        names.extend(item.slug().map(|slug| format!("slug:{slug}")));
    }
    names
}

/// What an item is already.
struct Found {
    uid: Uuid,
    /// Whether the slug of the item is to become its own.
    takes_slug: bool,
}
