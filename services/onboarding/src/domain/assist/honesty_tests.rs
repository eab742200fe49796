//! Nothing is proposed as true that nobody said: templates stay behind the answers.

use serde_json::{Value, json};

use super::tests::suggest;
use crate::domain::Answers;
use crate::domain::fixtures::answers;
use crate::domain::read::Read;

fn proposed(number: u32, answers: &Answers, pointer: &str) -> Vec<Value> {
    let found = suggest(number, None, answers);
    found.into_iter().filter(|s| s.pointer == pointer).map(|s| s.value).collect()
}

fn insight(kind: &str, quote: &str) -> Value {
    json!({"type": kind, "quote": quote, "sentiment": 50})
}

#[test]
fn only_a_pain_heard_about_a_rival_is_its_weakness() {
    let with = |kind: &str| {
        let heard = json!({"detected_competitors": ["DineDesk"],
            "insights": [insight(kind, "DineDesk is cheaper than you")]});
        let rows = proposed(7, &answers([(6, heard)]), "/alternatives/-");
        rows.into_iter().find(|row| row.text("name") == "DineDesk").unwrap().text("their_weakness").to_owned()
    };
    assert_eq!(with("objection"), "");
    assert_eq!(with("desire"), "");
    assert_eq!(with("pain"), "DineDesk is cheaper than you");
}

#[test]
fn the_alternative_to_beat_is_named_only_when_one_threat_stands_out() {
    let rival = |name: &str, threat: &str| {
        json!({"id": name, "name": name, "their_weakness": "It is slow", "your_leverage": "We answer in a day",
            "threat_level": threat})
    };
    let point = |first: &str, second: &str| {
        let rivals = json!({"alternatives": [rival("DineDesk", first), rival("StockChef", second)]});
        proposed(8, &answers([(7, rivals)]), "/vantage_point").remove(0).as_str().unwrap().to_owned()
    };
    assert!(point("medium", "high").contains("to beat is StockChef"));
    for (first, second) in [("", ""), ("medium", "low"), ("high", "high")] {
        let neutral = point(first, second);
        assert!(!neutral.contains("beat") && !neutral.contains("Customers"), "{neutral}");
    }
}

fn offer() -> Value {
    json!({"pricing_model": "recurring", "billing_cycle": "yearly",
        "options": [{"name": "Plan", "price_minor": 3_500_000, "currency": "INR"}]})
}

#[test]
fn customers_are_won_only_when_a_confirmed_row_or_fact_says_that_they_are_customers() {
    let won = |fact: &str, row: (&str, &str)| {
        let facts =
            json!({"facts": [{"category": "proof", "label": "L", "value": fact, "status": "verified"}]});
        let sheet = json!({"truth_sheet": [
            {"category": "customer", "label": "Customers", "value": row.0, "status": row.1}]});
        proposed(21, &answers([(2, facts), (4, sheet), (5, offer())]), "/som/value")
    };
    assert_eq!(won("1,85,000 outlets in India", ("", "unknown")), Vec::<Value>::new());
    assert_eq!(won("None", ("62 outlets", "needs_review")), Vec::<Value>::new());
    assert_eq!(won("None", ("62 outlets", "confirmed")), [json!(2_170_000)]);
    assert_eq!(won("40 paying groups, 62 paying outlets", ("", "unknown")), [json!(2_170_000)]);
}

#[test]
fn the_least_market_says_on_what_it_depends() {
    let sheet = json!({"truth_sheet": [
        {"category": "customer", "label": "Customers", "value": "62 outlets", "status": "confirmed"}]});
    let told = proposed(21, &answers([(4, sheet), (5, offer())]), "/som/description").remove(0);
    assert!(told.as_str().unwrap().contains("If each of them pays this"), "{told}");
}

