use serde::Deserialize;

#[derive(Debug, Clone, Deserialize)]
pub struct GoToMarket {
    pub go_to_market: Option<String>,
    #[serde(default)]
    pub channels: Vec<PlannedChannel>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct PlannedChannel {
    pub id: Option<String>,
    pub name: String,
    pub priority: ChannelPriority,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelPriority {
    Primary,
    Secondary,
    Experimental,
}
