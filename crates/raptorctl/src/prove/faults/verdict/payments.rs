//! The product's books beside the provider's.

use std::collections::BTreeMap;

use anyhow::Result;
use sims::phonepe::Order;
use tokio_postgres::Client;

use super::{Check, Witnesses};
use crate::prove::faults::settle::is_paid;
use crate::prove::faults::stage::Stage;

/// What the product knows of an order.
struct Entry {
    amount: i64,
    completed: bool,
    needs_review: bool,
}

pub struct Books {
    entries: BTreeMap<String, Entry>,
    orders: BTreeMap<String, Order>,
}

impl Books {
    pub async fn open(owner: &Client, stage: &Stage) -> Result<Self> {
        let rows = owner
            .query(
                "SELECT merchant_order_id, amount_paise, status IN ('completed', 'refunded'), review_required
                 FROM rf_payments.payment_transactions",
                &[],
            )
            .await?;
        let entry = |row: tokio_postgres::Row| {
            (row.get(0), Entry { amount: row.get(1), completed: row.get(2), needs_review: row.get(3) })
        };
        let orders = stage.control.orders().await?;
        let named = |order: Order| (order.merchant_order_id.as_str().to_owned(), order);
        Ok(Self {
            entries: rows.into_iter().map(entry).collect(),
            orders: orders.into_iter().map(named).collect(),
        })
    }

    /// Orders that a founder was told of, here and at the provider; a doubtful one waits for a person.
    pub fn acknowledged(&self, witnesses: &Witnesses) -> Check {
        let mut check = Check::default();
        for founder in witnesses.founders.iter().chain(&witnesses.watchers) {
            for (id, amount) in &founder.ledger.orders {
                let breach = match (self.entries.get(id), self.orders.get(id)) {
                    (None, _) => Some("the product lost it"),
                    (_, None) => Some("the provider never had it"),
                    (Some(entry), _) if entry.amount != *amount => Some("it has another amount"),
                    (Some(entry), _) if founder.ledger.doubtful && !entry.needs_review => {
                        Some("it is in doubt and nobody is asked")
                    }
                    (Some(_), Some(_)) => None,
                };
                check.tried(
                    breach.map(|breach| format!("founder {}, {id}: {breach}", founder.founder.number)),
                );
            }
        }
        check
    }

    /// Nothing is complete here that is not there, and everything that is there is complete here.
    pub fn true_to_the_provider(&self) -> Check {
        let mut check = Check::default();
        for (id, entry) in self.entries.iter().filter(|(_, entry)| entry.completed) {
            let truth = self.orders.get(id).is_some_and(|order| {
                is_paid(order) && i64::try_from(order.amount).is_ok_and(|paid| paid == entry.amount)
            });
            check.tried((!truth).then(|| format!("{id} is complete, and the provider says otherwise")));
        }
        for (id, _) in self.orders.iter().filter(|(_, order)| is_paid(order)) {
            let complete = self.entries.get(id).is_some_and(|entry| entry.completed);
            check.tried((!complete).then(|| format!("{id} is paid, and the product does not know")));
        }
        check
    }
}

/// One activation and one period for each workspace that paid.
pub async fn activated_once(owner: &Client) -> Result<Check> {
    let rows = owner
        .query(
            "SELECT paid.workspace_id::text, paid.payments,
                    (SELECT count(*) FROM rf_payments.subscription_events event
                     WHERE event.workspace_id = paid.workspace_id
                       AND event.event IN ('activated', 'renewed', 'upgraded', 'reactivated')),
                    coalesce((SELECT subscription.status = 'active'
                                 AND subscription.current_period_end
                                     <= subscription.current_period_start + CASE subscription.billing_cycle
                                         WHEN 'monthly' THEN interval '31 days' ELSE interval '366 days' END
                              FROM rf_payments.subscriptions subscription
                              WHERE subscription.workspace_id = paid.workspace_id), false)
             FROM (SELECT workspace_id, count(*) AS payments FROM rf_payments.payment_transactions
                   WHERE status IN ('completed', 'refunded') AND NOT duplicate GROUP BY workspace_id) paid",
            &[],
        )
        .await?;
    let mut check = Check::default();
    for row in rows {
        let (workspace, payments, activations, one_period): (String, i64, i64, bool) =
            (row.get(0), row.get(1), row.get(2), row.get(3));
        let once = payments == 1 && activations == 1 && one_period;
        check.tried((!once).then(|| {
            format!("{workspace}: {payments} payments, {activations} activations, one period: {one_period}")
        }));
    }
    Ok(check)
}
