//! Channels: the tiers that suit a path, which ones a company owns, and lifting one the path advises against.

use serde_json::Value;

use super::{Derivation, items_mut};
use crate::domain::StepNumber;
use crate::domain::finding::{Code, Finding};
use crate::domain::read::{Read, by_id};

/// The nine channels and their names.
pub const NAMES: [(&str, &str); 9] = [
    ("linkedin", "LinkedIn"),
    ("x", "X"),
    ("newsletter", "Newsletter"),
    ("seo_blog", "SEO blog"),
    ("youtube", "YouTube"),
    ("cold_email", "Cold email"),
    ("paid_ads", "Paid ads"),
    ("tiktok", "TikTok"),
    ("events", "Events"),
];

/// Tiers by path, best first within each tier.
const TIERS: [(&str, &str, &[&str]); 12] = [
    ("safe", "primary", &["linkedin", "seo_blog"]),
    ("safe", "secondary", &["newsletter", "cold_email", "events"]),
    ("safe", "tertiary", &["youtube", "x", "paid_ads"]),
    ("safe", "avoid", &["tiktok"]),
    ("clever", "primary", &["linkedin", "newsletter"]),
    ("clever", "secondary", &["seo_blog", "x", "youtube"]),
    ("clever", "tertiary", &["events", "cold_email", "paid_ads"]),
    ("clever", "avoid", &["tiktok"]),
    ("bold", "primary", &["x", "youtube"]),
    ("bold", "secondary", &["newsletter", "linkedin", "events"]),
    ("bold", "tertiary", &["tiktok", "seo_blog"]),
    ("bold", "avoid", &["paid_ads", "cold_email"]),
];

/// All nine channels with the tier a path suggests; nothing for a path that is not chosen yet.
pub fn tiers(path: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    TIERS
        .iter()
        .filter(move |(of, _, _)| *of == path)
        .flat_map(|(_, tier, channels)| channels.iter().map(|id| (*id, *tier)))
}

pub fn is_owned(channel: &str) -> bool {
    matches!(channel, "newsletter" | "seo_blog")
}

pub fn complete(data: &mut Value, derivation: &mut Derivation<'_, '_>) {
    for channel in items_mut(data, "channels") {
        let id = channel.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        channel.entry("is_owned").or_insert_with(|| Value::Bool(is_owned(&id)));
        if let (None, Some((_, name))) = (channel.get("name"), NAMES.iter().find(|(known, _)| *known == id)) {
            channel.insert("name".to_owned(), Value::from(*name));
        }
    }
    let path = derivation.answers.settled(StepNumber::CATEGORY).text("selected_path");
    for (index, channel) in data.list("channels").iter().enumerate() {
        let before =
            by_id(derivation.previous.list("channels"), channel.id()).map(|before| before.text("tier"));
        let advised = tiers(path).any(|(id, tier)| id == channel.id() && tier == "avoid");
        if channel.text("tier") == "primary" && (advised || before == Some("avoid")) {
            let message = "was marked to avoid; make sure that it deserves most of your effort";
            let at = format!("/channels/{index}/tier");
            derivation.warnings.push(Finding::new(at, Code::AvoidedChannel, message));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_path_places_every_channel_once() {
        for path in ["safe", "clever", "bold"] {
            let ids: Vec<&str> = tiers(path).map(|(id, _)| id).collect();
            assert_eq!(ids.len(), 9, "{path}");
            assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 9, "{path}");
            assert!(ids.iter().all(|id| NAMES.iter().any(|(known, _)| known == id)));
        }
        assert_eq!(tiers("").count(), 0);
    }
}
