//! Every option, once: a flag, an environment variable and a line of `--help` from one doc comment.

use std::{collections::HashMap, net::SocketAddr, num::NonZeroU32, path::PathBuf};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use clap::{Args, Parser, Subcommand, ValueEnum};
use entity::value::AccessRole;
use ipnet::IpNet;
use uuid::Uuid;

use crate::{
    clock::Clock,
    export::{Addresses, PagePattern, web_address},
    locale::{
        Locale, Locales,
        messages::{
            pseudo::{self, Pseudo},
            set,
        },
    },
};

/// What is offered when nothing is said of it.
const OFFERED: [&str; 3] = ["en", "fr", "es"];

/// Of `--help`: what is no option.
const REPORTS: &str = "Reports are in the language that LC_ALL, LC_MESSAGES or LANG names, when it is offered; else in \
                       the default locale.";

/// Tribune: a headless, multilingual event content API.
#[derive(Debug, Parser)]
#[command(name = "tribune", version, propagate_version = true, after_help = REPORTS)]
pub struct Config {
    #[command(flatten)]
    pub database: DatabaseConfig,
    #[command(flatten)]
    pub languages: LanguageConfig,
    #[command(flatten)]
    pub log: LogConfig,

    /// Answer as if it were this instant (UTC, `2012-02-14T18:30:00Z`): a preview of tomorrow, a test.
    #[arg(long, env = "TRIBUNE_NOW", global = true)]
    pub now: Option<DateTime<Utc>>,

    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Args)]
pub struct DatabaseConfig {
    /// Where the content lives: `sqlite://FILE` (created when absent) or `postgres://USER:PASSWORD@HOST/NAME`.
    #[arg(
        long,
        env = "TRIBUNE_DATABASE_URL",
        default_value = "sqlite://tribune.db",
        global = true,
        hide_env_values = true
    )]
    pub database_url: String,

    /// A copy of a PostgreSQL database, kept by streaming replication: what the public reads is read there, as soon as it
    /// has all that this server knows of. Several with commas, or the option several times.
    #[arg(
        long = "database-replica-url",
        env = "TRIBUNE_DATABASE_REPLICA_URL",
        global = true,
        value_delimiter = ',',
        hide_env_values = true
    )]
    pub database_replica_urls: Vec<String>,

    /// How many connections may read at once, from each database.
    #[arg(long, env = "TRIBUNE_DATABASE_CONNECTIONS", default_value_t = 8, global = true, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub database_connections: u32,
}

#[derive(Debug, Args)]
pub struct LanguageConfig {
    /// The locales that are offered, as BCP 47 tags. Without it these are `en`, `fr` and `es`, and those that have a folder
    /// in `--locales-dir`.
    #[arg(long, env = "TRIBUNE_LOCALES", value_delimiter = ',', value_parser = given_locale, global = true)]
    pub locales: Vec<Option<Locale>>,

    /// The locale of a reader who asks for none that is offered, and the last one of each chain.
    #[arg(long, env = "TRIBUNE_DEFAULT_LOCALE", default_value = "en", value_parser = locale, global = true)]
    pub default_locale: Locale,

    /// What is tried when a locale has no text, before the default: `fr-CA=fr,en;ca=es,fr`. A region falls
    /// back to its language without being told.
    #[arg(long, env = "TRIBUNE_FALLBACK", default_value = "", value_parser = fallback, global = true)]
    pub fallback: Fallback,

    /// A folder with messages of the site: `LOCALE/RESOURCE.ftl`. They go before those of the program, and are taken anew
    /// when a file changes. A locale that has a folder when the program starts is offered, unless `--locales` says
    /// otherwise.
    #[arg(long, env = "TRIBUNE_LOCALES_DIR", default_value = "", global = true)]
    pub locales_dir: String,

