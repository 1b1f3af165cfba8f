//! *Published* is a question to the row and the clock: nothing has to run for scheduled content to appear.
//! The same rule stands as SQL in `content::sql`.

use chrono::{DateTime, Utc};
use entity::{Publication, TranslationRow};

/// Where content stands between its writing and its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Draft,
    Scheduled,
    Published,
    Unpublished,
    Archived,
}

/// The status of a row at an instant.
pub fn status(publication: &Publication, now: DateTime<Utc>) -> Status {
    if publication.archived_at.is_some() {
        return Status::Archived;
    }
    match publication.published_at {
        None => Status::Draft,
        Some(_) => between(publication.published_at, publication.unpublished_at, now),
    }
}

/// The status of a translation at an instant; it follows the thing itself when it has no instant of its own.
pub fn translation_status(translation: &impl TranslationRow, now: DateTime<Utc>) -> Status {
    between(translation.published_at(), translation.unpublished_at(), now)
}

fn between(from: Option<DateTime<Utc>>, until: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Status {
    if until.is_some_and(|until| until <= now) {
        Status::Unpublished
    } else if from.is_some_and(|from| now < from) {
        Status::Scheduled
    } else {
        Status::Published
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn the_instant_of_publication_is_in_and_the_instant_of_its_end_is_out() {
        let from = DateTime::UNIX_EPOCH;
        let until = from + TimeDelta::hours(1);
        let row = Publication { published_at: Some(from), unpublished_at: Some(until), archived_at: None };

        assert_eq!(status(&row, from - TimeDelta::seconds(1)), Status::Scheduled);
        assert_eq!(status(&row, from), Status::Published);
        assert_eq!(status(&row, until), Status::Unpublished);
        assert_eq!(status(&Publication { archived_at: Some(from), ..row }, from), Status::Archived);
        assert_eq!(status(&Publication::default(), from), Status::Draft);
    }
}
