//! Who supports an event.

use async_graphql::SimpleObject;
use entity::sponsorship;
use futures::future::{try_join_all, try_join3};
use uuid::Uuid;

use super::Event;
use crate::{Result, company::Company, content::rows::Rows, locale::Chain, tier::Tier};

/// A company supports an event.
#[derive(SimpleObject)]
pub struct Sponsorship {
    /// What it supports.
    event: Event,
    /// Order among the sponsorships of the event.
    position: i32,
    /// As what rank of sponsor; null when the event does not rank it.
    tier: Option<Tier>,
    /// Who.
    company: Company,
}

impl Sponsorship {
    /// Those with `uid` in a column, of an event, a company or a tier, that the viewer may see, in order.
    pub async fn of(column: sponsorship::Column, uid: Uuid, chain: &Chain, rows: &Rows) -> Result<Vec<Self>> {
        let joined = rows.joined_by::<sponsorship::Entity>(column, uid).await?;
        let sponsorships = joined.iter().map(async |row| -> Result<_> {
            let tier = async {
                match row.tier_uid {
                    Some(tier) => rows.get(tier, chain).await,
                    None => Ok(None),
                }
            };
            let (event, company) = (rows.find(row.event_uid, chain), rows.find(row.company_uid, chain));
            let (event, company, tier) = try_join3(event, company, tier).await?;
            Ok(event.zip(company).map(|(event, company)| Self {
                event: Event(event),
                position: row.position,
                tier: tier.map(Tier),
                company: Company(company),
            }))
        });
        Ok(try_join_all(sponsorships).await?.into_iter().flatten().collect())
    }
}
