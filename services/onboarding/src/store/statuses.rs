use database::{Conn, Error};
use diesel::{
    prelude::*,
    sql_types::{Array, Int2, Text, Timestamptz},
};
use diesel_async::RunQueryDsl;
use primitives::WorkspaceId;
use time::OffsetDateTime;
use uuid::Uuid;

use super::schema::onboarding_status;
use crate::domain::{OnboardingStatus, StepNumber};

/// Where a workspace stands, and since when it is completed.
pub async fn find(
    conn: &mut Conn,
    workspace: WorkspaceId,
) -> Result<Option<(OnboardingStatus, Option<OffsetDateTime>)>, Error> {
    let found = onboarding_status::table
        .find(workspace.0)
        .select((onboarding_status::status, onboarding_status::completed_at))
        .first::<(String, Option<OffsetDateTime>)>(conn)
        .await
        .optional()?;
    let read = |(status, at): (String, _)| {
        let status = status.parse().map_err(|error| Error::unreadable("onboarding_status.status", error))?;
        Ok((status, at))
    };
    found.map(read).transpose()
}

/// Payment was seen. Whoever is further stays there.
pub async fn confirm_payment(
    conn: &mut Conn,
    workspace: WorkspaceId,
    at: OffsetDateTime,
) -> Result<(), Error> {
    database::sql(
        "INSERT INTO onboarding_status AS held (workspace_id, status, payment_confirmed_at, updated_at)
         VALUES ($1, 'payment_confirmed', $2, $2)
         ON CONFLICT (workspace_id) DO UPDATE
             SET status = CASE held.status WHEN 'pending' THEN 'payment_confirmed' ELSE held.status END,
                 payment_confirmed_at = coalesce(held.payment_confirmed_at, $2), updated_at = $2
             WHERE held.status = 'pending' OR held.payment_confirmed_at IS NULL",
    )
    .bind::<diesel::sql_types::Uuid, _>(workspace.0)
    .bind::<Timestamptz, _>(at)
    .execute(conn)
    .await?;
    Ok(())
}

/// Answers come in, or come in again. What is completed stays completed.
pub async fn start(
    conn: &mut Conn,
    workspace: WorkspaceId,
    step: StepNumber,
    at: OffsetDateTime,
) -> Result<(), Error> {
    database::sql(
        "INSERT INTO onboarding_status AS held (workspace_id, status, onboarding_step, started_at, updated_at)
         VALUES ($1, 'in_progress', $2, $3, $3)
         ON CONFLICT (workspace_id) DO UPDATE
             SET status = CASE held.status WHEN 'completed' THEN 'completed' ELSE 'in_progress' END,
                 onboarding_step = $2, started_at = coalesce(held.started_at, $3), updated_at = $3",
    )
    .bind::<diesel::sql_types::Uuid, _>(workspace.0)
    .bind::<Int2, _>(i16::from(step.get()))
    .bind::<Timestamptz, _>(at)
    .execute(conn)
    .await?;
    Ok(())
}

/// The only way back from completed.
pub async fn restart(conn: &mut Conn, workspace: WorkspaceId, at: OffsetDateTime) -> Result<(), Error> {
    database::sql(
        "INSERT INTO onboarding_status (workspace_id, status, onboarding_step, started_at, updated_at)
         VALUES ($1, 'in_progress', 1, $2, $2)
         ON CONFLICT (workspace_id) DO UPDATE
             SET status = 'in_progress', onboarding_step = 1, started_at = $2, updated_at = $2",
    )
    .bind::<diesel::sql_types::Uuid, _>(workspace.0)
    .bind::<Timestamptz, _>(at)
    .execute(conn)
    .await?;
    Ok(())
}

/// The business context is made.
pub async fn complete(conn: &mut Conn, workspace: WorkspaceId, at: OffsetDateTime) -> Result<(), Error> {
    database::sql(
        "INSERT INTO onboarding_status (workspace_id, status, onboarding_step, started_at, updated_at)
         VALUES ($1, 'completed', 23, $2, $2)
         ON CONFLICT (workspace_id) DO UPDATE SET status = 'completed', onboarding_step = 23, updated_at = $2",
    )
    .bind::<diesel::sql_types::Uuid, _>(workspace.0)
    .bind::<Timestamptz, _>(at)
    .execute(conn)
    .await?;
    Ok(())
}

/// The active session was put aside.
pub async fn abandon(conn: &mut Conn, workspaces: &[WorkspaceId], at: OffsetDateTime) -> Result<(), Error> {
    let ids: Vec<Uuid> = workspaces.iter().map(|workspace| workspace.0).collect();
    database::sql(
        "UPDATE onboarding_status SET status = 'abandoned', updated_at = $2
         WHERE workspace_id = ANY ($1) AND status = ANY ($3)",
    )
    .bind::<Array<diesel::sql_types::Uuid>, _>(ids)
    .bind::<Timestamptz, _>(at)
    .bind::<Array<Text>, _>(vec!["payment_confirmed", "in_progress"])
    .execute(conn)
    .await?;
    Ok(())
}

pub async fn erase(conn: &mut Conn, workspace: WorkspaceId) -> Result<(), Error> {
    diesel::delete(onboarding_status::table.find(workspace.0)).execute(conn).await?;
    Ok(())
}
