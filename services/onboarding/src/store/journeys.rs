//! Sessions with their steps and the status of their workspace: everything a call needs, in one round trip.

use database::{Conn, Error};
use diesel::{
    dsl::{AsSelect, case_when},
    pg::Pg,
    prelude::*,
};
use diesel_async::RunQueryDsl;
use futures::future::join;
use primitives::{UserId, WorkspaceId};
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

use super::schema::{onboarding_sessions, onboarding_status, onboarding_steps};
use crate::domain::{Journey, JourneyId, OnboardingStatus, Session, StepNumber, StepState, StoredStep};

#[derive(Queryable, Selectable)]
#[diesel(table_name = onboarding_sessions, check_for_backend(Pg))]
struct SessionRow {
    id: Uuid,
    workspace_id: Uuid,
    user_id: Uuid,
    client_name: String,
    status: String,
    finalize_state: String,
    started_at: OffsetDateTime,
    completed_at: Option<OffsetDateTime>,
    last_activity_at: OffsetDateTime,
}

#[derive(Queryable)]
struct StepRow {
    number: i16,
    status: String,
    skipped: bool,
    version: i64,
    provenance: Value,
    submitted_at: Option<OffsetDateTime>,
    updated_at: OffsetDateTime,
    submitted: Option<Value>,
    draft: Option<Value>,
}

type Head = (SessionRow, Option<String>);

/// Which documents are read along; all else is small.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Documents(Vec<i16>);

impl Documents {
    pub fn all() -> Self {
        Self::of(StepNumber::all())
    }

    pub fn none() -> Self {
        Self(Vec::new())
    }

    pub fn of(steps: impl IntoIterator<Item = StepNumber>) -> Self {
        Self(steps.into_iter().map(|step| i16::from(step.get())).collect())
    }
}

/// Both statements of it travel together. Whoever has to have them agree holds the session's lock.
pub async fn find(conn: &Conn, id: JourneyId, documents: Documents) -> Result<Option<Journey>, Error> {
    let (mut one, mut other) = (conn, conn);
    let head = heads().filter(onboarding_sessions::id.eq(id.0)).first::<Head>(&mut one);
    let (head, steps) = join(head, steps(&mut other, id.0, documents)).await;
    assemble(head.optional()?, steps?)
}

/// The active session of a workspace, else the completed one, else its newest.
pub async fn current(
    conn: &mut Conn,
    workspace: WorkspaceId,
    documents: Documents,
) -> Result<Option<Journey>, Error> {
    let head = heads()
        .filter(onboarding_sessions::workspace_id.eq(workspace.0))
        .order((
            onboarding_sessions::status.eq("active").desc(),
            onboarding_sessions::status.eq("completed").desc(),
            onboarding_sessions::created_at.desc(),
        ))
        .first::<Head>(conn)
        .await
        .optional()?;
    let Some(head) = head else { return Ok(None) };
    let steps = steps(&mut &*conn, head.0.id, documents).await?;
    assemble(Some(head), steps)
}

#[diesel::dsl::auto_type(no_type_alias)]
fn heads() -> _ {
    let session: AsSelect<SessionRow, Pg> = SessionRow::as_select();
    onboarding_sessions::table
        .left_join(
            onboarding_status::table
                .on(onboarding_status::workspace_id.eq(onboarding_sessions::workspace_id)),
        )
        .select((session, onboarding_status::status.nullable()))
}

async fn steps(conn: &mut &Conn, session: Uuid, documents: Documents) -> Result<Vec<StepRow>, Error> {
    let Documents(wanted) = documents;
    let rows = onboarding_steps::table
        .filter(onboarding_steps::session_id.eq(session))
        .order(onboarding_steps::step_number)
        .select((
            onboarding_steps::step_number,
            onboarding_steps::status,
            onboarding_steps::skipped,
            onboarding_steps::version,
            onboarding_steps::provenance,
            onboarding_steps::submitted_at,
            onboarding_steps::updated_at,
            case_when(onboarding_steps::step_number.eq_any(wanted.clone()), onboarding_steps::submitted),
            case_when(onboarding_steps::step_number.eq_any(wanted), onboarding_steps::draft),
        ))
        .load(conn)
        .await?;
    Ok(rows)
}

/// None as well when the session went away in between.
fn assemble(head: Option<Head>, steps: Vec<StepRow>) -> Result<Option<Journey>, Error> {
    let Some((session, onboarding)) = head.filter(|_| !steps.is_empty()) else { return Ok(None) };
    if steps.len() != usize::from(StepNumber::COUNT) {
        return Err(Error::unreadable("onboarding_steps", "a session has not 23 steps"));
    }
    Ok(Some(Journey {
        session: session.try_into()?,
        onboarding: read_status(onboarding.as_deref())?,
        steps: steps.into_iter().map(StoredStep::try_from).collect::<Result<_, _>>()?,
    }))
}

fn read_status(word: Option<&str>) -> Result<OnboardingStatus, Error> {
    let unreadable = |error| Error::unreadable("onboarding_status.status", error);
    word.map_or(Ok(OnboardingStatus::Pending), |word| word.parse().map_err(unreadable))
}

impl TryFrom<SessionRow> for Session {
    type Error = Error;

    fn try_from(row: SessionRow) -> Result<Self, Error> {
        Ok(Self {
            id: JourneyId(row.id),
            workspace: WorkspaceId(row.workspace_id),
            user: UserId(row.user_id),
            client_name: row.client_name,
            status: row
                .status
                .parse()
                .map_err(|error| Error::unreadable("onboarding_sessions.status", error))?,
            finalize: row
                .finalize_state
                .parse()
                .map_err(|error| Error::unreadable("onboarding_sessions.finalize_state", error))?,
            started_at: row.started_at,
            completed_at: row.completed_at,
            last_activity_at: row.last_activity_at,
        })
    }
}

impl TryFrom<StepRow> for StoredStep {
    type Error = Error;

    fn try_from(row: StepRow) -> Result<Self, Error> {
        let unreadable = |what| move |error: &dyn ToString| Error::unreadable(what, error.to_string());
        let Value::Object(provenance) = row.provenance else {
            return Err(Error::unreadable("onboarding_steps.provenance", "not an object"));
        };
        Ok(Self {
            number: u32::try_from(row.number)
                .map_err(|error| unreadable("onboarding_steps.step_number")(&error))
                .and_then(|number| {
                    StepNumber::try_from(number)
                        .map_err(|error| unreadable("onboarding_steps.step_number")(&error))
                })?,
            state: StepState {
                status: row.status.parse().map_err(|error| unreadable("onboarding_steps.status")(&error))?,
                skipped: row.skipped,
                submitted: row.submitted,
                draft: row.draft,
            },
            version: u64::try_from(row.version)
                .map_err(|error| unreadable("onboarding_steps.version")(&error))?,
            provenance,
            submitted_at: row.submitted_at,
            updated_at: row.updated_at,
        })
    }
}
