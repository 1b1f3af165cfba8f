//! Who supports an event.

use async_graphql::SimpleObject;
use entity::{event, sponsorship};
use futures::future::try_join_all;

use crate::{
    Result,
    company::Company,
    content::{Localized, rows::Rows},
    tier::Tier,
};

/// A company supports an event.
#[derive(SimpleObject)]
pub struct Sponsorship {
    /// Order among the sponsorships of the event.
    position: i32,
    /// As what rank of sponsor; null when the event does not rank it.
    tier: Option<Tier>,
    /// Who.
    company: Company,
}

impl Sponsorship {
    /// Those of an event that the viewer may see, in order.
    pub async fn of(event: &Localized<event::Entity>, rows: &Rows) -> Result<Vec<Self>> {
        let joined = rows.joined::<sponsorship::Entity>(event.row().uid).await?;
        let sponsorships = joined.iter().map(async |row| -> Result<_> {
            let tier = async {
                match row.tier_uid {
                    Some(tier) => rows.get(tier, &event.chain).await,
                    None => Ok(None),
                }
            };
            let (company, tier) = futures::future::try_join(rows.find(row.company_uid, &event.chain), tier).await?;
            Ok(company.map(|company| Self { position: row.position, tier: tier.map(Tier), company: Company(company) }))
        });
        Ok(try_join_all(sponsorships).await?.into_iter().flatten().collect())
    }
}
