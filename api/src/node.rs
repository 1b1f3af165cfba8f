//! The list of all content types, for what goes over all of them: the interfaces `Node` and `Content`, upkeep,
//! and whatever is asked for by the name of a type.

use std::borrow::Cow;

use async_graphql::{
    Context, ContextSelectionSet, ID, Object, OutputType, Positioned, ServerResult, Value,
    parser::types::Field,
    registry::{MetaType, MetaTypeId, Registry},
};
use entity::{company, event, post, release, room, series, session, speaker, tag, tier, track};
use futures::future::{BoxFuture, join_all};
use uuid::Uuid;

use crate::{
    Error, Fault, Result,
    company::Company,
    content::{
        Content,
        input::{Input, describe},
        names::{Find, Names, References},
        object::{ContentObject, GlobalId, Shared},
        write::{State, Write},
    },
    context::RequestContext,
    event::Event,
    locale::Chain,
    permission::Deed,
    post::Post,
    release::Release,
    room::Room,
    series::Series,
    session::Session,
    speaker::Speaker,
    tag::Tag,
    tier::Tier,
    track::Track,
};

/// Most ids of one `nodes`.
const MAX_NODES: usize = 100;

/// All types, each after those that it names.
pub const KINDS: [&str; 11] = [
    tag::Entity::KIND,
    series::Entity::KIND,
    company::Entity::KIND,
    speaker::Entity::KIND,
    event::Entity::KIND,
    room::Entity::KIND,
    track::Entity::KIND,
    tier::Entity::KIND,
    session::Entity::KIND,
    release::Entity::KIND,
    post::Entity::KIND,
];

/// Does something for the type that a kind names, `by_kind!(kind, E => …)`; none when it names none.
macro_rules! by_kind {
    ($kind:expr, $content:ident => $do:expr) => {
        $crate::node::by_kind!($kind, $content => $do;
            tag, series, company, speaker, event, room, track, tier, session, release, post)
    };
    ($kind:expr, $content:ident => $do:expr; $($table:ident),+) => {
        match $kind {
            $(<entity::$table::Entity as $crate::content::Content>::KIND => {
                type $content = entity::$table::Entity;
                Some($do)
            })+
            _ => None,
        }
    };
}
pub(crate) use by_kind;

/// Does something for every type, each after those that it names: `each_kind!(E => …)`.
macro_rules! each_kind {
    ($content:ident => $do:expr) => {
        $crate::node::each_kind!($content => $do;
            tag, series, company, speaker, event, room, track, tier, session, release, post)
    };
    ($content:ident => $do:expr; $($table:ident),+) => {
        $({
            type $content = entity::$table::Entity;
            $do
        })+
    };
}
pub(crate) use each_kind;

/// A thing of any type.
#[derive(Clone)]
pub enum AnyContent {
    Series(Series),
    Event(Event),
    Room(Room),
    Track(Track),
    Tier(Tier),
    Session(Session),
    Release(Release),
    Speaker(Speaker),
    Company(Company),
    Post(Post),
    Tag(Tag),
}

/// Does something with the object, whatever its type.
macro_rules! with_object {
    ($any:expr, $object:ident => $do:expr) => {
        match $any {
            AnyContent::Series($object) => $do,
            AnyContent::Event($object) => $do,
            AnyContent::Room($object) => $do,
            AnyContent::Track($object) => $do,
            AnyContent::Tier($object) => $do,
            AnyContent::Session($object) => $do,
            AnyContent::Release($object) => $do,
            AnyContent::Speaker($object) => $do,
            AnyContent::Company($object) => $do,
            AnyContent::Post($object) => $do,
            AnyContent::Tag($object) => $do,
        }
    };
}

