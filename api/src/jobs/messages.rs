//! Takes what a site says as soon as its files change (`--locales-dir`). Files that are broken are refused as a whole, and
//! what was said before goes on.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

use tokio::time::sleep;

use crate::{
    cache::tag::{Tag, Touched},
    instance::Instance,
    locale::messages::TAG,
};

/// How often the files are looked at. A look is cheaper than any notice of the system, and sees folders that are
/// mounted over the network too.
const PAUSE: Duration = Duration::from_secs(1);

/// What tells a folder from what it was: its files, their lengths and when they were written.
type Look = Vec<(PathBuf, u64, Option<SystemTime>)>;

pub async fn run(instance: Arc<Instance>) {
    let Some(site) = instance.messages.site().map(Path::to_owned) else { return };
    let mut known = look(&site);
    loop {
        sleep(PAUSE).await;
        let found = look(&site);
        if found == known {
            continue;
        }
        known = found;
        match instance.messages.reload() {
            Ok(()) => {
                tracing::info!(folder = %site.display(), "messages are taken anew");
                let touched = Touched { tags: [Tag::all(TAG)].into(), due_at: None };
                instance.cache.validity.touch(&touched);
            }
            Err(broken) => tracing::error!(%broken, "messages are refused; what was said before goes on"),
        }
    }
}

fn look(folder: &Path) -> Look {
    let mut files = Vec::new();
    let folders = std::fs::read_dir(folder).into_iter().flatten().flatten();
    for file in folders.filter_map(|folder| std::fs::read_dir(folder.path()).ok()).flatten().flatten() {
        if let Ok(about) = file.metadata() {
            files.push((file.path(), about.len(), about.modified().ok()));
        }
    }
    files.sort();
    files
}
