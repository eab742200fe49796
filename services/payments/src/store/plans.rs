use database::{Conn, Error};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use primitives::Money;
use serde_json::Value;

use super::schema::plans;
use crate::domain::{Limits, Plan, Plans};

#[derive(Queryable, Selectable)]
#[diesel(table_name = plans)]
struct Row {
    code: String,
    rank: i16,
    name: String,
    monthly_paise: i64,
    yearly_paise: i64,
    popular: bool,
    limits: Value,
    features: Vec<String>,
    is_active: bool,
}

pub async fn all(conn: &mut Conn) -> Result<Plans, Error> {
    let rows: Vec<Row> = plans::table.select(Row::as_select()).load(conn).await?;
    Ok(Plans::new(rows.into_iter().map(Plan::try_from).collect::<Result<_, _>>()?))
}

impl TryFrom<Row> for Plan {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        let limits: Limits =
            serde_json::from_value(row.limits).map_err(|error| Error::unreadable("plans.limits", error))?;
        Ok(Self {
            code: row.code.parse().map_err(|error| Error::unreadable("plans.code", error))?,
            rank: u8::try_from(row.rank).map_err(|error| Error::unreadable("plans.rank", error))?,
            name: row.name,
            monthly: Money::from_paise(row.monthly_paise),
            yearly: Money::from_paise(row.yearly_paise),
            popular: row.popular,
            limits,
            features: row.features,
            on_sale: row.is_active,
        })
    }
}
