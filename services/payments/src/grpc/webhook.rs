use contracts::payments::v1::{IngestWebhookRequest, IngestWebhookResponse};
use principal::ServiceName;
use tonic::{Request, Response};

use super::Answer;
use crate::{
    context::Shared,
    usecases::{self, IncomingWebhook},
};

pub async fn ingest(
    context: &Shared,
    request: Request<IngestWebhookRequest>,
) -> Answer<IngestWebhookResponse> {
    principal::service(&request, &[ServiceName::Gateway])?;
    let IngestWebhookRequest { authorization, body, ip } = request.into_inner();
    usecases::ingest_webhook(context, IncomingWebhook { authorization, body, ip }).await?;
    Ok(Response::new(IngestWebhookResponse {}))
}
