//! Whether a translation was made from another source text than the present one. Each text knows the version of
//! the thing that it was written in: one of a translation is outdated when the source text is younger.

use entity::TranslationRow;

use super::{Content, Text, Translation};

/// Whether the text of `row` was made from a source text that has changed since.
pub fn is_outdated<E: Content>(text: &Text<E>, row: &Translation<E>, source: &Translation<E>) -> bool {
    row.locale() != source.locale()
        && text.of(row).is_some()
        && text.of(source).is_some()
        && version(text, source) > version(text, row)
}

/// The texts of `row` whose source has changed since they were made.
pub fn outdated<E: Content>(
    row: &Translation<E>,
    source: Option<&Translation<E>>,
) -> impl Iterator<Item = &'static Text<E>> {
    let is_outdated = move |text: &&Text<E>| source.is_some_and(|source| is_outdated(text, row, source));
    E::TEXTS.iter().filter(is_outdated)
}

/// The version of the thing in which a text was written, or last found to be right.
pub fn version<E: Content>(text: &Text<E>, row: &Translation<E>) -> i32 {
    let of_text = row.text_versions().0.get(text.name()).copied();
    of_text.unwrap_or_else(|| row.source_version().unwrap_or(row.text_version()))
}
