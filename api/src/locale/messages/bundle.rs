//! Bundles that format: each thread keeps its own, so that nobody waits for another's message.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    rc::Rc,
    sync::Arc,
};

use fluent_bundle::{FluentArgs, FluentBundle, FluentError, FluentResource};

use super::set::MessageSet;
use crate::{
    clock::Clock,
    locale::{
        Locale,
        format::functions::{self, MessageError},
    },
};

type Bundle = FluentBundle<Arc<FluentResource>>;

/// How many sets a thread remembers at once: the present one, and some that requests still hold.
const MOST_SETS: usize = 4;

#[derive(Default)]
struct Bundles {
    by_key: HashMap<Key, Rc<Bundle>>,
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    generation: u64,
    locale: Locale,
    isolates: bool,
}

thread_local! {
    static CLOCK_WAS_READ: Cell<bool> = const { Cell::new(false) };
    static BUNDLES: RefCell<Bundles> = RefCell::default();
}

/// How a message is formatted.
#[derive(Clone, Copy, Debug)]
pub struct Formatting {
    /// Whether arguments stand between marks that keep their direction from the text around them.
    pub isolates: bool,
    /// What `RELATIVE` counts from.
    pub clock: Clock,
}

/// A message with its arguments in it.
#[derive(Debug)]
pub struct Formatted {
    /// The locale that it is in.
    pub locale: Locale,
    /// None when it has attributes only.
    pub text: Option<String>,
    /// By name, in their order.
    pub attributes: Vec<(String, String)>,
    /// What was wrong with the arguments, or with the message; the text shows where.
    pub errors: Vec<MessageError>,
    /// Whether it says something else a moment later.
    pub clock_was_read: bool,
}

/// A message with its arguments in it; none when the locale does not have it.
pub fn format(
    set: &MessageSet,
    locale: &Locale,
    id: &str,
    args: &FluentArgs<'_>,
    formatting: Formatting,
) -> Option<Formatted> {
    let bundle = bundle(set, locale, formatting)?;
    let message = bundle.get_message(id)?;
    CLOCK_WAS_READ.set(false);
    let mut errors = Vec::new();
    let mut text = |pattern| functions::format_pattern(&bundle, pattern, Some(args), &mut errors);
    let value = message.value().map(&mut text);
    let attributes = message.attributes().map(|attribute| (attribute.id().to_owned(), text(attribute.value())));
    let attributes = attributes.collect();
    // A choice reads its value once for each variant.
    errors.dedup_by(|next, error| next.to_string() == error.to_string());
    Some(Formatted { locale: locale.clone(), text: value, attributes, errors, clock_was_read: CLOCK_WAS_READ.get() })
}

fn bundle(set: &MessageSet, locale: &Locale, formatting: Formatting) -> Option<Rc<Bundle>> {
    let key = Key { generation: set.generation, locale: locale.clone(), isolates: formatting.isolates };
    if let Some(known) = BUNDLES.with_borrow(|bundles| bundles.by_key.get(&key).cloned()) {
        return Some(known);
    }
    let made = Rc::new(make(set, locale, formatting)?);
    BUNDLES.with_borrow_mut(|bundles| {
        let oldest = set.generation.saturating_sub(MOST_SETS as u64);
        bundles.by_key.retain(|other, _| other.generation > oldest);
        bundles.by_key.insert(key, made.clone());
    });
    Some(made)
}

fn make(set: &MessageSet, locale: &Locale, formatting: Formatting) -> Option<Bundle> {
    let catalogue = set.get(locale)?;
    // A pseudo-locale writes numbers and times as its source does.
    let written = locale.real();
    let mut bundle = FluentBundle::new(vec![written.as_str().parse().unwrap_or_default()]);
    bundle.set_use_isolating(formatting.isolates);
    let added = add_functions(&mut bundle, &written, formatting.clock);
    if let Err(error) = added {
        tracing::error!(%error, "a function of messages cannot be added");
    }
    for resource in catalogue.resources.values() {
        // What stands twice is refused before.
        bundle.add_resource_overriding(resource.compiled.clone());
    }
    Some(bundle)
}

fn add_functions(bundle: &mut Bundle, locale: &Locale, clock: Clock) -> Result<(), FluentError> {
    let now = move || {
        CLOCK_WAS_READ.set(true);
        clock.now()
    };
    functions::add_functions(bundle, locale, now)
}
