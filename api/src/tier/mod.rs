//! Tiers: a rank of sponsors of an event.

mod input;
mod mutation;

use async_graphql::{Context, Object};
use entity::{event, sponsorship, tier, tier_translation};
use sea_orm::sea_query::Condition;

pub use input::{TierInput, TierTranslationInput};
pub use mutation::TierMutation;

use crate::{
    Result,
    content::{
        Content, Membership, Parent, Text, Title,
        filter::TextFilter,
        list::{ByPosition, Direction, Listed},
        object::{LocaleTag, Shared, TranslationState, object, translations},
        sql::{self, Scope},
        texts,
    },
    context::RequestContext,
    event::{Event, Sponsorship, of_part},
    locale::Chain,
};

impl Content for tier::Entity {
    type Translation = tier_translation::Entity;
    type Relations = ();
    type Input = TierInput;
    const KIND: &'static str = "tier";
    const OWNER: tier_translation::Column = tier_translation::Column::TierUid;
    const TITLE: Title<Self> = Title::Localised(Self::TEXTS[0]);
    const TEXTS: &'static [Text<Self>] = texts!(tier_translation { Name: name as Line });
    const SLUG_IN_PARENT: bool = true;

    fn memberships() -> Vec<Membership<Self>> {
        vec![Membership::Column(tier::Column::EventUid)]
    }

    fn parent() -> Option<Parent<Self>> {
        Some(Parent {
            kind: event::Entity::KIND,
            column: tier::Column::EventUid,
            uid: |row| row.event_uid,
            visible: sql::exists_visible::<event::Entity>,
        })
    }
}

impl Listed for tier::Entity {
    /// All tiers of an event are listed, or none.
    type Filter = ();
    type OrderField = ByPosition;
    const DEFAULT_ORDER: &'static [(ByPosition, Direction)] = &[(ByPosition, Direction::Asc)];

    fn texts((): &mut ()) -> Option<&mut TextFilter> {
        None
    }

    fn condition((): &(), _: &Chain, _: &Scope) -> Condition {
        Condition::all()
    }
}

object! {
    /// A rank of sponsors of an event.
    Tier: tier::Entity
}

/// A rank of sponsors of an event.
#[Object]
impl Tier {
    #[graphql(flatten)]
    async fn shared(&self) -> Shared {
        Shared::of(&self.0)
    }

    /// The event that it is a tier of.
    async fn event(&self, ctx: &Context<'_>) -> Result<Event> {
        of_part(self.0.row().event_uid, &self.0.chain, ctx.rows()).await.map(Event)
    }

    /// The name.
    async fn name(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language, instead of the one around it.")] locale: Option<LocaleTag>,
    ) -> Option<Result<String>> {
        ctx.show(&self.0, locale, |row| row.name.as_deref())
    }

    /// Order among the tiers of the event, the highest first.
    async fn position(&self) -> i32 {
        self.0.row().position
    }

    /// Its sponsors, in order.
    async fn sponsorships(&self, ctx: &Context<'_>) -> Result<Vec<Sponsorship>> {
        Sponsorship::of(sponsorship::Column::TierUid, self.0.row().uid, &self.0.chain, ctx.rows()).await
    }

    /// All translations that the viewer may see, by language tag.
    async fn translations(&self, ctx: &Context<'_>) -> Vec<TierTranslation> {
        translations(ctx, &self.0, TierTranslation)
    }
}

/// The texts of a tier in one language, without any fallback.
pub struct TierTranslation(tier_translation::Model, TranslationState);

/// The texts of a tier in one language, without any fallback.
#[Object]
impl TierTranslation {
    #[graphql(flatten)]
    async fn state(&self) -> &TranslationState {
        &self.1
    }

    /// The name.
    async fn name(&self) -> Option<&str> {
        self.0.name.as_deref()
    }
}
