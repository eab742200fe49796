use std::fmt::Display;

use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::phc::{Output, ParamsString, PasswordHash, Salt},
};

use super::password::Attempt;

/// The argon2id parameters in force. Slow on purpose: call it where nothing waits.
#[derive(Debug, Clone)]
pub struct Hashing {
    argon2: Argon2<'static>,
    /// Of nobody's password; as costly to check as a real one.
    decoy: String,
}

/// What a hash works in. It is megabytes, and handed from hash to hash: new ones have to be cleared page by page.
#[derive(Debug, Default)]
pub struct Memory(Vec<Block>);

impl Memory {
    fn blocks(&mut self, number: usize) -> &mut [Block] {
        if self.0.len() < number {
            // The smaller one goes first.
            self.0 = Vec::new();
            self.0.resize(number, Block::new());
        }
        &mut self.0[..number]
    }
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
        hashing.decoy = hashing.hash(&Attempt::new(&nobodys), &mut Memory::default())?;
        Ok(hashing)
    }

    /// A new hash in PHC form.
    pub fn hash(&self, password: &Attempt, memory: &mut Memory) -> Result<String, HashError> {
        let params = self.argon2.params();
        let salt = Salt::generate();
        let hash = PasswordHash {
            algorithm: Algorithm::Argon2id.ident(),
            version: Some(Version::V0x13.into()),
            params: ParamsString::try_from(params).map_err(broken)?,
            salt: Some(salt),
            hash: Some(output(&self.argon2, password, &salt, memory)?),
        };
        Ok(hash.to_string())
    }

    /// Compares with a stored hash. Without one it takes as long and finds nothing.
    pub fn check(
        &self,
        password: &Attempt,
        stored: Option<&str>,
        memory: &mut Memory,
    ) -> Result<Checked, HashError> {
        let hash = PasswordHash::new(stored.unwrap_or(&self.decoy)).map_err(broken)?;
        let (Some(salt), Some(expected)) = (hash.salt, hash.hash) else {
            return Err(broken("a stored hash has no salt or no output"));
        };
        let algorithm = Algorithm::try_from(hash.algorithm.as_str()).map_err(broken)?;
        let version = hash.version.map_or(Ok(Version::default()), Version::try_from).map_err(broken)?;
        let used = Params::try_from(&hash).map_err(broken)?;
        let cheaper = self.is_cheaper(&used);
        let found = output(&Argon2::new(algorithm, version, used), password, &salt, memory)?;
        // Outputs are compared in constant time.
        let right = found == expected && stored.is_some();
        Ok(match (right, cheaper) {
            (false, _) => Checked::Wrong,
            (true, true) => Checked::RightButCheap,
            (true, false) => Checked::Right,
        })
    }

    fn is_cheaper(&self, used: &Params) -> bool {
        let now = self.argon2.params();
        used.m_cost() < now.m_cost() || used.t_cost() < now.t_cost() || used.p_cost() < now.p_cost()
    }
}

fn output(
    argon2: &Argon2<'_>,
    password: &Attempt,
    salt: &[u8],
    memory: &mut Memory,
) -> Result<Output, HashError> {
    let params = argon2.params();
    let mut bytes = [0; Output::MAX_LENGTH];
    let length = params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
    let bytes = bytes.get_mut(..length).ok_or_else(|| broken("a stored hash is too long"))?;
    let blocks = memory.blocks(params.block_count());
    argon2
        .hash_password_into_with_memory(password.expose().as_bytes(), salt, bytes, blocks)
        .map_err(broken)?;
    Output::new(bytes).map_err(broken)
}

fn broken(reason: impl Display) -> HashError {
    HashError(reason.to_string())
}

#[cfg(test)]
mod tests {
    use argon2::{PasswordHasher as _, PasswordVerifier as _};

    use super::*;

    #[test]
    fn a_hash_knows_its_password_and_its_price() {
        let cheap = Hashing::new(64, 1, 1).unwrap();
        let dear = Hashing::new(128, 1, 1).unwrap();
        let password = Attempt::new("correct horse battery");
        let mut memory = Memory::default();
        let hash = cheap.hash(&password, &mut memory).unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=64,t=1,p=1$"));
        let mut check = |hashing: &Hashing, typed, stored| {
            hashing.check(&Attempt::new(typed), stored, &mut memory).unwrap()
        };
        let right = "correct horse battery";
        assert_eq!(check(&cheap, right, Some(&hash)), Checked::Right);
        assert_eq!(check(&dear, right, Some(&hash)), Checked::RightButCheap);
        assert_eq!(check(&dear, "something else", Some(&hash)), Checked::Wrong);
        assert_eq!(check(&dear, right, None), Checked::Wrong);
        assert_eq!(
            check(&cheap, right, Some(&hash)),
            Checked::Right,
            "after a larger one in the same memory"
        );
    }

    /// The crate's own way, with memory of its own each time.
    #[test]
    fn a_hash_is_the_one_that_others_make() {
        let hashing = Hashing::new(256, 2, 1).unwrap();
        let password = Attempt::new("correct horse battery");
        let mut memory = Memory::default();
        let theirs = hashing.argon2.hash_password(password.expose().as_bytes()).unwrap().to_string();
        assert_eq!(hashing.check(&password, Some(&theirs), &mut memory).unwrap(), Checked::Right);
        let ours = hashing.hash(&password, &mut memory).unwrap();
        let ours = PasswordHash::new(&ours).unwrap();
        assert!(hashing.argon2.verify_password(password.expose().as_bytes(), &ours).is_ok());
        assert_eq!(ours.salt.map(|salt| salt.len()), Some(Salt::RECOMMENDED_LENGTH));
    }

    #[test]
    fn what_is_no_hash_is_told() {
        let hashing = Hashing::new(64, 1, 1).unwrap();
        for text in ["", "x", "$argon2id$v=19$m=64,t=1,p=1", "$scrypt$ln=1$c2FsdHNhbHQ$aGFzaGhhc2g"] {
            let checked = hashing.check(&Attempt::new("x"), Some(text), &mut Memory::default());
            assert!(checked.is_err(), "{text}");
        }
    }
}
