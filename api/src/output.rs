//! What commands print: to whoever reads standard output, who may have seen enough, and in their language.

use std::{
    fmt::Display,
    io::{self, ErrorKind, Write, stdout},
    path::Path,
    process,
};

use crate::{
    Error,
    locale::{
        Chain,
        messages::{Arg, Messages, Said},
    },
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

/// What a command says, in the language of whoever typed it.
#[derive(Clone, Copy)]
pub struct Voice<'m> {
    pub messages: &'m Messages,
    pub chain: &'m Chain,
}

impl Voice<'_> {
    pub fn say(&self, (id, args): Said) -> String {
        self.messages.format(self.chain, id, &args)
    }

    /// An error as an operator needs it: with what the database said, or the system, in their words.
    pub fn error(&self, error: &Error) -> String {
        match error {
            Error::Database(cause) | Error::Unavailable(cause) => cause.to_string(),
            Error::Internal(cause) => cause.clone(),
            other => self.say(other.message()),
        }
    }

    /// Says on standard error why a file did not come in.
    pub fn refuse(&self, path: &Path, reason: impl Display) {
        let nothing = self.say(("report-nothing-taken", vec![]));
        eprintln!("{}: {reason}\n  {nothing}", path.display());
    }
}

/// What is wrong at a place in a file.
pub fn at(line: usize, column: usize, reason: Arg) -> Said {
    ("read-at", vec![("line", line.to_string().into()), ("column", column.to_string().into()), ("reason", reason)])
}

/// Why a file cannot be opened, for whoever named it.
pub fn unopened(error: &io::Error) -> Said {
    match error.kind() {
        ErrorKind::NotFound => ("read-no-such-file", vec![]),
        ErrorKind::PermissionDenied => ("read-not-allowed", vec![]),
        ErrorKind::IsADirectory => ("read-folder", vec![]),
        ErrorKind::InvalidData => ("read-encoding", vec![("encoding", "UTF-8".into())]),
        _ => ("read-system", vec![("reason", error.to_string().into())]),
    }
}

