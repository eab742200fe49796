//! The manifest: the compact document that prompts are given. Its members are exactly those that are counted and
//! hashed; `meta` stands outside.

mod assemble;

use serde::Serialize;

use super::reduced::{Delta, Guardrails, Hierarchy, Offer, RivalType};

/// Version of the manifest's shape.
pub const SCHEMA_VERSION: &str = "2.0";

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Manifest {
    pub foundation: Foundation,
    /// The primary one first.
    pub icps: Vec<Icp>,
    pub competitive: Competitive,
    pub messaging: Messaging,
    pub brand: Brand,
    pub channels: Channels,
    pub market: Market,
    pub goals: Goals,
    pub issues: Issues,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Foundation {
    pub company: Company,
    pub mission: Option<String>,
    pub value_prop: String,
    pub audience: Option<String>,
    pub offer: Offer,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Company {
    pub name: String,
    pub industry: String,
    pub stage: String,
    pub website: Option<String>,
    pub description: Option<String>,
    pub headquarters: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Icp {
    pub segment: String,
    pub description: Option<String>,
    /// The most severe first.
    pub pain_points: Vec<String>,
    pub goals: Vec<String>,
    pub triggers: Vec<String>,
    pub objections: Vec<String>,
    pub channels: Vec<String>,
    pub confidence: f64,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Competitive {
    pub category: String,
    pub category_path: Option<String>,
    /// Direct rivals first.
    pub alternatives: Vec<Alternative>,
    pub differentiation: String,
    pub positioning_delta: Vec<Delta>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Alternative {
    pub name: String,
    pub r#type: RivalType,
    pub strengths: Vec<String>,
    pub weaknesses: Vec<String>,
    pub share: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Messaging {
    pub guardrails: Guardrails,
    pub one_liner: Option<String>,
    pub positioning_statement: Option<String>,
    pub key_messages: Vec<KeyMessage>,
    pub taglines: Vec<String>,
    pub soundbites: Vec<Soundbite>,
    pub hierarchy: Hierarchy,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct KeyMessage {
    pub title: String,
    pub content: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Soundbite {
    pub kind: String,
    pub text: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Brand {
    pub values: Vec<String>,
    pub personality: Vec<String>,
    pub tone: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Channels {
    pub primary: Vec<String>,
    pub secondary: Vec<String>,
    pub strategy_summary: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Market {
    pub tam: Option<u64>,
    pub sam: Option<u64>,
    pub som: Option<u64>,
    pub currency: Option<String>,
    pub year: Option<u16>,
    pub verticals: Vec<String>,
    pub geography: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Goals {
    pub short_term: Vec<Goal>,
    pub kpis: Vec<Kpi>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Goal {
    pub title: String,
    pub timeframe: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Kpi {
    pub name: String,
    pub target: Option<String>,
    pub current: Option<String>,
    pub unit: Option<String>,
    pub frequency: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Issues {
    pub contradictions: Vec<Contradiction>,
    pub risks: Vec<Risk>,
    pub recent_wins: Vec<Win>,
    pub links: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Contradiction {
    pub description: String,
    pub severity: u8,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Risk {
    pub title: String,
    pub probability: Option<String>,
    pub impact: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Win {
    pub title: String,
    pub impact: Option<String>,
}
