//! `/api/v1/context`: manifests, passed on as they come.

mod exports;
mod health;
mod history;
mod manifests;
mod schema;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig) {
    config
        .configure(manifests::routes)
        .configure(history::routes)
        .configure(exports::routes)
        .configure(schema::routes)
        .configure(health::routes);
}