/// A row of a table: its name, then its cells, each under its title, which may be wider than the column is meant to be.
pub fn row(name: &str, width: usize, cells: &[String], titles: &[String], widths: &[usize]) -> String {
    let mut row = format!("  {name:<width$}");
    for ((cell, title), width) in cells.iter().zip(titles).zip(widths) {
        let width = (*width).max(title.chars().count());
        row.push_str(&format!(" {cell:>width$}"));
    }
    row.push('\n');
    row
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::{
        Fault, Rule,
        clock::Clock,
        locale::{Locale, Locales},
    };

    const PRINTS: [&str; 3] = ["output::line(", "output::print(", "println!("];

    /// What stands in the code in English, to be printed: the file, how the text begins, and why it is no message.
    const EXCEPTIONS: [(&str, &str, &str); 8] = [
        ("output.rs", "tribune: standard output: ", "nothing more can be said"),
        ("server.rs", "Tribune {} listens on ", "the banner: scripts look for it"),
        ("server.rs", "  explore    ", "the banner"),
        ("server.rs", "  query      ", "the banner"),
        ("server.rs", "  schema     ", "the banner"),
        ("command.rs", "--database-url: ", "an option that is wrong, for operators"),
        ("command.rs", "--database-replica-url: ", "an option that is wrong, for operators"),
        ("command.rs", "--no-migrate: ", "an option that is wrong, for operators"),
    ];

    /// The texts of two words and more in a source, outside of its tests, that these calls are given.
    fn texts_given(calls: &[&str], source: &str) -> Vec<String> {
        let code = without_tests(source);
        let given = calls.iter().flat_map(|call| code.match_indices(call)).map(|(at, call)| &code[at + call.len()..]);
        given.flat_map(literals).filter(|text| has_words(text)).collect()
    }

    /// An item of tests ends where a line closes it that is as far in as its attribute.
    fn without_tests(source: &str) -> String {
        let (mut code, mut end) = (String::new(), None);
        for line in source.lines() {
            let indent = line.len() - line.trim_start().len();
            if line.trim_start() == "#[cfg(test)]" {
                end = Some(indent);
            } else if end.is_none() {
                code.push_str(line);
                code.push('\n');
            } else if end == Some(indent) && (line.ends_with(';') || line.trim_start().starts_with('}')) {
                end = None;
            }
        }
        code
    }

    /// The texts between quotes in the arguments of a call, whose opening parenthesis stands before.
    fn literals(code: &str) -> Vec<String> {
        let (mut found, mut depth, mut letters) = (Vec::new(), 1_usize, code.chars().peekable());
        while let Some(letter) = letters.next() {
            match letter {
                '(' => depth += 1,
                ')' if depth == 1 => break,
                ')' => depth -= 1,
                '"' => {
                    let mut text = String::new();
                    while let Some(letter) = letters.next_if(|letter| *letter != '"') {
                        text.push(letter);
                        if letter == '\\' {
                            text.extend(letters.next());
                        }
                    }
                    letters.next();
                    found.push(text);
                }
                _ => {}
            }
        }
        found
    }

    /// Whether it says anything beside what is put in: two words at least.
    fn has_words(text: &str) -> bool {
        let parts = text.split('{').map(|part| part.split_once('}').map_or(part, |(_, after)| after));
        let text = parts.collect::<Vec<_>>().join(" ").replace("\\n", " ");
        let is_word = |word: &&str| word.chars().filter(|letter| letter.is_alphabetic()).count() > 1;
        text.split_whitespace().filter(is_word).count() > 1
    }

    /// The texts of all the code that are printed, or that a command ends with, each with its file.
    fn texts() -> Vec<(String, String)> {
        let of_file = |(file, source): (String, String)| {
            let calls: &[&str] = if file == "command.rs" { &[&PRINTS[..], &["Err("]].concat() } else { &PRINTS };
            texts_given(calls, &source).into_iter().map(move |text| (file.clone(), text))
        };
        crate::sources().into_iter().flat_map(of_file).collect()
    }

    #[test]
    fn what_is_printed_is_a_message() {
        let found = texts();

        let is = |(file, text): &(String, String), (of, begins, _): &(&str, &str, &str)| {
            file == of && text.starts_with(begins)
        };
        let english: Vec<_> = found.iter().filter(|text| !EXCEPTIONS.iter().any(|known| is(text, known))).collect();
        let gone: Vec<_> = EXCEPTIONS.iter().filter(|known| !found.iter().any(|text| is(text, known))).collect();
        assert!(english.is_empty(), "say it with a message of locales/*/reports.ftl: {english:#?}");
        assert!(gone.is_empty(), "no exceptions any more: {gone:#?}");
    }

    #[test]
    fn a_text_that_is_no_message_is_found() {
        let of = |code: &str| texts_given(&PRINTS, code);

        assert_eq!(of("output::line(\"Done with it\");"), ["Done with it"]);
        assert_eq!(of("eprintln!(\n    \"{}: {reason}\\n  Nothing was taken.\",\n    f(x),\n);").len(), 1);
        assert_eq!(of("output::print(format_args!(\"a \\\"word\\\" more {x}\"));").len(), 1);
        assert_eq!(of("output::line(voice.say((\"report-done\", vec![(\"id\", id)]))); f(\"two words\");"), [""; 0]);
        assert_eq!(of("println!(\"{}: {reason}\", path.display());"), [""; 0]);
        let with_tests = "#[cfg(test)]\nmod tests {\n    fn a() {\n        println!(\"two words\");\n    }\n}\nfn b() {\n    println!(\"these two\");\n}\n";
        assert_eq!(of(with_tests), ["these two"]);
    }

    #[test]
    fn faults_are_said_in_the_language_of_the_error_around_them() {
        let tags = ["en", "fr"].map(|tag| Locale::parse(tag).unwrap());
        let locales = Locales::new(tags.to_vec(), tags[0].clone(), &HashMap::new()).unwrap();
        let messages = Messages::load(&locales, None, Clock::System).unwrap();
        let voice = Voice { messages: &messages, chain: locales.chain(&tags[1]) };
        let faults = vec![Fault::new("translations.fr.job_title", Rule::Required), Fault::new("", Rule::NotOrdered)];

        let said = voice.error(&Error::Invalid(faults));

        let expected = "Enregistrement impossible\u{a0}: translations.fr.jobTitle\u{a0}: Ce champ est obligatoire. \
                        Ceci n’a pas d’ordre parmi les autres.";
        assert_eq!(said, expected);
    }

    #[test]
    fn a_column_is_as_wide_as_its_title() {
        let titles = ["modifiés".to_owned(), "laissés de côté".to_owned()];
        let numbers = ["1".to_owned(), "12".to_owned()];

        let table = row("", 4, &titles, &titles, &[9, 8]) + &row("room", 4, &numbers, &titles, &[9, 8]);

        assert_eq!(table, "        modifiés laissés de côté\n  room         1              12\n");
    }
}
