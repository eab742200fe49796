use actix_web::{HttpResponse, web::Bytes, web::Data, web::Path};
use serde::Deserialize;
use serde_json::json;

use super::{WireError, authorized::Authorized, views};
use crate::phonepe::{ids::Reference, simulator::Simulator, world::NewRefund};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sent {
    merchant_refund_id: Option<String>,
    original_merchant_order_id: Option<String>,
    amount: Option<u64>,
}

pub async fn create(sim: Data<Simulator>, _: Authorized, body: Bytes) -> Result<HttpResponse, WireError> {
    let new = parse(&body)?;
    sim.change(|world| {
        let refund = world.create_refund(new)?;
        Ok(HttpResponse::Ok().json(json!({
            "refundId": refund.refund_id,
            "amount": refund.amount,
            "state": refund.state.name(),
        })))
    })
}

pub async fn status(
    sim: Data<Simulator>,
    _: Authorized,
    path: Path<(String, String)>,
) -> Result<HttpResponse, WireError> {
    let (_, id) = path.into_inner();
    sim.read(|world| {
        let refund = Reference::parse(&id).and_then(|id| world.refunds.get(&id));
        let refund = refund.ok_or_else(WireError::unknown_refund)?;
        let order = world.orders.get(&refund.merchant_order_id);
        Ok(HttpResponse::Ok().json(views::refund_status(refund, order, world.merchant_id())))
    })
}

fn parse(body: &[u8]) -> Result<NewRefund, WireError> {
    let sent: Sent = serde_json::from_slice(body).map_err(|_| WireError::bad_request())?;
    let reference =
        |text: Option<String>| text.as_deref().and_then(Reference::parse).ok_or_else(WireError::bad_request);
    Ok(NewRefund {
        merchant_refund_id: reference(sent.merchant_refund_id)?,
        merchant_order_id: reference(sent.original_merchant_order_id)?,
        amount: sent.amount.ok_or_else(WireError::bad_request)?,
    })
}
