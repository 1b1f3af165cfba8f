//! Forgets what is kept for a day only: the answers of requests with an `Idempotency-Key`.

use std::{sync::Arc, time::Duration};

use tokio::time::sleep;

use crate::{graphql::idempotency, instance::Instance};

const HOUR: Duration = Duration::from_secs(60 * 60);

/// Forgets for ever.
pub async fn run(instance: Arc<Instance>) {
    loop {
        if let Err(error) = idempotency::forget(&instance.database, instance.clock.now()).await {
            tracing::error!(?error, "old answers could not be forgotten");
        }
        sleep(HOUR).await;
    }
}
