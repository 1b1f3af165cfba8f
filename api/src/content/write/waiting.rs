//! What waits for a release: where everybody sees released programmes only, a write to what is public of the programme, or
//! is to be, becomes its pending edits, whichever way it came, and the release makes them all public.

use std::collections::HashMap;

use entity::{ContentRow, draft};
use uuid::Uuid;

use super::{Action, State, Updated, Write, access, access::Needed, difference};
use crate::{
    Error, Fault, Result, Rule,
    content::{
        Content,
        publication::{Status, status},
    },
    error::Conflict,
    node,
    permission::Authority,
};

impl Write {
    /// Whether a thing is made by this very transaction.
    pub fn is_new(&self, uid: Uuid) -> bool {
        self.created.contains(&uid)
    }

    /// What a writer goes on from: a thing with its pending edits where those wait for a release, else as it is.
    pub async fn pending<E: Content>(&self, live: &State<E>) -> Result<State<E>> {
        if !E::waits(self, live).await? {
            return Ok(live.clone());
        }
        match self.draft(live.row.uid()).await? {
            Some(draft) => self.waiting(live, &draft).await,
            None => Ok(live.clone()),
        }
    }

    /// As [`Write::pending`], of many.
    pub async fn load_pending<E: Content>(&self, uids: &[Uuid]) -> Result<HashMap<Uuid, State<E>>> {
        let mut states = self.load::<E>(uids).await?;
        for draft in self.drafts(uids).await? {
            if let Some(live) = states.get_mut(&draft.uid)
                && E::waits(self, live).await?
            {
                *live = self.waiting(live, &draft).await?;
            }
        }
        Ok(states)
    }

    /// A thing with its pending edits, unless those are of what nobody is to see yet.
    async fn waiting<E: Content>(&self, live: &State<E>, draft: &draft::Model) -> Result<State<E>> {
        let pending = self.with_draft_first(live, draft).await?;
        Ok(if self.is_shown(live) || self.is_shown(&pending) { pending } else { live.clone() })
    }

    /// Whether what leads from one state to another has to wait: the thing is public, or is to be. `before` is none for
    /// what is created, and of [`Write::pending`] else.
    pub(super) async fn has_to_wait<E: Content>(&self, before: Option<&State<E>>, after: &State<E>) -> Result<bool> {
        let Some(before) = before else { return Ok(self.is_shown(after) && E::waits(self, after).await?) };
        if before.parent() != after.parent() && self.is_shown(after) && E::waits(self, after).await? {
            // It would be public in a programme without a release of that.
            let name = after.row.slug().to_owned();
            return Err(Error::Invalid(vec![Fault::new("event", Rule::OfAnotherEvent { kind: E::KIND, name })]));
        }
        if !E::waits(self, before).await? {
            return Ok(false);
        }
        if self.is_shown(before) || self.is_shown(after) {
            return Ok(true);
        }
        let live = self.load::<E>(&[before.row.uid()]).await?;
        Ok(live.values().any(|live| self.is_shown(live)))
    }

    /// Keeps what leads from one state to another as pending edits. Only that takes a right: the rest is of others.
    pub(super) async fn put_off<E: Content>(
        &mut self,
        before: &State<E>,
        after: &State<E>,
        deeds: &[Needed],
        found: Vec<Fault>,
    ) -> Result<Updated> {
        let uid = before.row.uid();
        self.require_all::<E>(deeds, uid).await?;
        self.check(after, uid, found, access::touch_row(deeds)).await?;
        let Some(live) = self.load::<E>(&[uid]).await?.remove(&uid) else { return Ok(Updated::Unchanged) };
        let Some(draft) = self.draft(uid).await? else {
            self.wait_on(&live, None, after).await?;
            return Ok(Updated::Pending);
        };
        let base = live.snapshot()?;
        // Edits that nobody was to see yet are not what the writer went on from.
        let pending = self.with_draft_first(&live, &draft).await?.snapshot()?;
        let merged = difference::merge(&before.snapshot()?, &after.snapshot()?, &pending);
        let merged = merged.map_err(|paths| {
            let mut differences = difference::differences(&base, &pending);
            differences.retain(|path, _| paths.contains(path));
            self.clash(live.row.version(), &draft, difference::readable(&differences))
        })?;
        self.wait_on(&live, Some(&draft), &State::of_snapshot(merged)?).await?;
        Ok(Updated::Pending)
    }

