//! A way to a PostgreSQL server that a test can cut.

use std::{
    io::{ErrorKind, Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU8, Ordering},
    },
    thread,
    time::Duration,
};

/// How long something that is held waits until it looks again.
const PERIOD: Duration = Duration::from_millis(5);

const OPEN: u8 = 0;
const CUT: u8 = 1;
const HELD: u8 = 2;
const ENDED: u8 = 3;

/// It passes everything on until it is told not to. Dropping it closes all connections.
pub struct Proxy {
    /// The address of the database by way of the proxy.
    url: String,
    address: SocketAddr,
    way: Arc<Way>,
}

struct Way {
    /// Host and port of the server.
    target: String,
    state: AtomicU8,
    streams: Mutex<Vec<TcpStream>>,
}

impl Proxy {
    /// A way to this database, `postgres://user@host:port/name`.
    pub fn before(database_url: &str) -> Self {
        let (scheme, rest) = database_url.split_once("://").expect("an address has a scheme");
        let (authority, path) = rest.split_once('/').expect("an address has a path");
        let (user, target) = authority.rsplit_once('@').expect("an address names a user");
        let target = if target.contains(':') { target.to_owned() } else { format!("{target}:5432") };
        let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
        let address = listener.local_addr().expect("it is bound");
        let way = Arc::new(Way { target, state: AtomicU8::new(OPEN), streams: Mutex::default() });
        let accepting = way.clone();
        thread::spawn(move || accepting.accept(&listener));
        Self { url: format!("{scheme}://{user}@{address}/{path}"), address, way }
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    /// Closes all connections, and each new one at once: the server is down.
    pub fn cut(&self) {
        self.way.state.store(CUT, Ordering::SeqCst);
        self.way.close();
    }

    /// Closes nothing, and passes nothing on: a network that swallows everything.
    pub fn hold(&self) {
        self.way.state.store(HELD, Ordering::SeqCst);
    }

    /// Passes everything on again, what was held too.
    pub fn restore(&self) {
        self.way.state.store(OPEN, Ordering::SeqCst);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.way.state.store(ENDED, Ordering::SeqCst);
        self.way.close();
        // Wakes whoever accepts.
        TcpStream::connect(self.address).ok();
    }
}

impl Way {
    fn close(&self) {
        let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        for stream in streams.drain(..) {
            stream.shutdown(Shutdown::Both).ok();
        }
    }

    fn accept(self: &Arc<Self>, listener: &TcpListener) {
        for stream in listener.incoming() {
            match self.state.load(Ordering::SeqCst) {
                ENDED => return,
                CUT => drop(stream),
                _ => {
                    let (way, Ok(stream)) = (self.clone(), stream) else { continue };
                    thread::spawn(move || way.join(stream));
                }
            }
        }
    }

    /// Passes on what one side says to the other, until one of them ends.
    fn join(self: Arc<Self>, client: TcpStream) {
        let Some(server) = self.wait().then(|| TcpStream::connect(&self.target).ok()).flatten() else { return };
        let pairs = [(&client, &server), (&server, &client)].map(|(from, to)| (from.try_clone(), to.try_clone()));
        {
            let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
            streams.extend([client, server]);
        }
        // It may have been cut in between.
        if self.state.load(Ordering::SeqCst) != OPEN && !self.wait() {
            self.close();
        }
        for pair in pairs {
            let (Ok(from), Ok(to)) = pair else { return };
            let way = self.clone();
            thread::spawn(move || way.pass(from, to));
        }
    }

    fn pass(&self, mut from: TcpStream, mut to: TcpStream) {
        let mut bytes = [0; 16 * 1024];
        loop {
            let count = match from.read(&mut bytes) {
                Ok(0) => break,
                Ok(count) => count,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(_) => break,
            };
            if !self.wait() || to.write_all(&bytes[..count]).is_err() {
                break;
            }
        }
        from.shutdown(Shutdown::Both).ok();
        to.shutdown(Shutdown::Both).ok();
    }

    /// Waits as long as everything is held; whether the way is open then.
    fn wait(&self) -> bool {
        loop {
            match self.state.load(Ordering::SeqCst) {
                HELD => thread::sleep(PERIOD),
                state => return state == OPEN,
            }
        }
    }
}
