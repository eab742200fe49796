//! What is known and what is said: facts, market voice, profiles, positioning, messaging.

use serde_json::{Map, Value, json};

use super::{Source, pick, pick_each};
use crate::domain::StepNumber;
use crate::domain::read::{Read, by_id};

pub fn intelligence(source: &Source<'_>) -> Value {
    let evidence = source.step(StepNumber::EVIDENCE).list("evidence");
    let facts: Value = source
        .step(StepNumber::FACTS)
        .list("facts")
        .iter()
        .filter(|fact| matches!(fact.text("status"), "verified" | "edited"))
        .map(|fact| Value::Object(pick(fact, &["id", "code", "category", "label", "value", "confidence"])))
        .collect();
    json!({
        "evidence_count": evidence.len(),
        "facts": facts,
        "market_voice":
            pick(source.step(StepNumber::MARKET), &["insights", "summary", "detected_competitors"]),
        "icps": source.step(StepNumber::PROFILES)["icps"],
        "positioning": positioning(source),
        "messaging": messaging(source),
    })
}

fn positioning(source: &Source<'_>) -> Value {
    let category = source.step(StepNumber::CATEGORY);
    let statements = source.step(StepNumber::STATEMENTS);
    let uvp = statements.get("uvp").unwrap_or(&source.step(StepNumber::FACTS)["value_proposition"]);
    json!({
        "category": category["category"],
        "category_path": category["selected_path"],
        "statement": statements["positioning"]["statement"],
        "uvp": uvp,
        "differentiators": differentiators(source.step(StepNumber::CAPABILITIES).list("capabilities")),
        "competitors": pick_each(
            source.step(StepNumber::ALTERNATIVES).list("alternatives"),
            &["name", "type", "strengths", "weaknesses"],
        ),
        "positioning_delta": source.step(StepNumber::ANGLE)["positioning_delta"],
        "map": chosen(source.step(StepNumber::MAP), "selected_position"),
        "strategy": strategy(source.step(StepNumber::GRID)),
        "gaps": source.step(StepNumber::GAPS)["gaps"],
    })
}

/// What nobody else, or hardly anybody, can do; else what is done better.
fn differentiators(capabilities: &[Value]) -> Value {
    let rated = |ratings: &[&str]| -> Vec<&str> {
        let matching = capabilities.iter().filter(|capability| ratings.contains(&capability.text("rating")));
        matching.map(|capability| capability.text("name")).collect()
    };
    let rare = [rated(&["only_you"]), rated(&["unique"])].concat();
    json!(if rare.is_empty() { rated(&["better_than"]) } else { rare })
}

fn chosen<'a>(step: &'a Value, member: &str) -> Option<&'a Value> {
    by_id(step.list("options"), step.text(member))
}

fn strategy(grid: &Value) -> Value {
    let Some(option) = chosen(grid, "selected_option") else { return Value::Null };
    let mut strategy = pick(option, &["id", "name", "description", "strategy", "confidence", "advantages"]);
    strategy.extend(pick(grid, &["opportunities", "market_served", "category", "tribe", "story"]));
    Value::Object(strategy)
}

fn messaging(source: &Source<'_>) -> Value {
    let statements = source.step(StepNumber::STATEMENTS);
    let rules = source.step(StepNumber::RULES);
    let lines = source.step(StepNumber::SOUNDBITES);
    let value_props: Value = statements
        .list("statements")
        .iter()
        .filter(|statement| statement.text("type") == "value_prop")
        .map(|statement| json!({ "title": statement.text("content") }))
        .collect();
    let approved: Value = lines
        .list("soundbites")
        .iter()
        .filter(|line| line.text("status") == "approved")
        .map(|line| Value::Object(pick(line, &["id", "kind", "content", "context", "length"])))
        .collect();
    let mut group: Map<String, Value> = pick(rules, &["values", "personality", "forbidden_words"]);
    group.extend(pick(lines, &["key_messages", "taglines", "hierarchy"]));
    group.extend(pick(statements, &["tagline", "proof"]));
    group.extend([
        ("one_liner".to_owned(), statements["oneliner"].clone()),
        ("positioning_statement".to_owned(), statements["positioning"]["statement"].clone()),
        ("value_props".to_owned(), value_props),
        ("soundbites".to_owned(), approved),
    ]);
    if rules.is_object() {
        let voice = json!({ "tone": rules["tone"], "do": rules["dos"], "dont": rules["donts"] });
        group.insert("brand_voice".to_owned(), voice);
    }
    Value::Object(group)
}
