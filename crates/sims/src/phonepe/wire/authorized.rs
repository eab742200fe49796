use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header::AUTHORIZATION, web::Data};

use super::WireError;
use crate::phonepe::simulator::Simulator;

/// Proof that the request carries a token of ours that is still good.
pub struct Authorized;

impl FromRequest for Authorized {
    type Error = WireError;
    type Future = Ready<Result<Self, WireError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let header = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = header.and_then(|value| value.strip_prefix("O-Bearer "));
        let sim = request.app_data::<Data<Simulator>>();
        let good = token.zip(sim).is_some_and(|(token, sim)| sim.read(|world| world.accepts(token)));
        ready(if good { Ok(Self) } else { Err(WireError::unauthorized()) })
    }
}
