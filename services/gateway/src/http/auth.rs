//! `/api/v1/auth` and `/api/v1/session`.

mod billing;
mod deactivation;
mod keys;
mod passwords;
mod permissions;
mod profile;
mod sessions;
mod sign_in;
mod state;
mod tokens;
mod workspaces;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig) {
    config
        .configure(sign_in::routes)
        .configure(profile::routes)
        .configure(deactivation::routes)
        .configure(sessions::routes)
        .configure(workspaces::routes)
        .configure(passwords::routes)
        .configure(permissions::routes)
        .configure(billing::routes)
        .configure(keys::routes)
        .configure(state::routes);
}
