use super::Missing;
use crate::domain::{
    context::{BusinessContext, ChannelPriority, PlannedChannel},
    reduced::{Channel, ChannelType, Channels},
};

pub fn extract(context: &BusinessContext) -> Result<Channels, Missing> {
    let plan = context.go_to_market.as_ref().filter(|plan| !plan.channels.is_empty());
    let plan = plan.ok_or(Missing { field: "go_to_market.channels" })?;
    let (primary, others): (Vec<_>, Vec<_>) =
        plan.channels.iter().partition(|channel| match channel.priority {
            ChannelPriority::Primary => true,
            ChannelPriority::Secondary | ChannelPriority::Experimental => false,
        });
    Ok(Channels {
        primary: primary.into_iter().map(channel).collect(),
        secondary: others.into_iter().map(channel).collect(),
        strategy_summary: plan.go_to_market.clone(),
    })
}

fn channel(planned: &PlannedChannel) -> Channel {
    let id = planned.id.clone().unwrap_or_else(|| planned.name.to_lowercase().replace([' ', '-'], "_"));
    Channel { name: planned.name.clone(), r#type: channel_type(&id) }
}

/// None for a channel that is none of the nine.
fn channel_type(id: &str) -> Option<ChannelType> {
    match id {
        "linkedin" | "x" | "tiktok" => Some(ChannelType::SocialMedia),
        "newsletter" => Some(ChannelType::Email),
        "seo_blog" => Some(ChannelType::OrganicSearch),
        "youtube" => Some(ChannelType::ContentMarketing),
        "cold_email" => Some(ChannelType::DirectSales),
        "paid_ads" => Some(ChannelType::Advertising),
        "events" => Some(ChannelType::Events),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::build::fixture;

    #[test]
    fn experimental_channels_are_secondary_and_names_find_their_type() {
        let mut document = fixture::typical();
        document["go_to_market"]["channels"] = json!([
            {"name": "LinkedIn", "priority": "primary"},
            {"id": "seo_blog", "name": "Our journal", "priority": "secondary"},
            {"name": "Cold email", "priority": "experimental"},
        ]);
        let channels = extract(&fixture::context(document)).unwrap();
        assert_eq!(channels.primary[0].r#type, Some(ChannelType::SocialMedia));
        let secondary: Vec<_> =
            channels.secondary.iter().map(|channel| (channel.name.as_str(), channel.r#type)).collect();
        assert_eq!(
            secondary,
            [
                ("Our journal", Some(ChannelType::OrganicSearch)),
                ("Cold email", Some(ChannelType::DirectSales))
            ]
        );
    }
}
