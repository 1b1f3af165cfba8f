//! The commands of the program, one function each.

use std::{path::Path, sync::Arc};

use indicatif::{ProgressBar, ProgressStyle};

use crate::{
    Error, Result,
    clock::Clock,
    config::{Command, Config, Import, Serve},
    content::write::Write,
    database::Database,
    demo,
    interchange::{self, import::import, reading::Options, report::Report},
    limits::Limits,
    locale::{Locales, messages::Messages},
    node, schema,
    server::{self, App},
};

/// The name of the setting that says what the sort keys were made with.
const SORT_KEYS: &str = "sort_keys";

/// Runs the command; the text is for whoever typed it.
pub async fn run(config: Config) -> std::result::Result<(), String> {
    let locales = Arc::new(config.languages.locales()?);
    let clock = config.clock();
    let database = || async {
        let connected = Database::connect(&config.database.database_url, config.database.database_connections).await;
        connected.map_err(|error| format!("--database-url: {}", with_causes(&error)))
    };
    let told = |error: Error| with_causes(&error);
    match config.command {
        Command::Schema { document: true } => print!("{}", interchange::document_schema()),
        Command::Schema { document: false } => print!("{}", schema::sdl(&schema::schema())),
        Command::Migrate => prepare(&database().await?, &locales, clock).await.map_err(told)?,
        Command::Import(files) => {
            let database = database().await?;
            prepare(&database, &locales, clock).await.map_err(told)?;
            import_files(&files, &database, &locales, clock).await?;
        }
        Command::Serve(serve) => {
            let app = app(serve, database().await?, locales, clock).await?;
            server::serve(app).await.map_err(|error| format!("--bind: {error}"))?;
        }
    }
    Ok(())
}

/// Brings the database to the present shape, and its sort keys to the locales that are offered.
async fn prepare(database: &Database, locales: &Arc<Locales>, clock: Clock) -> Result<()> {
    database.migrate().await?;
    let mut write = Write::begin(database, locales.clone(), clock.now(), "migrate").await?;
    let present = locales.collators().fingerprint();
    if write.setting(SORT_KEYS).await?.as_deref() != Some(&present) {
        node::remake_sort_keys(&mut write).await?;
        write.set_setting(SORT_KEYS, &present).await?;
        write.commit().await?;
    }
    Ok(())
}

async fn app(
    config: Serve,
    database: Database,
    locales: Arc<Locales>,
    clock: Clock,
) -> std::result::Result<App, String> {
    let told = |error: Error| with_causes(&error);
    if config.no_migrate {
        let pending = database.pending_migrations().await.map_err(told)?;
        if pending > 0 {
            return Err(format!("--no-migrate: the database is {pending} steps behind; run `tribune migrate`"));
        }
    } else {
        prepare(&database, &locales, clock).await.map_err(told)?;
    }
    if config.demo && !demo::fill(&database, &locales, clock).await.map_err(told)? {
        tracing::info!("the database has events already; the demo is left out");
    }
    let messages = Messages::load(&locales)?;
    let limits = Limits::from(&config);
    Ok(App { schema: schema::schema(), database, locales, messages, clock, limits, config })
}

/// Brings each file in, whole or not at all, and prints what became of it. Fails when any file failed.
async fn import_files(
    files: &Import,
    database: &Database,
    locales: &Arc<Locales>,
    clock: Clock,
) -> std::result::Result<(), String> {
    let default = files.locale.as_ref().unwrap_or(locales.default_locale());
    let options = Options { locale: default.to_string(), time_zone: files.time_zone };
    let mut failed = 0;
    for path in &files.files {
        match import_file(path, &options, database, locales, clock).await {
            Ok(report) => print!("{}\n{report}", path.display()),
            Err(reason) => {
                failed += 1;
                eprintln!("{}: {reason}\n  Nothing of this file was taken.", path.display());
            }
        }
    }
    if failed == 0 { Ok(()) } else { Err(format!("{failed} of {} files could not be imported", files.files.len())) }
}

async fn import_file(
    path: &Path,
    options: &Options,
    database: &Database,
    locales: &Arc<Locales>,
    clock: Clock,
) -> std::result::Result<Report, String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let reading = interchange::read(&bytes, options).map_err(|error| error.to_string())?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let progress = progress_bar(&name);
    let mut report = Report::new(&reading.notes);
    let written = async {
        let actor = format!("import {name}");
        let mut write = Write::begin(database, locales.clone(), clock.now(), &actor).await?;
        let locale = crate::locale::Locale::parse(&options.locale);
        let locale = locale.as_ref().unwrap_or(locales.default_locale());
        import(&reading.document, &mut write, locale, &mut report, &progress).await?;
        write.commit().await
    };
    let written = written.await;
    progress.finish_and_clear();
    written.map_err(|error| with_causes(&error))?;
    Ok(report)
}

/// Seen on a terminal only.
fn progress_bar(name: &str) -> ProgressBar {
    let style = ProgressStyle::with_template("{prefix} {wide_bar} {pos}/{len}");
    let bar = ProgressBar::new(0).with_prefix(name.to_owned());
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// The error with what caused it, for an operator.
fn with_causes(error: &Error) -> String {
    match error {
        Error::Database(cause) | Error::Unavailable(cause) => format!("{error}: {cause}"),
        other => other.to_string(),
    }
}
