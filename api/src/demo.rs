//! The content of `serve --demo`: Social Media Week Paris and others, in Tribune's own JSON.

use std::sync::Arc;

use entity::event;
use indicatif::ProgressBar;
use rust_embed::RustEmbed;

use crate::{
    Error, Result,
    clock::Clock,
    content::write::Write,
    database::Database,
    interchange::{import::import, read, reading::Options, report::Report},
    locale::Locales,
    viewer::Writer,
};

#[derive(RustEmbed)]
#[folder = "demo"]
#[include = "*.json"]
struct Files;

/// Fills an empty database; one with any event in it is left as it is. Says whether it was filled.
pub async fn fill(database: &Database, locales: &Arc<Locales>, clock: Clock) -> Result<bool> {
    let mut write = Write::begin(database, locales.clone(), clock, &Writer::command("demo")).await?;
    if !write.is_empty::<event::Entity>().await? {
        return Ok(false);
    }
    let options = Options::of_locale(&locales.default_locale().to_string());
    let mut paths: Vec<_> = Files::iter().collect();
    paths.sort();
    for path in paths {
        let file = Files::get(&path).ok_or_else(|| Error::Internal(format!("{path} is not in the binary")))?;
        let reading = read(&file.data, &options).map_err(|error| Error::Internal(format!("{path}: {error}")))?;
        let mut report = Report::default();
        import(&reading.document, &mut write, locales.default_locale(), &mut report, &ProgressBar::hidden()).await?;
        tracing::debug!(%path, ?report, "demo content");
    }
    write.commit().await?;
    Ok(true)
}
