//! SQL, one file per table. Row-level security keeps every statement to the tenant of its transaction.

pub mod assist_runs;
pub mod finalizes;
pub mod handovers;
pub mod journal;
pub mod journeys;
mod schema;
pub mod sessions;
pub mod statuses;
pub mod steps;
pub mod suggestions;