    /// Offer two pseudo-locales as well, made of English on the fly, to test frontends: `en-XA` is accented and longer,
    /// `ar-XB` runs from right to left.
    #[arg(long, env = "TRIBUNE_PSEUDO_LOCALES", default_value_t = false, global = true)]
    pub pseudo_locales: bool,
}

/// In which words a CDN is told of tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CacheTags {
    None,
    /// `Cache-Tag`, with commas, and `CDN-Cache-Control`.
    CacheTag,
    /// `Surrogate-Key`, with spaces, and `Surrogate-Control`.
    SurrogateKey,
}

#[derive(Debug, Args)]
pub struct LogConfig {
    /// What is logged: `info`, `debug`, `tribune=debug,sea_orm=info`, …
    #[arg(long, env = "TRIBUNE_LOG", default_value = "info", global = true)]
    pub log: String,

    /// How a line of the log looks.
    #[arg(long, env = "TRIBUNE_LOG_FORMAT", value_enum, default_value_t = LogFormat::Text, global = true)]
    pub log_format: LogFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    Text,
    Json,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the API.
    Serve(Serve),
    /// Bring the database to the present shape.
    Migrate,
    /// Bring programmes in: frab XML, frab JSON, or Tribune's own JSON.
    Import(Import),
    /// Print all content, in all languages, in Tribune's own JSON: what `import` reads.
    Export {
        /// Only this event, and what it names: slug or uid.
        #[arg(long)]
        event: Option<String>,
        /// The file to write into, instead of printing it.
        #[arg(long)]
        output: Option<PathBuf>,
    },
    /// Print the GraphQL schema (SDL), the JSON Schema of Tribune's own JSON, or who may do what.
    Schema {
        /// The JSON Schema of the document that `import` reads.
        #[arg(long)]
        document: bool,
        /// The JSON Schema of `/events/{slug}/bundle.json`.
        #[arg(long, conflicts_with_all = ["document", "permissions"])]
        bundle: bool,
        /// The table of permissions, as Markdown.
        #[arg(long, conflicts_with = "document")]
        permissions: bool,
    },
    /// Who may sign in.
    #[command(subcommand)]
    User(UserCommand),
    /// What programs show instead of a password.
    #[command(subcommand)]
    Token(TokenCommand),
    /// Print how far content is translated, as a table for each language.
    Coverage(CoverageOptions),
    /// Texts to translation tools, and translations back.
    #[command(subcommand)]
    Translations(TranslationsCommand),
    /// Documents that clients name instead of sending them.
    #[command(subcommand)]
    Documents(DocumentsCommand),
    /// The messages of the interface, in Fluent.
    #[command(subcommand)]
    Locales(LocalesCommand),
    /// Print the audit log as JSON, one entry a line, the oldest first.
    Audit {
        /// Only what comes after the entry with this number.
        #[arg(long, default_value_t = 0)]
        after: i64,
    },
}

#[derive(Debug, Subcommand)]
pub enum LocalesCommand {
    /// Look whether all locales say the same, with the same arguments and all plurals. Fails when something is wrong.
    Check {
        /// A folder as for `--locales-dir`; the messages of the program without it.
        folder: Option<PathBuf>,
    },
}

#[derive(Debug, Args)]
pub struct CoverageOptions {
    /// Only what belongs to this event: slug or uid.
    #[arg(long)]
    pub event: Option<String>,
    /// The languages; all that are offered without it.
    #[arg(long, value_delimiter = ',', value_parser = locale)]
    pub locale: Vec<Locale>,
    /// Fail when less than so many percent of the texts of a language are complete.
    #[arg(long, value_parser = clap::value_parser!(u8).range(0..=100))]
    pub min: Option<u8>,
}

