//! How often one may try to sign in: counted for each network address and for each account.

use std::{
    net::IpAddr,
    num::NonZeroU32,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock, DefaultClock},
};
use sha2::{Digest, Sha256};

use crate::{Error, Result};

/// How often those are forgotten who have not tried for long.
const ROUND: Duration = Duration::from_secs(60);

/// Who tries, in a few bytes whatever was sent.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    /// An address of IPv4, or the network of one of IPv6: each customer has 2^64 of these.
    Address(Option<IpAddr>),
    /// The hash of what names an account.
    Account([u8; 32]),
}

impl Key {
    fn of_address(address: Option<IpAddr>) -> Self {
        Self::Address(address.map(|address| match address.to_canonical() {
            IpAddr::V6(address) => IpAddr::V6((u128::from(address) & (u128::MAX << 64)).into()),
            address @ IpAddr::V4(_) => address,
        }))
    }

    fn of_account(account: &str) -> Self {
        Self::Account(Sha256::digest(account).into())
    }
}

/// The attempts of the last minute.
pub struct Attempts {
    by_key: DefaultKeyedRateLimiter<Key>,
    round: Duration,
    /// When old attempts were last forgotten.
    forgotten_at: Mutex<Instant>,
}

impl Attempts {
    pub fn new(per_minute: NonZeroU32) -> Self {
        let by_key = RateLimiter::keyed(Quota::per_minute(per_minute));
        Self { by_key, round: ROUND, forgotten_at: Mutex::new(Instant::now()) }
    }

    /// Counts an attempt; fails when there were too many. What cannot name an account counts for its address alone.
    pub fn count(&self, address: Option<IpAddr>, account: Option<&str>) -> Result<()> {
        self.forget();
        for key in [Some(Key::of_address(address)), account.map(Key::of_account)].into_iter().flatten() {
            if let Err(early) = self.by_key.check_key(&key) {
                let wait = early.wait_time_from(DefaultClock::default().now());
                return Err(Error::RateLimited { retry_after_s: wait.as_secs().max(1) });
            }
        }
        Ok(())
    }

    /// Once in a round, forgets those who may try as often as if they never had.
    fn forget(&self) {
        let mut forgotten_at = self.forgotten_at.lock().unwrap_or_else(PoisonError::into_inner);
        if forgotten_at.elapsed() >= self.round {
            *forgotten_at = Instant::now();
            self.by_key.retain_recent();
            self.by_key.shrink_to_fit();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attempts(per_minute: u32) -> Attempts {
        Attempts::new(NonZeroU32::new(per_minute).unwrap())
    }

    fn from(address: &str) -> Option<IpAddr> {
        Some(address.parse().unwrap())
    }

    #[test]
    fn an_account_is_protected_from_many_addresses_and_an_address_from_many_accounts() {
        let attempts = attempts(2);
        let count = |address: &str, account: &str| attempts.count(from(address), Some(account));

        assert!(count("10.0.0.1", "ana").is_ok());
        assert!(count("10.0.0.2", "ana").is_ok());
        assert!(matches!(count("10.0.0.3", "ana"), Err(Error::RateLimited { retry_after_s: 1.. })));
        assert!(count("10.0.0.1", "luc").is_ok());
        assert!(count("10.0.0.1", "eva").is_err());
        assert!(count("10.0.0.9", "eva").is_ok());
    }

    #[test]
    fn what_names_no_account_counts_for_its_address() {
        let attempts = attempts(1);

        assert!(attempts.count(from("10.0.0.1"), None).is_ok());
        assert!(attempts.count(from("10.0.0.2"), None).is_ok());
        assert!(attempts.count(from("10.0.0.1"), None).is_err());
    }

    #[test]
    fn addresses_of_one_network_of_ipv6_are_one() {
        let attempts = attempts(1);

        assert!(attempts.count(from("2001:db8:0:1::1"), None).is_ok());
        assert!(attempts.count(from("2001:db8:0:1:ffff::2"), None).is_err());
        assert!(attempts.count(from("2001:db8:0:2::1"), None).is_ok());
        assert!(attempts.count(from("10.0.0.1"), None).is_ok());
        assert!(attempts.count(from("::ffff:10.0.0.1"), None).is_err());
        assert!(attempts.count(from("::ffff:10.0.0.2"), None).is_ok());
    }

    #[test]
    fn who_has_not_tried_for_long_is_forgotten() {
        // An attempt is old after a millisecond.
        let attempts = Attempts { round: Duration::ZERO, ..attempts(60_000) };
        assert!(attempts.count(from("10.0.0.1"), Some("ana")).is_ok());

        std::thread::sleep(Duration::from_millis(20));
        assert!(attempts.count(from("10.0.0.2"), None).is_ok());

        assert_eq!(attempts.by_key.len(), 1);
    }
}
