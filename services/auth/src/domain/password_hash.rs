use std::fmt::Display;

use argon2::{
    Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version,
    password_hash::{Error, phc::PasswordHash},
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
        let params = Params::new(memory_kib, iterations, parallelism, None).map_err(broken)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let mut hashing = Self { argon2, decoy: String::new() };
        let nobodys = format!("{:x}", rand::random::<u128>());
        hashing.decoy = hashing.hash(&Attempt::new(&nobodys))?;
        Ok(hashing)
    }

    /// A new hash in PHC form.
    pub fn hash(&self, password: &Attempt) -> Result<String, HashError> {
        Ok(self.argon2.hash_password(password.expose().as_bytes()).map_err(broken)?.to_string())
    }

    /// Compares with a stored hash. Without one it takes as long and finds nothing.
    pub fn check(&self, password: &Attempt, stored: Option<&str>) -> Result<Checked, HashError> {
        let hash = PasswordHash::new(stored.unwrap_or(&self.decoy)).map_err(broken)?;
        // To the library any password is a wrong one for these.
        if hash.salt.is_none() || hash.hash.is_none() {
            return Err(broken("a stored hash has no salt or no output"));
        }
        match self.argon2.verify_password(password.expose().as_bytes(), &hash) {
            Ok(()) if stored.is_some() => {
                let used = Params::try_from(&hash).map_err(broken)?;
                Ok(if self.is_cheaper(&used) { Checked::RightButCheap } else { Checked::Right })
            }
            Ok(()) | Err(Error::PasswordInvalid) => Ok(Checked::Wrong),
            Err(error) => Err(broken(error)),
        }
    }

    fn is_cheaper(&self, used: &Params) -> bool {
        let now = self.argon2.params();
        used.m_cost() < now.m_cost() || used.t_cost() < now.t_cost() || used.p_cost() < now.p_cost()
    }
}

fn broken(reason: impl Display) -> HashError {
    HashError(reason.to_string())
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
        let check = |hashing: &Hashing, typed, stored| hashing.check(&Attempt::new(typed), stored).unwrap();
        let right = "correct horse battery";
        assert_eq!(check(&cheap, right, Some(&hash)), Checked::Right);
        assert_eq!(check(&dear, right, Some(&hash)), Checked::RightButCheap);
        assert_eq!(check(&dear, "something else", Some(&hash)), Checked::Wrong);
        assert_eq!(check(&dear, right, None), Checked::Wrong);
    }

    #[test]
    fn what_is_no_hash_is_told() {
        let hashing = Hashing::new(64, 1, 1).unwrap();
        for text in ["", "x", "$argon2id$v=19$m=64,t=1,p=1", "$scrypt$ln=1$c2FsdHNhbHQ$aGFzaGhhc2g"] {
            let checked = hashing.check(&Attempt::new("x"), Some(text));
            assert!(checked.is_err(), "{text}");
        }
    }
}
