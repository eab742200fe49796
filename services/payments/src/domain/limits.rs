use serde::Deserialize;

/// What a workspace may use; -1 means unlimited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Limits {
    pub moves_per_week: i64,
    pub campaigns: i64,
    pub icps: i64,
    pub team_seats: i64,
    pub storage_gb: i64,
    pub max_file_mb: i64,
    pub api_calls_per_hour: i64,
    pub ai_generations_per_day: i64,
}

impl Limits {
    /// Until a plan is known. The workspace's own floors are three; the others are those of the smallest plan, so that
    /// nothing on the way to a plan runs into a limit of zero.
    pub const FLOORS: Self = Self {
        moves_per_week: 3,
        campaigns: 5,
        icps: 3,
        team_seats: 1,
        storage_gb: 5,
        max_file_mb: 50,
        api_calls_per_hour: 100,
        ai_generations_per_day: 10,
    };
}
