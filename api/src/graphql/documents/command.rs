//! `tribune documents`.

use std::path::PathBuf;

use async_graphql::parser::parse_query;
use entity::trusted_document;

use super::{
    check, file,
    store::{Addition, Document, Refusal, Store},
};
use crate::{
    Result,
    config::{DocumentsCommand, LimitOptions},
    limits::Limits,
    output::{self, Voice, unopened},
};

/// Runs the command; how many files and documents were refused.
pub async fn run(command: DocumentsCommand, store: Store<'_>, voice: Voice<'_>) -> Result<usize> {
    match command {
        DocumentsCommand::Add { files, limits } => add(&files, limits, &store, voice).await,
        DocumentsCommand::List => {
            for document in store.all().await? {
                output::line(described(&document));
            }
            Ok(0)
        }
        DocumentsCommand::Remove { ids } => {
            store.remove(&ids).await?;
            for id in &ids {
                output::line(voice.say(("documents-removed", vec![("id", id.as_str().into())])));
            }
            Ok(0)
        }
    }
}

/// Adds the documents of the files, and says of each file what became of them.
async fn add(paths: &[PathBuf], limits: LimitOptions, store: &Store<'_>, voice: Voice<'_>) -> Result<usize> {
    let limits = Limits::from(limits);
    let mut refused = 0;
    for path in paths {
        let files = match file::files(path) {
            Ok(files) => files,
            Err(error) => {
                eprintln!("{}: {}", path.display(), voice.say(unopened(&error)));
                refused += 1;
                continue;
            }
        };
        if files.is_empty() {
            eprintln!("{}: {}", path.display(), voice.say(("documents-no-file", vec![])));
            refused += 1;
        }
        for file in &files {
            match file::read(file) {
                Ok(documents) => {
                    let (report, faults) = add_file(documents, &limits, store, voice).await?;
                    refused += faults;
                    output::print(format_args!("{}\n{report}", file.display()));
                }
                Err(unreadable) => {
                    voice.refuse(file, voice.say(unreadable.message()));
                    refused += 1;
                }
            }
        }
    }
    Ok(refused)
}

/// Adds the documents of a file; what became of them, in lines, and how many were refused.
async fn add_file(
    documents: Vec<Document>,
    limits: &Limits,
    store: &Store<'_>,
    voice: Voice<'_>,
) -> Result<(String, usize)> {
    let (mut sound, mut refusals) = (Vec::new(), Vec::new());
    for document in documents {
        match check(&document.text, limits).await {
            Ok(()) => sound.push(document),
            Err(error) => refusals.push((document.id, Refusal::Unsound(error))),
        }
    }
    let outcomes = store.add(&sound).await?;
    let count = |wanted| outcomes.iter().filter(|outcome| matches!(outcome, Ok(is) if *is == wanted)).count();
    let (added, known) = (count(Addition::Added), count(Addition::Known));
    refusals
        .extend(sound.into_iter().zip(outcomes).filter_map(|(document, outcome)| Some((document.id, outcome.err()?))));
    let counts = [("added", added), ("known", known), ("refused", refusals.len())];
    let counts = counts.map(|(name, count)| (name, count.to_string().into())).to_vec();
    let mut report = format!("  {}\n", voice.say(("documents-counts", counts)));
    for (id, refusal) in &refusals {
        report.push_str(&format!("    {id}: {}\n", voice.say(refusal.message())));
    }
    Ok((report, refusals.len()))
}

/// `3be4abb81fa595e25eb725b2c6a87508  Programme, Speakers  2012-02-14 18:30:00 UTC`
fn described(document: &trusted_document::Model) -> String {
    let names: Vec<String> = match parse_query(&document.text) {
        Ok(parsed) => parsed.operations.iter().filter_map(|(name, _)| name.map(ToString::to_string)).collect(),
        Err(_) => Vec::new(),
    };
    let names = if names.is_empty() { "-".to_owned() } else { names.join(", ") };
    format!("{}  {names}  {}", document.id, document.created_at)
}
