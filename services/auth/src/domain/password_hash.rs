use argon2::{
    Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version,
    password_hash::phc::PasswordHash,
};

use super::password::Attempt;

/// The argon2id parameters in force. Slow on purpose: call it where nothing waits.
#[derive(Debug, Clone)]
pub struct Hashing {
    argon2: Argon2<'static>,
    /// Of nobody's password; as costly to check as a real one.
    decoy: String,
}

/// What checking a password found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checked {
    /// It is not the one.
    Wrong,
    /// It is.
    Right,
    /// It is, and was hashed more cheaply than new ones are.
    RightButCheap,
}

/// A hash that could not be made or read.
#[derive(Debug, thiserror::Error)]
#[error("password hashing failed: {0}")]
pub struct HashError(String);

impl Hashing {
    pub fn new(memory_kib: u32, iterations: u32, parallelism: u32) -> Result<Self, HashError> {
        let params = Params::new(memory_kib, iterations, parallelism, None)
            .map_err(|error| HashError(error.to_string()))?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let mut hashing = Self { argon2, decoy: String::new() };
        let nobodys = format!("{:x}", rand::random::<u128>());
        hashing.decoy = hashing.hash(&Attempt::new(&nobodys))?;
        Ok(hashing)
    }

    /// A new hash in PHC form.
    pub fn hash(&self, password: &Attempt) -> Result<String, HashError> {
        let hash = self
            .argon2
            .hash_password(password.expose().as_bytes())
            .map_err(|error| HashError(error.to_string()))?;
        Ok(hash.to_string())
    }

    /// Compares with a stored hash. Without one it takes as long and finds nothing.
    pub fn check(&self, password: &Attempt, stored: Option<&str>) -> Result<Checked, HashError> {
        let unreadable = |error: &dyn std::fmt::Display| HashError(error.to_string());
        let hash = PasswordHash::new(stored.unwrap_or(&self.decoy)).map_err(|error| unreadable(&error))?;
        let verified = self.argon2.verify_password(password.expose().as_bytes(), &hash);
        if stored.is_none() || verified.is_err() {
            return Ok(Checked::Wrong);
        }
        let used = Params::try_from(&hash).map_err(|error| unreadable(&error))?;
        Ok(if self.is_cheaper(&used) { Checked::RightButCheap } else { Checked::Right })
    }

    fn is_cheaper(&self, used: &Params) -> bool {
        let now = self.argon2.params();
        used.m_cost() < now.m_cost() || used.t_cost() < now.t_cost() || used.p_cost() < now.p_cost()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_knows_its_password_and_its_price() {
        let cheap = Hashing::new(64, 1, 1).unwrap();
        let dear = Hashing::new(128, 1, 1).unwrap();
        let password = Attempt::new("correct horse battery");
        let hash = cheap.hash(&password).unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=64,t=1,p=1$"));
        assert_eq!(cheap.check(&password, Some(&hash)).unwrap(), Checked::Right);
        assert_eq!(dear.check(&password, Some(&hash)).unwrap(), Checked::RightButCheap);
        assert_eq!(dear.check(&Attempt::new("something else"), Some(&hash)).unwrap(), Checked::Wrong);
        assert_eq!(dear.check(&password, None).unwrap(), Checked::Wrong);
    }
}
