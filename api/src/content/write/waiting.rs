//! What waits for a release: where everybody sees released programmes only, a write to a part of the programme becomes
//! its pending edits, whichever way it came, and the release makes them all public.

use std::collections::HashMap;

use entity::{ContentRow, Publication, draft};
use uuid::Uuid;

use super::{Action, State, Updated, Write, difference};
use crate::{
    Error, Fault, Result,
    content::{
        Content, Model,
        publication::{Status, status},
    },
    node,
};

impl Write {
    /// From now on nothing waits.
    pub fn wait_for_nothing(&mut self) {
        self.waits_for_nothing = true;
    }

    /// Whether a thing is made by this very transaction.
    pub fn is_new(&self, uid: Uuid) -> bool {
        self.created.contains(&uid)
    }

    /// What a writer goes on from: things with their pending edits where those wait for a release, else as they are.
    pub async fn load_pending<E: Content>(&self, uids: &[Uuid]) -> Result<HashMap<Uuid, State<E>>> {
        let mut states = self.load::<E>(uids).await?;
        for draft in self.drafts(uids).await? {
            if let Some(state) = states.get_mut(&draft.uid)
                && self.has_to_wait_at_all(state).await?
            {
                *state = self.with_draft(state, &draft).await?;
            }
        }
        Ok(states)
    }

    /// Whether the pending edits of a thing wait for a release.
    pub async fn has_to_wait_at_all<E: Content>(&self, state: &State<E>) -> Result<bool> {
        Ok(!self.waits_for_nothing && E::waits(self, state).await?)
    }

    /// Whether what leads from one state to the other has to wait: somebody could see it.
    pub(super) async fn has_to_wait<E: Content>(&self, before: Option<&State<E>>, after: &State<E>) -> Result<bool> {
        let is_shown = |state: &State<E>| is_shown::<E>(&state.row, self);
        if self.waits_for_nothing || !(before.is_some_and(is_shown) || is_shown(after)) {
            return Ok(false);
        }
        E::waits(self, after).await
    }

    /// Puts what leads from one state to the other into the pending edits.
    pub(super) async fn put_off<E: Content>(
        &mut self,
        before: &State<E>,
        after: &State<E>,
        found: Vec<Fault>,
    ) -> Result<Updated> {
        let uid = before.row.uid();
        let Some(live) = self.load::<E>(&[uid]).await?.remove(&uid) else { return Ok(Updated::Unchanged) };
        let known = self.draft(uid).await?;
        let pending = match &known {
            Some(draft) => self.with_draft(&live, draft).await?.snapshot()?,
            None => live.snapshot()?,
        };
        let wanted = after.snapshot()?;
        let clash = |paths: &[String]| {
            let mut differences = difference::differences(&pending, &wanted);
            differences.retain(|path, _| paths.contains(path));
            match &known {
                Some(draft) => self.clash(live.row.version(), draft, difference::readable(&differences)),
                None => Error::Internal("edits clash with what they began from".to_owned()),
            }
        };
        let merged = difference::merge(&before.snapshot()?, &wanted, &pending);
        let merged = merged.map_err(|paths| clash(&paths))?;
        if merged == pending && found.is_empty() {
            return Ok(Updated::Unchanged);
        }
        self.save_draft(&live, known.as_ref(), &State::of_snapshot(merged)?, found).await?;
        Ok(Updated::Pending)
    }

    /// Fails when a writer changes what pending edits have changed already, and so would undo what others wait for.
    pub async fn require_unchanged<E: Content>(
        &self,
        live: &State<E>,
        pending: &State<E>,
        after: &State<E>,
    ) -> Result<()> {
        let Some(draft) = self.draft(live.row.uid()).await?.filter(|_| live != pending) else { return Ok(()) };
        let (live_snapshot, pending, after) = (live.snapshot()?, pending.snapshot()?, after.snapshot()?);
        let clashes = difference::clashes(&live_snapshot, &pending, &after);
        if clashes.is_empty() {
            return Ok(());
        }
        Err(self.clash(live.row.version(), &draft, difference::readable(&clashes)))
    }

    /// Makes the pending edits of all parts of a thing public. The first one that cannot be fails all.
    pub async fn release<E: Content>(&mut self, parent: Uuid) -> Result<()> {
        let uids: Vec<Uuid> = self.parts::<E>(parent).await?.iter().map(ContentRow::uid).collect();
        let mut drafts: Vec<draft::Model> = self.drafts(&uids).await?;
        drafts.sort_unstable_by_key(|draft| draft.uid);
        let edited: Vec<Uuid> = drafts.iter().map(|draft| draft.uid).collect();
        let mut live = self.load::<E>(&edited).await?;
        let waited = std::mem::replace(&mut self.waits_for_nothing, true);
        for draft in &drafts {
            if let Some(live) = live.remove(&draft.uid) {
                self.release_one(&live, draft).await?;
            }
        }
        self.waits_for_nothing = waited;
        Ok(())
    }

    async fn release_one<E: Content>(&mut self, live: &State<E>, draft: &draft::Model) -> Result<()> {
        let mut after = self.with_draft(live, draft).await?;
        let faults = node::lost::<E>(self, &after).await?;
        let mut publication = after.row.publication();
        if !is_shown::<E>(&live.row, self) {
            // Nobody has seen it until now.
            let before = live.row.publication();
            match status(&publication, self.scope.now) {
                Status::Published => publication.published_at = Some(self.scope.now),
                Status::Unpublished => publication = Publication { archived_at: publication.archived_at, ..before },
                Status::Draft | Status::Scheduled | Status::Archived => {}
            }
            after.row.set_publication(publication);
        }
        let action = match status(&publication, self.scope.now) {
            Status::Archived => Action::Archive,
            Status::Unpublished => Action::Unpublish,
            Status::Draft | Status::Scheduled | Status::Published => Action::Publish,
        };
        self.drop_draft(draft.uid).await?;
        let named = |fault: Fault| Fault::new(format!("{}.{}.{}", E::KIND, live.row.slug(), fault.field), fault.rule);
        match self.update(live, after, action, faults).await {
            Err(Error::Invalid(faults)) => Err(Error::Invalid(faults.into_iter().map(named).collect())),
            done => done.map(|_| ()),
        }
    }
}

/// Whether everybody sees a row, or will by the clock.
fn is_shown<E: Content>(row: &Model<E>, write: &Write) -> bool {
    matches!(status(&row.publication(), write.scope.now), Status::Published | Status::Scheduled)
}
