//! The place of an event.

use async_graphql::{Context, Object, SimpleObject};
use entity::event;

use crate::{
    Result,
    content::{Localized, formatted::Formatter, object::LocaleTag},
    context::RequestContext,
};

/// The place of an event.
pub struct Venue(pub Localized<event::Entity>);

/// The place of an event.
#[Object]
impl Venue {
    /// What the place is called.
    async fn name(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language, instead of the one around it.")] locale: Option<LocaleTag>,
    ) -> Option<Result<String>> {
        ctx.show(&self.0, locale, |row| row.venue_name.as_deref())
    }

    /// Street and number.
    async fn address(&self) -> Option<&str> {
        self.0.row().address.as_deref()
    }

    /// The city.
    async fn city(&self) -> Option<&str> {
        self.0.row().city.as_deref()
    }

    /// The country, ISO 3166-1 alpha-2: `FR`.
    async fn country(&self) -> Option<&str> {
        self.0.row().country.as_deref()
    }

    /// The name of the country.
    async fn country_name(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language, instead of the one around it.")] locale: Option<LocaleTag>,
    ) -> Result<Option<String>> {
        let Some(code) = &self.0.row().country else { return Ok(None) };
        Ok(Some(Formatter::of(ctx, &self.0.chain, locale)?.country(code)))
    }

    /// Where it is on the globe.
    async fn geo(&self) -> Option<Geo> {
        let row = self.0.row();
        Some(Geo { latitude: row.latitude?, longitude: row.longitude? })
    }
}

/// A point on the globe (WGS 84).
#[derive(SimpleObject)]
pub struct Geo {
    /// Degrees north of the equator.
    latitude: f64,
    /// Degrees east of Greenwich.
    longitude: f64,
}
