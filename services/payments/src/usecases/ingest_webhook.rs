use serde_json::json;
use sha2::{Digest as _, Sha256};
use time::Duration;

use super::process_webhooks;
use crate::{
    context::{Context, Shared},
    domain::webhook::{LARGEST, Notice},
    error::PaymentError,
    store::{
        security_events::{self, Severity, Suspicion},
        webhook_events,
    },
};

const FLOOD: Duration = Duration::minutes(1);

/// A webhook as it reached us.
#[derive(Debug)]
pub struct IncomingWebhook {
    pub authorization: Option<String>,
    pub body: Vec<u8>,
    pub ip: String,
}

/// Keeps an authentic webhook and answers at once; it is processed beside the answer.
#[tracing::instrument(name = "payments.ingest_webhook", skip_all)]
pub async fn ingest_webhook(context: &Shared, webhook: IncomingWebhook) -> Result<(), PaymentError> {
    if webhook.body.len() > LARGEST {
        return Err(PaymentError::WebhookTooLarge);
    }
    authenticate(context, &webhook).await?;
    let notice = Notice::parse(&webhook.body)?;
    let dedupe_key = notice.dedupe_key();
    if context.cache.knows_webhook(&dedupe_key).await {
        return Ok(());
    }
    let mut tx = context.begin().await?;
    let kept = (&notice, dedupe_key.as_str());
    let now = context.clock.now();
    let is_new = webhook_events::insert(&mut tx, context.uuid(), kept, &webhook.body, now).await?;
    tx.commit().await?;
    context.cache.keep_webhook(&dedupe_key).await;
    if is_new {
        let shared = context.clone();
        context.background(async move {
            shared.processing.pass(|| process_all(&shared)).await;
        });
    }
    Ok(())
}

async fn process_all(context: &Context) {
    loop {
        match process_webhooks(context).await {
            Ok(0) => return,
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(%error, "webhooks are processed by the job");
                return;
            }
        }
    }
}

async fn authenticate(context: &Context, webhook: &IncomingWebhook) -> Result<(), PaymentError> {
    let expected = context.webhook.as_ref();
    let refused = match &webhook.authorization {
        None => PaymentError::MissingWebhookHeader,
        Some(header) if expected.is_some_and(|expected| expected.matches(header)) => return Ok(()),
        Some(_) => PaymentError::InvalidWebhookSignature,
    };
    let event = if webhook.authorization.is_some() { "WEBHOOK_FORGED" } else { "WEBHOOK_UNSIGNED" };
    let now = context.clock.now();
    let suspicion = Suspicion {
        id: context.uuid(),
        workspace: None,
        event,
        severity: Severity::Medium,
        ip: Some(&webhook.ip),
        details: json!({
            "bytes": webhook.body.len(), "body_sha256": hex::encode(Sha256::digest(&webhook.body)),
        }),
        at: now,
    };
    let mut tx = context.begin().await?;
    // Whoever knocks all day is noted once a minute.
    security_events::append_once(&mut tx, suspicion, now - FLOOD).await?;
    tx.commit().await?;
    Err(refused)
}
