//! Payments and onboarding, the mail server, and what the other services read in Redis.

pub mod mails;
pub mod onboarding;
pub mod payments;
pub mod readiness_cache;
pub mod session_board;