    /// Keeps a state as the pending edits of `live`, in the place of `known`.
    pub(super) async fn wait_on<E: Content>(
        &mut self,
        live: &State<E>,
        known: Option<&draft::Model>,
        state: &State<E>,
    ) -> Result<()> {
        let version = known.map_or(0, |draft| draft.version) + 1;
        self.keep_draft(live.row.uid(), &live.snapshot()?, version, live.row.version(), state).await
    }

    /// Fails when a writer changes what pending edits have changed already, and so would undo what others wait for.
    pub async fn require_unchanged<E: Content>(
        &self,
        live: &State<E>,
        pending: &State<E>,
        after: &State<E>,
    ) -> Result<()> {
        if live == pending {
            return Ok(());
        }
        let Some(draft) = self.draft(live.row.uid()).await? else { return Ok(()) };
        let clashes = difference::clashes(&live.snapshot()?, &pending.snapshot()?, &after.snapshot()?);
        if clashes.is_empty() {
            return Ok(());
        }
        Err(self.clash(live.row.version(), &draft, difference::readable(&clashes)))
    }

    /// Makes public what waits of all parts of a thing. The first that cannot be fails all.
    pub async fn release<E: Content>(&mut self, parent: Uuid) -> Result<()> {
        let uids: Vec<Uuid> = self.parts::<E>(parent).await?.iter().map(ContentRow::uid).collect();
        let mut drafts = self.drafts(&uids).await?;
        drafts.sort_unstable_by_key(|draft| draft.uid);
        let edited: Vec<Uuid> = drafts.iter().map(|draft| draft.uid).collect();
        let live = self.load::<E>(&edited).await?;
        // Whoever wrote it was asked then.
        let authority = std::mem::replace(&mut self.scope.authority, Authority::Operator);
        let mut released = Ok(());
        for draft in &drafts {
            if let Some(live) = live.get(&draft.uid).filter(|_| released.is_ok()) {
                released = self.release_one(live, draft).await;
            }
        }
        self.scope.authority = authority;
        released
    }

    async fn release_one<E: Content>(&mut self, live: &State<E>, draft: &draft::Model) -> Result<()> {
        let named = |field: &str| format!("{}.{}.{field}", E::KIND, live.row.slug());
        let mut after = match self.with_draft(live, draft).await {
            Err(Error::Conflict { given, conflict }) => {
                let mut conflict = Conflict::clone(&conflict);
                for change in &mut conflict.changes {
                    change.fields.iter_mut().for_each(|difference| difference.field = named(&difference.field));
                }
                return Err(Error::Conflict { given, conflict: conflict.into() });
            }
            after => after?,
        };
        if !self.is_shown(live) && !self.is_shown(&after) {
            return Ok(());
        }
        let now = self.scope.now;
        let (before, mut publication) = (live.row.publication(), after.row.publication());
        let action = match status(&publication, now) {
            Status::Archived => Action::Archive,
            Status::Unpublished | Status::Draft => Action::Unpublish,
            Status::Scheduled | Status::Published => Action::Publish,
        };
        // What the release shows for the first time, or no longer, is so from the release on.
        if before.published_at.is_none() && publication.published_at.is_some_and(|from| from < now) {
            publication.published_at = Some(now);
        }
        if publication.unpublished_at != before.unpublished_at && publication.unpublished_at.is_some_and(|at| at < now)
        {
            publication.unpublished_at = Some(now);
        }
        after.row.set_publication(publication);
        let faults = node::lost::<E>(self, &after).await?;
        match self.update_at_once(live, after, action, faults).await {
            Ok(_) => self.drop_draft(draft.uid).await,
            Err(Error::Invalid(faults)) => Err(Error::Invalid(
                faults.into_iter().map(|fault| Fault::new(named(&fault.field), fault.rule)).collect(),
            )),
            Err(error) => Err(error),
        }
    }

    /// Whether everybody sees a thing, or will by the clock.
    pub fn is_shown<E: Content>(&self, state: &State<E>) -> bool {
        matches!(status(&state.row.publication(), self.scope.now), Status::Published | Status::Scheduled)
    }
}
