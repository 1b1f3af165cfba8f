//! All messages of all locales at one moment: those of the program, and over them those of the site.

use std::{
    collections::{BTreeMap, HashMap},
    fmt, fs,
    path::Path,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};

use fluent_bundle::FluentResource;
use fluent_syntax::{ast, parser, serializer};
use rust_embed::RustEmbed;

use super::pseudo;
use crate::locale::{Locale, Locales, format, ftl::Published};

#[derive(RustEmbed)]
#[folder = "../locales"]
#[include = "*/*.ftl"]
struct Files;

/// The resources that Tribune says itself; the others are for frontends.
pub const SERVER: [&str; 5] = ["errors", "feeds", "landing", "reports", "rules"];

/// Largest file that is read.
const MOST_BYTES: u64 = 1 << 20;

static GENERATIONS: AtomicU64 = AtomicU64::new(1);

/// A file of messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    pub locale: Locale,
    /// Its name, without `.ftl`.
    pub resource: String,
    pub text: String,
    /// Where it came from, for whoever has to mend it.
    pub place: String,
}

/// Where a file is not Fluent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    pub place: String,
    /// Both from 1; 0 when it is the file as a whole.
    pub line: usize,
    pub column: usize,
    pub reason: String,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, line, column, reason } = self;
        match line {
            0 => write!(f, "{place}: {reason}"),
            _ => write!(f, "{place}:{line}:{column}: {reason}"),
        }
    }
}

/// All messages of all locales.
pub struct MessageSet {
    /// No two sets have the same.
    pub generation: u64,
    locales: BTreeMap<Locale, Catalogue>,
    published: OnceLock<Published>,
}

/// The messages of one locale.
#[derive(Default)]
pub struct Catalogue {
    /// By name.
    pub resources: BTreeMap<String, Resource>,
    /// In which resource a message is.
    places: HashMap<String, String>,
}

/// The messages of one locale about one subject.
pub struct Resource {
    /// As it is served.
    pub text: String,
    pub messages: Vec<ast::Message<String>>,
    pub terms: Vec<ast::Term<String>>,
    /// As it is formatted.
    pub compiled: Arc<FluentResource>,
}

impl MessageSet {
    /// The messages of the program, those of the site over them, and pseudo-locales if they are wanted.
    pub fn new(site: &[Source], with_pseudo: bool) -> Result<Self, Broken> {
        let mut by_locale: BTreeMap<Locale, Vec<(String, ast::Resource<String>)>> = BTreeMap::new();
        for source in embedded()? {
            let resource = parse(&source)?;
            by_locale.entry(source.locale).or_default().push((source.resource, resource));
        }
        for source in site {
            let added = parse(source)?;
            overlay(by_locale.entry(source.locale.clone()).or_default(), &source.resource, added);
        }
        if with_pseudo {
            pseudo::add(&mut by_locale);
        }
        let mut locales = BTreeMap::new();
        for (locale, resources) in by_locale {
            locales.insert(locale, Catalogue::new(resources)?);
        }
        Ok(Self { generation: GENERATIONS.fetch_add(1, Ordering::Relaxed), locales, published: OnceLock::new() })
    }

    pub fn get(&self, locale: &Locale) -> Option<&Catalogue> {
        self.locales.get(locale)
    }

    /// What is served of them.
    pub fn published(&self, locales: &Locales) -> &Published {
        self.published.get_or_init(|| Published::of(self, locales))
    }

    /// Every id that any locale has, in order.
    pub fn ids(&self) -> Vec<&str> {
        let mut ids: Vec<&str> =
            self.locales.values().flat_map(|catalogue| catalogue.places.keys().map(String::as_str)).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }
}

impl Catalogue {
    fn new(parsed: Vec<(String, ast::Resource<String>)>) -> Result<Self, Broken> {
        let mut catalogue = Self::default();
        for (name, resource) in parsed {
            for entry in &resource.body {
                if let ast::Entry::Message(message) = entry {
                    catalogue.places.insert(message.id.name.clone(), name.clone());
                }
            }
            catalogue.resources.insert(name.clone(), Resource::new(&name, resource)?);
        }
        Ok(catalogue)
    }

