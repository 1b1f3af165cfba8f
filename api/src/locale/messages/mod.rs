//! What Tribune itself says, and what frontends say: messages in Fluent, `locales/{locale}/{resource}.ftl`, compiled into
//! the binary, with those of the site over them (`--locales-dir`).

mod bundle;
pub mod check;
pub mod conversion;
pub mod pseudo;
pub mod set;

use std::{
    path::PathBuf,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
};

use fluent_bundle::{FluentArgs, FluentValue};

pub use self::bundle::Formatted;
use self::{
    bundle::Formatting,
    set::{Broken, MessageSet},
};
use super::{Chain, Locale, Locales};
use crate::clock::Clock;

/// The name of the tag of what follows from messages.
pub const TAG: &str = "message";

/// A message that Tribune says: its id, and its arguments.
pub type Said = (&'static str, Args);

/// Named values for a message that Tribune says.
pub type Args = Vec<(&'static str, Arg)>;

/// A value for a message that Tribune says.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg {
    Text(String),
    Number(f64),
    /// Other messages, one after the other, in the language of the one around them.
    Said(Vec<Said>),
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<usize> for Arg {
    fn from(number: usize) -> Self {
        Self::of(u64::try_from(number).unwrap_or(u64::MAX))
    }
}

impl From<u64> for Arg {
    fn from(number: u64) -> Self {
        Self::of(number)
    }
}

impl From<i32> for Arg {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<Said> for Arg {
    fn from(said: Said) -> Self {
        Self::Said(vec![said])
    }
}

impl From<Vec<Said>> for Arg {
    fn from(said: Vec<Said>) -> Self {
        Self::Said(said)
    }
}

/// The messages of all offered locales. They are exchanged as a whole when the files of the site change.
pub struct Messages {
    set: RwLock<Arc<MessageSet>>,
    /// What is tried after an open chain.
    always: Vec<Locale>,
    clock: Clock,
    site: Option<PathBuf>,
    with_pseudo: bool,
    reloads: AtomicU64,
    failures: AtomicU64,
}

impl Messages {
    /// The messages of the program and of the site.
    pub fn load(locales: &Locales, site: Option<PathBuf>, clock: Clock) -> Result<Self, Broken> {
        let with_pseudo = locales.offered().iter().any(|locale| pseudo::Pseudo::of(locale).is_some());
        let default = locales.chain(locales.default_locale());
        let sources = site.as_deref().map(set::read).transpose()?.unwrap_or_default();
        Ok(Self {
            set: RwLock::new(Arc::new(MessageSet::new(&sources, with_pseudo)?)),
            always: default.locales().iter().cloned().chain(Locale::parse(pseudo::SOURCE)).collect(),
            clock,
            site,
            with_pseudo,
            reloads: AtomicU64::new(0),
            failures: AtomicU64::new(0),
        })
    }

    /// The present messages.
    pub fn set(&self) -> Arc<MessageSet> {
        self.set.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The folder with the messages of the site.
    pub fn site(&self) -> Option<&std::path::Path> {
        self.site.as_deref()
    }

    /// Takes what the files of the site say now. What is broken is refused as a whole: what was said before goes on.
    pub fn reload(&self) -> Result<(), Broken> {
        let Some(site) = &self.site else { return Ok(()) };
        let set = set::read(site).and_then(|sources| MessageSet::new(&sources, self.with_pseudo));
        match set {
            Ok(set) => {
                *self.set.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(set);
                self.reloads.fetch_add(1, Ordering::Relaxed);
                Ok(())
            }
            Err(broken) => {
                self.failures.fetch_add(1, Ordering::Relaxed);
                Err(broken)
            }
        }
    }

    /// How often the files of the site were taken, and refused, since the start.
    pub fn reloaded(&self) -> (u64, u64) {
        (self.reloads.load(Ordering::Relaxed), self.failures.load(Ordering::Relaxed))
    }

    /// The message in the first locale of the chain that has it; none when no locale has.
    pub fn find(&self, chain: &Chain, id: &str, args: &FluentArgs<'_>, isolates: bool) -> Option<Formatted> {
        let (set, formatting) = (self.set(), Formatting { isolates, clock: self.clock });
        self.locales(chain).find_map(|locale| bundle::format(&set, locale, id, args, formatting))
    }

    /// The locales to try: those of the chain, and when that is open, those that are always there.
    pub fn locales<'c>(&'c self, chain: &'c Chain) -> impl Iterator<Item = &'c Locale> + Clone {
        let always: &[Locale] = if chain.is_closed() { &[] } else { &self.always };
        chain.locales().iter().chain(always)
    }

    /// What Tribune says; the name of the message when no locale has it. An answer is read by programs too: no invisible
    /// marks are around the arguments.
    pub fn format(&self, chain: &Chain, id: &str, args: &Args) -> String {
        let args: FluentArgs<'_> = args.iter().map(|(name, value)| (*name, self.value(chain, value))).collect();
        let Some(found) = self.find(chain, id, &args, false) else { return id.to_owned() };
        for error in &found.errors {
            tracing::error!(locale = %found.locale, message = id, %error, "message is not sound");
        }
        found.text.unwrap_or_else(|| id.to_owned())
    }

    fn value<'a>(&self, chain: &Chain, arg: &'a Arg) -> FluentValue<'a> {
        match arg {
            Arg::Text(text) => FluentValue::from(text.as_str()),
            Arg::Number(number) => FluentValue::from(*number),
            Arg::Said(said) => {
                let said: Vec<String> = said.iter().map(|(id, args)| self.format(chain, id, args)).collect();
                FluentValue::from(said.join(" "))
            }
        }
    }
}

impl Arg {
    #[expect(clippy::cast_precision_loss, reason = "limits and counts are far below 2^53")]
    fn of(number: u64) -> Self {
        Self::Number(number as f64)
    }
}
