//! The black-box tests, one binary. `make test` runs them on SQLite and on PostgreSQL.

mod accounts;
mod addresses;
mod contract;
mod drafts;
mod export;
mod fields;
mod files;
mod filters;
mod fixtures;
mod harness;
mod health;
mod hidden;
mod import;
mod input;
mod kinds;
mod languages;
mod paging;
mod permissions;
mod programme;
mod queries;
mod refusals;
mod statements;
mod translations;
mod upsert;
mod web;
