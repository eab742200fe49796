use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use crate::AccessClaims;

/// Tokens whose signature was found good a moment ago. A token comes with every request of its session, and checking
/// its signature again costs more than the rest of the way in.
#[derive(Debug, Default)]
pub(crate) struct Verified {
    tokens: Mutex<HashMap<Box<str>, AccessClaims>>,
}

/// More tokens than this at once make us forget the ended ones, and all when none has ended.
const CROWD: usize = 5000;

impl Verified {
    /// What a token says that was kept; its life is the caller's to check.
    pub(crate) fn get(&self, token: &str) -> Option<AccessClaims> {
        self.lock().get(token).cloned()
    }

    /// Keeps a token that is good at `now`.
    pub(crate) fn keep(&self, token: &str, claims: &AccessClaims, now: i64) {
        let mut tokens = self.lock();
        if tokens.len() >= CROWD {
            tokens.retain(|_, claims| claims.exp > now);
        }
        if tokens.len() >= CROWD {
            tokens.clear();
        }
        tokens.insert(token.into(), claims.clone());
    }

    /// The keys are others now.
    pub(crate) fn forget(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Box<str>, AccessClaims>> {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use primitives::{Clock, PlatformRole, SessionId, UserId};

    use super::*;

    fn claims(exp: i64) -> AccessClaims {
        let clock = Clock::system();
        AccessClaims {
            sub: UserId::new(&clock),
            sid: SessionId::new(&clock),
            epoch: 0,
            role: PlatformRole::User,
            iss: "http://localhost".to_owned(),
            aud: AccessClaims::AUDIENCE.to_owned(),
            iat: 0,
            exp,
        }
    }

    #[test]
    fn a_crowd_is_thinned_out_and_new_keys_make_all_unknown() {
        let verified = Verified::default();
        for number in 0..CROWD {
            verified.keep(&number.to_string(), &claims(10), 5);
        }
        verified.keep("next", &claims(20), 15);
        assert!(verified.get("0").is_none(), "an ended one stays");
        assert_eq!(verified.get("next").map(|claims| claims.exp), Some(20));
        verified.forget();
        assert!(verified.get("next").is_none());
    }
}
