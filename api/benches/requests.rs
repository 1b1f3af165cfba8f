//! One request, without a network: `make bench-code`.

// The future of a request is as deep as the merged root fields are many, see `schema.rs`.
#![recursion_limit = "256"]

use std::{
    cell::Cell,
    path::Path,
    rc::Rc,
    time::{Duration, Instant},
};

use actix_web::{
    body::to_bytes,
    dev::Service,
    rt::{System, time::sleep},
    test::{TestRequest, init_service},
    web::Data,
};
use clap::Parser;
use divan::{Bencher, black_box};
use serde_json::json;
use tribune::{
    command,
    config::{Command, Config},
    server::{App, service, start_jobs},
};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// An event and its sessions, as a page of a programme asks for them.
const PROGRAMME: &str = r#"{
    event(slug: "social-media-week-paris-2012", locale: "fr") {
        name tagline city startsAt endsAt
        sessions(first: 100) { nodes {
            slug title kind startsAt endsAt room { name } speakers { slug name jobTitle company { slug name } }
        } }
    }
}"#;

fn main() {
    divan::main();
}

/// What a server of the demo holds, on a database in this folder.
async fn demo(folder: &Path, options: &[&str]) -> App {
    let url = format!("sqlite://{}", folder.join("bench.db").display());
    let arguments = ["tribune", "--database-url", &url, "serve", "--demo"];
    let mut config = Config::parse_from(arguments.iter().chain(options));
    match std::mem::replace(&mut config.command, Command::Migrate) {
        Command::Serve(serve) => command::app(config, serve).await.expect("a server"),
        _ => unreachable!("it serves"),
    }
}

/// Asks a server the same again and again, or each time as an operation of a name that it has not seen.
fn ask(bencher: Bencher<'_, '_>, keeps: bool, is_new: bool) {
    let options = if keeps { &[][..] } else { &["--cache-mb", "0"] };
    let system = System::new();
    let folder = tempfile::tempdir().expect("a folder");
    let app = system.block_on(demo(folder.path(), options));
    let _jobs = system.block_on(async { start_jobs(&app) });
    let service = Rc::new(system.block_on(init_service(service(Data::new(app)))));
    let asked = Cell::new(0);
    let ask = |document: String| {
        let body = json!({ "query": document }).to_string();
        let request = TestRequest::post().uri("/graphql").insert_header(("content-type", "application/json"));
        let request = request.set_payload(body).to_request();
        let service = service.clone();
        system.block_on(async move {
            let response = service.call(request).await.expect("an answer");
            assert!(response.status().is_success());
            let is_kept = response.headers().get("x-cache").is_some_and(|from| from == "HIT");
            (is_kept, to_bytes(response.into_body()).await.ok().expect("a body"))
        })
    };
    assert!(ask(PROGRAMME.to_owned()).1.windows(8).any(|text| text == b"sessions"));
    let begin = Instant::now();
    while keeps && !ask(PROGRAMME.to_owned()).0 {
        assert!(begin.elapsed() < Duration::from_secs(10), "nothing is kept");
        system.block_on(async {
            sleep(Duration::from_millis(10)).await;
        });
    }

    bencher
        .with_inputs(|| {
            asked.set(asked.get() + 1);
            if is_new { format!("query Q{} {PROGRAMME}", asked.get()) } else { PROGRAMME.to_owned() }
        })
        .bench_local_values(|document| ask(black_box(document)));
}

/// The answer is kept.
#[divan::bench]
fn answer_that_is_kept(bencher: Bencher<'_, '_>) {
    ask(bencher, true, false);
}

/// A text that was never seen about content that is known: it is parsed, validated and carried out without a statement.
#[divan::bench]
fn text_never_seen(bencher: Bencher<'_, '_>) {
    ask(bencher, true, true);
}

/// Nothing is kept: all statements are run.
#[divan::bench]
fn nothing_kept(bencher: Bencher<'_, '_>) {
    ask(bencher, false, false);
}
