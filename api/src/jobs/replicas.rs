//! Looks how far the copies of the database are.

use std::{sync::Arc, time::Duration};

use tokio::time::sleep;

use crate::instance::Instance;

/// How long a copy that has caught up may wait to be read from.
const PERIOD: Duration = Duration::from_millis(20);

/// Looks for ever.
pub async fn run(instance: Arc<Instance>) {
    loop {
        instance.database.replicas.look().await;
        sleep(PERIOD).await;
    }
}
