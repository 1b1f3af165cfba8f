//! The sockets that are open: how many there may be, how many there are, and when all of them are to end.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use tokio::sync::watch;

use crate::{Error, Result, config::SocketOptions};

/// The sockets that are open.
pub struct Sockets {
    most: usize,
    most_per_address: usize,
    open: Mutex<Open>,
    opened: AtomicU64,
    refused: AtomicU64,
    operations: AtomicU64,
    stopping: watch::Sender<bool>,
}

#[derive(Default)]
struct Open {
    count: usize,
    by_address: HashMap<IpAddr, usize>,
}

/// What there has been since the start, and is now.
pub struct Figures {
    pub open: u64,
    pub opened: u64,
    pub refused: u64,
    pub operations: u64,
}

impl Sockets {
    pub fn new(options: &SocketOptions) -> Self {
        Self {
            most: options.socket_limit,
            most_per_address: options.socket_limit_per_address,
            open: Mutex::default(),
            opened: AtomicU64::new(0),
            refused: AtomicU64::new(0),
            operations: AtomicU64::new(0),
            stopping: watch::Sender::new(false),
        }
    }

    /// A place for a socket from this address; fails when there is none.
    pub fn enter(self: &Arc<Self>, address: Option<IpAddr>) -> Result<Place> {
        let network = address.map(network);
        let mut open = self.open();
        let from_there = network.and_then(|network| open.by_address.get(&network)).copied().unwrap_or_default();
        let refused = if open.count >= self.most {
            Some(self.most)
        } else {
            (from_there >= self.most_per_address).then_some(self.most_per_address)
        };
        if let Some(limit) = refused {
            self.refused.fetch_add(1, Ordering::Relaxed);
            return Err(Error::TooManySockets { limit });
        }
        open.count += 1;
        if let Some(network) = network {
            open.by_address.insert(network, from_there + 1);
        }
        self.opened.fetch_add(1, Ordering::Relaxed);
        Ok(Place { sockets: self.clone(), network })
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn figures(&self) -> Figures {
        Figures {
            open: u64::try_from(self.open().count).unwrap_or(u64::MAX),
            opened: self.opened.load(Ordering::Relaxed),
            refused: self.refused.load(Ordering::Relaxed),
            operations: self.operations.load(Ordering::Relaxed),
        }
    }

    /// Ends all sockets as soon as what runs over them is complete.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }
}

/// The place of a socket, as long as it is open.
pub struct Place {
    sockets: Arc<Sockets>,
    network: Option<IpAddr>,
}

impl Place {
    /// An operation runs, until this is dropped.
    pub fn operation(&self) -> Running {
        self.sockets.operations.fetch_add(1, Ordering::Relaxed);
        Running(self.sockets.clone())
    }

    /// Becomes true when the server stops.
    pub fn stopping(&self) -> watch::Receiver<bool> {
        self.sockets.stopping.subscribe()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.sockets.open();
        open.count = open.count.saturating_sub(1);
        let Some(network) = self.network else { return };
        if let Some(count) = open.by_address.get_mut(&network) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                open.by_address.remove(&network);
            }
        }
    }
}

/// An operation that runs over a socket.
pub struct Running(Arc<Sockets>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.operations.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Who shares a bound: the address, or the 2^64 of them that one subscriber has in IPv6.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sockets() -> Arc<Sockets> {
        let options = SocketOptions { socket_limit: 3, socket_limit_per_address: 2, socket_ping_ms: 12_000 };
        Arc::new(Sockets::new(&options))
    }

    fn address(text: &str) -> Option<IpAddr> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn places_are_bounded_in_all_and_for_each_address() {
        let sockets = sockets();
        let first = sockets.enter(address("192.0.2.1")).unwrap();
        let _second = sockets.enter(address("192.0.2.1")).unwrap();

        assert!(matches!(sockets.enter(address("192.0.2.1")), Err(Error::TooManySockets { limit: 2 })));
        let _third = sockets.enter(address("192.0.2.2")).unwrap();
        assert!(matches!(sockets.enter(address("192.0.2.3")), Err(Error::TooManySockets { limit: 3 })));

        drop(first);
        let _again = sockets.enter(address("192.0.2.1")).unwrap();
        let figures = sockets.figures();
        assert_eq!((figures.open, figures.opened, figures.refused), (3, 4, 2));
    }

    #[test]
    fn nothing_is_kept_of_an_address_that_has_gone() {
        let sockets = sockets();

        drop(sockets.enter(address("2001:db8::1")).unwrap());

        assert!(sockets.open().by_address.is_empty());
        assert_eq!(sockets.figures().open, 0);
    }

    #[test]
    fn one_subscriber_is_one_network() {
        let of = |text: &str| network(address(text).unwrap());

        assert_eq!(of("2001:db8:0:1::1"), of("2001:db8:0:1:ffff::2"));
        assert_ne!(of("2001:db8:0:1::1"), of("2001:db8:0:2::1"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
    }
}
