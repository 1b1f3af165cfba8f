//! The deeds that all content shares: publish, unpublish, schedule, archive, restore, purge, go back to an earlier
//! revision, let go of pending edits, order. One mutation each, whatever the type.

use std::collections::HashSet;

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, SimpleObject};
use chrono::{DateTime as Instant, Utc};
use entity::{ContentRow, Publication, TranslationRow, revision};
use futures::future::try_join_all;
use sea_orm::EntityTrait;
use uuid::Uuid;

use crate::{
    Error, Fault, Result, Rule,
    content::{
        Content,
        object::{GlobalId, LocaleTag, uid_of},
        write::{Action, State, Write},
    },
    context::RequestContext,
    locale::{Chain, Locale},
    mutation::{Written, payload, user_errors},
    node::{self, AnyContent, by_kind},
    permission::Deed,
    preview::Preview,
    scalar::DateTime,
};

payload!(ContentPayload {
    /// The thing as it is now; null when nothing was written.
    content: AnyContent
});

/// What is published, or what ceases to be.
#[derive(InputObject)]
pub struct ContentPublishInput {
    /// The thing: its id in any language, or its uid.
    id: ID,
    /// Only this translation, which then has times of its own.
    translation: Option<LocaleTag>,
}

/// From when and until when something is public.
#[derive(InputObject)]
pub struct ContentScheduleInput {
    /// The thing: its id in any language, or its uid.
    id: ID,
    /// Only this translation, which then has times of its own.
    translation: Option<LocaleTag>,
    /// From when on; `null`: never, or for a translation: with the thing itself. Absent: as it is.
    publish_at: MaybeUndefined<DateTime>,
    /// Until when, exclusive; `null`: for good. Absent: as it is.
    unpublish_at: MaybeUndefined<DateTime>,
}

/// A thing.
#[derive(InputObject)]
pub struct ContentInput {
    /// The thing: its id in any language, or its uid.
    id: ID,
}

/// To which version a thing goes back.
#[derive(InputObject)]
pub struct RevisionRestoreInput {
    /// The thing: its id in any language, or its uid.
    id: ID,
    /// The version that it becomes like again.
    revision: i32,
    /// The version that it has now. When it is not the present one any more, nothing is written (`CONFLICT`).
    version: i32,
}

/// Rooms, tracks or tiers of one event, in their new order.
#[derive(InputObject)]
pub struct ContentReorderInput {
    /// All of one type and one event, each once, at most 1 000: id or uid.
    ids: Vec<ID>,
}

/// The order of things.
#[derive(SimpleObject)]
pub struct ContentReorderPayload {
    /// The things in their new order; empty when nothing was written.
    contents: Vec<AnyContent>,
    /// All that is wrong with the input.
    user_errors: Vec<crate::mutation::UserError>,
}

/// What was removed for good.
#[derive(SimpleObject)]
pub struct ContentPurgePayload {
    /// The uid that it had.
    uid: ID,
}

/// What a preview shows, and for how long.
#[derive(InputObject)]
pub struct PreviewTokenCreateInput {
    /// The thing: its id in any language, or its uid. Of an event: all that belongs to it.
    id: ID,
    /// How long the token is good, at most 43 200 (30 days).
    #[graphql(default = 60)]
    minutes: i32,
}

/// A token that shows what would be public if all pending edits and drafts were published now.
#[derive(SimpleObject)]
pub struct PreviewToken {
    /// Goes into the header `X-Tribune-Preview` of a query.
    token: String,
    /// Until when it is good.
    expires_at: DateTime,
}

/// A preview was given out.
#[derive(SimpleObject)]
pub struct PreviewTokenCreatePayload {
    /// The token; null when the input was wrong.
    preview_token: Option<PreviewToken>,
    /// All that is wrong with the input.
    user_errors: Vec<crate::mutation::UserError>,
}

/// The type and the uid that an id means; what is not there is not found.
pub async fn kind_of(write: &Write, id: &ID) -> Result<(String, Uuid)> {
    if let Some(global) = GlobalId::decode(id) {
        return Ok((global.kind, global.uid));
    }
    let not_found = || Error::NotFound { argument: "id", given: id.to_string() };
    let uid = Uuid::try_parse(id).map_err(|_| not_found())?;
    let first = revision::Entity::find_by_id((uid, 1)).one(write.connection()).await?;
    Ok((first.ok_or_else(not_found)?.kind, uid))
}

