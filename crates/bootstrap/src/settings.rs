//! Settings, read once at start. A [`Reader`] notes every fault instead of stopping at the first.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    ops::RangeInclusive,
    str::FromStr,
    time::Duration,
};

use config::{Config, File, FileFormat};
use secrecy::SecretString;
use url::Url;

/// Something wrong with one variable. Never shows a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The variable.
    pub variable: String,
    /// What is wrong, for an operator.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.variable, self.message)
    }
}

/// Reads variables (upper snake case) from the environment, and what is absent there from a service's
/// `config/default.toml` (the same names in lower case). Values are trimmed; an empty one counts as absent.
///
/// Each reading method answers with something even when it notes a fault, so that a service's settings are read to the
/// end; they must not be used unless [`Reader::finish`] is fine with them.
#[derive(Debug)]
pub struct Reader {
    defaults: BTreeMap<String, String>,
    environment: BTreeMap<String, String>,
    faults: Vec<Fault>,
    warnings: Vec<Fault>,
    asked: BTreeSet<String>,
}

impl Reader {
    /// `defaults` is TOML; `environment` usually `std::env::vars()`.
    ///
    /// # Errors
    /// When the defaults are no flat TOML table, which is a mistake in the repository.
    pub fn new(
        defaults: &str,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, config::ConfigError> {
        let defaults = Config::builder().add_source(File::from_str(defaults, FileFormat::Toml)).build()?;
        let defaults = defaults.try_deserialize::<BTreeMap<String, String>>()?;
        let environment = environment.into_iter().filter(|(_, value)| !value.trim().is_empty()).collect();
        Ok(Self { defaults, environment, faults: Vec::new(), warnings: Vec::new(), asked: BTreeSet::new() })
    }

    /// Notes a fault found by other means, such as two settings that do not fit together.
    pub fn fault(&mut self, variable: &str, message: impl Into<String>) {
        self.faults.push(Fault { variable: variable.to_owned(), message: message.into() });
    }

    /// Notes something that an operator should mend but that stops nothing.
    pub fn warn(&mut self, variable: &str, message: impl Into<String>) {
        self.warnings.push(Fault { variable: variable.to_owned(), message: message.into() });
    }

    /// A text that may be absent.
    pub fn optional(&mut self, variable: &str) -> Option<String> {
        self.asked.insert(variable.to_owned());
        let raw =
            self.environment.get(variable).or_else(|| self.defaults.get(&variable.to_lowercase()))?.clone();
        let trimmed = raw.trim();
        if trimmed.len() != raw.len() {
            self.warn(variable, "has white space around it, which was removed");
        }
        if trimmed.is_empty() { None } else { Some(trimmed.to_owned()) }
    }

    /// A text that must be there.
    pub fn text(&mut self, variable: &str) -> String {
        match self.optional(variable) {
            Some(text) => text,
            None => {
                self.fault(variable, "is missing");
                String::new()
            }
        }
    }

    /// A text that may be set under an older name as well; the default is that of the newer one.
    pub fn optional_alias(&mut self, variable: &str, alias: &str) -> Option<String> {
        self.asked.insert(variable.to_owned());
        let older = !self.environment.contains_key(variable) && self.environment.contains_key(alias);
        self.optional(if older { alias } else { variable })
    }

    /// A secret that may be absent.
    pub fn optional_secret(&mut self, variable: &str) -> Option<SecretString> {
        self.optional(variable).map(SecretString::from)
    }

    /// A secret that must be there.
    pub fn secret(&mut self, variable: &str) -> SecretString {
        SecretString::from(self.text(variable))
    }

    /// A number in `range`.
    pub fn number<T>(&mut self, variable: &str, range: RangeInclusive<T>) -> T
    where
        T: FromStr + PartialOrd + Copy + fmt::Display,
    {
        let text = self.text(variable);
        match text.parse::<T>() {
            Ok(number) if range.contains(&number) => return number,
            Ok(_) | Err(_) if text.is_empty() => {}
            Ok(_) | Err(_) => {
                self.fault(variable, format!("must be a number from {} to {}", range.start(), range.end()));
            }
        }
        *range.start()
    }

    /// A number of seconds.
    pub fn seconds(&mut self, variable: &str, range: RangeInclusive<u64>) -> Duration {
        Duration::from_secs(self.number(variable, range))
    }

    /// `true` or `false`.
    pub fn flag(&mut self, variable: &str) -> bool {
        self.one_of(variable, &[("true", true), ("false", false)])
    }

    /// One of some words.
    pub fn one_of<T: Copy>(&mut self, variable: &str, words: &[(&str, T)]) -> T {
        let text = self.text(variable);
        if let Some((_, value)) = words.iter().find(|(word, _)| word.eq_ignore_ascii_case(&text)) {
            return *value;
        }
        if !text.is_empty() {
            let known: Vec<_> = words.iter().map(|(word, _)| *word).collect();
            self.fault(variable, format!("must be one of {}", known.join(", ")));
        }
        words[0].1
    }

    /// A list separated by commas; absent means empty.
    pub fn list(&mut self, variable: &str) -> Vec<String> {
        let text = self.optional(variable).unwrap_or_default();
        text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
    }

    /// An address with one of these schemes and a host.
    pub fn url(&mut self, variable: &str, schemes: &[&str]) -> Url {
        let text = self.text(variable);
        self.parse_url(variable, &text, schemes)
    }

    /// One such address or several, separated by commas.
    pub fn urls(&mut self, variable: &str, schemes: &[&str]) -> Vec<Url> {
        let texts = self.list(variable);
        if texts.is_empty() {
            self.fault(variable, "is missing");
        }
        texts.iter().map(|text| self.parse_url(variable, text, schemes)).collect()
    }

    /// The same for one that may be absent.
    pub fn optional_url(&mut self, variable: &str, schemes: &[&str]) -> Option<Url> {
        let text = self.optional(variable)?;
        Some(self.parse_url(variable, &text, schemes))
    }

    pub(crate) fn parse_url(&mut self, variable: &str, text: &str, schemes: &[&str]) -> Url {
        match Url::parse(text) {
            Ok(url) if schemes.contains(&url.scheme()) && url.has_host() => return url,
            Ok(_) | Err(_) if text.is_empty() => {}
            Ok(_) | Err(_) => {
                self.fault(variable, format!("must be an address with {}://", schemes.join(":// or ")));
            }
        }
        placeholder()
    }

    /// Anything that parses from a text.
    pub fn parsed<T: FromStr>(&mut self, variable: &str, otherwise: T, rule: &str) -> T {
        let text = self.text(variable);
        match text.parse() {
            Ok(value) => return value,
            Err(_) if text.is_empty() => {}
            Err(_) => self.fault(variable, rule),
        }
        otherwise
    }

    /// Every variable that was read so far, without values, as a file of settings begins: `NAME=`, with its default above.
    #[must_use]
    pub fn example(&self) -> String {
        let line = |variable: &String| match self.defaults.get(&variable.to_lowercase()) {
            Some(default) if !default.is_empty() => format!("# default: {default}\n{variable}=\n"),
            Some(_) | None => format!("{variable}=\n"),
        };
        self.asked.iter().map(line).collect()
    }

    /// Everything found, warnings second.
    #[must_use]
    pub fn finish(self) -> (Vec<Fault>, Vec<Fault>) {
        (self.faults, self.warnings)
    }
}

fn placeholder() -> Url {
    // A constant that parses; there is no way to build a Url without parsing.
    Url::parse("http://invalid.invalid").unwrap_or_else(|_| unreachable!("a constant address"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(environment: &[(&str, &str)]) -> Reader {
        let variables = environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Reader::new("pool_size = 10\nmode = \"fast\"", variables).unwrap()
    }

    #[test]
    fn the_environment_wins_over_the_default() {
        let mut reader = reader(&[("MODE", " slow ")]);
        assert_eq!(reader.number("POOL_SIZE", 1..=100), 10);
        assert_eq!(reader.text("MODE"), "slow");
        let (faults, warnings) = reader.finish();
        assert!(faults.is_empty());
        assert_eq!(warnings[0].variable, "MODE");
    }

    #[test]
    fn the_example_names_every_variable_that_is_read_and_no_value_of_this_environment() {
        let mut reader = reader(&[("KEY", "hunter2"), ("UNREAD", "x")]);
        reader.number("POOL_SIZE", 1..=100);
        reader.secret("KEY");
        reader.optional("NOTE");
        assert_eq!(reader.example(), "KEY=\nNOTE=\n# default: 10\nPOOL_SIZE=\n");
    }

    #[test]
    fn addresses_are_one_or_several_and_none_is_a_fault() {
        let mut reader = reader(&[("A", "http://a:1, https://b"), ("B", "http://a:1,nonsense"), ("C", ",")]);
        let schemes = ["http", "https"];
        let texts: Vec<_> = reader.urls("A", &schemes).iter().map(Url::to_string).collect();
        assert_eq!(texts, ["http://a:1/", "https://b/"]);
        for variable in ["B", "C", "D"] {
            reader.urls(variable, &schemes);
        }
        let variables: Vec<_> = reader.finish().0.into_iter().map(|fault| fault.variable).collect();
        assert_eq!(variables, ["B", "C", "D"]);
    }

    #[test]
    fn every_fault_is_told_at_once_and_no_value_is_shown() {
        let mut reader = reader(&[("POOL_SIZE", "hunter2"), ("PUBLIC_URL", "ftp://x"), ("ON", "perhaps")]);
        reader.number("POOL_SIZE", 1..=100);
        reader.url("PUBLIC_URL", &["http", "https"]);
        reader.flag("ON");
        reader.secret("KEY");
        let (faults, _) = reader.finish();
        let told: Vec<_> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(faults.len(), 4, "{told:?}");
        assert!(told.iter().all(|line| !line.contains("hunter2")));
    }
}
