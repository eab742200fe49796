use database::{Conn, Error};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

use super::schema::payment_audit_log::{self, dsl};
use crate::domain::{Actor, Transaction};

/// Something that happened to a payment.
pub struct Entry<'a> {
    pub id: Uuid,
    pub payment: &'a Transaction,
    /// None when the provider or a job did it.
    pub actor: Option<&'a Actor>,
    pub action: &'static str,
    pub before: Value,
    pub after: Value,
    pub at: OffsetDateTime,
}

/// The database adds the checksum.
pub async fn append(conn: &mut Conn, entry: Entry<'_>) -> Result<(), Error> {
    let actor = entry.actor;
    diesel::insert_into(payment_audit_log::table)
        .values((
            dsl::id.eq(entry.id),
            dsl::transaction_id.eq(entry.payment.id.0),
            dsl::user_id.eq(actor.map(|actor| actor.user.0)),
            dsl::workspace_id.eq(entry.payment.workspace.0),
            dsl::action.eq(entry.action),
            dsl::old_values.eq(entry.before),
            dsl::new_values.eq(entry.after),
            dsl::ip.eq(actor.and_then(|actor| actor.ip.as_deref())),
            dsl::user_agent.eq(actor.and_then(|actor| actor.user_agent.as_deref())),
            dsl::session_id.eq(actor.map(|actor| actor.session.0)),
            dsl::checksum.eq(""),
            dsl::created_at.eq(entry.at),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Deletes entries that need not be kept any more; tells how many. The database keeps those younger than a year.
pub async fn forget(conn: &mut Conn, before: OffsetDateTime) -> Result<usize, Error> {
    Ok(diesel::delete(dsl::payment_audit_log.filter(dsl::created_at.lt(before))).execute(conn).await?)
}
