//! Step 4: rows of the truth sheet from confirmed facts and the company's basics.

use serde_json::{Value, json};

use super::assist_run::{AssistRun, Basis};
use super::words::{clip, mentions, spoken, upper_first};
use crate::domain::StepNumber;
use crate::domain::read::{Read, by_id};

/// Member of step 1, category and label of its row.
pub const BASICS: [(&str, &str, &str); 8] = [
    ("company_name", "company", "Company name"),
    ("industry", "market", "Industry"),
    ("stage", "company", "Stage"),
    ("founded_year", "company", "Founded"),
    ("employee_count", "team", "People"),
    ("headquarters", "company", "Headquarters"),
    ("website", "company", "Website"),
    ("revenue_range", "financials", "Revenue range"),
];

pub fn fill(run: &mut AssistRun<'_, '_>) {
    let company = run.on(StepNumber::EVIDENCE);
    for (member, category, label) in BASICS {
        let value = match &company[member] {
            Value::Number(number) => number.to_string(),
            Value::String(text) if matches!(member, "industry" | "stage") => upper_first(&spoken(text)),
            Value::String(text) => text.clone(),
            _ => continue,
        };
        if !run.knows("truth_sheet", "label", label) {
            let row = json!({
                "category": category, "label": label, "value": value, "confidence": "medium", "source": "Company profile",
            });
            run.propose_item("truth_sheet", row, &Basis::rule(70));
        }
    }
    for fact in run.on(StepNumber::FACTS).list("facts") {
        let confirmed = matches!(fact.text("status"), "verified" | "edited");
        if confirmed && !run.knows("truth_sheet", "value", fact.text("value")) {
            row(run, fact);
        }
    }
}

fn row(run: &mut AssistRun<'_, '_>, fact: &Value) {
    let sources = fact.texts("sources");
    let evidence = run.on(StepNumber::EVIDENCE).list("evidence");
    let names: Vec<&str> = sources
        .iter()
        .map(|source| by_id(evidence, source).map_or("Entered by hand", |item| item.text("name")))
        .collect();
    let (confidence, sure) = match sources.len() {
        0 => ("low", 40),
        1 => ("medium", 60),
        _ => ("high", 80),
    };
    let row = json!({
        "category": category(fact),
        "label": fact.text("label"),
        "value": fact.text("value"),
        "confidence": confidence,
        "proof_linked": sources.iter().any(|source| *source != "manual"),
        "source": clip(&names.join("; "), 255),
    });
    run.propose_item("truth_sheet", row, &Basis::sources(sure, sources));
}

fn category(fact: &Value) -> &'static str {
    let value = fact.text("value");
    match fact.text("category") {
        "identity" => "company",
        "audience" => "customer",
        _ if mentions(value, &["customer*", "client*", "paying", "pay", "pays", "buyer*", "ग्राहक*"]) => {
            "customer"
        }
        _ if value.contains('₹') || mentions(value, &["revenue*", "margin*", "profit*"]) => "financials",
        _ => "product",
    }
}
