//! A website that says what a test tells it to, and remembers what it was asked.

use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex, PoisonError},
    thread,
};

/// What is answered at one address.
#[derive(Clone, Debug)]
pub struct Page {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

impl Page {
    pub fn json(body: impl Into<Vec<u8>>) -> Self {
        Self { status: 200, headers: vec![("Content-Type", "application/json".to_owned())], body: body.into() }
    }

    pub fn html() -> Self {
        let body = b"<!DOCTYPE html><title>Fest</title>".to_vec();
        Self { status: 200, headers: vec![("Content-Type", "text/html".to_owned())], body }
    }

    pub fn redirect(target: &str) -> Self {
        Self { status: 302, headers: vec![("Location", target.to_owned())], body: Vec::new() }
    }

    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }
}

/// A request: the path with its query, and its headers in lower case.
#[derive(Clone, Debug)]
pub struct Asked {
    pub path: String,
    pub headers: HashMap<String, String>,
}

#[derive(Default)]
struct Shared {
    pages: HashMap<String, Page>,
    asked: Vec<Asked>,
}

/// It listens until the test program ends.
#[derive(Clone)]
pub struct Website {
    pub url: String,
    shared: Arc<Mutex<Shared>>,
}

impl Website {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
        let url = format!("http://{}", listener.local_addr().expect("it has an address"));
        let shared = Arc::<Mutex<Shared>>::default();
        let answering = shared.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                answer(stream, &answering);
            }
        });
        Self { url, shared }
    }

    /// What is answered at a path; with a query only if it says so, else with any.
    pub fn set(&self, path: &str, page: Page) {
        self.lock().pages.insert(path.to_owned(), page);
    }

    /// All requests so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.lock().asked.clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One request on each connection. Whoever hangs up is not answered.
fn answer(mut stream: TcpStream, shared: &Mutex<Shared>) {
    let mut reader = BufReader::new(&stream);
    let mut line = String::new();
    if reader.read_line(&mut line).is_err() {
        return;
    }
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut headers = HashMap::new();
    loop {
        line.clear();
        match reader.read_line(&mut line) {
            Ok(0) | Err(_) => break,
            Ok(_) => {}
        }
        let Some((name, value)) = line.trim().split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let page = {
        let mut shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
        shared.asked.push(Asked { path: path.clone(), headers: headers.clone() });
        let bare = path.split('?').next().unwrap_or_default();
        let page = shared.pages.get(&path).or_else(|| shared.pages.get(bare)).cloned();
        page.unwrap_or(Page { status: 404, headers: Vec::new(), body: b"{}".to_vec() })
    };
    let tag = page.headers.iter().find(|(name, _)| *name == "ETag").map(|(_, tag)| tag);
    let is_known = tag.is_some() && headers.get("if-none-match") == tag;
    let (status, body) = if is_known { (304, &[][..]) } else { (page.status, page.body.as_slice()) };
    let mut head = format!("HTTP/1.1 {status} -\r\nContent-Length: {}\r\nConnection: close\r\n", body.len());
    for (name, value) in &page.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body)).ok();
}
