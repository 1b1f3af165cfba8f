//! What the mutations of all types share: an input becomes a state, the state is written, the object is read
//! again. The files `mutation.rs` of the domains hold nothing but their fields.

use std::collections::HashSet;

use async_graphql::{Context, ID, SimpleObject};
use entity::{ContentRow, event};
use uuid::Uuid;

use crate::{
    Error, Fault, Result, Rule,
    content::{
        Content,
        input::{Blank, Fields, Input, Reference, Texts, apply_shared},
        names::{Find, Names},
        object::{ContentObject, LocaleTag},
        write::{Action, State, Write},
    },
    context::RequestContext,
    error::{CautionCode, RuleCode, Warning as Odd},
    locale::{Chain, Locale},
    node,
};

/// What is wrong with an input. Nothing was written.
#[derive(Clone, Debug, SimpleObject)]
pub struct UserError {
    /// The path into the arguments: `["input", "translations", "0", "title"]`.
    field: Vec<String>,
    /// Which rule is broken, for programs.
    code: RuleCode,
    /// What to do about it, in the language of the request.
    message: String,
}

/// Something that an editor had better look at. The write went through.
#[derive(Clone, Debug, SimpleObject)]
pub struct Warning {
    /// The path into the arguments.
    field: Vec<String>,
    /// What is odd, for programs.
    code: CautionCode,
    /// What is odd, in the language of the request.
    message: String,
}

/// What became of a write.
pub struct Written<O> {
    /// None when nothing was written.
    pub object: Option<O>,
    pub user_errors: Vec<UserError>,
    pub warnings: Vec<Warning>,
}

impl<O> Written<O> {
    /// Nothing was written.
    pub fn refused(user_errors: Vec<UserError>) -> Self {
        Self { object: None, user_errors, warnings: Vec::new() }
    }
}

