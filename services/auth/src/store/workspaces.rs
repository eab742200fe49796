use database::{Conn, Error};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use primitives::{UserId, WorkspaceId};
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

use super::schema::{workspace_members, workspaces};
use crate::domain::{
    account::KEPT,
    workspace::{Workspace, WorkspaceEdit, WorkspaceLimits},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = workspaces, check_for_backend(diesel::pg::Pg))]
struct Row {
    id: Uuid,
    name: String,
    slug: String,
    description: Option<String>,
    industry: Option<String>,
    time_zone: String,
    max_icp_profiles: i32,
    max_campaigns: i32,
    max_team_members: i32,
    settings: Value,
    created_at: OffsetDateTime,
}

impl TryFrom<(Row, String, bool)> for Workspace {
    type Error = Error;

    fn try_from((row, role, chosen): (Row, String, bool)) -> Result<Self, Error> {
        let limit =
            |stored: i32| u32::try_from(stored).map_err(|error| Error::unreadable("workspaces.max", error));
        Ok(Self {
            id: WorkspaceId(row.id),
            name: row.name,
            slug: row.slug,
            description: row.description,
            industry: row.industry,
            time_zone: row.time_zone,
            limits: WorkspaceLimits {
                icp_profiles: limit(row.max_icp_profiles)?,
                campaigns: limit(row.max_campaigns)?,
                team_members: limit(row.max_team_members)?,
            },
            settings: row.settings,
            role: role.parse().map_err(|error| Error::unreadable("workspace_members.role", error))?,
            chosen,
            created_at: row.created_at,
        })
    }
}

/// The workspaces that somebody is an active member of, oldest first.
pub async fn of(conn: &mut Conn, user: UserId) -> Result<Vec<Workspace>, Error> {
    let rows: Vec<(Row, String, bool)> = workspace_members::table
        .inner_join(workspaces::table)
        .filter(workspace_members::user_id.eq(user.0))
        .filter(workspace_members::is_active.and(workspaces::is_active))
        .order((workspaces::created_at, workspaces::id))
        .select((Row::as_select(), workspace_members::role, workspace_members::is_current))
        .load(conn)
        .await?;
    rows.into_iter().map(Workspace::try_from).collect()
}

/// Who owns a workspace, deleted ones included: payments may still have to write to them.
pub async fn owner(conn: &mut Conn, id: WorkspaceId) -> Result<Option<(UserId, String)>, Error> {
    let row: Option<(Uuid, String)> = workspaces::table
        .find(id.0)
        .select((workspaces::owner_id, workspaces::name))
        .first(conn)
        .await
        .optional()?;
    Ok(row.map(|(owner, name)| (UserId(owner), name)))
}

pub async fn members(conn: &mut Conn, id: WorkspaceId) -> Result<Vec<UserId>, Error> {
    let ids: Vec<Uuid> = workspace_members::table
        .filter(workspace_members::workspace_id.eq(id.0).and(workspace_members::is_active))
        .select(workspace_members::user_id)
        .load(conn)
        .await?;
    Ok(ids.into_iter().map(UserId).collect())
}

#[derive(AsChangeset)]
#[diesel(table_name = workspaces)]
struct Changes<'a> {
    name: Option<&'a str>,
    description: Option<Option<&'a str>>,
    industry: Option<Option<&'a str>>,
    time_zone: Option<&'a str>,
    settings: Option<&'a Value>,
}

pub async fn update(conn: &mut Conn, id: WorkspaceId, edit: &WorkspaceEdit) -> Result<(), Error> {
    let changes = Changes {
        name: edit.name.as_deref(),
        description: edit.description.as_ref().map(Option::as_deref),
        industry: edit.industry.as_ref().map(Option::as_deref),
        time_zone: edit.time_zone.as_deref(),
        settings: edit.settings.as_ref(),
    };
    diesel::update(workspaces::table.find(id.0))
        .set(changes)
        .execute(conn)
        .await
        .optional_empty_changeset()?;
    Ok(())
}

/// Nobody sees it any more; its rows stay until [`erasable`] names it. Tells whether it was there.
pub async fn delete(conn: &mut Conn, id: WorkspaceId, now: OffsetDateTime) -> Result<bool, Error> {
    let deleted = diesel::update(workspaces::table.find(id.0).filter(workspaces::is_active))
        .set((workspaces::is_active.eq(false), workspaces::deleted_at.eq(now)))
        .execute(conn)
        .await?;
    Ok(deleted == 1)
}

/// Deletes what somebody owns as of `at`, for an account that is to be erased.
pub async fn delete_owned(conn: &mut Conn, owner: UserId, at: OffsetDateTime) -> Result<(), Error> {
    diesel::update(workspaces::table.filter(workspaces::owner_id.eq(owner.0)))
        .set((workspaces::is_active.eq(false), workspaces::deleted_at.eq(at)))
        .execute(conn)
        .await?;
    Ok(())
}

pub async fn owned(conn: &mut Conn, owner: UserId) -> Result<i64, Error> {
    Ok(workspaces::table.filter(workspaces::owner_id.eq(owner.0)).count().get_result(conn).await?)
}

/// Deleted workspaces whose time has run out.
pub async fn erasable(conn: &mut Conn, now: OffsetDateTime, limit: i64) -> Result<Vec<WorkspaceId>, Error> {
    let ids: Vec<Uuid> = workspaces::table
        .filter(workspaces::deleted_at.le(now - KEPT))
        .order(workspaces::deleted_at)
        .limit(limit)
        .select(workspaces::id)
        .load(conn)
        .await?;
    Ok(ids.into_iter().map(WorkspaceId).collect())
}

pub async fn erase(conn: &mut Conn, id: WorkspaceId) -> Result<(), Error> {
    diesel::delete(workspaces::table.find(id.0).filter(workspaces::deleted_at.is_not_null()))
        .execute(conn)
        .await?;
    Ok(())
}

/// Makes a workspace the one that the user's requests mean; false when they are no active member of it.
pub async fn choose(conn: &mut Conn, user: UserId, id: WorkspaceId) -> Result<bool, Error> {
    let mine = workspace_members::table.filter(workspace_members::user_id.eq(user.0));
    diesel::update(mine.filter(workspace_members::is_current))
        .set(workspace_members::is_current.eq(false))
        .execute(conn)
        .await?;
    let active = workspaces::table.filter(workspaces::is_active).select(workspaces::id);
    let chosen = diesel::update(
        mine.filter(workspace_members::is_active)
            .filter(workspace_members::workspace_id.eq(id.0))
            .filter(workspace_members::workspace_id.eq_any(active)),
    )
    .set(workspace_members::is_current.eq(true))
    .execute(conn)
    .await?;
    Ok(chosen == 1)
}
