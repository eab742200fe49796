//! `/api/v1/onboarding`. What is served below is ordered so that fixed names come before `{sid}`.

mod answers;
mod assistance;
mod description;
mod finalize;
mod preview;
mod progress;
mod sessions;
mod views;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig) {
    config
        .configure(description::routes)
        .configure(progress::routes)
        .configure(preview::routes)
        .configure(sessions::routes)
        .configure(answers::routes)
        .configure(assistance::routes)
        .configure(finalize::routes);
}
