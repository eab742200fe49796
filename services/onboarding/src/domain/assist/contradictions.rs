//! Step 3: statements under one label that cannot both be true.

use serde_json::{Value, json};

use super::assist_run::{AssistRun, Basis};
use super::figures::{Figure, figures};
use super::words::{bare, clip, mentions};
use crate::domain::StepNumber;
use crate::domain::read::Read;

/// Something stated about a subject.
struct Claim<'a> {
    subject: String,
    text: String,
    source: &'static str,
    confirmed: bool,
    evidence: Vec<&'a str>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Clash {
    Numerical,
    Temporal,
    Categorical,
}

pub fn detect(run: &mut AssistRun<'_, '_>) {
    let claims = claims(run);
    for (index, one) in claims.iter().enumerate() {
        for other in claims[index + 1..].iter().filter(|other| other.subject == one.subject) {
            if let Some(clash) = clash(&one.text, &other.text) {
                report(run, clash, one, other);
            }
        }
    }
}

fn claims<'a>(run: &AssistRun<'a, '_>) -> Vec<Claim<'a>> {
    let company = run.on(StepNumber::EVIDENCE);
    let facts = run.on(StepNumber::FACTS).list("facts").iter();
    let typed = |subject: &str, text: String| Claim {
        subject: subject.to_owned(),
        text,
        source: "step 1",
        confirmed: true,
        evidence: Vec::new(),
    };
    let mut claims: Vec<Claim<'a>> = Vec::new();
    // typed figures first: a fact that repeats one must not hide where it was typed
    claims.extend(company.number("founded_year").map(|year| typed("founded", year.to_string())));
    claims
        .extend(company.number("employee_count").map(|count| typed("team size", format!("{count} people"))));
    claims.extend(facts.filter(|fact| fact.text("status") != "rejected").flat_map(stated));
    claims
}

/// A fact speaks under its own label, and also about the founding year and the team when it names them.
fn stated(fact: &Value) -> Vec<Claim<'_>> {
    let claim = |subject: String, text: String| Claim {
        subject,
        text,
        source: "step 2",
        confirmed: matches!(fact.text("status"), "verified" | "edited"),
        evidence: fact.texts("sources"),
    };
    let value = fact.text("value");
    let numbers = figures(value);
    let mut claims = vec![claim(fact.text("label").trim().to_lowercase(), value.to_owned())];
    if mentions(value, &["founded", "established", "registered", "started in"])
        && let Some(year) = numbers.iter().find(|figure| figure.is_year())
    {
        claims.push(claim("founded".to_owned(), year.text.to_owned()));
    }
    let people = |figure: &&Figure<'_>| {
        mentions(figure.after.get(..12).unwrap_or(figure.after), &["people", "employees"])
    };
    if speaks_of_team(fact)
        && let Some(count) = numbers.iter().find(people)
    {
        claims.push(claim("team size".to_owned(), format!("{} people", count.text)));
    }
    if let Some((noun, count)) = paying(value) {
        claims.push(claim(format!("paying {noun}"), count));
    }
    claims
}

/// People in other facts may be anybody's.
fn speaks_of_team(fact: &Value) -> bool {
    let words = ["team", "employee*", "employs", "staff", "work here", "work for us", "work with us"];
    fact.text("category") == "identity" || mentions(fact.text("value"), &words)
}

/// Who pays and how many of them, whichever way round it is said: "120 paying centres", "95 centres pay us".
fn paying(value: &str) -> Option<(String, String)> {
    figures(value).into_iter().filter(|figure| !figure.is_year()).find_map(|figure| {
        let mut words = figure.after.split_whitespace().take(3).map(|word| bare(word).to_lowercase());
        let (first, second) = (words.next()?, words.next()?);
        let pays = |word: &str| matches!(word, "pay" | "paying" | "paid");
        let noun = if pays(&first) {
            second
        } else if pays(&second) {
            first
        } else {
            return None;
        };
        let noun = noun.strip_suffix('s').unwrap_or(&noun).to_owned();
        noun.chars().all(char::is_alphabetic).then(|| (noun, format!("{:.0}", figure.value)))
    })
}

/// Labels under which several different things may stand side by side.
const COLLECTIVE: [&str; 8] = [
    "figure",
    "heading",
    "page title",
    "reference",
    "customer quote",
    "who it helps",
    "what sets us apart",
    "customer",
];

