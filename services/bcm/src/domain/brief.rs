//! The brief: a manifest's source as a document that a founder would forward.
//!
//! It is written from the reduced model, not from the compressed manifest: a reader has no token budget.

mod figures;
mod markdown;
mod sections;
mod words;

use super::{
    context::{Foundation, OfferOption},
    reduced::Reduced,
};
use markdown::{Markdown, escape};

/// What the footer says about the version.
#[derive(Debug, Clone, Copy)]
pub struct Imprint<'a> {
    pub version: &'a str,
    pub checksum: &'a str,
    /// The day of the version in India, for a reader.
    pub date: &'a str,
    pub completed_steps: u8,
}

/// What the offer costs, which the reduced model does not hold.
#[derive(Debug, Default)]
pub struct Prices {
    options: Vec<OfferOption>,
    billing_cycle: Option<String>,
}

impl Prices {
    /// The prices that a founder named.
    pub fn of(foundation: &Foundation) -> Self {
        Self { options: foundation.options.clone(), billing_cycle: foundation.billing_cycle.clone() }
    }
}

/// The whole document.
pub fn brief(reduced: &Reduced, prices: &Prices, imprint: Imprint<'_>) -> String {
    let mut page = Markdown::default();
    let company = &reduced.company_info;
    page.title(&format!("{}: business brief", escape(&company.name)));
    page.quote(reduced.messaging_data.one_liner.as_deref().unwrap_or(&company.value_prop));
    sections::company(&mut page, company);
    sections::prices(&mut page, prices);
    sections::customers(&mut page, &reduced.icps);
    sections::position(&mut page, reduced);
    sections::messages(&mut page, &reduced.messaging_data);
    sections::voice(&mut page, reduced);
    sections::channels(&mut page, &reduced.channels_data);
    sections::market(&mut page, &reduced.market_data);
    sections::goals(&mut page, &reduced.goals_data);
    sections::issues(&mut page, &reduced.issues_data);
    page.rule();
    page.paragraph(&format!(
        "Version {} of {} (Indian Standard Time), from {} of 23 onboarding steps. Checksum `{}`.",
        imprint.version, imprint.date, imprint.completed_steps, imprint.checksum
    ));
    page.finish()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::{build::fixture, extract::reduce};

    const IMPRINT: Imprint<'static> =
        Imprint { version: "1.2.0", checksum: "ab12", date: "20 November 2026", completed_steps: 23 };

    fn brief_of(document: serde_json::Value) -> String {
        let context = fixture::context(document);
        brief(&reduce(&context).unwrap().0, &Prices::of(&context.foundation), IMPRINT)
    }

    #[test]
    fn a_brief_reads_from_company_to_risks() {
        let text = brief_of(fixture::typical());
        let headings: Vec<&str> = text.lines().filter(|line| line.starts_with("## ")).collect();
        assert_eq!(
            headings,
            [
                "## The company",
                "## Who it is for",
                "## Where we stand",
                "## What we say",
                "## How we say it",
                "## Where we say it",
                "## The market",
                "## What we aim for",
                "## What to watch",
            ]
        );
        assert!(
            text.starts_with(
                "# Khata Ledger: business brief\n\n> Month end takes twelve days. Khata matches"
            )
        );
        assert!(text.contains("### Finance head of a mid-size manufacturer (primary)"));
        assert!(text.contains(
            "| Zoho Books | direct | Low price; Known brand | Needs migration; Slow bank matching |"
        ));
        assert!(text.contains("- **Days to close:** 2 days (now 1.8 days), monthly"));
        assert!(text.contains("₹4,200 crore"));
        assert!(text.ends_with("Checksum `ab12`.\n"));
        assert!(!text.contains("\n\n\n"));
    }

    #[test]
    fn markup_in_answers_stays_text() {
        let mut document = fixture::typical();
        document["company_profile"]["name"] = json!("<script>alert(1)</script> & *Sons*");
        document["foundation"]["mission"] =
            json!("# Big\n\n- one\n1. two | three\n> `code` [x](javascript:alert(1)) ![i](x)");
        document["competitive"]["alternatives"][0]["name"] = json!("A | B\n| C |");
        document["intelligence"]["messaging"]["soundbites"][0]["content"] = json!("=== \n---\n~~gone~~");
        let text = brief_of(document);
        assert!(text.starts_with(r"# \<script\>alert(1)\</script\> \& \*Sons\*: business brief"));
        assert!(
            text.contains(r"\# Big - one 1. two \| three \> \`code\` \[x\](javascript:alert(1)) !\[i\](x)")
        );
        assert!(text.contains(r"| A \| B \| C \| | direct |"));
        assert!(text.contains(r"\=== --- \~\~gone\~\~"));
    }

    #[test]
    fn prices_are_in_rupees_and_words_are_for_readers() {
        let mut document = fixture::typical();
        document["company_profile"]["stage"] = json!("pre_seed");
        document["company_profile"]["industry"] = json!("food_beverage");
        document["foundation"]["billing_cycle"] = json!("monthly");
        document["foundation"]["options"][0]["price_minor"] = json!(12_345_650);
        document["foundation"]["options"][0]["description"] = json!("For one plant.");
        document["go_to_market"]["channels"][0] = json!({"id": "x", "name": "X", "priority": "primary"});
        let text = brief_of(document);
        for line in [
            "- **Stage:** Pre-seed",
            "- **Industry:** Food and beverage",
            "**What it costs, billed monthly**",
            "- **Plant:** ₹1,23,456.50. For one plant.",
            "- **Group:** price on request",
            "- X (social media)",
        ] {
            assert!(text.lines().any(|found| found == line), "{line}: {text}");
        }
        assert!(text.contains("Version 1.2.0 of 20 November 2026 (Indian Standard Time), from"));
    }

    #[test]
    fn lists_in_one_line_hold_no_ends_of_sentences() {
        let mut document = fixture::typical();
        document["competitive"]["alternatives"][0]["strengths"] =
            json!(["Low price.", " ; ", "Known brand."]);
        assert!(brief_of(document).contains("| Zoho Books | direct | Low price; Known brand |"));
    }

    #[test]
    fn what_is_settled_is_told_apart_from_what_is_open() {
        let mut document = fixture::typical();
        document["issues"]["contradictions"] = json!([
            {"type": "contradiction", "description": "Two prices are named.", "severity": 5},
            {"type": "contradiction", "description": "Two founding years", "severity": 8, "resolution": "2021 holds"},
        ]);
        let text = brief_of(document);
        assert!(
            text.contains("**Still open: our own material does not agree**\n\n- Two prices are named.\n")
        );
        assert!(text.contains(
            "**Settled: our material did not agree, and we decided**\n\n- Two founding years. Decided: 2021 holds\n"
        ));
        assert!(!text.contains("Contradictions found"));
    }

    #[test]
    fn a_reader_outside_the_company_understands_every_word() {
        let mut document = fixture::typical();
        document["goals"]["kpis"] = json!([
            {"name": "Plants that renew", "target": "95 %", "current": "91%", "unit": "%", "frequency": "monthly"},
            {"name": "Days to close", "target": "2", "current": "1.8", "unit": "days"},
        ]);
        document["intelligence"]["messaging"]["soundbites"] =
            json!([{"kind": "cta", "content": "Send us one month of statements."}]);
        document["issues"]["risks"] = json!([
            {"title": "A bank closes its feed"},
            {"title": "Tally closes its interface", "mitigation": "Export files"},
        ]);
        let text = brief_of(document);
        assert!(text.contains("- **Plants that renew:** 95 % (now 91%), monthly"), "{text}");
        assert!(text.contains("- **Days to close:** 2 days (now 1.8 days)"));
        assert!(text.contains("- Send us one month of statements. *(call to action)*"));
        assert!(text.contains(
            "**Risks, and what we do about them**\n\n- Tally closes its interface → Export files\n\n\
             **Risks without an answer yet**\n\n- A bank closes its feed\n"
        ));
        assert!(!text.contains(" path)"), "how a category was chosen says nothing to others");
    }

    #[test]
    fn sections_without_answers_are_left_out() {
        let mut document = fixture::typical();
        document["meta"]["forced"] = json!(true);
        for section in ["market", "goals", "issues", "go_to_market", "competitive"] {
            document.as_object_mut().unwrap().remove(section);
        }
        document["intelligence"]["icps"][1].as_object_mut().unwrap().remove("vertical");
        document["intelligence"]["icps"][1].as_object_mut().unwrap().remove("geography");
        let text = brief_of(document);
        assert!(
            !text.contains("## The market")
                && !text.contains("## What to watch")
                && !text.contains("## Where we say it")
        );
        assert!(!text.contains("\n\n\n"));
    }
}
