//! How an instance hears that another one has changed something: PostgreSQL tells it, SQLite is looked at.

use std::time::Duration;

use sea_orm::{
    ConnectionTrait, DbBackend, DbErr, RuntimeErr,
    sqlx::{self, postgres::PgListener},
};
use tokio::time::{sleep, timeout};

use crate::{Error, Result};

/// The channel of PostgreSQL that each commit of a change tells.
const CHANNEL: &str = "tribune_change";
/// How long a change in SQLite may stay unseen.
const GLANCE: Duration = Duration::from_millis(20);
/// How long PostgreSQL may say nothing before it is looked at all the same.
const SILENCE: Duration = Duration::from_millis(250);

/// Where an instance hears of changes.
pub enum News {
    /// Nowhere: the change log is looked at again and again.
    Look,
    Told(PgListener),
}

impl News {
    /// Listens from now on.
    pub async fn of(backend: DbBackend, url: &str) -> Result<Self> {
        if backend != DbBackend::Postgres {
            return Ok(Self::Look);
        }
        let mut listener = PgListener::connect(url).await.map_err(lost)?;
        // What was said while nobody listened is not said again: whoever loses the connection must know.
        listener.eager_reconnect(false);
        listener.listen(CHANNEL).await.map_err(lost)?;
        Ok(Self::Told(listener))
    }

    /// Waits until the change log is worth a look, at most so long. Fails when nothing is heard any more.
    pub async fn wait(&mut self, longest: Duration) -> Result<()> {
        match self {
            Self::Look => sleep(longest.min(GLANCE)).await,
            Self::Told(listener) => match timeout(longest.min(SILENCE), listener.try_recv()).await {
                Ok(Ok(Some(_))) => while listener.next_buffered().is_some() {},
                Ok(Ok(None)) => {
                    return Err(DbErr::Conn(RuntimeErr::Internal("PostgreSQL has gone away".to_owned())).into());
                }
                Ok(Err(error)) => return Err(lost(error)),
                Err(_) => {}
            },
        }
        Ok(())
    }
}

/// Tells the other instances, as soon as the transaction is committed.
pub async fn tell(db: &impl ConnectionTrait) -> Result<()> {
    if db.get_database_backend() == DbBackend::Postgres {
        db.execute_unprepared(&format!("NOTIFY {CHANNEL}")).await?;
    }
    Ok(())
}

fn lost(error: sqlx::Error) -> Error {
    DbErr::Conn(RuntimeErr::SqlxError(error.into())).into()
}