fn clash(one: &str, other: &str) -> Option<Clash> {
    let (ones, others) = (figures(one), figures(other));
    let values = |figures: &[Figure<'_>], years: bool| -> Vec<u64> {
        figures
            .iter()
            .filter(|figure| figure.is_year() == years)
            .map(|figure| figure.value.to_bits())
            .collect()
    };
    let differ = |years: bool| {
        let (left, right) = (values(&ones, years), values(&others, years));
        !left.is_empty() && !right.is_empty() && left.iter().all(|value| !right.contains(value))
    };
    if differ(false) {
        Some(Clash::Numerical)
    } else if differ(true) {
        Some(Clash::Temporal)
    } else {
        let plain = ones.is_empty() && others.is_empty();
        let contained = one.to_lowercase().contains(&other.to_lowercase())
            || other.to_lowercase().contains(&one.to_lowercase());
        (plain && !contained).then_some(Clash::Categorical)
    }
}

fn report(run: &mut AssistRun<'_, '_>, clash: Clash, one: &Claim<'_>, other: &Claim<'_>) {
    if COLLECTIVE.contains(&one.subject.as_str()) {
        return;
    }
    let both = one.confirmed && other.confirmed;
    let (class, what, priority, confidence) = match clash {
        Clash::Numerical => ("numerical", "numbers", if both { "critical" } else { "high" }, 70),
        Clash::Temporal => ("temporal", "years", if both { "critical" } else { "high" }, 75),
        Clash::Categorical => ("categorical", "statements", "medium", 50),
    };
    let title = clip(&format!("Different {what} for \"{}\"", one.subject), 200);
    if run.knows("issues", "title", &title) {
        return;
    }
    let violation = |claim: &Claim<'_>| clip(&format!("{} ({})", claim.text, claim.source), 500);
    let issue = json!({
        "type": "contradiction",
        "class": class,
        "priority": priority,
        "title": title,
        "description": format!("Two {what} stand under one label. Keep the one that is true and correct or reject the other."),
        "violation": [violation(one), violation(other)],
    });
    let evidence = one.evidence.iter().chain(&other.evidence).copied();
    run.propose_item("issues", issue, &Basis::sources(confidence, evidence));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_numbers_years_and_words_are_told_apart() {
        assert!(clash("350 outlets", "410 outlets in 2026") == Some(Clash::Numerical));
        assert!(clash("since 2014", "since 2015") == Some(Clash::Temporal));
        assert!(clash("Pune", "Nashik") == Some(Clash::Categorical));
    }

    #[test]
    fn one_number_is_known_under_different_labels() {
        let told = |text| paying(text).unwrap();
        assert_eq!(told("120 paying centres in Kota"), ("centre".to_owned(), "120".to_owned()));
        assert_eq!(told("Today 95 centres pay us"), ("centre".to_owned(), "95".to_owned()));
        assert_eq!(paying("410 outlets in Pune"), None);
    }

    #[test]
    fn a_year_that_was_typed_is_named_by_its_own_step() {
        use crate::domain::assist::tests::suggest;
        use crate::domain::fixtures::answers;
        let fact = |label: &str, value: &str| json!({"label": label, "value": value, "category": "identity", "status": "verified"});
        let facts = json!({"facts": [fact("Company", "Katori, founded in 2024"), fact("Founded", "Founded in 2023"),
            fact("Paying centres", "120 paying centres"), fact("Centres", "95 centres pay us")]});
        let company = json!({"company_name": "Katori", "founded_year": 2024});
        let found = suggest(3, Some("detect-contradictions"), &answers([(1, company), (2, facts)]));
        let issue =
            |title: &str| found.iter().find(|s| s.value.text("title").contains(title)).unwrap().value.clone();
        assert_eq!(issue("founded")["violation"], json!(["2024 (step 1)", "Founded in 2023 (step 2)"]));
        assert_eq!(issue("paying centre")["violation"], json!(["120 (step 2)", "95 (step 2)"]));
    }

    #[test]
    fn the_same_said_at_different_length_is_no_contradiction() {
        assert!(clash("Pune", "Pune, Maharashtra").is_none());
        assert!(clash("62 groups, 410 outlets", "410 outlets").is_none());
        assert!(clash("14 people", "Many people").is_none());
    }
}
