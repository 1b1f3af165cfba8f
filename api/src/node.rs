//! The list of all content types, for what goes over all of them: the interface `Node`, and upkeep.

use async_graphql::{Context, ID, Interface, Object};
use entity::{company, event, post, room, series, session, speaker, tag, tier, track};
use futures::future::join_all;
use uuid::Uuid;

use crate::{
    Error, Result,
    company::Company,
    content::{
        Content,
        object::{ContentObject, GlobalId},
        write::Write,
    },
    context::RequestContext,
    event::Event,
    locale::Chain,
    post::Post,
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

/// Anything with an id (Relay Global Object Identification).
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Opaque, and another one in each language."))]
pub enum Node {
    Series(Series),
    Event(Event),
    Room(Room),
    Track(Track),
    Tier(Tier),
    Session(Session),
    Speaker(Speaker),
    Company(Company),
    Post(Post),
    Tag(Tag),
}

/// Makes the sort keys of all content anew, when the offered locales or the collation data have changed.
pub async fn remake_sort_keys(write: &mut Write) -> Result<()> {
    write.remake_sort_keys::<series::Entity>().await?;
    write.remake_sort_keys::<event::Entity>().await?;
    write.remake_sort_keys::<room::Entity>().await?;
    write.remake_sort_keys::<track::Entity>().await?;
    write.remake_sort_keys::<tier::Entity>().await?;
    write.remake_sort_keys::<session::Entity>().await?;
    write.remake_sort_keys::<speaker::Entity>().await?;
    write.remake_sort_keys::<company::Entity>().await?;
    write.remake_sort_keys::<post::Entity>().await?;
    write.remake_sort_keys::<tag::Entity>().await
}

async fn find(ctx: &Context<'_>, kind: &str, uid: Uuid, chain: &Chain) -> Result<Option<Node>> {
    async fn of<O: ContentObject>(ctx: &Context<'_>, uid: Uuid, chain: &Chain) -> Result<Option<O>> {
        Ok(ctx.rows().find::<O::Entity>(uid, chain).await?.map(O::from))
    }
    Ok(match kind {
        series::Entity::KIND => of(ctx, uid, chain).await?.map(Node::Series),
        event::Entity::KIND => of(ctx, uid, chain).await?.map(Node::Event),
        room::Entity::KIND => of(ctx, uid, chain).await?.map(Node::Room),
        track::Entity::KIND => of(ctx, uid, chain).await?.map(Node::Track),
        tier::Entity::KIND => of(ctx, uid, chain).await?.map(Node::Tier),
        session::Entity::KIND => of(ctx, uid, chain).await?.map(Node::Session),
        speaker::Entity::KIND => of(ctx, uid, chain).await?.map(Node::Speaker),
        company::Entity::KIND => of(ctx, uid, chain).await?.map(Node::Company),
        post::Entity::KIND => of(ctx, uid, chain).await?.map(Node::Post),
        tag::Entity::KIND => of(ctx, uid, chain).await?.map(Node::Tag),
        _ => None,
    })
}

async fn by_id(ctx: &Context<'_>, argument: &'static str, id: &ID) -> Result<Option<Node>> {
    let invalid = || Error::InvalidId { argument, given: id.to_string() };
    let global = GlobalId::decode(id).ok_or_else(invalid)?;
    let chain = ctx.chain_of(&global)?;
    find(ctx, &global.kind, global.uid, &chain).await
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
