//! What this database signs with: previews that it gives out, forms that it trusts. The key is made once and kept
//! in the database, so that all instances agree and a restart changes nothing.

use std::sync::Arc;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::{Error, Result, content::write::Write, database::Database};

/// The name of the setting that holds the key.
const SETTING: &str = "signing_key";

/// A key for signatures that only this database can make.
#[derive(Clone)]
pub struct SigningKey(Arc<[u8]>);

impl SigningKey {
    #[cfg(test)]
    pub fn of_tests() -> Self {
        Self(Arc::from(*b"a key that everybody may know"))
    }

    /// The key of the database, made when there is none yet.
    pub async fn of(database: &Database, write: impl Future<Output = Result<Write>>) -> Result<Self> {
        let known = match database.setting(SETTING).await? {
            Some(known) => known,
            None => {
                let write = write.await?;
                // Another instance may have been faster.
                match write.setting(SETTING).await? {
                    Some(known) => known,
                    None => {
                        let made = BASE64_URL_SAFE_NO_PAD.encode(random()?);
                        write.set_setting(SETTING, &made).await?;
                        write.commit().await?;
                        made
                    }
                }
            }
        };
        let key =
            BASE64_URL_SAFE_NO_PAD.decode(known).map_err(|error| Error::Internal(format!("{SETTING}: {error}")))?;
        Ok(Self(key.into()))
    }

    /// The signature of a text for a purpose; one for another purpose is another one.
    pub fn sign(&self, purpose: &str, text: &str) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.mac(purpose, text).finalize().into_bytes())
    }

    /// Whether the signature is that of the text, in the same time whatever differs.
    pub fn verifies(&self, purpose: &str, text: &str, signature: &str) -> bool {
        let signature = BASE64_URL_SAFE_NO_PAD.decode(signature).unwrap_or_default();
        self.mac(purpose, text).verify_slice(&signature).is_ok()
    }

    fn mac(&self, purpose: &str, text: &str) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("a key of any length will do");
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(text.as_bytes());
        mac
    }
}

/// 32 bytes that nobody can guess.
pub fn random() -> Result<[u8; 32]> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| Error::Internal(format!("no randomness: {error}")))?;
    Ok(bytes)
}

/// SHA-256 in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_good_for_its_text_and_purpose_only() {
        let key = SigningKey::of_tests();

        let signature = key.sign("preview", "session");

        assert!(key.verifies("preview", "session", &signature));
        assert!(!key.verifies("preview", "event", &signature));
        assert!(!key.verifies("csrf", "session", &signature));
        assert!(!key.verifies("preview", "session", "nonsense!"));
    }

    #[test]
    fn a_hash_is_in_hexadecimal() {
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
