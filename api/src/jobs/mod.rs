//! What runs beside the requests, as long as the server does.

mod documents;
mod follow;
mod forget;
mod messages;
mod replicas;
mod schedule;

use std::sync::Arc;

use actix_web::rt::{spawn, task::JoinHandle};

use crate::instance::Instance;

/// The jobs that run.
pub struct Jobs(Vec<JoinHandle<()>>);

/// Starts the jobs.
pub fn start(instance: &Arc<Instance>) -> Jobs {
    let mut jobs = vec![
        spawn(forget::run(instance.clone())),
        spawn(schedule::run(instance.clone())),
        spawn(documents::run(instance.clone())),
    ];
    if instance.messages.site().is_some() {
        jobs.push(spawn(messages::run(instance.clone())));
    }
    let has_replicas = !instance.database.replicas.is_empty();
    if instance.cache.keeps() || has_replicas {
        jobs.push(spawn(follow::run(instance.clone())));
    }
    if has_replicas {
        jobs.push(spawn(replicas::run(instance.clone())));
    }
    Jobs(jobs)
}

impl Jobs {
    /// Ends them, and lets go of their connections while there is still somebody to take them back.
    pub async fn stop(self) {
        for job in &self.0 {
            job.abort();
        }
        for job in self.0 {
            job.await.ok();
        }
    }
}