/// Declares what a mutation answers: `payload!(SessionPayload { session: Session })`.
macro_rules! payload {
    ($name:ident { $(#[$doc:meta])* $field:ident: $object:ty }) => {
        /// What became of the mutation.
        #[derive(async_graphql::SimpleObject)]
        pub struct $name {
            $(#[$doc])*
            $field: Option<$object>,
            /// All that is wrong with the input, the first 100 of it. When there is anything, nothing was written.
            user_errors: Vec<$crate::mutation::UserError>,
            /// What an editor had better look at. The write went through all the same.
            warnings: Vec<$crate::mutation::Warning>,
        }

        impl From<$crate::mutation::Written<$object>> for $name {
            fn from(written: $crate::mutation::Written<$object>) -> Self {
                Self { $field: written.object, user_errors: written.user_errors, warnings: written.warnings }
            }
        }
    };
}
pub(crate) use payload;

/// Declares what a mutation takes to change a thing: which one, from which version on, and what its type takes.
macro_rules! update_input {
    ($(#[$doc:meta])* $name:ident: $fields:ty) => {
        $(#[$doc])*
        #[derive(async_graphql::InputObject)]
        pub struct $name {
            /// The thing: its id in any language, its uid, or its slug.
            pub id: async_graphql::ID,
            /// The version that the changes were made from. When it is not the present one any more, nothing is
            /// written, and the error `CONFLICT` says who changed what since.
            pub version: i32,
            #[graphql(flatten)]
            pub fields: $fields,
        }
    };
}
pub(crate) use update_input;

/// Most faults that are told of one input: nobody reads more.
pub const MOST_FAULTS: usize = 100;

/// The faults of an input, as its author sees them; `locales` are those of its translations, in order.
pub fn user_errors(ctx: &Context<'_>, faults: Vec<Fault>, locales: &[String]) -> Vec<UserError> {
    let mut said = HashSet::new();
    let located = faults.into_iter().map(|fault| (path(&fault.field, locales), fault.rule));
    let new = located.filter(|(field, rule)| said.insert((field.clone(), rule.code())));
    new.take(MOST_FAULTS).map(|(field, rule)| UserError::new(ctx, field, &rule)).collect()
}

impl UserError {
    /// Of what is at a path into the input.
    pub fn new(ctx: &Context<'_>, path: Vec<String>, rule: &Rule) -> Self {
        let field = std::iter::once("input".to_owned()).chain(path).collect();
        Self { field, code: rule.code(), message: ctx.say(rule.message()) }
    }
}

/// The path into an input: `["translations", "0", "title"]` for `translations.fr.title`.
pub fn path(field: &str, locales: &[String]) -> Vec<String> {
    let mut path = Vec::new();
    let mut parts = field.split('.').map(str::to_owned);
    path.extend(parts.next());
    if path.last().is_some_and(|part| part == "translations")
        && let Some(locale) = parts.next()
    {
        // What is wrong with a language that was not given is wrong with the whole.
        let place = locales.iter().position(|given| *given == locale).map(|at| at.to_string());
        let is_place = locale.bytes().all(|letter| letter.is_ascii_digit());
        let Some(place) = place.or_else(|| is_place.then_some(locale)) else { return path };
        path.push(place);
    }
    path.extend(parts);
    path
}

/// The languages of the translations of an input, in order, as they are kept.
pub fn locales_of<I: Fields>(input: &I) -> Vec<String> {
    let locale = |tag: &str| Locale::parse(tag).map_or_else(|| tag.to_owned(), |locale| locale.to_string());
    input.translations().iter().map(|texts| locale(texts.locale())).collect()
}

fn warnings(ctx: &Context<'_>, odd: Vec<Odd>) -> Vec<Warning> {
    let warning = |odd: Odd| Warning {
        field: std::iter::once("input".to_owned()).chain(path(&odd.field, &[])).collect(),
        code: odd.caution.code(),
        message: ctx.say(odd.caution.message()),
    };
    odd.into_iter().map(warning).collect()
}

/// Creates a thing as a draft; `event` is what it becomes part of.
pub async fn create<O: ContentObject, P: From<Written<O>>>(
    ctx: &Context<'_>,
    event: Option<Reference>,
    input: <O::Entity as Content>::Input,
    locale: Option<LocaleTag>,
) -> Option<Result<P>> {
    let done = async {
        let chain = ctx.chain(locale, None)?;
        let locales = locales_of(&input);
        let mut write = ctx.write().await?;
        match created(&mut write, ctx, event, &input).await {
            Ok(uid) => finish(ctx, write, uid, &chain).await,
            Err(Error::Invalid(faults)) => Ok(Written::refused(user_errors(ctx, faults, &locales))),
            Err(error) => Err(error),
        }
    };
    let done: Result<Written<O>> = done.await;
    Some(done.map(P::from))
}

async fn created<I: Input>(write: &mut Write, ctx: &Context<'_>, event: Option<Reference>, input: &I) -> Result<Uuid> {
    let mut names = Names::default();
    let event = match event {
        None => Uuid::nil(),
        Some(name) => {
            names.learn::<event::Entity>(write, Uuid::nil(), [&*name]).await?;
            let faults = &mut Vec::new();
            let found = Find { names: &names, event: Uuid::nil() }.one::<event::Entity>("event", &name, faults);
            found.ok_or_else(|| Error::Invalid(std::mem::take(faults)))?
        }
    };
    let mut faults = Vec::new();
    let mut state = State::default();
    let blank = Blank { locale: ctx.locales().default_locale(), published_at: None };
    apply_shared(input, &mut state, Some(blank), &mut faults);
    apply(write, &mut names, input, &mut state, event, &mut faults).await?;
    let ids = input.head().external_ids;
    let taken = write.find_by_external_id::<I::Entity>(Some(event), ids).await?;
    faults.extend(taken_names(ids, |id| taken.contains_key(id)));
    let uid = write.create(state, Uuid::nil(), faults).await?;
    write.identify::<I::Entity>(event, uid, ids).await?;
    Ok(uid)
}

fn taken_names(ids: &[String], is_taken: impl Fn(&String) -> bool) -> Vec<Fault> {
    let taken = ids.iter().enumerate().filter(|(_, id)| is_taken(id));
    taken.map(|(at, id)| Fault::new(format!("externalIds.{at}"), Rule::Taken(id.clone()))).collect()
}

/// Puts an input into a state that is or will be part of `event`.
async fn apply<I: Input>(
    write: &Write,
    names: &mut Names,
    input: &I,
    state: &mut State<I::Entity>,
    event: Uuid,
    faults: &mut Vec<Fault>,
) -> Result<()> {
    node::relate(write, names, input, state, event, faults).await?;
    if let Some(slug) = input.head().slug {
        state.row.set_slug(slug.to_owned());
    }
    Ok(())
}

/// Changes a thing at once.
pub async fn update<O: ContentObject, P: From<Written<O>>>(
    ctx: &Context<'_>,
    id: ID,
    version: i32,
    input: <O::Entity as Content>::Input,
    locale: Option<LocaleTag>,
) -> Option<Result<P>> {
    let done = async {
        let chain = ctx.chain(locale, None)?;
        let locales = locales_of(&input);
        let mut write = ctx.write().await?;
        let live = target::<O::Entity>(&write, &id).await?;
        let uid = live.row.uid();
        write.require_any::<O::Entity>(uid).await?;
        write.require_version::<O::Entity>(uid, version, live.row.version()).await?;
        let before = write.pending(&live).await?;
        let (after, faults) = updated(&mut write, &live, &before, &input).await?;
        write.require_unchanged(&live, &before, &after).await?;
        match write.update(&before, after, Action::Update, faults).await {
            Ok(_) => {}
            Err(Error::Invalid(faults)) => return Ok(Written::refused(user_errors(ctx, faults, &locales))),
            Err(error) => return Err(error),
        }
        write.identify::<O::Entity>(live.parent(), uid, input.head().external_ids).await?;
        finish(ctx, write, uid, &chain).await
    };
    let done: Result<Written<O>> = done.await;
    Some(done.map(P::from))
}

/// The state that an input makes of `from`, a state of `live`, and what is wrong with it.
async fn updated<I: Input>(
    write: &mut Write,
    live: &State<I::Entity>,
    from: &State<I::Entity>,
    input: &I,
) -> Result<(State<I::Entity>, Vec<Fault>)> {
    let (mut after, mut faults, event) = (from.clone(), Vec::new(), live.scope_of_names());
    apply_shared(input, &mut after, None, &mut faults);
    apply(write, &mut Names::default(), input, &mut after, event, &mut faults).await?;
    let ids = input.head().external_ids;
    let named = write.find_by_external_id::<I::Entity>(Some(live.parent()), ids).await?;
    let uid = live.row.uid();
    faults.extend(taken_names(ids, |id| named.get(id).is_some_and(|other| *other != uid)));
    Ok((after, faults))
}

/// Keeps changes of a thing as pending edits.
pub async fn save_draft<O: ContentObject, P: From<Written<O>>>(
    ctx: &Context<'_>,
    id: ID,
    version: i32,
    draft_version: Option<i32>,
    input: <O::Entity as Content>::Input,
    locale: Option<LocaleTag>,
) -> Option<Result<P>> {
    let done = async {
        let chain = ctx.chain(locale, None)?;
        let locales = locales_of(&input);
        let mut write = ctx.write().await?;
        let live = target::<O::Entity>(&write, &id).await?;
        let uid = live.row.uid();
        write.require_any::<O::Entity>(uid).await?;
        let known = write.draft(uid).await?;
        write.require_draft_version(&live, known.as_ref(), version, draft_version).await?;
        let from = match &known {
            Some(draft) => State::of_snapshot(draft.snapshot.clone())?,
            None => live.clone(),
        };
        let (after, mut faults) = updated(&mut write, &live, &from, &input).await?;
        faults.extend(node::lost::<O::Entity>(&write, &after).await?);
        match write.save_draft(&live, known.as_ref(), &after, faults).await {
            Ok(()) => {}
            Err(Error::Invalid(faults)) => return Ok(Written::refused(user_errors(ctx, faults, &locales))),
            Err(error) => return Err(error),
        }
        finish(ctx, write, uid, &chain).await
    };
    let done: Result<Written<O>> = done.await;
    Some(done.map(P::from))
}

/// What an id names, when the writer may see it. What is hidden and what is absent are the same.
pub async fn target<E: Content>(write: &Write, id: &ID) -> Result<State<E>> {
    let not_found = || Error::NotFound { argument: "id", given: id.to_string() };
    let uid = write.named::<E>(id).await?.ok_or_else(not_found)?;
    write.load::<E>(&[uid]).await?.remove(&uid).ok_or_else(not_found)
}

/// Looks for what is odd, commits, and reads the object again.
async fn finish<O: ContentObject>(ctx: &Context<'_>, write: Write, uid: Uuid, chain: &Chain) -> Result<Written<O>> {
    let odd = odd::<O::Entity>(&write, uid).await?;
    ctx.commit(write).await?;
    let object = ctx.rows().get(uid, chain).await?.map(O::from);
    Ok(Written { object, user_errors: Vec::new(), warnings: warnings(ctx, odd) })
}

/// What is odd about a thing as it was written.
async fn odd<E: Content>(write: &Write, uid: Uuid) -> Result<Vec<Odd>> {
    match write.load::<E>(&[uid]).await?.remove(&uid) {
        Some(state) => E::warnings(write, &state).await,
        None => Ok(Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_the_place_in_the_list_of_translations() {
        let locales = ["en".to_owned(), "fr".to_owned()];

        assert_eq!(path("translations.fr.title", &locales), ["translations", "1", "title"]);
        assert_eq!(path("translations.es.title", &locales), ["translations"]);
        assert_eq!(path("translations.1", &locales), ["translations", "1"]);
        assert_eq!(path("speakers.2.speaker", &locales), ["speakers", "2", "speaker"]);
        assert_eq!(path("startsAt", &locales), ["startsAt"]);
    }
}
