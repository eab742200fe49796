use database::{Database, Schema, Scope};
use diesel::{QueryableByName, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use primitives::{Clock, WorkspaceId};
use testkit::TestDatabase;

#[derive(Debug, QueryableByName)]
pub struct Text {
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    pub value: Option<String>,
}

/// The first column, named `value`, of the only row.
pub async fn text(conn: &mut AsyncPgConnection, sql: &str) -> Option<String> {
    diesel::sql_query(sql).get_result::<Text>(conn).await.unwrap().value
}

pub async fn bcm() -> (TestDatabase, Database) {
    let database = TestDatabase::new(Schema::Bcm).await;
    let pool = database.connect();
    (database, pool)
}

pub fn workspace() -> WorkspaceId {
    WorkspaceId::new(&Clock::system())
}

pub fn service(workspace: WorkspaceId) -> Scope {
    Scope::service(Schema::Bcm).in_workspace(workspace)
}
