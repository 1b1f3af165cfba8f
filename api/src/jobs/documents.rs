//! Follows the trusted documents: what is removed on the command line is good for nothing a second later, nor is an
//! answer to it.

use std::{sync::Arc, time::Duration};

use tokio::time::sleep;

use crate::{graphql::documents::store, instance::Instance};

/// How long a removal may stay unseen.
const PERIOD: Duration = Duration::from_secs(1);

/// Follows for ever.
pub async fn run(instance: Arc<Instance>) {
    let mut seen = None;
    loop {
        match store::version(&instance.database).await {
            Ok(version) => {
                if seen.as_ref().is_some_and(|seen| *seen != version) {
                    instance.documents.forget_trusted();
                    instance.cache.validity.lose();
                }
                seen = Some(version);
            }
            Err(error) => tracing::error!(?error, "the trusted documents cannot be followed"),
        }
        sleep(PERIOD).await;
    }
}
