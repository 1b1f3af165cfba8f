//! Lists in a sentence (`Intl.ListFormat`).

use icu_list::{
    ListFormatter,
    options::{ListFormatterOptions, ListLength},
};

use super::{
    Error, Locale, Result, Width, icu_locale,
    memo::{Memo, memo},
};

/// All of them, one of them, or the parts of one measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ListType {
    #[default]
    And,
    Or,
    Unit,
}

thread_local! {
    static FORMATTERS: Memo<(ListType, Width), ListFormatter> = Memo::default();
}

/// The items joined: `a, b, and c`.
pub fn list(locale: &Locale, items: &[impl AsRef<str>], kind: ListType, width: Width) -> Result<String> {
    let formatter = memo(&FORMATTERS, locale, &(kind, width), || new(locale, kind, width))?;
    Ok(formatter.format(items.iter().map(AsRef::as_ref)).to_string())
}

fn new(locale: &Locale, kind: ListType, width: Width) -> Result<ListFormatter> {
    let length = match width {
        Width::Long => ListLength::Wide,
        Width::Short => ListLength::Short,
        Width::Narrow => ListLength::Narrow,
    };
    let options = ListFormatterOptions::default().with_length(length);
    let preferences = (&icu_locale(locale)).into();
    match kind {
        ListType::And => ListFormatter::try_new_and(preferences, options),
        ListType::Or => ListFormatter::try_new_or(preferences, options),
        ListType::Unit => ListFormatter::try_new_unit(preferences, options),
    }
    .map_err(Error::data)
}