/// Registers an interface of all content types, with those of the shared fields that `has` names.
fn interface<T: OutputType>(registry: &mut Registry, description: &str, has: impl Fn(&str) -> bool) -> String {
    registry.create_output_type::<T, _>(MetaTypeId::Interface, |registry| {
        let objects = [
            Series::create_type_info(registry),
            Event::create_type_info(registry),
            Room::create_type_info(registry),
            Track::create_type_info(registry),
            Tier::create_type_info(registry),
            Session::create_type_info(registry),
            Release::create_type_info(registry),
            Speaker::create_type_info(registry),
            Company::create_type_info(registry),
            Post::create_type_info(registry),
            Tag::create_type_info(registry),
        ]
        .map(|name| name.trim_end_matches('!').to_owned());
        for object in &objects {
            registry.add_implements(object, &T::type_name());
        }
        let shared = registry.create_fake_output_type::<Shared>();
        let mut fields = shared.fields().cloned().unwrap_or_default();
        fields.retain(|name, _| has(name));
        MetaType::Interface {
            name: T::type_name().into_owned(),
            description: Some(description.to_owned()),
            fields,
            possible_types: objects.into_iter().collect(),
            extends: false,
            inaccessible: false,
            tags: Vec::new(),
            keys: None,
            visible: None,
            rust_typename: Some(std::any::type_name::<T>()),
            directive_invocations: Vec::new(),
            requires_scopes: Vec::new(),
        }
    })
}

impl OutputType for AnyContent {
    fn type_name() -> Cow<'static, str> {
        "Content".into()
    }

    fn introspection_type_name(&self) -> Cow<'static, str> {
        with_object!(self, object => object.introspection_type_name())
    }

    fn create_type_info(registry: &mut Registry) -> String {
        interface::<Self>(registry, "What all content has, whatever its type.", |_| true)
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> ServerResult<Value> {
        with_object!(self, object => object.resolve(ctx, field).await)
    }
}

/// Anything with an id (Relay Global Object Identification).
pub struct Node(AnyContent);

impl OutputType for Node {
    fn type_name() -> Cow<'static, str> {
        "Node".into()
    }

    fn introspection_type_name(&self) -> Cow<'static, str> {
        self.0.introspection_type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        let description = "Anything with an id (Relay Global Object Identification).";
        interface::<Self>(registry, description, |name| name == "id")
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> ServerResult<Value> {
        self.0.resolve(ctx, field).await
    }
}

/// Makes the sort keys of all content anew, when the offered locales or the collation data have changed.
pub async fn remake_sort_keys(write: &mut Write) -> Result<()> {
    each_kind!(E => write.remake_sort_keys::<E>().await?);
    Ok(())
}

/// Looks up all that an input refers to; what is unique in an event only is looked up in `event`.
pub async fn learn(names: &mut Names, write: &Write, references: &References<'_>, event: Uuid) -> Result<()> {
    each_kind!(E => {
        let scope = if E::SLUG_IN_PARENT { event } else { Uuid::nil() };
        names.learn::<E>(write, scope, references.of::<E>()).await?;
    });
    Ok(())
}

/// Removes a thing for good, its parts before it, and makes whatever names it let go. Fails when the writer may not.
///
/// The futures of all types side by side take much room on the stack: each is made in a function of its own, which leaves
/// a box.
pub fn purge<E: Content>(write: &mut Write, uid: Uuid) -> BoxFuture<'_, Result<()>> {
    Box::pin(async move {
        write.require::<E>(Deed::Purge, uid).await?;
        each_kind!(P => purge_parts::<P>(write, E::KIND, uid).await?);
        remove::<E>(write, uid).await
    })
}

/// Removes what is part of a thing.
fn purge_parts<'w, P: Content>(write: &'w mut Write, kind: &'w str, uid: Uuid) -> BoxFuture<'w, Result<()>> {
    Box::pin(async move {
        if P::parent().is_some_and(|parent| parent.kind == kind) {
            for part in write.parts::<P>(uid).await? {
                let part = entity::ContentRow::uid(&part);
                write.require::<P>(Deed::Purge, part).await?;
                remove::<P>(write, part).await?;
            }
        }
        Ok(())
    })
}

/// Removes a thing without parts.
fn remove<E: Content>(write: &mut Write, uid: Uuid) -> BoxFuture<'_, Result<()>> {
    Box::pin(async move {
        each_kind!(R => let_go::<R>(write, uid).await?);
        match write.load::<E>(&[uid]).await?.remove(&uid) {
            Some(state) => write.purge(&state).await,
            None => Ok(()),
        }
    })
}

