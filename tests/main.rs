//! The black-box tests, one binary. `make test` runs them on SQLite and on PostgreSQL.

mod contract;
mod fixtures;
mod harness;
mod health;
mod import;
mod input;
mod languages;
mod paging;
mod queries;
mod statements;
mod web;
