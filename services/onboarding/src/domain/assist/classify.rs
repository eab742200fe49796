//! Step 1: what kind of document a piece of evidence is, by its place, name, address and text.

use serde_json::{Value, json};

use super::assist_run::{AssistRun, Basis};
use super::words::mentions;
use crate::domain::read::Read;

/// Category, the slot it belongs to, and the words that speak for it; more telling ones first.
const SIGNS: [(&str, &str, &[&str]); 9] = [
    (
        "user_testimonial",
        "testimonials",
        &[
            "testimonial*",
            "review",
            "reviews",
            "case stud*",
            "customer stor*",
            "client letter*",
            "client stor*",
            "reference",
            "references",
        ],
    ),
    ("pitch_deck", "sales_deck", &["pitch", "deck", "presentation*", "brochure*", "slides"]),
    (
        "competitor_analysis",
        "competitors",
        &["competitor*", "comparison*", "compare", "compared", "versus", "vs", "rival*", "alternatives to"],
    ),
    (
        "product_screenshot",
        "product_screenshots",
        &["screenshot*", "screen shot", "demo", "demos", "interface", "walkthrough*"],
    ),
    (
        "financial_document",
        "other",
        &["balance sheet", "profit and loss", "invoice*", "revenue", "forecast*", "financial*"],
    ),
    (
        "legal_document",
        "other",
        &[
            "agreement*",
            "contract",
            "contracts",
            "terms of",
            "privacy",
            "licence*",
            "license*",
            "certificate of",
            "trademark*",
        ],
    ),
    (
        "market_research",
        "other",
        &[
            "survey*",
            "market research",
            "market study",
            "lab report*",
            "whitepaper*",
            "white paper",
            "industry report*",
        ],
    ),
    (
        "marketing_material",
        "manifesto",
        &["manifesto", "our story", "campaign*", "flyer*", "newsletter*", "press release", "कहानी"],
    ),
    (
        "website_content",
        "website",
        &["website", "site", "landing page*", "home page", "blog", "shop", "product page*"],
    ),
];

pub fn classify(run: &mut AssistRun<'_, '_>) {
    for (index, item) in run.own().list("evidence").iter().enumerate() {
        if !item.text("matched_category").is_empty() {
            continue;
        }
        let text = run.evidence_text(item.id()).unwrap_or_default();
        let Some((category, slot, confidence)) = judge(item, text) else { continue };
        // the slot "other" is where everything starts; a slot somebody chose stays
        let slot = (item.text("slot") == "other" && slot != "other").then_some(slot);
        let members =
            json!({ "matched_category": category, "classification_confidence": confidence, "slot": slot });
        run.propose_members("evidence", index, members, &Basis::sources(confidence, [item.id()]));
    }
}

fn judge(item: &Value, text: &str) -> Option<(&'static str, &'static str, u8)> {
    let chosen = SIGNS.iter().find(|(_, slot, _)| *slot != "other" && *slot == item.text("slot"));
    let spoken = format!("{} {} {}", item.text("name"), item.texts("tags").join(" "), item.text("url"));
    let named = SIGNS.iter().find(|(_, _, signs)| mentions(&spoken, signs));
    let read = SIGNS.iter().find(|(_, _, signs)| mentions(text, signs));
    let link =
        SIGNS.iter().find(|(category, _, _)| *category == "website_content" && item.text("type") == "url");
    let (sign, confidence) = match (chosen, named) {
        (Some(chosen), Some(named)) if chosen.0 == named.0 => (Some(chosen), 85),
        (Some(chosen), _) => (Some(chosen), 70),
        (None, Some(named)) => (Some(named), 65),
        (None, None) => (read, 50),
    };
    sign.map(|(category, slot, _)| (*category, *slot, confidence)).or(link.map(|link| (link.0, link.1, 40)))
}

#[cfg(test)]
mod tests {
    use super::judge;
    use serde_json::json;

    #[test]
    fn place_and_name_together_are_surer_than_either() {
        let deck = |slot: &str, name: &str| judge(&json!({"type": "url", "slot": slot, "name": name}), "");
        assert_eq!(deck("sales_deck", "Sales deck, March"), Some(("pitch_deck", "sales_deck", 85)));
        assert_eq!(deck("sales_deck", "March"), Some(("pitch_deck", "sales_deck", 70)));
        assert_eq!(deck("other", "Customer testimonials"), Some(("user_testimonial", "testimonials", 65)));
        assert_eq!(deck("other", "Something"), Some(("website_content", "website", 40)));
        assert_eq!(judge(&json!({"type": "file", "name": "scan.pdf"}), ""), None);
    }
}
