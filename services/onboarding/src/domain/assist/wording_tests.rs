//! What is proposed can be accepted as it stands: whole sentences, nothing about our steps, nothing said twice.

use serde_json::{Value, json};

use super::tests::suggest;
use crate::domain::fixtures::{FILES, answers, catalogue, journey};
use crate::domain::read::Read;
use crate::domain::{Answers, StepNumber, StepState};

/// Everything proposed at a pointer.
fn proposed(number: u32, answers: &Answers, pointer: &str) -> Vec<Value> {
    let found = suggest(number, None, answers);
    found.into_iter().filter(|s| s.pointer == pointer).map(|s| s.value).collect()
}

fn text_at(number: u32, answers: &Answers, pointer: &str) -> String {
    proposed(number, answers, pointer).first().and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// What the founder of each company is offered, step by step, with nothing of later steps.
fn offered_on_the_way() -> Vec<(StepNumber, String)> {
    let mut offered = Vec::new();
    for (_, file) in FILES {
        let (full, mut so_far) = (journey(file), Answers::default());
        for step in catalogue().steps() {
            for assist in &step.assists {
                for suggestion in suggest(u32::from(step.number.get()), Some(assist), &so_far) {
                    texts(&suggestion.value, &mut |text| offered.push((step.number, text.to_owned())));
                }
            }
            so_far.set(step.number, full.state(step.number).clone());
        }
    }
    offered
}

fn texts(value: &Value, look: &mut dyn FnMut(&str)) {
    match value {
        Value::String(text) => look(text),
        Value::Array(items) => items.iter().for_each(|item| texts(item, look)),
        Value::Object(members) => members.values().for_each(|member| texts(member, look)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[test]
fn no_proposal_speaks_of_our_steps_or_to_the_founder() {
    for (step, text) in offered_on_the_way() {
        let lower = text.to_lowercase();
        let numbered = (1..=23).any(|number| super::words::mentions(&lower, &[&format!("step {number}")]));
        assert!(!numbered && !lower.contains("move each point"), "{step}: {text}");
    }
}

#[test]
fn no_proposal_has_a_capital_or_a_colon_after_a_colon_of_ours() {
    for (step, text) in offered_on_the_way() {
        for ours in
            ["Before: ", "After: ", "The problem stays: ", "What it looks like: ", "What is different here: "]
        {
            for (at, _) in text.match_indices(ours) {
                let next = text[at + ours.len()..].chars().next();
                assert!(!next.is_some_and(char::is_uppercase), "{step}: {text}");
            }
        }
    }
}

#[test]
fn customers_are_named_with_their_range() {
    let told = |description: &str| {
        proposed(2, &answers([(1, json!({ "description": description }))]), "/facts/-")
            .into_iter()
            .find(|fact| fact.text("label") == "Who it helps")
            .map(|fact| fact.text("value").to_owned())
    };
    assert_eq!(
        told("We help restaurant groups with 3 to 30 outlets see the food cost of every dish.").as_deref(),
        Some("Restaurant groups with 3 to 30 outlets")
    );
    assert_eq!(told("We help owners to sleep.").as_deref(), Some("Owners"));
}

#[test]
fn every_rival_of_a_list_is_named_by_itself() {
    let rivals = |notes: &str| {
        let vault = json!({ "company_name": "Katori Kitchen", "notes": notes });
        proposed(6, &answers([(1, vault)]), "/detected_competitors/-")
    };
    assert_eq!(rivals("Comparison with DineDesk and StockChef"), ["DineDesk", "StockChef"]);
    assert_eq!(
        rivals("Compared to DineDesk Inventory, StockChef or Tally's module we need no typing."),
        ["DineDesk Inventory", "StockChef", "Tally"]
    );
    assert_eq!(
        rivals("Unlike DineDesk, Katori reads bills. Unlike StockChef. Bills come in Hindi."),
        ["DineDesk", "StockChef"]
    );
    assert_eq!(rivals("Unlike DineDesk, Priya Nair answers every call."), ["DineDesk"]);
    assert_eq!(rivals("They switched from Mumbai and Pune. Unlikely DineDesk"), Vec::<Value>::new());
}

#[test]
fn a_comparison_among_the_evidence_names_rivals() {
    let vault = json!({ "evidence": [{ "id": "018f0000-0000-7000-8000-000000000001", "type": "url",
        "name": "Comparison with DineDesk and StockChef", "url": "https://katori.example" }] });
    assert_eq!(proposed(6, &answers([(1, vault)]), "/detected_competitors/-"), ["DineDesk", "StockChef"]);
}

#[test]
fn a_sentence_about_ourselves_is_nothing_that_is_delivered_or_that_we_can_do() {
    let vault = json!({ "description": "We help owners see their food cost. Bills are read from photos." });
    assert_eq!(text_at(5, &answers([(1, vault)]), "/core_deliverable"), "");
    let told = json!({ "company_name": "RAS Motors", "description": "RAS Motors builds bodies for trucks." });
    assert_eq!(text_at(5, &answers([(1, told)]), "/core_deliverable"), "");
    let thing = json!({ "description": "Stone-milled millet flours, milled the week they are shipped." });
    assert!(text_at(5, &answers([(1, thing)]), "/core_deliverable").starts_with("Stone-milled"));
    let angle = json!({ "advantages": ["Own mills in Dehradun", "Our reader takes slips", "41 % reorder",
        "Bills are posted within minutes"] });
    let named: Vec<String> = proposed(10, &answers([(8, angle)]), "/capabilities/-")
        .iter()
        .map(|capability| capability.text("name").to_owned())
        .collect();
    assert_eq!(named, ["Own mills in Dehradun"]);
}

#[test]
fn a_price_that_is_missing_is_asked_for_and_no_description() {
    let offer = json!({ "core_deliverable": "A live cost sheet", "pricing_model": "recurring" });
    let mut state = StepState { draft: Some(offer), ..StepState::default() };
    let mut at = Answers::default();
    at.set(StepNumber::OFFER, state.clone());
    let option = proposed(5, &at, "/options/-").remove(0);
    assert_eq!(option.text("name"), "Live cost sheet");
    assert!(option.text("description").starts_with("To be decided:"), "{option}");
    state.draft = Some(json!({ "options": [option] }));
    at.set(StepNumber::OFFER, state);
    let tasks = proposed(22, &at, "/tasks/-");
    assert!(tasks.iter().any(|task| task.text("title") == "Decide what the offer leaves open"), "{tasks:?}");
}

#[test]
fn what_hurts_is_told_in_the_words_of_customers_and_how_often_is_not_made_up() {
    let market = json!({ "insights": [{ "type": "pain", "quote": "I hear of it from the penalty notice" }] });
    let profiles = json!({ "icps": [{ "name": "Owner", "pains": [{ "description": "Learns too late" }],
        "psychographics": { "fears": "An inspection" } }] });
    let line = |with: Answers| {
        let lines = proposed(19, &with, "/soundbites/-");
        let found = lines.into_iter().find(|line| line.text("kind") == "agitation");
        found.map(|line| line.text("content").to_owned()).unwrap_or_default()
    };
    assert_eq!(
        line(answers([(6, market), (16, profiles.clone())])),
        "Heard from customers: \"I hear of it from the penalty notice.\" The fear behind it: an inspection."
    );
    assert_eq!(line(answers([(16, profiles)])), "Learns too late. The fear behind it: an inspection.");
}

#[test]
fn a_weak_side_is_named_whether_the_rival_is_one_or_many() {
    let rival = json!({ "alternatives": [{ "id": "a", "name": "Spreadsheets and photos",
        "their_weakness": "Numbers arrive late", "your_leverage": "Posted within minutes" }] });
    assert!(
        text_at(8, &answers([(7, rival)]), "/vantage_point")
            .starts_with("Left open by spreadsheets and photos: ")
    );
}

#[test]
fn a_map_says_how_to_read_it_and_who_stands_closest() {
    let rivals = json!({ "alternatives": [{ "name": "DineDesk", "position": "leader" }] });
    let capabilities = json!({ "capabilities": [{ "name": "Reads bills", "rating": "unique" }] });
    let maps = proposed(11, &answers([(7, rivals), (10, capabilities)]), "/options/-");
    let told = maps[0].text("narrative");
    assert!(told.starts_with("Further right is better known, further up is more different."), "{told}");
    assert!(told.contains("DineDesk"), "{told}");
}

#[test]
fn people_who_are_not_ours_are_not_our_team() {
    let issues = |category: &str, value: &str| {
        let facts = json!({ "facts": [{ "category": category, "label": "L", "value": value, "status": "verified" }] });
        let vault = json!({ "employee_count": 12 });
        proposed(3, &answers([(1, vault), (2, facts)]), "/issues/-").len()
    };
    assert_eq!(issues("audience", "Shop owners in towns below 5 lakh people"), 0);
    assert_eq!(issues("proof", "40 people on the waiting list"), 0);
    assert_eq!(issues("identity", "Ledgerly, Indore, 14 people"), 1);
    assert_eq!(issues("proof", "A team of 14 people"), 1);
}

#[test]
fn one_person_is_no_people() {
    let vault = json!({ "company_name": "Ledgerly", "employee_count": 1 });
    assert_eq!(proposed(2, &answers([(1, vault)]), "/facts/-")[0].text("value"), "Ledgerly, 1 person");
}

#[test]
fn what_a_company_is_promises_nothing() {
    let of = |proposition: &str| {
        let company = json!({ "company_name": "Ledgerly" });
        let at = answers([(1, company), (2, json!({ "value_proposition": proposition }))]);
        (text_at(5, &at, "/promised_outcome"), text_at(5, &at, "/guarantees"))
    };
    for told in ["Ledgerly is an accounting app for shopkeepers.", "We help shopkeepers keep accounts."] {
        assert_eq!(of(told), (String::new(), String::new()), "{told}");
    }
    let (outcome, guarantee) = of("Accounts are done before the shutter comes down.");
    assert!(outcome.starts_with("Accounts are done") && guarantee.contains("Accounts are done"));
}

#[test]
fn the_beginning_of_a_clause_is_no_name_and_gets_no_capital_inside_a_sentence() {
    let rival = json!({ "id": "018f0000-0000-7000-8000-000000000001", "name": "Tally", "their_weakness": "Typing", "your_leverage": "Unlike Tally, it works by voice" });
    let at = answers([(7, json!({ "alternatives": [rival] }))]);
    assert_eq!(proposed(10, &at, "/capabilities/-"), Vec::<Value>::new());
    let leverage = proposed(8, &at, "/leverage/-").remove(0);
    assert!(leverage.text("text").ends_with("What we bring: unlike Tally, it works by voice."), "{leverage}");
}

#[test]
fn one_line_is_not_written_twice() {
    let offer = json!({ "problem_statement": "Accounts take two hours every night" });
    let profiles = json!({ "icps": [{ "name": "Owner", "pains": [{ "description": "Accounts take two hours every night." }] }] });
    let lines = proposed(19, &answers([(5, offer), (16, profiles)]), "/soundbites/-");
    assert_eq!(
        lines.iter().filter(|line| line.text("content").contains("two hours")).count(),
        1,
        "{lines:?}"
    );
}