#[derive(Debug, Subcommand)]
pub enum TranslationsCommand {
    /// Write texts into files for translators: one for each language that they are to be translated from.
    Export {
        /// The language to translate into.
        #[arg(long, value_parser = locale)]
        locale: Locale,
        /// Only what belongs to this event: slug or uid.
        #[arg(long)]
        event: Option<String>,
        /// Which texts.
        #[arg(long, value_enum, default_value_t = ExtentOption::All)]
        scope: ExtentOption,
        /// In which format.
        #[arg(long, value_enum, default_value_t = FormatOption::Xliff)]
        format: FormatOption,
        /// The folder to write into.
        #[arg(long, default_value = ".")]
        output: PathBuf,
    },
    /// Bring translations in. What no longer matches its source is refused, the rest comes in.
    Import {
        /// XLIFF or PO files, as `export` wrote them, with translations in them.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Say only what would become of them.
        #[arg(long)]
        dry_run: bool,
    },
}

#[derive(Debug, Subcommand)]
pub enum DocumentsCommand {
    /// Add documents; those that are known stay as they are. A running server finds them.
    Add {
        /// What Relay, Apollo or GraphQL Code Generator writes (`.json`), plain documents (`.graphql`, `.gql`), or
        /// folders with such files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        limits: LimitOptions,
    },
    /// List all documents: id, operations, when it was added.
    List,
    /// Remove documents, all of those that are named or none.
    Remove {
        /// Their ids, as `list` shows them.
        #[arg(required = true)]
        ids: Vec<String>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExtentOption {
    All,
    Missing,
    Outdated,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormatOption {
    Xliff,
    Po,
}

#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Add a user. The password is read from standard input, one line.
    Create {
        /// What they sign in with.
        email: String,
        /// The name, as the logs show it.
        #[arg(long)]
        name: String,
        #[command(flatten)]
        grants: GrantOptions,
    },
    /// List all users.
    List,
    /// Give a user a new password, read from standard input; they are signed out everywhere.
    Password {
        /// Whose.
        email: String,
    },
    /// Say anew what a user may do.
    Grant {
        /// Who.
        email: String,
        #[command(flatten)]
        grants: GrantOptions,
    },
    /// Keep a user from signing in; they are signed out everywhere, and their tokens are good for nothing.
    Disable {
        /// Who.
        email: String,
    },
    /// Let a user sign in again.
    Enable {
        /// Who.
        email: String,
    },
}

#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Make a token and print it; it is shown this once.
    Create {
        /// What it is for.
        name: String,
        #[command(flatten)]
        grants: GrantOptions,
        /// Until when it is good (UTC); for ever without it.
        #[arg(long)]
        expires_at: Option<DateTime<Utc>>,
    },
    /// List all tokens.
    List,
    /// Make a token good for nothing any more.
    Revoke {
        /// Its uid, as `list` shows it.
        uid: Uuid,
    },
}

/// What an account may do.
#[derive(Debug, Args)]
pub struct GrantOptions {
    /// A role; may be given more than once.
    #[arg(long, value_enum, required = true)]
    pub role: Vec<RoleOption>,
    /// Slugs or uids of the events that the roles hold for; all events, and what belongs to none, without it.
    #[arg(long, value_delimiter = ',')]
    pub event: Vec<String>,
    /// The languages whose texts may be written; all without it.
    #[arg(long, value_delimiter = ',', value_parser = locale)]
    pub locale: Vec<Locale>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RoleOption {
    Admin,
    Editor,
    Author,
    Translator,
    Moderator,
}

impl From<RoleOption> for AccessRole {
    fn from(role: RoleOption) -> Self {
        match role {
            RoleOption::Admin => Self::Admin,
            RoleOption::Editor => Self::Editor,
            RoleOption::Author => Self::Author,
            RoleOption::Translator => Self::Translator,
            RoleOption::Moderator => Self::Moderator,
        }
    }
}

#[derive(Debug, Args)]
pub struct Serve {
    /// The address and port to listen on; port 0 takes a free one.
    #[arg(long, env = "TRIBUNE_BIND", default_value = "127.0.0.1:8080")]
    pub bind: SocketAddr,

