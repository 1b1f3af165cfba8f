//! What runs beside the requests, as long as the server does.

mod schedule;

use std::sync::Arc;

use crate::instance::Instance;

/// Starts the jobs.
pub fn start(instance: Arc<Instance>) {
    actix_web::rt::spawn(schedule::run(instance));
}
