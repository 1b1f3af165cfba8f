//! The connections: one pool to read from, one to write to, on SQLite or PostgreSQL.
//!
//! There is a single connection for writers: they queue for it, instead of failing with `database is locked` on
//! SQLite, or of taking the connections of readers while they wait for the lock on PostgreSQL.

use std::{
    borrow::Cow,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use entity::{idempotency, setting};
use migration::{Migrator, MigratorTrait};
use sea_orm::{
    ActiveModelTrait, ConnectOptions, ConnectionTrait, Database as Connector, DatabaseConnection, DatabaseTransaction,
    DbBackend, DbErr, EntityTrait, FromQueryResult, IntoActiveModel, QueryOrder, QueryResult, QuerySelect, RuntimeErr,
    SqlErr, SqliteTransactionMode, StatementBuilder, TransactionOptions, TransactionTrait,
    sea_query::OnConflict,
    sqlx::{
        self,
        sqlite::{SqliteConnection, SqliteJournalMode, SqliteSynchronous},
    },
};

pub use self::{news::News, replica::Replicas};
use crate::{Error, Result, viewer::Idempotency};

pub mod news;
mod replica;

/// The one lock of PostgreSQL that every content transaction holds, so that `seq` order is commit order.
const WRITE_LOCK: i64 = 0x0074_7269_6275_6e65;

/// How long a request waits for a connection before it is told that the database does not answer.
const PATIENCE: Duration = Duration::from_secs(3);
/// How long a write waits for its turn.
const PATIENCE_OF_WRITERS: Duration = Duration::from_secs(30);

/// How long a statement may run before the database ends it; whoever asked has been told `UNAVAILABLE` long
/// before.
const LONGEST_STATEMENT: Duration = Duration::from_secs(30);

/// The connections to one database.
#[derive(Clone, Debug)]
pub struct Database {
    url: String,
    reader: DatabaseConnection,
    writer: DatabaseConnection,
    pub replicas: Replicas,
}

impl Database {
    /// Connects; a SQLite file that is absent is created.
    pub async fn connect(url: &str, connections: u32) -> Result<Self> {
        if !url.starts_with("sqlite:") {
            let pool = postgres(url, connections);
            // Writers wait for their turn without taking the connections of readers.
            let mut writer = pool.clone();
            writer.max_connections(1).acquire_timeout(PATIENCE_OF_WRITERS);
            let (reader, writer) = (Connector::connect(pool).await?, Connector::connect(writer).await?);
            return Ok(Self { url: url.to_owned(), reader, writer, replicas: Replicas::default() });
        }
        let mut writer = options(url, 1);
        writer.acquire_timeout(PATIENCE_OF_WRITERS);
        writer.map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                // Another process may write.
                .busy_timeout(PATIENCE_OF_WRITERS)
        });
        let writer = Connector::connect(writer).await?;
        let mut reader = options(url, connections);
        reader
            .map_sqlx_sqlite_opts(|sqlite| {
                // The system keeps the pages of the file anyway, and rows are kept above: each connection's own copies
                // would be most of what the server takes.
                sqlite.read_only(true).row_buffer_size(1_000).pragma("cache_size", "-512")
            })
            .map_sqlx_sqlite_pool_opts(|pool| {
                pool.after_connect(|connection, _| Box::pin(limit(connection, LONGEST_STATEMENT)))
            })
            .map_sqlx_sqlite_before_acquire(|connection, _| {
                Box::pin(async move { limit(connection, LONGEST_STATEMENT).await.map(|()| true) })
            });
        let reader = Connector::connect(reader).await?;
        Ok(Self { url: url.to_owned(), reader, writer, replicas: Replicas::default() })
    }

    /// Reads for the public from these copies as well, as far as they have what is known here. A copy need not be there
    /// yet.
    pub async fn with_replicas(mut self, urls: &[String], connections: u32) -> Result<Self> {
        let mut copies = Vec::new();
        for url in urls {
            let mut pool = postgres(url, connections);
            pool.connect_lazy(true);
            copies.push(Connector::connect(pool).await?);
        }
        self.replicas = Replicas::new(copies);
        Ok(self)
    }

    /// Brings the tables to the present shape.
    pub async fn migrate(&self) -> Result<()> {
        Ok(Migrator::up(&self.writer, None).await?)
    }

    /// How many steps are still to be done.
    pub async fn pending_migrations(&self) -> Result<usize> {
        Ok(Migrator::get_pending_migrations(&self.writer).await?.len())
    }

    pub fn backend(&self) -> DbBackend {
        self.reader.get_database_backend()
    }

    /// Where this instance hears of changes of others.
    pub async fn news(&self) -> Result<News> {
        News::of(self.backend(), &self.url).await
    }

    /// As [`Database::reader`], for what may be read from a copy.
    pub fn public_reader(&self, log: Option<StatementLog>) -> Reader {
        let source = match self.replicas.get() {
            Some(copy) => Source::Copy { copy: copy.clone(), primary: self.reader.clone() },
            None => Source::Pool(self.reader.clone()),
        };
        Reader { source, log }
    }

    /// A door to read through; it notes its statements in `log`.
    pub fn reader(&self, log: Option<StatementLog>) -> Reader {
        Reader { source: Source::Pool(self.reader.clone()), log }
    }

    /// For reading what is not content: accounts and logs.
    pub fn connection(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// A fact about the database itself.
    pub async fn setting(&self, name: &str) -> Result<Option<String>> {
        setting(&self.reader, name).await
    }

    /// Fails when the database does not answer.
    pub async fn ping(&self) -> Result<()> {
        Ok(self.reader.ping().await?)
    }

    /// The transaction that content is written in: one at a time in the whole system.
    pub async fn begin(&self) -> Result<DatabaseTransaction> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let transaction = self.writer.begin_with_options(options).await?;
        if transaction.get_database_backend() == DbBackend::Postgres {
            transaction.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({WRITE_LOCK})")).await?;
        }
        Ok(transaction)
    }
}