fn let_go<R: Content>(write: &mut Write, uid: Uuid) -> BoxFuture<'_, Result<()>> {
    Box::pin(write.let_go::<R>(uid))
}

/// What a state names that is not there any more, or not for the writer to see.
pub async fn lost<E: Content>(write: &Write, state: &State<E>) -> Result<Vec<Fault>> {
    let (mut names, mut faults) = (Names::default(), Vec::new());
    let input: E::Input = describe(state, &[], &[]);
    relate(write, &mut names, &input, &mut state.clone(), state.scope_of_names(), &mut faults).await?;
    Ok(faults)
}

/// Puts an input into a state that is or will be part of `event`: what it says in no language, and what it names.
pub async fn relate<I: Input>(
    write: &Write,
    names: &mut Names,
    input: &I,
    state: &mut State<I::Entity>,
    event: Uuid,
    faults: &mut Vec<Fault>,
) -> Result<()> {
    learn(names, write, &input.references(), event).await?;
    learn(names, write, &input.part_references(), event).await?;
    let find = Find { names, event };
    input.apply(state, &find, faults);
    input.apply_parts(state, &find, faults);
    Ok(())
}

/// The object of a thing, when the viewer may see it and the chain has text for it.
pub async fn find(ctx: &Context<'_>, kind: &str, uid: Uuid, chain: &Chain) -> Result<Option<AnyContent>> {
    async fn of<O: ContentObject>(ctx: &Context<'_>, uid: Uuid, chain: &Chain) -> Result<Option<O>> {
        Ok(ctx.rows().find::<O::Entity>(uid, chain).await?.map(O::from))
    }
    Ok(match kind {
        series::Entity::KIND => of(ctx, uid, chain).await?.map(AnyContent::Series),
        event::Entity::KIND => of(ctx, uid, chain).await?.map(AnyContent::Event),
        room::Entity::KIND => of(ctx, uid, chain).await?.map(AnyContent::Room),
        track::Entity::KIND => of(ctx, uid, chain).await?.map(AnyContent::Track),
        tier::Entity::KIND => of(ctx, uid, chain).await?.map(AnyContent::Tier),
        release::Entity::KIND => of(ctx, uid, chain).await?.map(AnyContent::Release),
        session::Entity::KIND => of(ctx, uid, chain).await?.map(AnyContent::Session),
        speaker::Entity::KIND => of(ctx, uid, chain).await?.map(AnyContent::Speaker),
        company::Entity::KIND => of(ctx, uid, chain).await?.map(AnyContent::Company),
        post::Entity::KIND => of(ctx, uid, chain).await?.map(AnyContent::Post),
        tag::Entity::KIND => of(ctx, uid, chain).await?.map(AnyContent::Tag),
        _ => None,
    })
}

async fn by_id(ctx: &Context<'_>, argument: &'static str, id: &ID) -> Result<Option<Node>> {
    let invalid = || Error::InvalidId { argument, given: id.to_string() };
    let global = GlobalId::decode(id).ok_or_else(invalid)?;
    let chain = ctx.chain_of(&global)?;
    Ok(find(ctx, &global.kind, global.uid, &chain).await?.map(Node))
}

#[derive(Default)]
pub struct NodeQuery;

#[Object]
impl NodeQuery {
    /// The thing with this id, in the language of the id; null when there is none that the viewer may see.
    async fn node(&self, ctx: &Context<'_>, #[graphql(desc = "An `id` of this API.")] id: ID) -> Option<Result<Node>> {
        by_id(ctx, "id", &id).await.transpose()
    }

    /// The things with these ids, in their order and each in the language of its id; null where there is none
    /// that the viewer may see.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Ids of this API, at most 100.")] ids: Vec<ID>,
    ) -> Result<Vec<Option<Result<Node>>>> {
        if ids.len() > MAX_NODES {
            return Err(Error::TooManyIds { given: ids.len(), max: MAX_NODES });
        }
        let nodes = ids.iter().map(|id| by_id(ctx, "ids", id));
        Ok(join_all(nodes).await.into_iter().map(Result::transpose).collect())
    }
}
