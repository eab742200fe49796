//! `business_context.json`, schema version "2.0": checked against the published JSON Schema, then typed as far as the
//! reducer reads it.

mod competitive;
mod intelligence;
mod schema;
mod tactics;
mod tidy;

pub use competitive::{Alternative, AlternativeType, Competitive};
pub use intelligence::{ApprovedLine, Icp, Intelligence, Messaging, OneLiner};
pub use schema::Fault;
pub use tactics::{ChannelPriority, GoToMarket, PlannedChannel};

use serde::Deserialize;
use serde_json::Value;

use super::reduced::{Goals, Issues, Market};

/// The one version that is understood.
pub const VERSION: &str = "2.0";

/// Why a document is no business context.
#[derive(Debug, thiserror::Error)]
pub enum ContextError {
    #[error("the business context is not a JSON object")]
    Malformed,
    #[error("this version of the business context is not supported")]
    UnsupportedVersion,
    #[error("the business context breaks {} rules of its schema", .0.len())]
    Invalid(Vec<Fault>),
}

/// A document that passed the schema.
#[derive(Debug, Clone)]
pub struct BusinessContext {
    pub company_profile: CompanyProfile,
    pub foundation: Foundation,
    pub intelligence: Intelligence,
    pub competitive: Option<Competitive>,
    pub go_to_market: Option<GoToMarket>,
    pub market: Market,
    pub goals: Goals,
    pub issues: Issues,
    pub meta: Meta,
    document: Value,
}

#[derive(Deserialize)]
struct Parsed {
    company_profile: CompanyProfile,
    foundation: Foundation,
    intelligence: Intelligence,
    competitive: Option<Competitive>,
    go_to_market: Option<GoToMarket>,
    #[serde(default)]
    market: Market,
    #[serde(default)]
    goals: Goals,
    #[serde(default)]
    issues: Issues,
    meta: Meta,
}

impl BusinessContext {
    /// Reads a document as it arrives.
    pub fn parse(json: &[u8]) -> Result<Self, ContextError> {
        Self::from_document(serde_json::from_slice(json).map_err(|_| ContextError::Malformed)?)
    }

    /// Reads a document that is JSON already, as the store keeps it.
    pub fn from_document(document: Value) -> Result<Self, ContextError> {
        let version = document.as_object().ok_or(ContextError::Malformed)?.get("version");
        if version.and_then(Value::as_str) != Some(VERSION) {
            return Err(ContextError::UnsupportedVersion);
        }
        let document = tidy::tidy(document);
        let faults = schema::faults(&document);
        if !faults.is_empty() {
            return Err(ContextError::Invalid(faults));
        }
        let parsed = Parsed::deserialize(&document).map_err(|error| {
            ContextError::Invalid(vec![Fault::new(String::new(), "INVALID", error.to_string())])
        })?;
        Ok(Self {
            company_profile: parsed.company_profile,
            foundation: parsed.foundation,
            intelligence: parsed.intelligence,
            competitive: parsed.competitive,
            go_to_market: parsed.go_to_market,
            market: parsed.market,
            goals: parsed.goals,
            issues: parsed.issues,
            meta: parsed.meta,
            document,
        })
    }

    /// The whole document, members included that the reducer does not read; its texts are trimmed.
    pub fn document(&self) -> &Value {
        &self.document
    }

    /// The workspace that the document itself names.
    pub fn workspace_id(&self) -> Option<&str> {
        self.document.get("workspace_id").and_then(Value::as_str)
    }
}

#[derive(Debug, Clone, Deserialize)]
pub struct CompanyProfile {
    pub name: String,
    pub industry: String,
    pub stage: String,
    pub website: Option<String>,
    pub description: Option<String>,
    pub founded_year: Option<u16>,
    pub employee_count: Option<u32>,
    pub revenue_range: Option<String>,
    pub headquarters: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Foundation {
    pub value_proposition: String,
    pub mission: Option<String>,
    pub core_deliverable: Option<String>,
    pub promised_outcome: Option<String>,
    pub pricing_model: Option<String>,
    pub billing_cycle: Option<String>,
    #[serde(default)]
    pub options: Vec<OfferOption>,
    pub target_audience: Option<String>,
}

/// What can be bought, and for how much.
#[derive(Debug, Clone, Deserialize)]
pub struct OfferOption {
    pub name: String,
    pub description: Option<String>,
    /// In the minor unit of the currency; None is a price on request.
    pub price_minor: Option<u64>,
    pub currency: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Meta {
    pub completed_steps: u8,
    pub completion_percentage: f64,
    #[serde(default)]
    pub missing_fields: Vec<String>,
    #[serde(default)]
    pub warnings: Vec<String>,
    #[serde(default)]
    pub raw_step_ids: Vec<String>,
    #[serde(default)]
    pub links: Vec<String>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::build::fixture;

    #[test]
    fn only_version_two_is_understood() {
        for version in [json!("1.0"), json!("2.1"), json!(2.0), Value::Null] {
            let mut document = fixture::typical();
            document["version"] = version;
            assert!(matches!(
                BusinessContext::from_document(document),
                Err(ContextError::UnsupportedVersion)
            ));
        }
        assert!(matches!(BusinessContext::parse(b"[]"), Err(ContextError::Malformed)));
        assert!(matches!(BusinessContext::parse(b"{"), Err(ContextError::Malformed)));
    }

    #[test]
    fn a_broken_rule_is_named_by_pointer_and_code() {
        let mut document = fixture::typical();
        document["company_profile"]["industry"] = json!("alchemy");
        document["intelligence"]["icps"][0]["pains"][0]["description"] = json!("abc");
        document["foundation"].as_object_mut().unwrap().remove("solution");
        let Err(ContextError::Invalid(faults)) = BusinessContext::from_document(document) else {
            panic!("the document was accepted");
        };
        let mut named: Vec<_> = faults.iter().map(|fault| (fault.pointer.as_str(), fault.code)).collect();
        named.sort_unstable();
        assert_eq!(
            named,
            [
                ("/company_profile/industry", "NOT_ALLOWED"),
                ("/foundation/solution", "REQUIRED"),
                ("/intelligence/icps/0/pains/0/description", "TOO_SHORT"),
            ]
        );
    }

    #[test]
    fn a_forced_document_may_lack_what_it_names_as_missing() {
        let mut document = fixture::typical();
        document.as_object_mut().unwrap().remove("competitive");
        document["intelligence"].as_object_mut().unwrap().remove("messaging");
        assert!(BusinessContext::from_document(document.clone()).is_err());
        document["meta"]["forced"] = json!(true);
        assert!(BusinessContext::from_document(document.clone()).is_ok());
        document["intelligence"]["icps"] = json!([]);
        assert!(BusinessContext::from_document(document).is_err());
    }

    #[test]
    fn nul_characters_never_reach_the_store() {
        let mut document = fixture::typical();
        document["goals"]["team"] = json!("Asha\u{0} and Ravi");
        assert!(matches!(BusinessContext::from_document(document), Err(ContextError::Invalid(_))));
    }
}
