//! The door: what happens to every request, and one module for each resource of the public API.

mod aliases;
mod arrival;
mod auth;
mod body;
mod client_address;
mod context;
mod cookies;
mod cors;
mod departure;
mod docs;
mod document;
mod documents;
mod door;
mod headers;
mod onboarding;
mod path;
mod payments;
mod preconditions;
mod query;
mod refusals;
mod strict;
mod unknown;
mod web;
mod wire;
mod words;

use actix_web::{
    App, Error, HttpResponse,
    body::MessageBody,
    dev::{ServiceFactory, ServiceRequest, ServiceResponse},
    middleware::{Compress, from_fn},
    web as actix,
};
use problem::Problem;
use telemetry::RootSpan;
use tracing_actix_web::TracingLogger;
use utoipa_actix_web::{AppExt as _, service_config::ServiceConfig};

use crate::context::Gateway;

pub use departure::seconds;
pub use documents::ProblemDocument;
pub use web::Site;

/// What a handler makes of a request.
type Answer = Result<HttpResponse, Problem>;

/// Everything served, for one worker.
pub fn app(
    gateway: actix::Data<Gateway>,
    site: actix::Data<Site>,
    pages: Pages,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
        InitError = (),
    >,
> {
    let (app, _) = App::new().into_utoipa_app().configure(routes).split_for_parts();
    app.app_data(gateway)
        .app_data(site)
        .app_data(pages.description)
        .app_data(pages.operations)
        .configure(docs::routes)
        .default_service(actix::to(unknown::answer))
        .wrap(Compress::default())
        .wrap(from_fn(departure::depart))
        .wrap(TracingLogger::<RootSpan>::new())
        .wrap(from_fn(arrival::arrive))
}

fn routes(config: &mut ServiceConfig) {
    config
        .configure(auth::routes)
        .configure(payments::routes)
        .configure(onboarding::routes)
        .configure(context::routes);
}

/// The API's description, made once and shared by the workers.
#[derive(Clone)]
pub struct Pages {
    description: actix::Data<docs::Description>,
    operations: actix::Data<document::Operations>,
}

impl Pages {
    pub fn new() -> Self {
        let document = describe();
        Self {
            operations: actix::Data::new(document::operations(&document)),
            description: actix::Data::new(docs::Description::new(pretty(&document))),
        }
    }
}

/// The API's description (OpenAPI 3.1) as JSON text, made from the code.
#[must_use]
pub fn openapi() -> String {
    pretty(&describe())
}

fn describe() -> serde_json::Value {
    let (_, collected) = App::new().into_utoipa_app().configure(routes).split_for_parts();
    document::complete(&collected)
}

fn pretty(document: &serde_json::Value) -> String {
    format!("{document:#}\n")
}
