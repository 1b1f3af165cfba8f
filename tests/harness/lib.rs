//! The harness of the black-box tests: it starts the real program and speaks HTTP to it.
//!
//! Start with [`TestApp`]: a server over a database of its own. [`DEMO`] is one that read-only tests share.
//! [`on_both_databases!`] turns functions that take a [`Database`] into tests on SQLite and on PostgreSQL.

mod answer;
mod app;
mod database;
mod program;
mod proxy;
mod response;
mod scratch;
mod shared;
mod socket;
mod statements;
mod website;

pub use answer::Answer;
pub use app::{Options, TestApp, Token};
pub use database::Database;
pub use program::{Output, Tally, program, run};
pub use proxy::Proxy;
pub use response::Response;
pub use shared::{DEMO, Shared};
pub use socket::{Heard, Refused, Socket, subscribe};
pub use statements::normalise;
pub use website::{Asked, Page, Website};

/// The clock of every server under test: during the round table of the demo, its first afternoon.
pub const NOW: &str = "2012-02-14T18:30:00Z";

/// Makes of each function `fn name(db: Database)` two tests: `sqlite::name` and `postgres::name`.
///
/// Once in a module, with all its functions: one that was forgotten is dead code, and the compiler says so.
#[macro_export]
macro_rules! on_both_databases {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[test] fn $name() { super::$name($crate::Database::Sqlite); })+
        }
        mod postgres {
            $(#[test] fn $name() { super::$name($crate::Database::Postgres); })+
        }
    };
}
