use actix_web::{HttpRequest, HttpResponse, web::Data, web::Path};

use super::{WireError, authorized::Authorized, query, views};
use crate::phonepe::{ids::Reference, simulator::Simulator};

pub async fn of_order(
    sim: Data<Simulator>,
    _: Authorized,
    path: Path<(String, String)>,
    request: HttpRequest,
) -> Result<HttpResponse, WireError> {
    let (_, id) = path.into_inner();
    let detail = views::Detail {
        all_attempts: query::flag(&request, "details"),
        error_context: query::flag(&request, "errorContext"),
    };
    sim.read(|world| {
        let order = Reference::parse(&id).and_then(|id| world.orders.get(&id));
        match order.filter(|order| !order.disguise.hidden) {
            Some(order) => Ok(HttpResponse::Ok().json(views::order_status(order, &order.attempts, detail))),
            None => Err(WireError::unknown_order(world.rules.unknown_order)),
        }
    })
}

pub async fn of_transaction(
    sim: Data<Simulator>,
    _: Authorized,
    path: Path<(String, String)>,
    request: HttpRequest,
) -> Result<HttpResponse, WireError> {
    let (_, id) = path.into_inner();
    let detail = views::Detail { all_attempts: true, error_context: query::flag(&request, "errorContext") };
    sim.read(|world| {
        let order = world.order_by_transaction(&id).filter(|order| !order.disguise.hidden);
        let order = order.ok_or_else(WireError::unknown_transaction)?;
        let index = order.attempts.iter().position(|attempt| attempt.transaction_id == id);
        let attempt = index.map_or(&[][..], |index| &order.attempts[index..=index]);
        Ok(HttpResponse::Ok().json(views::order_status(order, attempt, detail)))
    })
}
