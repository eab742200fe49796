use database::{Conn, Error};
use diesel::{OptionalExtension as _, prelude::*};
use diesel_async::RunQueryDsl;
use primitives::{Email, UserId};
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    accounts::state,
    schema::{accounts, users},
};
use crate::domain::profile::{Profile, ProfileEdit};

#[derive(Queryable, Selectable)]
#[diesel(table_name = users, check_for_backend(diesel::pg::Pg))]
struct Row {
    id: Uuid,
    identification_number: String,
    full_name: Option<String>,
    avatar_url: Option<String>,
    bio: Option<String>,
    platform_role: String,
    time_zone: String,
    preferences: Value,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = accounts, check_for_backend(diesel::pg::Pg))]
struct AccountRow {
    email: String,
    email_verified_at: Option<OffsetDateTime>,
    state: String,
    created_at: OffsetDateTime,
}

impl TryFrom<(Row, AccountRow)> for Profile {
    type Error = Error;

    fn try_from((row, account): (Row, AccountRow)) -> Result<Self, Error> {
        let role =
            row.platform_role.parse().map_err(|error| Error::unreadable("users.platform_role", error))?;
        Ok(Self {
            user: UserId(row.id),
            email: Email::try_from(account.email)
                .map_err(|error| Error::unreadable("accounts.email", error))?,
            email_verified: account.email_verified_at.is_some(),
            identification_number: row.identification_number,
            full_name: row.full_name,
            avatar_url: row.avatar_url,
            bio: row.bio,
            time_zone: row.time_zone,
            preferences: row.preferences,
            platform_role: role,
            state: state(&account.state)?,
            created_at: account.created_at,
        })
    }
}

pub async fn find(conn: &mut Conn, id: UserId) -> Result<Option<Profile>, Error> {
    users::table
        .inner_join(accounts::table)
        .filter(users::id.eq(id.0))
        .select((Row::as_select(), AccountRow::as_select()))
        .first::<(Row, AccountRow)>(conn)
        .await
        .optional()?
        .map(Profile::try_from)
        .transpose()
}

#[derive(AsChangeset)]
#[diesel(table_name = users)]
struct Changes<'a> {
    full_name: Option<Option<&'a str>>,
    avatar_url: Option<Option<&'a str>>,
    bio: Option<Option<&'a str>>,
    time_zone: Option<&'a str>,
    preferences: Option<&'a Value>,
}

pub async fn update(conn: &mut Conn, id: UserId, edit: &ProfileEdit) -> Result<(), Error> {
    let changes = Changes {
        full_name: edit.full_name.as_ref().map(Option::as_deref),
        avatar_url: edit.avatar_url.as_ref().map(Option::as_deref),
        bio: edit.bio.as_ref().map(Option::as_deref),
        time_zone: edit.time_zone.as_deref(),
        preferences: edit.preferences.as_ref(),
    };
    // A statement that sets nothing is no SQL.
    diesel::update(users::table.find(id.0)).set(changes).execute(conn).await.optional_empty_changeset()?;
    Ok(())
}
