//! The query of a request, read strictly: a parameter given twice or with a value that it cannot have is told.

use std::ops::RangeInclusive;

use actix_web::HttpRequest;
use problem::Violation;
use url::form_urlencoded;

use crate::error::GatewayError;

pub struct Query {
    pairs: Vec<(String, String)>,
}

impl Query {
    pub fn of(request: &HttpRequest) -> Self {
        let pairs = form_urlencoded::parse(request.query_string().as_bytes());
        Self { pairs: pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect() }
    }

    /// A parameter's value; an empty one counts as absent.
    pub fn one(&self, name: &str) -> Result<Option<&str>, GatewayError> {
        let mut values =
            self.pairs.iter().filter(|(given, _)| given == name).map(|(_, value)| value.as_str());
        let value = values.next().filter(|value| !value.is_empty());
        if values.next().is_some() { Err(broken(name, "DUPLICATE", "is given twice")) } else { Ok(value) }
    }

    /// A whole number.
    pub fn number(&self, name: &str, range: RangeInclusive<u32>) -> Result<Option<u32>, GatewayError> {
        let Some(text) = self.one(name)? else { return Ok(None) };
        let number = text.parse().map_err(|_| broken(name, "WRONG_TYPE", "must be a whole number"))?;
        if range.contains(&number) {
            return Ok(Some(number));
        }
        let rule = format!("must be from {} to {}", range.start(), range.end());
        Err(broken(name, "OUT_OF_RANGE", &rule))
    }

    /// `true` or `false`.
    pub fn flag(&self, name: &str) -> Result<Option<bool>, GatewayError> {
        self.word(name, &[("true", true), ("false", false)])
    }

    /// One of some words.
    pub fn word<T: Copy>(&self, name: &str, words: &[(&str, T)]) -> Result<Option<T>, GatewayError> {
        let Some(text) = self.one(name)? else { return Ok(None) };
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text) {
            return Ok(Some(*value));
        }
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        Err(broken(name, "NOT_IN_ENUM", &format!("must be one of {}", known.join(", "))))
    }

    /// A text of at most so many characters.
    pub fn text(&self, name: &str, characters: usize) -> Result<Option<&str>, GatewayError> {
        let Some(text) = self.one(name)? else { return Ok(None) };
        if text.chars().any(char::is_control) {
            return Err(broken(name, "INVALID_CHARACTER", "must not contain control characters"));
        }
        if text.chars().count() > characters {
            return Err(broken(name, "TOO_LONG", &format!("must have at most {characters} characters")));
        }
        Ok(Some(text))
    }
}

fn broken(name: &str, code: &str, message: &str) -> GatewayError {
    GatewayError::Invalid(vec![Violation::new(name, code, message)])
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn query(text: &str) -> Query {
        Query::of(&TestRequest::with_uri(&format!("/?{text}")).to_http_request())
    }

    #[test]
    fn a_parameter_is_given_once_and_rightly_or_told() {
        assert_eq!(query("limit=10").number("limit", 1..=100).unwrap(), Some(10));
        assert_eq!(query("limit=").number("limit", 1..=100).unwrap(), None);
        assert_eq!(query("force=true").flag("force").unwrap(), Some(true));
        for text in ["limit=0", "limit=101", "limit=-1", "limit=1e1", "limit=1&limit=2", "limit=%00"] {
            assert!(query(text).number("limit", 1..=100).is_err(), "{text}");
        }
        assert!(query("tier=tier9").word("tier", &[("tier0", 0)]).is_err());
        assert!(query("cursor=%00").text("cursor", 10).is_err());
    }
}
