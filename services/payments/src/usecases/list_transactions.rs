use database::Scope;
use primitives::Role;

use crate::{
    context::Context,
    domain::{Actor, Transaction, TransactionId, paging::Page},
    error::PaymentError,
    store::transactions,
};

/// A part of a list.
#[derive(Debug)]
pub struct Listed {
    pub payments: Vec<Transaction>,
    /// Where to go on; nothing at the end.
    pub next: Option<TransactionId>,
}

/// Payments of a workspace, newest first. Read as the member, so that the database itself decides who may.
#[tracing::instrument(name = "payments.list_transactions", skip_all, fields(workspace = %actor.workspace))]
pub async fn list_transactions(
    context: &Context,
    actor: &Actor,
    role: Role,
    page: Page,
) -> Result<Listed, PaymentError> {
    let mut tx = context.database.begin(Scope::member(actor.user, actor.workspace, role)).await?;
    let mut payments = transactions::newest(&mut tx, actor.workspace, page).await?;
    tx.commit().await?;
    let more = payments.len() > usize::from(page.limit);
    payments.truncate(usize::from(page.limit));
    let next = payments.last().filter(|_| more).map(|last| last.id);
    Ok(Listed { payments, next })
}
