use super::Missing;
use crate::domain::{context::BusinessContext, reduced::Brand};

pub fn extract(context: &BusinessContext) -> Result<Brand, Missing> {
    let messaging =
        context.intelligence.messaging.as_ref().ok_or(Missing { field: "intelligence.messaging" })?;
    let voice = messaging.brand_voice.as_ref();
    let positioning =
        messaging.positioning_statement.as_ref().or(context.intelligence.positioning.statement.as_ref());
    Ok(Brand {
        values: messaging.values.clone(),
        personality: messaging.personality.clone(),
        tone: voice.map(|voice| voice.tone.clone()).unwrap_or_default(),
        positioning: positioning.cloned(),
    })
}
