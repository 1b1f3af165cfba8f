//! The commands of the program, one function each.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use chrono::TimeDelta;
use entity::event;
use indicatif::{ProgressBar, ProgressStyle};
use tokio::sync::{Notify, Semaphore};

use crate::{
    Error,
    account::{self, Accounts, Attempts},
    audit,
    cache::Cache,
    clock::Clock,
    config::{self, Command, Config, DatabaseConfig, Import, LocalesCommand, Serve},
    content::write::Write,
    database::Database,
    demo,
    event::{bundle, versions::Versions},
    graphql::{
        InFlight, Parser, Sockets,
        documents::{self, Documents, store::Store},
    },
    instance::Instance,
    interchange::{
        self,
        fetch::{FetchError, Fetched, Source},
        files::Files,
        import::import,
        reading::Options,
        report::Report,
    },
    limits::Limits,
    locale::{
        Locale, Locales,
        collation::Collators,
        messages::{Messages, Said, check},
    },
    node,
    output::{self, Voice},
    permission, schema,
    server::{self, App},
    signing::SigningKey,
    translation,
    viewer::Writer,
};

/// The name of the setting that says what the sort keys were made with.
const SORT_KEYS: &str = "sort_keys";

/// Runs the command; the error is a text for whoever typed it.
pub async fn run(config: Config) -> std::result::Result<(), String> {
    let (locales, messages, clock) = languages(&config)?;
    let chain = locales.chain(&config::language_of_reader(&locales)).clone();
    let voice = Voice { messages: &messages, chain: &chain };
    match config.command {
        Command::Schema { bundle: true, .. } => output::print(bundle::schema()),
        Command::Schema { document: true, .. } => output::print(interchange::document_schema()),
        Command::Schema { permissions: true, .. } => output::print(permission::table(&node::KINDS)),
        Command::Schema { .. } => output::print(schema::sdl(&schema::schema())),
        Command::Migrate => {
            prepare(&connect(&config.database).await?, &locales, clock).await?;
        }
        Command::Import(files) => {
            let database = connect(&config.database).await?;
            let locales = prepare(&database, &locales, clock).await?;
            import_files(&files, &database, &locales, clock, voice).await?;
        }
        Command::Export { event, output } => {
            let database = connect(&config.database).await?;
            let write = begin(&database, &locales, clock, "export").await?;
            let text = exported(event.as_deref(), write).await.map_err(|error| voice.error(&error))?;
            match output {
                None => output::print(&text),
                Some(path) => {
                    std::fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
                }
            }
        }
        Command::User(user) => {
            let database = connect(&config.database).await?;
            let write = begin(&database, &locales, clock, "user").await?;
            let accounts = Accounts { database: &database, now: clock.now(), voice };
            accounts.user(user, write).await.map_err(|error| voice.error(&error))?;
        }
        Command::Token(token) => {
            let database = connect(&config.database).await?;
            let write = begin(&database, &locales, clock, "token").await?;
            let accounts = Accounts { database: &database, now: clock.now(), voice };
            accounts.token(token, write).await.map_err(|error| voice.error(&error))?;
        }
        Command::Coverage(options) => {
            let database = connect(&config.database).await?;
            let write = begin(&database, &locales, clock, "coverage").await?;
            let below = translation::command::coverage(&options, write, voice).await;
            let below = below.map_err(|error| voice.error(&error))?;
            if !below.is_empty() {
                return Err(voice.say(("coverage-below", vec![("locales", below.join(", ").into())])));
            }
        }
        Command::Translations(command) => {
            let database = connect(&config.database).await?;
            let write = begin(&database, &locales, clock, "translations").await?;
            let failed = translation::command::translations(command, write, voice).await;
            let failed = failed.map_err(|error| voice.error(&error))?;
            if failed > 0 {
                return Err(voice.say(("translations-failed", vec![("count", failed.into())])));
            }
        }
        Command::Documents(command) => {
            let database = connect(&config.database).await?;
            prepare(&database, &locales, clock).await?;
            let store = Store { database: &database, now: clock.now() };
            let failed = documents::command::run(command, store, voice).await;
            let failed = failed.map_err(|error| voice.error(&error))?;
            if failed > 0 {
                return Err(voice.say(("documents-failed", vec![("count", failed.into())])));
            }
        }
        Command::Locales(LocalesCommand::Check { folder }) => {
            let check::Checked { locales, messages, findings } = check::check(folder.as_deref());
            let faults = findings.len();
            for finding in findings {
                output::line(format_args!("{}: {}", finding.place, voice.say(finding.what)));
            }
            if faults > 0 {
                return Err(voice.say(("check-faults", vec![("count", faults.into())])));
            }
            let counts = vec![("messages", messages.into()), ("locales", locales.into())];
            output::line(voice.say(("check-sound", counts)));
        }
        Command::Audit { after } => {
            let database = connect(&config.database).await?;
            prepare(&database, &locales, clock).await?;
            print_audit_log(&database, after).await.map_err(|error| cause(&error))?;
        }
        Command::Serve(serve) => {
            let app = served(serve, connect(&config.database).await?, locales, messages, clock).await?;
            server::serve(app).await.map_err(|error| format!("--bind: {error}"))?;
        }
    }
    Ok(())
}

