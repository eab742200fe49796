use actix_web::{web, web::Data, web::Json};
use serde::{Deserialize, Serialize};
use time::Duration;

use crate::phonepe::{
    clock::{Clock, ClockSetting},
    simulator::Simulator,
};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Advance {
    pub seconds: u32,
}

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/clock", web::get().to(show))
        .route("/clock", web::put().to(set))
        .route("/clock", web::delete().to(reset))
        .route("/clock/advance", web::post().to(advance));
}

async fn show(sim: Data<Simulator>) -> Json<ClockSetting> {
    Json(sim.read(|world| world.clock.shown()))
}

async fn set(sim: Data<Simulator>, setting: Json<ClockSetting>) -> Json<ClockSetting> {
    Json(sim.change(|world| {
        world.clock = Clock::set(setting.into_inner());
        world.clock.shown()
    }))
}

async fn reset(sim: Data<Simulator>) -> Json<ClockSetting> {
    Json(sim.change(|world| {
        world.clock = Clock::default();
        world.clock.shown()
    }))
}

async fn advance(sim: Data<Simulator>, by: Json<Advance>) -> Json<ClockSetting> {
    Json(sim.change(|world| {
        world.clock.advance(Duration::seconds(i64::from(by.seconds)));
        world.clock.shown()
    }))
}
