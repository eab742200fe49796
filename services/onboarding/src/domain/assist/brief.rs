//! What the answers say about the company, in the phrases that templates use.

use serde_json::Value;

use super::phrases::{audience_in, is_noun_like, is_own_voice};
use super::words::{clip, core, lower_first, settled};
use crate::domain::read::Read;
use crate::domain::{Answers, StepNumber};

/// Texts are empty where nothing was answered.
#[derive(Debug, Clone, Copy)]
pub struct Brief<'a> {
    pub company: &'a str,
    pub industry: &'a str,
    pub stage: &'a str,
    pub value_proposition: &'a str,
    pub deliverable: &'a str,
    pub outcome: &'a str,
    pub problem: &'a str,
    pub solution: &'a str,
    pub guarantee: &'a str,
    pub time_to_value: &'a str,
    pub path: &'a str,
    pub category: &'a str,
    /// The widest statement of who it is for.
    pub audience: &'a str,
}

impl<'a> Brief<'a> {
    pub fn of(answers: &'a Answers) -> Self {
        let company = answers.settled(StepNumber::EVIDENCE);
        let offer = answers.settled(StepNumber::OFFER);
        let category = answers.settled(StepNumber::CATEGORY);
        Self {
            company: company.text("company_name"),
            industry: company.text("industry"),
            stage: company.text("stage"),
            value_proposition: answers.settled(StepNumber::FACTS).text("value_proposition"),
            deliverable: offer.text("core_deliverable"),
            outcome: settled(offer.text("promised_outcome")),
            problem: offer.text("problem_statement"),
            solution: offer.text("solution"),
            guarantee: settled(offer.text("guarantees")),
            time_to_value: offer.text("time_to_value"),
            path: category.text("selected_path"),
            category: category.text("category"),
            audience: audience(answers),
        }
    }

    /// The same for the middle of a sentence.
    pub fn audience_phrase(&self) -> String {
        lower_first(&self.audience_core())
    }

    /// The audience without its relative clauses.
    pub fn audience_core(&self) -> String {
        core(self.audience, 120).unwrap_or_else(|| clip(self.audience, 120))
    }

    pub fn category_phrase(&self) -> String {
        lower_first(self.category)
    }

    /// Whether a text tells what the company is or does: a sentence of its own, and no name of anything.
    pub fn is_about_us(&self, text: &str) -> bool {
        let first = |text: &str| text.split_whitespace().next().map(str::to_lowercase);
        is_own_voice(text) || (!self.company.is_empty() && first(text) == first(self.company))
    }
}

fn audience(answers: &Answers) -> &str {
    let stated = [
        answers.settled(StepNumber::PROFILES).text("target_audience"),
        answers.settled(StepNumber::GRID).text("market_served"),
    ];
    let told = confirmed_facts(answers, "audience")
        .filter(|fact| fact.text("label") != "Customer quote")
        .map(|fact| fact.text("value"));
    stated.into_iter().chain(told).find_map(named).unwrap_or_default()
}

/// A text that names people, or the people its sentence names.
fn named(text: &str) -> Option<&str> {
    if is_noun_like(text) { Some(text) } else { audience_in(text) }
}

/// Facts of one category that the founder stands by.
pub fn confirmed_facts<'a>(answers: &'a Answers, category: &str) -> impl Iterator<Item = &'a Value> {
    let facts = answers.settled(StepNumber::FACTS).list("facts").iter();
    facts.filter(move |fact| {
        fact.text("category") == category && matches!(fact.text("status"), "verified" | "edited")
    })
}