#[test]
fn what_the_offer_lacks_is_asked_and_not_answered() {
    let proof = json!({"facts": [{"category": "proof", "label": "L", "value": "14 people work here", "status": "verified"}]});
    let offer = json!({"promised_outcome": "Calm work", "core_deliverable": "A cost sheet",
        "pricing_model": "recurring", "billing_cycle": "monthly"});
    let answers = answers([(2, proof), (5, offer)]);
    let outcome = proposed(5, &answers, "/promised_outcome").remove(0);
    assert!(outcome.as_str().unwrap().starts_with("Calm work. To be decided:"), "{outcome}");
    let guarantee = proposed(5, &answers, "/guarantees").remove(0);
    assert!(guarantee.as_str().unwrap().starts_with("To be decided:"), "{guarantee}");
    for text in [&outcome, &guarantee] {
        assert!(!text.as_str().unwrap().contains("14 people") && !text.as_str().unwrap().contains("free"));
    }
}

#[test]
fn a_question_left_in_the_offer_is_open_and_enters_no_template() {
    let offer = json!({"promised_outcome": "Calm work. To be decided: which figure shows it?",
        "guarantees": "To be decided: what does a customer get?"});
    let profiles = json!({"icps": [{"name": "Owners", "pains": [{"description": "Too late"}]}]});
    let answers = answers([(1, json!({"company_name": "Katori"})), (5, offer), (16, profiles)]);
    let tasks = proposed(22, &answers, "/tasks/-");
    assert!(tasks.iter().any(|task| task.text("title") == "Decide what the offer leaves open"), "{tasks:?}");
    for number in [14, 16, 17, 18, 19, 20] {
        let found = suggest(number, None, &answers);
        assert!(found.iter().all(|s| !s.value.to_string().contains("To be decided")), "{number}: {found:?}");
    }
}

#[test]
fn how_strongly_something_is_felt_is_left_to_the_founder() {
    let facts = json!({"facts": [
        {"label": "Customer quote", "category": "audience", "value": "We lose a lot of stock", "status": "verified"},
        {"label": "Customer quote", "category": "audience", "value": "It is too expensive", "status": "verified"}]});
    let heard = proposed(6, &answers([(2, facts.clone())]), "/insights/-");
    assert_eq!(heard.len(), 2);
    assert!(heard.iter().all(|insight| insight.get("sentiment").is_none()));
    let summary = proposed(6, &answers([(2, facts)]), "/summary").remove(0);
    assert!(!summary.as_str().unwrap().contains("sharpest"), "{summary}");
    let market =
        json!({"insights": [insight("pain", "Stock runs out"), insight("desire", "I want to sleep")]});
    let audience = json!({"market_served": "Owners of restaurants"});
    let profile = proposed(16, &answers([(6, market), (12, audience)]), "/icps/-").remove(0);
    assert!(profile["pains"][0].get("severity").is_none());
    assert!(profile["goals"][0].get("priority").is_none());
}

#[test]
fn a_town_or_a_file_is_no_rival() {
    let rivals = |description: &str| {
        let vault = json!({"description": description, "evidence": [
            {"id": "018f0000-0000-7000-8000-000000000001", "type": "file", "name": "scan-0042.pdf", "slot": "competitors"}]});
        proposed(6, &answers([(1, vault)]), "/detected_competitors/-")
    };
    assert_eq!(rivals("We moved from Pune. Instead of Excel"), Vec::<Value>::new());
    assert_eq!(rivals("Compared to Mumbai we are cheap"), Vec::<Value>::new());
    assert_eq!(
        rivals("Unlike DineDesk we read bills, and 9 groups switched from StockChef"),
        ["DineDesk", "StockChef"]
    );
}

#[test]
fn no_more_facts_are_proposed_than_can_be_read() {
    let notes: String = (1..60).map(|n| format!("Batch number {n} has {n}{n} jars. ")).collect();
    let found = proposed(2, &answers([(1, json!({"notes": notes}))]), "/facts/-");
    assert_eq!(found.len(), 24);
}

#[test]
fn a_threat_that_is_a_risk_already_is_not_proposed_again() {
    let grid = json!({"threats": ["A large brand copies us."]});
    let risks = json!({"risks": [{"title": "A large brand copies us"}]});
    assert_eq!(proposed(22, &answers([(12, grid), (22, risks)]), "/risks/-"), Vec::<Value>::new());
}
