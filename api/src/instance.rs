//! What this instance works with, whatever it is asked: database, languages, clock, keys.

use std::sync::Arc;

use chrono::TimeDelta;
use tokio::sync::Notify;

use crate::{
    Result,
    account::Attempts,
    cache::Cache,
    clock::Clock,
    content::write::{Committed, Write},
    database::Database,
    graphql::documents::Documents,
    locale::{
        Chain, Locales,
        messages::{Args, Messages},
    },
    signing::SigningKey,
    viewer::Writer,
};

/// What this instance works with.
pub struct Instance {
    pub database: Database,
    pub locales: Arc<Locales>,
    pub messages: Messages,
    pub clock: Clock,
    pub key: SigningKey,
    pub attempts: Attempts,
    /// How long a user stays signed in.
    pub session_lifetime: TimeDelta,
    /// Whether cookies are for https only.
    pub secure_cookies: bool,
    /// Answers that are given again.
    pub cache: Arc<Cache>,
    /// Documents that clients name.
    pub documents: Documents,
    /// Woken by each content transaction: what is due next may have changed.
    pub written: Notify,
}

impl Instance {
    /// A content transaction of `writer`.
    pub async fn write(&self, writer: &Writer) -> Result<Write> {
        Write::begin(&self.database, self.locales.clone(), self.clock, writer).await
    }

    /// Something was written here: what shows it is over, before anybody is told that it was written.
    pub fn changed(&self, committed: &Committed) {
        if let Some(numbers) = &committed.numbers {
            self.database.replicas.know(*numbers.end());
        }
        self.cache.touch_own(&committed.touched, committed.numbers.clone());
    }

    /// What Tribune says, in the first language of the chain that it can say it in.
    pub fn say(&self, chain: &Chain, (id, args): (&str, Args)) -> String {
        self.messages.format(chain, id, &args)
    }
}
