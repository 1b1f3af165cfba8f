//! Numbers, dates, lists and names as the readers of a locale write them. The words and options are those of
//! ECMA-402 (`Intl`), so that a page formats to the same text as the server.
//!
//! Each function takes a locale, a value and options. What ICU4X prepares for them is kept per thread (`memo.rs`).
//! Start at `number.rs`; `date_time.rs` is the longest walk: options → skeleton → pattern (`skeleton.rs`, with the
//! patterns of CLDR from `cldr.rs`) → text. `functions.rs` makes all of it Fluent functions.

mod arguments;
mod cldr;
mod date_time;
mod duration;
pub mod functions;
#[cfg(test)]
mod intl_tests;
mod list;
mod memo;
mod names;
mod number;
mod options;
mod pattern;
mod plural;
mod range;
mod relative;
mod skeleton;
mod variants;

pub use arguments::{ListValue, Moment, arguments};
pub use date_time::{DateTimeOptions, Digits, HourCycle, Month, Style, ZoneName, date_time};
pub use duration::duration;
pub use list::{ListType, list};
pub use names::{Direction, autonym, direction, language_name, region_name};
pub use number::{CurrencyDisplay, Notation, NumberOptions, NumberStyle, UNITS, number};
pub use plural::{PluralType, plural_categories, plural_category};
pub use range::range;
pub use relative::{Numeric, RelativeOptions, RelativeUnit, relative, relative_between};
pub use variants::resource;

use crate::locale::Locale;

/// How much room a text may take. Of a list, a unit, a weekday, an era and so on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Width {
    #[default]
    Long,
    Short,
    Narrow,
}

/// Why a value cannot be formatted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("`{0}` is not a currency code")]
    Currency(String),
    #[error("unit `{0}` is not known")]
    Unit(String),
    #[error("{0}")]
    Options(&'static str),
    #[error("{0} is out of range")]
    OutOfRange(&'static str),
    /// The data of the locale do not do what this module expects of them.
    #[error("ICU4X: {0}")]
    Data(String),
}

impl Error {
    fn data(error: impl std::fmt::Display) -> Self {
        Self::Data(error.to_string())
    }
}

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The locale as ICU4X knows it; the undetermined one, which has root data, should it not parse.
fn icu_locale(locale: &Locale) -> icu_locale_core::Locale {
    locale.as_str().parse().unwrap_or(icu_locale_core::Locale::UNKNOWN)
}
