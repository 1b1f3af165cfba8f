//! Brings a document in: finds what each item is, creates what is new, updates what differs, leaves the rest.
//!
//! A thing is found by its uid, else by its names elsewhere, the surest first, else by its slug, never by its
//! place in the file. So the same file again changes nothing, and a newer version changes what is new in it.

use std::collections::HashSet;

use entity::{ContentRow, event, session};
use indicatif::ProgressBar;
use uuid::Uuid;

use super::{
    document::{Document, EventInput},
    report::{Became, Report},
};
use crate::{
    Error, Fault, Result, Rule,
    content::{
        Content,
        input::{Blank, Input, apply_shared},
        names::{Find, Names, References},
        write::{Action, State, Updated, Write},
    },
    locale::Locale,
    node,
    permission::Deed,
};

/// Brings a whole document in; the transaction is still to be committed. What is new is public at once, unless
/// the document says otherwise.
pub async fn import(
    document: &Document,
    write: &mut Write,
    default_locale: &Locale,
    report: &mut Report,
    progress: &ProgressBar,
) -> Result<()> {
    progress.set_length(size(document));
    let mut importer = Importer::new(write, default_locale, Manner::Lenient, report, progress);
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
    let of_event = |event: &EventInput| {
        1 + event.rooms.len() + event.tracks.len() + event.tiers.len() + event.sessions.len() + event.releases.len()
    };
    let events: usize = document.events.iter().map(of_event).sum();
    let rest = document.tags.len() + document.series.len() + document.companies.len() + document.speakers.len();
    (events + rest + document.posts.len()) as u64
}

/// How items come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// A file of somebody else's: new things are public at once, a slug that is taken is numbered.
    Lenient,
    /// A request of our own API: new things are drafts, a slug that is taken is a fault.
    Strict,
}

/// Brings items in, type by type, in an order in which what is named comes first.
pub struct Importer<'i> {
    write: &'i mut Write,
    default_locale: &'i Locale,
    manner: Manner,
    names: Names,
    /// What has been created or updated so far.
    updated: HashSet<Uuid>,
    report: &'i mut Report,
    progress: &'i ProgressBar,
}

impl<'i> Importer<'i> {
    pub fn new(
        write: &'i mut Write,
        default_locale: &'i Locale,
        manner: Manner,
        report: &'i mut Report,
        progress: &'i ProgressBar,
    ) -> Self {
        let (names, updated) = (Names::default(), HashSet::new());
        Self { write, default_locale, manner, names, updated, report, progress }
    }

    /// An event that does not come in takes its parts with it.
    fn skip_programme(&mut self, event: &EventInput, place: &str) {
        let place = event.place.as_deref().unwrap_or(place);
        let parts = [
            ("room", event.rooms.len()),
            ("track", event.tracks.len()),
            ("tier", event.tiers.len()),
            ("session", event.sessions.len()),
            ("release", event.releases.len()),
        ];
        for (kind, count) in parts.into_iter().filter(|(_, count)| *count > 0) {
            self.report.skip_parts(kind, place, count);
        }
    }

    /// What is part of an event.
    async fn programme(&mut self, event: &EventInput, uid: Uuid, place: &str) -> Result<()> {
        self.items(&event.rooms, uid, &format!("{place}.rooms")).await?;
        self.items(&event.tracks, uid, &format!("{place}.tracks")).await?;
        self.items(&event.tiers, uid, &format!("{place}.tiers")).await?;
        self.parts(event, uid, event.place.as_deref().unwrap_or(place)).await?;
        let sessions = self.items(&event.sessions, uid, &format!("{place}.sessions")).await?;
        self.items(&event.releases, uid, &format!("{place}.releases")).await?;
        if event.sessions.iter().any(|session| !session.external_ids.is_empty()) {
            self.note_gone(uid, sessions.into_iter().flatten().collect()).await?;
        }
        Ok(())
    }

