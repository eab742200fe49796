use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::domain::reduced::{
    BrandValue, Delta, Hierarchy, IcpGoal, KeyMessage, Objection, Pain, Tagline, Trait, Trigger,
};

#[derive(Debug, Clone, Deserialize)]
pub struct Intelligence {
    #[serde(default)]
    pub evidence_count: u32,
    /// Only counted: facts reach the manifest through the answers that were made of them.
    #[serde(default)]
    pub facts: Vec<IgnoredAny>,
    pub icps: Vec<Icp>,
    #[serde(default)]
    pub positioning: Positioning,
    pub messaging: Option<Messaging>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Icp {
    pub name: String,
    pub description: Option<String>,
    pub company_size: Option<String>,
    pub vertical: Option<String>,
    #[serde(default)]
    pub geography: Vec<String>,
    #[serde(default)]
    pub pains: Vec<Pain>,
    #[serde(default)]
    pub goals: Vec<IcpGoal>,
    #[serde(default)]
    pub objections: Vec<Objection>,
    #[serde(default)]
    pub triggers: Vec<Trigger>,
    #[serde(default)]
    pub channels: Vec<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
pub struct Positioning {
    pub category: Option<String>,
    pub category_path: Option<String>,
    pub statement: Option<String>,
    pub uvp: Option<String>,
    #[serde(default)]
    pub positioning_delta: Vec<Delta>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Messaging {
    pub one_liner: OneLiner,
    pub positioning_statement: Option<String>,
    pub tagline: Option<String>,
    pub value_props: Vec<ValuePoint>,
    pub brand_voice: Option<BrandVoice>,
    pub values: Vec<BrandValue>,
    pub personality: Vec<Trait>,
    pub forbidden_words: Vec<String>,
    pub soundbites: Vec<ApprovedLine>,
    pub key_messages: Vec<KeyMessage>,
    pub taglines: Vec<Tagline>,
    pub hierarchy: Hierarchy,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct OneLiner {
    pub problem: Option<String>,
    pub solution: Option<String>,
    pub result: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct ValuePoint {
    pub title: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct BrandVoice {
    pub tone: Vec<String>,
    pub r#do: Vec<String>,
    pub dont: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct ApprovedLine {
    pub kind: String,
    pub content: String,
    pub context: Option<String>,
    pub length: Option<String>,
}