/// The languages, and what Tribune says in them.
fn languages(config: &Config) -> std::result::Result<(Arc<Locales>, Messages, Clock), String> {
    let (locales, clock) = (Arc::new(config.languages.locales()?), config.clock());
    let messages = Messages::load(&locales, config.languages.site(), clock);
    let messages = messages.map_err(|broken| format!("--locales-dir: {broken}"))?;
    Ok((locales, messages, clock))
}

/// A content transaction of a command, on a database in its present shape. Before the command prints, asks or writes
/// files, it has to be committed, though nothing was written: dropped, PostgreSQL is told when the program next waits
/// for it.
async fn begin(
    database: &Database,
    locales: &Arc<Locales>,
    clock: Clock,
    command: &str,
) -> std::result::Result<Write, String> {
    let locales = prepare(database, locales, clock).await?;
    let write = Write::begin(database, locales, clock, &Writer::command(command)).await;
    write.map_err(|error| cause(&error))
}

/// What to print. Then nothing is held any more: whoever reads it may take hours, and nobody could write meanwhile.
async fn exported(event: Option<&str>, write: Write) -> crate::Result<String> {
    let db = write.connection();
    let document = match event {
        None => interchange::export::all(db).await?,
        Some(name) => {
            let event = write.named::<event::Entity>(name).await?;
            let not_found = || Error::NotFound { argument: "event", given: name.to_owned() };
            interchange::export::of_event(db, event.ok_or_else(not_found)?).await?
        }
    };
    write.commit().await?;
    Ok(interchange::export::text(&document))
}

/// Entries that are read at once.
const ENTRIES: u64 = 1_000;

async fn print_audit_log(database: &Database, mut after: i64) -> crate::Result<()> {
    loop {
        let entries = audit::entries(after, ENTRIES, database.connection()).await?;
        let Some(last) = entries.last() else { return Ok(()) };
        after = last.seq;
        for entry in &entries {
            output::line(audit::line(entry));
        }
    }
}

async fn connect(config: &DatabaseConfig) -> std::result::Result<Database, String> {
    let known = ["sqlite:", "postgres:", "postgresql:"];
    if !known.iter().any(|scheme| config.database_url.starts_with(scheme)) {
        return Err("--database-url: it is neither sqlite://… nor postgres://…".to_owned());
    }
    if config.database_url.contains(":memory:") || config.database_url.contains("mode=memory") {
        return Err("--database-url: a database in memory is another one for each connection; name a file".to_owned());
    }
    let connections = config.database_connections;
    // An empty variable names none.
    let replicas: Vec<String> = config.database_replica_urls.iter().filter(|url| !url.is_empty()).cloned().collect();
    let is_postgres = |url: &String| url.starts_with("postgres:") || url.starts_with("postgresql:");
    if !replicas.iter().chain([&config.database_url]).all(is_postgres) && !replicas.is_empty() {
        return Err("--database-replica-url: database and replicas must be postgres://…".to_owned());
    }
    let connected = Database::connect(&config.database_url, connections).await;
    let connected = connected.map_err(|error| format!("--database-url: {}", cause(&error)))?;
    let connected = connected.with_replicas(&replicas, connections).await;
    connected.map_err(|error| format!("--database-replica-url: {}", cause(&error)))
}

/// Brings the database to the present shape, and its sort keys to the locales that are offered here and to
/// those that another server of the database has offered.
async fn prepare(
    database: &Database,
    locales: &Arc<Locales>,
    clock: Clock,
) -> std::result::Result<Arc<Locales>, String> {
    database.migrate().await.map_err(|error| cause(&error))?;
    let known = sorted_for(database).await?;
    let locales = Arc::new(locales.sorting_also_for(known)?);
    let remade = async {
        let mut write = Write::begin(database, locales.clone(), clock, &Writer::command("migrate")).await?;
        let present = locales.collators().fingerprint();
        if write.setting(SORT_KEYS).await?.as_deref() != Some(&present) {
            node::remake_sort_keys(&mut write).await?;
            write.set_setting(SORT_KEYS, &present).await?;
        }
        write.commit().await
    };
    remade.await.map_err(|error: Error| cause(&error))?;
    Ok(locales)
}

