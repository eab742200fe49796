//! What still stands between a step's data and its completion.

use serde_json::Value;

use super::catalogue::Step;
use super::finding::{Code, Finding};
use super::schema::Node;
use super::{Answers, limits, rule};

impl Step {
    /// Why this data cannot complete the step yet; empty when it can.
    pub fn completion(&self, data: &Value, answers: &Answers) -> Vec<Finding> {
        let mut findings = limits::check(&self.complete, data);
        visit(&self.shape, data, "", &mut |node, value, pointer| {
            members(node, value, pointer, &mut findings);
            if let (Some(reference), Some(text)) = (&node.refers, value.as_str())
                && !rule::may_name(reference, (self.number, data), answers, text)
            {
                let message = "names something that is not there";
                findings.push(Finding::new(pointer, Code::UnknownReference, message));
            }
        });
        findings.extend(self.rules.iter().flat_map(|rule| rule.check(data, answers)));
        findings
    }
}

/// Members whose presence or value depends on more than their own schema.
fn members(node: &Node, value: &Value, pointer: &str, findings: &mut Vec<Finding>) {
    for (name, field) in &node.properties {
        let at = || format!("{pointer}/{name}");
        let given = value.get(name);
        if field.required_when.as_ref().is_some_and(|when| given.is_none() && when.holds(value)) {
            findings.push(Finding::new(at(), Code::Required, "is required"));
        }
        if field.must_be.is_some_and(|wanted| given.is_some_and(|given| *given != Value::Bool(wanted))) {
            findings.push(Finding::new(at(), Code::NotConfirmed, "has to be confirmed"));
        }
    }
}

/// Calls `look` with every value of a document and the schema node it falls under.
pub fn visit(node: &Node, value: &Value, pointer: &str, look: &mut dyn FnMut(&Node, &Value, &str)) {
    look(node, value, pointer);
    for (name, field) in &node.properties {
        if let Some(inner) = value.get(name) {
            visit(field, inner, &format!("{pointer}/{name}"), look);
        }
    }
    if let (Some(item), Some(values)) = (&node.items, value.as_array()) {
        for (index, inner) in values.iter().enumerate() {
            visit(item, inner, &format!("{pointer}/{index}"), look);
        }
    }
}
