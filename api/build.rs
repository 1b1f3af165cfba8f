//! Bundles GraphiQL, so that the binary can serve it whole: see `graphiql/` and `src/graphiql.rs`.
//!
//! It needs Node and npm. Without them, or without a network when nothing is in npm's cache, the crate is
//! built all the same: a warning says what is left out, and so does `/graphiql`.

use std::{
    env,
    ffi::OsStr,
    fmt::Write as _,
    fs,
    hash::{DefaultHasher, Hasher as _},
    io,
    path::{Path, PathBuf},
    process::Command,
};

const SOURCES: [&str; 8] =
    [".npmrc", "build.js", "examples.js", "index.html", "package-lock.json", "package.json", "start.css", "start.js"];

/// Set to anything but the empty string to build without GraphiQL on purpose.
const SKIP: &str = "TRIBUNE_SKIP_GRAPHIQL";

fn main() -> io::Result<()> {
    for source in SOURCES {
        println!("cargo:rerun-if-changed=graphiql/{source}");
    }
    println!("cargo:rerun-if-env-changed={SKIP}");

    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let generated = match bundle(&out.join("graphiql"))? {
        Ok(dist) => table(&dist)?,
        Err(left_out) => {
            println!("cargo:warning=/graphiql is left out: {}", left_out.reason);
            for line in &left_out.details {
                println!("cargo:warning=  {line}");
            }
            format!("const BUNDLE: Result<Bundle, &str> = Err({:?});\n", left_out.reason)
        }
    };
    fs::write(out.join("graphiql_assets.rs"), generated)
}

/// Why there is no GraphiQL: a phrase for the page, and what the failing program said, for the log.
struct LeftOut {
    reason: &'static str,
    details: Vec<String>,
}

/// Makes the bundle in `folder`, away from the source tree; the folder that holds the finished files.
fn bundle(folder: &Path) -> io::Result<Result<PathBuf, LeftOut>> {
    if env::var_os(SKIP).is_some_and(|value| !value.is_empty()) {
        let reason = "TRIBUNE_SKIP_GRAPHIQL was set when this server was built";
        return Ok(Err(LeftOut { reason, details: Vec::new() }));
    }

    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    for source in SOURCES {
        fs::copy(Path::new("graphiql").join(source), folder.join(source))?;
    }

    // One short retry: a machine without a network should learn so in seconds.
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let install = "ci --ignore-scripts --no-audit --no-fund --prefer-offline --loglevel=error \
                   --fetch-retries=1 --fetch-retry-mintimeout=1000 --fetch-timeout=60000";
    let packages = run(npm, install.split_whitespace(), folder, "npm could not install its packages");
    let bundled = packages.and_then(|()| run("node", ["build.js"], folder, "its bundle could not be made"));

    // 220 MB that nothing needs any more.
    let packages = folder.join("node_modules");
    if packages.exists() {
        fs::remove_dir_all(packages)?;
    }
    Ok(bundled.map(|()| folder.join("dist")))
}

fn run<A: AsRef<OsStr>>(
    program: &str,
    arguments: impl IntoIterator<Item = A>,
    folder: &Path,
    reason: &'static str,
) -> Result<(), LeftOut> {
    let left_out = |reason, said: &str| {
        // npm goes on for a page; what went wrong is at the top.
        let mut details: Vec<_> = said.lines().take(4).map(str::to_owned).collect();
        details
            .push(format!("Build again after `touch api/graphiql/package.json`; {SKIP}=1 leaves it out on purpose."));
        LeftOut { reason, details }
    };
    match Command::new(program).args(arguments).current_dir(folder).output() {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => Err(left_out(reason, String::from_utf8_lossy(&output.stderr).trim())),
        Err(error) => Err(left_out("Node and npm were not found", &format!("{program}: {error}"))),
    }
}

/// The Rust source of the bundle: `index.html` as the page, every other file as an asset.
fn table(dist: &Path) -> io::Result<String> {
    let mut files: Vec<_> = fs::read_dir(dist)?.collect::<io::Result<_>>()?;
    files.sort_by_key(fs::DirEntry::file_name);

    let mut assets = String::new();
    for file in &files {
        let name = file.file_name().into_string().expect("esbuild names files in ASCII");
        let Some(name) = name.strip_suffix(".gz") else { continue };
        let media_type = match name.rsplit('.').next() {
            Some("css") => "text/css; charset=utf-8",
            Some("js") => "text/javascript; charset=utf-8",
            Some("ttf") => "font/ttf",
            Some("txt") => "text/plain; charset=utf-8",
            _ => panic!("say which media type {name} has"),
        };
        let path = file.path();
        let hash = content_hash(&fs::read(&path)?);
        write!(
            assets,
            "\n    Asset {{ name: {name:?}, media_type: {media_type:?}, hash: {hash:?}, gzip: include_bytes!({path:?}) }},"
        )
        .expect("a String takes all that is written");
    }

    let page = dist.join("index.html");
    let hash = content_hash(&fs::read(&page)?);
    Ok(format!(
        "const BUNDLE: Result<Bundle, &str> = Ok(Bundle {{ html: include_str!({page:?}), hash: {hash:?}, assets: ASSETS }});\n\
         static ASSETS: &[Asset] = &[{assets}\n];\n"
    ))
}

/// For an `ETag`: it must tell two builds apart, not withstand an attacker.
fn content_hash(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    format!("{:016x}", hasher.finish())
}
