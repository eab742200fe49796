use super::Notes;
use crate::domain::{
    context::{Alternative, AlternativeType, BusinessContext},
    reduced::{Competitors, Rival, RivalType},
};

pub fn extract(context: &BusinessContext, notes: &mut Notes) -> Competitors {
    let alternatives = context.competitive.as_ref().map_or(&[][..], |competitive| &competitive.alternatives);
    if alternatives.is_empty() {
        notes.warn("competitive: no alternatives are known");
        notes.missing("competitive.alternatives");
    }
    let (direct, indirect) =
        alternatives.iter().map(rival).partition(|rival| matches!(rival.r#type, RivalType::Direct));
    let positioning = &context.intelligence.positioning;
    let category = positioning.category.clone().unwrap_or_else(|| {
        notes.warn("competitive: the category is missing and was replaced by the industry");
        notes.missing("intelligence.positioning.category");
        context.company_profile.industry.clone()
    });
    if positioning.category_path.is_none() {
        notes.warn("competitive: the category path is missing");
        notes.missing("intelligence.positioning.category_path");
    }
    Competitors {
        direct,
        indirect,
        positioning_delta: positioning.positioning_delta.clone(),
        category,
        category_path: positioning.category_path.clone(),
        differentiation: differentiation(context),
    }
}

fn rival(alternative: &Alternative) -> Rival {
    let mut weaknesses = alternative.weaknesses.clone();
    if let Some(weakness) = &alternative.their_weakness
        && !weaknesses.contains(weakness)
    {
        weaknesses.push(weakness.clone());
    }
    Rival {
        name: alternative.name.clone(),
        website: alternative.website.clone(),
        r#type: match alternative.r#type {
            AlternativeType::Direct => RivalType::Direct,
            AlternativeType::Indirect | AlternativeType::Emerging | AlternativeType::Adjacent => {
                RivalType::Indirect
            }
            AlternativeType::StatusQuo => RivalType::Alternative,
        },
        strengths: alternative.strengths.clone(),
        weaknesses,
        market_share: alternative.market_share.clone(),
        pricing_model: alternative.pricing_model.clone(),
        target_segments: alternative.target_segments.clone(),
    }
}

/// The vantage point, else the longest leverage (the first of equals), else the first difference named on an axis,
/// else the unique value.
fn differentiation(context: &BusinessContext) -> String {
    let competitive = context.competitive.as_ref();
    let longest_leverage = || {
        let leverage = competitive?.leverage.iter().map(|entry| &entry.text);
        leverage.rev().max_by_key(|text| text.chars().count())
    };
    let positioning = &context.intelligence.positioning;
    let first_delta =
        || positioning.positioning_delta.iter().find_map(|delta| delta.differentiation.as_ref());
    competitive
        .and_then(|competitive| competitive.vantage_point.as_ref())
        .or_else(longest_leverage)
        .or_else(first_delta)
        .or(positioning.uvp.as_ref())
        .unwrap_or(&context.foundation.value_proposition)
        .clone()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::build::fixture;

    fn of(document: Value) -> Competitors {
        extract(&fixture::context(document), &mut Notes::default())
    }

    #[test]
    fn kinds_of_alternatives_map_to_kinds_of_rivals() {
        let mut document = fixture::typical();
        document["competitive"]["alternatives"] = json!([
            {"name": "Excel", "type": "status_quo"}, {"name": "Tally", "type": "direct"},
            {"name": "Startup", "type": "emerging"}, {"name": "Bank", "type": "adjacent"},
            {"name": "Accountant", "type": "indirect"},
        ]);
        let competitors = of(document);
        let named = |rivals: &[Rival]| {
            rivals.iter().map(|rival| (rival.name.clone(), rival.r#type)).collect::<Vec<_>>()
        };
        assert_eq!(named(&competitors.direct), [("Tally".to_owned(), RivalType::Direct)]);
        assert_eq!(
            named(&competitors.indirect),
            [
                ("Excel".to_owned(), RivalType::Alternative),
                ("Startup".to_owned(), RivalType::Indirect),
                ("Bank".to_owned(), RivalType::Indirect),
                ("Accountant".to_owned(), RivalType::Indirect),
            ]
        );
    }

    #[test]
    fn the_difference_is_taken_from_the_best_place_that_has_one() {
        let mut document = fixture::typical();
        let id = "0198c0de-0000-7000-8000-000000000001";
        document["competitive"]["vantage_point"] = json!("We sit inside the bank");
        document["competitive"]["leverage"] = json!([{"alternative_id": id, "text": "short"}, {"alternative_id": id, "text": "the longer one"}]);
        document["intelligence"]["positioning"]["positioning_delta"] =
            json!([{"axis": "price"}, {"axis": "speed", "differentiation": "hours, not weeks"}]);
        document["intelligence"]["positioning"]["uvp"] = json!("Books that close themselves");
        assert_eq!(of(document.clone()).differentiation, "We sit inside the bank");
        document["competitive"]["vantage_point"] = Value::Null;
        assert_eq!(of(document.clone()).differentiation, "the longer one");
        document["competitive"]["leverage"] = json!([]);
        assert_eq!(of(document.clone()).differentiation, "hours, not weeks");
        document["intelligence"]["positioning"]["positioning_delta"] = json!([]);
        assert_eq!(of(document).differentiation, "Books that close themselves");
    }
}
