//! The program under test.

use std::{
    io::Write,
    path::PathBuf,
    process::{Command, ExitStatus, Stdio},
};

/// What a command of the program printed and how it ended.
#[derive(Debug)]
pub struct Output {
    pub status: ExitStatus,
    pub stdout: String,
    pub stderr: String,
}

/// How many things of one kind an import created, updated, left as they were, and skipped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub created: usize,
    pub updated: usize,
    pub unchanged: usize,
    pub skipped: usize,
}

impl Output {
    /// All that it printed.
    pub fn text(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }

    /// What the report of an import says of one kind of thing, all files together.
    pub fn tally(&self, kind: &str) -> Tally {
        let mut sum = Tally::default();
        for line in self.stdout.lines() {
            let mut words = line.split_whitespace();
            if words.next() != Some(kind) {
                continue;
            }
            let numbers: Vec<usize> = words.map_while(|word| word.parse().ok()).collect();
            if let [created, updated, unchanged, skipped] = numbers[..] {
                sum.created += created;
                sum.updated += updated;
                sum.unchanged += unchanged;
                sum.skipped += skipped;
            }
        }
        sum
    }

    /// The output of a command that must have worked.
    #[track_caller]
    pub fn succeeded(self) -> Self {
        assert!(self.status.success(), "{}\n{}", self.status, self.text());
        self
    }
}

/// The program, ready for its arguments, as if the environment said nothing about it.
///
/// It is the file that `TRIBUNE_BIN` names, else the one that cargo built beside these tests.
pub fn program() -> Command {
    let built = || {
        let tests = std::env::current_exe().expect("the test program has a path");
        let target = tests.ancestors().nth(2).expect("it lies in target/debug/deps");
        target.join(format!("tribune{}", std::env::consts::EXE_SUFFIX))
    };
    let path = std::env::var_os("TRIBUNE_BIN").map_or_else(built, PathBuf::from);
    assert!(path.is_file(), "there is no program {}: run `make test`, or name one in TRIBUNE_BIN", path.display());
    let mut command = Command::new(path);
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        // `LANG` and its like say in which language it reports.
        if text.starts_with("TRIBUNE_") || text.starts_with("LC_") || text == "LANG" {
            command.env_remove(name);
        }
    }
    command
}

/// Runs a command of the program that needs no database, `schema` for one.
pub fn run(arguments: &[&str]) -> Output {
    finish(program().args(arguments))
}

pub(crate) fn finish(command: &mut Command) -> Output {
    finish_with(command, "")
}

/// As [`finish`], with a text on standard input.
pub(crate) fn finish_with(command: &mut Command, stdin: &str) -> Output {
    let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = pipes.spawn().expect("the program can be started");
    let mut pipe = child.stdin.take().expect("it is piped");
    // A program that does not read may have ended already.
    pipe.write_all(stdin.as_bytes()).ok();
    drop(pipe);
    let output = child.wait_with_output().expect("the program ends");
    Output {
        status: output.status,
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}
