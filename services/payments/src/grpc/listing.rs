use contracts::payments::v1::{
    ListPlansRequest, ListPlansResponse, ListTransactionsRequest, ListTransactionsResponse,
};
use principal::ServiceName;
use tonic::{Request, Response};

use super::{Answer, actor, view};
use crate::{context::Context, domain::paging::Page, error::PaymentError, usecases};

pub async fn plans(context: &Context, request: &Request<ListPlansRequest>) -> Answer<ListPlansResponse> {
    principal::service(request, &[ServiceName::Gateway, ServiceName::Auth, ServiceName::Onboarding])?;
    let plans = usecases::list_plans(context).await?;
    Ok(Response::new(ListPlansResponse { plans: plans.on_sale().map(view::plan).collect() }))
}

pub async fn transactions(
    context: &Context,
    request: &Request<ListTransactionsRequest>,
) -> Answer<ListTransactionsResponse> {
    let member = principal::member(request)?;
    member.must_manage()?;
    let ListTransactionsRequest { limit, cursor } = request.get_ref();
    let page = Page::parse(*limit, cursor).map_err(PaymentError::Broken)?;
    let listed = usecases::list_transactions(context, &actor(&member), member.role, page).await?;
    Ok(Response::new(ListTransactionsResponse {
        transactions: listed.payments.iter().map(view::transaction).collect(),
        next_cursor: listed.next.map(|id| id.to_string()).unwrap_or_default(),
    }))
}
