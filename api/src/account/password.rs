//! Passwords: argon2id, in the PHC string format, away from the threads that answer requests.

use std::sync::{Arc, LazyLock};

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier},
};
use tokio::sync::Semaphore;

use crate::{Error, Fault, Result, Rule};

/// Fewest letters of a password.
const MIN: usize = 10;
/// Most letters: a longer one only costs.
const MAX: usize = 1_000;

/// Hashes that are made at once: each takes 19 MiB and a core.
static TURNS: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(2)));

/// What is verified when there is no user, so that an unknown one takes as long as a wrong password.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash_now("nobody's password").unwrap_or_default());

/// Makes the first sign-in take as long as any other.
pub fn prepare() {
    LazyLock::force(&NOBODY);
}

/// What is wrong with a new password.
pub fn fault(field: &str, password: &str) -> Option<Fault> {
    match password.chars().count() {
        length if length < MIN => Some(Fault::new(field, Rule::TooShort { min: MIN })),
        length if length > MAX => Some(Fault::new(field, Rule::TooLong { max: MAX })),
        _ => None,
    }
}

/// The hash to keep of a password.
pub async fn hash(password: String) -> Result<String> {
    elsewhere(move || hash_now(&password)).await?
}

/// Whether the password is the one that the hash was made of; never without a hash, and as slowly.
pub async fn verify(password: String, hash: Option<String>) -> Result<bool> {
    elsewhere(move || {
        let is_known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.clone());
        let given = if password.chars().count() > MAX { "" } else { password.as_str() };
        Argon2::default().verify_password(given.as_bytes(), hash.as_str()).is_ok() && is_known
    })
    .await
}

fn hash_now(password: &str) -> Result<String> {
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|error| Error::Internal(format!("password: {error}")))
}

async fn elsewhere<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let turn = TURNS.clone().acquire_owned().await.map_err(|_| Error::Cancelled)?;
    let done = tokio::task::spawn_blocking(move || {
        let done = work();
        drop(turn);
        done
    });
    done.await.map_err(|error| Error::Internal(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_verified_by_its_hash_and_by_no_other() {
        let kept = hash("correct horse".to_owned()).await.unwrap();

        assert!(kept.starts_with("$argon2id$"));
        assert!(verify("correct horse".to_owned(), Some(kept.clone())).await.unwrap());
        assert!(!verify("wrong horse".to_owned(), Some(kept)).await.unwrap());
        assert!(!verify("nobody's password".to_owned(), None).await.unwrap());
    }

    #[test]
    fn a_password_has_neither_too_few_nor_too_many_letters() {
        assert!(fault("password", "short").is_some());
        assert!(fault("password", &"x".repeat(1_001)).is_some());
        assert!(fault("password", "long enough").is_none());
    }
}
