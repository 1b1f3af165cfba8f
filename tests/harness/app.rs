//! A server under test, and what one can do with it.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, ExitStatus, Stdio},
    sync::{Arc, OnceLock},
    thread,
    time::{Duration, Instant},
};

use reqwest::{
    Method,
    blocking::{Client, RequestBuilder},
};
use serde_json::{Value, json};

use crate::{Database, NOW, Output, Response, database::Provision, program, scratch};

/// How long a server may take to announce its address.
const START: Duration = Duration::from_secs(30);
/// How long a server may take to stop before it is killed.
const STOP: Duration = Duration::from_secs(10);

/// How a server is started.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// Fill the empty database with the demo.
    pub demo: bool,
    /// Let the clock run, instead of standing still at [`NOW`].
    pub running_clock: bool,
    /// Keep answers and give them again. Without it, what a command writes beside the server is seen at once.
    pub cache: bool,
    /// Further arguments of `tribune serve`.
    pub arguments: &'a [&'a str],
}

/// A running server over a database of its own. Dropping it stops the one and, with the last server over it, drops
/// the other.
pub struct TestApp {
    server: Child,
    /// As long as this pipe is open the server runs: it cannot outlive the tests.
    stdin: Option<ChildStdin>,
    base_url: String,
    folder: PathBuf,
    database: Arc<Provision>,
    /// How this server reaches the database.
    database_url: String,
    running_clock: bool,
}

/// An account: what it shows with each request.
#[derive(Clone, Debug)]
pub struct Token(pub String);

impl TestApp {
    /// Starts a server over a fresh database and waits until it announces its address.
    pub fn start(database: Database, options: &Options) -> Self {
        let folder = scratch::folder();
        let database = Arc::new(Provision::new(database, &folder));
        let database_url = database.url.clone();
        Self::start_over(database, database_url, folder, options)
    }

    /// Starts another server over the same database. With SQLite, this one must not be dropped before it: the
    /// database is in its folder.
    pub fn beside(&self, options: &Options) -> Self {
        self.beside_by_way_of(&self.database.url, options)
    }

    /// As [`TestApp::beside`], by way of another address of the same database.
    pub fn beside_by_way_of(&self, database_url: &str, options: &Options) -> Self {
        Self::start_over(self.database.clone(), database_url.to_owned(), scratch::folder(), options)
    }

    fn start_over(database: Arc<Provision>, database_url: String, folder: PathBuf, options: &Options) -> Self {
        let mut server = serve(&folder, &database_url, options);
        let (stdin, running_clock) = (server.stdin.take(), options.running_clock);
        let mut app = Self { stdin, server, base_url: String::new(), folder, database, database_url, running_clock };
        app.base_url = app.await_address();
        app
    }

    /// Stops the server and starts another one over the same database, at another address.
    pub fn restart(&mut self, options: &Options) {
        self.stop();
        self.server = serve(&self.folder, &self.database_url, options);
        self.running_clock = options.running_clock;
        self.stdin = self.server.stdin.take();
        self.base_url = self.await_address();
    }

    /// The address of the database.
    pub fn database_url(&self) -> &str {
        &self.database.url
    }

    /// The number of the server's process.
    pub fn process(&self) -> u32 {
        self.server.id()
    }

    /// `http://127.0.0.1:…`, without a slash at the end.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The answer to a document.
    pub fn query(&self, document: &str) -> Response {
        self.query_with(document, Value::Null, &[])
    }

    /// The answer to a document with variables (or null) and further headers.
    pub fn query_with(&self, document: &str, variables: Value, headers: &[(&str, &str)]) -> Response {
        let body = json!({ "query": document, "variables": variables });
        let mut request = self
            .request(Method::POST, "/graphql")
            .header("Accept", "application/graphql-response+json")
            .header("X-Tribune-Explain", "1")
            .json(&body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request)
    }

    /// Makes an API token on the command line: `--role editor --event expo`.
    #[track_caller]
    pub fn token(&self, options: &[&str]) -> Token {
        let arguments: Vec<&str> = ["token", "create", "test"].into_iter().chain(options.iter().copied()).collect();
        Token(self.run(&arguments, "").succeeded().stdout.trim().to_owned())
    }