fn postgres(url: &str, connections: u32) -> ConnectOptions {
    let mut pool = options(url, connections);
    let longest = LONGEST_STATEMENT.as_millis().to_string();
    pool.map_sqlx_postgres_opts(move |postgres| postgres.options([("statement_timeout", &longest)]));
    pool
}

fn options(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .acquire_timeout(PATIENCE)
        // Statements are for `--log sqlx=debug`.
        .sqlx_logging_level(log::LevelFilter::Debug)
        .sqlx_slow_statements_logging_settings(log::LevelFilter::Warn, Duration::from_secs(1));
    options
}

/// A fact about the database itself, as `db` sees it.
pub async fn setting(db: &impl ConnectionTrait, name: &str) -> Result<Option<String>> {
    Ok(setting::Entity::find_by_id(name.to_owned()).one(db).await?.map(|row| row.value))
}

pub async fn set_setting(db: &impl ConnectionTrait, name: &str, value: &str) -> Result<()> {
    let row = setting::Model { name: name.to_owned(), value: value.to_owned() };
    let replace = OnConflict::column(setting::Column::Name).update_column(setting::Column::Value).to_owned();
    setting::Entity::insert(row.into_active_model()).on_conflict(replace).exec_without_returning(db).await?;
    Ok(())
}

/// Ends a transaction. The first one of a request that must not be carried out twice notes that it was; its answer
/// comes later.
pub async fn commit(transaction: DatabaseTransaction, request: Option<&Idempotency>, now: DateTime<Utc>) -> Result<()> {
    let Some(request) = request.filter(|request| !request.is_noted()) else {
        return Ok(transaction.commit().await?);
    };
    let row = idempotency::Model {
        actor_uid: request.account,
        key: request.key.clone(),
        request_hash: request.request_hash.clone(),
        answer: None,
        created_at: now,
    };
    let noted = idempotency::Entity::insert(row.into_active_model()).exec_without_returning(&transaction).await;
    match noted {
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            // Another instance was faster.
            return Err(Error::InProgress);
        }
        noted => noted?,
    };
    transaction.commit().await?;
    request.note();
    Ok(())
}

/// Rows of one `INSERT`: well below the number of parameters that the databases take.
pub const BULK: usize = 500;

/// Adds many rows.
pub async fn insert<E: EntityTrait>(db: &impl ConnectionTrait, rows: Vec<E::ActiveModel>) -> Result<()>
where
    E::ActiveModel: ActiveModelTrait<Entity = E> + Send,
{
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        E::insert_many(rows.by_ref().take(BULK).collect::<Vec<_>>()).exec_without_returning(db).await?;
    }
    Ok(())
}