/// The locales that the database has sort keys for.
async fn sorted_for(database: &Database) -> std::result::Result<Vec<Locale>, String> {
    let known = database.setting(SORT_KEYS).await.map_err(|error| cause(&error))?.unwrap_or_default();
    Ok(Collators::locales_of(&known).collect())
}

/// What a server with this configuration holds; for the benches, which need no network.
pub async fn app(config: Config, serve: Serve) -> std::result::Result<App, String> {
    let (locales, messages, clock) = languages(&config)?;
    served(serve, connect(&config.database).await?, locales, messages, clock).await
}

async fn served(
    config: Serve,
    database: Database,
    locales: Arc<Locales>,
    messages: Messages,
    clock: Clock,
) -> std::result::Result<App, String> {
    let locales = if config.no_migrate {
        let pending = database.pending_migrations().await.map_err(|error| cause(&error))?;
        if pending > 0 {
            return Err(format!("--no-migrate: the database is {pending} steps behind; run `tribune migrate`"));
        }
        let known = sorted_for(&database).await?;
        if let Some(new) = locales.offered().iter().find(|locale| !known.contains(locale)) {
            return Err(format!("--no-migrate: nothing is sorted for `{new}` yet; run `tribune migrate`"));
        }
        Arc::new(locales.sorting_also_for(known)?)
    } else {
        prepare(&database, &locales, clock).await?
    };
    if config.demo && !demo::fill(&database, &locales, clock).await.map_err(|error| cause(&error))? {
        tracing::info!("the database has events already; the demo is left out");
    }
    account::prepare();
    let writer = Writer::command("serve");
    let first = Write::begin(&database, locales.clone(), clock, &writer);
    let instance = Instance {
        key: SigningKey::of(&database, first).await.map_err(|error| cause(&error))?,
        messages,
        attempts: Attempts::new(config.sign_in_attempts_per_minute),
        session_lifetime: TimeDelta::hours(config.session_lifetime_hours.into()),
        secure_cookies: !config.insecure_cookies,
        cache: Arc::new(Cache::new(config.cache_mb * 1024 * 1024)),
        documents: Documents::default(),
        written: Notify::new(),
        database,
        locales,
        clock,
    };
    let limits = Limits::from(config.limits);
    let addresses = config.addresses()?;
    Ok(App {
        schema: schema::builder().data(addresses.clone()).finish(),
        instance: Arc::new(instance),
        parser: Parser::new(limits),
        in_flight: InFlight::default(),
        previews: Semaphore::new(1),
        addresses,
        bundles: Versions::default(),
        sockets: Arc::new(Sockets::new(&config.sockets)),
        config,
    })
}

/// What is to be brought in, and what it is called.
enum Origin {
    File(PathBuf),
    Address(Box<Source>),
}

impl Origin {
    fn of(path: &Path, token: Option<&str>) -> std::result::Result<Self, FetchError> {
        match path.to_str().filter(|text| Source::is_address(text)) {
            Some(address) => Ok(Self::Address(Box::new(Source::new(address, token.map(str::to_owned))?))),
            None => Ok(Self::File(path.to_owned())),
        }
    }

    /// As reports show it.
    fn name(&self) -> PathBuf {
        match self {
            Self::File(path) => path.clone(),
            Self::Address(source) => source.name().into(),
        }
    }

    /// What is there; none when the server says that it is what it was last time.
    async fn read(self) -> (Self, std::result::Result<Option<Files>, Said>) {
        let fetched = tokio::task::spawn_blocking(move || match self {
            Self::File(path) => {
                let files = Files::open(&path).map(Some).map_err(|error| error.message());
                (Self::File(path), files)
            }
            Self::Address(mut source) => {
                let files = match source.fetch() {
                    Ok(Fetched::Unchanged) => Ok(None),
                    Ok(Fetched::Bytes(bytes)) => {
                        let files = Files::of(source.stem(), source.name(), bytes);
                        files.map(Some).map_err(|error| error.message())
                    }
                    Err(error) => Err(error.message()),
                };
                (Self::Address(source), files)
            }
        });
        match fetched.await {
            Ok(read) => read,
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        }
    }
}

/// How files are brought in.
#[derive(Clone, Copy)]
struct Intake<'i> {
    options: &'i Options,
    dry_run: bool,
    database: &'i Database,
    locales: &'i Arc<Locales>,
    clock: Clock,
    voice: Voice<'i>,
}

