//! What commands print: to whoever reads standard output, who may have seen enough.

use std::{
    fmt::Display,
    io::{ErrorKind, Write, stdout},
    process,
};

/// Prints a text. A reader who has gone, `head` for one, is no failure: then nothing is left to do.
pub fn print(text: impl Display) {
    if let Err(error) = write!(stdout().lock(), "{text}") {
        let is_gone = error.kind() == ErrorKind::BrokenPipe;
        if !is_gone {
            eprintln!("tribune: standard output: {error}");
        }
        process::exit(i32::from(!is_gone));
    }
}

/// Prints a text and ends the line.
pub fn line(text: impl Display) {
    print(format_args!("{text}\n"));
}