    /// What an item says that names its own parts, which are there only now.
    pub async fn parts<I: Input>(&mut self, item: &I, uid: Uuid, place: &str) -> Result<()> {
        node::learn(&mut self.names, self.write, &item.part_references(), uid).await?;
        let Some(live) = self.write.load::<I::Entity>(&[uid]).await?.remove(&uid) else { return Ok(()) };
        let before = self.write.pending(&live).await?;
        let (mut after, mut lost) = (before.clone(), Vec::new());
        item.apply_parts(&mut after, &Find { names: &self.names, event: uid }, &mut lost);
        self.report.lose(place, lost);
        let updated = self.write.update(&before, after, Action::Update, Vec::new()).await?;
        if updated != Updated::Unchanged && self.updated.insert(uid) {
            self.report.is_updated_after_all(I::Entity::KIND, uid);
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

    /// The events that items name as what they are part of, for [`Importer::items`].
    pub async fn learn_events(&mut self, names: impl IntoIterator<Item = &str>) -> Result<()> {
        self.names.learn::<event::Entity>(self.write, Uuid::nil(), names).await
    }

    /// The event that a name means.
    pub fn event(&self, name: &str) -> Option<Uuid> {
        self.names.get::<event::Entity>(Uuid::nil(), name)
    }

    /// An item that does not come in.
    pub fn refuse<I: Input>(&mut self, item: &I, fault: Fault) {
        self.report.skip(I::Entity::KIND, item.head().place.unwrap_or_default(), vec![fault]);
    }

    /// Brings the items of one type in; the uid of each, none for one that was skipped.
    pub async fn items<I: Input>(&mut self, items: &[I], event: Uuid, path: &str) -> Result<Vec<Option<Uuid>>> {
        let scope = if I::Entity::SLUG_IN_PARENT { event } else { Uuid::nil() };
        let known = self.known(items, event, scope).await?;
        let mut references = References::default();
        for item in items {
            references.extend(item.references());
        }
        node::learn(&mut self.names, self.write, &references, event).await?;
        let existing: Vec<Uuid> = known.iter().flatten().map(|found| found.uid).collect();
        let seen = self.write.seen::<I::Entity>(&existing, Uuid::nil()).await?;
        let mut states = self.write.load_pending::<I::Entity>(&existing).await?;
        let (mut uids, mut given) = (Vec::with_capacity(items.len()), HashSet::<&str>::new());
        for (at, (item, found)) in items.iter().zip(known).enumerate() {
            let place = item.head().place.map_or_else(|| format!("{path}[{at}]"), str::to_owned);
            let ids = item.head().external_ids;
            let again = ids.iter().find(|id| given.contains(id.as_str()));
            given.extend(ids.iter().map(String::as_str));
            if let Some(id) = again {
                let twice = Fault::new("external_ids", Rule::GivenTwice(id.clone()));
                self.report.skip(I::Entity::KIND, &place, vec![twice]);
                uids.push(None);
                continue;
            }
            if let Some(found) = found.as_ref().filter(|found| !seen.contains(&found.uid)) {
                // Two things cannot have one name: whoever may create is told so, and nobody else.
                let may_create = self.write.require_ever::<I::Entity>(Deed::Create).is_ok();
                let field = if found.takes_slug { "slug" } else { "external_ids" };
                let name = item.head().external_ids.first().map(String::as_str).or(item.head().slug);
                let fault = if may_create {
                    Fault::new(field, Rule::Taken(name.unwrap_or_default().to_owned()))
                } else {
                    Fault::new("", Rule::Forbidden { deed: Deed::Create })
                };
                self.report.skip(I::Entity::KIND, &place, vec![fault]);
                uids.push(None);
                continue;
            }
            let before = match &found {
                None => None,
                Some(found) => match states.remove(&found.uid) {
                    Some(state) => Some(state),
                    None => {
                        let twice = Rule::GivenTwice(found.uid.to_string());
                        self.report.skip(I::Entity::KIND, &place, vec![Fault::new("external_ids", twice)]);
                        uids.push(None);
                        continue;
                    }
                },
            };
            let takes_slug = found.is_some_and(|found| found.takes_slug);
            let uid = match self.item(item, before, takes_slug, event, scope, &place).await {
                Ok(uid) => Some(uid),
                Err(Error::Invalid(faults)) => {
                    self.report.skip(I::Entity::KIND, &place, faults);
                    None
                }
                Err(Error::Forbidden { deed, .. }) => {
                    self.report.skip(I::Entity::KIND, &place, vec![Fault::new("", Rule::Forbidden { deed })]);
                    None
                }
                Err(error) => return Err(error),
            };
            if let Some(uid) = uid {
                let head = item.head();
                let given = head.uid.map(|uid| uid.to_string());
                let names = head.external_ids.iter().map(String::as_str).chain(head.slug).chain(given.as_deref());
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
    async fn known<I: Input>(&self, items: &[I], event: Uuid, scope: Uuid) -> Result<Vec<Option<Found>>> {
        let uids: Vec<Uuid> = items.iter().filter_map(|item| item.head().uid).collect();
        let slugs: Vec<String> = items.iter().filter_map(|item| item.head().slug.map(str::to_owned)).collect();
        let external_ids: Vec<Vec<String>> = items.iter().map(names_elsewhere).collect();
        let by_uid = self.write.load::<I::Entity>(&uids).await?;
        let by_slug = self.write.find_by_slug::<I::Entity>(scope, &slugs).await?;
        let by_external_id = self.write.find_by_external_id::<I::Entity>(Some(event), &external_ids.concat()).await?;
        let mut found: Vec<Option<Found>> = items
            .iter()
            .map(|item| item.head().uid.filter(|uid| by_uid.contains_key(uid)))
            .map(|uid| uid.map(|uid| Found { uid, takes_slug: true }))
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
            let head = item.head();
            // A slug may name a part of another event.
            let named =
                head.slug.and_then(|slug| by_slug.get(slug)).filter(|uid| event.is_nil() || parts.contains(uid));
            let counts = I::SLUG_IDENTIFIES || head.external_ids.is_empty();
            *found = named.filter(|_| counts).map(|uid| Found { uid: *uid, takes_slug: true });
        }
        Ok(found)
    }

    async fn item<I: Input>(
        &mut self,
        item: &I,
        before: Option<State<I::Entity>>,
        takes_slug: bool,
        event: Uuid,
        scope: Uuid,
        place: &str,
    ) -> Result<Uuid> {
        let head = item.head();
        let mut after = before.clone().unwrap_or_default();
        let mut faults = Vec::new();
        let published_at = (self.manner == Manner::Lenient).then(|| self.write.now());
        let blank = Blank { locale: self.default_locale, published_at };
        apply_shared(item, &mut after, before.is_none().then_some(blank), &mut faults);
        item.apply(&mut after, &Find { names: &self.names, event }, &mut faults);
        // What cannot be taken over of an item is left out of it, and told.
        self.report.lose(place, faults);
        let (uid, became) = match before {
            Some(before) => {
                let takes_slug = takes_slug || self.manner == Manner::Strict;
                if let Some(slug) = head.slug.filter(|slug| takes_slug && *slug != before.row.slug()) {
                    after.row.set_slug(slug.to_owned());
                }
                let uid = before.row.uid();
                // Nothing may differ, and still not everybody may learn that.
                self.write.require_any::<I::Entity>(uid).await?;
                match self.write.update(&before, after, Action::Update, Vec::new()).await? {
                    Updated::Unchanged => (uid, Became::Unchanged),
                    Updated::Version(_) | Updated::Pending => (uid, Became::Updated),
                }
            }
            None => {
                if let Some(wanted) = head.slug.filter(|_| self.manner == Manner::Strict) {
                    after.row.set_slug(wanted.to_owned());
                } else if let Some(wanted) = head.slug {
                    let slug = self.write.free_slug::<I::Entity>(scope, wanted).await?;
                    if slug != wanted {
                        self.report.slug_taken(place, wanted, &slug);
                    }
                    after.row.set_slug(slug);
                }
                let uid = self.write.create(after, head.uid.unwrap_or_default(), Vec::new()).await?;
                (uid, Became::Created)
            }
        };
        if became != Became::Unchanged {
            self.updated.insert(uid);
        }
        self.report.came_in(I::Entity::KIND, place, uid, became);
        self.write.keep_former_slugs::<I::Entity>(scope, uid, head.former_slugs).await?;
        self.write.identify::<I::Entity>(event, uid, &names_elsewhere(item)).await?;
        Ok(uid)
    }
}

/// What an item is called elsewhere, the surest first. An item that has no such name is known by its slug in the
/// document, which may have had to differ in the database.
fn names_elsewhere<I: Input>(item: &I) -> Vec<String> {
    let head = item.head();
    let mut names = head.external_ids.to_vec();
    if names.is_empty() {
        names.extend(head.slug.map(|slug| format!("slug:{slug}")));
    }
    names
}

/// What an item is already.
struct Found {
    uid: Uuid,
    /// Whether the slug of the item is to become its own.
    takes_slug: bool,
}