    /// Fill an empty database with the demo: Social Media Week Paris and others, in three languages.
    #[arg(long, env = "TRIBUNE_DEMO")]
    pub demo: bool,

    /// Leave the shape of the database alone: fail when it is not the present one.
    #[arg(long, env = "TRIBUNE_NO_MIGRATE")]
    pub no_migrate: bool,

    /// Threads that answer requests; one for each processor core when 0.
    #[arg(long, env = "TRIBUNE_WORKERS", default_value_t = 0)]
    pub workers: usize,

    /// Largest request body, in bytes.
    #[arg(long, env = "TRIBUNE_BODY_LIMIT_BYTES", default_value_t = 1_048_576)]
    pub body_limit_bytes: usize,

    /// Attempts to sign in, each minute, from one network address and for one account.
    #[arg(long, env = "TRIBUNE_SIGN_IN_ATTEMPTS_PER_MINUTE", default_value = "10")]
    pub sign_in_attempts_per_minute: NonZeroU32,

    /// How long a user stays signed in, in hours.
    #[arg(long, env = "TRIBUNE_SESSION_LIFETIME_HOURS", default_value_t = 168, value_parser = clap::value_parser!(u32).range(1..=8760))]
    pub session_lifetime_hours: u32,

    /// Networks of proxies whose `X-Forwarded-For` is believed: `10.0.0.0/8,127.0.0.1/32`.
    #[arg(long, env = "TRIBUNE_TRUSTED_PROXIES", default_value = "", value_parser = networks)]
    pub trusted_proxies: Networks,

    /// Send the cookie of a session over http too: for development without https.
    #[arg(long, env = "TRIBUNE_INSECURE_COOKIES")]
    pub insecure_cookies: bool,

    #[command(flatten)]
    pub limits: LimitOptions,

    /// Which documents are carried out: all, or only those that `tribune documents add` has added.
    #[arg(long, env = "TRIBUNE_TRUSTED_DOCUMENTS", value_enum, default_value_t = TrustedDocuments::Off)]
    pub trusted_documents: TrustedDocuments,

    /// Most objects in an answer, counted each time they are shown.
    #[arg(long, env = "TRIBUNE_OBJECT_LIMIT", default_value_t = 20_000)]
    pub object_limit: usize,

    /// Most megabytes of answers, rows, lists and their items that are kept to be given again; 0 keeps none.
    #[arg(long, env = "TRIBUNE_CACHE_MB", default_value_t = 64)]
    pub cache_mb: u64,

    /// Tell a CDN in front of the server by which tags it is to let go of an answer to a GET.
    #[arg(long, env = "TRIBUNE_CACHE_TAGS", value_enum, default_value_t = CacheTags::None)]
    pub cache_tags: CacheTags,

    /// Where the world finds this server, for addresses in calendars and feeds: `https://api.conf.example`.
    #[arg(long, env = "TRIBUNE_PUBLIC_URL", default_value = "", hide_default_value = true)]
    pub public_url: String,

    /// Where the site shows content, for links and the sitemap: `https://conf.example/{locale}/{type}/{slug}`.
    #[arg(long, env = "TRIBUNE_PAGE_URL", default_value = "", hide_default_value = true)]
    pub page_url: String,

    /// How long an operation may run, in milliseconds.
    #[arg(long, env = "TRIBUNE_EXECUTION_TIMEOUT_MS", default_value_t = 10_000)]
    pub execution_timeout_ms: u64,

    #[command(flatten)]
    pub sockets: SocketOptions,

    /// For development: an operation sent with `X-Tribune-Explain: 1` answers with the SQL that it ran.
    #[arg(long, env = "TRIBUNE_EXPLAIN")]
    pub explain: bool,

    /// Stop when standard input is closed, for a parent process that may die first.
    #[arg(long, env = "TRIBUNE_STOP_ON_STDIN_EOF")]
    pub stop_on_stdin_eof: bool,
}

/// What an operation may ask for.
#[derive(Clone, Copy, Debug, Args)]
pub struct LimitOptions {
    /// Deepest nesting of fields in an operation.
    #[arg(long, env = "TRIBUNE_DEPTH_LIMIT", default_value_t = 12)]
    pub depth_limit: usize,

