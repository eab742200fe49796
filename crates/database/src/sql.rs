use diesel::{
    QueryResult,
    pg::Pg,
    query_builder::{AstPass, BoxedSqlQuery, Query, QueryFragment, QueryId, SqlQuery},
    serialize::ToSql,
    sql_types::{HasSqlType, Untyped},
};

/// A statement in SQL's own words. Diesel prepares such a one anew at each call, which is a round trip of its own; this one
/// is prepared once on each connection.
#[must_use = "a statement does nothing until it is executed"]
pub struct Statement<'f>(BoxedSqlQuery<'f, Pg, SqlQuery>);

/// Values go in through [`Statement::bind`]: every text is kept for as long as the connection.
pub fn sql<'f>(text: impl Into<String>) -> Statement<'f> {
    Statement(diesel::sql_query(text).into_boxed())
}

impl<'f> Statement<'f> {
    /// The value of the next placeholder.
    pub fn bind<T, V>(self, value: V) -> Self
    where
        Pg: HasSqlType<T>,
        T: Send + 'f,
        V: ToSql<T, Pg> + Send + 'f,
    {
        Self(self.0.bind(value))
    }
}

impl QueryFragment<Pg> for Statement<'_> {
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.0.walk_ast(pass)
    }

    fn is_safe_to_cache_prepared(&self, _: &Pg) -> QueryResult<bool> {
        Ok(true)
    }
}

impl QueryId for Statement<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Statement<'_> {
    type SqlType = Untyped;
}
