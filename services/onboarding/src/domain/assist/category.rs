//! Step 9: three ways to name the category, from known to new.

use serde_json::json;

use super::assist_run::{AssistRun, Basis};
use super::brief::Brief;
use super::phrases::is_noun_like;
use super::words::{core, head, lower_first};
use crate::domain::read::Read;

/// What buyers call a company of an industry.
const KNOWN: [(&str, &str); 16] = [
    ("technology", "Business software"),
    ("healthcare", "Healthcare services"),
    ("finance", "Financial services"),
    ("retail", "Retail brand"),
    ("manufacturing", "Manufactured products"),
    ("education", "Education programmes"),
    ("real_estate", "Real estate services"),
    ("entertainment", "Entertainment"),
    ("food_beverage", "Packaged food"),
    ("transportation", "Transport services"),
    ("energy", "Energy services"),
    ("consulting", "Professional services"),
    ("media", "Media"),
    ("agriculture", "Farm products"),
    ("construction", "Construction services"),
    ("other", "Specialist services"),
];

struct Proposal {
    path: &'static str,
    category: String,
    rationale: String,
    pros: [&'static str; 2],
    cons: [&'static str; 2],
}

pub fn propose(run: &mut AssistRun<'_, '_>) {
    let brief = run.brief();
    let Some((_, known)) = KNOWN.iter().find(|(industry, _)| *industry == brief.industry) else { return };
    for proposal in [Some(safe(known)), clever(&brief, known), bold(&brief)].into_iter().flatten() {
        if run.knows("proposals", "path", proposal.path) {
            continue;
        }
        if run.own().text("selected_path") == proposal.path {
            run.propose("/category", proposal.category.clone(), &Basis::rule(50));
        }
        let row = json!({
            "path": proposal.path, "category": proposal.category, "rationale": proposal.rationale,
            "pros": proposal.pros, "cons": proposal.cons,
        });
        run.propose_item("proposals", row, &Basis::rule(55));
    }
}

fn safe(known: &str) -> Proposal {
    Proposal {
        path: "safe",
        category: known.to_owned(),
        rationale:
            "A category that buyers know and search for. It takes little effort and little education, and \
                    pricing follows what others charge."
                .to_owned(),
        pros: ["Buyers understand it at once", "Demand is there already"],
        cons: ["Compared with everybody else in it", "Price is the first question"],
    }
}

/// The known category, narrowed to the people it is for.
fn clever(brief: &Brief<'_>, known: &str) -> Option<Proposal> {
    let audience = core(brief.audience, 100 - known.len() - " for ".len())?;
    Some(Proposal {
        path: "clever",
        category: format!("{known} for {}", lower_first(&audience)),
        rationale:
            "The known category, narrowed to the customers you serve best. Effort and education are medium, \
                    and a specialist may charge a premium."
                .to_owned(),
        pros: ["Easy to explain and harder to compare", "Speaks to the customers you want more of"],
        cons: ["Turns others away", "Rivals can narrow down too"],
    })
}

/// A category of its own, named by what only this company delivers.
fn bold(brief: &Brief<'_>) -> Option<Proposal> {
    let deliverable = head(brief.deliverable, 100);
    let is_name = is_noun_like(&deliverable) && !brief.is_about_us(&deliverable);
    (is_name && deliverable.chars().count() >= 2).then(|| Proposal {
        path: "bold",
        category: deliverable,
        rationale:
            "A category of your own, named by what you deliver. It takes the most effort and education, and \
                    nobody else sets the price."
                .to_owned(),
        pros: ["No direct comparison", "The name becomes yours"],
        cons: ["Every customer has to be taught", "Slow before it is fast"],
    })
}

/// Effort, education and pricing that come with a path.
pub fn cost_of(path: &str) -> Option<&'static str> {
    match path {
        "safe" => Some("low effort, low education, commodity pricing"),
        "clever" => Some("medium effort, medium education, premium pricing"),
        "bold" => Some("high effort, high education, luxury pricing"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::StepNumber;

    #[test]
    fn every_industry_has_a_known_category() {
        let step = crate::domain::fixtures::catalogue().step(StepNumber::EVIDENCE);
        let industries = step.shape.properties["industry"].choices.as_ref().unwrap();
        for industry in industries {
            assert!(KNOWN.iter().any(|(known, _)| known == industry), "{industry}");
        }
    }
}