    /// The name of the resource that a message is in.
    pub fn resource_of(&self, id: &str) -> Option<&str> {
        self.places.get(id).map(String::as_str)
    }

    pub fn message(&self, id: &str) -> Option<&ast::Message<String>> {
        self.resources.get(self.resource_of(id)?)?.messages.iter().find(|message| message.id.name == id)
    }

    /// The value of a message, or of one of its attributes.
    pub fn pattern(&self, id: &str, attribute: Option<&str>) -> Option<&ast::Pattern<String>> {
        let message = self.message(id)?;
        match attribute {
            None => message.value.as_ref(),
            Some(name) => {
                message.attributes.iter().find(|attribute| attribute.id.name == name).map(|attribute| &attribute.value)
            }
        }
    }

    /// The value of a term.
    pub fn term(&self, id: &str) -> Option<&ast::Pattern<String>> {
        let mut terms = self.resources.values().flat_map(|resource| &resource.terms);
        terms.find(|term| term.id.name == id).map(|term| &term.value)
    }

    /// How many messages there are.
    pub fn count(&self) -> usize {
        self.places.len()
    }

    /// The whole locale as one text.
    pub fn text(&self) -> String {
        self.resources.values().map(|resource| resource.text.as_str()).collect::<Vec<_>>().join("\n")
    }
}

impl Resource {
    fn new(name: &str, mut resource: ast::Resource<String>) -> Result<Self, Broken> {
        // Comments are for translators, who have the files.
        resource.body.retain(|entry| self::name(entry).is_some());
        for entry in &mut resource.body {
            match entry {
                ast::Entry::Message(message) => message.comment = None,
                ast::Entry::Term(term) => term.comment = None,
                _ => {}
            }
        }
        let text = serializer::serialize(&resource);
        let compiled = format::resource(text.clone());
        let compiled = compiled.map_err(|(_, errors)| Broken {
            place: name.to_owned(),
            line: 0,
            column: 0,
            reason: errors.first().map(ToString::to_string).unwrap_or_default(),
        })?;
        let (mut messages, mut terms) = (Vec::new(), Vec::new());
        for entry in resource.body {
            match entry {
                ast::Entry::Message(message) => messages.push(message),
                ast::Entry::Term(term) => terms.push(term),
                _ => {}
            }
        }
        Ok(Self { messages, terms, compiled: Arc::new(compiled), text })
    }
}

/// The messages that the program was built with.
pub fn embedded() -> Result<Vec<Source>, Broken> {
    let mut sources = Vec::new();
    for path in Files::iter() {
        let Some(file) = Files::get(&path) else { continue };
        let text = String::from_utf8_lossy(&file.data).into_owned();
        sources.push(source(&path, format!("locales/{path}"), text)?);
    }
    Ok(sources)
}

/// The messages of a folder: `LOCALE/RESOURCE.ftl`.
pub fn read(folder: &Path) -> Result<Vec<Source>, Broken> {
    let mut sources = Vec::new();
    for locale in entries(folder)? {
        if !locale.is_dir() {
            continue;
        }
        for file in entries(&locale)? {
            if file.extension().is_none_or(|extension| extension != "ftl") {
                continue;
            }
            let place = file.display().to_string();
            let broken = |reason: String| Broken { place: place.clone(), line: 0, column: 0, reason };
            let bytes = fs::metadata(&file).map_err(|error| broken(error.to_string()))?.len();
            if bytes > MOST_BYTES {
                return Err(broken(format!("it is larger than {MOST_BYTES} bytes")));
            }
            let text = fs::read_to_string(&file).map_err(|error| broken(error.to_string()))?;
            let path = file.strip_prefix(folder).unwrap_or(&file).to_string_lossy().replace('\\', "/");
            sources.push(source(&path, place.clone(), text)?);
        }
    }
    Ok(sources)
}