/// Whether a database did not answer, other than by ending a statement that took too long.
fn is_gone(error: &DbErr) -> bool {
    match error {
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => true,
        DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause)) => {
            let shuts_down = |code: Cow<'_, str>| code.starts_with("57P");
            matches!(**cause, sqlx::Error::Io(_) | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed)
                || cause.as_database_error().and_then(|error| error.code()).is_some_and(shuts_down)
        }
        _ => false,
    }
}

/// The last number of a log; 0 when it is empty.
pub async fn last_seq<E: EntityTrait>(seq: E::Column, db: &impl ConnectionTrait) -> Result<i64> {
    let last = E::find().select_only().column(seq).order_by_desc(seq).into_tuple().one(db).await?;
    Ok(last.unwrap_or_default())
}

/// Ends what a connection runs when it has been in use for so long.
async fn limit(connection: &mut SqliteConnection, longest: Duration) -> std::result::Result<(), sqlx::Error> {
    let deadline = Instant::now() + longest;
    let goes_on = move || Instant::now() < deadline;
    connection.lock_handle().await?.set_progress_handler(STEPS, goes_on);
    Ok(())
}

/// Steps of SQLite's machine between two looks at the clock: some milliseconds.
const STEPS: i32 = 100_000;

/// The SQL texts that a request ran, in order.
#[derive(Clone, Debug, Default)]
pub struct StatementLog(Arc<Mutex<Vec<String>>>);

impl StatementLog {
    fn note(&self, sql: String) {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(sql);
    }

    pub fn statements(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }
}

/// What is read through: a pool of connections, a copy for which the primary answers when it is gone, or a transaction
/// that nobody else sees.
#[derive(Clone, Debug)]
enum Source {
    Pool(DatabaseConnection),
    Copy { copy: DatabaseConnection, primary: DatabaseConnection },
    Transaction(Arc<DatabaseTransaction>),
}

/// A door to read through.
#[derive(Clone, Debug)]
pub struct Reader {
    source: Source,
    log: Option<StatementLog>,
}

impl Reader {
    /// Reads what a transaction has written; dropped, all of it is undone.
    pub fn of_transaction(transaction: DatabaseTransaction, log: Option<StatementLog>) -> Self {
        Self { source: Source::Transaction(Arc::new(transaction)), log }
    }

    /// The rows of a query.
    pub async fn rows(&self, query: &impl StatementBuilder) -> Result<Vec<QueryResult>> {
        let backend = match &self.source {
            Source::Pool(pool) | Source::Copy { copy: pool, .. } => pool.get_database_backend(),
            Source::Transaction(transaction) => transaction.get_database_backend(),
        };
        let statement = backend.build(query);
        if let Some(log) = &self.log {
            log.note(statement.sql.clone());
        }
        Ok(match &self.source {
            Source::Pool(pool) => pool.query_all_raw(statement).await?,
            Source::Copy { copy, primary } => match copy.query_all_raw(statement.clone()).await {
                // The next look at the copies will find it out.
                Err(error) if is_gone(&error) => primary.query_all_raw(statement).await?,
                rows => rows?,
            },
            Source::Transaction(transaction) => transaction.query_all_raw(statement).await?,
        })
    }

    /// The rows of a query, each as a `T`.
    pub async fn all<T: FromQueryResult>(&self, query: &impl StatementBuilder) -> Result<Vec<T>> {
        let rows = self.rows(query).await?;
        rows.iter().map(|row| T::from_query_result(row, "").map_err(Error::from)).collect()
    }
}

#[cfg(test)]
mod tests {
    use sea_orm::sqlx::{Connection, Executor};

    use super::*;

    #[tokio::test]
    async fn a_statement_without_end_is_ended() {
        let endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT COUNT(*) FROM n";
        let mut connection = SqliteConnection::connect("sqlite::memory:").await.unwrap();

        limit(&mut connection, Duration::from_millis(20)).await.unwrap();
        let ended = connection.execute(endless).await.unwrap_err();
        limit(&mut connection, Duration::from_secs(60)).await.unwrap();

        assert!(ended.to_string().contains("interrupted"), "{ended}");
        assert!(connection.execute("SELECT 1").await.is_ok());
    }
}
