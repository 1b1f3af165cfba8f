//! The program: parse the options, run one command.

// The future of a request is as deep as the merged root fields are many, see `schema.rs`.
#![recursion_limit = "256"]

use std::{
    io::{self, IsTerminal},
    process::ExitCode,
};

use clap::Parser;
use tracing_subscriber::EnvFilter;
use tribune::{
    command,
    config::{Config, LogConfig, LogFormat},
};

/// An answer is made of thousands of small texts; the allocator of the platform takes a third of the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[actix_web::main]
async fn main() -> ExitCode {
    let config = Config::parse();
    let ran = match log(&config.log) {
        Ok(()) => command::run(config).await,
        Err(reason) => Err(reason),
    };
    match ran {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("tribune: {reason}");
            ExitCode::FAILURE
        }
    }
}

/// The log goes to standard error, so that standard output is the command's own.
fn log(config: &LogConfig) -> Result<(), String> {
    let filter = EnvFilter::try_new(&config.log).map_err(|error| format!("--log: {error}"))?;
    let log =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).with_ansi(io::stderr().is_terminal());
    match config.log_format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().init(),
    }
    Ok(())
}
