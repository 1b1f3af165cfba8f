//! A fresh database for each server under test: a file, or a database on the server that
//! `TRIBUNE_TEST_POSTGRES` names.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
};

use crate::scratch;

/// The databases that everything must work on alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Database {
    Sqlite,
    Postgres,
}

/// The server of `TRIBUNE_TEST_POSTGRES`: `postgres://user@host:port`, without the name of a database.
pub struct Server(String);

impl Server {
    pub fn url(&self, database: &str) -> String {
        let (base, options) = self.0.split_once('?').unwrap_or((&self.0, ""));
        let question = if options.is_empty() { "" } else { "?" };
        format!("{base}/{database}{question}{options}")
    }
}

/// The PostgreSQL server to test on, when one is named.
pub fn server() -> Option<Server> {
    let url = std::env::var_os("TRIBUNE_TEST_POSTGRES")?.into_string().ok()?;
    let authority = url.find("://").map_or(0, |scheme| scheme + 3);
    let path = url[authority..].find('/').map(|path| authority + path);
    let options = url.find('?').unwrap_or(url.len());
    let base = &url[..path.unwrap_or(options).min(options)];
    Some(Server(format!("{base}{}", &url[options..])))
}

/// A database that exists as long as this value.
pub struct Provision {
    /// What `--database-url` takes.
    pub url: String,
    /// The name of the database on the PostgreSQL server.
    name: Option<String>,
}

impl Provision {
    /// Makes an empty database; a file goes into `folder`.
    pub fn new(database: Database, folder: &Path) -> Self {
        match database {
            Database::Sqlite => Self { url: format!("sqlite://{}", folder.join("tribune.db").display()), name: None },
            Database::Postgres => {
                static NEXT: AtomicUsize = AtomicUsize::new(0);
                let number = NEXT.fetch_add(1, Ordering::Relaxed);
                let name = format!("{}_{number}", scratch::prefix());
                statement(&format!("CREATE DATABASE {name} TEMPLATE template0"));
                Self { url: named_server().url(&name), name: Some(name) }
            }
        }
    }
}

impl Provision {
    /// Runs a statement; what it prints, or why it failed.
    pub fn sql(&self, statement: &str) -> Result<String, String> {
        const SQLITE: &str = "
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as database:
    for row in database.execute(sys.argv[2]):
        print(*row, sep='|')
";
        let output = match self.url.strip_prefix("sqlite://") {
            Some(file) => Command::new("python3").args(["-c", SQLITE, file, statement]).output(),
            None => Command::new(psql())
                .args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1"])
                .args(["--dbname", &self.url, "--command", statement])
                .output(),
        };
        let output = output.expect("python3 and psql can be started");
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
    }

    /// All that is in it, as text.
    pub fn everything(&self) -> String {
        if let Some(file) = self.url.strip_prefix("sqlite://") {
            let read = |ending| fs::read(format!("{file}{ending}")).unwrap_or_default();
            return ["", "-wal"].map(|ending| String::from_utf8_lossy(&read(ending)).into_owned()).concat();
        }
        let tables = self.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").expect("it has tables");
        let rows = |table: &str| self.sql(&format!("SELECT t::text FROM \"{table}\" t")).expect("it can be read");
        tables.lines().map(rows).collect()
    }
}

impl Drop for Provision {
    fn drop(&mut self) {
        if let Some(name) = &self.name
            && !std::thread::panicking()
        {
            statement(&format!("DROP DATABASE {name} WITH (FORCE)"));
        }
    }
}

fn named_server() -> Server {
    server().expect(
        "TRIBUNE_TEST_POSTGRES names no PostgreSQL server: run `make test`, or `cargo test --workspace sqlite::` for SQLite alone",
    )
}

fn statement(sql: &str) {
    let output = Command::new(psql())
        .args(["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"])
        .args(["--dbname", &named_server().url("postgres")])
        .args(["--command", sql])
        .output()
        .expect("psql can be started");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{sql}: {error}");
}

/// `psql` as Debian installs it, the newest, else the one of the `PATH`.
pub fn psql() -> PathBuf {
    static PSQL: OnceLock<PathBuf> = OnceLock::new();
    let newest = || {
        let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
        versions.flatten().map(|version| version.path().join("bin/psql")).filter(|psql| psql.is_file()).max()
    };
    PSQL.get_or_init(|| newest().unwrap_or_else(|| PathBuf::from("psql"))).clone()
}
