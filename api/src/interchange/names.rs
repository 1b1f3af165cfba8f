//! Which uid a name in a document means: an external id, a slug or a uid, of the document or of the database.

use std::collections::HashMap;

use uuid::Uuid;

use crate::{
    Result,
    content::{
        Content,
        write::{State, Write},
    },
};

/// The names that are known so far, by type and by what slugs of the type are unique in.
#[derive(Default)]
pub struct Names(HashMap<(&'static str, Uuid), HashMap<String, Uuid>>);

impl Names {
    /// What the name means; none when it means nothing.
    pub fn get<E: Content>(&self, scope: Uuid, name: &str) -> Option<Uuid> {
        self.0.get(&(E::KIND, scope))?.get(&key(name)).copied()
    }

    pub fn insert<E: Content>(&mut self, scope: Uuid, name: &str, uid: Uuid) {
        self.0.entry((E::KIND, scope)).or_default().insert(key(name), uid);
    }

    /// Looks up in the database the names that are not known yet.
    pub async fn learn<E: Content>(
        &mut self,
        write: &Write,
        scope: Uuid,
        names: impl IntoIterator<Item = &str>,
    ) -> Result<()> {
        let unknown: Vec<String> =
            names.into_iter().filter(|name| self.get::<E>(scope, name).is_none()).map(str::to_owned).collect();
        if unknown.is_empty() {
            return Ok(());
        }
        let uids: Vec<Uuid> = unknown.iter().filter_map(|name| Uuid::try_parse(name).ok()).collect();
        // A room of another event is none of this one.
        let is_here = |state: &State<E>| {
            E::parent().filter(|_| E::SLUG_IN_PARENT).is_none_or(|parent| (parent.uid)(&state.row) == scope)
        };
        let by_uid = write.load::<E>(&uids).await?.into_iter().filter(|(_, state)| is_here(state));
        let by_uid = by_uid.map(|(uid, _)| (uid.to_string(), uid));
        let by_slug = write.find_by_slug::<E>(scope, &unknown).await?;
        let by_external_id = write.find_by_external_id::<E>((!scope.is_nil()).then_some(scope), &unknown).await?;
        for (name, uid) in by_uid.chain(by_slug).chain(by_external_id) {
            self.insert::<E>(scope, &name, uid);
        }
        Ok(())
    }
}

/// A uid may be written in several ways.
fn key(name: &str) -> String {
    Uuid::try_parse(name).map_or_else(|_| name.to_owned(), |uid| uid.to_string())
}
