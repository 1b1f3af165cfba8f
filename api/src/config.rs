//! Every option, once: a flag, an environment variable and a line of `--help` from one doc comment.

use std::{collections::HashMap, net::SocketAddr, path::PathBuf};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::{
    clock::Clock,
    locale::{Locale, Locales},
};

/// Tribune: a headless, multilingual event content API.
#[derive(Debug, Parser)]
#[command(name = "tribune", version, propagate_version = true)]
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

    /// How many connections may read at once.
    #[arg(long, env = "TRIBUNE_DATABASE_CONNECTIONS", default_value_t = 8, global = true, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub database_connections: u32,
}

#[derive(Debug, Args)]
pub struct LanguageConfig {
    /// The locales that are offered, as BCP 47 tags.
    #[arg(long, env = "TRIBUNE_LOCALES", default_value = "en,fr,es", value_delimiter = ',', value_parser = locale, global = true)]
    pub locales: Vec<Locale>,

    /// The locale of a reader who asks for none that is offered, and the last one of each chain.
    #[arg(long, env = "TRIBUNE_DEFAULT_LOCALE", default_value = "en", value_parser = locale, global = true)]
    pub default_locale: Locale,

    /// What is tried when a locale has no text, before the default: `fr-CA=fr,en;ca=es,fr`. A region falls
    /// back to its language without being told.
    #[arg(long, env = "TRIBUNE_FALLBACK", default_value = "", value_parser = fallback, global = true)]
    pub fallback: Fallback,
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
    /// Print the GraphQL schema (SDL), or the JSON Schema of Tribune's own JSON.
    Schema {
        /// The JSON Schema of the document that `import` reads.
        #[arg(long)]
        document: bool,
    },
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

    /// Most objects in an answer, counted each time they are shown.
    #[arg(long, env = "TRIBUNE_OBJECT_LIMIT", default_value_t = 20_000)]
    pub object_limit: usize,

    /// How long an operation may run, in milliseconds.
    #[arg(long, env = "TRIBUNE_EXECUTION_TIMEOUT_MS", default_value_t = 10_000)]
    pub execution_timeout_ms: u64,

    /// For development: an operation sent with `X-Tribune-Explain: 1` answers with the SQL that it ran.
    #[arg(long, env = "TRIBUNE_EXPLAIN")]
    pub explain: bool,

    /// Stop when standard input is closed, for a parent process that may die first.
    #[arg(long, env = "TRIBUNE_STOP_ON_STDIN_EOF")]
    pub stop_on_stdin_eof: bool,
}

#[derive(Debug, Args)]
pub struct Import {
    /// The files; each is brought in whole or not at all.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,

    /// The locale of texts whose language the file does not tell; the default locale when absent.
    #[arg(long, value_parser = locale)]
    pub locale: Option<Locale>,

    /// The time zone of a programme that does not tell its own: `Europe/Brussels`.
    #[arg(long)]
    pub time_zone: Option<Tz>,
}

/// What is tried for a locale before the default one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fallback(pub HashMap<Locale, Vec<Locale>>);

fn locale(tag: &str) -> Result<Locale, String> {
    Locale::parse(tag).ok_or_else(|| format!("`{tag}` is not a language tag (BCP 47)"))
}

fn fallback(text: &str) -> Result<Fallback, String> {
    let chains = text.split(';').map(str::trim).filter(|chain| !chain.is_empty());
    let chain = |chain: &str| {
        let (from, to) = chain.split_once('=').ok_or_else(|| format!("`{chain}` is not of the form fr-CA=fr,en"))?;
        Ok((locale(from)?, to.split(',').map(locale).collect::<Result<_, _>>()?))
    };
    chains.map(chain).collect::<Result<_, String>>().map(Fallback)
}

impl Config {
    pub fn clock(&self) -> Clock {
        self.now.map_or(Clock::System, Clock::Fixed)
    }
}

impl LanguageConfig {
    /// The locales as a whole; an error names the option that is wrong.
    pub fn locales(&self) -> Result<Locales, String> {
        Locales::new(self.locales.clone(), self.default_locale.clone(), &self.fallback.0)
            .map_err(|reason| format!("--locales, --default-locale, --fallback: {reason}"))
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

    #[test]
    fn a_fallback_is_a_list_of_chains() {
        let chains = fallback("fr-CA=fr,en; ca=es").unwrap().0;

        assert_eq!(chains.len(), 2);
        assert_eq!(chains[&locale("fr-CA").unwrap()], [locale("fr").unwrap(), locale("en").unwrap()]);
        assert!(fallback("fr-CA").is_err());
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