    /// Most fields in an operation, after fragments are spread; the items of a list count once.
    #[arg(long, env = "TRIBUNE_COMPLEXITY_LIMIT", default_value_t = 5_000)]
    pub complexity_limit: usize,

    /// How often one field may be asked for under different aliases in one place.
    #[arg(long, env = "TRIBUNE_ALIAS_LIMIT", default_value_t = 15)]
    pub alias_limit: usize,

    /// Most directives in an operation.
    #[arg(long, env = "TRIBUNE_DIRECTIVE_LIMIT", default_value_t = 50)]
    pub directive_limit: usize,
}

/// What is allowed over WebSocket.
#[derive(Clone, Copy, Debug, Args)]
pub struct SocketOptions {
    /// Most WebSockets that are open at once; 0 allows none.
    #[arg(long, env = "TRIBUNE_SOCKET_LIMIT", default_value_t = 10_000)]
    pub socket_limit: usize,

    /// Most WebSockets that are open at once from one network address: a conference may have one for everybody.
    #[arg(long, env = "TRIBUNE_SOCKET_LIMIT_PER_ADDRESS", default_value_t = 1_000)]
    pub socket_limit_per_address: usize,

    /// How often the other end of a WebSocket is asked whether it is still there, in milliseconds. Who leaves two in a row
    /// without an answer, or reads nothing for so long, is given up.
    #[arg(long, env = "TRIBUNE_SOCKET_PING_MS", default_value_t = 12_000, value_parser = clap::value_parser!(u64).range(100..=3_600_000))]
    pub socket_ping_ms: u64,
}

/// Which documents are carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TrustedDocuments {
    /// All.
    Off,
    /// Only those that were added on the command line.
    Only,
}

#[derive(Debug, Args)]
pub struct Import {
    /// Files, folders, ZIP archives, or addresses on the web; each is brought in whole or not at all.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,

    /// The locale of texts whose language the file does not tell; the default locale when absent.
    #[arg(long, value_parser = locale)]
    pub locale: Option<Locale>,

    /// The time zone of a programme that does not tell its own: `Europe/Brussels`.
    #[arg(long)]
    pub time_zone: Option<Tz>,

    /// The name of the event, for a programme that does not tell it; the name of the file when absent.
    #[arg(long)]
    pub event: Option<String>,

    /// The token for the API of a pretalx that is named by its address.
    #[arg(long, env = "TRIBUNE_IMPORT_TOKEN", hide_env_values = true)]
    pub token: Option<String>,

    /// Write nothing, and report what would become of it.
    #[arg(long)]
    pub dry_run: bool,

    /// Read it again every so many seconds, and bring in what has changed; until the program is ended.
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..))]
    pub watch: Option<u64>,

    /// The site that relative addresses belong to, for a file that does not tell it: `https://example.org/2027/`.
    #[arg(long, value_parser = web_address)]
    pub site: Option<String>,
}

/// The offered locale of whoever typed the command, as POSIX has it: of the first of these variables that says anything.
/// The default when that says nothing of a language, or none that is offered.
pub fn language_of_reader(locales: &Locales) -> Locale {
    #[expect(clippy::disallowed_methods, reason = "they are the system's, and no options of ours")]
    let said = |name: &&str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let named = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(said);
    locales.negotiate(&named.as_deref().and_then(language_tag).unwrap_or_default()).clone()
}

/// `fr-CA` for `fr_CA.UTF-8@euro`; none for `C` and `POSIX`, which are no languages.
fn language_tag(posix: &str) -> Option<String> {
    let tag = posix.split(['.', '@']).next().unwrap_or_default();
    Some(tag.replace('_', "-")).filter(|tag| !matches!(tag.as_str(), "" | "C" | "POSIX"))
}

