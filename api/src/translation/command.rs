//! `tribune coverage` and `tribune translations`.

use std::{fs, path::Path};

use entity::event;
use uuid::Uuid;

use super::{
    coverage::{Coverage, tally},
    exchange::{self, Extent, Format, Order},
};
use crate::{
    Error, Result,
    config::{CoverageOptions, ExtentOption, FormatOption, TranslationsCommand},
    content::write::Write,
    locale::{Locale, messages::Messages},
    output,
};

impl From<ExtentOption> for Extent {
    fn from(extent: ExtentOption) -> Self {
        match extent {
            ExtentOption::All => Self::All,
            ExtentOption::Missing => Self::Missing,
            ExtentOption::Outdated => Self::Outdated,
        }
    }
}

impl From<FormatOption> for Format {
    fn from(format: FormatOption) -> Self {
        match format {
            FormatOption::Xliff => Self::Xliff,
            FormatOption::Po => Self::Po,
        }
    }
}

/// Prints the table; the languages of which less than the minimum is complete.
pub async fn coverage(options: &CoverageOptions, write: Write) -> Result<Vec<String>> {
    let event = event_named(options.event.as_deref(), &write).await?;
    let locales: &[Locale] = if options.locale.is_empty() { write.locales().offered() } else { &options.locale };
    let coverage = Coverage::of(write.connection(), write.scope(), event, None, locales).await?;
    // Whoever reads it may take hours, and nobody could write meanwhile.
    write.commit().await?;
    output::print(&coverage);
    let min = usize::from(options.min.unwrap_or_default());
    let is_below = |items: &[_]| tally(items).percent() < min;
    let below = coverage.locales.iter().filter(|(_, items)| is_below(items));
    Ok(below.map(|(locale, items)| format!("{locale} {} %", tally(items).percent())).collect())
}

/// Writes the files, or brings them in. Fails with the number of files that could not be read.
pub async fn translations(command: TranslationsCommand, mut write: Write, messages: &Messages) -> Result<usize> {
    match command {
        TranslationsCommand::Export { locale, event, scope, format, output } => {
            let event = event_named(event.as_deref(), &write).await?;
            let order = Order { target: locale, event, extent: scope.into() };
            let files = exchange::export(write.connection(), write.scope(), &order, format.into()).await?;
            write.commit().await?;
            for file in &files {
                let path = output.join(&file.name);
                fs::write(&path, &file.content).map_err(|error| unwritable(&path, &error))?;
                output::line(format_args!("{}  {} texts", path.display(), file.units));
            }
            if files.is_empty() {
                output::line("There is nothing to translate.");
            }
            Ok(0)
        }
        TranslationsCommand::Import { files, dry_run } => {
            let mut reports = Vec::with_capacity(files.len());
            for path in &files {
                reports.push(match import(path, &mut write, messages).await {
                    Ok(report) => Ok(report),
                    Err(Error::UnreadableFile { reason }) => Err(reason),
                    Err(error) => return Err(error),
                });
            }
            if dry_run {
                write.into_preview().await?.rollback().await?;
            } else {
                write.commit().await?;
            }
            for (path, report) in files.iter().zip(&reports) {
                match report {
                    Ok(report) => output::print(format_args!("{}\n{report}", path.display())),
                    Err(reason) => eprintln!("{}: {reason}\n  Nothing of this file was taken.", path.display()),
                }
            }
            Ok(reports.iter().filter(|report| report.is_err()).count())
        }
    }
}

/// Brings a file in; what became of it, in lines.
async fn import(path: &Path, write: &mut Write, messages: &Messages) -> Result<String> {
    let unreadable = |reason: String| Error::UnreadableFile { reason };
    let bytes = fs::read(path).map_err(|error| unreadable(error.to_string()))?;
    let reading = exchange::read(&bytes).map_err(|error| unreadable(error.to_string()))?;
    let import = exchange::import(reading, write).await?;
    let mut report = format!(
        "  translated {}, confirmed {}, unchanged {}, not done {}, refused {}\n",
        import.translated,
        import.confirmed,
        import.unchanged,
        import.unfinished,
        import.refused.len()
    );
    let chain = write.locales().chain(write.locales().default_locale());
    for refusal in import.refused {
        let (id, args) = refusal.cause.message();
        let unit = refusal.unit.as_deref().unwrap_or("?");
        report.push_str(&format!("    {unit}: {}\n", messages.format(chain, id, &args)));
    }
    Ok(report)
}

fn unwritable(path: &Path, error: &std::io::Error) -> Error {
    Error::Internal(format!("{}: {error}", path.display()))
}

async fn event_named(event: Option<&str>, write: &Write) -> Result<Option<Uuid>> {
    let Some(name) = event else { return Ok(None) };
    let found = write.named::<event::Entity>(name).await?;
    found.map(Some).ok_or_else(|| Error::NotFound { argument: "event", given: name.to_owned() })
}