/// Changes the publication of what `id` means.
async fn publish(
    ctx: &Context<'_>,
    id: &ID,
    translation: Option<LocaleTag>,
    locale: Option<LocaleTag>,
    action: Action,
    change: impl Fn(&mut Times),
) -> Result<ContentPayload> {
    let chain = ctx.chain(locale, None)?;
    let mut write = ctx.write().await?;
    let (kind, uid) = kind_of(&write, id).await?;
    let done =
        by_kind!(kind.as_str(), E => published::<E>(&mut write, id, uid, translation.as_ref(), action, &change).await);
    finish(ctx, write, id, &kind, uid, &chain, done).await
}

/// Puts a thing away, or takes it out again.
async fn archive(ctx: &Context<'_>, id: &ID, locale: Option<LocaleTag>, action: Action) -> Result<ContentPayload> {
    let chain = ctx.chain(locale, None)?;
    let mut write = ctx.write().await?;
    let (kind, uid) = kind_of(&write, id).await?;
    let done = by_kind!(kind.as_str(), E => archived::<E>(&mut write, id, uid, action).await);
    finish(ctx, write, id, &kind, uid, &chain, done).await
}

/// From when and until when something is public, and what says so.
struct Times {
    now: Instant<Utc>,
    from: Option<Instant<Utc>>,
    until: Option<Instant<Utc>>,
    /// A translation without times is public with the thing itself.
    is_translation: bool,
}

impl Times {
    /// Public from now on, unless it is already; what was public once keeps its date.
    fn publish(&mut self) {
        let is_bound = !(self.is_translation && self.from.is_none());
        if is_bound && self.from.is_none_or(|from| self.now < from) {
            self.from = Some(self.now);
        }
        self.until = None;
    }

    /// Not public any more; what never was is a draft again.
    fn unpublish(&mut self) {
        let is_ahead = self.from.map_or(!self.is_translation, |from| self.now < from);
        if is_ahead {
            self.from = None;
        }
        // Without times of its own a translation would be public with the thing itself.
        self.until = (!is_ahead || self.is_translation).then_some(self.now);
    }
}

async fn published<E: Content>(
    write: &mut Write,
    id: &ID,
    uid: Uuid,
    translation: Option<&LocaleTag>,
    action: Action,
    change: &impl Fn(&mut Times),
) -> Result<()> {
    let before = write.pending(&seen::<E>(write, id, uid).await?).await?;
    // Nothing may differ, and still not everybody may do it.
    write.require::<E>(Deed::Publish, uid).await?;
    let (mut after, mut faults) = (before.clone(), Vec::new());
    let now = write.now();
    match translation {
        None => {
            if action == Action::Publish
                && let Some(draft) = write.draft(uid).await?
            {
                after = write.with_draft(&before, &draft).await?;
                faults = node::lost::<E>(write, &after).await?;
                if !E::waits(write, &before).await? {
                    write.drop_draft(uid).await?;
                }
            }
            let Publication { published_at: from, unpublished_at: until, archived_at } = before.row.publication();
            let mut times = Times { now, from, until, is_translation: false };
            change(&mut times);
            after.row.set_publication(Publication {
                published_at: times.from,
                unpublished_at: times.until,
                archived_at,
            });
        }
        Some(LocaleTag(tag)) => {
            let none = || Error::NotFound { argument: "translation", given: tag.clone() };
            let locale = Locale::parse(tag).ok_or_else(none)?;
            let row = after.translations.get_mut(locale.as_str()).ok_or_else(none)?;
            let mut times = Times { now, from: row.published_at(), until: row.unpublished_at(), is_translation: true };
            change(&mut times);
            row.set_publication(times.from, times.until);
        }
    }
    let begins =
        after.row.publication().published_at.filter(|from| before.row.publication().published_at != Some(*from));
    let is_published_now = translation.is_none() && begins == Some(now);
    match write.update(&before, after, action, faults).await {
        Err(Error::Invalid(faults)) => Err(Error::Invalid(faults.into_iter().map(of_schedule).collect())),
        Err(error) => Err(error),
        Ok(_) if is_published_now => E::release(write, &before).await,
        Ok(_) => Ok(()),
    }
}

