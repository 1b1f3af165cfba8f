//! What all feeds in Atom are made of (RFC 4287).

use chrono::{DateTime, SecondsFormat, Utc};
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

use super::xml::{Attributes, Xml};
use crate::locale::Locale;

pub const MEDIA_TYPE: &str = "application/atom+xml; charset=utf-8";
const NAMESPACE: &str = "http://www.w3.org/2005/Atom";

/// What feeds say of themselves.
pub struct Head<'h> {
    pub locale: &'h Locale,
    /// As [`urn`] writes it.
    pub id: &'h str,
    pub title: &'h str,
    pub updated_at: DateTime<Utc>,
    /// Who stands for entries that have no author.
    pub author: &'h str,
}

/// A feed, with all that `inner` writes.
pub fn feed(head: &Head<'_>, inner: impl FnOnce(&mut Xml)) -> Vec<u8> {
    Xml::document("feed", &[("xmlns", NAMESPACE), ("xml:lang", head.locale.as_str())], |xml| {
        xml.text("id", &[], head.id);
        xml.text("title", &[], head.title);
        xml.text("updated", &[], &instant(head.updated_at));
        person(xml, head.author, None);
        xml.text("generator", &[("version", env!("CARGO_PKG_VERSION"))], "Tribune");
        inner(xml);
    })
}

pub fn link(xml: &mut Xml, rel: &str, href: &str, more: Attributes<'_>) {
    let attributes: Vec<_> = [("rel", rel), ("href", href)].into_iter().chain(more.iter().copied()).collect();
    xml.empty("link", &attributes);
}

pub fn person(xml: &mut Xml, name: &str, url: Option<&str>) {
    xml.element("author", &[], |xml| {
        xml.text("name", &[], name);
        if let Some(url) = url {
            xml.text("uri", &[], url);
        }
    });
}

pub fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// A UUID (RFC 9562, version 8) that is always made of these bytes.
pub fn made_of(name: &[u8]) -> Uuid {
    let hash: [u8; 32] = Sha256::digest(name).into();
    let [bytes @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] = hash;
    Builder::from_custom_bytes(bytes).into_uuid()
}

/// As Atom names things.
pub fn urn(uid: Uuid) -> String {
    uid.urn().to_string()
}