/// What is in a folder, by name.
fn entries(folder: &Path) -> Result<Vec<std::path::PathBuf>, Broken> {
    let broken = |error: std::io::Error| Broken {
        place: folder.display().to_string(),
        line: 0,
        column: 0,
        reason: error.to_string(),
    };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(broken)? {
        paths.push(entry.map_err(broken)?.path());
    }
    paths.sort();
    Ok(paths)
}

fn source(path: &str, place: String, text: String) -> Result<Source, Broken> {
    let broken = |reason: &str| Broken { place: place.clone(), line: 0, column: 0, reason: reason.to_owned() };
    let (folder, file) = path.split_once('/').ok_or_else(|| broken("it is not in the folder of a locale"))?;
    let locale = Locale::parse(folder).ok_or_else(|| broken("its folder is not named by a language tag"))?;
    let resource = file.strip_suffix(".ftl").unwrap_or(file).to_owned();
    let is_name = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    if resource.is_empty() || !resource.chars().all(is_name) {
        return Err(broken("name it with a–z, 0–9 and hyphens"));
    }
    Ok(Source { locale, resource, text, place })
}

/// The messages of a file, with the place of the first fault.
pub fn parse(source: &Source) -> Result<ast::Resource<String>, Broken> {
    let fault = match parser::parse(source.text.clone()) {
        Ok(resource) => match twice(&resource) {
            None => return Ok(resource),
            Some(id) => {
                return Err(Broken {
                    place: source.place.clone(),
                    line: lines_with(&source.text, &id).last().unwrap_or_default(),
                    column: 1,
                    reason: format!("`{id}` is there twice"),
                });
            }
        },
        Err((_, errors)) => errors.into_iter().next(),
    };
    let (at, reason) = fault.map_or((0, String::new()), |fault| (fault.pos.start, fault.kind.to_string()));
    let (line, column) = position(&source.text, at);
    Err(Broken { place: source.place.clone(), line, column, reason })
}

/// The id that stands more than once.
fn twice(resource: &ast::Resource<String>) -> Option<String> {
    let mut seen = std::collections::HashSet::new();
    let names = resource.body.iter().filter_map(name);
    names.into_iter().find(|id| !seen.insert(id.clone()))
}

/// The lines, from 1, in which a message or a term of this id begins.
pub fn lines_with(text: &str, id: &str) -> impl Iterator<Item = usize> {
    let begins = move |line: &str| line.strip_prefix(id).is_some_and(|rest| rest.trim_start().starts_with('='));
    text.lines().enumerate().filter(move |(_, line)| begins(line)).map(|(at, _)| at + 1)
}

/// Line and column of a byte, from 1.
fn position(text: &str, at: usize) -> (usize, usize) {
    let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    let before = &text[..at];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}

/// The id of a message or, with its hyphen, of a term.
pub fn name(entry: &ast::Entry<String>) -> Option<String> {
    match entry {
        ast::Entry::Message(message) => Some(message.id.name.clone()),
        ast::Entry::Term(term) => Some(format!("-{}", term.id.name)),
        _ => None,
    }
}

/// Puts what a site says in the place of what the program says, wherever that stands; what is new comes into a resource
/// with the name of the file.
fn overlay(resources: &mut Vec<(String, ast::Resource<String>)>, file: &str, added: ast::Resource<String>) {
    let mut new = Vec::new();
    for entry in added.body {
        let same = |other: &&mut ast::Entry<String>| name(other).is_some() && name(other) == name(&entry);
        match resources.iter_mut().flat_map(|(_, resource)| &mut resource.body).find(same) {
            Some(known) => *known = entry,
            None => new.push(entry),
        }
    }
    match resources.iter_mut().find(|(name, _)| name == file) {
        Some((_, resource)) => resource.body.extend(new),
        None => resources.push((file.to_owned(), ast::Resource { body: new })),
    }
}