/// Brings each file in, whole or not at all, and prints what became of it. Fails when any file failed.
async fn import_files(
    files: &Import,
    database: &Database,
    locales: &Arc<Locales>,
    clock: Clock,
    voice: Voice<'_>,
) -> std::result::Result<(), String> {
    let default = files.locale.as_ref().unwrap_or(locales.default_locale());
    let options = Options {
        locale: default.to_string(),
        time_zone: files.time_zone,
        event: files.event.clone(),
        site: files.site.clone(),
        file: None,
    };
    let intake = Intake { options: &options, dry_run: files.dry_run, database, locales, clock, voice };
    let (mut origins, mut failed) = (Vec::new(), 0_usize);
    let token = files.token.as_deref().filter(|token| !token.is_empty());
    for path in &files.files {
        match Origin::of(path, token) {
            Ok(origin) => origins.push((origin, None)),
            Err(error) => {
                failed += 1;
                // It is not known what of it is secret.
                let scheme = path.to_str().and_then(|text| text.split_once("://")).map_or("", |(scheme, _)| scheme);
                voice.refuse(Path::new(&format!("{scheme}://…")), voice.say(error.message()));
            }
        }
    }
    loop {
        let mut again = Vec::with_capacity(origins.len());
        for (origin, known) in origins {
            let (origin, known, is_done) = intake.bring_in(origin, known).await;
            failed += usize::from(!is_done);
            again.push((origin, known));
        }
        origins = again;
        let Some(seconds) = files.watch else { break };
        tokio::time::sleep(Duration::from_secs(seconds)).await;
    }
    let counts = vec![("failed", failed.into()), ("count", files.files.len().into())];
    if failed == 0 { Ok(()) } else { Err(voice.say(("import-failed", counts))) }
}

/// What the bytes of a file were, last time.
type Fingerprint = [u8; 32];

impl Intake<'_> {
    /// Brings one in, unless it is what it was last time; whether that went well.
    async fn bring_in(self, origin: Origin, known: Option<Fingerprint>) -> (Origin, Option<Fingerprint>, bool) {
        let (origin, read) = origin.read().await;
        let files = match read {
            Ok(Some(files)) => files,
            Ok(None) => return (origin, known, true),
            Err(reason) => {
                self.voice.refuse(&origin.name(), self.voice.say(reason));
                return (origin, known, false);
            }
        };
        let fingerprint = files.fingerprint();
        if known == Some(fingerprint) {
            return (origin, known, true);
        }
        let imported = self.import(&files, &origin).await;
        match &imported {
            Ok(report) => {
                let dry_run =
                    if self.dry_run { self.voice.say(("import-dry-run", vec![])) + "\n" } else { String::new() };
                output::print(format_args!("{}\n{}{dry_run}", origin.name().display(), report.told(&self.voice)));
            }
            Err(reason) => self.voice.refuse(&origin.name(), reason),
        }
        (origin, Some(fingerprint), imported.is_ok())
    }

    async fn import(self, files: &Files, origin: &Origin) -> std::result::Result<Report, String> {
        let options = self.options;
        let reading = interchange::read_files(files, options).map_err(|error| self.voice.say(error.message()))?;
        let name = origin.name();
        let name = name.file_name().unwrap_or_default().to_string_lossy();
        let progress = progress_bar(&name);
        let mut report = Report::new(&reading.notes);
        let written = async {
            let writer = Writer::command(&format!("import {name}"));
            let mut write = Write::begin(self.database, self.locales.clone(), self.clock, &writer).await?;
            let locale = Locale::parse(&options.locale);
            let locale = locale.as_ref().unwrap_or(self.locales.default_locale());
            import(&reading.document, &mut write, locale, &mut report, &progress).await?;
            if self.dry_run {
                write.into_preview().await?.rollback().await?;
            } else {
                write.commit().await?;
            }
            Ok(())
        };
        let written = written.await;
        progress.finish_and_clear();
        written.map_err(|error: Error| self.voice.error(&error))?;
        Ok(report)
    }
}

/// Seen on a terminal only.
fn progress_bar(name: &str) -> ProgressBar {
    let style = ProgressStyle::with_template("{prefix} {wide_bar} {pos}/{len}");
    let bar = ProgressBar::new(0).with_prefix(name.to_owned());
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// The error as an operator needs it, before there is anything to report: with what the database said.
fn cause(error: &Error) -> String {
    match error {
        Error::Database(cause) | Error::Unavailable(cause) => cause.to_string(),
        other => other.to_string(),
    }
}
