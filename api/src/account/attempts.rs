//! How often one may try to sign in: counted for each network address and for each account.

use std::num::NonZeroU32;

use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock, DefaultClock},
};

use crate::{Error, Result};

/// Names that are remembered before those that have not been met for long are forgotten.
const MANY: usize = 10_000;

/// The attempts of the last minute.
pub struct Attempts {
    by_name: DefaultKeyedRateLimiter<String>,
}

impl Attempts {
    pub fn new(per_minute: NonZeroU32) -> Self {
        Self { by_name: RateLimiter::keyed(Quota::per_minute(per_minute)) }
    }

    /// Counts an attempt; fails when there were too many.
    pub fn count(&self, address: Option<&str>, account: &str) -> Result<()> {
        if self.by_name.len() > MANY {
            self.by_name.retain_recent();
        }
        let names = [format!("address {}", address.unwrap_or_default()), format!("account {account}")];
        for name in names {
            if let Err(early) = self.by_name.check_key(&name) {
                let wait = early.wait_time_from(DefaultClock::default().now());
                return Err(Error::RateLimited { retry_after_s: wait.as_secs().max(1) });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_protected_from_many_addresses_and_an_address_from_many_accounts() {
        let attempts = Attempts::new(NonZeroU32::new(2).unwrap());

        assert!(attempts.count(Some("10.0.0.1"), "ana").is_ok());
        assert!(attempts.count(Some("10.0.0.2"), "ana").is_ok());
        assert!(matches!(attempts.count(Some("10.0.0.3"), "ana"), Err(Error::RateLimited { retry_after_s: 1.. })));
        assert!(attempts.count(Some("10.0.0.1"), "luc").is_ok());
        assert!(attempts.count(Some("10.0.0.1"), "eva").is_err());
        assert!(attempts.count(Some("10.0.0.9"), "eva").is_ok());
    }
}
