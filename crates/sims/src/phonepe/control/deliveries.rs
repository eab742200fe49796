use actix_web::{web, web::Data, web::Json, web::Path};

use super::{Answer, ControlRefusal, RawWebhook, Release};
use crate::phonepe::{
    deliveries::{Delivery, DeliveryState, Treatment},
    simulator::Simulator,
    webhooks::WebhookRules,
};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/webhooks", web::get().to(rules))
        .route("/webhooks", web::put().to(set_rules))
        .route("/deliveries", web::get().to(list))
        .route("/deliveries", web::post().to(send))
        .route("/deliveries/release", web::post().to(release))
        .route("/deliveries/{id}", web::get().to(show))
        .route("/deliveries/{id}/again", web::post().to(again));
}

async fn rules(sim: Data<Simulator>) -> Json<WebhookRules> {
    Json(sim.read(|world| world.webhooks.clone()))
}

async fn set_rules(sim: Data<Simulator>, rules: Json<WebhookRules>) -> Json<WebhookRules> {
    Json(sim.change(|world| {
        world.webhooks = rules.into_inner();
        world.webhooks.clone()
    }))
}

async fn list(sim: Data<Simulator>) -> Json<Vec<Delivery>> {
    Json(sim.read(|world| world.deliveries.values().cloned().collect()))
}

async fn show(sim: Data<Simulator>, id: Path<u64>) -> Answer<Delivery> {
    found(&sim, *id).map(Json)
}

async fn send(sim: Data<Simulator>, webhook: Json<RawWebhook>) -> Answer<Delivery> {
    let RawWebhook { body, treatment } = webhook.into_inner();
    let id = sim.change(|world| world.send("raw", "", body, treatment));
    found(&sim, id).map(Json)
}

/// Answers when all of them have arrived or failed; each starts when the one before it is through.
async fn release(sim: Data<Simulator>, release: Json<Release>) -> Answer<Vec<Delivery>> {
    let mut ids = release.into_inner().ids;
    if ids.is_empty() {
        ids = sim.read(|world| {
            let held = |delivery: &&Delivery| delivery.state == DeliveryState::Held;
            world.deliveries.values().filter(held).map(|delivery| delivery.id).collect()
        });
    }
    for id in &ids {
        if found(&sim, *id)?.state != DeliveryState::Held {
            return Err(ControlRefusal::conflict(&format!("delivery {id} is not held")));
        }
    }
    let mut released = Vec::new();
    for id in ids {
        sim.change(|world| world.on_delivery(id, |delivery| delivery.state = DeliveryState::Waiting));
        through(&sim, id).await?;
        released.push(found(&sim, id)?);
    }
    Ok(Json(released))
}

/// The same body as a delivery of its own; answers when it has arrived or failed.
async fn again(sim: Data<Simulator>, id: Path<u64>, treatment: Json<Treatment>) -> Answer<Delivery> {
    let Delivery { event, subject, body, .. } = found(&sim, *id)?;
    let (id, launched) =
        sim.change_and_launch(|world| world.send(&event, &subject, body, treatment.into_inner()));
    for sending in launched {
        sending.await.map_err(|error| ControlRefusal::conflict(&error))?;
    }
    found(&sim, id).map(Json)
}

async fn through(sim: &Data<Simulator>, id: u64) -> Result<(), ControlRefusal> {
    sim.launch(id).await.map_err(|error| ControlRefusal::conflict(&error))
}

fn found(sim: &Data<Simulator>, id: u64) -> Result<Delivery, ControlRefusal> {
    sim.read(|world| world.deliveries.get(&id).cloned())
        .ok_or_else(|| ControlRefusal::not_found("there is no such delivery"))
}
