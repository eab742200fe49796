use std::fmt;

use unicode_normalization::UnicodeNormalization as _;

/// A mail address as accounts are keyed: trimmed, NFC, lower case.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Email(String);

/// A text that cannot be a mail address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a mail address")]
pub struct InvalidEmail;

/// RFC 5321 section 4.5.3.1: 64 octets before the at sign, 254 in all.
const LOCAL_OCTETS: usize = 64;
const TOTAL_OCTETS: usize = 254;

impl Email {
    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands before the at sign.
    #[must_use]
    pub fn local_part(&self) -> &str {
        self.0.split_once('@').map_or(self.0.as_str(), |(local, _)| local)
    }
}

impl TryFrom<String> for Email {
    type Error = InvalidEmail;

    fn try_from(text: String) -> Result<Self, InvalidEmail> {
        let address: String = text.trim().nfc().collect::<String>().to_lowercase();
        let (local, domain) = address.rsplit_once('@').ok_or(InvalidEmail)?;
        let sound = address.len() <= TOTAL_OCTETS
            && local.len() <= LOCAL_OCTETS
            && is_dot_atom(local, |c| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c))
            && domain.contains('.')
            && is_dot_atom(domain, |c| c.is_alphanumeric() || c == '-')
            && domain.split('.').all(|label| !label.starts_with('-') && !label.ends_with('-'));
        if sound { Ok(Self(address)) } else { Err(InvalidEmail) }
    }
}

fn is_dot_atom(text: &str, allowed: impl Fn(char) -> bool) -> bool {
    text.split('.').all(|atom| !atom.is_empty() && atom.chars().all(&allowed))
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_does_not_make_a_second_address() {
        let email = Email::try_from(" Ada@Example.COM ".to_owned()).unwrap();
        assert_eq!(email.as_str(), "ada@example.com");
        assert_eq!(email.local_part(), "ada");
    }

    #[test]
    fn what_is_no_address_is_refused() {
        let long = format!("{}@example.com", "a".repeat(65));
        for text in [
            "",
            "ada",
            "@example.com",
            "ada@",
            "a da@example.com",
            "ada@localhost",
            "ada@-x.in",
            "a..b@c.in",
            "a@b@c.in\r\nBcc: x@y.in",
            &long,
        ] {
            assert_eq!(Email::try_from(text.to_owned()), Err(InvalidEmail), "{text}");
        }
    }
}
