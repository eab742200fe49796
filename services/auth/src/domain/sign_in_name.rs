use primitives::Email;

/// What somebody typed to sign in. It need not be an address, and is treated alike when it is none.
#[derive(Debug, Clone)]
pub enum SignInName {
    Address(Email),
    Nonsense(String),
}

impl SignInName {
    pub fn new(typed: &str) -> Self {
        match Email::try_from(typed.to_owned()) {
            Ok(address) => Self::Address(address),
            Err(_) => Self::Nonsense(typed.trim().to_lowercase()),
        }
    }

    pub fn address(&self) -> Option<&Email> {
        match self {
            Self::Address(address) => Some(address),
            Self::Nonsense(_) => None,
        }
    }

    pub fn as_str(&self) -> &str {
        match self {
            Self::Address(address) => address.as_str(),
            Self::Nonsense(text) => text,
        }
    }
}

impl From<Email> for SignInName {
    fn from(address: Email) -> Self {
        Self::Address(address)
    }
}
