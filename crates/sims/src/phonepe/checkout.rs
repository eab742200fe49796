//! The hosted page that a customer pays on, and the script that opens it from the merchant's site.

use std::time::Duration;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CACHE_CONTROL, LOCATION, REFERRER_POLICY},
    web,
    web::Data,
    web::Form,
};
use serde::Deserialize;
use tokio::task::JoinHandle;

use super::{
    control::{Fate, Reason},
    order::Order,
    payment_mode::PaymentMode,
    simulator::Simulator,
    wire::query,
};

mod page;
mod rupees;
mod script;

pub const SCRIPT_PATH: &str = "/web/bundle/checkout.js";
const PAGE_PATH: &str = "/transact/uat_v2";
/// The longest a customer waits for the merchant to take a webhook, when the browser is to return after it.
const WEBHOOK_PATIENCE: Duration = Duration::from_secs(5);

pub fn page_url(origin: &str, order: &Order) -> String {
    format!("{origin}{PAGE_PATH}?token={}", order.checkout_token)
}

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route(SCRIPT_PATH, web::get().to(script::serve))
        .route(PAGE_PATH, web::get().to(show))
        .route(PAGE_PATH, web::post().to(decide));
}

/// Which button was pressed, and what was chosen beside it.
#[derive(Deserialize)]
struct Choice {
    action: Action,
    mode: Option<PaymentMode>,
    reason: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Action {
    Pay,
    Fail,
    FailAttempt,
    Pending,
    Cancel,
}

impl From<Choice> for Fate {
    fn from(Choice { action, mode, reason }: Choice) -> Self {
        let reason = Reason { error_code: None, detailed_error_code: reason };
        match action {
            Action::Pay => Self::Pay { mode, split: false },
            Action::Fail => Self::Fail(reason),
            Action::FailAttempt => Self::FailAttempt(reason),
            Action::Pending => Self::Pending { mode },
            Action::Cancel => Self::Cancel,
        }
    }
}

async fn show(sim: Data<Simulator>, request: HttpRequest) -> HttpResponse {
    let order = find(&sim, &request);
    let markup = match &order {
        Some(order) if order.is_pending() => {
            page::choose(&sim.settings.merchant_name, order, in_frame(&request))
        }
        Some(order) => page::over(&sim.settings.merchant_name, order),
        None => page::unknown(),
    };
    let mut response = if order.is_some() { HttpResponse::Ok() } else { HttpResponse::NotFound() };
    html(&mut response).body(markup.into_string())
}

async fn decide(sim: Data<Simulator>, request: HttpRequest, choice: Form<Choice>) -> HttpResponse {
    let Some(order) = find(&sim, &request) else {
        return html(&mut HttpResponse::NotFound()).body(page::unknown().into_string());
    };
    let action = choice.action;
    let (decided, launched) = sim.change_and_launch(|world| {
        let fate = Fate::from(choice.into_inner());
        let decided = world.decide(&order.merchant_order_id, fate).is_ok_and(Order::is_pending);
        (decided, world.webhooks.before_redirect)
    });
    let (still_open, before_redirect) = decided;
    if before_redirect {
        wait(launched).await;
    }
    if action == Action::FailAttempt && still_open {
        return see_other(&request.uri().to_string());
    }
    leave(&order, action, &request)
}

/// A second press on an order that is over goes back to the merchant like the first.
fn leave(order: &Order, action: Action, request: &HttpRequest) -> HttpResponse {
    let cancelled = action == Action::Cancel;
    if in_frame(request) {
        return html(&mut HttpResponse::Ok()).body(page::close(cancelled).into_string());
    }
    let elsewhere = order.cancel_redirect_url.as_ref().filter(|_| cancelled);
    see_other(elsewhere.unwrap_or(&order.redirect_url))
}

async fn wait(launched: Vec<JoinHandle<()>>) {
    let all = async {
        for sending in launched {
            if let Err(error) = sending.await {
                tracing::warn!(%error, "a webhook could not be waited for");
            }
        }
    };
    if tokio::time::timeout(WEBHOOK_PATIENCE, all).await.is_err() {
        tracing::info!("the merchant takes long to acknowledge; the browser returns before it does");
    }
}

fn find(sim: &Data<Simulator>, request: &HttpRequest) -> Option<Order> {
    let token = query::value(request, "token")?;
    sim.read(|world| world.order_by_token(&token).cloned())
}

fn in_frame(request: &HttpRequest) -> bool {
    query::value(request, "view").is_some_and(|view| view == "frame")
}

fn html(response: &mut actix_web::HttpResponseBuilder) -> &mut actix_web::HttpResponseBuilder {
    response
        .content_type("text/html; charset=utf-8")
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((REFERRER_POLICY, "strict-origin-when-cross-origin"))
}

fn see_other(location: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((LOCATION, location))
        .insert_header((CACHE_CONTROL, "no-store"))
        .finish()
}
