//! What the names in an input mean: which uid an id, a uid, a slug or a name elsewhere stands for.

use std::collections::HashMap;

use async_graphql::ID;
use uuid::Uuid;

use super::{
    Content,
    input::{Field, Reference},
    object::referred,
    write::Write,
};
use crate::{Fault, Result, Rule};

/// Most names in one list.
const MAX: usize = 500;

/// The names that are known so far, by type and by what slugs of the type are unique in.
#[derive(Default)]
pub struct Names(HashMap<(&'static str, Uuid), HashMap<String, Uuid>>);

impl Names {
    /// What the name means; none when it means nothing.
    pub fn get<E: Content>(&self, scope: Uuid, name: &str) -> Option<Uuid> {
        self.0.get(&(E::KIND, scope))?.get(&key::<E>(name)).copied()
    }

    pub fn insert<E: Content>(&mut self, scope: Uuid, name: &str, uid: Uuid) {
        self.0.entry((E::KIND, scope)).or_default().insert(key::<E>(name), uid);
    }

    /// Looks up in the database the names that are not known yet. What the writer may not see has no name.
    pub async fn learn<E: Content>(
        &mut self,
        write: &Write,
        scope: Uuid,
        names: impl IntoIterator<Item = &str>,
    ) -> Result<()> {
        let unknown: Vec<String> =
            names.into_iter().filter(|name| self.get::<E>(scope, name).is_none()).map(key::<E>).collect();
        if unknown.is_empty() {
            return Ok(());
        }
        let uids: Vec<Uuid> = unknown.iter().filter_map(|name| Uuid::try_parse(name).ok()).collect();
        let by_uid = uids.iter().map(|uid| (uid.to_string(), *uid));
        let by_slug = write.find_by_slug::<E>(scope, &unknown).await?;
        let by_external_id = write.find_by_external_id::<E>((!scope.is_nil()).then_some(scope), &unknown).await?;
        // The last word counts: a slug may look like the uid of something else, and so may a name elsewhere.
        let found: Vec<(String, Uuid)> = by_external_id.into_iter().chain(by_slug).chain(by_uid).collect();
        let uids: Vec<Uuid> = found.iter().map(|(_, uid)| *uid).collect();
        let seen = write.seen::<E>(&uids, scope).await?;
        for (name, uid) in found.into_iter().filter(|(_, uid)| seen.contains(uid)) {
            self.insert::<E>(scope, &name, uid);
        }
        Ok(())
    }
}

/// A uid may be written in several ways, and an id holds one.
fn key<E: Content>(name: &str) -> String {
    referred::<E>(&ID(name.to_owned())).map_or_else(|| name.to_owned(), |uid| uid.to_string())
}

/// The names that an input refers to, by type.
#[derive(Default)]
pub struct References<'i>(Vec<(&'static str, &'i str)>);

impl<'i> References<'i> {
    pub fn with<E: Content>(mut self, names: impl IntoIterator<Item = &'i str>) -> Self {
        self.0.extend(names.into_iter().map(|name| (E::KIND, name)));
        self
    }

    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    pub fn of<E: Content>(&self) -> impl Iterator<Item = &'i str> {
        self.0.iter().filter(|(kind, _)| *kind == E::KIND).map(|(_, name)| *name)
    }
}

/// The name in a field; none when it is absent or `null`.
pub fn name(field: &Field<Reference>) -> impl Iterator<Item = &str> {
    field.value().into_iter().map(|name| &**name)
}

/// The names in a list; none when it is absent or `null`.
pub fn names(field: &Field<Vec<Reference>>) -> impl Iterator<Item = &str> {
    field.value().into_iter().flatten().map(|name| &**name)
}

/// Finds what names mean, in the event that the thing is part of.
pub struct Find<'n> {
    pub names: &'n Names,
    /// The nil uid for what is part of no event.
    pub event: Uuid,
}

impl Find<'_> {
    /// What the name in `field` means; a name that means nothing is a fault.
    pub fn one<E: Content>(&self, field: &str, name: &str, faults: &mut Vec<Fault>) -> Option<Uuid> {
        let scope = if E::SLUG_IN_PARENT { self.event } else { Uuid::nil() };
        let found = self.names.get::<E>(scope, name);
        if found.is_none() {
            faults.push(Fault::new(field, Rule::NamesNothing { kind: E::KIND, name: name.to_owned() }));
        }
        found
    }

    /// Puts what the name means into a column.
    pub fn apply<E: Content>(
        &self,
        field: &str,
        given: &Field<Reference>,
        place: &mut Option<Uuid>,
        faults: &mut Vec<Fault>,
    ) {
        match given {
            Field::Absent => {}
            Field::Null => *place = None,
            Field::Value(name) => *place = self.one::<E>(field, name, faults),
        }
    }

    /// The uids of a list of names, each once, with their places in it; none when the list is to stay as it is.
    pub fn all<E: Content>(
        &self,
        field: &str,
        given: &Field<Vec<Reference>>,
        faults: &mut Vec<Fault>,
    ) -> Option<Vec<(Uuid, i32)>> {
        let names = given.or_empty()?;
        if names.len() > MAX {
            faults.push(Fault::new(field, Rule::TooMany { max: MAX }));
            return None;
        }
        let mut uids: Vec<Uuid> = Vec::with_capacity(names.len());
        for (at, name) in names.iter().enumerate() {
            if let Some(uid) = self.one::<E>(&format!("{field}.{at}"), name, faults)
                && !uids.contains(&uid)
            {
                uids.push(uid);
            }
        }
        Some(uids.into_iter().zip(0..).collect())
    }
}

/// The name of a thing in what is written out.
pub fn named(uid: Uuid) -> Reference {
    Reference(uid.to_string())
}

/// As [`named`], for a column.
pub fn known(uid: Option<Uuid>) -> Field<Reference> {
    Field::known(uid.map(named))
}
