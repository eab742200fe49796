use std::collections::BTreeMap;

use actix_web::{HttpResponse, web, web::Data, web::Json};

use crate::phonepe::{
    faults::{Fault, Operation},
    rules::Rules,
    simulator::Simulator,
    world::World,
};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/rules", web::get().to(rules))
        .route("/rules", web::put().to(set_rules))
        .route("/faults", web::get().to(faults))
        .route("/faults", web::post().to(add_fault))
        .route("/faults", web::put().to(set_faults))
        .route("/faults", web::delete().to(clear_faults))
        .route("/counters", web::get().to(counters))
        .route("/counters", web::delete().to(reset_counters))
        .route("/tokens/revoke", web::post().to(revoke_tokens));
}

async fn rules(sim: Data<Simulator>) -> Json<Rules> {
    Json(sim.read(|world| world.rules.clone()))
}

async fn set_rules(sim: Data<Simulator>, rules: Json<Rules>) -> Json<Rules> {
    Json(sim.change(|world| {
        world.rules = rules.into_inner();
        world.rules.clone()
    }))
}

async fn faults(sim: Data<Simulator>) -> Json<Vec<Fault>> {
    Json(sim.read(|world| world.faults.clone()))
}

async fn add_fault(sim: Data<Simulator>, fault: Json<Fault>) -> Json<Vec<Fault>> {
    Json(sim.change(|world| {
        world.faults.push(fault.into_inner());
        world.faults.clone()
    }))
}

async fn set_faults(sim: Data<Simulator>, faults: Json<Vec<Fault>>) -> Json<Vec<Fault>> {
    Json(sim.change(|world| {
        world.faults = faults.into_inner();
        world.faults.clone()
    }))
}

async fn clear_faults(sim: Data<Simulator>) -> HttpResponse {
    sim.change(|world| world.faults.clear());
    HttpResponse::NoContent().finish()
}

async fn counters(sim: Data<Simulator>) -> Json<BTreeMap<Operation, u64>> {
    Json(sim.read(|world| world.counters.clone()))
}

async fn reset_counters(sim: Data<Simulator>) -> HttpResponse {
    sim.change(|world| world.counters.clear());
    HttpResponse::NoContent().finish()
}

async fn revoke_tokens(sim: Data<Simulator>) -> HttpResponse {
    sim.change(World::revoke_tokens);
    HttpResponse::NoContent().finish()
}
