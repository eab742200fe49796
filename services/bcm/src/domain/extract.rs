//! The reducer: nine extractors, each taking one section of the reduced model out of the business context. One that
//! finds nothing to work on leaves its section empty, a warning and the name of the missing field; only the company
//! and its ICPs are indispensable.

mod brand;
mod channels;
mod company;
mod competitive;
mod confidence;
mod goals;
mod icps;
mod issues;
mod market;
mod messaging;

use super::{context::BusinessContext, reduced::Reduced};

/// An answer without which a section cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{field} is missing")]
pub struct Missing {
    /// Path in the business context.
    pub field: &'static str,
}

/// What a reader should know about a reduction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notes {
    pub warnings: Vec<String>,
    pub missing_fields: Vec<String>,
}

impl Notes {
    fn warn(&mut self, warning: &str) {
        push_new(&mut self.warnings, warning);
    }

    fn missing(&mut self, field: &str) {
        push_new(&mut self.missing_fields, field);
    }

    /// What was extracted, or something empty and a note that it was missing.
    fn section<T: Default>(&mut self, name: &str, extracted: Result<T, Missing>) -> T {
        extracted.unwrap_or_else(|missing| {
            self.warn(&format!("{name}: {missing}"));
            self.missing(missing.field);
            T::default()
        })
    }
}

fn push_new(list: &mut Vec<String>, text: &str) {
    if !list.iter().any(|present| present == text) {
        list.push(text.to_owned());
    }
}

/// Reduces a context. Fails without a company name, a value proposition or an ICP.
pub fn reduce(context: &BusinessContext) -> Result<(Reduced, Notes), Missing> {
    let mut notes = Notes {
        warnings: context.meta.warnings.clone(),
        missing_fields: context.meta.missing_fields.clone(),
    };
    let reduced = Reduced {
        company_info: company::extract(context)?,
        icps: icps::extract(context)?,
        competitors: competitive::extract(context, &mut notes),
        brand_data: {
            let brand = brand::extract(context);
            notes.section("brand", brand)
        },
        market_data: market::extract(context),
        messaging_data: {
            let messaging = messaging::extract(context, &mut notes);
            notes.section("messaging", messaging)
        },
        channels_data: {
            let channels = channels::extract(context);
            notes.section("channels", channels)
        },
        goals_data: goals::extract(context),
        issues_data: issues::extract(context),
    };
    Ok((reduced, notes))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::build::fixture;

    #[test]
    fn a_missing_section_is_a_warning_and_a_missing_field_not_a_failure() {
        let mut document = fixture::typical();
        document["meta"]["forced"] = json!(true);
        document.as_object_mut().unwrap().remove("go_to_market");
        document.as_object_mut().unwrap().remove("competitive");
        document["intelligence"].as_object_mut().unwrap().remove("messaging");
        document["intelligence"].as_object_mut().unwrap().remove("positioning");
        let (reduced, notes) = reduce(&fixture::context(document)).unwrap();
        assert_eq!(
            notes.missing_fields,
            [
                "competitive.alternatives",
                "intelligence.positioning.category",
                "intelligence.positioning.category_path",
                "intelligence.messaging",
                "go_to_market.channels",
            ]
        );
        assert!(notes.warnings.iter().any(|warning| warning.contains("industry")));
        assert_eq!(reduced.competitors.category, "technology");
        assert_eq!(reduced.competitors.differentiation, reduced.company_info.value_prop);
    }

    #[test]
    fn without_a_brand_voice_the_rest_of_the_messaging_stays() {
        let mut document = fixture::typical();
        document["meta"]["forced"] = json!(true);
        document["intelligence"]["messaging"].as_object_mut().unwrap().remove("brand_voice");
        let (complete, _) = reduce(&fixture::context(fixture::typical())).unwrap();
        let (reduced, notes) = reduce(&fixture::context(document)).unwrap();
        assert_eq!(notes.missing_fields, ["intelligence.messaging.brand_voice"]);
        let (mut expected, messaging) = (complete.messaging_data, reduced.messaging_data);
        expected.guardrails.r#do.clear();
        expected.guardrails.dont.clear();
        assert_eq!(messaging, expected);
        assert!(!messaging.guardrails.banned.is_empty());
    }

    #[test]
    fn a_complete_context_leaves_no_notes() {
        let (_, notes) = reduce(&fixture::context(fixture::typical())).unwrap();
        assert_eq!(notes, Notes::default());
    }
}
