use serde::Deserialize;

#[derive(Debug, Clone, Deserialize)]
pub struct Competitive {
    #[serde(default)]
    pub alternatives: Vec<Alternative>,
    #[serde(default)]
    pub leverage: Vec<Leverage>,
    pub vantage_point: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Alternative {
    pub name: String,
    pub r#type: AlternativeType,
    pub their_weakness: Option<String>,
    pub website: Option<String>,
    #[serde(default)]
    pub strengths: Vec<String>,
    #[serde(default)]
    pub weaknesses: Vec<String>,
    #[serde(default)]
    pub target_segments: Vec<String>,
    pub market_share: Option<String>,
    pub pricing_model: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlternativeType {
    StatusQuo,
    Direct,
    Indirect,
    Emerging,
    Adjacent,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Leverage {
    pub text: String,
}
