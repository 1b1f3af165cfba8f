//! `tribune coverage` and `tribune translations`.

use std::{fs, io, path::Path};

use entity::event;
use uuid::Uuid;

use super::{
    coverage::{Coverage, Tally, by_field, tally},
    exchange::{self, Extent, Format, Order},
};
use crate::{
    Error, Result,
    config::{CoverageOptions, ExtentOption, FormatOption, TranslationsCommand},
    content::write::Write,
    locale::{Locale, messages::Said},
    output::{self, Voice, row, unopened},
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
pub async fn coverage(options: &CoverageOptions, write: Write, voice: Voice<'_>) -> Result<Vec<String>> {
    let event = event_named(options.event.as_deref(), &write).await?;
    let locales: &[Locale] = if options.locale.is_empty() { write.locales().offered() } else { &options.locale };
    let coverage = Coverage::of(write.connection(), write.scope(), event, None, locales).await?;
    // Whoever reads it may take hours, and nobody could write meanwhile.
    write.commit().await?;
    output::print(table(&coverage, voice));
    let min = usize::from(options.min.unwrap_or_default());
    let is_below = |items: &[_]| tally(items).percent() < min;
    let below = coverage.locales.iter().filter(|(_, items)| is_below(items));
    Ok(below.map(|(locale, items)| format!("{locale} {} %", tally(items).percent())).collect())
}

/// A table for each language: types and fields, in the words of the contract, down.
fn table(coverage: &Coverage, voice: Voice<'_>) -> String {
    let say = |id| voice.say((id, vec![]));
    let titles = ["coverage-complete", "coverage-missing", "coverage-outdated", "coverage-total"].map(say);
    let titles: Vec<String> = titles.into_iter().chain([String::new()]).collect();
    let widths = [9, 9, 9, 9, 6];
    let mut text = String::new();
    for (locale, items) in &coverage.locales {
        text.push_str(&format!("{locale}\n"));
        text.push_str(&row("", 24, &titles, &titles, &widths));
        let rows = by_field(items).into_iter().map(|((kind, field), items)| (format!("{kind}.{field}"), tally(items)));
        for (name, tally) in rows.chain([(say("coverage-all"), tally(items))]) {
            let Tally { complete, missing, outdated } = tally;
            let numbers = [complete, missing, outdated, tally.total()].map(|number| number.to_string());
            let cells: Vec<String> = numbers.into_iter().chain([format!("{} %", tally.percent())]).collect();
            text.push_str(&row(&name, 24, &cells, &titles, &widths));
        }
    }
    text
}

/// Writes the files, or brings them in. Fails with the number of files that could not be read.
pub async fn translations(command: TranslationsCommand, mut write: Write, voice: Voice<'_>) -> Result<usize> {
    match command {
        TranslationsCommand::Export { locale, event, scope, format, output } => {
            let event = event_named(event.as_deref(), &write).await?;
            let order = Order { target: locale, event, extent: scope.into() };
            let files = exchange::export(write.connection(), write.scope(), &order, format.into()).await?;
            write.commit().await?;
            for file in &files {
                let path = output.join(&file.name);
                fs::write(&path, &file.content).map_err(|error| unwritable(&path, &error))?;
                let texts = voice.say(("translations-texts", vec![("count", file.units.into())]));
                output::line(format_args!("{}  {texts}", path.display()));
            }
            if files.is_empty() {
                output::line(voice.say(("translations-nothing", vec![])));
            }
            Ok(0)
        }
        TranslationsCommand::Import { files, dry_run } => {
            let mut reports = Vec::with_capacity(files.len());
            for path in &files {
                reports.push(match import(path, &mut write, voice).await {
                    Ok(report) => Ok(report),
                    Err(Error::UnreadableFile { said, .. }) => Err(said),
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
                    Err(reason) => voice.refuse(path, voice.say(reason.clone())),
                }
            }
            Ok(reports.iter().filter(|report| report.is_err()).count())
        }
    }
}

/// Brings a file in; what became of it, in lines.
async fn import(path: &Path, write: &mut Write, voice: Voice<'_>) -> Result<String> {
    let unreadable = |error: io::Error| Error::UnreadableFile { reason: error.to_string(), said: unopened(&error) };
    let reading = exchange::read(&fs::read(path).map_err(unreadable)?)?;
    let import = exchange::import(reading, write).await?;
    let mut report = format!("  {}\n", voice.say(counts(&import)));
    for refusal in import.refused {
        let unit = refusal.unit.as_deref().unwrap_or("?");
        report.push_str(&format!("    {unit}: {}\n", voice.say(refusal.cause.message())));
    }
    Ok(report)
}

fn counts(import: &exchange::Import) -> Said {
    let counts = [
        ("translated", import.translated),
        ("confirmed", import.confirmed),
        ("unchanged", import.unchanged),
        ("unfinished", import.unfinished),
        ("refused", import.refused.len()),
    ];
    ("translations-counts", counts.map(|(name, count)| (name, count.to_string().into())).to_vec())
}

fn unwritable(path: &Path, error: &std::io::Error) -> Error {
    Error::Internal(format!("{}: {error}", path.display()))
}

async fn event_named(event: Option<&str>, write: &Write) -> Result<Option<Uuid>> {
    let Some(name) = event else { return Ok(None) };
    let found = write.named::<event::Entity>(name).await?;
    found.map(Some).ok_or_else(|| Error::NotFound { argument: "event", given: name.to_owned() })
}