/// The fault in the words of the input: there is one translation at most.
fn of_schedule(mut fault: Fault) -> Fault {
    if fault.field.ends_with("unpublishedAt") {
        fault.field = "unpublishAt".to_owned();
    }
    fault
}

/// What an id means, when the writer may see it.
pub async fn seen<E: Content>(write: &Write, id: &ID, uid: Uuid) -> Result<State<E>> {
    let not_found = || Error::NotFound { argument: "id", given: id.to_string() };
    write.find::<E>(uid).await?.ok_or_else(not_found)
}

/// Commits what was done, and shows the thing.
pub async fn finish(
    ctx: &Context<'_>,
    write: Write,
    id: &ID,
    kind: &str,
    uid: Uuid,
    chain: &Chain,
    done: Option<Result<()>>,
) -> Result<ContentPayload> {
    match done {
        None => Err(Error::NotFound { argument: "id", given: id.to_string() }),
        Some(Err(Error::Invalid(faults))) => Ok(Written::refused(user_errors(ctx, faults, &[])).into()),
        Some(Err(error)) => Err(error),
        Some(Ok(())) => {
            ctx.commit(write).await?;
            let object = node::find(ctx, kind, uid, chain).await?;
            Ok(Written { object, user_errors: Vec::new(), warnings: Vec::new() }.into())
        }
    }
}

async fn archived<E: Content>(write: &mut Write, id: &ID, uid: Uuid, action: Action) -> Result<()> {
    let before = write.pending(&seen::<E>(write, id, uid).await?).await?;
    write.require::<E>(Deed::Archive, uid).await?;
    let mut after = before.clone();
    let publication = before.row.publication();
    let archived_at = match action {
        Action::Archive => publication.archived_at.or(Some(write.now())),
        _ => None,
    };
    after.row.set_publication(Publication { archived_at, ..publication });
    write.update(&before, after, action, Vec::new()).await?;
    Ok(())
}

async fn reverted<E: Content>(write: &mut Write, input: &RevisionRestoreInput, uid: Uuid) -> Result<()> {
    let live = seen::<E>(write, &input.id, uid).await?;
    let before = write.pending(&live).await?;
    write.require::<E>(Deed::Update, uid).await?;
    write.require_version::<E>(uid, input.version, live.row.version()).await?;
    let not_found = || Error::NotFound { argument: "revision", given: input.revision.to_string() };
    let mut after = write.revision::<E>(uid, input.revision).await?.ok_or_else(not_found)?;
    // Times of publication belong to the thing, not to what it says.
    after.row.set_publication(before.row.publication());
    for (locale, row) in &mut after.translations {
        let times = before.translations.get(locale).map(|now| (now.published_at(), now.unpublished_at()));
        let (from, until) = times.unwrap_or_default();
        row.set_publication(from, until);
    }
    write.require_unchanged(&live, &before, &after).await?;
    let faults = node::lost::<E>(write, &after).await?;
    write.update(&before, after, Action::Revert, faults).await?;
    Ok(())
}

#[derive(Default)]
pub struct ContentMutation;

#[Object]
impl ContentMutation {
    /// Publishes a thing, with its pending edits, or one of its translations. It is public at once, as far as what
    /// it is part of is; a session of an event that is `releasedOnly` with the next release, which this publishes too.
    async fn content_publish(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What.")] input: ContentPublishInput,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<ContentPayload>> {
        Some(publish(ctx, &input.id, input.translation, locale, Action::Publish, Times::publish).await)
    }

    /// Takes a thing, or one of its translations, out of the public. It stays as it is.
    async fn content_unpublish(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What.")] input: ContentPublishInput,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<ContentPayload>> {
        Some(publish(ctx, &input.id, input.translation, locale, Action::Unpublish, Times::unpublish).await)
    }

