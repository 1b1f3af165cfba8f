//! What runs beside the requests, as long as the server does.

mod forget;
mod schedule;

use std::sync::Arc;

use crate::instance::Instance;

/// Starts the jobs.
pub fn start(instance: Arc<Instance>) {
    actix_web::rt::spawn(forget::run(instance.clone()));
    actix_web::rt::spawn(schedule::run(instance));
}
