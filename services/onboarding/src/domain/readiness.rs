//! Whether a session may be finalized, and what is missing when it may not.

use serde_json::Value;

use super::finding::{Code, Finding};
use super::read::Read;
use super::{Answers, Catalogue, StepNumber};

/// A required step that is not complete, with what its answers lack.
#[derive(Debug, Clone, PartialEq)]
pub struct MissingStep {
    pub number: StepNumber,
    pub id: String,
    pub title: String,
    pub findings: Vec<Finding>,
}

impl MissingStep {
    /// Pointers into the step's data.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.findings.iter().map(|finding| finding.pointer.as_str())
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Readiness {
    /// Required steps that are not complete.
    pub missing: Vec<MissingStep>,
    /// What even a forced finalize cannot do without.
    pub essentials: Vec<MissingStep>,
}

impl Readiness {
    /// What stands in the way; nothing means that it may be finalized.
    pub fn blocking(&self, force: bool) -> &[MissingStep] {
        if force { &self.essentials } else { &self.missing }
    }
}

const ESSENTIALS: [(StepNumber, &[&str]); 3] = [
    (StepNumber::EVIDENCE, &["company_name", "industry", "stage"]),
    (StepNumber::FACTS, &["value_proposition"]),
    (StepNumber::PROFILES, &["icps"]),
];

impl Catalogue {
    pub fn readiness(&self, answers: &Answers) -> Readiness {
        let missing = self
            .steps()
            .iter()
            .filter(|step| step.required && !answers.state(step.number).is_done())
            .map(|step| {
                let mut findings = step.completion(&or_empty(answers.latest(step.number)), answers);
                if findings.is_empty() {
                    findings.push(Finding::new("", Code::StepIncomplete, "has to be completed"));
                }
                self.missing(step.number, findings)
            })
            .collect();
        let essentials = ESSENTIALS
            .iter()
            .filter_map(|(number, members)| {
                let data = answers.submitted(*number);
                let findings: Vec<Finding> = members
                    .iter()
                    .filter(|member| data.text(member).is_empty() && data.list(member).is_empty())
                    .map(|member| Finding::new(format!("/{member}"), Code::Required, "is required"))
                    .collect();
                (!findings.is_empty()).then(|| self.missing(*number, findings))
            })
            .collect();
        Readiness { missing, essentials }
    }

    fn missing(&self, number: StepNumber, findings: Vec<Finding>) -> MissingStep {
        let step = self.step(number);
        MissingStep { number, id: step.id.clone(), title: step.title.clone(), findings }
    }
}

fn or_empty(data: &Value) -> Value {
    if data.is_null() { Value::Object(serde_json::Map::new()) } else { data.clone() }
}