    /// Says from when and until when a thing, or one of its translations, is public. It appears and disappears to
    /// the second, whether anything runs then or not; the change log tells it.
    async fn content_schedule(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What and when.")] input: ContentScheduleInput,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<ContentPayload>> {
        let done = async {
            let (from, until) = (input.publish_at, input.unpublish_at);
            let change = move |times: &mut Times| {
                let set = |place: &mut Option<Instant<Utc>>, given: &MaybeUndefined<DateTime>| match given {
                    MaybeUndefined::Undefined => {}
                    MaybeUndefined::Null => *place = None,
                    MaybeUndefined::Value(at) => *place = Some(at.0),
                };
                set(&mut times.from, &from);
                set(&mut times.until, &until);
            };
            publish(ctx, &input.id, input.translation, locale, Action::Schedule, change).await
        };
        Some(done.await)
    }

    /// Puts a thing away: it is not public, and not in lists unless they ask for it. Nothing of it is lost.
    async fn content_archive(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What.")] input: ContentInput,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<ContentPayload>> {
        Some(archive(ctx, &input.id, locale, Action::Archive).await)
    }

    /// Takes a thing out of the archive: it is public again when it was.
    async fn content_restore(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What.")] input: ContentInput,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<ContentPayload>> {
        Some(archive(ctx, &input.id, locale, Action::Restore).await)
    }

    /// Removes a thing for good, with all that is part of it, its revisions and what the change log says it was.
    /// Whatever names it lets go of it. For the role ADMIN. There is no way back.
    async fn content_purge(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What.")] input: ContentInput,
    ) -> Option<Result<ContentPurgePayload>> {
        let done = async {
            let mut write = ctx.write().await?;
            let (kind, uid) = kind_of(&write, &input.id).await?;
            let purged = by_kind!(kind.as_str(), E => {
                seen::<E>(&write, &input.id, uid).await?;
                node::purge::<E>(&mut write, uid).await
            });
            purged.unwrap_or_else(|| Err(Error::NotFound { argument: "id", given: input.id.to_string() }))?;
            ctx.commit(write).await?;
            Ok(ContentPurgePayload { uid: uid.into() })
        };
        Some(done.await)
    }

    /// Makes a thing what it was at an earlier version, as a new version. Whether it is public stays as it is.
    async fn revision_restore(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What, and to which version.")] input: RevisionRestoreInput,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<ContentPayload>> {
        let done = async {
            let chain = ctx.chain(locale, None)?;
            let mut write = ctx.write().await?;
            let (kind, uid) = kind_of(&write, &input.id).await?;
            let done = by_kind!(kind.as_str(), E => reverted::<E>(&mut write, &input, uid).await);
            finish(ctx, write, &input.id, &kind, uid, &chain, done).await
        };
        Some(done.await)
    }

    /// Lets go of the pending edits of a thing.
    async fn draft_discard(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of what.")] input: ContentInput,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<ContentPayload>> {
        let done = async {
            let chain = ctx.chain(locale, None)?;
            let mut write = ctx.write().await?;
            let (kind, uid) = kind_of(&write, &input.id).await?;
            let done = by_kind!(kind.as_str(), E => {
                let live = seen::<E>(&write, &input.id, uid).await?;
                write.discard_draft(&live).await
            });
            finish(ctx, write, &input.id, &kind, uid, &chain, done).await
        };
        Some(done.await)
    }

    /// Puts rooms, tracks or tiers of one event into an order. All at once, or none.
    async fn content_reorder(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, in their new order.")] input: ContentReorderInput,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<ContentReorderPayload>> {
        let done = async {
            let chain = ctx.chain(locale, None)?;
            let mut write = ctx.write().await?;
            if let Err(fault) = each_once(&input.ids) {
                return Ok(ContentReorderPayload {
                    contents: Vec::new(),
                    user_errors: user_errors(ctx, vec![fault], &[]),
                });
            }
            let mut order: Vec<(String, Uuid)> = Vec::with_capacity(input.ids.len());
            for id in &input.ids {
                order.push(kind_of(&write, id).await?);
            }
            match reorder(&mut write, &input.ids, &order).await {
                Ok(()) => {}
                Err(Error::Invalid(faults)) => {
                    let user_errors = user_errors(ctx, faults, &[]);
                    return Ok(ContentReorderPayload { contents: Vec::new(), user_errors });
                }
                Err(error) => return Err(error),
            }
            ctx.commit(write).await?;
            let contents = try_join_all(order.iter().map(|(kind, uid)| node::find(ctx, kind, *uid, &chain))).await?;
            Ok(ContentReorderPayload { contents: contents.into_iter().flatten().collect(), user_errors: Vec::new() })
        };
        Some(done.await)
    }

