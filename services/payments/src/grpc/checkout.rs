use contracts::payments::v1::{
    CancelRequest, CancelResponse, GetStatusRequest, GetStatusResponse, InitiateRequest, InitiateResponse,
    TransactionStatus, VerifyRequest, VerifyResponse,
};
use tonic::{Request, Response};

use super::{Answer, actor, order, view};
use crate::{
    context::Shared,
    usecases::{self, Initiate},
};

pub async fn initiate(context: &Shared, request: Request<InitiateRequest>) -> Answer<InitiateResponse> {
    let member = principal::member(&request)?;
    member.must_manage()?;
    let InitiateRequest { plan, billing_cycle, metadata, idempotency_key } = request.into_inner();
    let command = Initiate {
        actor: actor(&member),
        plan,
        cycle: billing_cycle,
        metadata: metadata.into_iter().collect(),
        key: idempotency_key,
    };
    let initiated = usecases::initiate(context, command).await?;
    Ok(Response::new(InitiateResponse {
        merchant_order_id: initiated.order.to_string(),
        payment_url: initiated.url,
        transaction_id: initiated.payment.to_string(),
        status: TransactionStatus::Pending.into(),
        amount_paise: initiated.amount.paise(),
        expires_at: Some(view::timestamp(initiated.expires_at)),
        reused: initiated.reused,
        replayed: initiated.replayed,
    }))
}

pub async fn get_status(context: &Shared, request: &Request<GetStatusRequest>) -> Answer<GetStatusResponse> {
    let actor = actor(&principal::member(request)?);
    let order = order(&request.get_ref().merchant_order_id)?;
    let state = usecases::get_status(context, &actor, &order).await?;
    Ok(Response::new(GetStatusResponse { checkout: Some(view::checkout(&state)) }))
}

pub async fn verify(context: &Shared, request: &Request<VerifyRequest>) -> Answer<VerifyResponse> {
    let actor = actor(&principal::member(request)?);
    let order = order(&request.get_ref().merchant_order_id)?;
    let state = usecases::verify(context, &actor, &order).await?;
    Ok(Response::new(VerifyResponse { checkout: Some(view::checkout(&state)) }))
}

pub async fn cancel(context: &Shared, request: &Request<CancelRequest>) -> Answer<CancelResponse> {
    let member = principal::member(request)?;
    member.must_manage()?;
    let order = order(&request.get_ref().merchant_order_id)?;
    let state = usecases::cancel(context, &actor(&member), &order).await?;
    Ok(Response::new(CancelResponse { checkout: Some(view::checkout(&state)) }))
}