    /// A token that may do everything.
    #[track_caller]
    pub fn admin(&self) -> Token {
        self.token(&["--role", "admin"])
    }

    /// Adds a user on the command line, with options like `--role editor`.
    #[track_caller]
    pub fn user(&self, email: &str, password: &str, options: &[&str]) {
        let arguments: Vec<&str> =
            ["user", "create", email, "--name", email].into_iter().chain(options.iter().copied()).collect();
        self.run(&arguments, &format!("{password}\n")).succeeded();
    }

    /// Signs a user in; the token is that of the session.
    #[track_caller]
    pub fn sign_in(&self, email: &str, password: &str) -> Token {
        let document = "mutation ($input: SignInInput!) { signIn(input: $input) { token } }";
        let input = json!({ "email": email, "password": password });
        let response = self.ask(None, document, json!({ "input": input }));
        Token(response.at("/signIn/token").as_str().expect("a token").to_owned())
    }

    /// Runs SQL on the database itself, as somebody who has broken in would; what it prints, or why it failed. For
    /// what the database itself must hold out against: nothing else is to be asked or done this way.
    pub fn sql(&self, statement: &str) -> Result<String, String> {
        self.database.sql(statement)
    }

    /// All that is in the database, as text.
    pub fn everything(&self) -> String {
        self.database.everything()
    }

    /// Runs a command of the program on the same database, beside the server.
    pub fn run(&self, arguments: &[&str], stdin: &str) -> Output {
        crate::program::finish_with(&mut self.command(arguments), stdin)
    }