    /// Makes a token that shows a thing, or all of an event, as it would be if it were published now: drafts,
    /// pending edits, hidden translations. It is signed, and cannot be taken back before it expires.
    async fn preview_token_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of what, and for how long.")] input: PreviewTokenCreateInput,
    ) -> Option<Result<PreviewTokenCreatePayload>> {
        let done = async {
            let mut write = ctx.write().await?;
            let (kind, uid) = kind_of(&write, &input.id).await?;
            let not_found = || Error::NotFound { argument: "id", given: input.id.to_string() };
            let kind = by_kind!(kind.as_str(), E => {
                seen::<E>(&write, &input.id, uid).await?;
                write.require::<E>(Deed::View, uid).await?;
                E::KIND
            });
            let kind = kind.ok_or_else(not_found)?;
            if !(1..=Preview::MAX_MINUTES).contains(&input.minutes) {
                let faults = vec![Fault::new("minutes", Rule::OutOfRange)];
                return Ok(PreviewTokenCreatePayload {
                    preview_token: None,
                    user_errors: user_errors(ctx, faults, &[]),
                });
            }
            let preview = Preview::new(kind, uid, ctx.now(), input.minutes);
            write.audit("previewTokenCreate", kind, uid, Vec::new());
            if let Some(request) = &ctx.request().idempotency {
                request.hide_answer();
            }
            ctx.commit(write).await?;
            let token =
                PreviewToken { token: preview.token(&ctx.instance().key), expires_at: preview.expires_at().into() };
            Ok(PreviewTokenCreatePayload { preview_token: Some(token), user_errors: Vec::new() })
        };
        Some(done.await)
    }
}

/// Most things of one order.
const MOST: usize = 1_000;

fn each_once(ids: &[ID]) -> Result<(), Fault> {
    let mut seen = HashSet::new();
    let again =
        ids.iter().position(|id| !seen.insert(uid_of(id).map_or_else(|| id.to_string(), |uid| uid.to_string())));
    match again {
        _ if ids.is_empty() => Err(Fault::new("ids", Rule::Required)),
        _ if ids.len() > MOST => Err(Fault::new("ids", Rule::TooMany { max: MOST })),
        Some(at) => Err(Fault::new(format!("ids.{at}"), Rule::GivenTwice(ids[at].to_string()))),
        None => Ok(()),
    }
}

/// Gives each thing its place in the order.
async fn reorder(write: &mut Write, ids: &[ID], order: &[(String, Uuid)]) -> Result<()> {
    let mut event = None;
    for (at, ((kind, uid), id)) in (0..).zip(order.iter().zip(ids)) {
        let field = || format!("ids.{at}");
        let is_first = event.is_none();
        let placed = by_kind!(kind.as_str(), E => place::<E>(write, id, *uid, at).await?).flatten();
        let Some(parent) = placed.filter(|_| *kind == order[0].0) else {
            return Err(Error::Invalid(vec![Fault::new(field(), Rule::NotOrdered)]));
        };
        if !is_first && event != Some(parent) {
            let rule = Rule::OfAnotherEvent { kind: "content", name: id.to_string() };
            return Err(Error::Invalid(vec![Fault::new(field(), rule)]));
        }
        event = Some(parent);
    }
    Ok(())
}

/// Puts a part at a place; its parent, or none when its type has no order.
async fn place<E: Content>(write: &mut Write, id: &ID, uid: Uuid, at: i32) -> Result<Option<Uuid>> {
    use sea_orm::{Iden, Iterable, ModelTrait};
    let before = seen::<E>(write, id, uid).await?;
    write.require::<E>(Deed::Update, uid).await?;
    let position = E::Column::iter().find(|column| column.unquoted() == "position");
    let (Some(position), Some(parent)) = (position, E::parent()) else { return Ok(None) };
    let mut after = before.clone();
    after.row.set(position, at.into());
    let parent = (parent.uid)(&before.row);
    write.update(&before, after, Action::Update, Vec::new()).await?;
    Ok(Some(parent))
}
