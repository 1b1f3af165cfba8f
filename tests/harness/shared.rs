//! Servers that tests share because they only read.

use std::sync::OnceLock;

use crate::{Database, Options, TestApp};

/// The demo.
pub static DEMO: Shared =
    Shared::new(|database| TestApp::start(database, &Options { demo: true, ..Options::default() }));

/// One server for each database, started when a test first asks for it.
///
/// It stops when the test program ends. Nothing may write through it.
pub struct Shared {
    start: fn(Database) -> TestApp,
    sqlite: OnceLock<TestApp>,
    postgres: OnceLock<TestApp>,
}

impl Shared {
    /// Shares what `start` prepares.
    pub const fn new(start: fn(Database) -> TestApp) -> Self {
        Self { start, sqlite: OnceLock::new(), postgres: OnceLock::new() }
    }

    /// The server over this database.
    pub fn on(&self, database: Database) -> &TestApp {
        let app = match database {
            Database::Sqlite => &self.sqlite,
            Database::Postgres => &self.postgres,
        };
        app.get_or_init(|| (self.start)(database))
    }
}
