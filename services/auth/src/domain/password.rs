use primitives::{Email, code_points};
use problem::Violation;
use secrecy::{ExposeSecret as _, SecretString};
use unicode_normalization::UnicodeNormalization as _;

use super::common_passwords::is_common;

/// A password as it was typed, NFKC, to be compared with a stored one.
#[derive(Debug, Clone)]
pub struct Attempt(SecretString);

/// A password that may be set.
#[derive(Debug, Clone)]
pub struct NewPassword(Attempt);

/// Why a password may not be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    #[error("must have at least {LEAST} characters")]
    TooShort,
    #[error("must have at most {MOST} characters")]
    TooLong,
    #[error("this password is known to attackers")]
    Compromised,
    #[error("must differ from the current password")]
    Same,
}

const LEAST: usize = 12;
const MOST: usize = 128;
const PRODUCT: &str = "raptorflow";

impl Attempt {
    pub fn new(typed: &str) -> Self {
        Self(typed.nfkc().collect::<String>().into())
    }

    /// What is hashed.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl NewPassword {
    /// Checks a password somebody wants for the account of this address.
    pub fn new(typed: &str, address: &Email) -> Result<Self, Unfit> {
        let attempt = Attempt::new(typed);
        let length = code_points(attempt.expose());
        if length < LEAST {
            return Err(Unfit::TooShort);
        }
        if length > MOST {
            return Err(Unfit::TooLong);
        }
        let lower = attempt.expose().to_lowercase();
        let bare = bare(&lower);
        let known =
            [address.as_str(), address.local_part(), PRODUCT, "raptorflowcom"].into_iter().any(|word| {
                let word = self::bare(word);
                !word.is_empty() && bare == word
            });
        if known || is_common(&lower) { Err(Unfit::Compromised) } else { Ok(Self(attempt)) }
    }

    /// Refuses to go on with the password of before.
    pub fn other_than(self, current: &Attempt) -> Result<Self, Unfit> {
        if self.0.expose() == current.expose() { Err(Unfit::Same) } else { Ok(self) }
    }

    pub fn as_attempt(&self) -> &Attempt {
        &self.0
    }
}

/// Letters and digits only, so that the product name with signs around it is still the product name.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

impl Unfit {
    /// The broken rule, for the member of the request that broke it.
    pub fn violation(self, pointer: &str) -> Violation {
        let code = match self {
            Self::TooShort => "TOO_SHORT",
            Self::TooLong => "TOO_LONG",
            Self::Compromised => "PASSWORD_COMPROMISED",
            Self::Same => "SAME_PASSWORD",
        };
        Violation::new(pointer, code, self.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str) -> Result<(), Unfit> {
        let address = Email::try_from("ada.lovelace@example.com".to_owned()).unwrap();
        NewPassword::new(typed, &address).map(drop)
    }

    #[test]
    fn length_is_counted_in_normalised_characters() {
        assert_eq!(check("elevenchars"), Err(Unfit::TooShort));
        assert_eq!(check("twelve chars"), Ok(()));
        // the ligature becomes two letters
        assert_eq!(check("eﬀicient!!!"), Ok(()));
        assert_eq!(check(&"नमस्ते दुनिया ".repeat(9)), Ok(()));
        assert_eq!(check(&"ab1-".repeat(33)), Err(Unfit::TooLong));
    }

    #[test]
    fn what_is_guessed_first_is_refused() {
        for typed in
            ["Password1234", "QwertyUiop123", "Ada.Lovelace@example.com", "ada_lovelace!", "--RaptorFlow--"]
        {
            assert_eq!(check(typed), Err(Unfit::Compromised), "{typed}");
        }
    }

    #[test]
    fn the_same_password_typed_on_two_keyboards_is_one() {
        assert_eq!(Attempt::new("cafe\u{301} au lait").expose(), Attempt::new("café au lait").expose());
    }
}