    /// A command of the program on the same database, to be started by the test.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program();
        command.args(arguments).args(["--database-url", &self.database.url]);
        if !self.running_clock {
            command.env("TRIBUNE_NOW", NOW);
        }
        command
    }

    /// The answer to a document that an account asks.
    pub fn query_as(&self, token: &Token, document: &str, variables: Value) -> Response {
        self.query_with(document, variables, &[("Authorization", &format!("Bearer {}", token.0))])
    }

    /// The answer to a document that an account asks, or nobody, without its SQL: for tests that ask much.
    #[track_caller]
    pub fn ask(&self, who: Option<&Token>, document: &str, variables: Value) -> Response {
        let body = json!({ "query": document, "variables": variables });
        let request = self.request(Method::POST, "/graphql").header("Accept", "application/graphql-response+json");
        let request = request.json(&body);
        self.send(match who {
            Some(token) => request.bearer_auth(&token.0),
            None => request,
        })
    }

    /// Ends the server at once, as a loss of power would (SIGKILL).
    pub fn kill(&self) {
        self.signal("-KILL");
    }

    /// The folder of this server, for files of a test.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The answer to a GET of `path`, which begins with a slash.
    pub fn get(&self, path: &str, headers: &[(&str, &str)]) -> Response {
        let mut request = self.request(Method::GET, path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request)
    }

    /// The answer to a POST of these very bytes to `/graphql`.
    pub fn post(&self, content_type: &str, body: &str, headers: &[(&str, &str)]) -> Response {
        let mut request = self
            .request(Method::POST, "/graphql")
            .header("Accept", "application/graphql-response+json")
            .header("Content-Type", content_type)
            .body(body.to_owned());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request)
    }

    /// A request to make more of; finish it with [`TestApp::send`].
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        static CLIENT: OnceLock<Client> = OnceLock::new();
        let client = || {
            Client::builder()
                .no_proxy()
                .redirect(reqwest::redirect::Policy::none())
                .timeout(Duration::from_secs(60))
                .build()
                .expect("the client needs nothing from outside")
        };
        let url = format!("{}{path}", self.base_url);
        CLIENT.get_or_init(client).request(method, url)
    }

    /// Sends a request and reads the whole answer.
    #[track_caller]
    pub fn send(&self, request: RequestBuilder) -> Response {
        match request.send() {
            Ok(response) => Response::read(response),
            Err(error) => panic!("{error:?}\n{}", self.log()),
        }
    }

    /// Imports files, as `tribune import` does beside a running server.
    ///
    /// Paths are those of the caller, or begin at `tests/data`; addresses are addresses.
    pub fn import<P: AsRef<Path>>(&self, files: &[P]) -> Output {
        self.import_with(&[], files)
    }

    /// As [`TestApp::import`], with further options.
    pub fn import_with<P: AsRef<Path>>(&self, options: &[&str], files: &[P]) -> Output {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        let mut command = program();
        command
            .arg("import")
            .args(options)
            .args(files.iter().map(|file| match file.as_ref() {
                address if address.starts_with("http:") => address.to_owned(),
                file => data.join(file),
            }))
            .args(["--database-url", &self.database.url])
            .env("TRIBUNE_NOW", NOW);
        crate::program::finish(&mut command)
    }

    /// Imports a document in Tribune's own JSON, which must succeed.
    #[track_caller]
    pub fn import_document(&self, document: &Value) -> Output {
        self.try_document(&document.to_string()).succeeded()
    }

    /// Imports a document in Tribune's own JSON, which may be refused.
    pub fn try_document(&self, document: &str) -> Output {
        let file = self.folder.join("document.json");
        fs::write(&file, document).expect("a document can be written");
        self.import(&[file])
    }

    /// Sends SIGTERM and waits for the server to end.
    pub fn terminate(&mut self) -> ExitStatus {
        self.signal("-TERM");
        match self.ended(STOP) {
            Some(status) => status,
            None => panic!("still running {STOP:?} after SIGTERM\n{}", self.log()),
        }
    }

    /// All that the server has printed.
    pub fn log(&self) -> String {
        ["stdout.log", "stderr.log"].map(|name| self.printed(name)).concat()
    }

    fn printed(&self, name: &str) -> String {
        let bytes = fs::read(self.folder.join(name)).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    fn await_address(&mut self) -> String {
        let begin = Instant::now();
        loop {
            let status = self.ended(Duration::ZERO);
            if let Some(address) = address(&self.printed("stdout.log")) {
                return address;
            }
            if let Some(status) = status {
                panic!("the server ended at its start, {status}\n{}", self.log());
            }
            let in_time = begin.elapsed() < START;
            assert!(in_time, "no address after {START:?}\n{}", self.log());
            thread::sleep(Duration::from_millis(10));
        }
    }

    fn signal(&self, signal: &str) {
        let kill = Command::new("kill").args([signal, &self.server.id().to_string()]).status();
        assert!(kill.expect("there is a program `kill`").success());
    }

    fn stop(&mut self) {
        drop(self.stdin.take());
        if self.ended(STOP).is_none() {
            self.server.kill().ok();
            self.server.wait().ok();
        }
    }

    /// Waits for the server to end, at most this long.
    fn ended(&mut self, limit: Duration) -> Option<ExitStatus> {
        let begin = Instant::now();
        loop {
            let status = self.server.try_wait().expect("the server is our child");
            if status.is_some() || begin.elapsed() >= limit {
                return status;
            }
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.stop();
        if thread::panicking() {
            eprintln!("{}", self.log());
        }
        fs::remove_dir_all(&self.folder).ok();
    }
}

fn serve(folder: &Path, database_url: &str, options: &Options) -> Child {
    // Files instead of pipes: nobody has to drain them, and a dying test breaks none.
    let log = |name| File::create(folder.join(name)).expect("a log can be written");
    program()
        .args(["serve", "--bind", "127.0.0.1:0", "--stop-on-stdin-eof"])
        .args(["--database-url", database_url, "--explain"])
        .args(if options.running_clock { &[][..] } else { &["--now", NOW][..] })
        .args(options.demo.then_some("--demo"))
        .args(if options.cache { &[][..] } else { &["--cache-mb", "0"][..] })
        .args(options.arguments)
        .stdin(Stdio::piped())
        .stdout(log("stdout.log"))
        .stderr(log("stderr.log"))
        .spawn()
        .expect("the program can be started")
}

/// The first whole line with an address in it gives the address.
fn address(stdout: &str) -> Option<String> {
    const START: &str = "http://127.0.0.1:";
    let line = stdout.split_inclusive('\n').find(|line| line.contains(START) && line.ends_with('\n'))?;
    let port = &line[line.find(START)? + START.len()..];
    let end = port.find(|character: char| !character.is_ascii_digit());
    let port = &port[..end.unwrap_or(port.len())];
    (port != "0" && !port.is_empty()).then(|| format!("{START}{port}"))
}
