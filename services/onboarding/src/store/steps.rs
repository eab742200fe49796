use database::{Conn, Error, Statement, Tx};
use diesel::{
    OptionalExtension as _, QueryableByName,
    sql_types::{BigInt, Bool, Int2, Jsonb, Nullable, Text, Timestamptz},
};
use diesel_async::RunQueryDsl;
use primitives::UserId;
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::domain::{Journey, JourneyId, StoredStep};

/// What a new version of a step is, in the journal's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Draft,
    Submit,
    Skip,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submit => "submit",
            Self::Skip => "skip",
        }
    }
}

/// Who makes a version, through which request, and when.
#[derive(Debug, Clone, Copy)]
pub struct Author<'a> {
    pub user: UserId,
    pub request_id: &'a str,
    pub at: OffsetDateTime,
}

/// A new version of a step, in one statement with its journal entry.
pub struct Version<'a> {
    session_id: Uuid,
    workspace_id: Uuid,
    number: i16,
    expected: i64,
    status: &'static str,
    skipped: bool,
    /// Whether the submitted data changes with it; the old data stays untouched otherwise.
    submits: bool,
    submitted: Option<&'a Value>,
    draft: Option<&'a Value>,
    provenance: Value,
    kind: &'static str,
    author: Author<'a>,
}

impl<'a> Version<'a> {
    /// `step` is what the step becomes, at the version it was read with.
    pub fn new(journey: &Journey, step: &'a StoredStep, kind: Kind, author: Author<'a>) -> Self {
        Self {
            session_id: journey.session.id.0,
            workspace_id: journey.session.workspace.0,
            number: i16::from(step.number.get()),
            // A version that large cannot have been read.
            expected: i64::try_from(step.version).unwrap_or(i64::MAX),
            status: step.state.status.as_str(),
            skipped: step.state.skipped,
            submits: journey.step(step.number).state.submitted != step.state.submitted,
            submitted: step.state.submitted.as_ref(),
            draft: step.state.draft.as_ref(),
            provenance: Value::Object(step.provenance.clone()),
            kind: kind.as_str(),
            author,
        }
    }

    fn statement(self) -> Statement<'a> {
        database::sql(RAISE)
            .bind::<diesel::sql_types::Uuid, _>(self.session_id)
            .bind::<diesel::sql_types::Uuid, _>(self.workspace_id)
            .bind::<Int2, _>(self.number)
            .bind::<BigInt, _>(self.expected)
            .bind::<Text, _>(self.status)
            .bind::<Bool, _>(self.skipped)
            .bind::<Bool, _>(self.submits)
            .bind::<Nullable<Jsonb>, _>(self.submitted)
            .bind::<Nullable<Jsonb>, _>(self.draft)
            .bind::<Jsonb, _>(self.provenance)
            .bind::<Text, _>(self.kind)
            .bind::<diesel::sql_types::Uuid, _>(self.author.user.0)
            .bind::<Text, _>(self.author.request_id)
            .bind::<Timestamptz, _>(self.author.at)
    }
}

const RAISE: &str =
    "WITH input (session_id, workspace_id, step_number, expected, status, skipped, submits, submitted, draft,
            provenance, kind, actor_id, request_id, at)
        AS (VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)), bumped AS (
    UPDATE onboarding_steps AS step
    SET version = step.version + 1, status = input.status, skipped = input.skipped, draft = input.draft,
        submitted = CASE WHEN input.submits THEN input.submitted ELSE step.submitted END,
        submitted_at = CASE input.kind WHEN 'submit' THEN input.at WHEN 'skip' THEN NULL ELSE step.submitted_at END,
        draft_saved_at = CASE WHEN input.draft IS NULL THEN NULL ELSE input.at END,
        provenance = input.provenance, updated_at = input.at
    FROM input
    WHERE step.session_id = input.session_id AND step.step_number = input.step_number
        AND step.version = input.expected
        AND EXISTS (SELECT FROM onboarding_sessions AS session
                    WHERE session.id = input.session_id AND session.status <> 'abandoned'
                        AND session.finalize_state <> 'running')
    RETURNING step.version, step.submitted, step.draft
), journaled AS (
    INSERT INTO step_journal (session_id, workspace_id, step_number, version, kind, data, actor_id, request_id, created_at)
    SELECT input.session_id, input.workspace_id, input.step_number, bumped.version, input.kind,
           CASE input.kind WHEN 'submit' THEN bumped.submitted
                           WHEN 'draft' THEN coalesce(bumped.draft, bumped.submitted) END,
           input.actor_id, input.request_id, input.at
    FROM input, bumped
)
SELECT version FROM bumped";

#[derive(QueryableByName)]
struct Raised {
    #[diesel(sql_type = BigInt)]
    version: i64,
}

/// Stores a version; none when the step is not at the version expected any more, or its session takes no answers.
pub async fn write(conn: &mut Conn, version: Version<'_>) -> Result<Option<u64>, Error> {
    read(version.statement().get_result(conn).await.optional()?)
}

/// The same as the last thing that a transaction does.
pub async fn write_last(tx: Tx, version: Version<'_>) -> Result<Option<u64>, Error> {
    read(tx.commit_with(version.statement()).await?)
}

fn read(raised: Option<Raised>) -> Result<Option<u64>, Error> {
    let unreadable = |error| Error::unreadable("onboarding_steps.version", error);
    raised.map(|Raised { version }| u64::try_from(version).map_err(unreadable)).transpose()
}

/// A new, empty version of every step that was ever answered.
pub async fn reset(conn: &mut Conn, id: JourneyId, author: Author<'_>) -> Result<(), Error> {
    database::sql(
        "WITH emptied AS (
             UPDATE onboarding_steps
             SET version = version + 1, status = 'pending', skipped = false, submitted = NULL, draft = NULL,
                 provenance = '{}', submitted_at = NULL, draft_saved_at = NULL, updated_at = $4
             WHERE session_id = $1 AND (version > 0 OR status <> 'pending')
             RETURNING session_id, workspace_id, step_number, version
         )
         INSERT INTO step_journal (session_id, workspace_id, step_number, version, kind, actor_id, request_id, created_at)
         SELECT session_id, workspace_id, step_number, version, 'reset', $2, $3, $4 FROM emptied",
    )
    .bind::<diesel::sql_types::Uuid, _>(id.0)
    .bind::<diesel::sql_types::Uuid, _>(author.user.0)
    .bind::<Text, _>(author.request_id)
    .bind::<Timestamptz, _>(author.at)
    .execute(conn)
    .await?;
    Ok(())
}
