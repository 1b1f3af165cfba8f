//! `GET /locales/…`: the messages for frontends. A manifest says what there is; what it names has the hash of its content
//! in its address, and so is right for good. The same without the hash is good for a minute.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use actix_web::{HttpRequest, HttpResponse, web};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{
    Locale, Locales,
    format::{autonym, direction, language_name},
    messages::{
        conversion::{Format, convert},
        pseudo::Pseudo,
        set::{Catalogue, MessageSet},
    },
};
use crate::{
    Error,
    cache::page::{FOR_GOOD, Page},
    server::App,
};

const FTL: &str = "text/plain; charset=utf-8";
const JSON: &str = "application/json";
const FOR_A_MINUTE: &str = "public, max-age=60";
const JAVASCRIPT: &str = "text/javascript; charset=utf-8";
/// Bytes of a hash that tell one text from another.
const HASH: usize = 12;
const MANIFEST: &str = "manifest.json";
/// The functions that messages call, for @fluent/bundle in a browser.
const FUNCTIONS: &str = "functions.mjs";

/// All that is served below `/locales/`, by address.
pub struct Published(HashMap<String, Document>);

struct Document {
    page: Arc<Page>,
    media_type: &'static str,
    cache_control: &'static str,
}

/// What there is: `manifest.json`. Addresses are relative to it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Manifest<'m> {
    default_locale: &'m str,
    locales: Vec<Entry<'m>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry<'m> {
    code: &'m str,
    /// In the default locale.
    name: String,
    native_name: String,
    direction: &'static str,
    /// The locales to try for a message, itself first.
    fallback: Vec<&'m str>,
    coverage: Coverage,
    /// By name.
    resources: BTreeMap<&'m str, File>,
    /// All resources in one file: `ftl`, and in the formats of other libraries.
    bundles: BTreeMap<&'static str, File>,
}

/// How many of all messages the locale itself has.
#[derive(Serialize)]
struct Coverage {
    messages: usize,
    total: usize,
}

#[derive(Serialize)]
struct File {
    url: String,
    hash: String,
    bytes: usize,
    /// Why a message is not in it, by id.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    unsupported: BTreeMap<String, String>,
}

/// `GET /locales/{path}`.
pub async fn document(request: HttpRequest, path: web::Path<String>, app: web::Data<App>) -> HttpResponse {
    let set = app.instance.messages.set();
    match set.published(&app.instance.locales).0.get(path.as_str()) {
        Some(Document { page, media_type, cache_control }) => page.serve(&request, media_type, cache_control),
        None => app.refuse(&request, &Error::NoSuchAddress),
    }
}

/// The name of a locale for readers of another one, and for its own.
pub fn names(locale: &Locale, reader: &Locale) -> (String, String) {
    let name = language_name(reader, locale.as_str()).unwrap_or_else(|| locale.to_string());
    let native = autonym(locale.as_str()).unwrap_or_else(|| name.clone());
    match Pseudo::of(locale) {
        None => (name, native),
        Some(way) => (way.text(&name), way.text(&native)),
    }
}

/// What tells a text from others, as it stands in an address.
fn hash(text: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(&Sha256::digest(text)[..HASH])
}

impl Published {
    /// What is published of the messages for the offered locales.
    pub fn of(set: &MessageSet, locales: &Locales) -> Self {
        let mut published = Self(HashMap::new());
        let functions = Page::new(include_str!("../../../locales/functions.mjs").to_owned(), None, false);
        let functions = Document { page: Arc::new(functions), media_type: JAVASCRIPT, cache_control: FOR_A_MINUTE };
        published.0.insert(FUNCTIONS.to_owned(), functions);
        let total = set.ids().len();
        let entries = locales.offered().iter().map(|locale| published.add(locale, total, set, locales));
        let manifest = Manifest { default_locale: locales.default_locale().as_str(), locales: entries.collect() };
        let manifest = serde_json::to_string(&manifest).unwrap_or_default();
        let page = Arc::new(Page::new(manifest, None, false));
        published.0.insert(MANIFEST.to_owned(), Document { page, media_type: JSON, cache_control: FOR_A_MINUTE });
        published
    }

    fn add<'m>(&mut self, locale: &'m Locale, total: usize, set: &'m MessageSet, locales: &'m Locales) -> Entry<'m> {
        let (mut resources, mut bundles) = (BTreeMap::new(), BTreeMap::new());
        let catalogue = set.get(locale);
        if let Some(catalogue) = catalogue {
            for (name, resource) in &catalogue.resources {
                let file = self.file(locale, &format!("{locale}/{name}"), "ftl", resource.text.clone());
                resources.insert(name.as_str(), file);
            }
            bundles.insert("ftl", self.file(locale, locale.as_str(), "ftl", catalogue.text()));
            for format in Format::ALL {
                let converted = convert(catalogue, format);
                let text = serde_json::to_string(&converted.messages).unwrap_or_default();
                let file = self.file(locale, &format!("{locale}.{}", format.name()), "json", text);
                bundles.insert(format.name(), File { unsupported: converted.unsupported, ..file });
            }
        }
        let (name, native_name) = names(locale, locales.default_locale());
        Entry {
            code: locale.as_str(),
            name,
            native_name,
            direction: direction(locale).as_str(),
            fallback: locales.chain(locale).locales().iter().map(Locale::as_str).collect(),
            coverage: Coverage { messages: catalogue.map_or(0, Catalogue::count), total },
            resources,
            bundles,
        }
    }

    /// A text at its two addresses.
    fn file(&mut self, locale: &Locale, name: &str, extension: &str, text: String) -> File {
        let (hash, bytes) = (hash(&text), text.len());
        let url = format!("{name}.{hash}.{extension}");
        let media_type = if extension == "json" { JSON } else { FTL };
        let addresses = [(url.clone(), FOR_GOOD), (format!("{name}.{extension}"), FOR_A_MINUTE)];
        let page = Arc::new(Page::new(text, Some(locale.to_string()), false));
        for (address, cache_control) in addresses {
            self.0.insert(address, Document { page: page.clone(), media_type, cache_control });
        }
        File { url, hash, bytes, unsupported: BTreeMap::new() }
    }
}
