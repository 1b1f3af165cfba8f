//! Broken, hostile and enormous files: no reader panics, hangs or answers without measure. `make fuzz` looks further.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use proptest::{
    collection::vec,
    prelude::{Strategy, any, prop_oneof},
    sample::{Index, select},
    test_runner::{Config, TestRunner},
};

use super::{format_names, read, read_as, reading::Options};

/// No file of a few kilobytes takes so long, also where nothing is optimised and other tests run beside.
const LONGEST: Duration = Duration::from_secs(20);

/// Mutated files of each format.
const CASES: u32 = 48;

/// What is put into files: ends of texts and lists, numbers without measure, characters that few expect.
const PIECES: &[&str] = &[
    "\"",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "<",
    ">",
    "&",
    ";",
    "\n",
    "\r\n",
    "\u{0}",
    "\u{feff}",
    "\u{202e}",
    "\\u0000",
    "\\ud800",
    "null",
    "true",
    "-1",
    "0",
    "1e999",
    "99999999999999999999",
    "-9223372036854775808",
    "9999-12-31",
    "0000-00-00",
    "+262143-12-31T23:59:59-23:59",
    "2027-03-28T02:30:00",
    "24:00",
    "47:59",
    "99:99",
    "PT9999999999H",
    "<!DOCTYPE a [<!ENTITY b \"c\">]>",
    "&b;",
    "<![CDATA[",
    "]]>",
    "]]",
    "../../x",
    "javascript:alert(1)",
    "U.S.A.",
    "BEGIN:VEVENT\r\n",
    "END:VEVENT\r\n",
    "title;",
    "𝔘𝔫𝔦",
    "e\u{301}",
    "ß",
    "İ",
];

/// What is done to a file.
#[derive(Clone, Debug)]
enum Mutation {
    Flip(Index, u8),
    Truncate(Index),
    Insert(Index, &'static str),
    Remove(Index, u8),
    Repeat(Index, u8, u8),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    prop_oneof![
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Mutation::Flip(at, byte)),
        any::<Index>().prop_map(Mutation::Truncate),
        (any::<Index>(), select(PIECES)).prop_map(|(at, piece)| Mutation::Insert(at, piece)),
        (any::<Index>(), any::<u8>()).prop_map(|(at, count)| Mutation::Remove(at, count)),
        (any::<Index>(), any::<u8>(), 1..40_u8).prop_map(|(at, count, times)| Mutation::Repeat(at, count, times)),
    ]
}

fn mutated(mut bytes: Vec<u8>, mutations: &[Mutation]) -> Vec<u8> {
    for mutation in mutations {
        if bytes.is_empty() {
            break;
        }
        let end = |at: usize, count: u8, bytes: &[u8]| (at + usize::from(count)).min(bytes.len());
        match mutation {
            Mutation::Flip(at, byte) => *at.get_mut(&mut bytes) = *byte,
            Mutation::Truncate(at) => bytes.truncate(at.index(bytes.len())),
            Mutation::Insert(at, piece) => {
                let at = at.index(bytes.len());
                bytes.splice(at..at, piece.bytes());
            }
            Mutation::Remove(at, count) => {
                let at = at.index(bytes.len());
                let end = end(at, *count, &bytes);
                bytes.drain(at..end);
            }
            Mutation::Repeat(at, count, times) => {
                let at = at.index(bytes.len());
                let part = bytes[at..end(at, *count, &bytes)].repeat(usize::from(*times));
                bytes.splice(at..at, part);
            }
        }
    }
    bytes
}

fn options() -> Options {
    Options { file: Some("file".to_owned()), ..Options::of_locale("en") }
}

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data")
}

/// Our own samples that a reader reads; those of several files as [`read_as`] takes them.
fn samples(name: &str) -> Vec<Vec<u8>> {
    let (mut samples, mut folders) = (Vec::new(), Vec::new());
    let mut paths: Vec<_> = fs::read_dir(data()).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            let mut files: Vec<_> = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
            files.sort();
            folders.push(files.iter().map(|file| fs::read(file).unwrap()).collect::<Vec<_>>().join(&0));
        } else {
            samples.push(fs::read(path).unwrap());
        }
    }
    let brings = |bytes: &Vec<u8>| {
        read_as(name, bytes, &options()).is_ok_and(|reading| {
            let document = reading.document;
            document.speakers.len() + document.events.iter().map(|event| 1 + event.sessions.len()).sum::<usize>() > 1
        })
    };
    samples.into_iter().chain(folders).filter(brings).collect()
}

/// Reads bytes as a format, and as whatever they are.
fn survives(name: &str, bytes: &[u8]) {
    let began = Instant::now();
    let _ = read_as(name, bytes, &options());
    let _ = read(bytes, &options());
    assert!(began.elapsed() < LONGEST, "{name}: {:?} for {} bytes", began.elapsed(), bytes.len());
}

#[test]
fn mutated_files_are_survived_by_every_reader() {
    for name in format_names() {
        let samples = samples(name);
        assert!(!samples.is_empty(), "there is a sample of {name} in tests/data");
        let mut runner = TestRunner::new_with_rng(
            Config { cases: CASES, failure_persistence: None, ..Config::default() },
            proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
        );
        let strategy = (select(samples), vec(mutation(), 1..12));
        let result = runner.run(&strategy, |(sample, mutations)| {
            survives(name, &mutated(sample, &mutations));
            Ok(())
        });
        result.unwrap_or_else(|failure| panic!("{name}: {failure}"));
    }
}

#[test]
fn neither_depth_nor_length_is_without_measure() {
    let deep = [
        "[",
        "{\"a\":",
        "{\"sessions\":[",
        "<a>",
        "<schedule><day>",
        "\"",
        "(",
        "title:fr,",
        "title,\n\"a\",",
        ";",
        "\u{0}",
    ];
    for name in format_names() {
        for piece in deep {
            survives(name, piece.repeat(20_000).as_bytes());
        }
        survives(name, b"");
        survives(name, &[0xFF, 0xFE]);
        survives(name, &[0xFE, 0xFF, 0]);
    }
}

#[test]
fn every_reader_has_a_fuzz_target() {
    let folder = data().join("../fuzz");
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();

    for name in format_names() {
        let target = fs::read_to_string(folder.join(format!("targets/{name}.rs"))).unwrap_or_default();
        assert!(target.contains(&format!("read(\"{name}\"")), "tests/fuzz/targets/{name}.rs");
        assert!(manifest.contains(&format!("path = \"targets/{name}.rs\"")), "tests/fuzz/Cargo.toml: {name}");
    }
}
