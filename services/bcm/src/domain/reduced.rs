//! The reduced model: what the reducer takes out of a business context, uncompressed and stored per section. Two
//! versions are compared by it. Entries that a context holds in the same shape are read as these types already.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reduced {
    pub company_info: Company,
    pub icps: Vec<Icp>,
    pub competitors: Competitors,
    pub brand_data: Brand,
    pub market_data: Market,
    pub messaging_data: Messaging,
    pub channels_data: Channels,
    pub goals_data: Goals,
    pub issues_data: Issues,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Company {
    pub name: String,
    pub website: Option<String>,
    pub industry: String,
    /// The market category chosen within the industry.
    pub sub_industry: Option<String>,
    pub description: Option<String>,
    pub stage: String,
    pub founded_year: Option<u16>,
    pub employee_count: Option<u32>,
    pub revenue_range: Option<String>,
    pub headquarters: Option<String>,
    pub mission: Option<String>,
    pub value_prop: String,
    pub audience: Option<String>,
    pub offer: Offer,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Offer {
    pub deliverable: Option<String>,
    pub outcome: Option<String>,
    pub pricing_model: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Icp {
    pub name: String,
    pub description: Option<String>,
    pub company_size: Option<String>,
    pub vertical: Option<String>,
    pub geography: Vec<String>,
    pub pains: Vec<Pain>,
    pub goals: Vec<IcpGoal>,
    pub objections: Vec<Objection>,
    pub triggers: Vec<Trigger>,
    pub channels: Vec<String>,
    pub confidence_score: f64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pain {
    pub category: Option<String>,
    pub description: String,
    #[serde(default = "medium_severity")]
    pub severity: u8,
    pub frequency: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct IcpGoal {
    pub category: Option<String>,
    pub description: String,
    pub priority: Option<String>,
    pub timeline: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Objection {
    pub r#type: Option<String>,
    pub description: String,
    pub response: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Trigger {
    pub event: String,
    pub timing: Option<String>,
    pub impact: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Competitors {
    pub direct: Vec<Rival>,
    pub indirect: Vec<Rival>,
    pub positioning_delta: Vec<Delta>,
    pub category: String,
    pub category_path: Option<String>,
    pub differentiation: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rival {
    pub name: String,
    pub website: Option<String>,
    pub r#type: RivalType,
    pub strengths: Vec<String>,
    pub weaknesses: Vec<String>,
    pub market_share: Option<String>,
    pub pricing_model: Option<String>,
    pub target_segments: Vec<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RivalType {
    #[default]
    Direct,
    Indirect,
    /// What customers do instead of buying: the status quo.
    Alternative,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Delta {
    pub axis: String,
    pub our_position: Option<String>,
    pub competitor_position: Option<String>,
    pub differentiation: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Brand {
    pub values: Vec<BrandValue>,
    pub personality: Vec<Trait>,
    pub tone: Vec<String>,
    pub positioning: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct BrandValue {
    pub value: String,
    pub description: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Trait {
    pub r#trait: String,
    pub description: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Messaging {
    pub guardrails: Guardrails,
    pub one_liner: Option<String>,
    pub value_prop: ValueProp,
    pub taglines: Vec<Tagline>,
    pub key_messages: Vec<KeyMessage>,
    pub soundbites: Vec<Soundbite>,
    pub hierarchy: Hierarchy,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Guardrails {
    pub r#do: Vec<String>,
    pub dont: Vec<String>,
    pub banned: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ValueProp {
    pub primary: String,
    pub secondary: Option<String>,
    pub supporting_points: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tagline {
    pub text: String,
    pub context: Option<String>,
    pub variants: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeyMessage {
    pub title: String,
    pub content: String,
    pub audience: Option<String>,
    pub priority: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Soundbite {
    pub text: String,
    pub kind: String,
    pub context: Option<String>,
    pub length: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Hierarchy {
    pub primary: Option<String>,
    pub supporting: Vec<String>,
    pub proof: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Channels {
    pub primary: Vec<Channel>,
    /// Secondary and experimental ones.
    pub secondary: Vec<Channel>,
    pub strategy_summary: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Channel {
    pub name: String,
    pub r#type: Option<ChannelType>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelType {
    SocialMedia,
    Email,
    OrganicSearch,
    ContentMarketing,
    DirectSales,
    Advertising,
    Events,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Market {
    pub tam: Option<MarketSize>,
    pub sam: Option<MarketSize>,
    pub som: Option<MarketSize>,
    pub currency: Option<String>,
    pub year: Option<u16>,
    pub verticals: Vec<String>,
    pub geography: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct MarketSize {
    pub value: u64,
    pub description: Option<String>,
    pub growth_rate: Option<f64>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Goals {
    pub short_term: Vec<Goal>,
    pub long_term: Vec<Goal>,
    pub kpis: Vec<Kpi>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Goal {
    pub title: String,
    pub description: Option<String>,
    pub timeframe: Option<String>,
    pub metrics: Vec<String>,
    pub priority: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Kpi {
    pub name: String,
    pub description: Option<String>,
    pub target: Option<String>,
    pub current: Option<String>,
    pub unit: Option<String>,
    pub frequency: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Issues {
    pub contradictions: Vec<Contradiction>,
    pub risks: Vec<Risk>,
    pub recent_wins: Vec<Win>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contradiction {
    pub r#type: String,
    pub description: String,
    #[serde(default = "medium_severity")]
    pub severity: u8,
    pub resolution: Option<String>,
}

fn medium_severity() -> u8 {
    5
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Risk {
    pub title: String,
    pub description: Option<String>,
    pub probability: Option<String>,
    pub impact: Option<String>,
    pub mitigation: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Win {
    pub title: String,
    pub description: Option<String>,
    pub date: Option<String>,
    pub impact: Option<String>,
    pub customer: Option<String>,
}
