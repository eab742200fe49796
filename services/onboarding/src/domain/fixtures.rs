//! What the tests of the domain and the fuzz targets share: the catalogue, a fixed clock with countable ids, and the
//! answer files.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::Value;
#[cfg(test)]
use serde_json::json;
use time::OffsetDateTime;
use time::macros::datetime;
use uuid::Uuid;

use super::prepare::Prepared;
use super::{Answers, Catalogue, Finding, FreshValues, StepNumber, StepState, StepStatus};

pub const NOW: OffsetDateTime = datetime!(2026-11-20 10:00 UTC);

pub const FILES: [(&str, &str); 3] = [
    ("saas_katori", include_str!("../../../../tests/journeys/answers/saas_katori.json")),
    ("d2c_pahadi_daana", include_str!("../../../../tests/journeys/answers/d2c_pahadi_daana.json")),
    ("services_sahyadri", include_str!("../../../../tests/journeys/answers/services_sahyadri.json")),
];

pub fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| Catalogue::load().unwrap())
}

/// Runs with the fixed time and ids that count up and are never given twice.
pub fn with_fresh<T>(run: impl FnOnce(&mut FreshValues<'_>) -> T) -> T {
    static NEXT: AtomicU64 = AtomicU64::new(1 << 40);
    let mut ids = || Uuid::from_u128(u128::from(NEXT.fetch_add(1, Ordering::Relaxed)));
    run(&mut FreshValues::new(NOW, &mut ids))
}

pub fn step(number: u32) -> StepNumber {
    StepNumber::try_from(number).unwrap()
}

#[cfg(test)]
pub fn prepare(number: u32, input: Value) -> Result<Prepared, Vec<Finding>> {
    prepare_over(number, input, None, &Answers::default())
}

pub fn prepare_over(
    number: u32,
    input: Value,
    previous: Option<&Value>,
    answers: &Answers,
) -> Result<Prepared, Vec<Finding>> {
    with_fresh(|fresh| catalogue().step(step(number)).prepare(input, previous, answers, fresh))
}

pub fn completed(data: Value) -> StepState {
    StepState { status: StepStatus::Complete, submitted: Some(data), ..StepState::default() }
}

pub fn skipped() -> StepState {
    StepState { status: StepStatus::Complete, skipped: true, ..StepState::default() }
}

#[cfg(test)]
pub fn answers(steps: impl IntoIterator<Item = (u32, Value)>) -> Answers {
    Answers::new(steps.into_iter().map(|(number, data)| (step(number), completed(data))))
}

/// One finding, as its pointer and code.
#[cfg(test)]
pub fn told(findings: &[Finding]) -> Vec<(&str, &'static str)> {
    findings.iter().map(|finding| (finding.pointer.as_str(), finding.code.as_str())).collect()
}

/// An answer file walked through from step 1 to 23, as a client would.
pub fn journey(file: &str) -> Answers {
    let document: Value = serde_json::from_str(file).unwrap();
    let mut answers = Answers::default();
    for number in StepNumber::all() {
        let input = document["steps"][number.to_string()].clone();
        if input.is_null() {
            answers.set(number, skipped());
            continue;
        }
        let step = catalogue().step(number);
        let prepared = with_fresh(|fresh| step.prepare(input, None, &answers, fresh))
            .unwrap_or_else(|violations| panic!("step {number}: {violations:?}"));
        let issues = step.completion(&prepared.data, &answers);
        assert!(issues.is_empty(), "step {number}: {issues:?}");
        answers.set(number, completed(prepared.data));
    }
    answers
}

/// The answer files walked through, once for the process.
pub fn companies() -> &'static [Answers] {
    static COMPANIES: OnceLock<Vec<Answers>> = OnceLock::new();
    COMPANIES.get_or_init(|| FILES.iter().map(|(_, file)| journey(file)).collect())
}

/// The smallest evidence vault that completes step 1.
#[cfg(test)]
pub fn company() -> Value {
    json!({
        "company_name": "Katori", "industry": "technology", "stage": "seed",
        "evidence": [{ "type": "url", "name": "Site", "url": "https://katori.example" }],
    })
}
