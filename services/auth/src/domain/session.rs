use std::borrow::Cow;

use primitives::{SessionId, UserId};
use time::{Duration, OffsetDateTime};

/// Lives of tokens and sessions (product section 7.2).
#[derive(Debug, Clone, Copy)]
pub struct SessionLimits {
    /// Life of an access token.
    pub access: Duration,
    /// An unused session ends after this.
    pub idle: Duration,
    /// Any session ends after this.
    pub longest: Duration,
    /// One more ends the oldest.
    pub most: i64,
}

/// Where somebody sits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Device {
    pub ip: Option<String>,
    pub user_agent: Option<String>,
}

/// A signed-in device.
#[derive(Debug, Clone)]
pub struct Session {
    pub id: SessionId,
    pub user: UserId,
    pub device: Device,
    pub created_at: OffsetDateTime,
    pub last_used_at: OffsetDateTime,
    pub expires_at: OffsetDateTime,
    pub ended: bool,
}

/// Why a session ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EndReason {
    SignedOut,
    EndedByUser,
    TooMany,
    TokenReused,
    PasswordChanged,
    PasswordReset,
    Deactivated,
    /// Another service's word.
    Service(String),
}

impl SessionLimits {
    /// When a session that is used now ends by itself.
    pub fn expiry(&self, created_at: OffsetDateTime, now: OffsetDateTime) -> OffsetDateTime {
        (created_at + self.longest).min(now + self.idle)
    }
}

impl Device {
    /// What is too long to be true is cut, what is empty is unknown.
    pub fn new(ip: &str, user_agent: &str) -> Self {
        let kept = |text: &str, most: usize| {
            let text: String = text.chars().filter(|c| !c.is_control()).take(most).collect();
            Some(text.trim().to_owned()).filter(|text| !text.is_empty())
        };
        Self { ip: kept(ip, 64), user_agent: kept(user_agent, 512) }
    }
}

impl Session {
    pub fn open(
        id: SessionId,
        user: UserId,
        device: Device,
        limits: &SessionLimits,
        now: OffsetDateTime,
    ) -> Self {
        let expires_at = limits.expiry(now, now);
        Self { id, user, device, created_at: now, last_used_at: now, expires_at, ended: false }
    }

    pub fn is_alive(&self, now: OffsetDateTime) -> bool {
        !self.ended && self.expires_at > now
    }
}

impl EndReason {
    pub fn word(&self) -> Cow<'_, str> {
        match self {
            Self::SignedOut => "signed_out".into(),
            Self::EndedByUser => "ended_by_user".into(),
            Self::TooMany => "too_many".into(),
            Self::TokenReused => "token_reused".into(),
            Self::PasswordChanged => "password_changed".into(),
            Self::PasswordReset => "password_reset".into(),
            Self::Deactivated => "deactivated".into(),
            Self::Service(word) => word.as_str().into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const LIMITS: SessionLimits = SessionLimits {
        access: Duration::minutes(5),
        idle: Duration::days(7),
        longest: Duration::days(30),
        most: 5,
    };

    #[test]
    fn a_session_that_is_used_lives_on_but_not_for_ever() {
        let born = datetime!(2026-01-01 00:00 UTC);
        assert_eq!(LIMITS.expiry(born, born), datetime!(2026-01-08 00:00 UTC));
        assert_eq!(LIMITS.expiry(born, datetime!(2026-01-20 00:00 UTC)), datetime!(2026-01-27 00:00 UTC));
        assert_eq!(LIMITS.expiry(born, datetime!(2026-01-29 00:00 UTC)), datetime!(2026-01-31 00:00 UTC));
    }

    #[test]
    fn a_device_has_no_line_breaks_and_an_end() {
        let device = Device::new(" ", &format!("agent\r\n{}", "x".repeat(600)));
        assert_eq!(device.ip, None);
        assert_eq!(device.user_agent.map(|agent| agent.len()), Some(512));
    }
}
