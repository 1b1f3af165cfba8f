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
    locale::{Chain, messages::Messages},
    output,
};

/// Runs the command; how many files and documents were refused.
pub async fn run(command: DocumentsCommand, store: Store<'_>, messages: &Messages, chain: &Chain) -> Result<usize> {
    match command {
        DocumentsCommand::Add { files, limits } => {
            let say = |refusal: &Refusal| {
                let (id, args) = refusal.message();
                messages.format(chain, id, &args)
            };
            add(&files, limits, &store, say).await
        }
        DocumentsCommand::List => {
            for document in store.all().await? {
                output::line(described(&document));
            }
            Ok(0)
        }
        DocumentsCommand::Remove { ids } => {
            store.remove(&ids).await?;
            for id in &ids {
                output::line(format_args!("removed {id}"));
            }
            Ok(0)
        }
    }
}

/// Adds the documents of the files, and says of each file what became of them.
async fn add(
    paths: &[PathBuf],
    limits: LimitOptions,
    store: &Store<'_>,
    say: impl Fn(&Refusal) -> String,
) -> Result<usize> {
    let limits = Limits::from(limits);
    let mut refused = 0;
    for path in paths {
        let files = match file::files(path) {
            Ok(files) => files,
            Err(error) => {
                eprintln!("{}: {error}", path.display());
                refused += 1;
                continue;
            }
        };
        if files.is_empty() {
            eprintln!("{}: there is no .json, .graphql or .gql in it", path.display());
            refused += 1;
        }
        for file in &files {
            match file::read(file) {
                Ok(documents) => {
                    let (report, faults) = add_file(documents, &limits, store, &say).await?;
                    refused += faults;
                    output::print(format_args!("{}\n{report}", file.display()));
                }
                Err(reason) => {
                    eprintln!("{}: {reason}\n  Nothing of this file was taken.", file.display());
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
    say: impl Fn(&Refusal) -> String,
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
    let mut report = format!("  added {added}, known {known}, refused {}\n", refusals.len());
    for (id, refusal) in &refusals {
        report.push_str(&format!("    {id}: {}\n", say(refusal)));
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
