//! Previews: what everybody would see if a thing, or all of an event, were published now. A preview is the answer
//! to an ordinary query, read in a transaction in which everything has been published, and which is then undone:
//! so lists, order, search and fallback are exactly what they will be. It takes a writer's turn meanwhile.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{ContentRow, event};
use sea_orm::{
    DatabaseTransaction,
    sea_query::{Condition, ExprTrait},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Error, Result,
    content::{
        Content,
        sql::{self, Column},
        write::{Action, Write},
    },
    instance::Instance,
    node::{self, by_kind, each_kind},
    signing::SigningKey,
    viewer::Writer,
};

/// What a preview token names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    #[serde(rename = "k")]
    kind: String,
    #[serde(rename = "u")]
    uid: Uuid,
    /// Seconds since 1970.
    #[serde(rename = "e")]
    expires_at: i64,
}

impl Preview {
    /// Thirty days.
    pub const MAX_MINUTES: i32 = 30 * 24 * 60;

    pub fn new(kind: &str, uid: Uuid, now: DateTime<Utc>, minutes: i32) -> Self {
        let expires_at = (now + TimeDelta::minutes(minutes.into())).timestamp();
        Self { kind: kind.to_owned(), uid, expires_at }
    }

    pub fn expires_at(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.expires_at, 0).unwrap_or_default()
    }

    /// The token: what it names, then the signature.
    pub fn token(&self, key: &SigningKey) -> String {
        let named = BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).expect("a preview is plain JSON"));
        let signature = key.sign("preview", &named);
        format!("{named}.{signature}")
    }

    /// What a token names, when it is good.
    pub fn of(token: &str, key: &SigningKey, now: DateTime<Utc>) -> Result<Self> {
        let (named, signature) = token.split_once('.').ok_or(Error::InvalidPreview)?;
        if !key.verifies("preview", named, signature) {
            return Err(Error::InvalidPreview);
        }
        let json = BASE64_URL_SAFE_NO_PAD.decode(named).map_err(|_| Error::InvalidPreview)?;
        let preview: Self = serde_json::from_slice(&json).map_err(|_| Error::InvalidPreview)?;
        if now < preview.expires_at() { Ok(preview) } else { Err(Error::InvalidPreview) }
    }

    /// A transaction in which all of it has been published, and the instant at which it has. Dropped, nothing of
    /// that ever was.
    pub async fn open(&self, instance: &Instance) -> Result<(DatabaseTransaction, DateTime<Utc>)> {
        let mut write = instance.write(&Writer::command("preview")).await?;
        let now = write.now();
        if self.kind == event::Entity::KIND {
            each_kind!(E => publish_all::<E>(&mut write, sql::belongs_to_any::<E>(&[self.uid])).await?);
        } else {
            by_kind!(self.kind.as_str(), E => self.publish_one::<E>(&mut write).await?).ok_or(Error::InvalidPreview)?;
        }
        Ok((write.into_preview().await?, now))
    }

    async fn publish_one<E: Content>(&self, write: &mut Write) -> Result<()> {
        let own = Condition::all().add(sql::column::<E>(Column::Uid).eq(self.uid));
        publish_all::<E>(write, own).await?;
        // A part is seen only where its parent is.
        if let Some((parent, state)) = E::parent().zip(write.load::<E>(&[self.uid]).await?.remove(&self.uid)) {
            let uid = (parent.uid)(&state.row);
            let own = Condition::all().add(sql::column::<event::Entity>(Column::Uid).eq(uid));
            publish_all::<event::Entity>(write, own).await?;
        }
        Ok(())
    }
}

/// Publishes the rows that a condition holds for, with their translations and their pending edits, but for what is
/// archived.
async fn publish_all<E: Content>(write: &mut Write, condition: Condition) -> Result<()> {
    let all = write.uids::<E>(condition.clone()).await?;
    let kept = sql::column::<E>(Column::ArchivedAt).is_null();
    let mut uids = write.uids::<E>(Condition::all().add(condition).add(kept)).await?;
    for draft in write.drafts(&all).await? {
        let Some(before) = write.load::<E>(&[draft.uid]).await?.remove(&draft.uid) else { continue };
        let mut after = match write.with_draft(&before, &draft).await {
            Ok(after) => after,
            // Edits that clash with what was written since would not be published either.
            Err(Error::Conflict { .. }) => continue,
            Err(error) => return Err(error),
        };
        // Neither would those that name what is gone.
        if !node::lost::<E>(write, &after).await?.is_empty() {
            continue;
        }
        if !E::waits(write, &before).await? {
            after.row.set_publication(before.row.publication());
        }
        // The next release may take it out of the programme, or back from the archive.
        if write.is_shown(&before) && !write.is_shown(&after) {
            uids.retain(|uid| *uid != draft.uid);
        } else if after.row.publication().archived_at.is_none() && !uids.contains(&draft.uid) {
            uids.push(draft.uid);
        }
        match write.update_at_once(&before, after, Action::Publish, Vec::new()).await {
            Ok(_) | Err(Error::Invalid(_)) => {}
            Err(error) => return Err(error),
        }
    }
    write.publish_unnoted::<E>(&uids).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_good_until_it_expires_and_as_it_was_made() {
        let (key, now) = (SigningKey::of_tests(), DateTime::UNIX_EPOCH);
        let preview = Preview::new("session", Uuid::nil(), now, 5);
        let token = preview.token(&key);

        assert_eq!(Preview::of(&token, &key, now).unwrap(), preview);
        assert!(Preview::of(&token, &key, now + TimeDelta::minutes(5)).is_err());
        assert!(Preview::of(&token.replacen(|letter: char| letter.is_ascii_lowercase(), "A", 1), &key, now).is_err());
        assert!(Preview::of("nonsense", &key, now).is_err());
    }
}
