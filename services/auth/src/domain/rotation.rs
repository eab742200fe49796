use time::{Duration, OffsetDateTime};

/// A refresh token as it is stored.
#[derive(Debug, Clone)]
pub struct RefreshToken {
    pub hash: Vec<u8>,
    pub generation: i32,
    /// Hash of the token that replaced it.
    pub successor: Option<Vec<u8>>,
    pub used_at: Option<OffsetDateTime>,
    pub expires_at: OffsetDateTime,
}

/// What a presented refresh token earns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rotation {
    /// A successor.
    First,
    /// The successor that it has already: two tabs asked at once, or an answer was lost.
    Again,
    /// The end of the session: somebody else has a copy.
    Stolen,
    /// Nothing.
    Expired,
}

/// How long a used token still earns its successor.
const GRACE: Duration = Duration::seconds(10);

impl RefreshToken {
    pub fn present(&self, now: OffsetDateTime) -> Rotation {
        match self.used_at {
            None if self.expires_at > now => Rotation::First,
            None => Rotation::Expired,
            Some(at) if now - at <= GRACE => Rotation::Again,
            Some(_) => Rotation::Stolen,
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_token_works_once_and_for_ten_seconds_more() {
        let now = datetime!(2026-01-01 00:00 UTC);
        let fresh = RefreshToken {
            hash: vec![1],
            generation: 0,
            successor: None,
            used_at: None,
            expires_at: now + Duration::days(7),
        };
        assert_eq!(fresh.present(now), Rotation::First);
        assert_eq!(fresh.present(now + Duration::days(7)), Rotation::Expired);
        let used = RefreshToken { used_at: Some(now), successor: Some(vec![2]), ..fresh };
        assert_eq!(used.present(now + Duration::seconds(10)), Rotation::Again);
        assert_eq!(used.present(now + Duration::milliseconds(10_001)), Rotation::Stolen);
    }
}
