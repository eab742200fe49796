use actix_web::{web, web::Data, web::Json, web::Path};
use serde_json::json;

use super::{Announcement, Answer, ControlRefusal, Fate, OrderChange, Page};
use crate::phonepe::{
    checkout,
    deliveries::Delivery,
    ids::Reference,
    order::Order,
    refund::{Refund, RefundStep},
    simulator::Simulator,
    webhooks::Event,
    wire::views,
    world::World,
};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/orders", web::get().to(list))
        .route("/orders/{id}", web::get().to(show))
        .route("/orders/{id}", web::patch().to(change))
        .route("/orders/{id}/page", web::get().to(page))
        .route("/orders/{id}/fate", web::post().to(decide))
        .route("/orders/{id}/announce", web::post().to(announce))
        .route("/refunds", web::get().to(refunds))
        .route("/refunds/{id}", web::get().to(refund))
        .route("/refunds/{id}/advance", web::post().to(advance));
}

async fn list(sim: Data<Simulator>) -> Json<Vec<Order>> {
    let mut orders: Vec<Order> = sim.read(|world| world.orders.values().cloned().collect());
    orders.sort_by_key(|order| order.created_at);
    Json(orders)
}

async fn show(sim: Data<Simulator>, id: Path<String>) -> Answer<Order> {
    sim.read(|world| order(world, &id).cloned().map(Json))
}

async fn page(sim: Data<Simulator>, id: Path<String>) -> Answer<Page> {
    sim.read(|world| {
        order(world, &id).map(|order| Json(Page { url: checkout::page_url(&sim.origin, order) }))
    })
}

async fn change(sim: Data<Simulator>, id: Path<String>, change: Json<OrderChange>) -> Answer<Order> {
    let Json(change) = change;
    sim.change(|world| {
        let id = order(world, &id)?.merchant_order_id.clone();
        let order = world.orders.get_mut(&id).ok_or_else(no_order)?;
        order.stuck = change.stuck.unwrap_or(order.stuck);
        if let Some(disguise) = change.disguise {
            order.disguise = disguise;
        }
        Ok(Json(order.clone()))
    })
}

async fn decide(sim: Data<Simulator>, id: Path<String>, fate: Json<Fate>) -> Answer<Order> {
    let id = reference(&id).ok_or_else(no_order)?;
    Ok(Json(sim.change(|world| world.decide(&id, fate.into_inner()).cloned())?))
}

async fn announce(sim: Data<Simulator>, id: Path<String>, said: Json<Announcement>) -> Answer<Delivery> {
    let Json(said) = said;
    sim.change(|world| {
        let order = order(world, &id)?;
        let mut payload = views::order_webhook(order, world.merchant_id());
        let state = said.state.unwrap_or_else(|| order.state.name().to_owned());
        payload["state"] = json!(state);
        let event = if state == "COMPLETED" { Event::OrderCompleted } else { Event::OrderFailed };
        let body = world.webhooks.body(event, payload, said.treatment.amount);
        let delivery = world.send(event.name(), &id, body, said.treatment);
        world.deliveries.get(&delivery).cloned().map(Json).ok_or_else(no_order)
    })
}

async fn refunds(sim: Data<Simulator>) -> Json<Vec<Refund>> {
    let mut refunds: Vec<Refund> = sim.read(|world| world.refunds.values().cloned().collect());
    refunds.sort_by_key(|refund| refund.created_at);
    Json(refunds)
}

async fn refund(sim: Data<Simulator>, id: Path<String>) -> Answer<Refund> {
    let found = sim.read(|world| reference(&id).and_then(|id| world.refunds.get(&id).cloned()));
    found.map(Json).ok_or_else(no_refund)
}

async fn advance(sim: Data<Simulator>, id: Path<String>, step: Json<RefundStep>) -> Answer<Refund> {
    let id = reference(&id).ok_or_else(no_refund)?;
    Ok(Json(sim.change(|world| world.advance_refund(&id, step.into_inner()).cloned())?))
}

fn order<'a>(world: &'a World, id: &str) -> Result<&'a Order, ControlRefusal> {
    reference(id).and_then(|id| world.orders.get(&id)).ok_or_else(no_order)
}

fn reference(id: &str) -> Option<Reference> {
    Reference::parse(id)
}

fn no_order() -> ControlRefusal {
    ControlRefusal::not_found("there is no such order")
}

fn no_refund() -> ControlRefusal {
    ControlRefusal::not_found("there is no such refund")
}
