//! Follows the change log, so that kept answers are forgotten when anything changes: in this process, in another one,
//! or by the clock.

use std::{sync::Arc, time::Duration};

use entity::change;
use tokio::time::sleep;

use super::schedule;
use crate::{Result, database::last_seq, instance::Instance};

/// How long a change by another process may stay unseen.
const PERIOD: Duration = Duration::from_millis(20);
/// How long it waits after a failure. Nothing is kept meanwhile.
const PAUSE: Duration = Duration::from_millis(500);

/// Follows for ever.
pub async fn run(instance: Arc<Instance>) {
    let mut seen = None;
    loop {
        match look(&instance, &mut seen).await {
            Ok(()) => sleep(PERIOD).await,
            Err(error) => {
                tracing::error!(?error, "the change log cannot be followed");
                seen = None;
                instance.cache.forget();
                sleep(PAUSE).await;
            }
        }
    }
}

async fn look(instance: &Instance, seen: &mut Option<i64>) -> Result<()> {
    let last = last_seq::<change::Entity>(change::Column::Seq, instance.database.connection()).await?;
    if *seen != Some(last) {
        // Before it is noted as seen: what is begun from now on finds the change.
        instance.cache.forget();
        *seen = Some(last);
    }
    let now = instance.clock.now();
    if let Some(era) = instance.cache.open_era(now) {
        instance.cache.close_era(era, schedule::next(instance, now).await?);
    }
    Ok(())
}