/// What is tried for a locale before the default one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fallback(pub HashMap<Locale, Vec<Locale>>);

/// Some networks, or none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Networks(pub Vec<IpNet>);

fn locale(tag: &str) -> Result<Locale, String> {
    Locale::parse(tag).ok_or_else(|| format!("`{tag}` is not a language tag (BCP 47)"))
}

/// An empty variable gives none.
fn given_locale(tag: &str) -> Result<Option<Locale>, String> {
    if tag.trim().is_empty() { Ok(None) } else { locale(tag).map(Some) }
}

fn fallback(text: &str) -> Result<Fallback, String> {
    let chains = text.split(';').map(str::trim).filter(|chain| !chain.is_empty());
    let chain = |chain: &str| {
        let (from, to) = chain.split_once('=').ok_or_else(|| format!("`{chain}` is not of the form fr-CA=fr,en"))?;
        Ok((locale(from)?, to.split(',').map(locale).collect::<Result<_, _>>()?))
    };
    chains.map(chain).collect::<Result<_, String>>().map(Fallback)
}

fn networks(text: &str) -> Result<Networks, String> {
    let networks = text.split(',').map(str::trim).filter(|network| !network.is_empty());
    let network = |text: &str| text.parse().map_err(|_| format!("`{text}` is not a network of the form 10.0.0.0/8"));
    networks.map(network).collect::<Result<_, _>>().map(Networks)
}

impl Config {
    pub fn clock(&self) -> Clock {
        self.now.map_or(Clock::System, Clock::Fixed)
    }
}

impl Serve {
    /// The addresses that documents name; an error names the option that is wrong.
    pub fn addresses(&self) -> Result<Addresses, String> {
        let given = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        let server = given(&self.public_url).map(|url| web_address(&url)).transpose();
        let pages = given(&self.page_url).map(|pattern| PagePattern::parse(&pattern)).transpose();
        Ok(Addresses::new(
            server.map_err(|reason| format!("--public-url: {reason}"))?,
            pages.map_err(|reason| format!("--page-url: {reason}"))?,
        ))
    }
}

impl LanguageConfig {
    /// The folder with messages of the site.
    pub fn site(&self) -> Option<PathBuf> {
        (!self.locales_dir.is_empty()).then(|| PathBuf::from(&self.locales_dir))
    }

    /// The locales as a whole; an error names the option that is wrong.
    pub fn locales(&self) -> Result<Locales, String> {
        let mut offered: Vec<Locale> = self.locales.iter().flatten().cloned().collect();
        if offered.is_empty() {
            offered.extend(OFFERED.into_iter().filter_map(Locale::parse));
            for locale in self.locales_of_site()? {
                if !offered.contains(&locale) {
                    offered.push(locale);
                }
            }
        }
        if self.pseudo_locales {
            offered.extend([pseudo::ACCENTED, pseudo::MIRRORED].into_iter().filter_map(Locale::parse));
        }
        Locales::new(offered, self.default_locale.clone(), &self.fallback.0)
            .map_err(|reason| format!("--locales, --default-locale, --fallback: {reason}"))
    }

