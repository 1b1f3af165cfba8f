//! The limit that Tribune is measured against (`make bench`): the same web server reads the body and gives the same
//! bytes back, and does nothing else.

use std::{io, net::Ipv4Addr, path::PathBuf};

use actix_web::{App, HttpResponse, HttpServer, web};
use clap::Parser;

/// As in the server that is measured.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Answers each GET and POST of /graphql with the bytes of a file, until standard input ends.
#[derive(Parser)]
struct Options {
    /// The answer, JSON.
    answer: PathBuf,

    /// The port to listen on, at 127.0.0.1; port 0 takes a free one.
    #[arg(long, default_value_t = 0)]
    port: u16,

    /// Threads that answer requests.
    #[arg(long, default_value_t = 1)]
    workers: usize,
}

#[actix_web::main]
async fn main() -> io::Result<()> {
    let options = Options::parse();
    let answer = web::Bytes::from(std::fs::read(&options.answer)?);
    let server = HttpServer::new(move || {
        let answer = answer.clone();
        let respond = move |_body: web::Bytes| {
            let answer = answer.clone();
            async move { HttpResponse::Ok().content_type("application/json").body(answer) }
        };
        let graphql = web::resource("/graphql").route(web::get().to(respond.clone())).route(web::post().to(respond));
        App::new().service(graphql)
    });
    let server = server.workers(options.workers).bind((Ipv4Addr::LOCALHOST, options.port))?;
    println!("http://{}", server.addrs()[0]);
    std::thread::spawn(|| {
        io::copy(&mut io::stdin(), &mut io::sink()).ok();
        std::process::exit(0);
    });
    server.run().await
}
