//! Where the tests leave things, and who clears them away.
//!
//! A static is never dropped and a killed test drops nothing. So one small shell waits at a pipe: when this
//! process ends, however it ends, the pipe closes, and the shell removes what is left.

use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::OnceLock,
};

use crate::database;

/// The pause lets the servers, which watch a pipe of their own, stop first.
const CLEAR: &str = r#"
trap '' INT TERM HUP
cat
sleep 2
if [ -n "$2" ]; then
    printf '%s\n' "SELECT format('DROP DATABASE %I WITH (FORCE)', datname) FROM pg_database WHERE datname LIKE '$4\\_%' \gexec" \
        | "$2" --no-psqlrc --quiet --dbname "$3"
fi
rm -rf -- "$1"
"#;

/// The start of the name of every database of this process.
pub fn prefix() -> String {
    format!("tribune_test_{}", std::process::id())
}

/// An empty folder for one server.
pub fn folder() -> PathBuf {
    let folder = tempfile::tempdir_in(root()).expect("a folder can be made in the scratch folder");
    folder.keep()
}

fn root() -> &'static Path {
    static ROOT: OnceLock<(PathBuf, Child)> = OnceLock::new();
    let (root, _) = ROOT.get_or_init(|| {
        let root =
            tempfile::Builder::new().prefix("tribune-tests-").tempdir().expect("a scratch folder can be made").keep();
        let (psql, server) = match database::server() {
            Some(server) => (database::psql(), server.url("postgres")),
            None => (PathBuf::new(), String::new()),
        };
        let janitor = Command::new("sh")
            .args(["-c", CLEAR, "sh"])
            .args([&root, &psql])
            .args([&server, &prefix()])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("a shell can be started");
        (root, janitor)
    });
    root
}