    /// The locales that have messages of the site, by name. Pseudo-locales are made, and have none.
    fn locales_of_site(&self) -> Result<Vec<Locale>, String> {
        let sources = self.site().map(|site| set::read(&site)).transpose();
        let sources = sources.map_err(|broken| format!("--locales-dir: {broken}"))?.unwrap_or_default();
        let locales = sources.into_iter().map(|source| source.locale);
        Ok(locales.filter(|locale| Pseudo::of(locale).is_none()).collect())
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_options_are_sound() {
        Config::command().debug_assert();
    }

    fn offered(folders: &[&str], arguments: &[&str]) -> Result<Vec<String>, String> {
        let site = tempfile::tempdir().unwrap();
        for folder in folders {
            std::fs::create_dir(site.path().join(folder)).unwrap();
            std::fs::write(site.path().join(folder).join("site.ftl"), "site-welcome = …\n").unwrap();
        }
        std::fs::create_dir(site.path().join("pictures")).unwrap();
        let folder = site.path().to_str().unwrap();
        let arguments = ["tribune", "--locales-dir", folder].into_iter().chain(arguments.iter().copied());
        let config = Config::try_parse_from(arguments.chain(["migrate"])).map_err(|error| error.to_string())?;
        Ok(config.languages.locales()?.offered().iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_locale_with_a_folder_is_offered() {
        assert_eq!(offered(&[], &[]).unwrap(), ["en", "fr", "es"]);
        assert_eq!(offered(&["de", "ca", "fr", "pt-BR"], &[]).unwrap(), ["en", "fr", "es", "ca", "de", "pt-BR"]);
        assert_eq!(offered(&["de"], &["--locales", ""]).unwrap(), ["en", "fr", "es", "de"]);
        let german = offered(&["de"], &["--default-locale", "de", "--fallback", "fr=de"]).unwrap();
        assert_eq!(german, ["en", "fr", "es", "de"]);
        let pseudo = offered(&["de", "en-XA"], &[]).unwrap();
        assert_eq!(pseudo, ["en", "fr", "es", "de"]);
        let pseudo = offered(&["de", "en-XA"], &["--pseudo-locales"]).unwrap();
        assert_eq!(pseudo, ["en", "fr", "es", "de", "en-XA", "ar-XB"]);
    }

    #[test]
    fn what_is_said_of_locales_is_the_law() {
        assert_eq!(offered(&["de"], &["--locales", "en,fr"]).unwrap(), ["en", "fr"]);
        let refused = offered(&["de"], &["--locales", "en", "--default-locale", "de"]).unwrap_err();
        assert!(refused.contains("`de` is not among the locales"), "{refused}");
    }

    #[test]
    fn a_folder_that_is_named_by_no_tag_is_refused() {
        let refused = offered(&["german!"], &[]).unwrap_err();

        assert!(refused.starts_with("--locales-dir: "), "{refused}");
        assert!(refused.ends_with("german!/site.ftl: its folder is not named by a language tag"), "{refused}");
    }

    #[test]
    fn a_fallback_is_a_list_of_chains() {
        let chains = fallback("fr-CA=fr,en; ca=es").unwrap().0;

        assert_eq!(chains.len(), 2);
        assert_eq!(chains[&locale("fr-CA").unwrap()], [locale("fr").unwrap(), locale("en").unwrap()]);
        assert!(fallback("fr-CA").is_err());
    }

    #[test]
    fn a_locale_of_the_system_is_a_language_tag() {
        assert_eq!(language_tag("fr_CA.UTF-8@euro").as_deref(), Some("fr-CA"));
        assert_eq!(language_tag("ca@valencia").as_deref(), Some("ca"));
        assert_eq!(language_tag("es").as_deref(), Some("es"));
        assert_eq!(["C", "C.UTF-8", "POSIX", ""].map(language_tag), [const { None }; 4]);
    }

    #[test]
    fn networks_are_a_list_that_may_be_empty() {
        assert_eq!(networks("").unwrap().0, []);
        assert_eq!(networks("10.0.0.0/8, ::1/128").unwrap().0.len(), 2);
        assert!(networks("10.0.0.0/8,proxy").is_err());
    }

    #[test]
    fn the_example_environment_names_every_variable() {
        let example = include_str!("../../.env.example");
        let mut command = Config::command();
        command.build();
        let subcommands = command.get_subcommands().flat_map(clap::Command::get_arguments);
        for argument in command.get_arguments().chain(subcommands) {
            if let Some(variable) = argument.get_env().and_then(|name| name.to_str()) {
                assert!(example.contains(&format!("{variable}=")), "{variable} is missing in .env.example");
            }
        }
    }
}
