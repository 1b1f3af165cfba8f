//! The only reader of the current time, so that a test, or a preview of tomorrow, can set it.

use chrono::{DateTime, SubsecRound, Utc};

/// What time it is.
#[derive(Clone, Copy, Debug)]
pub enum Clock {
    System,
    /// Always the same instant (`--now`).
    Fixed(DateTime<Utc>),
}

impl Clock {
    /// The present instant, in microseconds: what both databases keep.
    #[expect(clippy::disallowed_methods, reason = "this is the one reader of the time")]
    pub fn now(self) -> DateTime<Utc> {
        match self {
            Self::System => Utc::now().trunc_subsecs(6),
            Self::Fixed(now) => now.trunc_subsecs(6),
        }
    }
}
